// What is said about a path, as `projection/words.py` says it.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const WORDS = (() => {
  const { amount, filled, percent, shownValue, tenths, ungrouped } = NUMBERS;
  const NONE = "\u2013";
  const NAMED = ["claim", "model", "growth"];

  const yearly = ({ words }, growth) => filled(words.phrases.a_year, { number: percent(growth) });
  const letter = (number) => String.fromCharCode(65 + number);

  const valuesOf = ({ steps }, { claim, state }) => ({
    horizon: state.horizon,
    base_year: claim.base_year,
    threshold: amount(state.threshold, steps),
  });

  /** Returns the year in which a path meets the threshold; null if it does not. */
  const passed = ({ claim, path, state }) => {
    const after = FORMULAS.years_until(path, state.threshold);
    return after === null ? null : claim.base_year + after;
  };
  const passing = ({ phrases }, outcome) => {
    const { path, state } = outcome;
    const year = passed(outcome);
    if (year !== null) return ungrouped(year);
    return path[0] > state.threshold ? phrases.always_above : filled(phrases.not_by, state);
  };
  const reached = ({ steps, words }, { state }, year) =>
    filled(words.phrases.reached, {
      threshold: amount(state.threshold, steps),
      year: ungrouped(year),
    });

  /** Returns the headline figures of a path by their names, in words. */
  const headline = (contract, outcome) => {
    const { path, state } = outcome;
    const { steps, words } = contract;
    const { phrases } = words;
    const growth = FORMULAS.implied_growth(path);
    const doubling = FORMULAS.doubling_time(path);
    return {
      value: amount(path.at(-1), steps),
      growth: growth === null ? phrases.none : yearly(contract, growth),
      doubling:
        doubling === null
          ? filled(phrases.not_by, state)
          : filled(phrases.years, { number: tenths(doubling) }),
      passing: passing(words, outcome),
      total: amount(FORMULAS.cumulative(path), steps),
    };
  };

  /** Returns the headings of the headline figures by their names. */
  const labels = (contract, outcome) => {
    const headings = Object.entries(contract.words.headline);
    const values = valuesOf(contract, outcome);
    return Object.fromEntries(headings.map(([name, text]) => [name, filled(text, values)]));
  };

  /** Returns the reader's own base in words, or nothing. */
  const ownBase = (contract, state) => {
    if (!MODEL.hasOwnBase(contract, state)) return "";
    const { base, base_year } = MODEL.claimOf(contract, state);
    const { phrases } = contract.words;
    return filled(phrases.own_base, { base: amount(base, contract.steps), base_year });
  };

  const title = (contract, outcome) => {
    const { claim, growth, model, path, state } = outcome;
    const { place, steps } = contract;
    const told = filled(model.told, {
      growth: growth === undefined ? "" : percent(growth),
      ceiling: amount(MODEL.ceilingOf(contract, outcome), steps),
      base: ownBase(contract, state) || amount(claim.base, steps),
      value: amount(path.at(-1), steps),
      horizon: state.horizon,
    });
    return place ? `${told} (${place})` : told;
  };

  const rows = ({ steps }, { path, years }) =>
    path.map((value, at) => {
      const before = path[at - 1];
      const change = before ? percent(value / before - 1) : NONE;
      return [String(years[at]), amount(value, steps), change];
    });

  const assumed = (contract, model, state) => {
    const others = Object.entries(contract.inputs)
      .filter(([name, { phrase }]) => phrase && model.inputs.includes(name))
      .map(([name, { kind, phrase }]) => filled(phrase, { number: shownValue(kind, state[name]) }));
    return [ownBase(contract, state), ...others].filter(Boolean);
  };

  const described = (contract, { claim, model, state, growth }) => {
    const grown = growth === undefined ? [] : [yearly(contract, growth)];
    const parts = [claim.label, model.title.toLowerCase(), ...grown];
    return [...parts, ...assumed(contract, model, state)].join(", ");
  };

  const spoken = (contract, outcome) => {
    const { value, growth } = headline(contract, outcome);
    const words = described(contract, outcome);
    return `${words}. In ${outcome.state.horizon}: ${value}; mean ${growth}.`;
  };

  /** Returns the quantiles of the drawn paths in a year in words. */
  const drawnAt = ({ drawn, steps, words }, year, values) => {
    const told = drawn.levels.map((level, at) => [`p${level}`, amount(values[at], steps)]);
    return filled(words.phrases.drawn_at, { year, ...Object.fromEntries(told) });
  };

  /** Returns what is to be said of what is shaded, if anything, and of a horizon too near. */
  const notes = ({ drawn, words }, { claim, state }, fan) => {
    const { not_beyond: near, shaded, shaded_drawn: anew } = words.phrases;
    const paths = MANNER.localized(String(drawn.paths).replace(/\B(?=(\d{3})+$)/g, ","));
    const told = {
      sources: shaded,
      drawn: filled(anew, { paths, count: claim.growths.length, seed: drawn.seed }),
    };
    const within = state.horizon <= claim.end_year ? filled(near, claim) : "";
    return [told[fan], within].map((text) => (text ? ` ${text}` : "")).join("");
  };

  // ---- several paths -------------------------------------------------------------------------

  const comparisonColumns = (contract, outcome) => {
    const { phrases } = contract.words;
    const headings = labels(contract, outcome);
    const named = NAMED.map((name) => contract.words.choices[name] ?? contract.inputs[name].label);
    return [phrases.path, ...named, phrases.inputs, headings.value, headings.passing];
  };

  const compared = (contract, state) => {
    const { label } = MODEL.claimOf(contract, state);
    const model = MODEL.modelOf(contract, state);
    const inputs = assumed(contract, model, state).join(", ") || NONE;
    const { outcome, why } = MODEL.attempted(contract, state);
    if (outcome === null) return [label, model.title, NONE, inputs, why, NONE];
    const grown = outcome.growth === undefined ? NONE : percent(outcome.growth);
    const value = amount(outcome.path.at(-1), contract.steps);
    return [label, model.title, grown, inputs, value, passing(contract.words, outcome)];
  };

  /** Returns the table of the path shown and the pinned ones, to one horizon and threshold. */
  const comparison = (contract, state, pinned) => {
    const names = [contract.words.phrases.shown, ...pinned.map((_state, at) => letter(at))];
    return [state, ...pinned].map((each, at) => [names[at], ...compared(contract, each)]);
  };

  return {
    ...{ comparison, comparisonColumns, described, drawnAt, headline, labels, letter, notes },
    ...{ passed, reached, rows, spoken, title, yearly },
  };
})();
