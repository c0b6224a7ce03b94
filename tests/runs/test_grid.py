"""Grids: the product of lists, typed and checked before anything starts."""

from pathlib import Path

import pytest

from report_helpers.errors import UsageError
from report_helpers.execution.parameters import Parameter
from report_helpers.runs.batch.grid import Point, read_grid

KNOWN = {
    "horizon_year": Parameter("horizon_year", "int", 2035, "", ()),
    "claim_id": Parameter("claim_id", "str", "", "", ()),
    "growth": Parameter("growth", "float", 0.1, "", ()),
}


def points(folder: Path, text: str) -> list[Point]:
    """Return the points of a grid."""
    path = folder / "grid.yaml"
    path.write_text(text, encoding="utf-8")
    return read_grid(path, KNOWN, as_of="2026-11-23", locale="en")


def test_a_point_a_combination(tmp_path: Path) -> None:
    """In the order of the file; what does not vary is in no name."""
    found = points(tmp_path, "horizon_year: [2030, 2035]\ngrowth: 0.2\nclaim_id: [a, b]\n")
    assert [point.name for point in found] == [
        "horizon_year-2030_claim_id-a", "horizon_year-2030_claim_id-b",
        "horizon_year-2035_claim_id-a", "horizon_year-2035_claim_id-b",
    ]  # fmt: skip
    assert found[0].parameters == {
        "as_of": "2026-11-23", "locale": "en",
        "horizon_year": 2030, "growth": 0.2, "claim_id": "a",
    }  # fmt: skip


def test_a_day_of_the_grid_counts(tmp_path: Path) -> None:
    """One a point, where the grid gives days."""
    found = points(tmp_path, "as_of: [2026-01-01, 2026-02-01]\n")
    assert [point.parameters["as_of"] for point in found] == ["2026-01-01", "2026-02-01"]
    assert [point.name for point in found] == ["as_of-2026-01-01", "as_of-2026-02-01"]


def test_one_point_is_a_grid(tmp_path: Path) -> None:
    """Without anything that varies there is one report."""
    assert [point.name for point in points(tmp_path, "horizon_year: 2030\n")] == ["report"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("horizon_yeer: [2030]", "did you mean horizon_year?"),
        ("horizon_year: [2030, soon]", "'soon' is not of type int"),
        ("horizon_year: [2030, 2030]", "two reports would be called"),
        ("claim_id: [a b, a-b]", "two reports would be called claim_id-a-b (claim_id 'a b'"),
        ("claim_id: [a, A]", "two reports would be called"),
        ("horizon_year: []", "an empty list"),
        ("horizon_year: [[2030]]", "not a mapping of names to lists"),
        ("horizon_year: {a: 1}", "not a mapping of names to lists"),
        ("as_of: [2026-13-01]", "is not a date"),
        ("- 1", "not a mapping"),
        ("a: !x 1", "tags are not allowed"),
        ("? [1]\n: 2", "a name is a list"),
        ("growth: [" + ", ".join(f"0.{n}" for n in range(101)) + "]\nhorizon_year: ["
         + ", ".join(str(n) for n in range(1900, 2000)) + "]", "10,100 points"),
    ],
)  # fmt: skip
def test_a_wrong_grid_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    """B16: exit code 2, before anything starts."""
    with pytest.raises(UsageError) as caught:
        points(tmp_path, text)
    assert message in str(caught.value)


@pytest.mark.parametrize("value", ["../../etc", "a/b", "..", "-", "ä/ö", "x" * 500])
def test_a_name_is_good_for_a_folder(tmp_path: Path, value: str) -> None:
    """No value leads out of the folder, and none is too long for it."""
    for point in points(tmp_path, f"claim_id: ['{value}', plain]\n"):
        assert "/" not in point.name
        assert not point.name.startswith(".")
        assert len(point.name) <= 140
        (tmp_path / point.name).mkdir()


def test_a_locale_of_the_grid_counts(tmp_path: Path) -> None:
    """One a point, in one spelling; an unknown one is refused before a report is made."""
    found = points(tmp_path, "locale: [de, en_in]\n")
    assert [point.parameters["locale"] for point in found] == ["de", "en-IN"]
    with pytest.raises(UsageError, match="parameter locale: 'xx' is not a known locale"):
        points(tmp_path, "locale: [de, xx]\n")
