"use strict";
// Makes the page's pictures live: plotly.js and the charts lie packed in the page, and a chart is
// drawn when it comes near the screen. Whatever fails, the picture stays.
// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const CHARTS = (() => {
  const { island, once, unpack } = PAGE;
  const CONFIG = {
    displaylogo: false,
    // Would send the chart to plotly's own server.
    showSendToCloud: false,
    responsive: true,
    modeBarButtons: [["toImage", "zoom2d", "pan2d", "resetScale2d"]],
  };
  // Colours are translated wherever they stand, but never in what the data say.
  const WORDS_AND_DATA = new Set([
    "x",
    "y",
    "z",
    "text",
    "hovertext",
    "customdata",
    "name",
    "meta",
  ]);

  const inks = once(() => new Map(Object.entries(JSON.parse(island("inks")))));
  const specs = once(async () => JSON.parse(await unpack(island("charts"))));
  const plotly = once(async () => {
    const script = document.createElement("script");
    // The page's policy knows the hash of this very text, and runs no other.
    script.textContent = await unpack(island("plotly"));
    document.head.append(script);
    return window.Plotly;
  });

  // An ink as written in a figure: #rrggbb, or rgb() and rgba() of the same three numbers.
  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const darkened = (colour) => {
    const [, red, green, blue, alpha] =
      /^rgba?\((\d+), *(\d+), *(\d+)(?:, *([\d.]+))?\)$/.exec(colour) ?? [];
    const light = red === undefined ? colour.toLowerCase() : hex([red, green, blue]);
    const dark = inks().get(light);
    if (dark === undefined) return colour;
    return alpha === undefined ? dark : `rgba(${channels(dark)},${alpha})`;
  };
  const hex = (numbers) =>
    `#${numbers.map((number) => Number(number).toString(16).padStart(2, "0")).join("")}`;

  const inDark = (value) => {
    if (typeof value === "string") return darkened(value);
    if (Array.isArray(value)) return value.map(inDark);
    if (value === null || typeof value !== "object") return value;
    const translated = ([key, part]) => [key, WORDS_AND_DATA.has(key) ? part : inDark(part)];
    return Object.fromEntries(Object.entries(value).map(translated));
  };

  // plotly.js writes into what it is given, so each drawing gets a copy.
  const dressed = (spec) => {
    const { data, layout, narrow } = structuredClone(spec);
    const figure = { data, layout: PAGE.isNarrow() ? { ...layout, ...narrow } : layout };
    return PAGE.isDark() ? inDark(figure) : figure;
  };

  // plotly.js resolves even where it could not draw: believe what can be seen.
  const isDrawn = (plot) =>
    plot.querySelector(".main-svg :is(path, text, image)") !== null &&
    plot.querySelector(".no-webgl") === null;

  // What a reader has changed in a chart: a function a chart, given what is about to be drawn.
  const changes = new Map();

  // A host may block styles. plotly.js would then draw black boxes, so the pictures stay.
  const STYLED = getComputedStyle(document.documentElement).getPropertyValue("--paper") !== "";

  const draw = async (chart) => {
    if (!STYLED) return;
    const spec = (await specs())[chart.dataset.chart];
    const Plotly = await plotly();
    const plot = chart.querySelector(".live");
    const { data, layout } = dressed(spec);
    changes.get(chart)?.(data, layout);
    const name = { toImageButtonOptions: { filename: chart.dataset.chart, scale: 2 } };
    const bar = { displayModeBar: PAGE.isNarrow() ? false : "hover" };
    await Plotly.react(plot, data, layout, { ...CONFIG, ...name, ...bar });
    // Its words are in the label and its numbers in the table; a reader of axes hears neither.
    for (const svg of plot.querySelectorAll(".main-svg")) svg.setAttribute("aria-hidden", "true");
    chart.dataset.drawn = isDrawn(plot);
  };

  // One drawing at a time, in the order of asking: the reader may turn the phone meanwhile.
  const begun = new Set();
  let drawing = Promise.resolve();
  const attempt = (chart) => {
    begun.add(chart);
    drawing = drawing.then(() => draw(chart)).catch(() => delete chart.dataset.drawn);
    return drawing;
  };

  const charts = [...document.querySelectorAll("figure[data-chart]")];
  const nearby = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        nearby.unobserve(target);
        attempt(target);
      }
    },
    { rootMargin: "100% 0px" },
  );
  const redraw = () => {
    for (const chart of begun) attempt(chart);
  };

  for (const chart of charts) nearby.observe(chart);
  PAGE.onAppearance(redraw);

  // A chart as a picture for paper: wide, and in light colours.
  const picture = async (chart, dress) => {
    const { data, layout } = structuredClone((await specs())[chart.dataset.chart]);
    dress(data, layout);
    const size = { format: "svg", width: 880, height: layout.height };
    return (await plotly()).toImage({ data, layout }, size);
  };

  return {
    changes,
    picture,
    // Draws a chart that nobody has come near yet; else waits for the drawing under way.
    ask: (chart) => {
      nearby.unobserve(chart);
      return begun.has(chart) ? drawing : attempt(chart);
    },
  };
})();
