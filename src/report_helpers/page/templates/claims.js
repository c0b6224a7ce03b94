"use strict";
// The table of all claims: searched, sorted and filtered as a reader asks, each row opening to its
// dossier. Rows and dossiers lie packed in the page; the rows as the file has them, in its link.
(() => {
  const { island, once, unpack } = PAGE;
  const explorer = document.querySelector(".explorer");

  // ---- addresses of claims -------------------------------------------------------------------

  const arrive = (show) => {
    const there = () => {
      const [, id] = /^#claim-([a-z0-9_]+)$/.exec(location.hash) ?? [];
      // A claim with a figure of its own is shown there.
      const own = id && document.getElementById(`claim-${id}`);
      if (id && (!own || explorer.contains(own))) show(id);
    };
    addEventListener("hashchange", there);
    // A link to where the reader already is changes no address.
    document.addEventListener("click", ({ target }) => {
      if (target.closest?.("a[href^='#claim-']")?.hash === location.hash) there();
    });
    there();
  };
  if (!explorer) return;

  // ---- what lies packed ----------------------------------------------------------------------

  const claims = once(async () => {
    const [text, packed] = await Promise.all([CLAIMS_FILE.text(), unpack(island("claim-rows"))]);
    const { columns, charts, manner, part: size, marks } = JSON.parse(packed);
    MANNER.use(manner);
    const orders = { verdict: Object.keys(marks.verdict), evidence: Object.keys(marks.evidence) };
    const lines = text.split(/\r\n|\r|\n/);
    const head = lines.slice(0, Number(columns.line[0]) - 1);
    const newline = /\r\n|\r|\n/.exec(text)[0];
    return {
      rows: CLAIM_SEARCH.rows(columns, lines, charts),
      head,
      newline,
      charts,
      size,
      orders,
      marks,
    };
  });
  const parts = once(() =>
    JSON.parse(island("claim-dossiers")).map((part) => once(() => unpack(part))),
  );
  /** The row of a claim and its dossier; only the part of the dossiers that has it is unpacked. */
  const known = async (id) => {
    const { rows, size, charts } = await claims();
    const at = rows.findIndex((row) => row.id === id);
    const html = JSON.parse(await parts()[Math.floor(at / size)]())[id];
    return { html, drawn: charts.filter(([, , drawnRows]) => drawnRows.includes(at)) };
  };

  // ---- rows ----------------------------------------------------------------------------------

  const part = (selector) => explorer.querySelector(selector);
  const [form, filters, box, table] = [".asked", ".filters", ".rows", "table"].map(part);
  const opened = new Set();
  let shown = [];
  // The place of the row that the tabulator key reaches; the arrow keys move it.
  let current = 0;

  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const CELLS = ["figure", "years", "publisher", "topic", "evidence", "verdict"];
  let marks = {};
  /** The shape beside a word, which screen readers skip. */
  const shapeOf = (mark) => {
    if (!mark) return [];
    const shape = make("span", { className: "shape", textContent: mark });
    shape.setAttribute("aria-hidden", "true");
    return [shape, " "];
  };
  const lineOf = (row, at) => {
    const line = part("template").content.querySelector("tr").cloneNode(true);
    Object.assign(line.dataset, { at, claim: row.id });
    // Where the claim has a figure of its own, its address is that of the figure.
    if (!document.getElementById(`claim-${row.id}`)) line.id = `claim-${row.id}`;
    const open = line.querySelector(".open");
    open.append(row.title, " ", make("small", { textContent: row.place }));
    open.tabIndex = at === current ? 0 : -1;
    const cells = [...line.cells].slice(1).map((cell) => cell.firstChild);
    CELLS.forEach((name, place) => {
      const words = CLAIM_SEARCH.label(row, name);
      cells[place].append(...shapeOf(marks[name]?.[words]), words);
    });
    if (row.verdict) cells.at(-1).className = `verdict-${row.verdict.replaceAll(" ", "-")}`;
    return line;
  };
  const linesOf = (row, at) => {
    const line = lineOf(row, at);
    return opened.has(row.id) ? [line, unfolded(line)] : [line];
  };

  const shownIn = (drawn) => {
    const links = drawn.map(([anchor, title]) =>
      make("a", { href: `#${anchor}`, textContent: title }),
    );
    const words = links.flatMap((link, place) => [place ? "; " : "Shown in: ", link]);
    if (!links.length) return [];
    const line = make("p", { className: "shown-in" });
    line.append(...words);
    return [line];
  };
  /** The line below a row, with the row's dossier as soon as it is unpacked. */
  const unfolded = (line) => {
    const id = line.dataset.claim;
    const below = make("tr", { className: "dossier" });
    const cell = below.appendChild(make("td", { colSpan: 7, id: `dossier-${id}` }));
    below.setAttribute("role", "row");
    cell.setAttribute("role", "cell");
    line.querySelector(".open").setAttribute("aria-expanded", "true");
    line.querySelector(".open").setAttribute("aria-controls", cell.id);
    const write = ({ html, drawn }) => {
      cell.innerHTML = html;
      cell.append(...shownIn(drawn));
    };
    waiting.set(id, known(id).then(write));
    return below;
  };
  const waiting = new Map();

  const open = (line) => {
    opened.add(line.dataset.claim);
    line.after(unfolded(line));
    changed();
    return waiting.get(line.dataset.claim);
  };
  const close = (line) => {
    opened.delete(line.dataset.claim);
    line.nextElementSibling.remove();
    line.querySelector(".open").setAttribute("aria-expanded", "false");
    line.querySelector(".open").removeAttribute("aria-controls");
    changed();
  };

  const setCurrent = (line) => {
    table.querySelector(".open[tabindex='0']")?.setAttribute("tabindex", "-1");
    line.querySelector(".open").tabIndex = 0;
    current = Number(line.dataset.at);
  };
  /** Numbers the lines, open dossiers included, and keeps one within reach of the keyboard. */
  const changed = () => {
    const folds = shown.flatMap((row, at) => (opened.has(row.id) ? [at] : []));
    table.setAttribute("aria-rowcount", String(1 + shown.length + folds.length));
    for (const line of table.querySelectorAll(".claim")) {
      const at = Number(line.dataset.at);
      const place = 2 + at + folds.filter((fold) => fold < at).length;
      line.setAttribute("aria-rowindex", String(place));
      if (opened.has(line.dataset.claim))
        line.nextElementSibling.setAttribute("aria-rowindex", String(place + 1));
    }
    const line = table.querySelector(".claim");
    if (line && !table.querySelector(".open[tabindex='0']")) setCurrent(line);
  };
  const { lay, lineAt } = CLAIM_WINDOWS.windowsIn(box, table, linesOf, changed);

  table.addEventListener("click", ({ target }) => {
    const line = target.closest(".claim");
    const isSelecting = !target.closest("button") && !getSelection().isCollapsed;
    if (!line || isSelecting) return;
    setCurrent(line);
    (opened.has(line.dataset.claim) ? close : open)(line);
  });
  const move = (at) => {
    const line = lineAt(Math.max(0, Math.min(shown.length - 1, at)));
    setCurrent(line);
    line.querySelector(".open").focus({ preventScroll: true });
    line.scrollIntoView({ block: "nearest", behavior: "instant" });
  };
  const FAR = Number.MAX_SAFE_INTEGER;
  const STEPS = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -FAR, End: FAR };
  table.addEventListener("keydown", (event) => {
    const line = event.target.closest(".open")?.closest(".claim");
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    if (!line || !isPlain || !(event.key in STEPS)) return;
    event.preventDefault();
    move(Number(line.dataset.at) + STEPS[event.key]);
  });

  // ---- what the reader asks for --------------------------------------------------------------

  let order = ["", ""];
  const asked = () => Object.fromEntries(new FormData(form));
  const say = (all) => {
    const isAsking = Object.entries(asked()).some(([name, value]) => name !== "order" && value);
    const [few, every] = [shown.length, all].map((count) =>
      MANNER.localized(count.toLocaleString("en")),
    );
    const words = shown.length === all ? `All ${every} claims` : `${few} of ${every} claims`;
    const { from, to } = asked();
    const isReversed = from && to && Number(from) > Number(to);
    const none = isReversed
      ? "No claim matches: “Year from” is after “Year to”"
      : "No claim matches";
    part(".count").textContent = shown.length ? words : none;
    part(".clear").hidden = !isAsking;
  };
  const showFound = async () => {
    const { rows, orders, ...known } = await claims();
    marks = known.marks;
    const some = CLAIM_SEARCH.found(rows, asked());
    shown = CLAIM_SEARCH.sorted(some, ...order, orders);
    current = 0;
    lay(shown);
    say(rows.length);
  };
  const sort = (name, direction) => {
    order = [name, direction];
    form.elements.order.value = [name, direction].join(" ").trim();
    for (const head of table.tHead.rows[0].cells)
      head.setAttribute("aria-sort", head.classList.contains(name) ? direction : "none");
    showFound();
  };
  const NEXT = { ascending: "descending", descending: "", "": "ascending" };
  table.tHead.addEventListener("click", ({ target }) => {
    const name = target.closest("button")?.dataset.order;
    if (!name) return;
    const direction = order[0] === name ? NEXT[order[1]] : "ascending";
    sort(direction && name, direction);
  });
  form.addEventListener("input", ({ target }) => {
    if (target.name === "order") sort(...`${target.value} `.split(" ").slice(0, 2));
    else showFound();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  const clear = () => {
    form.reset();
    form.elements.order.value = order.join(" ").trim();
    return showFound();
  };
  part(".clear").addEventListener("click", async () => {
    await clear();
    form.elements.words.focus();
  });

  part(".save").addEventListener("click", async () => {
    const { head, newline } = await claims();
    const text = [...head, ...shown.map((row) => row.record), ""].join(newline);
    const name = CLAIMS_FILE.name.replace(/(\.csv)?$/, `-${shown.length}-rows.csv`);
    CLAIMS_FILE.save(new Blob([text], { type: "text/csv" }), name);
  });

  // ---- beginning -----------------------------------------------------------------------------

  const begun = once(async () => {
    const { rows, orders, charts } = await claims();
    form.elements.chart.append(...charts.map(([anchor, title]) => new Option(title, anchor)));
    for (const name of ["topic", "publisher", "verdict", "evidence"]) {
      const choices = CLAIM_SEARCH.choices(rows, name, orders);
      form.elements[name].append(...choices.map((label) => new Option(label, label)));
    }
    await showFound();
  });
  const goTo = async (id) => {
    await begun();
    await clear();
    const at = shown.findIndex((row) => row.id === id);
    if (at < 0) return;
    const line = lineAt(at);
    setCurrent(line);
    if (!opened.has(id)) await open(line);
    line.querySelector(".open").focus({ preventScroll: true });
    const there = () => line.scrollIntoView({ block: "start", behavior: "instant" });
    there();
    // Once more when the windows around it have their rows, and the page its late sections.
    setTimeout(there, 200);
  };

  /** The claims of a chart, of which the chart itself draws and lists some. */
  const showChart = async (anchor) => {
    await begun();
    await clear();
    filters.open = true;
    form.elements.chart.value = anchor;
    form.elements.chart.focus({ preventScroll: true });
    await showFound();
    explorer.scrollIntoView({ block: "start", behavior: "instant" });
  };
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[data-claims-of]");
    if (link) showChart(link.dataset.claimsOf);
  });

  for (const waits of [form, box, part(".shown"), part(".on-screen")]) waits.hidden = false;
  part(".fallback").hidden = true;
  // Its places would keep the addresses from the rows.
  part(".unscripted").remove();
  const unfoldFilters = () => {
    filters.open = !PAGE.isNarrow();
  };
  unfoldFilters();
  PAGE.onAppearance(unfoldFilters);
  const coming = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      coming.disconnect();
      begun();
    },
    { rootMargin: "200% 0px" },
  );
  coming.observe(explorer);
  form.addEventListener("focusin", begun);
  arrive(goTo);
})();
