// The chart of a projection: its traces and axes move with the state.

// biome-ignore lint/correctness/noUnusedVariables: the script after this one uses it.
const ProjectionChart = (() => {
  // The points move by themselves, without margins, legend and ticks: a fraction of the time.
  const AT_ONCE = {
    mode: "immediate",
    frame: { duration: 0, redraw: false },
    transition: { duration: 0 },
  };
  const NONE = { x: [], y: [] };

  const line = (outcome) => (outcome ? { x: outcome.years, y: outcome.path } : NONE);
  const ends = ({ base, base_year, end, end_year }) => ({
    x: [base_year, end_year],
    y: [base, end],
  });

  /** Returns the axes that show all shapes; a logarithmic one keeps its own range. */
  const ranges = (shapes, layout) => {
    const given = [...shapes.values()];
    const x = given.flatMap((shape) => shape.x);
    const highest = Math.max(...given.flatMap((shape) => shape.y));
    const axes = { "xaxis.range": [Math.min(...x) - 0.4, Math.max(...x) + 0.4] };
    if (layout.yaxis?.type === "log") return axes;
    return { ...axes, "yaxis.range": [0, MODEL.roof(1.04 * highest)] };
  };

  return class {
    /**
     * @param {HTMLElement} figure
     * @param {Contract} contract
     * @param {Outcome} shown
     */
    constructor(figure, contract, shown) {
      this.figure = figure;
      this.plot = figure.querySelector(".live");
      this.contract = contract;
      this.shown = shown;
      this.pinned = NONE;
      this.behind = { traces: [] };
      this.drawn = new Map();
      CHARTS.changes.set(figure, (data, layout) => this.prepare(data, layout));
    }

    pin(outcome) {
      this.pinned = line(outcome);
    }

    /** Each trace's points by its index; those that stay where they are stay the same object. */
    shapes() {
      const { claim, state } = this.shown;
      const { horizon } = state;
      const { traces } = this.contract;
      if (claim !== this.behind.claim || horizon !== this.behind.horizon) {
        const outlines = MODEL.fan(this.contract, claim, horizon);
        const fan = outlines.map((outline, at) => [traces.fan[at], outline]);
        this.behind = { claim, horizon, traces: [[traces.printed, ends(claim)], ...fan] };
      }
      const path = [traces.path, line(this.shown)];
      return new Map([...this.behind.traces, [traces.pinned, this.pinned], path]);
    }

    /** Puts the state into what the page is about to draw. */
    prepare(data, layout) {
      const shapes = this.shapes();
      for (const [index, shape] of shapes) Object.assign(data[index], shape);
      for (const [path, range] of Object.entries(ranges(shapes, layout))) {
        const axis = path.split(".")[0];
        layout[axis] = { ...layout[axis], autorange: false, range };
      }
      this.drawn = shapes;
    }

    /** Moves what is drawn to the state; returns false where the chart could not be drawn. */
    update() {
      if (this.figure.dataset.drawn !== "true") return false;
      const shapes = this.shapes();
      const moved = [...shapes].filter(([index, shape]) => this.drawn.get(index) !== shape);
      if (moved.length > 0) this.move(moved, this.movedAxes(shapes));
      this.drawn = shapes;
      return true;
    }

    movedAxes(shapes) {
      const { layout } = this.plot;
      const given = Object.entries(ranges(shapes, layout)).filter(([path, range]) => {
        const there = layout[path.split(".")[0]].range;
        return range.some((value, at) => value !== there[at]);
      });
      return Object.fromEntries(given);
    }

    move(moved, axes) {
      const indices = moved.map(([index]) => index);
      const parts = moved.map(([, shape]) => shape);
      const both = ([index, { x }]) => x.length > 0 && this.drawn.get(index)?.x.length > 0;
      if (moved.every(both)) {
        if (Object.keys(axes).length > 0) window.Plotly.relayout(this.plot, axes);
        const data = { data: parts, traces: indices };
        // Rejected where the next move comes first, which is as it should be.
        window.Plotly.animate(this.plot, data, AT_ONCE).catch(() => {});
      } else {
        const data = { x: parts.map(({ x }) => x), y: parts.map(({ y }) => y) };
        window.Plotly.update(this.plot, data, axes, indices);
      }
    }
  };
})();
