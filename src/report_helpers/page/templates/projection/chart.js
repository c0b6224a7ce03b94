// The chart of a projection: its traces and axes move with what a reader has set. The kernel's
// counterpart is `projection/traces.py`.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one use it.
const ProjectionChart = (() => {
  // The points move by themselves, without margins, legend and ticks: a fraction of the time.
  const AT_ONCE = {
    mode: "immediate",
    frame: { duration: 0, redraw: false },
    transition: { duration: 0 },
  };
  const NONE = { x: [], y: [], text: [], hovertext: [] };
  // A threshold far above all that is drawn would flatten the path.
  const FAR = 1.5;

  // What claims and models are called may look like markup of plotly.
  const plain = (text) =>
    text.replace(/[&<>$]/g, (sign) => `&#${sign.codePointAt(0)};`).replaceAll("%{", "&#37;{");

  const pointsOf = (contract, years, values) => ({
    x: years,
    y: values,
    hovertext: values.map((value, at) =>
      plain(`${years[at]}: ${NUMBERS.amount(value, contract.steps)}`),
    ),
  });
  const line = (contract, { path, years }) => pointsOf(contract, years, path);
  const ends = (contract, { base, base_year, end, end_year }) =>
    pointsOf(contract, [base_year, end_year], [base, end]);

  /** Returns the line of the threshold, and the point where the path meets it. */
  const thresholds = (contract, outcome, highest) => {
    const { claim, path, state } = outcome;
    const { horizon, threshold } = state;
    if (threshold > FAR * highest) return [NONE, NONE];
    const year = WORDS.passed(outcome);
    const name = plain(NUMBERS.amount(threshold, contract.steps));
    // Its label stands at the end of the line that is further from the path.
    const [start, end] = [path[0], path.at(-1)].map((value) => Math.abs(value - threshold));
    const labels = start >= end ? [name, ""] : ["", name];
    const text = year === null ? labels : ["", ""];
    const level = { x: [claim.base_year, horizon], y: [threshold, threshold], text };
    if (year === null) return [level, NONE];
    const label = plain(WORDS.reached(contract, outcome, year));
    return [level, { x: [year], y: [threshold], text: [label], hovertext: [label] }];
  };

  /** Returns the points of both kinds of fan; those of the one that is not chosen are none. */
  const fans = (contract, view, outcome) => {
    const { traces } = contract;
    const found = [...traces.fan, ...traces.drawn, traces.median].map((index) => [index, NONE]);
    const shapes = new Map(found);
    const outlined = (indices, outlines) => {
      for (const [at, index] of indices.entries()) {
        shapes.set(index, outlines[at].x.length > 0 ? outlines[at] : NONE);
      }
    };
    if (view.fan === "sources") outlined(traces.fan, MODEL.fan(contract, outcome));
    else {
      const { outlines, paths } = MODEL.drawnFan(contract, outcome);
      outlined(traces.drawn, outlines);
      if (paths.length > 0) shapes.set(traces.median, medianOf(contract, outcome, paths));
    }
    return [...shapes];
  };
  const medianOf = (contract, { years }, paths) => ({
    x: years,
    y: paths[2],
    hovertext: years.map((year, at) =>
      plain(
        WORDS.drawnAt(
          contract,
          year,
          paths.map((path) => path[at]),
        ),
      ),
    ),
  });

  const pinnedLine = (contract, state, at) => {
    const { outcome } = MODEL.attempted(contract, state);
    if (outcome === null) return NONE;
    const text = outcome.path.map(() => "");
    text[text.length - 1] = WORDS.letter(at);
    return { ...line(contract, outcome), text };
  };

  const heights = (shapes) => [...shapes.values()].flatMap(({ y }) => y);

  /** Returns the axes that show all shapes. */
  const axesOf = (shapes, scale) => {
    const x = [...shapes.values()].flatMap((shape) => shape.x);
    const xaxis = { range: [Math.min(...x) - 0.4, Math.max(...x) + 0.4] };
    const { range, ticks } = AXES[scale](heights(shapes));
    const ticktext = ticks.map((tick) => NUMBERS.shownValue("amount", tick));
    const yaxis = { type: scale, range, tickmode: "array", tickvals: ticks, ticktext };
    return { xaxis, yaxis };
  };

  return class {
    /**
     * @param {HTMLElement} figure
     * @param {Contract} contract
     * @param {View} view
     * @param {Outcome} shown
     */
    constructor(figure, contract, view, shown) {
      this.figure = figure;
      this.plot = figure.querySelector(".live");
      this.contract = contract;
      this.kept = new Map();
      this.drawn = new Map();
      this.axes = "";
      this.set(view, shown);
      CHARTS.changes.set(figure, (data, layout) => this.prepare(data, layout));
    }

    /** Takes what is to be shown by the next drawing or move. */
    set(view, shown) {
      this.view = view;
      this.shown = shown;
    }

    /** Returns what was made before for the same values, so that what stays is the same object. */
    keep(name, values, make) {
      const key = JSON.stringify(values);
      const before = this.kept.get(name);
      if (before?.key === key) return before.made;
      const made = make();
      this.kept.set(name, { key, made });
      return made;
    }

    /** Returns each trace's points by its index. */
    shapes() {
      const { contract, shown, view } = this;
      const { claim, model, state } = shown;
      const { traces } = contract;
      const { base, base_year } = claim;
      const behind = [
        claim.id,
        base,
        base_year,
        model.name,
        state.horizon,
        model.saturates && state.ceiling,
      ];
      const fan = this.keep("fan", [view.fan, ...behind], () => fans(contract, view, shown));
      const pinned = this.keep("pins", VIEWS.pinned(view), () =>
        traces.pinned.map((_index, at) => {
          const pin = VIEWS.pinned(view)[at];
          return pin ? pinnedLine(contract, pin, at) : NONE;
        }),
      );
      const shapes = new Map([
        ...fan,
        ...pinned.map((shape, at) => [traces.pinned[at], shape]),
        [traces.path, line(contract, shown)],
        // With each path, which would lie above them otherwise: what moves comes to the front.
        [traces.printed, ends(contract, MODEL.printedClaim(contract, state))],
      ]);
      const [level, point] = thresholds(contract, shown, Math.max(...heights(shapes)));
      shapes.set(traces.threshold, level).set(traces.reached, point);
      return new Map([...shapes].sort(([one], [other]) => one - other));
    }

    /** Puts the view into a drawing of the chart. */
    dress(data, layout, shapes = this.shapes()) {
      for (const [index, shape] of shapes) Object.assign(data[index], shape);
      const axes = axesOf(shapes, this.view.axis);
      for (const [name, axis] of Object.entries(axes)) {
        layout[name] = { ...layout[name], autorange: false, ...axis };
      }
      return axes;
    }

    /** Puts the view into what the page is about to draw. */
    prepare(data, layout) {
      // A low screen decides how high the chart is.
      if (!PAGE.isNarrow()) layout.height = this.plot.clientHeight;
      this.drawn = this.shapes();
      this.axes = JSON.stringify(this.dress(data, layout, this.drawn));
    }

    /** Moves what is drawn to the view; returns false where the chart could not be drawn. */
    update() {
      if (this.figure.dataset.drawn !== "true") return false;
      const shapes = this.shapes();
      const moved = [...shapes].filter(([index, shape]) => this.drawn.get(index) !== shape);
      const axes = this.movedAxes(shapes);
      if (moved.length > 0) this.move(moved, axes);
      else if (Object.keys(axes).length > 0) window.Plotly.relayout(this.plot, axes);
      this.drawn = shapes;
      return true;
    }

    /** Returns the parts of the axes that differ from those drawn, as plotly.js names them. */
    movedAxes(shapes) {
      const axes = axesOf(shapes, this.view.axis);
      const written = JSON.stringify(axes);
      if (written === this.axes) return {};
      const before = this.axes ? JSON.parse(this.axes) : {};
      this.axes = written;
      const parts = Object.entries(axes).flatMap(([name, axis]) =>
        Object.entries(axis)
          .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[name]?.[key]))
          .map(([key, value]) => [`${name}.${key}`, value]),
      );
      return Object.fromEntries(parts);
    }

    move(moved, axes) {
      const indices = moved.map(([index]) => index);
      const parts = moved.map(([, shape]) => shape);
      const both = ([index, { x }]) => x.length > 0 && this.drawn.get(index)?.x.length > 0;
      const stay = ([index, { x }]) => x.length === 0 && this.drawn.get(index)?.x.length === 0;
      if (moved.every((each) => both(each) || stay(each))) {
        if (Object.keys(axes).length > 0) window.Plotly.relayout(this.plot, axes);
        const data = { data: parts, traces: indices };
        // Rejected where the next move comes first, which is as it should be.
        window.Plotly.animate(this.plot, data, AT_ONCE).catch(() => {});
      } else {
        const data = {
          x: parts.map(({ x }) => x),
          y: parts.map(({ y }) => y),
          text: parts.map(({ text }) => text ?? null),
          hovertext: parts.map(({ hovertext }) => hovertext ?? null),
        };
        // A trace that has just got its points would lie above those that come after it.
        const inOrder = () => window.Plotly.redraw(this.plot);
        window.Plotly.update(this.plot, data, axes, indices).then(inOrder);
      }
    }
  };
})();
