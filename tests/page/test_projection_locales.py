"""The page writes and reads numbers as the kernel does, in every manner of one list."""

import json
from functools import cache
from typing import Any

import pytest
from py_mini_racer import MiniRacer

from report_helpers.analysis.projection_inputs import field_value, shown_value
from report_helpers.claims import read_claims
from report_helpers.claims.amounts import fixed, percent
from report_helpers.page.environment import read_template
from report_helpers.projection.chart import axis_of
from report_helpers.projection.contract import ProjectionContract
from report_helpers.projection.display import projection
from report_helpers.projection.evaluate import resolve
from report_helpers.projection.traces import points
from report_helpers.projection.typed import TypedError, read, sentence
from report_helpers.projection.words import headline_words, in_words, rows_of, title
from report_helpers.reader_locale import localized, using_locale

from ..test_reader_locale import LOCALES  # noqa: TID252  # no package is installed there
from .test_projection_model import READ, SCRIPTS

pytestmark = pytest.mark.slow

NUMBERS = (0.0, 0.5, 0.00123, 12.0, 999.961, 1234.5, 56789.25, 1234567.0, 123456789.125, -4321.5)
TEXTS = (
    "25", "25,5", "25.5", "25,5 %", "25.5 %", "%25", "-% 12", "%25%", "1.234", "1,234", "1 234",
    "1.234,5", "1,234.5", "12,34,567", "-7", "٢٥", "2\N{ARABIC DECIMAL SEPARATOR}5",
)  # fmt: skip


@cache
def contract_of(tag: str) -> ProjectionContract:
    """Return the shipped claims' contract as a notebook of a locale makes it."""
    with using_locale(tag):
        return projection(read_claims()).contract


@cache
def engine(tag: str) -> MiniRacer:
    """Return V8 with the page's scripts, which have taken the manner of the contract."""
    racer = MiniRacer()
    for name in ("manner", "projection/formulas", *(f"projection/{name}" for name in SCRIPTS)):
        racer.eval(read_template(f"{name}.js"))
    racer.eval(READ.replace("CONTRACT", json.dumps(contract_of(tag))))
    racer.eval("MANNER.use(contract.manner)")
    return racer


def evaluated(tag: str, script: str) -> Any:
    """Return the value of an expression."""
    return json.loads(str(engine(tag).eval(f"JSON.stringify({script})")))


@pytest.mark.parametrize("tag", LOCALES)
def test_numbers_are_written_alike(tag: str) -> None:
    """Amounts, percentages, tenths, and values of inputs with and without groups of digits."""
    contract = contract_of(tag)
    with using_locale(tag):
        for number in NUMBERS:
            written = {
                "NUMBERS.amount": in_words(number, contract),
                "NUMBERS.percent": percent(number),
                "NUMBERS.tenths": fixed(number),
                "NUMBERS.fieldPercent": percent(number, grouped=False),
            }
            for function, words in written.items():
                given = ", contract.steps" if function == "NUMBERS.amount" else ""
                assert evaluated(tag, f"{function}({number!r}{given})") == words
            for kind in ("percent", "amount", "times"):
                for function, write in (("shownValue", shown_value), ("fieldValue", field_value)):
                    words = write(kind, number)
                    assert evaluated(tag, f"NUMBERS.{function}({kind!r}, {number!r})") == words


@pytest.mark.parametrize("tag", LOCALES)
def test_a_state_is_told_alike(tag: str) -> None:
    """Title, headline, table, and the year with its decimal."""
    contract = contract_of(tag)
    state = contract["state"]
    with using_locale(tag):
        path = resolve(contract, state)
        shown = evaluated(tag, f"seen({json.dumps(state)})")
        assert shown["title"] == title(contract, state, path)
        assert [tuple(pair) for pair in shown["headline"]] == headline_words(contract, state, path)
        assert shown["rows"] == rows_of(contract, state, path)
        assert localized("2034.8") in {words for _, words in headline_words(contract, state, path)}


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("highest", [0.0, 0.7, 26.03, 1061.5, 9.7e5, 2.4e7])
def test_a_linear_axis_has_the_same_ticks(tag: str, highest: float) -> None:
    """Its range too, and its texts in the manner of the reader."""
    contract = contract_of(tag)
    with using_locale(tag):
        axis = axis_of(contract, "linear", [highest / 2, highest])
    found = evaluated(tag, f"AXES.linear([{highest / 2}, {highest}])")
    assert found == {"range": axis["range"], "ticks": axis["tickvals"]}
    texts = evaluated(
        tag, f"AXES.linear([{highest}]).ticks.map((tick) => NUMBERS.shownValue('amount', tick))"
    )
    assert texts == axis["ticktext"]
    assert 3 <= len(texts) <= 8


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("is_fraction", [False, True])
def test_a_typed_text_is_read_alike(tag: str, text: str, is_fraction: bool) -> None:  # noqa: FBT001
    """In a field after the reader's decimal mark, in an address after a point everywhere."""
    entry = contract_of(tag)["inputs"]["growth"]
    script = f"TYPED.read(contract, 'growth', {text!a}, {str(is_fraction).lower()})"
    with using_locale(tag):
        try:
            expected: dict[str, Any] = {"value": read(text, entry, fraction=is_fraction)}
        except TypedError as error:
            expected = {"why": sentence(error)}
    assert evaluated(tag, script) == expected


@pytest.mark.parametrize("tag", LOCALES)
@pytest.mark.parametrize("value", [0.362, 0.3625, -0.125, 0.5])
def test_what_a_field_shows_can_be_typed(tag: str, value: float) -> None:
    """The same value comes back."""
    entry = contract_of(tag)["inputs"]["growth"]
    with using_locale(tag):
        assert read(shown_value("percent", value, grouped=False), entry) == value


def test_the_mark_of_another_locale_is_refused() -> None:
    """Never guessed at: 1.234 is a thousand to one reader and about one to another."""
    with using_locale("de"):
        entry = contract_of("de")["inputs"]["growth"]
        assert read("25,5 %", entry) == 0.255
        for text in ("25.5", "1.234", "1.234,5"):
            with pytest.raises(TypedError) as caught:
                read(text, entry)
            fix = "write decimals after a comma, and thousands without a separator."
            assert sentence(caught.value).endswith(f"“{text}” has a point; {fix}")
        assert read("0.255", entry, fraction=True) == 0.255


def test_who_points_at_a_path_reads_amounts() -> None:
    """The year and the amount of each point, the same on both sides."""
    contract = contract_of("en-IN")
    with using_locale("en-IN"):
        path = resolve(contract, contract["state"])
        found = points(contract, contract["state"], path)[contract["traces"]["path"]]
        assert found.hover[0] == "2023: &#36;26.03 billion"
        assert len(found.hover) == len(path)
