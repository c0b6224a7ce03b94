"""Places in which the real command runs."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from .mailbox import Mailbox, opened_mailbox
from .place import Place


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real mail server on loopback."""
    with opened_mailbox() as box:
        yield box


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return a place for runs; processes that a test leaves there are killed."""
    here = Place(tmp_path)
    yield here
    for process in here.processes():
        process.send_signal(signal.SIGKILL)
    shutil.rmtree(here.temporary)


@pytest.fixture(scope="session")
def once_published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return an output with a page of the day before."""
    place = Place(tmp_path_factory.mktemp("published"))
    place.write()
    ended = place.run("--as-of", "2026-11-22")
    assert (ended.code, ended.error) == (0, "")
    yield place.out
    shutil.rmtree(place.temporary)


@pytest.fixture
def published(place: Place, once_published: Path) -> Place:
    """Return a place with a published page, of the day before."""
    place.write()
    shutil.copytree(once_published, place.out)
    return place
