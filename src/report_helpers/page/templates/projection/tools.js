// The buttons with which a reader takes a projection along: a link, the path, the scenario.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
const ProjectionTools = (() => {
  const ADDRESS_AFTER = 300;
  const bare = () => location.href.split("#")[0];

  return class {
    /**
     * @param {HTMLElement} figure
     * @param {Contract} contract
     * @param {{fragment: () => string, shown: () => Outcome}} owner gives what differs from the
     *   view at first, and the path shown
     */
    constructor(figure, contract, owner) {
      this.figure = figure;
      this.contract = contract;
      this.owner = owner;
      this.tools = figure.querySelector(".tools");
    }

    done(words) {
      this.tools.querySelector(".done").textContent = words;
    }

    /** Writes the view into the address when the reader pauses. */
    follow() {
      this.rest();
      this.writing = setTimeout(() => this.writeAddress(), ADDRESS_AFTER);
    }

    rest() {
      clearTimeout(this.writing);
    }

    writeAddress() {
      const text = this.owner.fragment();
      if (!text && !location.hash.includes("=")) return;
      try {
        history.replaceState(null, "", text ? `${bare()}#${text}` : bare());
      } catch {
        // Some browsers let a local file keep its address only: the link is still there to copy.
      }
    }

    async link() {
      const text = `${bare()}#${this.owner.fragment() || this.figure.id}`;
      const line = this.tools.querySelector(".link");
      const field = line.querySelector("input");
      field.value = text;
      try {
        await navigator.clipboard.writeText(text);
        this.done("The link to this state is copied.");
      } catch {
        line.hidden = false;
        field.focus();
        field.select();
        this.done("The link to this state is selected: copy it from the field.");
      }
    }

    path() {
      const shown = this.owner.shown();
      const file = FILES.name(shown.claim.id, `${shown.model.name}.csv`);
      FILES.save(file, "text/csv", FILES.csv(this.contract, shown));
      this.done("The path is saved as CSV.");
    }

    scenario() {
      const shown = this.owner.shown();
      const dated = [shown.claim.id, "scenario", this.contract.as_of].filter(Boolean);
      const file = `${FILES.name(...dated)}.yaml`;
      FILES.save(file, "application/yaml", FILES.yaml(this.contract, shown));
      this.done("The scenario is saved: market-report render -f renders the report with it.");
    }
  };
})();
