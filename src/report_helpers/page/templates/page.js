"use strict";
// What all parts of the page share: the reader's screen and theme, packed data, the contents.
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

  const unpack = (text) => {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  };

  // The navigation: marks the section being read, and folds after a choice on a phone.
  const menu = document.querySelector("nav details");
  const links = new Map([...menu.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const reading = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        const link = links.get(target.getAttribute("aria-labelledby"));
        if (isIntersecting) link?.setAttribute("aria-current", "true");
        else link?.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-20% 0px -80% 0px" },
  );
  for (const section of document.querySelectorAll("main > section")) reading.observe(section);
  menu.addEventListener("click", (event) => {
    if (event.target.closest("a")) menu.open = false;
  });

  return {
    island,
    once,
    unpack,
    isNarrow: () => NARROW.matches,
    isDark: () => DARK.matches,
    /** Calls back when the screen becomes narrow or wide, or the page light or dark. */
    onAppearance: (changed) => {
      NARROW.addEventListener("change", changed);
      DARK.addEventListener("change", changed);
    },
  };
})();
