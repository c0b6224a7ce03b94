// A projection's paths and the fan behind them: pure functions of the notebook's contract and a
// state. The kernel's counterpart is `projection/evaluate.py`.

/**
 * @typedef {{id: string, label: string, base: number, base_year: number, end: number,
 *   end_year: number, stated: ?number, growths: number[]}} Claim
 * @typedef {{name: string, title: string, told: string, inputs: string[], fit: ?string[],
 *   drawn: ?string[], saturates: boolean}} Model
 * @typedef {{label: string, kind: string, phrase: string, own: boolean, min: number, max: number,
 *   step: number}} Input
 * @typedef {Object<string, (string|number)>} State the value of each input by its name
 * @typedef {[number, string, string]} Step size in the unit, words before and after the number
 * @typedef {{unit: string, place: string, as_of: string, steps: Step[], claims: Claim[], models: Model[],
 *   parameters: Object<string, string>, inputs: Object<string, Input>, longest: number,
 *   scenarios: Object<string, number>, bands: [number, number][], words: Object, state: State,
 *   drawn: {paths: number, seed: number, levels: number[],
 *     tables: {claims: string[], factors: string[], sums: string[]}[]},
 *   checks: Object[], traces: {fan: number[], drawn: number[], median: number, threshold: number,
 *   pinned: number[], path: number, printed: number, reached: number}}} Contract
 * @typedef {{state: State, claim: Claim, model: Model, path: number[], years: number[],
 *   growth: (number|undefined)}} Outcome a state and the path that it leads to
 */

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const MODEL = (() => {
  // ---- a state, and the path that it leads to ------------------------------------------------

  /** Says in words why a state has no path, and which input is at fault. */
  class Refusal extends Error {
    constructor(contract, key) {
      super(refusal(contract, key));
      [this.input] = contract.words.refusals[key];
    }
  }
  const refusal = ({ words }, key) => {
    const [, what, fix] = words.refusals[key];
    return `${NUMBERS.capitalized(what)}; ${fix}.`;
  };
  const demand = (holds, contract, key) => {
    if (!holds) throw new Refusal(contract, key);
  };

  const called = (formula, inputs, given) => formula(...inputs.map((name) => given[name]));
  const printedClaim = ({ claims }, { claim }) => claims.find(({ id }) => id === claim);
  /** Returns the claim of a state, with the reader's own base if there is one. */
  const claimOf = (contract, state) => {
    const claim = printedClaim(contract, state);
    const { base, base_year } = claim ?? {};
    return claim && { ...claim, base: state.base || base, base_year: state.base_year || base_year };
  };
  const hasOwnBase = (contract, state) => {
    const [own, { base, base_year }] = [claimOf, printedClaim].map((of) => of(contract, state));
    return own.base !== base || own.base_year !== base_year;
  };
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
  const ceilingOf = ({ inputs }, { claim, state }) => scaled(claim, inputs.ceiling, state.ceiling);
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
    demand(claim.base_year < claim.end_year, contract, "span");
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

  /** Returns a quantile of the model's paths at the sources' growths; empty where there is none. */
  const edge = (contract, { claim, model, state }, level) => {
    if (!model.fit || claim.growths.length === 0) return [];
    const given = givenOf(contract, claim, state);
    const [low, high, share] = FORMULAS.bracket(claim.growths, level);
    const ends = [low, high].map((growth) =>
      called(FORMULAS.models[model.name].path, model.inputs, { ...given, growth }),
    );
    if (!ends.flat().every(Number.isFinite)) return [];
    return FORMULAS.between(...ends, share);
  };

  const NONE = { x: [], y: [] };
  const outline = ({ years }, low, high) =>
    low.length === 0 || high.length === 0
      ? NONE
      : { x: [...years, ...[...years].reverse()], y: [...low, ...[...high].reverse()] };

  /** Returns the outlines of the fan: of each band its lower edge, and back along its upper one. */
  const fan = (contract, outcome) =>
    contract.bands.map((levels) =>
      outline(outcome, ...levels.map((level) => edge(contract, outcome, level))),
    );

  const numbers = (texts, years) =>
    texts.map((text) =>
      text
        .split(" ")
        .slice(0, years + 1)
        .map(Number),
    );

  /**
   * Returns quantiles of the paths whose growth is drawn anew each year, one for each level; none
   * without sources or a growth.
   */
  const drawnPaths = ({ drawn, ...contract }, { claim, model, state }) => {
    const table = drawn.tables.find(({ claims }) => claims.includes(claim.id));
    if (!model.drawn || !table) return [];
    const given = givenOf(contract, claim, state);
    const [factors, sums] = [table.factors, table.sums].map((each) => numbers(each, given.years));
    const paths = factors.map((_each, at) =>
      called(FORMULAS.models[model.name].drawn, model.drawn, {
        ...given,
        factors: factors[at],
        sums: sums[at],
      }),
    );
    return paths.flat().every(Number.isFinite) ? paths : [];
  };

  /** Returns the outlines of the drawn paths, the outermost first, and the quantiles themselves. */
  const drawnFan = (contract, outcome) => {
    const paths = drawnPaths(contract, outcome);
    if (paths.length === 0) return { outlines: [NONE, NONE], paths };
    const [lowest, low, , high, highest] = paths;
    return { outlines: [outline(outcome, lowest, highest), outline(outcome, low, high)], paths };
  };

  const fanTotal = (contract, outcome) => {
    const edges = contract.bands.flat().map((level) => edge(contract, outcome, level));
    return sumOfEnds(edges.filter((path) => path.length > 0));
  };
  const sumOfEnds = (paths) => FORMULAS.cumulative(paths.map((path) => path.at(-1)));

  // The notebook's own numbers, computed again: to the last bit, or this browser shows no inputs.
  const agrees = (contract, check) => {
    const outcome = projected(contract, { ...contract.state, ...check.state });
    const { path } = outcome;
    return (
      path.length === check.length &&
      path.at(-1) === check.last &&
      FORMULAS.cumulative(path) === check.total &&
      (check.fan === undefined || fanTotal(contract, outcome) === check.fan) &&
      (check.drawn === undefined || sumOfEnds(drawnPaths(contract, outcome)) === check.drawn)
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

  /** Returns the outcome of a state, or the words in which it is refused and the input at fault. */
  const attempted = (contract, state) => {
    try {
      return { outcome: projected(contract, state), why: "", at: "" };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { outcome: null, why: error.message, at: error.input };
    }
  };

  /** Returns a state with one input changed; a claim without the chosen growth takes its own. */
  const changed = (contract, state, key, value) => {
    const next = { ...state, [key]: value };
    const claim = claimOf(contract, next);
    const known = typeof next.growth === "number" || offers(contract, claim, next.growth);
    return known ? next : { ...next, growth: "implied" };
  };

  return {
    ...{ Refusal, attempted, ceilingOf, changed, claimOf, drawnFan, fan, hasOwnBase, modelOf },
    offers,
    ...{ printedClaim, projected, rates, refusal, takes, topOf, trusted },
  };
})();
