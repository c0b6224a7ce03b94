// The table of the path shown and the pinned ones; it is the legend of the pinned lines.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
const ProjectionPaths = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  const element = (tag, text, attributes = {}) => {
    const made = document.createElement(tag);
    made.textContent = text;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const swatch = (at) => {
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("class", `swatch pin-${at}`);
    drawing.setAttribute("viewBox", "0 0 36 6");
    drawing.setAttribute("aria-hidden", "true");
    const line = drawing.appendChild(document.createElementNS(SVG, "line"));
    for (const [name, value] of Object.entries({ x1: 0, x2: 36, y1: 3, y2: 3 })) {
      line.setAttribute(name, value);
    }
    return drawing;
  };

  const rowOf = (contract, cells, at) => {
    const row = document.createElement("tr");
    const [name, ...others] = cells;
    const head = row.appendChild(element("th", name, { scope: "row" }));
    head.prepend(swatch(at < 0 ? "shown" : at));
    row.append(...others.map((cell) => element("td", cell)));
    const last = row.appendChild(document.createElement("td"));
    if (at >= 0) {
      const words = NUMBERS.filled(contract.words.phrases.remove, { letter: name });
      const button = element("button", "\u00d7", {
        type: "button",
        "aria-label": words,
        title: words,
      });
      button.dataset.pin = at;
      last.append(button);
    }
    return row;
  };

  return class {
    /**
     * @param {HTMLElement} place holds the table; hidden while nothing is pinned
     * @param {Contract} contract
     * @param {(at: number) => void} remove
     */
    constructor(place, contract, remove) {
      this.place = place;
      this.contract = contract;
      place.addEventListener("click", ({ target }) => {
        const { pin } = target.closest("button")?.dataset ?? {};
        if (pin === undefined) return;
        remove(Number(pin));
        // The button has gone with its row.
        place.querySelector("button")?.focus();
      });
    }

    show(view, outcome) {
      const { contract, place } = this;
      place.hidden = view.pins.length === 0;
      if (place.hidden) {
        place.replaceChildren();
        return;
      }
      const table = element("table", "", { class: "data" });
      const head = table.createTHead().insertRow();
      for (const words of WORDS.comparisonColumns(contract, outcome)) {
        head.append(element("th", words, { scope: "col" }));
      }
      head.append(document.createElement("td"));
      const rows = WORDS.comparison(contract, outcome.state, VIEWS.pinned(view));
      table.createTBody().append(...rows.map((cells, at) => rowOf(contract, cells, at - 1)));
      place.replaceChildren(table);
    }
  };
})();
