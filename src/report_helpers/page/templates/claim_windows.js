"use strict";
// A long table in a box that scrolls: its rows stand in windows, and only those near the screen
// have their rows; each of the others is a gap as high as its rows.
// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const CLAIM_WINDOWS = (() => {
  const SIZE = 30;
  /** The height of a row in pixels until one has been seen. */
  const ROW = 45;
  const MARGIN = "600px 0px";

  const gap = (height) => {
    const line = document.createElement("tr");
    const cell = line.insertCell();
    line.className = "gap";
    line.setAttribute("aria-hidden", "true");
    cell.colSpan = 7;
    cell.style.height = `${height}px`;
    return line;
  };

  const bodiesOf = (count, height) =>
    Array.from({ length: Math.ceil(count / SIZE) }, (_, place) => {
      const body = document.createElement("tbody");
      body.setAttribute("role", "rowgroup");
      body.dataset.first = place * SIZE;
      body.append(gap(Math.min(SIZE, count - place * SIZE) * height));
      return body;
    });
  // What a reader works with stays: the row that has the focus, and open rows.
  const isKept = (body) =>
    body.contains(document.activeElement) || body.querySelector("[aria-expanded='true']");

  const empty = (body) => {
    if (!body.dataset.full || isKept(body)) return;
    const high = body.getBoundingClientRect().height;
    delete body.dataset.full;
    body.replaceChildren(gap(high));
  };
  const observerIn = (box, fill, changed) =>
    new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) (isIntersecting ? fill : empty)(target);
        changed();
      },
      { root: box, rootMargin: MARGIN },
    );

  /**
   * The windows of a table in a box. `linesOf(row, at)` gives the lines of one row, and `changed()`
   * is called when other rows stand in the table.
   */
  const windowsIn = (box, table, linesOf, changed) => {
    let rows = [];
    let bodies = [];
    let height = ROW;
    let later = 0;

    const fill = (body) => {
      if (body.dataset.full) return;
      const first = Number(body.dataset.first);
      const some = rows.slice(first, first + SIZE);
      body.dataset.full = "true";
      body.replaceChildren(...some.flatMap((row, place) => linesOf(row, first + place)));
    };
    const near = observerIn(box, fill, changed);
    const add = (some) => {
      table.append(...some);
      for (const body of some) near.observe(body);
    };
    /** Adds the windows far down, for which a reader who types does not wait. */
    const addRest = () => {
      clearTimeout(later);
      add(bodies.filter((body) => !body.isConnected));
    };

    return {
      /** Shows these rows from the first on. */
      lay: (others) => {
        near.disconnect();
        clearTimeout(later);
        for (const body of bodies) body.remove();
        rows = others;
        bodies = bodiesOf(rows.length, height);
        box.scrollTop = 0;
        if (rows.length) fill(bodies[0]);
        add(bodies.slice(0, 2));
        changed();
        later = setTimeout(() => {
          if (rows.length > SIZE) height = bodies[0].offsetHeight / SIZE || height;
          addRest();
        }, 50);
      },
      /** The line of the row at a place, which is made if it is far away. */
      lineAt: (at) => {
        addRest();
        fill(bodies[Math.floor(at / SIZE)]);
        changed();
        return table.querySelector(`[data-at="${at}"]`);
      },
    };
  };

  return { windowsIn };
})();
