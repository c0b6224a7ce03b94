"use strict";
// What all parts of the page share: the reader's screen and theme, packed data, links in the page.
// biome-ignore lint/correctness/noUnusedVariables: the scripts after this one use it.
const PAGE = (() => {
  const NARROW = matchMedia("(max-width: 639.98px)");
  const DARK = matchMedia("(prefers-color-scheme: dark)");

  // A page that was mailed or not replaced cannot know; the reader's clock tells that it is overdue.
  const stale = document.querySelector(".stale");
  const warn = () => {
    const late = new Date().toISOString().slice(0, 10) > stale.dataset.expected;
    stale.textContent = late ? stale.dataset.words : "";
  };
  if (stale) {
    warn();
    // A tab may stay open for days.
    document.addEventListener("visibilitychange", warn);
  }

  // Soon after the first frame all of the page is laid out, so that nothing moves under the reader.
  requestAnimationFrame(() =>
    setTimeout(() => {
      document.body.classList.add("whole");
      const there = () =>
        document.querySelector(":target")?.scrollIntoView({ behavior: "instant" });
      // Once in the frame that lays it out, and once when its neighbours stand.
      there();
      requestAnimationFrame(there);
    }, 100),
  );

  const island = (id) => document.getElementById(id).textContent;
  const once = (make) => {
    let made;
    return () => {
      made ??= make();
      return made;
    };
  };

  const inflated = (text) => {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream);
  };
  const unpack = (text) => inflated(text).text();

  // The theme is the system's until the reader sets another; `theme.js` restores it.
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : DARK.matches);
  const listeners = new Set();
  const button = document.querySelector(".theme");
  const remember = (theme) => {
    try {
      if (theme) localStorage.setItem("market-report-theme", theme);
      else localStorage.removeItem("market-report-theme");
    } catch {
      // A sandboxed frame has no storage; the choice lasts until the page is closed.
    }
  };
  const appear = () => {
    for (const changed of listeners) changed();
  };
  const choose = () => {
    const dark = !isDark();
    if (dark === DARK.matches) delete root.dataset.theme;
    else root.dataset.theme = dark ? "dark" : "light";
    remember(root.dataset.theme);
    appear();
  };
  appear();
  button.hidden = false;
  button.addEventListener("click", choose);
  for (const query of [NARROW, DARK]) query.addEventListener("change", appear);

  // An address opens what it leads into, also where the browser does not do so itself.
  const target = () => {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      // Not every address decodes.
      return null;
    }
  };
  const reveal = () => {
    const shown = target();
    const closed = [];
    for (let one = shown?.closest("details"); one; one = one.parentElement.closest("details")) {
      if (!one.open) closed.push(one);
    }
    for (const one of closed) one.open = true;
    if (closed.length > 0) shown.scrollIntoView();
  };
  reveal();
  addEventListener("hashchange", reveal);

  // In a `srcdoc` frame a link to a part of the page has the address of the page around it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || location.protocol !== "about:" || event.defaultPrevented) return;
    event.preventDefault();
    location.hash = link.hash;
  });

  // The bar marks the part being read: the last one that began above the middle of the screen.
  const parts = [...document.querySelectorAll(".bar nav a")]
    .map((link) => ({ link, start: document.getElementById(link.hash.slice(1)) }))
    .filter(({ start }) => start);
  const mark = () => {
    const begun = parts.filter(({ start }) => start.getBoundingClientRect().top < innerHeight / 2);
    const current = begun.at(-1)?.link;
    for (const { link } of parts) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let asked = false;
  const markSoon = () => {
    if (!asked)
      requestAnimationFrame(() => {
        asked = false;
        mark();
      });
    asked = true;
  };
  addEventListener("scroll", markSoon, { passive: true });

  return {
    inflated,
    island,
    once,
    unpack,
    isNarrow: () => NARROW.matches,
    isDark,
    /** Calls back when the screen becomes narrow or wide, or the page light or dark. */
    onAppearance: (changed) => listeners.add(changed),
  };
})();
