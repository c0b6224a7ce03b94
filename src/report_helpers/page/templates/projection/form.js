// The inputs of a projection, and what they show: the path is computed by the notebook's own
// formulas, translated, once they have given the notebook's own numbers in this browser.
(() => {
  const ADDRESS_AFTER = 300;
  const SPOKEN_AFTER = 700;

  const later = (delay, work) => {
    let timer;
    const cancel = () => clearTimeout(timer);
    const begin = () => {
      cancel();
      timer = setTimeout(work, delay);
    };
    return { begin, cancel };
  };

  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

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

  const bare = () => location.href.split("#")[0];

  class ProjectionForm {
    /**
     * @param {HTMLElement} figure
     * @param {Contract} contract
     * @param {string} prefix of the state in an address, where several charts have one
     */
    constructor(figure, contract, prefix) {
      this.figure = figure;
      this.contract = contract;
      this.prefix = prefix;
      this.form = figure.querySelector("form.projection");
      this.inputs = this.form.elements;
      this.tools = figure.querySelector(".tools");
      this.plot = figure.querySelector(".live");
      this.details = figure.querySelector("details");
      this.alt = this.plot.getAttribute("aria-label");
      this.state = contract.state;
      this.shown = MODEL.projected(contract, contract.state);
      this.tabled = this.shown;
      this.pinned = null;
      this.waiting = false;
      this.chart = new ProjectionChart(figure, contract, this.shown);
      // Said when the reader pauses, not for each step of a slider.
      this.speaking = later(SPOKEN_AFTER, () => this.speak());
      this.writing = later(ADDRESS_AFTER, () => this.writeAddress());
      this.listen();
      this.showInputs();
      this.show();
      this.form.hidden = this.tools.hidden = false;
    }

    find(selector) {
      return this.form.querySelector(selector);
    }

    // -- the inputs --

    showOutputs(outcome) {
      const claim = MODEL.claimOf(this.contract, this.state);
      for (const [name, { kind }] of Object.entries(this.contract.inputs)) {
        if (kind === "amount" || name === "growth") continue;
        const shown = { claim, state: this.state };
        this.setOutput(name, MODEL.shownValue(this.contract, shown, name));
      }
      if (outcome?.growth !== undefined) {
        this.inputs.growth.value = outcome.growth;
        this.setOutput("growth", MODEL.yearly(this.contract, outcome.growth));
      } else if (!outcome) {
        const { growth } = this.state;
        const own = typeof growth === "number";
        this.setOutput("growth", own ? MODEL.yearly(this.contract, growth) : "unknown");
      }
    }

    setOutput(name, text) {
      this.find(`[data-input="${name}"] output`).textContent = text;
      this.inputs[name].setAttribute("aria-valuetext", text);
    }

    showSources() {
      const rates = MODEL.rates(this.contract, MODEL.claimOf(this.contract, this.state));
      for (const option of this.inputs.source.options) {
        const { value } = option;
        const offered = value === MODEL.OWN || value === "implied" || rates.has(value);
        option.hidden = option.disabled = !offered;
        const words = this.contract.words.growths[value];
        option.textContent =
          words + (rates.has(value) ? `, ${NUMBERS.percent(rates.get(value))}` : "");
      }
    }

    showInputs() {
      const { contract, inputs, state } = this;
      const model = MODEL.modelOf(contract, state);
      this.showSources();
      for (const field of this.form.querySelectorAll("[data-input]")) {
        field.hidden = !MODEL.takes(contract, model, field.dataset.input);
      }
      inputs.source.closest(".input").hidden = !model.fit;
      inputs.claim.value = state.claim;
      inputs.model.value = state.model;
      inputs.source.value = typeof state.growth === "number" ? MODEL.OWN : state.growth;
      for (const [name, { kind }] of Object.entries(contract.inputs)) {
        const own = typeof state[name] === "number";
        if (own && kind !== "amount") inputs[name].value = state[name];
      }
      if (NUMBERS.read(inputs.threshold.value) !== state.threshold) {
        inputs.threshold.value = NUMBERS.digits(state.threshold);
      }
      inputs.threshold.removeAttribute("aria-invalid");
    }

    // -- what is shown of the path --

    tell(words) {
      say(this.find(".message"), words);
    }

    done(words) {
      say(this.tools.querySelector(".done"), words);
    }

    showHeadline() {
      for (const [name, words] of Object.entries(MODEL.headline(this.contract, this.shown))) {
        this.find(`[data-told="${name}"]`).textContent = words;
      }
      for (const [name, words] of Object.entries(MODEL.labels(this.contract, this.shown))) {
        this.find(`[data-label="${name}"]`).textContent = words;
      }
    }

    showComparison() {
      const { contract, pinned, shown } = this;
      const line = this.find(".compared");
      line.hidden = pinned === null;
      line.textContent = pinned ? MODEL.comparison(contract, shown, pinned) : "";
      this.inputs.pin.textContent = pinned ? "Unpin the comparison" : "Pin for comparison";
    }

    speak() {
      const words = MODEL.spoken(this.contract, this.shown);
      this.find(".spoken").textContent = words;
      this.plot.setAttribute("aria-label", `${this.alt} Now: ${words}`);
    }

    /** A closed table is written when it is opened. */
    showTable() {
      const table = this.details.querySelector("table");
      if (this.tabled === this.shown || !this.details.open || !table) return;
      this.tabled = this.shown;
      const head = row(this.contract.words.columns, "th");
      for (const cell of head.cells) cell.scope = "col";
      table.tHead.replaceChildren(head);
      const rows = MODEL.rows(this.contract, this.shown).map((cells) => row(cells, "td"));
      table.tBodies[0].replaceChildren(...rows);
    }

    // -- moving --

    giveUp() {
      this.state = this.contract.state;
      this.shown = MODEL.projected(this.contract, this.state);
      this.showTable();
      this.form.hidden = this.tools.hidden = true;
      const words = this.figure.querySelector(".disagrees");
      words.hidden = false;
      words.textContent =
        "This browser cannot draw the chart anew, so there are no inputs here. " +
        "What stands here is as it was published.";
    }

    outcome() {
      try {
        return [MODEL.projected(this.contract, this.state), ""];
      } catch (error) {
        const words = error instanceof MODEL.Refusal ? error.message : "This state has no path.";
        return [null, `${words} The last path stays.`];
      }
    }

    show() {
      const [outcome, words] = this.outcome();
      this.tell(words);
      this.shown = outcome ?? this.shown;
      this.chart.shown = this.shown;
      this.form.classList.toggle("without-path", outcome === null);
      this.showOutputs(outcome);
      this.showHeadline();
      this.showComparison();
      this.showTable();
    }

    /** However fast a slider moves, there is one path a frame. */
    refresh() {
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.show();
        CHARTS.ask(this.figure).then(() => {
          if (!this.chart.update()) this.giveUp();
        });
      });
    }

    settle(next) {
      this.state = next;
      this.showInputs();
      this.refresh();
    }

    move(key, value) {
      this.settle(MODEL.changed(this.contract, this.state, key, value));
      this.writing.begin();
      this.speaking.begin();
    }

    // -- the address --

    address() {
      const text = MODEL.fragment(this.contract, this.shown.state);
      return text && this.prefix + text;
    }

    writeAddress() {
      const text = this.address();
      if (!text && !location.hash.includes("=")) return;
      try {
        history.replaceState(null, "", text ? `${bare()}#${text}` : bare());
      } catch {
        // Some browsers let a local file keep its address only: the link is still there to copy.
      }
    }

    restore(given) {
      this.writing.cancel();
      const next = MODEL.stateIn(this.contract, given);
      if (next === null) return;
      this.settle(next);
      this.speaking.begin();
      this.figure.scrollIntoView({ behavior: "instant" });
    }

    // -- what the reader does --

    listen() {
      const { details, form, tools } = this;
      form.addEventListener("input", ({ target }) => this.take(target));
      tools.addEventListener("click", ({ target }) => {
        if (target.type === "button") this[target.name]();
      });
      // Nothing is ever sent from here.
      form.addEventListener("submit", (event) => event.preventDefault());
      details.addEventListener("toggle", () => this.showTable());
    }

    take({ name, value }) {
      const { contract, inputs } = this;
      if (name === "threshold") this.takeThreshold(value);
      else if (name === "source") {
        this.move("growth", value === MODEL.OWN ? NUMBERS.read(inputs.growth.value) : value);
      } else if (name === "claim" || name === "model") this.move(name, value);
      else if (Object.hasOwn(contract.inputs, name)) this.move(name, NUMBERS.read(value));
    }

    takeThreshold(text) {
      const value = MODEL.accepted(this.contract, this.state, "threshold", text);
      if (value !== null) {
        this.move("threshold", value);
        return;
      }
      const { min, max } = this.contract.inputs.threshold;
      const [lowest, highest] = [min, max].map(NUMBERS.number);
      this.inputs.threshold.setAttribute("aria-invalid", "true");
      this.tell(`The threshold is a plain number from ${lowest} to ${highest}.`);
    }

    // -- the buttons, by their names --

    reset() {
      this.settle(this.contract.state);
      this.writing.begin();
      this.speaking.begin();
    }

    pin() {
      this.pinned = this.pinned ? null : this.shown;
      this.chart.pin(this.pinned);
      this.refresh();
    }

    async link() {
      const text = `${bare()}#${this.address() || this.figure.id}`;
      this.inputs.address.value = text;
      try {
        await navigator.clipboard.writeText(text);
        this.done("The link to this state is copied.");
      } catch {
        this.tools.querySelector(".link").hidden = false;
        this.inputs.address.focus();
        this.inputs.address.select();
        this.done("The link to this state is selected: copy it from the field.");
      }
    }

    path() {
      const { claim, model } = this.shown;
      save(MODEL.fileName(claim.id, `${model.name}.csv`), "text/csv", MODEL.csv(this.shown));
      this.done("The path is saved as CSV.");
    }

    scenario() {
      const text = MODEL.yaml(this.contract, this.shown);
      save(MODEL.fileName(this.shown.claim.id, "scenario.yaml"), "application/yaml", text);
      this.done("The scenario is saved: market-report render -f renders the report with it.");
    }
  }

  // ---- all charts of the page ----------------------------------------------------------------

  const contractIn = (island) => {
    try {
      return JSON.parse(island.textContent);
    } catch {
      return null;
    }
  };

  const forms = new Map();
  // A plain anchor holds no `=`: moving to one keeps what the reader has set.
  const restore = () => {
    if (!location.hash.includes("=")) return;
    const given = new URLSearchParams(location.hash.slice(1));
    const [first] = forms.keys();
    forms.get(given.get("chart") ?? first)?.restore(given);
  };

  const start = () => {
    for (const island of document.querySelectorAll("script[data-projection]")) {
      const name = island.dataset.projection;
      const figure = document.getElementById(`figure-${name}`);
      const contract = contractIn(island);
      const prefix = forms.size === 0 ? "" : `chart=${name}&`;
      if (MODEL.trusted(contract)) forms.set(name, new ProjectionForm(figure, contract, prefix));
      else figure.querySelector(".disagrees").hidden = false;
    }
    addEventListener("hashchange", restore);
    restore();
  };
  // After the first frame: to compute all check values takes a while.
  requestAnimationFrame(() => setTimeout(start));
})();
