// Numbers in words, as `claims/amounts.py` rounds and writes them.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const NUMBERS = (() => {
  const PRINTED = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });
  // Each is made once: making one takes longer than all that it formats in a move.
  const FIXED = [];
  // As `claims/amounts.py` rounds and says amounts: "$89.5 billion". `Intl` rounds the shortest
  // decimal of a number, halves away from zero. All is canonical until `MANNER` writes it.
  const rounded = (decimals) => {
    FIXED[decimals] ??= new Intl.NumberFormat("en-US", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      signDisplay: "negative",
    });
    return FIXED[decimals];
  };
  const TENTHS = rounded(1);
  const bare = (text) => text.replaceAll(",", "");
  const plain = (text) => Number(bare(text));
  const signed = (text) => text.replace("-", "\u2212");
  const decimalsFor = (size) => Math.min(100, Math.max(0, 2 - size.toExponential().split("e")[1]));
  const significant = (size) => {
    if (size === 0) return "0";
    const short = PRINTED.format(size);
    if (Math.abs(plain(short) - size) <= 1e-12 * size) return short;
    const text = rounded(decimalsFor(size)).format(size);
    // 9.996 has become 10.00, with a digit too many.
    return rounded(decimalsFor(plain(text))).format(size);
  };

  const percent = (fraction) => MANNER.percent(signed(TENTHS.format(100 * fraction)));
  const tenths = (value) => MANNER.localized(signed(TENTHS.format(value)));
  const ungrouped = (value) => MANNER.localized(bare(TENTHS.format(value)));

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
    return `${value < 0 ? "\u2212" : ""}${before}${MANNER.localized(text)}${after}`;
  };

  /** Returns all digits of a number, without an exponent. */
  const digits = (value) => {
    const text = String(value);
    return text.includes("e-") ? value.toFixed(14).replace(/\.?0+$/, "") : text;
  };
  const written = (value) => (typeof value === "number" ? digits(value) : value);
  const grouped = (value) => {
    const [whole, ...decimals] = digits(value).split(".");
    return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...decimals].join(".");
  };
  // Moving the point in the text keeps every decimal, which a product would not.
  const hundredfold = (fraction) => Number(`${digits(fraction)}e2`);

  /** Returns a value of a kind of input as `write` writes numbers. */
  const shownAs = (write) => (kind, value) => {
    if (kind === "percent") return MANNER.percent(signed(write(hundredfold(value))));
    return kind === "year" ? String(value) : MANNER.localized(signed(write(value)));
  };
  const shownValue = shownAs(grouped);

  /** A field takes no separators of thousands, so it shows none; a multiple has its sign. */
  const ungroupedValue = shownAs(digits);
  const fieldValue = (kind, value) =>
    ungroupedValue(kind, value) + (kind === "times" ? " \u00d7" : "");
  const fieldPercent = (fraction) => MANNER.percent(signed(bare(TENTHS.format(100 * fraction))));

  /** Fills `{name}` in the contract's words. */
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const capitalized = (text) => text[0].toUpperCase() + text.slice(1);

  return {
    ...{ amount, capitalized, digits, fieldPercent, fieldValue, filled, percent, shownValue },
    ...{ tenths, ungrouped, written },
  };
})();
