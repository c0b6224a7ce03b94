// Lets a reader move a projection: its path is computed by the notebook's own formulas, translated,
// once they have given the notebook's own numbers in this browser.
(() => {
  const KEYS = ["claim", "model", "growth", "ceiling", "p", "q", "horizon", "threshold"];
  const RANGES = ["growth", "ceiling", "p", "q", "horizon"];
  // Plain digits, so that every value that gets in can stand in a parameters file as it is.
  const PLAIN = /^-?\d{1,15}(\.\d{1,12})?$/;
  const MAXIMUM_YEARS = 200;
  const BANDS = [
    ["q10", "q90"],
    ["q25", "q75"],
  ];
  const COLUMNS = ["Year", "Value", "Change on the year before"];
  const NICE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  // The points move by themselves, without margins, legend and ticks: a fraction of the time.
  const AT_ONCE = {
    mode: "immediate",
    frame: { duration: 0, redraw: false },
    transition: { duration: 0 },
  };
  const ADDRESS_AFTER = 300;
  const SPOKEN_AFTER = 700;

  // ---- numbers in words ----------------------------------------------------------------------

  const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
  const SHORT = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
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
  const PRINTED = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 5 });
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
  const TENTHS = grouped(1);
  const number = (value) => (Math.abs(value) >= 1000 ? WHOLE : SHORT).format(value);
  const percent = (fraction) => `${TENTHS.format(100 * fraction).replace("-", "\u2212")}\u00a0%`;
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
  const digits = (value) => {
    const text = String(value);
    return text.includes("e-") ? value.toFixed(12).replace(/\.?0+$/, "") : text;
  };
  const written = (value) => (typeof value === "number" ? digits(value) : value);
  const read = (text) => (PLAIN.test(text) ? Number(text) : null);

  // ---- a state, and the path that it leads to ------------------------------------------------

  // Says in words why a state has no path.
  class Refusal extends Error {}
  const demand = (holds, words) => {
    if (!holds) throw new Refusal(words);
  };

  const called = (formula, inputs, given) => formula(...inputs.map((name) => given[name]));
  const claimOf = ({ claims }, { claim }) => claims.find(({ id }) => id === claim);
  const modelOf = ({ models }, { model }) => models.find(({ name }) => name === model);

  const offers = (claim, source) =>
    source === "implied" ||
    (source === "stated" && claim.stated !== null) ||
    Object.hasOwn(claim.scenarios, source);

  const growthOf = (claim, model, { growth }, given) => {
    if (typeof growth === "number") return growth;
    demand(offers(claim, growth), "The sources of this claim give no such growth: choose another.");
    if (growth === "stated") return claim.stated;
    if (growth !== "implied") return claim.scenarios[growth];
    const beneath = !model.saturates || given.ceiling > given.top;
    demand(beneath, "The ceiling is not above the printed ends: choose a higher one.");
    return called(FORMULAS.models[model.name].fit, model.fit, given);
  };

  const checkInputs = (model, given) => {
    const { base, ceiling, growth, p, q, years } = given;
    demand(years >= 0, "The horizon is before the first year of the claim: choose a later one.");
    demand(years <= MAXIMUM_YEARS, "The horizon is too far away: choose an earlier one.");
    demand(!model.saturates || ceiling > base, "The ceiling is not above where the path starts.");
    if (!model.fit) demand(p >= 0 && q >= 0 && p + q <= 1, "p and q are above 1 together.");
    else demand(growth > -1 && growth < Infinity, "No path has this growth: choose another.");
  };

  const projected = (content, state) => {
    const claim = claimOf(content, state);
    const model = modelOf(content, state);
    const { base, end } = claim;
    const top = base >= end ? base : end;
    const given = {
      base,
      end,
      top,
      span: claim.end_year - claim.base_year,
      ceiling: state.ceiling * top,
      p: state.p,
      q: state.q,
      years: state.horizon - claim.base_year,
    };
    if (model.fit) given.growth = growthOf(claim, model, state, given);
    checkInputs(model, given);
    const path = called(FORMULAS.models[model.name].path, model.inputs, given);
    demand(path.every(Number.isFinite), "The path leaves the range of numbers.");
    const years = path.map((_value, year) => claim.base_year + year);
    return { state, claim, model, path, years, growth: given.growth };
  };

  // The notebook's own numbers, computed again: to the last bit, or this browser shows no inputs.
  const agrees = (content, { state, length, last, total }) => {
    const { path } = projected(content, { ...content.state, ...state });
    return path.length === length && path.at(-1) === last && FORMULAS.cumulative(path) === total;
  };
  const trusted = (content) => {
    try {
      return content.checks.length > 0 && content.checks.every((check) => agrees(content, check));
    } catch {
      return false;
    }
  };

  // ---- a state in an address -----------------------------------------------------------------

  const accepted = (content, state, key, text) => {
    if (key === "claim") return claimOf(content, { claim: text }) ? text : null;
    if (key === "model") return modelOf(content, { model: text }) ? text : null;
    if (key === "growth" && offers(claimOf(content, state), text)) return text;
    const value = read(text);
    const { min, max } = content.inputs[key];
    const fits = value !== null && value >= min && value <= max;
    return fits && (key !== "horizon" || Number.isInteger(value)) ? value : null;
  };

  // Another claim may lack what the growth was taken from.
  const changed = (content, state, key, value) => {
    const next = { ...state, [key]: value };
    const known = typeof next.growth === "number" || offers(claimOf(content, next), next.growth);
    return known ? next : { ...next, growth: "implied" };
  };

  // What a fragment says, value by value; null if it says nothing that is known here.
  const stateIn = (content, given) => {
    let state = null;
    for (const key of KEYS) {
      if (!given.has(key)) continue;
      const before = state ?? content.state;
      const value = accepted(content, before, key, given.get(key));
      if (value !== null) state = changed(content, before, key, value);
    }
    return state;
  };

  const fragment = (content, state) =>
    KEYS.filter((key) => state[key] !== content.state[key])
      .map((key) => `${key}=${encodeURIComponent(written(state[key]))}`)
      .join("&");

  // ---- what is said about a path -------------------------------------------------------------

  const passing = ({ claim, path, state }) => {
    const after = FORMULAS.years_until(path, state.threshold);
    if (after !== null) return (claim.base_year + after).toFixed(1);
    return path[0] > state.threshold ? "always above" : `not by ${state.horizon}`;
  };

  const headline = (shown, steps) => {
    const { path, state } = shown;
    const growth = FORMULAS.implied_growth(path);
    const doubling = FORMULAS.doubling_time(path);
    return {
      value: amount(path.at(-1), steps),
      growth: growth === null ? "none" : `${percent(growth)} a year`,
      doubling: doubling === null ? `not by ${state.horizon}` : `${TENTHS.format(doubling)} years`,
      passing: passing(shown),
      total: amount(FORMULAS.cumulative(path), steps),
    };
  };

  const labels = ({ claim, state }, steps) => ({
    value: `Value in ${state.horizon}`,
    growth: `Mean growth from ${claim.base_year} to ${state.horizon}`,
    passing: `Meets ${amount(state.threshold, steps)} in`,
    total: `Sum of the years ${claim.base_year} to ${state.horizon}`,
  });

  const rows = ({ path, years }, steps) =>
    path.map((value, at) => {
      const before = path[at - 1];
      const change = before ? percent(value / before - 1) : "–";
      return [String(years[at]), amount(value, steps), change];
    });

  const described = ({ claim, model, state, growth }) => {
    const takes = (name) => model.inputs.includes(name);
    return [
      claim.label,
      model.title.toLowerCase(),
      ...(growth === undefined ? [] : [`${percent(growth)} a year`]),
      ...["p", "q"].filter(takes).map((name) => `${name} ${number(state[name])}`),
      ...(takes("ceiling") ? [`ceiling ${number(state.ceiling)} times`] : []),
    ].join(", ");
  };

  const comparison = (shown, pinned, steps) => {
    const words = `Pinned: ${described(pinned)}.`;
    const year = Math.min(shown.state.horizon, pinned.state.horizon);
    const [here, there] = [shown, pinned].map(({ claim, path }) => path[year - claim.base_year]);
    if (here === undefined || there === undefined) return `${words} The paths share no year.`;
    const by = here - there;
    if (by === 0) return `${words} In ${year} the path shown is equal to it.`;
    const side = by > 0 ? "above" : "below";
    const share = there === 0 ? "" : ` (${percent(Math.abs(by / there))})`;
    return `${words} In ${year} the path shown is ${amount(Math.abs(by), steps)}${share} ${side} it.`;
  };

  // ---- files ---------------------------------------------------------------------------------

  const save = (name, type, text) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const fileName = (...parts) => parts.join("-").replace(/[^\w.-]+/g, "-");

  const csv = ({ path, years }) =>
    ["year,value", ...path.map((value, at) => `${years[at]},${value}`), ""].join("\r\n");

  // The names are those of the notebook's parameters.
  const yaml = ({ state }) => {
    const { claim, horizon, ...rest } = state;
    const values = { claim_id: claim, ...rest, horizon_year: horizon };
    const names = ["horizon_year", "claim_id", "model", "growth", "ceiling", "p", "q", "threshold"];
    return names.map((name) => `${name}: ${written(values[name])}\n`).join("");
  };

  // ---- one chart with its form ---------------------------------------------------------------

  // An axis that moves in steps, so that a path is seen to grow.
  const roof = (highest) => {
    const unit = 10 ** Math.floor(Math.log10(highest));
    return unit * NICE.find((step) => step * unit >= highest);
  };

  // A part of the fan as an outline: along its lower edge, and back along its upper one.
  const band = (fan, horizon, [low, high]) => {
    const count = (fan.year ?? []).filter((year) => year <= horizon).length;
    const part = (name) => (fan[name] ?? []).slice(0, count);
    return {
      x: [...part("year"), ...part("year").reverse()],
      y: [...part(low), ...part(high).reverse()],
    };
  };

  const later = (delay, work) => {
    let timer;
    const cancel = () => clearTimeout(timer);
    const begin = () => {
      cancel();
      timer = setTimeout(work, delay);
    };
    return { begin, cancel };
  };

  const begin = (chart, content, prefix) => {
    const form = chart.querySelector("form.projection");
    const inputs = form.elements;
    const find = (selector) => form.querySelector(selector);
    const tools = chart.querySelector(".tools");
    const plot = chart.querySelector(".live");
    const details = chart.querySelector("details");
    const alt = plot.getAttribute("aria-label");
    const { steps, traces } = content;
    let state = content.state;
    let shown = projected(content, state);
    let pinned = null;

    // -- the form --

    const set = (name, text) => {
      find(`[data-input="${name}"] output`).textContent = text;
      inputs[name].setAttribute("aria-valuetext", text);
    };
    const showOutputs = (outcome) => {
      const { ceiling, horizon, p, q } = state;
      const { base, end } = claimOf(content, state);
      if (outcome?.growth !== undefined) {
        inputs.growth.value = outcome.growth;
        set("growth", `${percent(outcome.growth)} a year`);
      } else if (!outcome) {
        const own = typeof state.growth === "number";
        set("growth", own ? `${percent(state.growth)} a year` : "unknown");
      }
      set(
        "ceiling",
        `${number(ceiling)} × larger end, ${amount(ceiling * Math.max(base, end), steps)}`,
      );
      set("p", `${percent(p)} a year`);
      set("q", `${percent(q)} a year`);
      set("horizon", String(horizon));
    };
    const showChoices = () => {
      const claim = claimOf(content, state);
      const rates = { stated: claim.stated, ...claim.scenarios };
      for (const option of inputs.source.options) {
        const { value, dataset } = option;
        dataset.words ??= option.textContent;
        option.hidden = option.disabled = value !== "own" && !offers(claim, value);
        const rate = Object.hasOwn(rates, value) ? rates[value] : null;
        option.textContent = dataset.words + (rate === null ? "" : `, ${percent(rate)}`);
      }
    };
    const showInputs = () => {
      const model = modelOf(content, state);
      const takes = new Set([...model.inputs, "horizon", "threshold"]);
      showChoices();
      for (const field of form.querySelectorAll("[data-input]")) {
        field.hidden = !takes.has(field.dataset.input);
      }
      inputs.source.closest(".input").hidden = !model.fit;
      inputs.claim.value = state.claim;
      inputs.model.value = state.model;
      inputs.source.value = typeof state.growth === "number" ? "own" : state.growth;
      for (const name of RANGES) {
        if (typeof state[name] === "number") inputs[name].value = state[name];
      }
      if (read(inputs.threshold.value) !== state.threshold) {
        inputs.threshold.value = digits(state.threshold);
      }
      inputs.threshold.removeAttribute("aria-invalid");
    };

    // -- what is told of the path --

    const say = (place, words) => {
      if (place.textContent !== words) place.textContent = words;
    };
    const told = (words) => say(find(".message"), words);
    const done = (words) => say(tools.querySelector(".done"), words);
    const showHeadline = () => {
      for (const [name, words] of Object.entries(headline(shown, steps))) {
        find(`[data-told="${name}"]`).textContent = words;
      }
      for (const [name, words] of Object.entries(labels(shown, steps))) {
        find(`[data-label="${name}"]`).textContent = words;
      }
    };
    const showComparison = () => {
      const line = find(".compared");
      line.hidden = pinned === null;
      line.textContent = pinned ? comparison(shown, pinned, steps) : "";
      inputs.pin.textContent = pinned ? "Unpin the comparison" : "Pin for comparison";
    };
    // Said when the reader pauses, not for each step of a slider.
    const speaking = later(SPOKEN_AFTER, () => {
      const { value, growth } = headline(shown, steps);
      const words = `${described(shown)}. In ${shown.state.horizon}: ${value}; mean ${growth}.`;
      find(".spoken").textContent = words;
      plot.setAttribute("aria-label", `${alt} Now: ${words}`);
    });

    // A closed table is written when it is opened.
    let tabled = shown;
    const showTable = () => {
      const table = details.querySelector("table");
      if (tabled === shown || !details.open || !table) return;
      tabled = shown;
      const row = (cells, kind) => {
        const made = document.createElement("tr");
        for (const words of cells) {
          const cell = made.appendChild(document.createElement(kind));
          cell.textContent = words;
        }
        return made;
      };
      const head = row(COLUMNS, "th");
      for (const cell of head.cells) cell.scope = "col";
      table.tHead.replaceChildren(head);
      table.tBodies[0].replaceChildren(...rows(shown, steps).map((cells) => row(cells, "td")));
    };

    // -- the chart --

    const line = (outcome) => (outcome ? { x: outcome.years, y: outcome.path } : { x: [], y: [] });
    const ends = ({ base, base_year, end, end_year }) => ({
      x: [base_year, end_year],
      y: [base, end],
    });
    let drawn = new Map();
    let pinnedLine = line(null);
    let behind = { traces: [] };
    // They come with the chart, since nothing else needs them.
    let fans = {};
    // Each trace's points by its index; those that stay where they are stay the same object.
    const shapes = () => {
      const {
        claim,
        state: { horizon },
      } = shown;
      if (claim !== behind.claim || horizon !== behind.horizon) {
        const fan = traces.fan.map((index, at) => [
          index,
          band(fans[claim.id], horizon, BANDS[at]),
        ]);
        behind = { claim, horizon, traces: [[traces.printed, ends(claim)], ...fan] };
      }
      return new Map([...behind.traces, [traces.pinned, pinnedLine], [traces.path, line(shown)]]);
    };

    const ranges = (all, layout) => {
      const given = [...all.values()];
      const x = given.flatMap((shape) => shape.x);
      const [first, last] = [Math.min(...x), Math.max(...x)];
      const highest = Math.max(...given.flatMap((shape) => shape.y));
      const axes = { "xaxis.range": [first - 0.4, last + 0.4] };
      if (layout.yaxis?.type === "log") return axes;
      return { ...axes, "yaxis.range": [0, roof(1.04 * highest)] };
    };

    PAGE.changes.set(chart, (data, layout, spec) => {
      fans = spec.fans;
      const all = shapes();
      for (const [index, shape] of all) Object.assign(data[index], shape);
      for (const [path, range] of Object.entries(ranges(all, layout))) {
        const axis = path.split(".")[0];
        layout[axis] = { ...layout[axis], autorange: false, range };
      }
      drawn = all;
    });

    const update = () => {
      if (chart.dataset.drawn !== "true") return void giveUp();
      const all = shapes();
      const moved = [...all].filter(([index, shape]) => drawn.get(index) !== shape);
      if (moved.length === 0) return;
      const before = drawn;
      drawn = all;
      const given = Object.entries(ranges(all, plot.layout));
      const axes = given.filter(([path, range]) => {
        const there = plot.layout[path.split(".")[0]].range;
        return range.some((value, at) => value !== there[at]);
      });
      const indices = moved.map(([index]) => index);
      const parts = moved.map(([, shape]) => shape);
      const changes = Object.fromEntries(axes);
      const both = ([index, { x }]) => x.length > 0 && before.get(index)?.x.length > 0;
      if (moved.every(both)) {
        if (axes.length > 0) window.Plotly.relayout(plot, changes);
        // Rejected where the next move comes first, which is as it should be.
        window.Plotly.animate(plot, { data: parts, traces: indices }, AT_ONCE).catch(() => {});
      } else {
        const data = { x: parts.map(({ x }) => x), y: parts.map(({ y }) => y) };
        window.Plotly.update(plot, data, changes, indices);
      }
    };

    // -- moving --

    const giveUp = () => {
      state = content.state;
      shown = projected(content, state);
      showTable();
      form.hidden = tools.hidden = true;
      const words = chart.querySelector(".disagrees");
      words.hidden = false;
      words.textContent =
        "This browser cannot draw the chart anew, so there are no inputs here. " +
        "What stands here is as it was published.";
    };

    const outcomeOf = () => {
      try {
        return [projected(content, state), ""];
      } catch (error) {
        const words = error instanceof Refusal ? error.message : "This state has no path.";
        return [null, `${words} The last path stays.`];
      }
    };
    const show = () => {
      const [outcome, words] = outcomeOf();
      told(words);
      shown = outcome ?? shown;
      form.classList.toggle("without-path", outcome === null);
      showOutputs(outcome);
      showHeadline();
      showComparison();
      showTable();
    };

    let waiting = false;
    const frame = () => {
      waiting = false;
      show();
      PAGE.ask(chart).then(update);
    };
    // However fast a slider moves, there is one path a frame.
    const refresh = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(frame);
    };

    const address = () => {
      const said = fragment(content, shown.state);
      return said && prefix + said;
    };
    const writing = later(ADDRESS_AFTER, () => {
      const [bare] = location.href.split("#");
      const said = address();
      if (!said && !location.hash.includes("=")) return;
      try {
        history.replaceState(null, "", said ? `${bare}#${said}` : bare);
      } catch {
        // Some browsers let a local file keep its address only: the link is still there to copy.
      }
    });

    const settle = (next) => {
      state = next;
      showInputs();
      refresh();
    };
    const move = (key, value) => {
      settle(changed(content, state, key, value));
      writing.begin();
      speaking.begin();
    };

    // -- what the reader does --

    const moveThreshold = () => {
      const value = accepted(content, state, "threshold", inputs.threshold.value);
      if (value !== null) return move("threshold", value);
      const { min, max } = content.inputs.threshold;
      inputs.threshold.setAttribute("aria-invalid", "true");
      told(`The threshold is a plain number from ${number(min)} to ${number(max)}.`);
    };
    form.addEventListener("input", ({ target: { name, value } }) => {
      if (name === "threshold") return moveThreshold();
      if (name === "source")
        return move("growth", value === "own" ? read(inputs.growth.value) : value);
      if (name === "claim" || name === "model") return move(name, value);
      if (RANGES.includes(name)) move(name, read(value));
    });

    const copy = async () => {
      const [bare] = location.href.split("#");
      const text = `${bare}#${address() || chart.id}`;
      inputs.address.value = text;
      try {
        await navigator.clipboard.writeText(text);
        done("The link to this state is copied.");
      } catch {
        tools.querySelector(".link").hidden = false;
        inputs.address.focus();
        inputs.address.select();
        done("The link to this state is selected: copy it from the field.");
      }
    };
    const deeds = {
      reset: () => {
        settle(content.state);
        writing.begin();
        speaking.begin();
      },
      pin: () => {
        pinned = pinned ? null : shown;
        pinnedLine = line(pinned);
        refresh();
      },
      link: copy,
      path: () => {
        save(fileName(shown.claim.id, `${shown.model.name}.csv`), "text/csv", csv(shown));
        done("The path is saved as CSV.");
      },
      scenario: () => {
        save(fileName(shown.claim.id, "scenario.yaml"), "application/yaml", yaml(shown));
        done("The scenario is saved: market-report render -f renders the report with it.");
      },
    };
    tools.addEventListener("click", ({ target }) => {
      if (target.type === "button") deeds[target.name]();
    });
    // Nothing is ever sent from here.
    form.addEventListener("submit", (event) => event.preventDefault());
    details.addEventListener("toggle", showTable);

    // -- opening --

    showInputs();
    show();
    form.hidden = tools.hidden = false;

    return (given) => {
      writing.cancel();
      const next = stateIn(content, given);
      if (next === null) return;
      settle(next);
      speaking.begin();
      chart.scrollIntoView({ behavior: "instant" });
    };
  };

  // ---- all charts of the page ----------------------------------------------------------------

  const contentOf = (text) => {
    try {
      return JSON.parse(text);
    } catch {
      return { checks: [] };
    }
  };

  const restoring = new Map();
  const start = () => {
    for (const island of document.querySelectorAll("script[data-projection]")) {
      const name = island.dataset.projection;
      const chart = document.getElementById(`figure-${name}`);
      const content = contentOf(island.textContent);
      const prefix = restoring.size === 0 ? "" : `chart=${name}&`;
      if (trusted(content)) restoring.set(name, begin(chart, content, prefix));
      else chart.querySelector(".disagrees").hidden = false;
    }
    addEventListener("hashchange", restore);
    restore();
  };

  // A plain anchor holds no `=`: moving to one keeps what the reader has set.
  const restore = () => {
    if (!location.hash.includes("=")) return;
    const given = new URLSearchParams(location.hash.slice(1));
    const [first] = restoring.keys();
    restoring.get(given.get("chart") ?? first)?.(given);
  };
  // After the first frame: to compute all check values takes a while.
  requestAnimationFrame(() => setTimeout(start));
})();
