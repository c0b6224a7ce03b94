// Marks the charts of this package in JupyterLab, for its style sheet: charts of others may have a
// white ground, and text that must not stand on a dark one.
const MARK = "market-report-chart";
const DRAWN = ".js-plotly-plot";

// What plotly.js adds when it draws a chart, or what holds it.
export const hasChart = (node) =>
  node.matches(`.plot-container, ${DRAWN}`) || node.querySelector(DRAWN) !== null;

export const markCharts = () => {
  for (const chart of document.querySelectorAll(`${DRAWN}:not(.${MARK})`)) {
    const meta = chart.layout?.meta;
    if (Array.isArray(meta?.claims) && Array.isArray(meta.sources)) chart.classList.add(MARK);
  }
};
