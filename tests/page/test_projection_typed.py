"""What readers type into the inputs: kernel and page read the same list of texts alike."""

import pytest

from report_helpers.analysis.projection_inputs import shown_value
from report_helpers.claims.amounts import MINUS
from report_helpers.projection.typed import TypedError, read, sentence

from ..browser.quarters import QUARTERS  # noqa: TID252  # no package is installed there
from .test_projection_model import CONTRACT, evaluated

GROWTH, YEARS = "write a percentage from", "write a year from"
COMMA = "has a comma; write decimals after a point, and thousands without a separator."
CASES: list[tuple[str, str, float | str]] = [
    *(("growth", text, 0.25) for text in QUARTERS),
    ("growth", "25\N{NARROW NO-BREAK SPACE}%", 0.25),
    ("growth", "0.25", 0.0025),
    ("growth", "0.25 %", 0.0025),
    ("growth", "36.2", 0.362),
    ("growth", "036.20", 0.362),
    ("growth", "28.999", 0.28999),
    ("growth", "-12.5", -0.125),
    ("growth", f"{MINUS}12.5 %", -0.125),
    ("growth", "-0", 0.0),
    ("growth", "0.0000000001", 1e-12),
    ("growth", "", f"nothing is entered; {GROWTH}"),
    ("growth", "  ", f"nothing is entered; {GROWTH}"),
    ("growth", "0,3", f"“0,3” {COMMA}"),
    ("growth", "25,5 %", f"“25,5 %” {COMMA}"),
    ("growth", "1,000", f"“1,000” {COMMA}"),
    ("growth", "ten", f"“ten” is not a number; {GROWTH}"),
    ("growth", "25 percent", f"“25 percent” is not a number; {GROWTH}"),
    ("growth", "2 5", f"“2 5” is not a number; {GROWTH}"),
    ("growth", "25%%", f"“25%%” is not a number; {GROWTH}"),
    ("growth", ".5", f"“.5” is not a number; {GROWTH}"),
    ("growth", "5.", f"“5.” is not a number; {GROWTH}"),
    ("growth", "1e1", f"“1e1” is not a number; {GROWTH}"),
    ("growth", "0x1", f"“0x1” is not a number; {GROWTH}"),
    ("growth", "NaN", f"“NaN” is not a number; {GROWTH}"),
    ("growth", "٢٥", f"“٢٥” is not a number; {GROWTH}"),
    ("growth", "--5", f"“--5” is not a number; {GROWTH}"),
    ("growth", "<b>5</b>", f"“<b>5</b>” is not a number; {GROWTH}"),
    ("growth", "9" * 40, f"“{'9' * 24}…” is not a number; {GROWTH}"),
    ("growth", "3000", f"“3000” is out of range; {GROWTH}"),
    ("growth", "-99.9", f"“-99.9” is out of range; {GROWTH} {MINUS}50 % to"),
    ("ceiling", "3", 3.0),
    ("ceiling", "2.55", 2.55),
    ("ceiling", "3 \N{MULTIPLICATION SIGN}", 3.0),
    ("ceiling", "3\N{MULTIPLICATION SIGN}", 3.0),
    ("threshold", "", 1000.0),
    ("horizon", "", f"nothing is entered; {YEARS}"),
    ("ceiling", "3 %", "“3 %” is not a number; write a number from 1.05 to 20."),
    ("ceiling", "1", "“1” is out of range; write a number from 1.05 to 20."),
    ("p", "3", 0.03),
    ("p", "30", "“30” is out of range; write a percentage from 0 % to 20 %."),
    ("q", "38 %", 0.38),
    ("horizon", "2040", 2040.0),
    ("horizon", "2040.0", 2040.0),
    ("horizon", "2040.5", f"“2040.5” is not a whole year; {YEARS}"),
    ("horizon", "2200", f"“2200” is out of range; {YEARS} 2031 to 2050."),
    ("horizon", "40", f"“40” is out of range; {YEARS}"),
    ("base", "30", 30.0),
    ("base", "", 0.0),
    ("base", "0", 0.0),
    ("base", "-3", "“-3” is out of range; write a number from"),
    ("base", "30,5", f"“30,5” {COMMA}"),
    ("base_year", "2024", 2024.0),
    ("base_year", " ", 0.0),
    ("base_year", "2024.5", f"“2024.5” is not a whole year; {YEARS}"),
    ("base_year", "1900", f"“1900” is out of range; {YEARS}"),
    ("threshold", "500", 500.0),
    ("threshold", "0.25", "“0.25” is out of range; write a number from 1 to 10,000."),
    ("threshold", "10000", 10000.0),
    ("threshold", "10,000", f"“10,000” {COMMA}"),
    ("threshold", "-5", "“-5” is out of range; write a number from 1 to 10,000."),
    ("threshold", "99999", "“99999” is out of range; write a number from 1 to 10,000."),
    ("threshold", "$500", "“$500” is not a number; write a number from 1 to 10,000."),
]


@pytest.mark.parametrize(("name", "text", "expected"), CASES)
def test_a_typed_text_is_read_alike(name: str, text: str, expected: float | str) -> None:
    """The value to the last bit, or the sentence to the letter, which names the input."""
    entry = CONTRACT["inputs"][name]
    shown = evaluated(f"TYPED.read(contract, {name!r}, {text!a})")
    if isinstance(expected, str):
        with pytest.raises(TypedError) as caught:
            read(text, entry)
        assert sentence(caught.value).startswith(f"{entry['label']}: {expected}")
        assert shown == {"why": sentence(caught.value)}
    else:
        assert read(text, entry) == expected
        assert shown == {"value": expected}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("percent", 0.362, "36.2 %"),
        ("percent", 0.3625, "36.25 %"),
        ("percent", -0.07, f"{MINUS}7 %"),
        ("percent", 1e-12, "0.0000000001 %"),
        ("percent", 0.0, "0 %"),
        ("percent", 12.5, "1,250 %"),
        ("times", 2.0, "2"),
        ("times", 3.1, "3.1"),
        ("year", 2035, "2035"),
        ("amount", 1000.0, "1,000"),
        ("amount", 1234567.25, "1,234,567.25"),
        ("amount", 0.0001, "0.0001"),
    ],
)
def test_a_value_is_shown_with_all_its_digits(kind: str, value: float, words: str) -> None:
    """In the same words on both sides, and as it is typed."""
    assert shown_value(kind, value) == words
    assert evaluated(f"NUMBERS.shownValue({kind!r}, {value!r})") == words
