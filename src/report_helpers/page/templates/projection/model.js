// A projection's states, paths and words: pure functions of the notebook's contract and a state. The
// kernel's counterparts are `projection/evaluate.py` and `scenario_file.py`.

/**
 * @typedef {{id: string, label: string, base: number, base_year: number, end: number,
 *   end_year: number, stated: ?number, growths: number[]}} Claim
 * @typedef {{name: string, title: string, inputs: string[], fit: ?string[],
 *   saturates: boolean}} Model
 * @typedef {{label: string, kind: string, phrase: string, min: number, max: number,
 *   step: number}} Input
 * @typedef {Object<string, (string|number)>} State the value of each input by its name
 * @typedef {[number, string, string]} Step size in the unit, words before and after the number
 * @typedef {{unit: string, steps: Step[], claims: Claim[], models: Model[],
 *   parameters: Object<string, string>, inputs: Object<string, Input>, longest: number,
 *   scenarios: Object<string, number>, bands: [number, number][], words: Object, state: State,
 *   checks: Object[], traces: {fan: number[], pinned: number, path: number, printed: number}
 *   }} Contract
 * @typedef {{state: State, claim: Claim, model: Model, path: number[], years: number[],
 *   growth: (number|undefined)}} Outcome a state and the path that it leads to
 */

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const MODEL = (() => {
  const NICE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  const OWN = "own";

  const { amount, capitalized, filled, number, percent, read, tenths, ungrouped, written } =
    NUMBERS;
  const yearly = ({ words }, growth) => filled(words.phrases.a_year, { number: percent(growth) });

  // ---- a state, and the path that it leads to ------------------------------------------------

  /** Says in words why a state has no path. */
  class Refusal extends Error {}
  const demand = (holds, { words }, key) => {
    if (holds) return;
    const [, what, fix] = words.refusals[key];
    throw new Refusal(`${capitalized(what)}; ${fix}.`);
  };

  const called = (formula, inputs, given) => formula(...inputs.map((name) => given[name]));
  const claimOf = ({ claims }, { claim }) => claims.find(({ id }) => id === claim);
  const modelOf = ({ models }, { model }) => models.find(({ name }) => name === model);

  /** Returns the growths of a claim by the word for each, beside the one through its end. */
  const rates = ({ scenarios }, { growths, stated }) => {
    const levels = growths.length > 0 ? Object.entries(scenarios) : [];
    const spread = levels.map(([name, level]) => [name, FORMULAS.scenario_growth(growths, level)]);
    return new Map([...(stated === null ? [] : [["stated", stated]]), ...spread]);
  };
  const offers = (contract, claim, source) =>
    source === "implied" || rates(contract, claim).has(source);

  /** Returns whether a model takes an input, or no model does, as the horizon. */
  const takes = ({ models }, model, name) =>
    model.inputs.includes(name) || !models.some(({ inputs }) => inputs.includes(name));

  const topOf = ({ base, end }) => (base >= end ? base : end);
  const scaled = (claim, { kind }, value) => (kind === "times" ? value * topOf(claim) : value);
  const givenOf = ({ inputs }, claim, state) => {
    const assumed = Object.entries(inputs)
      .filter(([, { phrase }]) => phrase)
      .map(([name, input]) => [name, scaled(claim, input, state[name])]);
    return {
      base: claim.base,
      end: claim.end,
      span: claim.end_year - claim.base_year,
      years: state.horizon - claim.base_year,
      ...Object.fromEntries(assumed),
    };
  };

  const refuse = (contract, model, state, years) => {
    demand(years >= 0, contract, "early");
    demand(years <= contract.longest, contract, "late");
    const times = Object.entries(contract.inputs).filter(([, { kind }]) => kind === "times");
    const above = times.every(([name]) => state[name] > 1);
    demand(!model.saturates || above, contract, "times");
    const { p, q } = state;
    demand(model.fit || (p >= 0 && q >= 0 && p + q <= 1), contract, "shares");
  };

  const growthOf = (contract, claim, model, { growth }, given) => {
    if (typeof growth === "number") return growth;
    demand(offers(contract, claim, growth), contract, "source");
    if (growth !== "implied") return rates(contract, claim).get(growth);
    return called(FORMULAS.models[model.name].fit, model.fit, given);
  };

  /**
   * @param {Contract} contract
   * @param {State} state
   * @returns {Outcome}
   */
  const projected = (contract, state) => {
    const claim = claimOf(contract, state);
    const model = modelOf(contract, state);
    const given = givenOf(contract, claim, state);
    refuse(contract, model, state, given.years);
    if (model.fit) {
      given.growth = growthOf(contract, claim, model, state, given);
      demand(given.growth > -1 && given.growth < Infinity, contract, "growth");
    }
    const path = called(FORMULAS.models[model.name].path, model.inputs, given);
    demand(path.every(Number.isFinite), contract, "endless");
    const years = path.map((_value, year) => claim.base_year + year);
    return { state, claim, model, path, years, growth: given.growth };
  };

  /** Returns a quantile of the paths at the sources' growths; empty where there is none. */
  const edge = ({ base, base_year, growths }, level, horizon) => {
    const years = horizon - base_year;
    if (growths.length === 0 || years < 0) return [];
    const path = FORMULAS.quantile_path(base, growths, level, years);
    return path.every(Number.isFinite) ? path : [];
  };

  /** Returns the outlines of the fan: of each band its lower edge, and back along its upper one. */
  const fan = ({ bands }, claim, horizon) =>
    bands.map((levels) => {
      const [low, high] = levels.map((level) => edge(claim, level, horizon));
      if (low.length === 0 || high.length === 0) return { x: [], y: [] };
      const years = low.map((_value, year) => claim.base_year + year);
      return { x: [...years, ...[...years].reverse()], y: [...low, ...high.reverse()] };
    });

  const fanTotal = ({ bands }, { claim, state }) => {
    const edges = bands.flat().map((level) => edge(claim, level, state.horizon));
    return FORMULAS.cumulative(edges.filter((path) => path.length > 0).map((path) => path.at(-1)));
  };

  // The notebook's own numbers, computed again: to the last bit, or this browser shows no inputs.
  const agrees = (contract, check) => {
    const outcome = projected(contract, { ...contract.state, ...check.state });
    const { path } = outcome;
    return (
      path.length === check.length &&
      path.at(-1) === check.last &&
      FORMULAS.cumulative(path) === check.total &&
      (check.fan === undefined || fanTotal(contract, outcome) === check.fan)
    );
  };
  const trusted = (contract) => {
    try {
      const { checks } = contract;
      return checks.length > 0 && checks.every((check) => agrees(contract, check));
    } catch {
      return false;
    }
  };

  // ---- a state in an address, and in files ---------------------------------------------------

  const accepted = (contract, state, key, text) => {
    if (key === "claim") return claimOf(contract, { claim: text }) ? text : null;
    if (key === "model") return modelOf(contract, { model: text }) ? text : null;
    if (key === "growth" && offers(contract, claimOf(contract, state), text)) return text;
    const value = read(text);
    const { kind, min, max } = contract.inputs[key];
    const fits = value !== null && value >= min && value <= max;
    return fits && (kind !== "year" || Number.isInteger(value)) ? value : null;
  };

  /** Returns a state with one input changed; another claim may lack the growth that was chosen. */
  const changed = (contract, state, key, value) => {
    const next = { ...state, [key]: value };
    const claim = claimOf(contract, next);
    const known = typeof next.growth === "number" || offers(contract, claim, next.growth);
    return known ? next : { ...next, growth: "implied" };
  };

  /** Returns the state in an address, value by value; null if it holds nothing that is known. */
  const stateIn = (contract, given) => {
    let state = null;
    for (const key of Object.keys(contract.parameters)) {
      if (!given.has(key)) continue;
      const before = state ?? contract.state;
      const value = accepted(contract, before, key, given.get(key));
      if (value !== null) state = changed(contract, before, key, value);
    }
    return state;
  };

  const fragment = (contract, state) =>
    Object.keys(contract.parameters)
      .filter((key) => state[key] !== contract.state[key])
      .map((key) => `${key}=${encodeURIComponent(written(state[key]))}`)
      .join("&");

  const fileName = (...parts) => parts.join("-").replace(/[^\w.-]+/g, "-");
  const csv = ({ path, years }) =>
    ["year,value", ...path.map((value, at) => `${years[at]},${value}`), ""].join("\r\n");
  const yaml = ({ parameters }, { state }) =>
    Object.entries(parameters)
      .map(([key, name]) => `${name}: ${written(state[key])}\n`)
      .join("");

  // ---- what is said about a path -------------------------------------------------------------

  const passing = ({ phrases }, { claim, path, state }) => {
    const after = FORMULAS.years_until(path, state.threshold);
    if (after !== null) return ungrouped(claim.base_year + after);
    return path[0] > state.threshold ? phrases.always_above : filled(phrases.not_by, state);
  };

  /** Returns the headline figures of a path by their names, in words. */
  const headline = (contract, shown) => {
    const { path, state } = shown;
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
      passing: passing(words, shown),
      total: amount(FORMULAS.cumulative(path), steps),
    };
  };

  /** Returns the headings of the headline figures by their names. */
  const labels = ({ steps, words }, { claim, state }) => {
    const values = {
      horizon: state.horizon,
      base_year: claim.base_year,
      threshold: amount(state.threshold, steps),
    };
    const headings = Object.entries(words.headline);
    return Object.fromEntries(headings.map(([name, text]) => [name, filled(text, values)]));
  };

  const rows = ({ steps }, { path, years }) =>
    path.map((value, at) => {
      const before = path[at - 1];
      const change = before ? percent(value / before - 1) : "–";
      return [String(years[at]), amount(value, steps), change];
    });

  /** Returns the value of an input in words, as its form shows it. */
  const shownValue = (contract, { claim, state }, name) => {
    const { kind } = contract.inputs[name];
    const value = state[name];
    if (kind === "percent") return yearly(contract, value);
    if (kind !== "times") return String(value);
    const words = { number: number(value), amount: amount(value * topOf(claim), contract.steps) };
    return filled(contract.words.phrases.times, words);
  };

  const described = (contract, { claim, model, state, growth }) => {
    const assumed = Object.entries(contract.inputs)
      .filter(([name, { phrase }]) => phrase && model.inputs.includes(name))
      .map(([name, { phrase }]) => filled(phrase, { number: number(state[name]) }));
    const grown = growth === undefined ? [] : [yearly(contract, growth)];
    return [claim.label, model.title.toLowerCase(), ...grown, ...assumed].join(", ");
  };

  const spoken = (contract, shown) => {
    const { value, growth } = headline(contract, shown);
    const words = described(contract, shown);
    return `${words}. In ${shown.state.horizon}: ${value}; mean ${growth}.`;
  };

  const comparison = (contract, shown, pinned) => {
    const words = `Pinned: ${described(contract, pinned)}.`;
    const year = Math.min(shown.state.horizon, pinned.state.horizon);
    const [here, there] = [shown, pinned].map(({ claim, path }) => path[year - claim.base_year]);
    if (here === undefined || there === undefined) return `${words} The paths share no year.`;
    const by = here - there;
    if (by === 0) return `${words} In ${year} the path shown is equal to it.`;
    const side = by > 0 ? "above" : "below";
    const share = there === 0 ? "" : ` (${percent(Math.abs(by / there))})`;
    const difference = amount(Math.abs(by), contract.steps);
    return `${words} In ${year} the path shown is ${difference}${share} ${side} it.`;
  };

  // ---- axes ----------------------------------------------------------------------------------

  /** Returns the end of an axis that moves in steps, so that a path is seen to grow. */
  const roof = (highest) => {
    const unit = 10 ** Math.floor(Math.log10(highest));
    return unit * NICE.find((step) => step * unit >= highest);
  };

  return {
    ...{ OWN, Refusal, accepted, changed, claimOf, comparison, csv, fan, fileName, fragment },
    ...{ headline, labels, modelOf, projected, rates, roof, rows, shownValue, spoken, stateIn },
    ...{ takes, trusted, yaml, yearly },
  };
})();
