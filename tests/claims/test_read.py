"""From a path or an address to the table: what cannot be fetched, and all problems at once."""

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from report_helpers.claims import read_claims
from report_helpers.claims.fetching.fetch import fetch, shown_place
from report_helpers.claims.inputs.claims_input import fetch_claims
from report_helpers.claims.read import parse_claims
from report_helpers.errors import InputError

ROOT = Path(__file__).parents[2]
MEGABYTE = 2**20


def test_shipped_claims_are_valid(shipped_claims: pd.DataFrame) -> None:
    """The project's own file is valid and holds the article's 16 figures."""
    cited = shipped_claims[shipped_claims["role"] == "cited"]
    assert len(cited) == 16
    assert cited.index.is_unique
    assert cited.index[0] == "a01_ml_market"


def test_shipped_claims_are_found_from_any_folder(
    shipped_claims: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty parameter means the shipped file, in any working directory."""
    monkeypatch.chdir(tmp_path)
    assert_frame_equal(read_claims(""), shipped_claims)


def test_template_is_valid() -> None:
    """The template that the documentation offers is a good file."""
    assert len(read_claims(str(ROOT / "docs/claims_template.csv"))) == 2


def test_required_columns_and_a_value_are_enough() -> None:
    """A cited claim needs no more than the required columns and a value."""
    lines = (ROOT / "docs/claims_template.csv").read_text(encoding="utf-8").splitlines()
    drop = {lines[0].split(",").index(name) for name in ("year", "url", "accessed")}
    frame = pd.read_csv(ROOT / "docs/claims_template.csv", dtype=str, nrows=1)
    frame = frame.drop(columns=frame.columns[list(drop)])
    assert len(parse_claims(frame.to_csv(index=False).encode(), "my.csv")) == 1


@pytest.fixture
def folder(good: str, tmp_path: Path) -> Path:
    """A folder with a good file, and things that are no files."""
    (tmp_path / "good.csv").write_text(good, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "link.csv").symlink_to(tmp_path / "good.csv")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "part"),
    [
        pytest.param("missing.csv", "no such file", id="missing"),
        pytest.param(".", "not a regular file", id="D26-directory"),
        pytest.param("pipe", "not a regular file", id="D26-fifo"),
        pytest.param("/dev/zero", "not a regular file", id="D26-device"),
        pytest.param(
            "/proc/kmsg",
            "cannot be read",
            id="D26-file-that-waits",
            marks=pytest.mark.skipif(not os.access("/proc/kmsg", os.R_OK), reason="needs root"),
        ),
        pytest.param("loop", "cannot be read", id="D26-symlink-loop"),
        pytest.param("good.csv/x", "cannot be read", id="below-a-file"),
        pytest.param("a\0b", "cannot be read", id="nul"),
        pytest.param("a" * 5000, "cannot be read", id="long-name"),
    ],
)
def test_unreadable_files_are_refused(folder: Path, name: str, part: str) -> None:
    """D26: folders, pipes, devices and missing files end at once, with exit code 66."""
    path = str(folder / name)
    with pytest.raises(InputError, match=part) as caught:
        fetch(path)
    assert caught.value.exit_code == 66
    # Control characters are left out of errors, and what is very long is cut.
    assert str(caught.value).startswith(path.replace("\0", "")[:1000])


def test_a_link_to_nowhere_is_not_nothing(folder: Path) -> None:
    """D26: `sources.csv` beside the claims is broken, not absent."""
    (folder / "sources.csv").symlink_to("gone.csv")
    with pytest.raises(InputError, match=r"sources\.csv: is a link to a file that is not there"):
        fetch_claims(str(folder / "good.csv"))
    (folder / "sources.csv").unlink()
    assert fetch_claims(str(folder / "good.csv")) == fetch(str(folder / "good.csv"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_is_refused(folder: Path) -> None:
    """D26: a file without permission to read is named."""
    (folder / "good.csv").chmod(0)
    with pytest.raises(InputError, match="Permission denied"):
        fetch(str(folder / "good.csv"))


def test_links_are_followed(folder: Path) -> None:
    """A symbolic link to a good file is as good."""
    assert fetch(str(folder / "link.csv")) == fetch(str(folder / "good.csv"))


def test_large_file_is_refused_before_reading(tmp_path: Path) -> None:
    """D25: a file above the limit is refused by its size alone."""
    path = tmp_path / "large.csv"
    path.touch()
    os.truncate(path, 2**30)
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="larger than 500 MB"):
            fetch(str(path))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MEGABYTE


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "s3://bucket/a.csv", "memory://a", "ftp://a.example/b.csv"]
)
def test_other_addresses_are_refused(address: str) -> None:
    """D26: only http and https addresses are read."""
    with pytest.raises(InputError, match=r"cannot read \w+ addresses") as caught:
        fetch(address)
    assert str(caught.value).startswith(address)


@pytest.mark.parametrize(
    ("data", "shown"),
    [("", "data/market_stats.csv"), ("my.csv", "my.csv"), ("C:\\x.csv", "C:\\x.csv"),
     ("https://me:pw@a.example:81/b.csv?key=1#f", "https://a.example:81/b.csv"),
     ("https://me:pw@[a.example/b.csv?key=1", "https address")],
)  # fmt: skip
def test_places_hold_no_secrets(data: str, shown: str) -> None:
    """What errors call the data is the path as given, or the bare address."""
    assert shown_place(data) == shown


@pytest.mark.slow
@pytest.mark.parametrize("place", ["-", "/dev/stdin"])
def test_claims_come_through_a_pipe(place: str, csv_of: Callable[..., bytes]) -> None:
    """`check -` and /dev/stdin read what another program writes."""
    command = [sys.executable, "-m", "report_helpers", "check", place]
    done = subprocess.run(command, input=csv_of({"value": "1"}), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"one claim, no errors" in done.stdout


@pytest.mark.slow
def test_letters_that_a_terminal_lacks_are_replaced(csv_of: Callable[..., bytes]) -> None:
    """A terminal in Latin-1 shows claims in any script, and the exit code is the real one."""
    raw = csv_of({"value": "1", "producer": "\u0627\u0644", "metric": "share", "unit": "percent"})
    command = [sys.executable, "-m", "report_helpers", "check", "-", "--fail-on", "note"]
    done = subprocess.run(
        command[:5], input=raw, capture_output=True, check=False,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


def test_frames_are_no_formulas() -> None:
    """A notebook reads `$26 billion; $226 billion` in a frame as text, not as a formula."""
    claims = read_claims()
    assert "mathjax_ignore" in claims.head().to_html()
