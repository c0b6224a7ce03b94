// What a reader has set: a state, pinned paths and the scale of the axis; and how an address holds
// it. The kernel's counterpart is `projection/views.py`.

/**
 * @typedef {{state: State, pins: State[], axis: string, fan: string}} View
 */

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const VIEWS = (() => {
  // Lists that change no path, with the choice at first and where the contract has its words.
  const LISTS = { axis: ["linear", "axes"], fan: ["sources", "fans"] };
  const FIRST = Object.fromEntries(Object.entries(LISTS).map(([name, [usual]]) => [name, usual]));

  const first = (contract) => ({ state: contract.state, pins: [], ...FIRST });
  const pinned = ({ pins, state: { horizon, threshold } }) =>
    pins.map((pin) => ({ ...pin, horizon, threshold }));

  const alike = (one, other) => Object.keys(one).every((key) => one[key] === other[key]);
  const equal = (one, other) =>
    Object.keys(LISTS).every((name) => one[name] === other[name]) &&
    alike(one.state, other.state) &&
    one.pins.length === other.pins.length &&
    one.pins.every((pin, at) => alike(pin, other.pins[at]));

  /** Returns why the path shown cannot be pinned, or nothing. */
  const whyNotPinned = ({ traces, words }, view) => {
    const { pinned_already: already, pins_full: full } = words.phrases;
    if (pinned(view).some((pin) => alike(pin, view.state))) return already;
    const most = traces.pinned.length;
    return view.pins.length < most ? "" : NUMBERS.filled(full, { number: most });
  };
  const pinnedWith = (view) => ({ ...view, pins: [...view.pins, view.state] });
  const without = (view, number) => ({
    ...view,
    pins: view.pins.filter((_pin, at) => at !== number),
  });

  // ---- an address ----------------------------------------------------------------------------

  const changes = (contract, state) =>
    Object.keys(contract.parameters)
      .filter((key) => state[key] !== contract.state[key])
      .map((key) => `${key}=${encodeURIComponent(NUMBERS.written(state[key]))}`);

  /** Returns what differs from the view at first, as it stands in an address. */
  const fragment = (contract, view) => {
    const { horizon, threshold } = contract.state;
    const pins = view.pins.map((pin) => {
      const parts = changes(contract, { ...pin, horizon, threshold });
      return `pin=${encodeURIComponent(parts.join("&"))}`;
    });
    const lists = Object.keys(LISTS)
      .filter((name) => view[name] !== FIRST[name])
      .map((name) => `${name}=${view[name]}`);
    return [...changes(contract, view.state), ...lists, ...pins].join("&");
  };

  const decoded = (text) => {
    try {
      return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
      return text;
    }
  };
  /** Returns the values of an address by their names; a name may have several. */
  const parsed = (text) => {
    const given = new Map();
    for (const part of text.split("&").filter((each) => each.includes("="))) {
      const [name, ...rest] = part.split("=");
      given.set(name, [...(given.get(name) ?? []), decoded(rest.join("="))]);
    }
    return given;
  };

  /** Returns the value that an address gives an input, or why it is none. */
  const accepted = (contract, state, key, text) => {
    if (key === "claim")
      return TYPED.choice(contract, key, text, MODEL.claimOf(contract, { claim: text }));
    if (key === "model")
      return TYPED.choice(contract, key, text, MODEL.modelOf(contract, { model: text }));
    const sources = Object.keys(contract.words.growths);
    if (key !== "growth" || !sources.includes(text)) return TYPED.read(contract, key, text, true);
    if (MODEL.offers(contract, MODEL.claimOf(contract, state), text)) return { value: text };
    return { why: `${contract.inputs.growth.label}: ${MODEL.refusal(contract, "source")}` };
  };

  const stateIn = (contract, given) => {
    let { state } = contract;
    const problems = [];
    for (const key of Object.keys(contract.parameters).filter((name) => given.has(name))) {
      const { value, why } = accepted(contract, state, key, given.get(key)[0]);
      if (why) problems.push(why);
      else state = MODEL.changed(contract, state, key, value);
    }
    return { state, problems };
  };

  const pinsIn = (contract, texts) => {
    const most = contract.traces.pinned.length;
    const found = texts.map((text) => stateIn(contract, parsed(text)));
    const sound = found.filter(({ problems }) => problems.length === 0).map(({ state }) => state);
    const full = NUMBERS.filled(contract.words.phrases.pins_full, { number: most });
    const problems = found.flatMap((each) => each.problems);
    return {
      pins: sound.slice(0, most),
      problems: sound.length > most ? [...problems, full] : problems,
    };
  };

  /** Returns the view in an address and what is wrong with it; null if it holds none. */
  const viewIn = (contract, given) => {
    const keys = [...Object.keys(contract.parameters), ...Object.keys(LISTS), "pin"];
    if (!keys.some((key) => given.has(key))) return null;
    const { state, problems } = stateIn(contract, given);
    const { pins, problems: others } = pinsIn(contract, given.get("pin") ?? []);
    const lists = Object.entries(LISTS).map(([name, [usual, words]]) => {
      const [text] = given.get(name) ?? [usual];
      const known = Object.hasOwn(contract.words[words], text);
      return [name, TYPED.choice(contract, name, text, known)];
    });
    const chosen = lists.map(([name, { value }]) => [name, value ?? FIRST[name]]);
    const wrong = lists.flatMap(([, { why }]) => (why ? [why] : []));
    return {
      view: { state, pins, ...Object.fromEntries(chosen) },
      problems: [...problems, ...others, ...wrong],
    };
  };

  const isList = (name) => Object.hasOwn(LISTS, name);

  return {
    equal,
    first,
    fragment,
    isList,
    parsed,
    pinned,
    pinnedWith,
    viewIn,
    whyNotPinned,
    without,
  };
})();
