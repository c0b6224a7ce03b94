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

  // What a reader has chosen: of each choice the parts of the layout that the option replaces.
  const chosen = (chart, spec) =>
    [...chart.querySelectorAll("select[data-choice]")].map(
      (select) => spec.choices[select.dataset.choice][select.selectedIndex],
    );

  // plotly.js writes into what it is given, so each drawing gets a copy.
  const dressed = (spec, options) => {
    const { data, layout, narrow } = structuredClone(spec);
    const parts = structuredClone(options);
    const own = PAGE.isNarrow()
      ? [narrow, ...parts.map((option) => option.narrow)]
      : parts.map((option) => option.layout);
    const figure = { data, layout: Object.assign(layout, ...own) };
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
    const { data, layout } = dressed(spec, chosen(chart, spec));
    changes.get(chart)?.(data, layout);
    const name = { toImageButtonOptions: { filename: chart.dataset.chart, scale: 2 } };
    const bar = { displayModeBar: PAGE.isNarrow() ? false : "hover" };
    await Plotly.react(plot, data, layout, { ...CONFIG, ...name, ...bar });
    // Its words are in the label and its numbers in the table; a reader of axes hears neither.
    for (const svg of plot.querySelectorAll(".main-svg")) svg.setAttribute("aria-hidden", "true");
    if (!served.has(plot)) serve(plot, Plotly);
    chart.dataset.drawn = isDrawn(plot);
  };

  // Points of claims: a click opens the claim's dossier, and so does Enter, which the arrow keys
  // lead to. What a point says stands beside it, and is read out.
  const served = new WeakSet();
  const points = (plot) => {
    const found = new Map();
    plot.data.forEach((trace, curve) => {
      for (const [point, claim] of (trace.customdata ?? []).entries?.() ?? [])
        if (typeof claim === "string" && claim !== "" && !found.has(claim))
          found.set(claim, { claim, curve, point, trace });
    });
    return [...found.values()];
  };
  const open = (claim) => {
    location.hash = `claim-${claim}`;
  };
  const words = ({ trace, point }) => {
    const text = Array.isArray(trace.hovertext) ? trace.hovertext[point] : trace.hovertext;
    const plain = (text ?? "").replaceAll("<br>", ". ").replaceAll(/<[^>]*>/g, "");
    return new DOMParser().parseFromString(plain, "text/html").body.textContent;
  };
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const next = (at, step, count) => (at < 0 && step < 0 ? count - 1 : (at + step + count) % count);

  const serve = (plot, Plotly) => {
    served.add(plot);
    plot.on("plotly_click", ({ points: [{ customdata }] }) => {
      if (typeof customdata === "string" && customdata !== "") open(customdata);
    });
    plot.on("plotly_hover", ({ points: [{ customdata }] }) => {
      plot.classList.toggle("on-point", typeof customdata === "string" && customdata !== "");
    });
    plot.on("plotly_unhover", () => plot.classList.remove("on-point"));
    if (points(plot).length === 0) return;
    const said = document.createElement("p");
    said.className = "spoken";
    said.setAttribute("role", "status");
    plot.after(said);
    plot.tabIndex = 0;
    plot.setAttribute("role", "application");
    plot.setAttribute("aria-roledescription", "chart");
    let at = -1;
    const leave = () => {
      at = -1;
      said.textContent = "";
      Plotly.Fx.unhover(plot);
    };
    plot.addEventListener("keydown", (event) => {
      const all = points(plot);
      if (event.key === "Enter" && all[at]) open(all[at].claim);
      else if (event.key === "Escape") leave();
      else if (event.key === "Home") at = 0;
      else if (event.key === "End") at = all.length - 1;
      else if (event.key in STEPS) at = next(at, STEPS[event.key], all.length);
      else return;
      event.preventDefault();
      const here = all[at];
      if (event.key === "Enter" || here === undefined) return;
      const axes = `${here.trace.xaxis ?? "x"}${here.trace.yaxis ?? "y"}`;
      Plotly.Fx.hover(plot, [{ curveNumber: here.curve, pointNumber: here.point }], axes);
      said.textContent = words(here);
    });
    plot.addEventListener("blur", leave);
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

  for (const select of document.querySelectorAll("select[data-choice]"))
    select.addEventListener("change", () => attempt(select.closest("figure")));
  // Charts in the place of one another: the chosen one is shown, and drawn when it is seen.
  for (const select of document.querySelectorAll("select[data-in-turn]")) {
    const all = [...select.options].map(({ value }) => document.getElementById(value));
    select.addEventListener("change", () => {
      for (const chart of all) chart.classList.toggle("waits", chart.id !== select.value);
    });
  }

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
