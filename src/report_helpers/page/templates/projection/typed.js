// What a reader types, as `projection/typed.py` reads it: a value of an input, or a sentence on why
// the text is none.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const TYPED = (() => {
  const NUMBER =
    /^([+-]?)(%[ \t\u00a0\u202f\u2009]*)?(\d{1,15}(?:([^\w \t\u00a0\u202f\u2009%])\d{1,10})?)([ \t\u00a0\u202f\u2009]*%)?$/;
  const OTHERS = new Map([
    [".", [",", "comma"]],
    [",", [".", "point"]],
  ]);
  const EDGES = /^[ \t\u00a0\u202f\u2009]+|[ \t\u00a0\u202f\u2009]+$/g;
  const LONGEST = 24;

  const trimmed = (text) => text.replace(EDGES, "");
  const quoted = (text) => {
    const letters = [...trimmed(text)];
    const cut = letters.length <= LONGEST ? letters : [...letters.slice(0, LONGEST), "\u2026"];
    return `\u201c${cut.join("")}\u201d`;
  };

  /** Returns the number in a text, or the key of the reason why there is none. */
  const numberIn = (given, kind, fraction) => {
    const signed = trimmed(given).replaceAll("\u2212", "-");
    const text = kind === "times" ? trimmed(signed.replace(/\u00d7$/, "")) : signed;
    if (text === "") return { reason: "empty" };
    const point = fraction ? "." : MANNER.point();
    const [found, sign, before, digits, mark = point, after] = NUMBER.exec(text) ?? [];
    const misplaced = (before && after) || ((before || after) && kind !== "percent");
    if (found === undefined || misplaced || mark !== point) {
      const [other, reason] = OTHERS.get(point) ?? [];
      return { reason: other && text.includes(other) ? reason : "number" };
    }
    // Moving the point in the text keeps every decimal: 36.2 / 100 would not be 0.362.
    const hundredth = kind === "percent" && (before || after || !fraction) ? "e-2" : "";
    return { value: Number(`${sign}${digits.replace(point, ".")}${hundredth}`) + 0 };
  };

  const reasonOf = ({ kind, min, max }, { reason, value }) => {
    if (reason) return reason;
    if (kind === "year" && !Number.isInteger(value)) return "whole";
    return value >= min && value <= max ? "" : "range";
  };

  const sentence = ({ words }, label, text, reason, fix) => {
    const what = NUMBERS.filled(words.typed[reason], { text: quoted(text) });
    return `${label}: ${what}; ${fix}.`;
  };
  const asked = ({ words }, { kind, min, max }) => {
    const [lowest, highest] = [min, max].map((end) => NUMBERS.shownValue(kind, end));
    return NUMBERS.filled(words.asked[kind], { min: lowest, max: highest });
  };

  /**
   * Returns the value that a text gives an input, or why it is none; for no text, what an empty
   * field stands for.
   * @param {boolean} fraction whether a percentage without its sign is a fraction
   * @returns {{value: number} | {why: string}}
   */
  const read = (contract, name, text, fraction = false) => {
    const entry = contract.inputs[name];
    const found = numberIn(text, entry.kind, fraction);
    const isNone = found.reason === "empty" || (entry.own && found.value === 0);
    if (entry.empty !== null && isNone) return { value: entry.empty };
    const reason = reasonOf(entry, found);
    if (!reason) return { value: found.value };
    const marks = ["comma", "point"];
    const fix = marks.includes(reason) ? contract.words.asked[reason] : asked(contract, entry);
    return { why: sentence(contract, entry.label, text, reason, fix) };
  };

  /** Returns a choice of a list, or why a text is none. */
  const choice = (contract, name, text, known) => {
    if (known) return { value: text };
    const { asked: fixes, choices } = contract.words;
    return { why: sentence(contract, choices[name], text, "choice", fixes.choice) };
  };

  return { choice, read };
})();
