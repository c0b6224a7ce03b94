"use strict";
// Which claims a reader asked for, and in which order: no element of the page is touched here.
// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const CLAIM_SEARCH = (() => {
  // Letters that are no letter with a mark, but are typed as another one.
  const PLAIN = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ı: "i" };

  const marksOff = (text) =>
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[øłđðþæœßı]/g, (letter) => PLAIN[letter]);
  /** A text without accents, capitals and the kinds of its spaces. */
  const fold = (text) =>
    (/^[ -~]*$/.test(text) ? text.toLowerCase() : marksOff(text)).replace(/\s+/g, " ");

  /**
   * The rows of the table as objects, in the order of the file; `record` is the row's line of it,
   * `text` what a search looks at, and `charts` the anchors of the charts about its claim.
   */
  const rows = (columns, lines, charts = []) => {
    const shownIn = columns.claim_id.map(() => []);
    for (const [anchor, , places] of charts) for (const at of places) shownIn[at].push(anchor);
    const known = new Map();
    // The same words of many rows are folded once.
    const foldOnce = (words) => {
      if (!known.has(words)) known.set(words, fold(words));
      return known.get(words);
    };
    return columns.claim_id.map((id, at) => {
      const row = { id, title: columns.title[at], figure: columns.figure[at] };
      row.years = columns.window[at];
      row.publisher = columns.producer[at];
      row.topic = columns.topic_title[at];
      row.evidence = columns.evidence_label[at];
      row.verdict = columns.verdict[at];
      row.role = columns.role[at];
      row.place = [columns.region[at], columns.sample[at]].filter(Boolean).join(", ");
      row.order = Number(columns.figure_order[at]);
      row.year = columns.year[at] === "" ? Number.NaN : Number(columns.year[at]);
      row.charts = shownIn[at];
      row.record = lines[columns.line[at] - 1] ?? "";
      const said = [row.figure, row.years, row.topic, row.evidence, row.verdict].map(foldOnce);
      row.text = [fold(row.record), ...said].join(" ");
      return row;
    });
  };

  /** A cell of a row in words: what the table shows and a filter chooses. */
  const label = (row, name) => {
    if (name === "publisher") return row.publisher || "nobody";
    return name === "verdict" ? row.verdict || row.role : row[name];
  };

  const within = (year, from, to) =>
    (from === "" && to === "") ||
    ((from === "" || year >= Number(from)) && (to === "" || year <= Number(to)));

  /** The rows that have every word and every choice; an empty choice is none. */
  const found = (every, { words, from, to, chart, ...choice }) => {
    const wanted = fold(words).split(" ").filter(Boolean);
    const chosen = FILTERS.filter((name) => choice[name]);
    return every.filter(
      (row) =>
        chosen.every((name) => label(row, name) === choice[name]) &&
        within(row.year, from, to) &&
        (!chart || row.charts.includes(chart)) &&
        wanted.every((word) => row.text.includes(word)),
    );
  };
  const FILTERS = ["topic", "publisher", "verdict", "evidence"];

  const COLLATOR = new Intl.Collator("en", { sensitivity: "base", numeric: true });
  const compared = COLLATOR.compare;
  /** What the rows have in a column: in its own order where it has one, then by the alphabet. */
  const choices = (every, name, orders) => {
    const labels = new Set(every.map((row) => label(row, name)));
    const known = (orders[name] ?? []).filter((words) => labels.delete(words));
    return [...known, ...[...labels].sort(compared)];
  };

  const byNumber = (name) => (one, other) => one[name] - other[name];
  const byText = (name) => (one, other) => compared(one[name], other[name]);
  const byPlace = (name, order) => {
    const places = new Map(order.map((words, place) => [words, place]));
    return (one, other) => places.get(one[name]) - places.get(other[name]);
  };
  const comparison = (name, orders) => {
    if (name === "figure") return byNumber("order");
    if (name === "years") return byNumber("year");
    return name in orders ? byPlace(name, orders[name]) : byText(name);
  };
  const isEmpty = (row, name) => (name === "years" ? Number.isNaN(row.year) : row[name] === "");

  /**
   * The rows in the order of a column, equal ones as in the file; without a column as in the file.
   * Rows with nothing in the column stay last in both directions.
   */
  const sorted = (some, name, direction, orders) => {
    if (!name) return some;
    const compare = comparison(name, orders);
    const sign = direction === "descending" ? -1 : 1;
    const empty = some.filter((row) => isEmpty(row, name));
    const full = some.filter((row) => !isEmpty(row, name));
    return [...full.sort((one, other) => sign * compare(one, other)), ...empty];
  };

  return { fold, rows, label, found, choices, sorted };
})();
