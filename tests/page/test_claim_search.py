"""Searching, filtering and sorting claims: the page's pure script in V8."""

import json
from functools import cache
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from report_helpers.page.environment import read_template

COLUMNS = ("line", "claim_id", "title", "region", "sample", "figure", "figure_order", "window",
           "year", "producer", "topic_title", "evidence_label", "verdict", "role")  # fmt: skip
ROWS = (
    ("2", "b2", "Market size", "Île-de-France", "", "$5 billion", "2", "2030", "2030",
     "Société Générale", "Sales", "publisher's page", "holds", "cited"),
    ("3", "b10", "Jobs", "", "403 firms", "74 %", "0", "", "", "", "Jobs", "secondary page",
     "", "comparator"),
    ("4", "a1", "market Share", "", "", "12 %", "1", "2020\N{EN DASH}2024", "2024", "ØRSTED",
     "Sales", "original not found", "contradicted", "cited"),
)  # fmt: skip
LINES = (
    "claim_id,title,region,producer,note",
    "b2,Market size,Île-de-France,Société Générale,İstanbul",
    "b10,Jobs,,,plain words",
    "a1,market Share,,ØRSTED,straße ﬁne",
)
ORDERS = {
    "verdict": ["contradicted", "differs", "holds"],
    "evidence": ["publisher's page", "secondary page", "original not found"],
}
CHARTS = [["figure-one", "One", [0, 2]], ["figure-two", "Two", [2]], ["figure-none", "None", []]]
NOTHING = {"words": "", "chart": "", "topic": "", "publisher": "", "verdict": "", "evidence": "",
           "from": "", "to": "", "order": ""}  # fmt: skip


@cache
def engine() -> MiniRacer:
    """Return V8 with the script and the rows in it."""
    racer = MiniRacer()
    racer.eval(read_template("claim_search.js"))
    columns = dict(zip(COLUMNS, zip(*ROWS, strict=True), strict=True))
    racer.eval(f"const every = CLAIM_SEARCH.rows({json.dumps([columns, LINES, CHARTS])[1:-1]});")
    racer.eval(f"const orders = {json.dumps(ORDERS)};")
    return racer


def evaluated(script: str) -> Any:
    """Return the value of an expression."""
    return json.loads(str(engine().eval(f"JSON.stringify({script})")))


def found(**asked: str) -> list[str]:
    """Return the ids of the rows that have what is asked for."""
    given = json.dumps({**NOTHING, **asked})
    ids: list[str] = evaluated(f"CLAIM_SEARCH.found(every, {given}).map((row) => row.id)")
    return ids


def in_order(name: str, direction: str) -> list[str]:
    """Return the ids of all rows in the order of a column."""
    arguments = f"every, {name!r}, {direction!r}, orders"
    ids: list[str] = evaluated(f"CLAIM_SEARCH.sorted({arguments}).map((row) => row.id)")
    return ids


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("", ["b2", "b10", "a1"]),
        ("  ", ["b2", "b10", "a1"]),
        ("MARKET", ["b2", "a1"]),
        ("societe generale", ["b2"]),
        ("GÉNÉRALE société", ["b2"]),
        ("ile de", ["b2"]),
        ("istanbul", ["b2"]),
        ("orsted", ["a1"]),
        ("strasse", ["a1"]),
        ("fine", ["a1"]),
        ("plain words", ["b10"]),
        ("$5 billion", ["b2"]),
        ("secondary", ["b10"]),
        ("contradicted", ["a1"]),
        ("market nowhere", []),
    ],
)
def test_a_search_finds_every_word_in_all_text(words: str, ids: list[str]) -> None:
    """In any order, without regard to capitals and accents, in the file's cells and in ours."""
    assert found(words=words) == ids


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"topic": "Sales"}, ["b2", "a1"]),
        ({"publisher": "nobody"}, ["b10"]),
        ({"verdict": "comparator"}, ["b10"]),
        ({"evidence": "publisher's page"}, ["b2"]),
        ({"from": "2025"}, ["b2"]),
        ({"to": "2024"}, ["a1"]),
        ({"from": "2024", "to": "2030"}, ["b2", "a1"]),
        ({"topic": "Sales", "words": "share"}, ["a1"]),
        ({"topic": "Jobs", "verdict": "holds"}, []),
        ({"chart": "figure-one"}, ["b2", "a1"]),
        ({"chart": "figure-one", "to": "2024"}, ["a1"]),
        ({"chart": "figure-none"}, []),
    ],
)
def test_filters_narrow_the_rows_together(asked: dict[str, str], ids: list[str]) -> None:
    """A row without a year is in no span of years."""
    assert found(**asked) == ids


@pytest.mark.parametrize(
    ("name", "ascending", "descending"),
    [
        ("title", ["b10", "a1", "b2"], ["b2", "a1", "b10"]),
        ("figure", ["b10", "a1", "b2"], ["b2", "a1", "b10"]),
        ("years", ["a1", "b2", "b10"], ["b2", "a1", "b10"]),
        ("publisher", ["a1", "b2", "b10"], ["b2", "a1", "b10"]),
        ("topic", ["b10", "b2", "a1"], ["b2", "a1", "b10"]),
        ("evidence", ["b2", "b10", "a1"], ["a1", "b10", "b2"]),
        ("verdict", ["a1", "b2", "b10"], ["b2", "a1", "b10"]),
        ("", ["b2", "b10", "a1"], ["b2", "b10", "a1"]),
    ],
)
def test_rows_sort_by_each_column(name: str, ascending: list[str], descending: list[str]) -> None:
    """Equal rows stay in the order of the file, and rows with nothing in the column stay last."""
    assert in_order(name, "ascending") == ascending
    assert in_order(name, "descending") == descending


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("topic", ["Jobs", "Sales"]),
        ("publisher", ["nobody", "ØRSTED", "Société Générale"]),
        ("verdict", ["contradicted", "holds", "comparator"]),
        ("evidence", ["publisher's page", "secondary page", "original not found"]),
    ],
)
def test_choices_of_a_filter(name: str, labels: list[str]) -> None:
    """What the rows have: by gravity or closeness where that is known, else by the alphabet."""
    assert evaluated(f"CLAIM_SEARCH.choices(every, {name!r}, orders)") == labels


def test_a_row_keeps_its_line_of_the_file() -> None:
    """As it stands there, for the rows that a reader saves."""
    assert evaluated("every.map((row) => row.record)") == list(LINES[1:])
