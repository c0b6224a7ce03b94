"""What the process that kernels fork from has loaded."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

LOADED = """
import importlib
import sys

from report_helpers.execution import fork_server

for name in (*fork_server.SHARED, *fork_server.IMPORTS):
    importlib.import_module(name)
print("plotly.io._renderers" in sys.modules)
"""


def test_no_renderer_is_chosen_before_a_kernel_runs() -> None:
    """Plotly chooses one on import; without a kernel it is one that prints charts as text."""
    command = [sys.executable, "-Xfrozen_modules=off", "-c", LOADED]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ended.stdout.strip() == "False"
