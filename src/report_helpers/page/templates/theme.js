"use strict";
// Runs before the page shows: takes the theme that the reader chose on an earlier visit, and keeps
// all but the first screen out of the first frame.
const root = document.documentElement;
try {
  const chosen = localStorage.getItem("market-report-theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
} catch {
  // A sandboxed frame has no storage.
}
root.classList.add("opening");
const framed = () => {
  if (document.querySelector("main")) setTimeout(() => root.classList.remove("opening"));
  else requestAnimationFrame(framed);
};
requestAnimationFrame(framed);
