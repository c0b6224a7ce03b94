"""Texts of the charts: printed figures, their publishers and where they were read, escaped.

Plotly interprets markup, templates and formulas in text. `shown` and `wrapped` escape them; every
chart text that comes from claims passes through one of the two.
"""

import math
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import pandas as pd

from report_helpers.analysis.comparability import distinctions
from report_helpers.claims.amounts import whole
from report_helpers.claims.citations import evidence_label, unnamed
from report_helpers.claims.wording import (
    END_ISOLATE,
    ISOLATE,
    RANGE,
    figure,
    isolated,
    percent,
    printed_amount,
)
from report_helpers.reader_locale import day
from report_helpers.settings.active import settings

__all__ = [
    "MISSING",
    "RANGE",
    "TIMES",
    "Row",
    "amount",
    "article_name",
    "evidence",
    "figure_text",
    "hover",
    "label",
    "publisher",
    "quantity_title",
    "rate",
    "records",
    "row_of",
    "shown",
    "some",
    "titled",
    "who",
    "window",
    "with_distinctions",
    "wrapped",
]  # fmt: skip

Row = Mapping[str, Any]
"""One claim: its cells by column, `None` for missing cells."""

KIND: dict[str, str] = {
    "observed": "observed",
    "estimate": "estimated",
    "projection": "projected",
    "survey": "from a survey",
    "target": "a target",
    "requirement": "a requirement",
}
HOVER_WIDTH = 56
SPOKEN = 12
"""The number of parts that an alternative text lists."""

MISSING, TIMES = "\N{EN DASH}", "\N{MULTIPLICATION SIGN}"
"""The signs of a missing figure and of a multiple."""

LITERAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&#36;", "%{": "&#37;{"}
"""Markup, formulas between dollar signs and template fields; `&` comes first."""


def records(table: pd.DataFrame) -> dict[str, Row]:
    """Return the rows by claim id, each a dict with `None` for a missing cell."""
    names = [str(name) for name in table]
    cells = table.to_numpy(dtype=object, na_value=cast("Any", None)).tolist()
    rows = zip(table.index, cells, strict=True)
    return {str(key): dict(zip(names, row, strict=True)) for key, row in rows}


def row_of(table: pd.DataFrame, key: object) -> "pd.Series[Any]":
    """Return one row of a table with a unique index."""
    return cast("pd.Series[Any]", table.loc[str(key)])


def shown(text: str) -> str:
    """Return `text` escaped, so that plotly shows it character for character."""
    for special, entity in LITERAL.items():
        text = text.replace(special, entity)
    return text


def wrapped(text: str, width: int, lines: int | None = None) -> str:
    """Return `text` escaped, wrapped at `width` characters, cut with an ellipsis after `lines`."""
    parts = textwrap.wrap(text, width, max_lines=lines, placeholder=" …")
    return "<br>".join(map(shown, _isolated_lines(parts)))


def _isolated_lines(parts: Sequence[str]) -> Iterator[str]:
    """Yield lines; a right-to-left name over several lines is isolated in each."""
    inside = ""
    for part in parts:
        line = inside + part
        inside = ISOLATE if line.rfind(ISOLATE) > line.rfind(END_ISOLATE) else ""
        yield line + END_ISOLATE if inside else line


def _unbroken(text: str) -> str:
    """Return `text` so that no line breaks between a number and its unit."""
    return re.sub(r"(?<=\d) (?=\S)|(?<=percentage) |(?<=\b[A-Z]{3}) (?=\d)", "\u00a0", text)


def amount(number: Decimal, unit: str) -> str:
    """Return a printed number with its unit, on one line: `$26.03 billion`, `74 %`."""
    return _unbroken(printed_amount(number, unit))


def figure_text(row: Row) -> str:
    """Return a claim's value or range with qualifier and unit, on one line: `more than 50 %`."""
    return _unbroken(figure(row))


def rate(fraction: Any, digits: int = 1) -> str:
    """Return a fraction in percent; a dash if missing, `open` if unbounded."""
    if pd.isna(fraction):
        return MISSING
    return "open" if math.isinf(fraction) else percent(fraction, digits)


def some(parts: Sequence[str]) -> str:
    """Return the first parts and the number of the others, for alternative texts."""
    more = [f"and {whole(len(parts) - SPOKEN)} more"] if len(parts) > SPOKEN else []
    return "; ".join([*parts[:SPOKEN], *more])


def publisher(row: Row) -> str:
    """Return who made the figure of a row: its producer, or the document if none is named."""
    return str(row["producer"] or row["source_title"])


def who(row: Row) -> str:
    """Return whose figure it is: the producer, or the article and the source that it credits."""
    if row["role"] == "cited":
        return f"{article_name(row)} ({isolated(row['producer'] or 'credits nobody')})"
    return isolated(publisher(row))


def article_name(row: Row) -> str:
    """Return what a cited row's article is called: by the settings, if they name several."""
    named = settings().article(str(row["source_id"])) if len(settings().articles) > 1 else None
    return isolated(named.publisher or named.title) if named else "Article"


def window(row: Row) -> str:
    """Return the years of a claim: both ends, one year, or an empty text."""
    years = [str(row[name]) for name in ("base_year", "year") if row[name] is not None]
    return RANGE.join(years)


def label(row: Row) -> str:
    """Return producer and years, the label of a chart's row: `Article, 2030`."""
    name = article_name(row) if row["role"] == "cited" else who(row)
    return ", ".join(part for part in (name + _distinction(row), window(row)) if part)


def titled(row: Row) -> str:
    """Return title and years: `Economic value of AI, 2030`."""
    return ", ".join(part for part in (quantity_title(row), window(row)) if part)


def with_distinctions(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a chart with `distinction`: how each quantity differs from others.

    `label`, `titled` and `quantity_title` include it, and say where a figure is printed again.
    """
    return claims.assign(distinction=distinctions(claims))


def _distinction(row: Row) -> str:
    again = "printed again" if isinstance(row.get("repeats_id"), str) else ""
    words = ", ".join(filter(None, [row.get("distinction"), again]))
    return f" ({words})" if words else ""


def quantity_title(row: Row) -> str:
    """Return the title, with region, unit, period or sample where quantities differ in it."""
    return f"{isolated(row['title'])}{_distinction(row)}"


def evidence(row: Row) -> str:
    """Return where the figure was read; for a cited figure, where its original was read."""
    words = evidence_label(row["evidence"]) + (", publisher inferred" if unnamed(row) else "")
    return f"its original: {words}" if row["role"] == "cited" else words


def hover(row: Row, extra: Sequence[str] = ()) -> str:
    """Return the hover text of a drawn claim.

    Args:
        row: the claim.
        extra: lines that the chart computed about it.
    """
    published = f" ({day(row['published'])})" if row["published"] else ""
    place = ", ".join(str(row[name]) for name in ("source_title", "locator") if row[name])
    years = f", {window(row)}" if window(row) else ""
    lines = [
        f"{quantity_title(row)}{years}, {KIND[row['kind']]}",
        f"As printed: {row['as_printed']}",
        f"Read in: {place}",
        f"Evidence: {evidence(row)}",
        *([f"Of whom: {row['sample']}"] if row["sample"] else []),
        *extra,
    ]
    head = wrapped(f"{who(row)}{published}", HOVER_WIDTH)
    return "<br>".join([f"<b>{head}</b>", *(wrapped(line, HOVER_WIDTH) for line in lines)])
