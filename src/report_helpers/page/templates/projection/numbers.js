// Numbers in words, as `claims/amounts.py` rounds and writes them.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const NUMBERS = (() => {
  const PRINTED = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });
  // Each is made once: making one takes longer than all that it formats in a move.
  const FIXED = [];
  // As `claims/amounts.py` rounds and says amounts: "$89.5 billion". `Intl` rounds the shortest
  // decimal of a number, halves away from zero.
  const grouped = (decimals) => {
    FIXED[decimals] ??= new Intl.NumberFormat("en-US", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: "negative",
    });
    return FIXED[decimals];
  };
  const TENTHS = grouped(1);
  const plain = (text) => Number(text.replaceAll(",", ""));
  const decimalsFor = (size) => Math.min(100, Math.max(0, 2 - size.toExponential().split("e")[1]));
  const significant = (size) => {
    if (size === 0) return "0";
    const short = PRINTED.format(size);
    if (Math.abs(plain(short) - size) <= 1e-12 * size) return short;
    const text = grouped(decimalsFor(size)).format(size);
    // 9.996 has become 10.00, with a digit too many.
    return grouped(decimalsFor(plain(text))).format(size);
  };

  const percent = (fraction) => `${TENTHS.format(100 * fraction).replace("-", "\u2212")} %`;
  const tenths = (value) => TENTHS.format(value);
  const ungrouped = (value) => tenths(value).replaceAll(",", "");

  /** Returns a value of the contract's unit in the largest step that it reaches. */
  const amount = (value, steps) => {
    const size = Math.abs(value);
    let at = steps.findLastIndex(([factor]) => size >= factor);
    if (at < 0) at = 0;
    let text = significant(size / steps[at][0]);
    // 999.961 billion rounds to 1,000 billion, which is 1.00 trillion.
    if (at + 1 < steps.length && plain(text) * steps[at][0] >= steps[at + 1][0]) {
      at += 1;
      text = significant(size / steps[at][0]);
    }
    const [, before, after] = steps[at];
    return `${value < 0 ? "\u2212" : ""}${before}${text}${after}`;
  };

  /** Returns all digits of a number, without an exponent. */
  const digits = (value) => {
    const text = String(value);
    return text.includes("e-") ? value.toFixed(14).replace(/\.?0+$/, "") : text;
  };
  const written = (value) => (typeof value === "number" ? digits(value) : value);
  const exact = (value) => {
    const [whole, ...decimals] = digits(value).replace("-", "\u2212").split(".");
    return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...decimals].join(".");
  };
  // Moving the point in the text keeps every decimal, which a product would not.
  const exactPercent = (fraction) => `${exact(Number(`${digits(fraction)}e2`))} %`;

  /** Returns a value of a kind of input, with all its digits. */
  const shownValue = (kind, value) => {
    if (kind === "percent") return exactPercent(value);
    return kind === "year" ? String(value) : exact(value);
  };

  /** Fills `{name}` in the contract's words. */
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const capitalized = (text) => text[0].toUpperCase() + text.slice(1);

  return {
    ...{ amount, capitalized, digits, filled, percent, shownValue, tenths, ungrouped, written },
  };
})();
