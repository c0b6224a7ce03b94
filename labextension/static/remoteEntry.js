// What JupyterLab loads first. It shares no module with JupyterLab, so nothing builds it.
(() => {
  const beside = (name) => new URL(name, document.currentScript.src).href;
  const [styles, script] = [beside("style.css"), beside("tables.js")];
  const modules = {
    "./extension": async () => (await import(script)).default,
    "./style": async () => {
      const link = document.createElement("link");
      Object.assign(link, { rel: "stylesheet", href: styles });
      document.head.append(link);
      return {};
    },
  };
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["market-report"] = {
    init() {},
    async get(name) {
      const module = await modules[name]();
      return () => module;
    },
  };
})();
