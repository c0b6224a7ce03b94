"""Wherever a run takes place, its page is the same: cron's environment, locales, homes, zones.

The letters in brackets name the row of the fault plan.
"""

import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from report_helpers.drawing.browser import find_browser

from .place import Place
from .test_publish import everything

pytestmark = pytest.mark.kernel

PATH = f"{Path(sys.executable).parent}:/usr/bin:/bin"
ENVIRONMENTS = {
    "cron": {"PATH": PATH},
    "C locale": {"PATH": PATH, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX locale": {"PATH": PATH, "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
    "Latin-1": {"PATH": PATH, "LC_ALL": "de_DE.ISO-8859-1", "PYTHONIOENCODING": "latin-1"},
    "no such home": {"PATH": PATH, "HOME": "/nonexistent"},
    "home is no folder": {"PATH": PATH, "HOME": "/dev/null"},
    "Kiritimati": {"PATH": PATH, "TZ": "Pacific/Kiritimati"},
    "no such zone": {"PATH": PATH, "TZ": "Mars/Phobos"},
}


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_page_is_the_same_in_any_environment(place: Place, name: str) -> None:
    """E01, E02, E03, E05: with only the environment of a scheduler."""
    place.write("'ä „half“ 39.2 %'")
    ended = place.run("--as-of", "2026-11-22", only=ENVIRONMENTS[name])
    assert (ended.code, ended.error) == (0, "")
    again = Place(place.folder / "again")
    again.folder.mkdir()
    shutil.copytree(place.folder / "notebooks", again.folder / "notebooks")
    assert again.run("--as-of", "2026-11-22").code == 0
    assert place.page.read_bytes() == again.page.read_bytes()
    assert list(place.temporary.iterdir()) == []


def test_a_deleted_working_directory_is_an_error(place: Place) -> None:
    """E03: 78, and nothing is made."""
    place.write()
    gone = place.folder / "gone"
    gone.mkdir()
    ended = place.run(cwd=gone, preexec_fn=lambda: shutil.rmtree(gone))
    assert ended.code == 78
    assert ended.error.startswith("error: working directory: it was deleted; ")
    assert not place.out.exists()


def test_the_root_folder_will_do_as_working_directory(place: Place) -> None:
    """E03: nothing depends on where the command is called."""
    place.write()
    assert place.run(cwd="/").code == 0


def test_the_day_is_that_of_greenwich(place: Place) -> None:
    """E05: without a date it is the date in UTC, in every time zone."""
    place.write()
    days = set()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        day = datetime.now(UTC).date().isoformat()
        assert place.run("--today", env={"TZ": zone}).code == 0
        days.add(day)
        days.add(str(place.log()[-1]["as_of"]))
    assert len(days) == 1 or datetime.now(UTC).date().isoformat() in days


def start_up(folder: Path) -> dict[str, str]:
    """Return the variable of a file that leaves a trace when it runs."""
    (folder / "start.py").write_text(f"open({str(folder / 'ran')!r}, 'w')", encoding="utf-8")
    return {"PYTHONSTARTUP": str(folder / "start.py")}


def broken_plotly(folder: Path) -> dict[str, str]:
    """Return the variable of a folder whose plotly cannot be imported."""
    (folder / "plotly").mkdir()
    (folder / "plotly" / "__init__.py").write_text("raise RuntimeError('mine')", encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


def other_kernel(folder: Path) -> dict[str, str]:
    """Return the variable of a folder in which `python3` is no kernel."""
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    spec = {"argv": ["/bin/false"], "display_name": "", "language": "python"}
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return {"JUPYTER_PATH": str(folder), "JUPYTER_DATA_DIR": str(folder)}


def broken_modules(folder: Path) -> dict[str, str]:
    """Return the variable of a folder with modules that the command itself imports."""
    for name in ("click", "yaml", "filelock", "colorsys"):
        (folder / f"{name}.py").write_text("raise RuntimeError('mine')", encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


CALLERS: dict[str, Callable[[Path], dict[str, str]]] = {
    "start-up file": start_up,
    "module path": broken_plotly,
    "modules of the command": broken_modules,
    "interactive": lambda _: {"PYTHONINSPECT": "1", "PYTHONUNBUFFERED": "1"},
    "kernel": other_kernel,
    "renderer": lambda _: {"PLOTLY_RENDERER": "browser"},
    "no docstrings": lambda _: {"PYTHONOPTIMIZE": "2"},
    "encoding": lambda _: {"PYTHONIOENCODING": "latin-1", "PYTHONWARNINGS": "error"},
}


@pytest.mark.parametrize("name", CALLERS)
def test_nothing_of_the_caller_s_environment_reaches_a_notebook(place: Place, name: str) -> None:
    """E06: the report is published, and what the variable names is not used."""
    place.write("import os\nprint('SECRET' in os.environ, 'MARKET_REPORT_OWN' in os.environ)")
    theirs = place.folder / "theirs"
    theirs.mkdir()
    variables = CALLERS[name](theirs)
    before = everything(theirs)
    ended = place.run(env={**variables, "SECRET": "x", "MARKET_REPORT_OWN": "x"})
    assert ended.code == 0, ended.error
    assert "False True" in place.page.read_text("utf-8")
    assert {path: held for path, held in everything(theirs).items() if ".pyc" not in path} == before


@pytest.mark.parametrize("does", ["exit 3", "printf 'no JSON\\0' >&4"])
def test_a_browser_that_cannot_start_is_as_none(place: Place, does: str) -> None:
    """E10: the page has no pictures, that is said, and with a browser they are drawn again."""
    place.write()
    broken = place.folder / "chrome"
    broken.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    broken.chmod(0o755)
    ended = place.run("--pictures", env={"MARKET_REPORT_CHROME": str(broken)})
    assert ended.code == 0, ended.error
    assert ended.error.startswith(f"warning: the page has no pictures: {broken}: the browser did")
    without = place.page.read_bytes()
    again = place.run(env={"MARKET_REPORT_CHROME": str(broken)})
    assert "(up to date)" in again.out
    assert place.page.read_bytes() == without
    if find_browser():
        assert place.run("--pictures").code == 0
        assert place.page.read_bytes() != without


@pytest.mark.parametrize("mask", [0o000, 0o077, 0o777])
def test_modes_do_not_depend_on_the_umask(place: Place, mask: int) -> None:
    """E07: all can read what is published, and the owner alone can write it."""
    place.write()
    ended = place.run(preexec_fn=lambda: os.umask(mask))
    assert ended.code == 0, ended.error
    found = [place.out, *place.out.rglob("*")]
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in found}
    assert modes == {(True, 0o755), (False, 0o644)}
