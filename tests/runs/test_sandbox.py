"""The environment of a run's processes."""

from pathlib import Path

from report_helpers.runs.sandbox import environment
from report_helpers.variables import NOTIFY


def test_no_notebook_sees_the_addresses_of_messages(tmp_path: Path) -> None:
    """E09: they hold passwords."""
    assert NOTIFY not in environment(tmp_path, {NOTIFY: "mailto://user:word@a.example"})
