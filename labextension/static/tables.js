// Tables of this package in JupyterLab: search, sort, and links to rows of the same notebook.
import { hasChart, markCharts } from "./charts.js";

const OURS = ".market-report";
const SEARCHED = 8; // rows; a smaller table is seen at once
const SCALES = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const COLLATOR = new Intl.Collator("en", { numeric: true });

// ---- sort ---------------------------------------------------------------------------------------

// A figure in words as [its sign, its size], such as ["$", 2.6e10]; null if it is none.
const figure = (text, comma) => {
  const found = /^\D{0,14}?([-\u2212]?\d[\d.,'\u2019\u00a0\u202f]*)/.exec(text);
  if (!found) return null;
  const [grouping, point] = comma ? [/[^\d,-]/g, ","] : [/[^\d.-]/g, "."];
  const digits = found[1].replace("\u2212", "-").replace(grouping, "").replace(point, ".");
  const scale = /\b(thousand|million|billion|trillion)\b/.exec(text);
  const sign = /[$\u00a3\u20ac\u00a5\u20b9%]/.exec(text)?.[0] ?? "";
  return [sign, Number.parseFloat(digits) * (SCALES[scale?.[1]] ?? 1)];
};

// A day in the order of days; its text is all there is in a notebook that is not trusted.
const day = (time) => {
  const known = Date.parse(time.dateTime || time.textContent);
  return Number.isNaN(known) ? time.textContent : new Date(known).toISOString();
};

const comparer = (cells, comma) => {
  const days = cells.map((cell) => cell.querySelector("time"));
  const texts = cells.map((cell, at) => (days[at] ? day(days[at]) : cell.innerText.trim()));
  const figures = texts.map((text) => figure(text, comma));
  const isWords = cells[0].tagName === "TH" || days.some((found) => found);
  const counted = !isWords && texts.every((text, at) => text === "" || figures[at] !== null);
  return (a, b) => {
    if (!texts[a] || !texts[b]) return 0;
    if (!counted) return COLLATOR.compare(texts[a], texts[b]);
    const [[sign, size], [other, otherSize]] = [figures[a], figures[b]];
    return COLLATOR.compare(sign, other) || size - otherSize;
  };
};

// A click sorts up, the next one down, and the third restores the order of the kernel.
const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

const sort = (table, column, original) => {
  const head = table.tHead.rows[0].cells;
  const order = NEXT[head[column].ariaSort ?? "none"];
  for (const cell of head) cell.ariaSort = "none";
  head[column].ariaSort = order;
  const cells = original.map((row) => row.cells[column]);
  const compare = comparer(cells, table.closest(OURS).classList.contains("decimal-comma"));
  const places = [...original.keys()];
  const filled = (at) => cells[at].innerText.trim() !== "";
  if (order !== "none") {
    const way = order === "ascending" ? 1 : -1;
    // What is missing stands last, whatever the direction.
    places.sort((a, b) => filled(b) - filled(a) || way * compare(a, b));
  }
  table.tBodies[0].append(...places.map((at) => original[at]));
};

const button = (words) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  return made;
};

// ---- search -------------------------------------------------------------------------------------

const search = (table, rows) => {
  const tools = document.createElement("p");
  const field = document.createElement("input");
  const count = document.createElement("output");
  tools.className = "tools";
  field.type = "search";
  field.placeholder = `Search ${rows.length} rows`;
  field.ariaLabel = field.placeholder;
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const left = rows.filter((row) => !row.hidden).length;
    count.textContent = left === rows.length ? "" : `${left} of ${rows.length}`;
  });
  tools.append(field, count);
  table.parentNode.before(tools);
};

const prepare = (table) => {
  table.classList.add("prepared");
  const box = document.createElement("div");
  box.className = "rows";
  table.before(box);
  box.append(table);
  const rows = [...table.tBodies[0].rows];
  if (rows.length < 2) return;
  for (const cell of table.tHead.rows[0].cells) {
    const sorting = button(cell.textContent);
    const column = cell.cellIndex;
    cell.ariaSort = "none";
    cell.replaceChildren(sorting);
    sorting.addEventListener("click", () => sort(table, column, rows));
  }
  if (rows.length >= SEARCHED) search(table, rows);
};

// ---- links --------------------------------------------------------------------------------------

const target = (link) => {
  const name = link.getAttribute("itemref") ?? link.getAttribute("href").slice(1);
  const notebook = link.closest(".jp-Notebook") ?? link.closest(OURS);
  const wanted = CSS.escape(name);
  // JupyterLab renames the ids of a notebook that it does not trust.
  return notebook.querySelector(`[id="${wanted}"], [data-jupyter-id="${wanted}"]`);
};

// A name is a link while its notebook has a place of that name. A paragraph that is only the name
// is shown with the link.
const connect = (link) => {
  const place = target(link);
  if (place) link.setAttribute("href", `#${link.getAttribute("itemref")}`);
  else link.removeAttribute("href");
  const around = link.parentElement;
  if (around.tagName === "P" && around.childNodes.length === 1) around.hidden = !place;
};

const show = (place) => {
  for (let outer = place.closest("details"); outer; ) {
    outer.open = true;
    outer = outer.parentElement.closest("details");
  }
  const row = place.closest("tr, li") ?? place;
  row.scrollIntoView({ block: "center" });
  row.classList.remove("arrived");
  // So that the mark fades again from its beginning.
  void row.offsetWidth;
  row.classList.add("arrived");
};

const follow = (event) => {
  const link = event.target.closest?.(`${OURS} a[href^="#"]`);
  const place = link && target(link);
  if (!link) return;
  event.preventDefault();
  if (place) show(place);
};

// ---- what JupyterLab shows ----------------------------------------------------------------------

const refresh = () => {
  markCharts();
  for (const table of document.querySelectorAll(`${OURS} table:not(.prepared, .beside)`)) {
    if (table.tHead && table.tBodies.length) prepare(table);
  }
  for (const link of document.querySelectorAll(`${OURS} a[itemref]`)) connect(link);
};

const isOurs = (node) =>
  node.nodeType === 1 && (node.matches(OURS) || node.querySelector(OURS) || hasChart(node));

const activate = () => {
  let waiting = false;
  const later = () => {
    waiting = false;
    refresh();
  };
  const seen = (records) => {
    if (waiting || !records.some((one) => [...one.addedNodes, ...one.removedNodes].some(isOurs))) {
      return;
    }
    waiting = true;
    requestAnimationFrame(later);
  };
  document.addEventListener("click", follow);
  new MutationObserver(seen).observe(document.body, { childList: true, subtree: true });
  refresh();
};

export default { id: "market-report:tables", autoStart: true, activate };
