"""The file that own claims begin with: valid, instructive, and never written over another."""

from pathlib import Path

import pytest

import report_helpers as mr
from report_helpers.errors import OutputError


def test_its_rows_are_valid_and_have_a_finding(tmp_path: Path) -> None:
    """A cited figure with a growth that it cannot have, its original, and another publisher's."""
    path = tmp_path / "own.csv"
    assert str(path) in mr.write_first_claims(str(path)).text
    claims = mr.read_claims(str(path))
    assert list(claims["role"]) == ["cited", "original", "comparator"]
    rules = {each.rule for each in mr.audit(claims, as_of="2026-11-23")}
    assert {"growth-mismatch", "original-differs"} <= rules


def test_nothing_is_written_without_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the checkout nor elsewhere; a sentence says what to do."""
    monkeypatch.chdir(tmp_path)
    assert mr.write_first_claims().text.startswith("Nothing is written")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    """The cell may run again after the rows were changed."""
    path = tmp_path / "own.csv"
    path.write_text("mine", encoding="utf-8")
    assert mr.write_first_claims(str(path)).text == f"{path} is there and is left as it is."
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    """With what to do."""
    with pytest.raises(OutputError, match=r"cannot be written .*; name a file in a folder"):
        mr.write_first_claims(str(tmp_path / "missing" / "own.csv"))
