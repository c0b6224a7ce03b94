"""Numbers and dates in the reader's manner, and who is asked for them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from contextvars import copy_context
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from babel import localedata
from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

import report_helpers
from report_helpers.audit.audit import audit
from report_helpers.claims import read_claims
from report_helpers.claims.amounts import (
    amount,
    exact,
    fixed,
    percent,
    printed_amount,
    printed_number,
    whole,
)
from report_helpers.errors import UsageError
from report_helpers.reader_locale import (
    MINUS,
    current,
    day,
    known_locale,
    localized,
    remembered,
    use_locale,
    using_locale,
)
from report_helpers.text.html import dated

LOCALES = ("en", "en-US", "de", "de-CH", "fr", "es", "en-IN", "hi", "ar", "fa", "tr", "eu", "sv")
"""Marks, groups of two and three digits, and percent signs of each kind."""
NBSP, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("", ("1,234,567.5", "36.2 %", "$117.19 billion", "2026-11-23", "2026-11")),
        ("en", ("1,234,567.5", "36.2 %", "$117.19 billion", "23 Nov 2026", "Nov 2026")),
        ("en-US", ("1,234,567.5", "36.2%", "$117.19 billion", "Nov 23, 2026", "Nov 2026")),
        ("de", ("1.234.567,5", f"36,2{NBSP}%", "$117,19 billion", "23.11.2026",
                f"Nov.{NBSP}2026")),
        ("fr", (f"1{NARROW}234{NARROW}567,5", f"36,2{NBSP}%", "$117,19 billion",
                f"23 nov.{NBSP}2026", f"nov.{NBSP}2026")),
        ("en-IN", ("12,34,567.5", "36.2%", "$117.19 billion", "23 Nov 2026", "Nov 2026")),
        ("tr", ("1.234.567,5", "%36,2", "$117,19 billion", "23 Kas 2026", "Kas 2026")),
    ],
)  # fmt: skip
def test_numbers_and_dates_in_each_manner(tag: str, words: tuple[str, ...]) -> None:
    """Decimal mark, groups, the percent's spacing, and dates; words and signs of money stay."""
    number, share, money, when, month = words
    with using_locale(tag):
        assert printed_number(Decimal("1234567.5")) == number
        assert percent(0.362) == printed_amount(Decimal("36.2"), "percent") == share
        assert printed_amount(Decimal("117.19"), "usd_billion") == money
        assert day("2026-11-23") == day(date(2026, 11, 23)) == when
        assert day("2026-11") == month
        assert day("2026") == "2026"
        assert day("early 2026") == "early 2026"


@pytest.mark.parametrize("tag", [tag for tag in LOCALES if tag != "en"])
def test_numbers_are_those_of_babel(tag: str) -> None:
    """Also where Arabic or Hindi has digits of its own: beside English words they are 0 to 9."""
    with using_locale(tag):
        for number in ("0.5", "12", "1234", "123456.75", "1234567890.125"):
            theirs = format_decimal(Decimal(number), locale=tag.replace("-", "_"), format=None,
                                    decimal_quantization=False)  # fmt: skip
            assert printed_number(Decimal(number)) == theirs
        theirs = format_percent(0.362, locale=tag.replace("-", "_"), decimal_quantization=False)
        assert percent(0.362) == theirs
        assert re.fullmatch(r"[0-9.,]+", printed_number(Decimal("1234.5")).replace(
            current().group, "").replace(current().decimal, "."))  # fmt: skip


def test_the_reports_own_english_differs_from_babels_in_two_things() -> None:
    """The space of ISO 80000 before the percent sign, and dates as in British English."""
    with using_locale("en"):
        assert printed_number(Decimal("1234567.5")) == format_decimal(1234567.5, locale="en")
        assert percent(0.5, 0) == "50 %" != format_percent(0.5, locale="en")
        for month in range(1, 13):
            british = format_date(date(2026, month, 3), "medium", locale="en_GB")
            assert day(date(2026, month, 3)).replace("Sep", "Sept") == british


def test_negative_numbers_have_a_minus_sign_before_all() -> None:
    """Before the percent sign too, where that comes first."""
    with using_locale("tr"):
        assert percent(-0.362) == f"{MINUS}%36,2"
    with using_locale("en-IN"):
        assert fixed(-1234567.25, 2) == f"{MINUS}12,34,567.25"
        assert localized("+1,234,567") == "+12,34,567"


def test_amounts_have_the_manner_that_is_active_now() -> None:
    """Nothing that was made under another locale is kept."""
    said = []
    for tag in ("de", "en-IN", "", "de"):
        with using_locale(tag):
            said.append((amount(36.2, "percent"), amount(1.5e9, "usd_billion"), exact(1234.5)))
    assert said[0] == said[3] == (f"36,2{NBSP}%", "$1,5 billion", "1.234,5")
    assert said[1] == ("36.2%", "$1.5 billion", "1,234.5")
    assert said[2] == ("36.2 %", "$1.5 billion", "1,234.5")


