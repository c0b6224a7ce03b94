// How the reader's locale writes numbers, as `reader_locale.py` writes them; Babel's data come with
// the page, because a browser's own may be of another version.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const MANNER = (() => {
  const CANONICAL = { point: ".", group: ",", grouping: [3, 3], percent: ["", " %"] };
  const SIGNS = /^[+\-\u2212]/;
  let manner = CANONICAL;

  /** Takes the manner of the page, which all its parts share. */
  const use = (given) => {
    manner = given;
  };
  const point = () => manner.point;

  const grouped = (whole) => {
    const { group, grouping } = manner;
    const [last, others] = grouping;
    if (!whole.includes(",") || (last === 3 && others === 3)) return whole.replaceAll(",", group);
    const sign = SIGNS.exec(whole)?.[0] ?? "";
    const digits = whole.slice(sign.length).replaceAll(",", "");
    const parts = [digits.slice(-last)];
    let rest = digits.slice(0, -last);
    while (rest) {
      parts.unshift(rest.slice(-others));
      rest = rest.slice(0, -others);
    }
    return sign + parts.join(group);
  };

  /** Returns a canonical number, such as "1,811.75", in the manner of the reader. */
  const localized = (number) => {
    const [whole, decimals] = number.split(".");
    return grouped(whole) + (decimals === undefined ? "" : manner.point + decimals);
  };

  /** Returns a canonical number of percent in the manner of the reader. */
  const percent = (number) => {
    const [before, after] = manner.percent;
    const text = localized(number);
    const sign = before ? (SIGNS.exec(text)?.[0] ?? "") : "";
    return sign + before + text.slice(sign.length) + after;
  };

  return { localized, percent, point, use };
})();
