"""A sample of `make kills`; see `tests/faults/kills.py`."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_killed_runs_lose_nothing() -> None:
    """B03, X08: of `render` and `batch`, by SIGKILL and SIGTERM; the next run publishes."""
    program = [sys.executable, "-m", "tests.faults.kills", "--kills", "8"]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "\nrender: 7 kills" in ended.stdout
    assert "\nbatch: 1 kills" in ended.stdout
