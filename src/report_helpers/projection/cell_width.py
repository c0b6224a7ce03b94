"""What tells the kernel how wide a panel's cell is, so that its figure can be as wide."""

from typing import Any, Final

import anywidget

# traitlets types its traits by what they are given, which mypy cannot follow.
import traitlets

__all__ = ["Filling"]

SCRIPT: Final = """
export default {
  render({ model, el }) {
    const watcher = new ResizeObserver(() => {
      // A cell that is scrolled away or folded has no width.
      if (el.clientWidth === 0) return;
      model.set("width", el.clientWidth);
      model.save_changes();
    });
    watcher.observe(el);
    return () => watcher.disconnect();
  },
};
"""


class Filling(anywidget.AnyWidget):
    """An empty line as wide as its cell.

    Attributes:
        width: of it in pixels; 0 until it is shown.
    """

    _esm = SCRIPT
    width: Any = traitlets.Int(0).tag(sync=True)
