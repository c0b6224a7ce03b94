"use strict";
// Runs before the page shows: takes the theme that the reader chose on an earlier visit.
try {
  const chosen = localStorage.getItem("market-report-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // A sandboxed frame has no storage.
}
