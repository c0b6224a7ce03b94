"""`check --fix`: a new file, each change told, and the check of what is left."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from report_helpers.claims.read import parse_claims

pytestmark = pytest.mark.slow


@pytest.fixture
def bad(tmp_path: Path, csv_of: Callable[..., bytes]) -> Path:
    """Claims with a defect that can be mended, and one that cannot."""
    rows = [{"value": "5", "unit": "USD bn"}, {"value": "6", "accessed": "3/4/2026"}]
    path = tmp_path / "my.csv"
    path.write_bytes(csv_of(*rows))
    return path


def check(folder: Path, *arguments: str, stdin: bytes = b"") -> "subprocess.CompletedProcess[str]":
    """Run `market-report check` in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "report_helpers", "check", *arguments],
        cwd=folder, input=stdin, capture_output=True, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(
        [], done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def test_what_is_certain_is_written_and_told(bad: Path) -> None:
    """The input stays; what is left is reported for the new file."""
    before = bad.read_bytes()
    done = check(bad.parent, "--fix", "my.csv")
    assert done.returncode == 65
    assert done.stdout.splitlines() == [
        "my.csv:2:unit: 'USD bn' is now 'usd_billion'",
        "my.fixed.csv: written with one change",
    ]
    assert done.stderr.startswith("error: my.fixed.csv:3:accessed: '3/4/2026' is not a day;")
    assert bad.read_bytes() == before
    assert bad.with_name("my.fixed.csv").read_bytes() == before.replace(b"USD bn", b"usd_billion")


def test_a_file_that_is_there_is_never_replaced(bad: Path) -> None:
    """Neither the input nor another file, nor what a link names."""
    before = bad.read_bytes()
    (bad.parent / "link.csv").symlink_to("nowhere.csv")
    for out in ("my.csv", "link.csv", "."):
        done = check(bad.parent, "--fix", "my.csv", "--out", out)
        assert (done.returncode, done.stdout) == (73, "")
        assert done.stderr.startswith(f"error: {out}: is there already")
    assert bad.read_bytes() == before
    assert not (bad.parent / "nowhere.csv").exists()


def test_a_mended_file_is_valid_and_stays(bad: Path, csv_of: Callable[..., bytes]) -> None:
    """From standard input too; mended again it is the same file; JSON stays one object."""
    raw = csv_of({"value": "5", "unit": "USD bn"})
    done = check(bad.parent, "-", "--fix", "--out", "one.csv", "--format", "json", stdin=raw)
    assert (done.returncode, json.loads(done.stdout)["claims"]) == (0, 1)
    assert "is now 'usd_billion'" in done.stderr
    one = (bad.parent / "one.csv").read_bytes()
    assert len(parse_claims(one, "one.csv")) == 1
    again = check(bad.parent, "one.csv", "--fix", "--out", "two.csv", "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert (bad.parent / "two.csv").read_bytes() == one
    said = check(bad.parent, "one.csv", "--fix", "--out", "three.csv").stdout.splitlines()
    assert said[0] == "three.csv: written with no changes"


@pytest.mark.parametrize(
    ("arguments", "code", "part"),
    [
        (["-", "--fix"], 2, "add --out FILE"),
        (["my.csv", "--out", "x.csv"], 2, "add --fix"),
        (["my.csv", "--fix", "--out", "no/such/folder.csv"], 73, "cannot be written"),
        (["gone.csv", "--fix"], 66, "no such file"),
        (["table.pdf", "--fix"], 65, "a PDF"),
    ],
)
def test_what_cannot_be_fixed_writes_nothing(
    arguments: list[str], code: int, part: str, bad: Path
) -> None:
    """Each with its exit code and what to do."""
    (bad.parent / "table.pdf").write_bytes(b"%PDF-1.7")
    names = set(bad.parent.iterdir())
    done = check(bad.parent, *arguments)
    assert done.returncode == code
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert set(bad.parent.iterdir()) == names


def test_units_of_the_settings_beside_the_claims_hold(bad: Path) -> None:
    """In the check, and where units in words become codes."""
    raw = bad.read_bytes().replace(b"USD bn", b"million pack").replace(b"3/4/2026", b"")
    bad.write_bytes(raw)
    settings = '[[units]]\ncode = "pack"\nname = "battery packs"\n'
    bad.with_name("report.toml").write_text(settings, encoding="utf-8")
    done = check(bad.parent, "my.csv", "--fix")
    assert (done.returncode, done.stderr) == (0, "")
    assert "'million pack' is now 'pack_million'" in done.stdout
