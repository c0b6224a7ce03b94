"""Whether somebody works with the kernel that this code runs in, or a program runs a notebook."""

import os
import sys
from collections.abc import Mapping
from typing import Any

from report_helpers.variables import STATIC

__all__ = ["is_interactive"]


def is_interactive() -> bool:
    """Return whether the result of a cell is for somebody who can use it live.

    A request to run a cell says whether the cell may ask for input. JupyterLab allows it;
    nbconvert, papermill and nbval, where nobody would answer, do not. `MARKET_REPORT_STATIC`
    overrides this.
    """
    given = os.environ.get(STATIC)
    if given in {"0", "1"}:
        return given == "0"
    return bool(_request().get("allow_stdin", True))


def _request() -> Mapping[str, Any]:
    """Return the content of the request that the kernel is answering; empty outside a kernel."""
    # A kernel has imported it; elsewhere it would take time.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    kernel = getattr(shell, "kernel", None)
    parent = kernel.get_parent() if kernel else None
    content = (parent or {}).get("content")
    return content if isinstance(content, Mapping) else {}
