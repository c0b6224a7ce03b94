// One projection of the page: what a reader sets is computed by the notebook's own formulas,
// translated, once they have given the notebook's own numbers in this browser.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
const ProjectionForm = (() => {
  const RESTS_AFTER = 700;
  const NOTHING = { words: "", at: "" };
  const LINK = "link";
  const OWN_BUTTONS = ["undo", "redo", "reset", "pin"];

  return class {
    /**
     * @param {HTMLElement} figure
     * @param {Contract} contract
     * @param {string} prefix of the view in an address, where several charts have one
     */
    constructor(figure, contract, prefix) {
      this.figure = figure;
      this.contract = contract;
      this.prefix = prefix;
      this.form = figure.querySelector("form.projection");
      this.parts = [this.form, ...figure.querySelectorAll(".tools, .told")];
      this.first = VIEWS.first(contract);
      this.history = new ProjectionHistory(this.first);
      this.published = this.shown = MODEL.projected(contract, contract.state);
      this.waiting = false;
      this.said = NOTHING;
      this.attempt();
      this.makeParts();
      this.listen();
      this.show();
      // What a phone folds has room on a wide screen.
      this.form.querySelector(".more").open = !PAGE.isNarrow();
      for (const part of this.parts) part.hidden = false;
    }

    makeParts() {
      const { contract, figure, published } = this;
      this.chart = new ProjectionChart(figure, contract, this.first, published);
      this.results = new ProjectionResults(figure, contract, published);
      this.paper = new ProjectionPaper(figure, contract, this.chart, published);
      this.inputs = new ProjectionInputs(this.form, contract, {
        move: (name, value, joined) => this.move(name, value, joined),
        refuse: (why, name) => this.refuse(why, name),
        restore: (view) => this.settle(view, true),
        view: () => this.history.now,
      });
      this.paths = new ProjectionPaths(figure.querySelector(".paths"), contract, (at) =>
        this.settle(VIEWS.without(this.history.now, at)),
      );
      this.tools = new ProjectionTools(figure, contract, {
        fragment: () => this.fragment(),
        shown: () => this.shown,
      });
    }

    // -- what is shown ---------------------------------------------------------------------------

    /** With each move, not with each frame: the last path that there was stays. */
    attempt() {
      this.attempted = MODEL.attempted(this.contract, this.history.now.state);
      this.shown = this.attempted.outcome ?? this.shown;
    }

    /** Says words at the input that they are about, those on a link first, or below the buttons. */
    tell({ words, at }) {
      const isThere = this.inputs.tell(words, at);
      this.results.tell(isThere ? "" : words);
    }

    show() {
      const view = this.history.now;
      const { at, outcome, why } = this.attempted;
      const { phrases } = this.contract.words;
      this.results.show(this.shown, view.fan);
      this.inputs.show(view, outcome);
      this.tell(outcome ? this.said : { words: NUMBERS.filled(phrases.no_path, { why }), at });
      this.paths.show(view, this.shown);
      this.paper.stale(this.moved, this.shown);
      this.figure.classList.toggle("without-path", outcome === null);
      const { undo, redo } = this.form.elements;
      undo.setAttribute("aria-disabled", this.history.past.length === 0);
      redo.setAttribute("aria-disabled", this.history.future.length === 0);
    }

    /** However fast a slider moves, there is one path a frame. */
    refresh() {
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        this.chart.set(this.history.now, this.shown);
        // The chart first: plotly measures, for which a browser would lay out new words twice.
        const isDrawn = this.chart.update();
        this.show();
        if (!isDrawn) this.drawFirst();
        clearTimeout(this.resting);
        this.resting = setTimeout(() => this.rest(), RESTS_AFTER);
      });
    }

    drawFirst() {
      CHARTS.ask(this.figure).then(() => {
        if (!this.chart.update()) this.giveUp();
      });
    }

    /** What follows when the reader pauses, not with each step of a slider. */
    rest() {
      this.results.speak();
      this.paper.draw(this.moved);
    }

    giveUp() {
      this.history = new ProjectionHistory(this.first);
      this.shown = this.published;
      this.results.show(this.published, this.first.fan);
      this.paper.stale(false, this.published);
      for (const part of this.parts) part.hidden = true;
      const words = this.figure.querySelector(".disagrees");
      words.hidden = false;
      words.textContent =
        "This browser cannot draw the chart anew, so there are no inputs here. " +
        "What stands here is as it was published.";
    }

    // -- moving ----------------------------------------------------------------------------------

    get moved() {
      return !VIEWS.equal(this.history.now, this.first);
    }

    move(name, value, joined) {
      const { now } = this.history;
      const changed = () => MODEL.changed(this.contract, now.state, name, value);
      const next = VIEWS.isList(name) ? { [name]: value } : { state: changed() };
      this.settle({ ...now, ...next }, joined);
    }

    /** Goes on to a view; what is said with it stays until the next one. */
    settle(view, joined = false, said = NOTHING) {
      this.history.record(view, joined);
      this.follow(said);
    }

    follow(said = NOTHING) {
      this.said = said;
      this.attempt();
      this.refresh();
      this.tools.follow();
    }

    refuse(why, at) {
      this.said = { words: NUMBERS.filled(this.contract.words.phrases.kept, { why }), at };
      this.tell(this.said);
    }

    // -- the address -----------------------------------------------------------------------------

    fragment() {
      const view = { ...this.history.now, state: this.shown.state };
      const text = VIEWS.fragment(this.contract, view);
      return text && this.prefix + text;
    }

    /** Takes the view in an address; returns whether there is one. */
    restore(given) {
      const found = VIEWS.viewIn(this.contract, given);
      if (found === null) return false;
      const why = found.problems.join(" ");
      const words = why && NUMBERS.filled(this.contract.words.phrases.in_link, { why });
      this.settle(found.view, false, { words, at: LINK });
      this.tools.rest();
      return true;
    }

    // -- buttons and keys ------------------------------------------------------------------------

    listen() {
      for (const part of this.parts) {
        part.addEventListener("click", ({ target }) => {
          const { name } = target.closest("button") ?? {};
          if (name) (OWN_BUTTONS.includes(name) ? this : this.tools)[name]();
        });
        part.addEventListener("keydown", (event) => this.takeKey(event));
      }
      // Nothing is ever sent from here.
      this.form.addEventListener("submit", (event) => event.preventDefault());
    }

    takeKey(event) {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || !["y", "z"].includes(key)) return;
      if (this.inputs.typing(event.target)) return;
      event.preventDefault();
      if (key === "y" || event.shiftKey) this.redo();
      else this.undo();
    }

    undo() {
      this.history.undo();
      this.follow();
    }

    redo() {
      this.history.redo();
      this.follow();
    }

    reset() {
      this.settle(this.first);
    }

    pin() {
      const view = { ...this.history.now, state: this.shown.state };
      const why = VIEWS.whyNotPinned(this.contract, view);
      if (why) this.results.tell(why);
      else this.settle(VIEWS.pinnedWith(view));
    }
  };
})();
