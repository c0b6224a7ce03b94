"""The header: labels that are unknown, missing, repeated, look-alike or otherwise separated."""

from collections.abc import Callable

import pytest
from pandas.testing import assert_frame_equal

from report_helpers.claims.read import parse_claims
from report_helpers.errors import Problem

Found = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]
With = Callable[[int, str, str], str]
Place = tuple[int, str, str]


def places(problems: list[Problem]) -> list[Place]:
    """Return line, column and code of each problem."""
    return [(problem.line, problem.column, problem.code) for problem in problems]


@pytest.mark.parametrize(
    ("edit", "column", "code", "part"),
    [
        pytest.param((",note\n", ",region\n"), "region", "duplicate-label", "twice",
                     id="D03-twice"),
        pytest.param((",note\n", ",\n"), "-", "blank-label", "no name", id="D03-blank"),
        pytest.param((",unit,", ",un\u0456t,"), "unit", "incorrect-label", "'un\\u0456t'",
                     id="D04-cyrillic"),
        pytest.param((",unit,", ", unit,"), "unit", "incorrect-label", "' unit'", id="D04-space"),
        pytest.param((",unit,", ",\u00a0unit,"), "unit", "incorrect-label", "'\\xa0unit'",
                     id="D04-nbsp"),
        pytest.param((",unit,", ",Unit,"), "unit", "incorrect-label", "'Unit'", id="D04-capital"),
        pytest.param(("claim_id,", "\ufeff\ufeffclaim_id,"), "claim_id", "incorrect-label",
                     "'\\ufeffclaim_id'", id="D04-second-mark"),
    ],
)  # fmt: skip
def test_bad_labels_are_named(  # noqa: PLR0913, PLR0917  # the parts of a case
    edit: tuple[str, str], column: str, code: str, part: str, edited: Edit, problems_of: Found
) -> None:
    """D03, D04: a wrong label is shown in ASCII, and a likely name is suggested."""
    found = problems_of(edited(*edit))
    assert places(found) == [(1, column, code)]
    assert part in found[0].message
    assert (column in found[0].fix) == (code == "incorrect-label")


def test_unknown_column_does_not_stand_for_a_missing_one(edited: Edit, problems_of: Found) -> None:
    """D03: unexpected and missing names are both listed."""
    found = problems_of(edited(",unit,", ",colour,"))
    assert places(found) == [(1, "-", "extra-label"), (1, "unit", "missing-label")]
    assert "'colour'" in found[0].message


def test_missing_columns_are_listed_once(good: str, problems_of: Found) -> None:
    """D03: each missing required column is one problem, and rows are not blamed for it."""
    rows = [line.split(",", 2)[2] for line in good.splitlines()]
    found = problems_of("\n".join(rows))
    assert places(found) == [(1, "claim_id", "missing-label"), (1, "topic", "missing-label")]


def test_column_order_is_free_and_optional_columns_may_be_absent(plain_csv: bytes) -> None:
    """D03: reversed columns give the same table, and so do absent empty ones."""
    lines = plain_csv.decode().splitlines()
    turned = "\n".join(",".join(reversed(line.split(","))) for line in lines)
    without = "\n".join(line.rpartition(",")[0] for line in lines)
    expected = parse_claims(plain_csv, "a")
    assert_frame_equal(parse_claims(turned.encode(), "b"), expected)
    assert_frame_equal(parse_claims(without.encode(), "c"), expected)


@pytest.fixture
def plain_csv() -> bytes:
    """A file without quotes whose last column, the note, is empty."""
    names = ("claim_id,topic,metric,measure,title,scope,value,qualifier,unit,kind,as_printed,role,"
             "source_id,source_title,source_kind,evidence,note")  # fmt: skip
    row = "a,tools,share,use,Use,all,7,exact,percent,survey,7 %,cited,p,Page,news,not_found,"
    return f"{names}\n{row}\n".encode()


@pytest.mark.parametrize(("separator", "name"), [(";", "semicolon"), ("\t", "tab")])
def test_other_separators_are_recognised(
    separator: str, name: str, good: str, problems_of: Found
) -> None:
    """D12: a file separated by semicolons or tabs, also with decimal commas, is reported."""
    text = good.replace(",", separator)
    for variant in (text, text.replace("225.91", "225,91")):
        (problem,) = problems_of(variant)
        assert places([problem]) == [(1, "-", "source-error")]
        assert f"{name}-separated?" in problem.message
        assert "commas" in problem.fix


def test_a_text_without_a_header_gets_the_columns_to_begin_with(
    good: str, problems_of: Found
) -> None:
    """A file that begins with data is one problem, with the expected header."""
    (problem,) = problems_of(good.partition("\n")[2])
    assert places([problem]) == [(1, "-", "missing-label")]
    assert "claim_id,topic" in problem.fix
