"""The environment of a run is built from an allow-list."""

import subprocess
import sys
from pathlib import Path

import pytest

from report_helpers.runs.sandbox import environment
from report_helpers.variables import NOTIFY

HARMFUL = [
    "PYTHONSTARTUP", "PYTHONPATH", "PYTHONHOME", "PYTHONOPTIMIZE", "PYTHONINSPECT",
    "PYTHONIOENCODING", "PYTHONWARNINGS", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH",
    "PLOTLY_RENDERER", "LC_ALL", "LD_PRELOAD", "HTTPS_PROXY", "SSL_CERT_FILE", "USER",
    "AWS_SECRET_ACCESS_KEY", "MARKET_REPORT_NOTIFY",
]  # fmt: skip


@pytest.mark.parametrize("name", HARMFUL)
def test_what_is_not_listed_is_left_out(name: str) -> None:
    """E06: start-up files, kernels, module paths, renderers, proxies and secrets."""
    assert name not in environment(Path("/private"), {name: "x"})


@pytest.mark.parametrize("name", ["PATH", "HOME", "Path", "MARKET_REPORT_X"])
def test_what_is_listed_is_kept(name: str) -> None:
    """E06: also what somebody names for their own notebooks."""
    assert environment(Path("/private"), {name: "x"})[name] == "x"


def test_own_folders_and_text_are_those_of_the_run() -> None:
    """E06: whatever the caller has."""
    given = {"JUPYTER_DATA_DIR": "/theirs", "TMPDIR": "/theirs", "TZ": "Mars/Phobos", "LANG": "C"}
    made = environment(Path("/private"), given)
    assert "/theirs" not in made.values()
    assert (made["TZ"], made["LANG"], made["PYTHONUTF8"]) == ("UTC", "C.UTF-8", "1")


def test_no_notebook_sees_the_addresses_of_messages(tmp_path: Path) -> None:
    """E09: they hold passwords."""
    assert NOTIFY not in environment(tmp_path, {NOTIFY: "mailto://user:word@a.example"})


@pytest.mark.slow
def test_no_module_of_the_working_directory_is_imported(tmp_path: Path) -> None:
    """E03: a file there may have the name of an installed module."""
    (tmp_path / "colorsys.py").write_text("raise SystemExit(3)", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", "import colorsys"],
        cwd=tmp_path, env=environment(tmp_path / "private"), check=False,
    )  # fmt: skip
    assert done.returncode == 0
