"""Small widgets of the explorer: the dossier, and the code with its copy button."""

from typing import Any, Final

import anywidget
import traitlets

__all__ = ["CodeView", "DossierView"]

DOSSIER: Final = """
export default {
  render({ model, el }) {
    el.classList.add("market-report-dossier");
    const box = document.createElement("div");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "The claim and its source");
    const show = () => {
      box.innerHTML = model.get("html");
      box.scrollTop = 0;
    };
    box.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#claim-"]');
      if (!link) return;
      event.preventDefault();
      event.stopPropagation();
      model.set("asked", link.getAttribute("href").slice("#claim-".length));
      model.save_changes();
    });
    model.on("change:html", show);
    show();
    el.append(box);
  },
};
"""

DOSSIER_STYLE: Final = """
.market-report-dossier { flex: none; margin: 4px 2px 12px; }
.market-report-dossier > div {
  box-sizing: border-box; height: 19em; overflow: auto; padding: 0.6em 0.8em; line-height: 1.4;
  border: 1px solid var(--jp-border-color2, #bdbdbd); color: var(--jp-content-font-color1, #1c2430);
  background: var(--jp-layout-color1, #fff); font-size: var(--jp-content-font-size1, 14px);
}
.market-report-dossier h4 { margin: 0 0 0.4em; font-size: 1.1em; }
.market-report-dossier dl.facts {
  display: grid; grid-template-columns: max-content 1fr; gap: 0.15em 1em; margin: 0;
}
.market-report-dossier dl.facts :is(dt, dd) { float: none; width: auto; margin: 0; padding: 0; }
.market-report-dossier dt { color: var(--jp-content-font-color2, #566070); font-weight: normal; }
.market-report-choices .widget-readout { min-width: 7em; }
.market-report-dossier ul.found { margin: 0.6em 0; padding-left: 1.2em; }
.market-report-dossier a { color: var(--jp-content-link-color, #0068a8); }
.market-report-dossier table.beside { border-collapse: collapse; margin-top: 0.6em; }
.market-report-dossier table.beside :is(th, td) {
  padding: 0.15em 0.8em 0.15em 0; text-align: left; font-weight: normal; vertical-align: top;
}
.market-report-dossier thead th { color: var(--jp-content-font-color2, #566070); }
.market-report-dossier tbody th { color: var(--jp-content-font-color2, #566070); }
.market-report-dossier .badge { font-weight: bold; }
"""

CODE: Final = """
export default {
  render({ model, el }) {
    el.classList.add("market-report-code");
    const text = document.createElement("pre");
    text.tabIndex = 0;
    const copy = document.createElement("button");
    copy.className = "jupyter-button";
    const show = () => {
      text.textContent = model.get("code");
      copy.textContent = "Copy the code";
    };
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(model.get("code"));
        copy.textContent = "Copied";
      } catch {
        // Without a secure context there is no clipboard: select the text for Ctrl+C.
        getSelection().selectAllChildren(text);
        copy.textContent = "Press Ctrl+C";
      }
    });
    model.on("change:code", show);
    show();
    el.append(text, copy);
  },
};
"""

CODE_STYLE: Final = """
.market-report-code { display: flex; gap: 0.8em; align-items: flex-start; }
.market-report-code pre {
  flex: 1; margin: 0; padding: 0.5em 0.8em; white-space: pre-wrap; overflow-wrap: anywhere;
  max-height: 12em; overflow: auto;
  color: var(--jp-content-font-color1, #1c2430); background: var(--jp-layout-color2, #eee);
  font-family: var(--jp-code-font-family, monospace); font-size: var(--jp-code-font-size, 13px);
}
"""


class DossierView(anywidget.AnyWidget):
    """A dossier, whose links to claims lead to their dossiers.

    Attributes:
        html: the dossier.
        asked: the claim whose link was clicked last.
    """

    _esm, _css = DOSSIER, DOSSIER_STYLE
    html: Any = traitlets.Unicode("").tag(sync=True)
    asked: Any = traitlets.Unicode("").tag(sync=True)


class CodeView(anywidget.AnyWidget):
    """Code with a button that copies it.

    Attributes:
        code: the code.
    """

    _esm, _css = CODE, CODE_STYLE
    code: Any = traitlets.Unicode("").tag(sync=True)
