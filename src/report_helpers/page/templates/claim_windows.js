"use strict";
// A long table in a box that scrolls: its rows stand in windows, and only those near the screen
// have their rows; each of the others is a gap as high as its rows.
// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const CLAIM_WINDOWS = (() => {
  const SIZE = 40;
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

  const bodyFrom = (first, count, height) => {
    const body = document.createElement("tbody");
    body.setAttribute("role", "rowgroup");
    body.dataset.first = first;
    body.append(gap(Math.min(SIZE, count - first) * height));
    return body;
  };
  // What a reader works with stays: the row that has the focus, and open rows.
  const isKept = (body) =>
    body.contains(document.activeElement) || body.querySelector("[aria-expanded='true']");

  /**
   * The windows of a table in a box. `linesOf(row, at)` gives the lines of one row, and `changed()`
   * is called when other rows stand in the table.
   */
  const windowsIn = (box, table, linesOf, changed) => {
    let rows = [];
    let bodies = [];
    let height = ROW;

    const fill = (body) => {
      if (body.dataset.full) return;
      const first = Number(body.dataset.first);
      const some = rows.slice(first, first + SIZE);
      body.dataset.full = "true";
      body.replaceChildren(...some.flatMap((row, place) => linesOf(row, first + place)));
    };
    const empty = (body) => {
      if (!body.dataset.full || isKept(body)) return;
      const high = body.getBoundingClientRect().height;
      delete body.dataset.full;
      body.replaceChildren(gap(high));
    };
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) (isIntersecting ? fill : empty)(target);
        changed();
      },
      { root: box, rootMargin: MARGIN },
    );
    return {
      /** Shows these rows from the first on. */
      lay: (others) => {
        near.disconnect();
        for (const body of bodies) body.remove();
        rows = others;
        const count = Math.ceil(rows.length / SIZE);
        bodies = Array.from({ length: count }, (_, place) =>
          bodyFrom(place * SIZE, rows.length, height),
        );
        table.append(...bodies);
        box.scrollTop = 0;
        if (count) fill(bodies[0]);
        changed();
        if (count > 1) height = bodies[0].offsetHeight / SIZE || height;
        for (const body of bodies) near.observe(body);
      },
      /** The line of the row at a place, which is made if it is far away. */
      lineAt: (at) => {
        const body = bodies[Math.floor(at / SIZE)];
        if (body) fill(body);
        changed();
        return body?.querySelector(`[data-at="${at}"]`);
      },
    };
  };

  return { windowsIn };
})();
