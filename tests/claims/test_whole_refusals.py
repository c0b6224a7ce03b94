"""What a path or an address gives instead of claims: each refusal in full, as it is printed."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from report_helpers.claims.fetching.fetch import fetch, fetch_if_there, read_pipe, shown_place
from report_helpers.claims.fetching.http_answer import asked_pause, in_words, nearness
from report_helpers.errors import InputError

CHECK = "check the path and its permissions"
SEND = "send the claims to it, or give a path"


def refusal(read: Callable[[], object]) -> str:
    """Return the line of an input error."""
    with pytest.raises(InputError) as caught:
        read()
    assert caught.value.exit_code == 66
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a file, a pipe, broken links and a file above the limit."""
    (tmp_path / "good.csv").write_bytes(b"claims")
    (tmp_path / "gone.csv").symlink_to("nowhere.csv")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large.csv").touch()
    os.truncate(tmp_path / "large.csv", (500 << 20) + 1)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("missing.csv", "there is no such file; check the path"),
        ("gone.csv", "is a link to a file that is not there; remove the link, or mend it"),
        (".", "is not a regular file; give the path of a CSV file"),
        ("pipe", "is not a regular file; give the path of a CSV file"),
        ("loop", f"cannot be read (Too many levels of symbolic links); {CHECK}"),
        ("good.csv/x", f"cannot be read (Not a directory); {CHECK}"),
        ("large.csv", "is larger than 500 MB; split it, or remove rows"),
        ("ftp://a/b", "cannot read ftp addresses; give a path, or an http or https address"),
        ("S3://a/b", "cannot read S3 addresses; give a path, or an http or https address"),
        ("http://", "is not a complete address; check the address"),
        ("/dev/fd/99", f"cannot be read (No such file or directory); {SEND}"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_in_full(data: str, says: str) -> None:
    """The place, what is wrong, and what to do."""
    assert refusal(lambda: fetch(data)) == f"{shown_place(data)}: {says}"


def test_a_path_with_a_nul_is_told_without_it(folder: Path) -> None:
    """What the operating system says has no number, so its sentence is printed."""
    assert folder.is_dir()
    says = refusal(lambda: fetch("a\0b"))
    assert says == f"ab: cannot be read (embedded null byte); {CHECK}"


def test_only_what_is_absent_is_nothing(folder: Path) -> None:
    """A missing file is nothing, a broken link an error, and a good file its bytes."""
    assert fetch_if_there(str(folder / "missing.csv")) is None
    assert fetch_if_there(str(folder / "good.csv")) == b"claims"
    assert refusal(lambda: fetch_if_there("gone.csv")).startswith("gone.csv: is a link to")


def test_a_pipe_above_the_limit_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a file is, and the byte above the limit is enough to tell."""
    monkeypatch.setattr("report_helpers.claims.fetching.fetch.LIMIT", 6)
    path = str(folder / "good.csv")
    assert read_pipe(path) == b"claims"
    (folder / "good.csv").write_bytes(b"claims!")
    too_large = "is larger than 500 MB; split it, or remove rows"
    assert refusal(lambda: read_pipe(path)) == f"{path}: {too_large}"
    assert refusal(lambda: fetch(path)) == f"{path}: {too_large}"


def test_standard_input_has_a_name() -> None:
    """In errors, where "-" says nothing."""
    assert shown_place("-") == "standard input"
    assert shown_place("/dev/stdin") == "/dev/stdin"


@pytest.mark.parametrize(
    ("address", "near"),
    [
        ("8.8.8.8", 0), ("10.0.0.1", 1), ("192.168.0.1", 1), ("127.0.0.1", 2), ("::1", 2),
        ("169.254.169.254", 3), ("0.0.0.0", 3), ("224.0.0.1", 3), ("fe80::1%eth0", 3),  # noqa: S104
        ("::ffff:10.0.0.1", 1), ("2001:4860:4860::8888", 0),
    ],
)  # fmt: skip
def test_addresses_are_near_or_far(address: str, near: int) -> None:
    """The internet, a network, this machine, and what only its own link has."""
    assert nearness(address) == near


def test_a_status_and_a_pause_are_read_as_they_stand() -> None:
    """With the standard phrase, if there is one; a number of seconds as it is."""
    assert [in_words(404), in_words(799)] == ["404 Not Found", "799"]
    assert [asked_pause("2"), asked_pause("0"), asked_pause("")] == [2, 0, 0]