@pytest.mark.parametrize("tag", sorted(localedata.locale_identifiers())[::23])
def test_every_locale_of_babel_has_a_manner(tag: str) -> None:
    """A number and a date in each, without an error and with the digits of the date."""
    with using_locale(tag):
        assert printed_number(Decimal("1234.5")).endswith("5")
        assert "2026" in day("2026-11-23") or Locale.parse(tag).language in {"th", "fa"}


@pytest.mark.parametrize("text", ["xx", "de-XX", "english", "", " ", "../de", "de_", "d" * 400])
def test_an_unknown_locale_is_refused(text: str) -> None:
    """In one sentence that says where all are listed."""
    with pytest.raises(UsageError) as caught:
        known_locale(text, "parameter locale")
    (line,) = caught.value.lines()
    assert line.startswith("parameter locale: ")
    assert "is not a known locale; give one such as de" in line
    assert "`pybabel --list-locales` lists all" in line


def test_a_locale_has_one_name() -> None:
    """However it is spelled, so that the same report has the same inputs."""
    assert {known_locale(text) for text in ("de-CH", "de_CH", "DE-ch")} == {"de-CH"}
    assert known_locale("zh_hans_cn") == "zh-Hans-CN"


def test_the_command_that_lists_all_locales_is_there() -> None:
    """The error names it."""
    command = [str(Path(sys.executable).with_name("pybabel")), "--list-locales"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "en_IN" in listed


def test_a_date_is_an_element_that_machines_read() -> None:
    """With the language of its words, unless they are English."""
    with using_locale("fr"):
        words = f"23 nov.{NBSP}2026"
        assert dated("2026-11-23") == f'<time datetime="2026-11-23" lang="fr">{words}</time>'
        assert dated("<soon>") == "&lt;soon&gt;"
    with using_locale("en-IN"):
        assert dated("2026-11") == '<time datetime="2026-11">Nov 2026</time>'


def test_a_date_from_right_to_left_keeps_its_place_in_an_english_sentence() -> None:
    """It is isolated."""
    with using_locale("ar"):
        assert day("2026-11-23")[0] == "\N{FIRST STRONG ISOLATE}"
        assert day("2026-11-23")[-1] == "\N{POP DIRECTIONAL ISOLATE}"


# ---- where it is set -------------------------------------------------------------------------


def test_a_block_ends_where_it_began() -> None:
    """Also with an error, and one block within another."""
    with using_locale("de"):
        with using_locale("fr"):
            assert whole(1234) == f"1{NARROW}234"
        with pytest.raises(UsageError), using_locale("fr"):
            known_locale("nowhere")
        assert whole(1234) == "1.234"
    assert whole(1234) == "1,234"


def test_a_handler_keeps_the_locale_in_which_it_was_made() -> None:
    """A message of JupyterLab may come in another context."""

    def cell() -> None:
        use_locale("de")
        made.append(remembered(lambda: whole(1234)))

    made: list[object] = []
    copy_context().run(cell)
    assert whole(1234) == "1,234"
    assert [handler() for handler in made if callable(handler)] == ["1.234"]


def test_findings_are_canonical_unless_a_reader_is_set() -> None:
    """`check` prints what it printed; under a locale the same findings are worded for a reader."""
    claims = read_claims()
    canonical = audit(claims, as_of="2026-11-23")
    with using_locale("de"):
        german = audit(claims, as_of="2026-11-23")
    messages = [finding.message for finding in canonical]
    assert any("39.2 % a year" in message for message in messages)
    assert any(message.endswith("before 2026-11-23.") for message in messages)
    assert any(f"39,2{NBSP}% a year" in finding.message for finding in german)
    assert [(each.rule, each.claim_ids, each.numbers) for each in german] == [
        (each.rule, each.claim_ids, each.numbers) for each in canonical
    ]


def test_the_default_needs_nothing_of_babel() -> None:
    """The command starts as fast as before."""
    program = (
        "import sys; from report_helpers.reader_locale import day, use_locale, localized;"
        "use_locale('en'); day('2026-11-23'), localized('1,234.5');"
        "print('babel' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "False\n"


SHOWN = ("audit", "changes", "charts", "text", "projection", "page")
"""The packages that write what a reader sees."""


def grouped(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of numbers formatted with separators and not passed to `localized`."""
    known = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and "localized" in ast.unparse(call.func)
        for part in ast.walk(call)
    }
    for part in ast.walk(tree):
        if isinstance(part, ast.FormattedValue) and part.format_spec and id(part) not in known:
            spec = ast.unparse(part.format_spec)
            if "," in spec or "%" in spec:
                yield part.lineno


def test_no_module_groups_digits_or_spells_dates_itself() -> None:
    """A number or date that a reader sees goes through the one module that knows the reader."""
    package = Path(report_helpers.__file__).parent
    found = [
        str(path.relative_to(package))
        for name in SHOWN
        for path in sorted((package / name).rglob("*.py"))
        for _ in grouped(ast.parse(path.read_text(encoding="utf-8")))
    ]
    # Of the time of a run, in ISO 8601, which `day` then reads.
    assert found == ["page/site_pages.py"]
