// The inputs of a projection's form: lists, sliders, and a text field for each exact number.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
const ProjectionInputs = (() => {
  const OWN = "own";
  // Sliders of JupyterLab move as far with these keys.
  const PAGE_STEPS = new Map([
    ["PageUp", 5],
    ["PageDown", -5],
  ]);
  const PAUSE = 900;

  return class {
    /**
     * @param {HTMLFormElement} form
     * @param {Contract} contract
     * @param {{move: Function, refuse: Function, restore: Function, view: Function}} owner is told
     *   of moves and of texts that are no value, gives the view, and takes one back
     */
    constructor(form, contract, owner) {
      this.form = form;
      this.contract = contract;
      this.owner = owner;
      // The input that is being moved or typed in, and the state before it was.
      this.begun = null;
      form.addEventListener("input", ({ target }) => this.take(target, false));
      form.addEventListener("change", ({ target }) => this.take(target, true));
      form.addEventListener("keydown", (event) => this.page(event));
    }

    slider(name) {
      const input = this.form.elements[name];
      return input.type === "range" ? input : null;
    }

    field(name) {
      return this.form.elements[`${name}-exact`] ?? this.form.elements[name];
    }

    // -- what is shown --

    show({ axis, fan, state }, outcome) {
      const { contract, form } = this;
      const model = MODEL.modelOf(contract, state);
      this.showSources(state);
      for (const part of form.querySelectorAll("[data-input]")) {
        part.hidden = !MODEL.takes(contract, model, part.dataset.input);
      }
      const { elements } = form;
      elements.source.closest(".input").hidden = !model.fit;
      elements.claim.value = state.claim;
      elements.model.value = state.model;
      elements.source.value = typeof state.growth === "number" ? OWN : state.growth;
      elements.axis.value = axis;
      elements.fan.value = fan;
      const { growths } = MODEL.claimOf(contract, state);
      elements.fan.closest(".input").hidden = !model.drawn || growths.length === 0;
      const derived = typeof state.growth !== "number";
      for (const [name, entry] of Object.entries(contract.inputs)) {
        const value = name === "growth" && derived ? outcome?.growth : state[name];
        if (value !== undefined) this.showNumber(name, entry, value, name === "growth" && derived);
        if (entry.own) this.showPrinted(name, entry, state);
      }
      this.showCeiling(state);
    }

    showNumber(name, { kind, own }, value, derived) {
      const { fieldPercent, fieldValue, percent, shownValue } = NUMBERS;
      const slider = this.slider(name);
      if (slider) {
        slider.value = value;
        slider.setAttribute("aria-valuetext", derived ? percent(value) : shownValue(kind, value));
      }
      const field = this.field(name);
      if (field === this.begun?.input) return;
      const exact = own && !value ? "" : fieldValue(kind, value);
      const text = derived ? fieldPercent(value) : exact;
      field.value = field.dataset.shown = text;
      field.removeAttribute("aria-invalid");
    }

    /** What stands there until the reader has an own value. */
    showPrinted(name, { kind }, state) {
      const { phrases } = this.contract.words;
      const printed = MODEL.printedClaim(this.contract, state)[name];
      const number = NUMBERS.fieldValue(kind, printed);
      this.field(name).placeholder = NUMBERS.filled(phrases.printed, { number });
    }

    showCeiling(state) {
      const claim = MODEL.claimOf(this.contract, state);
      const ceiling = MODEL.ceilingOf(this.contract, { claim, state });
      const words = NUMBERS.amount(ceiling, this.contract.steps);
      this.form.querySelector('[data-input="ceiling"] output').textContent = words;
    }

    showSources(state) {
      const { contract } = this;
      const rates = MODEL.rates(contract, MODEL.claimOf(contract, state));
      for (const option of this.form.elements.source.options) {
        const { value } = option;
        const offered = value === OWN || value === "implied" || rates.has(value);
        option.hidden = option.disabled = !offered;
        const words = contract.words.growths[value];
        const rate = rates.has(value) ? `, ${NUMBERS.percent(rates.get(value))}` : "";
        option.textContent = words + rate;
      }
    }

    /** Returns whether a text is being typed that the browser's own Undo should undo. */
    typing(target) {
      return target.type === "text" && target.value !== target.dataset.shown;
    }

    /** Says what is wrong at its input; returns whether that is in sight. */
    tell(words, at) {
      let isThere = false;
      for (const place of this.form.querySelectorAll(".wrong")) {
        const { input } = place.closest("[data-input]")?.dataset ?? { input: "link" };
        const isHere = input === at && place.parentElement.checkVisibility();
        const said = isHere ? words : "";
        if (place.textContent !== said) place.textContent = said;
        if (said && input !== "link") this.field(input).setAttribute("aria-invalid", "true");
        isThere ||= isHere;
      }
      return isThere;
    }

    // -- what the reader does --

    take(input, left) {
      const { name, value } = input;
      if (input.type === "text") this.takeText(name.replace(/-exact$/, ""), input, left);
      else if (input.type === "range") this.takeSlider(name, input, left);
      else if (left || input.tagName !== "SELECT") return;
      else if (name === "source") {
        const own = Number(this.form.elements.growth.value);
        this.owner.move("growth", value === OWN ? own : value);
      } else this.owner.move(name, value);
    }

    takeSlider(name, input, left) {
      if (left) {
        this.begun = null;
        return;
      }
      const joined = this.begun?.input === input;
      this.begun = { input };
      this.owner.move(name, Number(input.value), joined);
    }

    /** A text counts as it is typed; one that is no value leaves what was before it was begun. */
    takeText(name, input, left) {
      clearTimeout(this.telling);
      if (left && this.begun?.input !== input && input.value === input.dataset.shown) return;
      if (this.begun?.input !== input) this.begun = { input, before: this.owner.view() };
      const { before, moved } = this.begun;
      const { value, why } = TYPED.read(this.contract, name, input.value);
      if (why) {
        if (moved) this.owner.restore(before);
        this.begun.moved = false;
        input.setAttribute("aria-invalid", "true");
        if (left) this.begun = null;
        if (left) this.owner.refuse(why, name);
        else this.telling = setTimeout(() => this.owner.refuse(why, name), PAUSE);
        return;
      }
      input.removeAttribute("aria-invalid");
      this.begun.moved = true;
      if (left) this.begun = null;
      this.owner.move(name, value, Boolean(moved));
    }

    page(event) {
      const { key, target } = event;
      const steps = PAGE_STEPS.get(key);
      if (steps === undefined || target.type !== "range") return;
      event.preventDefault();
      if (steps > 0) target.stepUp(steps);
      else target.stepDown(-steps);
      target.dispatchEvent(new Event("input", { bubbles: true }));
      target.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
})();
