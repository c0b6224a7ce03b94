"""Pipes, devices and empty paths in the place of what a user names: an error, and no waiting."""

import os
from pathlib import Path

import pytest

from .place import Place
from .test_publish import everything

pytestmark = pytest.mark.slow

SPECIAL = ["/dev/zero", "pipe", "folder", "link to a device"]


def special(folder: Path, kind: str) -> Path:
    """Return the path of something that is no regular file."""
    if kind.startswith("/"):
        return Path(kind)
    path = folder / "special"
    if kind == "pipe":
        os.mkfifo(path, 0o600)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize(
    ("option", "code"), [("-f", 2), ("--data", 66), ("--notify-file", 2), ("grid", 2)]
)
def test_files_that_are_not_regular_are_refused(
    place: Place, kind: str, option: str, code: int
) -> None:
    """Parameters, a grid, data and addresses are read from regular files alone, at once."""
    place.write()
    path = str(special(place.folder, kind))
    words, command = ([path], "batch") if option == "grid" else ([option, path], "render")
    ended = place.run(*words, command=command)
    assert ended.code == code
    assert ended.error.startswith(f"error: {path}: ")
    assert len(ended.error.splitlines()) == 1
    assert not place.page.exists()


def test_a_link_to_a_regular_file_is_followed_where_the_user_names_it(place: Place) -> None:
    """The parameters behind it are read: the name of one is unknown."""
    place.write()
    (place.folder / "real.yaml").write_text("no_such: 1\n", encoding="utf-8")
    (place.folder / "link.yaml").symlink_to("real.yaml")
    ended = place.run("-f", str(place.folder / "link.yaml"))
    assert ended.code == 2
    assert "no_such" in ended.error


@pytest.mark.parametrize("kind", SPECIAL)
def test_a_notebook_that_is_no_regular_file_is_refused(place: Place, kind: str) -> None:
    """Exit code 78 before anything runs."""
    place.write()
    notebook = place.folder / "notebooks" / "odd.ipynb"
    path = special(place.folder, kind)
    notebook.symlink_to(path)
    ended = place.run()
    assert ended.code == 78
    assert ended.error.startswith("error: odd.ipynb: this is not a readable notebook")


@pytest.mark.parametrize("command", ["render", "batch", "diff"])
def test_an_empty_path_is_refused(place: Place, command: str) -> None:
    """`--out ""`, of a variable that is not set: exit code 2, and the working folder stays."""
    place.write()
    (place.folder / "grid.yaml").write_text("as_of: 2026-11-23\n", encoding="utf-8")
    (place.folder / ".index.html.market-report-abcdefgh").touch()
    before = everything(place.folder)
    words = {"render": (), "batch": ("grid.yaml",), "diff": ("a", "b")}[command]
    done = place.run(*words, "--out", "", command=command)
    assert done.code == 2
    assert "'--out': the path is empty" in done.error
    found = everything(place.folder)
    assert {name: found[name] for name in before} == before


@pytest.mark.parametrize("option", ["--notebooks", "-f", "--notify-file"])
def test_no_option_takes_an_empty_path(place: Place, option: str) -> None:
    """Each names a file or a folder, and an empty text is none."""
    place.write()
    ended = place.run(option, "")
    assert ended.code == 2
    assert "the path is empty" in ended.error
