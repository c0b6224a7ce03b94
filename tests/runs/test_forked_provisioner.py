"""Kernels that fork have loaded everything; where they cannot, the page is the same."""

import pytest

from .place import Place

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
