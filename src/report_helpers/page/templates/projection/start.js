// Starts every projection of the page, and gives each what an address holds for it.
(() => {
  const LAID_OUT = 3000;
  const HANDS = ["wheel", "touchstart", "keydown", "pointerdown"];

  /** Scrolls to a figure, and again while parts of the page above it are laid out. */
  const stay = (figure) => {
    const there = () => figure.scrollIntoView({ behavior: "instant" });
    const layout = new ResizeObserver(there);
    const leave = () => layout.disconnect();
    layout.observe(document.body);
    for (const hand of HANDS) addEventListener(hand, leave, { once: true, passive: true });
    setTimeout(leave, LAID_OUT);
    there();
  };

  const contractIn = (island) => {
    try {
      return JSON.parse(island.textContent);
    } catch {
      return null;
    }
  };

  const forms = new Map();
  // A plain anchor holds no `=`: moving to one keeps what the reader has set.
  const restore = () => {
    if (!location.hash.includes("=")) return;
    const given = VIEWS.parsed(location.hash.slice(1));
    const [first] = forms.keys();
    const [chart] = given.get("chart") ?? [first];
    const form = forms.get(chart);
    if (form?.restore(given)) stay(form.figure);
  };

  const start = () => {
    for (const island of document.querySelectorAll("script[data-projection]")) {
      const name = island.dataset.projection;
      const figure = document.getElementById(`figure-${name}`);
      const contract = contractIn(island);
      if (contract) MANNER.use(contract.manner);
      const prefix = forms.size === 0 ? "" : `chart=${name}&`;
      if (MODEL.trusted(contract)) forms.set(name, new ProjectionForm(figure, contract, prefix));
      else figure.querySelector(".disagrees").hidden = false;
    }
    addEventListener("hashchange", restore);
    restore();
  };
  // After the first frame: to compute all check values takes a while.
  requestAnimationFrame(() => setTimeout(start));
})();
