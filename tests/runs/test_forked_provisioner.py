"""Kernels that fork have loaded everything; where they cannot, the page is the same."""

import os
import subprocess
import sys

import pytest

from .place import MARK, Place

pytestmark = pytest.mark.kernel

LOADED = (
    "import sys\n"
    "late = [name for name in ('kaleido', 'nbformat', 'report_helpers.charts')]\n"
    "print('loaded', [name in sys.modules for name in late])"
)
OWN = (
    "import os\n"
    "print('own session', os.getsid(0) == os.getpid())\n"
    "print('in', os.path.basename(os.getcwd()), os.environ['MARKET_REPORT_STATIC'])\n"
    "print('main', __name__, sys.argv[0].endswith('worker.py'))"
)

BROWSER = """#!{python}
import pathlib, psutil
process = psutil.Process()
while process.name() != "report-worker":
    process = process.parent()
names = [each.name() for each in [process, *process.children(recursive=True)]]
pathlib.Path({seen!r}).write_text(" ".join(names))
"""
"""Draws nothing, but writes down which processes of the run live."""


def test_a_kernel_begins_with_everything_loaded(place: Place) -> None:
    """It has a session, a folder and an environment of its own."""
    place.write(LOADED, OWN)
    assert place.run().code == 0
    page = place.page.read_text("utf-8")
    assert "loaded [True, True, True]" in page
    assert "own session True" in page
    assert "in notebooks 1" in page
    assert "main __main__ False" in page


def test_where_no_kernel_can_fork_it_is_started(place: Place) -> None:
    """A socket has no room in a long path; the result is the same."""
    place.write("print('ä', 39.2)")
    assert place.run().code == 0
    forked = place.page.read_bytes()
    place.page.unlink()
    place.temporary = place.folder / ("long" * 20)
    place.temporary.mkdir()
    assert place.run().code == 0
    assert place.page.read_bytes() == forked
    assert list(place.temporary.iterdir()) == []


def test_it_is_started_and_not_forked_there(place: Place) -> None:
    """The modules that are not loaded show it."""
    place.temporary = place.folder / ("long" * 20)
    place.temporary.mkdir()
    place.write(LOADED)
    assert place.run().code == 0
    assert "loaded [False, False, False]" in place.page.read_text("utf-8")


def test_no_kernel_lives_while_charts_are_drawn(place: Place) -> None:
    """Nor does what they fork from: the browser needs the memory."""
    place.write("1 + 1")
    seen, browser = place.folder / "seen.txt", place.folder / "browser"
    browser.write_text(BROWSER.format(python=sys.executable, seen=str(seen)), encoding="utf-8")
    browser.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "report_helpers", "render", "--as-of", "2026-11-23", "--out",
         str(place.out), "--notebooks", str(place.folder / "notebooks")],
        capture_output=True, text=True, check=False, timeout=120, cwd=place.folder,
        env={**os.environ, "TMPDIR": str(place.temporary), MARK: place.mark,
             "MARKET_REPORT_CHROME": str(browser), "MARKET_REPORT_CACHE": ""},
    )  # fmt: skip
    # A browser that cannot start is as none.
    assert done.returncode == 0, done.stderr
    assert "the page has no pictures" in done.stderr
    names = seen.read_text(encoding="utf-8").split()
    assert "report-worker" in names
    assert {"fork-server", "report-kernel"}.isdisjoint(names)
