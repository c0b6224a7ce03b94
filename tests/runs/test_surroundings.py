"""Wherever a run takes place, its page is the same: cron's environment, locales, homes, zones.

The letters in brackets name the row of the fault plan.
"""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from .place import Place

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
