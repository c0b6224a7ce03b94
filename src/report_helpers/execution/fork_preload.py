"""All that notebooks import, and what it does but once: loaded before kernels fork.

Importing this module is what it is for. A library that is loaded late, such as those that plotly
loads when it shows its first figure, would be loaded again by every kernel. Only what looks at the
kernel that it is in must wait for that: plotly's choice of how to show a figure. The claims of the
report are audited here, too: every notebook of it asks for that.
"""

# ruff: noqa: E402, F401, I001 (it is imported for its effect, and some lines come first)
import contextlib
import gc
import os
import sys
from pathlib import Path

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

import report_helpers.text.finding_tables
import report_helpers.charts
import report_helpers.charts.toolkit.first_use
import report_helpers.projection.display
import report_helpers.text.sentences
import report_helpers.text.claim_tables
from report_helpers.audit.audit import remember_audit
from report_helpers.claims import read_claims
from report_helpers.errors import ReportError
from report_helpers.execution.fork_server import CLAIMS_VARIABLE, DAY_VARIABLE

__all__: list[str] = []

_claims = os.environ.pop(CLAIMS_VARIABLE, "")
# Whoever makes the report says what is wrong with its claims.
with contextlib.suppress(ReportError, ValueError):
    remember_audit(read_claims(_claims), as_of=os.environ.pop(DAY_VARIABLE, "2026-01-01"))
if _claims:
    # It was written for this process alone.
    Path(_claims).unlink(missing_ok=True)
# Kernels must not look through it either: each would get its own copy of every page of memory.
gc.collect()
gc.freeze()
gc.enable()
