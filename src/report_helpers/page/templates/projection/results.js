// What the page shows of a path in words: title, headline figures, table, and what is spoken.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
const ProjectionResults = (() => {
  const say = (place, words) => {
    if (place.textContent !== words) place.textContent = words;
  };

  const row = (cells, kind) => {
    const made = document.createElement("tr");
    for (const words of cells) {
      const cell = made.appendChild(document.createElement(kind));
      cell.textContent = words;
    }
    return made;
  };

  return class {
    /**
     * @param {HTMLElement} figure
     * @param {Contract} contract
     * @param {Outcome} published
     */
    constructor(figure, contract, published) {
      this.figure = figure;
      this.contract = contract;
      this.shown = this.tabled = published;
      this.plot = figure.querySelector(".live");
      const { textContent } = this.find(".subtitle");
      this.subtitle = textContent.replace(this.notes(published, "sources"), "");
      this.alt = this.plot.getAttribute("aria-label");
      this.details = figure.querySelector("details:has(table)");
      this.details?.addEventListener("toggle", () => this.showTable());
    }

    find(selector) {
      return this.figure.querySelector(selector);
    }

    tell(words) {
      say(this.find(".message"), words);
    }

    notes(outcome, fan) {
      const { contract } = this;
      const outlines = {
        sources: () => MODEL.fan(contract, outcome),
        drawn: () => MODEL.drawnFan(contract, outcome).outlines,
      };
      const has = outlines[fan]().some(({ x }) => x.length > 0);
      return WORDS.notes(contract, outcome, has ? fan : "");
    }

    show(outcome, fan) {
      const { contract } = this;
      this.shown = outcome;
      for (const [name, words] of Object.entries(WORDS.headline(contract, outcome))) {
        say(this.find(`[data-told="${name}"]`), words);
      }
      for (const [name, words] of Object.entries(WORDS.labels(contract, outcome))) {
        say(this.find(`[data-label="${name}"]`), words);
      }
      say(this.find(".title"), WORDS.title(contract, outcome));
      say(this.find(".subtitle"), this.subtitle + this.notes(outcome, fan));
      this.showTable();
    }

    /** A closed table is written when it is opened. */
    showTable() {
      const { contract, details, shown } = this;
      if (this.tabled === shown || !details?.open) return;
      this.tabled = shown;
      const table = details.querySelector("table");
      const head = row(contract.words.columns, "th");
      for (const cell of head.cells) cell.scope = "col";
      table.tHead.replaceChildren(head);
      table.tBodies[0].replaceChildren(
        ...WORDS.rows(contract, shown).map((each) => row(each, "td")),
      );
    }

    speak() {
      const words = WORDS.spoken(this.contract, this.shown);
      say(this.find(".spoken"), words);
      this.plot.setAttribute("aria-label", `${this.alt} Now: ${words}`);
    }
  };
})();
