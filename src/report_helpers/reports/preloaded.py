"""All that notebooks import, and what it does but once: loaded before kernels fork.

Importing this module is what it is for. A library that is loaded late, such as those that plotly
loads when it shows its first figure, would be loaded again by every kernel. Only what looks at the
kernel that it is in must wait for that: plotly's choice of how to show a figure.
"""

# ruff: noqa: E402, F401, I001 (it is imported for its effect, and some lines come first)
import gc
import sys

# Nothing that is loaded here is ever let go, so that looking for what can be is in vain.
gc.disable()
# jsonschema would build a grammar of web addresses for checks that nobody asks for: 0.8 s.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
# Nobody debugs a report's kernel, but each would load the debugger: 0.1 s.
sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]

import IPython.core.completer
import ipykernel.debugger
import ipykernel.kernelapp
import ipykernel.zmqshell
import kaleido
import nbformat

import report_helpers.charts.audited
import report_helpers.charts.figures
import report_helpers.charts.first_use
import report_helpers.charts.projection
import report_helpers.charts.prose
import report_helpers.charts.tables
from report_helpers.analysis.audit import audit
from report_helpers.claims import read_claims

__all__: list[str] = []

audit(read_claims(), as_of="2026-01-01")
# Kernels must not look through it either: each would get its own copy of every page of memory.
gc.collect()
gc.freeze()
gc.enable()
