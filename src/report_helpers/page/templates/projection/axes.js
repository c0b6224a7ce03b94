// The value axis of a projection, which moves with what is drawn.

// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const AXES = (() => {
  const NICE = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  const PARTS = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 4, 5, 7], NICE];
  const ROOM = 0.06;
  const FEWEST = 3;
  const FREE = 1.04;
  const MOST = 6;
  const STEPS = [1, 2, 5, 10];
  const NOISE = 1e-9;
  // Decades that an axis spans at least: in any half decade there are as many ticks.
  const NARROWEST = 0.5;

  /** Returns the end of an axis that moves in steps, so that a path is seen to grow. */
  const roof = (highest) => {
    if (!(highest > 0)) return 1;
    const power = Math.floor(Math.log10(highest));
    return NICE.map((step) => Number(`${step}e${power}`)).find((end) => end >= highest);
  };

  /** Returns range and ticks of a linear axis from zero around values. */
  const linear = (values) => {
    const high = roof(FREE * Math.max(...values));
    const least = (high / MOST) * (1 - NOISE);
    const power = Math.floor(Math.log10(high / MOST));
    const step = STEPS.map((each) => Number(`${each}e${power}`)).find((each) => each >= least);
    const count = Math.floor(high / step + NOISE);
    // Multiples of a decimal, without the last digits of their products.
    const tick = (at) => Number((at * step).toPrecision(10));
    return { range: [0, high], ticks: Array.from({ length: count + 1 }, (_none, at) => tick(at)) };
  };

  const ticksOf = (parts, low, high) => {
    const found = [];
    for (let power = Math.floor(low); power <= Math.ceil(high); power += 1) {
      // A power below one is written as a decimal, which a product of floats may miss.
      found.push(...parts.map((part) => Number(`${part}e${power}`)));
    }
    return [...new Set(found)].filter((tick) => {
      const at = Math.log10(tick);
      return at >= low && at <= high;
    });
  };

  /** Returns range and ticks of a logarithmic axis around values, three ticks at least. */
  const log = (values) => {
    const powers = values.filter((value) => value > 0).map(Math.log10);
    const [lowest, highest] = [Math.min(...powers), Math.max(...powers)];
    const span = highest - lowest;
    const free = Math.max(ROOM * span, (NARROWEST - span) / 2);
    const [low, high] = [lowest - free, highest + free];
    const choices = PARTS.map((parts) => ticksOf(parts, low, high));
    const ticks = choices.find((each) => each.length >= FEWEST) ?? choices.at(-1);
    return { range: [low, high], ticks };
  };

  return { linear, log, roof };
})();
