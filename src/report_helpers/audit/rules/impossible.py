"""Impossible values: a share above the whole, a loss of more than everything."""

import math
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from report_helpers.analysis.intervals import printed_interval
from report_helpers.audit.context import AuditContext
from report_helpers.audit.findings import Finding, rule
from report_helpers.audit.many_rows import MANY
from report_helpers.claims.amounts import printed_percent
from report_helpers.claims.wording import (
    count_phrase,
    figure,
    join_words,
    percent,
    printed_amount,
)

__all__ = ["impossible_value", "shares_exceed_whole"]


class Bounds(NamedTuple):
    """The smallest and largest possible number of a kind of figure, and the reason."""

    low: float
    high: float
    reason: str
    open_low: bool = False

    def allow(self, number: float) -> bool:
        """Return whether the number is possible for this kind of figure."""
        return (self.low < number or (number == self.low and not self.open_low)) and (
            number <= self.high
        )


FIGURES = ("value", "value_low", "value_high")
BOUNDS: dict[str, Bounds] = {
    "share": Bounds(0, 100, "a share lies between {none} and {all}"),
    "remaining": Bounds(0, 100, "what is left lies between {none} and {all} of what there was"),
    "change": Bounds(-100, math.inf, "nothing falls by more than {all}"),
    "multiple": Bounds(0, math.inf, "a multiple is above 0", open_low=True),
    "ratio": Bounds(0, math.inf, "a ratio is above 0", open_low=True),
    "growth_rate": Bounds(-100, math.inf, "growth is above {loss} a year", open_low=True),
}
"""The bounds of each kind of figure; the schema already requires positive levels."""
STATED = ("growth_percent", "growth_low", "growth_high")
WHOLE = 100
PARTS = 2
SPLIT = re.compile(
    r"\b(market share|shares? of (the |all |total |global |world )*"
    r"(market|revenue|sales|spending|turnover|total|demand|supply|production|output|capacity|"
    r"shipments|emissions|investment|funding|exports|imports|consumption|generation|gdp|costs?|"
    r"budget|traffic)|breakdown|split|segment|mix)\b"
)
"""Words of a whole that is split into parts."""
ANSWERS = re.compile(
    r"\b(adopt\w*|us(e|es|ed|ers?|age|ing)|respond\w*|survey\w*|answer\w*|companies|firms|"
    r"organi[sz]ations|enterprises|employe\w*|developers|workers|people|adults|households|"
    r"consumers|plan\w*|expect\w*|report\w*|sa(y|ys|id)|penetration|aware\w*|access|rates?|"
    r"mention\w*|requir\w*|popular\w*|prefer\w*|that|who|whose|which)\b"
)
"""Words of shares that need not add up: of several groups, or of answers to one question."""
BY_REGION = re.compile(r"\b(regions?|regional|geograph\w*|by country|of the world)\b")
LARGE_REGION = re.compile(
    r"\b(world|global|america|americas|europe|asia|apac|emea|africa|middle east|oceania)\b"
)
"""A region that holds several countries, which are then parts of it."""


@rule("impossible-value")
def impossible_value(context: AuditContext) -> Iterator[Finding]:
    """A figure has a value that nothing of its kind can have.

    Checks: shares and remaining shares lie between 0 and 100 %, a fall is at most 100 %,
    multiples and ratios are above 0, and growth is above -100 % a year, in its own row or stated
    with a level. There is one finding per claim, for its first impossible figure.

    Example: a share of 150 %.

    Limits: a figure within its bounds may still be impossible given other figures.
    """
    kinds = [(metric, FIGURES, context.where("metric", metric)) for metric in BOUNDS]
    kinds.append(("growth_rate", STATED, context.where("metric", "level")))
    for metric, columns, rows in kinds:
        for row in rows.nonzero()[0].tolist():
            for column in columns:
                number = context.cells[column][row]
                if number is not None and not BOUNDS[metric].allow(float(number)):
                    yield _impossible(context, row, column, BOUNDS[metric])
                    break


def _impossible(context: AuditContext, row: int, column: str, bounds: Bounds) -> Finding:
    number, unit = context.cells[column][row], context.cells["unit"][row]
    printed = printed_amount(number, unit) if column in FIGURES else printed_percent(number)
    reason = bounds.reason.format(none=percent(0, 0), all=percent(1, 0), loss=percent(-1, 0))
    return Finding(
        "impossible-value",
        "contradiction",
        (context.ids[row],),
        f"{printed} is printed, but {reason}. Another kind of figure, another unit or sign, or a "
        "wrong digit would explain it.",
        {"field": column, "printed": float(number)},
    )


class Part(NamedTuple):
    """A share that may be a part of a whole: its row, the words that describe it, its region."""

    row: int
    title: str
    scope: str
    region: str
    words: str


@rule("shares-exceed-whole", about_all=True)
def shares_exceed_whole(context: AuditContext) -> Iterator[Finding]:
    """The shares of one whole add up to more than 100 %.

    Checks: shares of one measure, scope, year, producer and document in one region, with different
    titles, are parts of one whole; so are shares of different regions, if their titles differ or
    their words name regions. If even the least that their digits allow adds up to more than
    100 %, it is a contradiction.

    Example: 48 %, 37 % and 22 % of one market, which makes 107 %.

    Limits: shares of a sample, and those whose words name adoption, users or answers, are left
    out: each country has its own share, and people may give more than one answer. Countries are
    not added to the continents that contain them.
    """
    for parts in _wholes(context):
        for region_parts in _of_regions(parts):
            rows = [part.row for part in region_parts]
            if len(rows) >= PARTS and _least(context, rows) > WHOLE:
                yield _exceeding(context, region_parts)


def _wholes(context: AuditContext) -> Iterable[list[Part]]:
    """Return the shares that may be parts of one whole, one list for each."""
    cells = context.cells
    share = context.where("metric", "share") & ~context.where("kind", "survey")
    share &= ~context.known("sample") & context.known("value") & context.where("unit", "percent")
    wholes: dict[tuple[object, ...], dict[tuple[str, ...], Part]] = {}
    for row in share.nonzero()[0].tolist():
        title, scope, region = (str(cells[name][row] or "").casefold()
                                for name in ("title", "scope", "region"))  # fmt: skip
        words = f"{cells['measure'][row].replace('_', ' ')} {title} {scope}"
        if ANSWERS.search(words) and not SPLIT.search(words):
            continue
        whole = (cells["source_id"][row], cells["measure"][row], cells["year"][row],
                 context.who[row], cells["edition"][row], scope)  # fmt: skip
        part = Part(row, title, scope, region, words)
        wholes.setdefault(whole, {}).setdefault((title, region), part)
    return map(list, (parts.values() for parts in wholes.values()))


def _of_regions(parts: list[Part]) -> Iterator[list[Part]]:
    """Yield the parts of each region with several, else the regions that are parts themselves."""
    regions: dict[str, list[Part]] = {}
    for part in parts:
        regions.setdefault(part.region, []).append(part)
    if len(regions) < len(parts):
        yield from (each for each in regions.values() if len(each) >= PARTS)
        return
    by_title = len({part.title for part in parts}) == len(parts)
    if by_title or all(BY_REGION.search(part.words) for part in parts):
        large = [part for part in parts if LARGE_REGION.search(part.region)]
        small = [part for part in parts if part not in large]
        yield from (large, small) if large else (small,)


def _least(context: AuditContext, rows: list[int]) -> float:
    """Return the smallest sum of shares, within their intervals."""
    cells = context.cells
    return sum(printed_interval(cells["value"][row], cells["qualifier"][row]).low for row in rows)


def _exceeding(context: AuditContext, parts: list[Part]) -> Finding:
    claims = [context.record(part.row) for part in parts]
    by_region = len({part.region for part in parts}) == len(parts)
    named = [f"{figure(claim)} ({claim['region' if by_region else 'title']})" for claim in claims]
    more = len(named) - MANY
    words = [*named[:MANY], count_phrase(more, "more share")] if more > 0 else named
    total = sum(claim["value"] for claim in claims)
    return Finding(
        "shares-exceed-whole",
        "contradiction",
        tuple(claim["claim_id"] for claim in claims),
        f"{join_words(words)} of one whole add up to {printed_percent(total)}. Parts that "
        "overlap, or shares of different wholes, would explain it.",
        {"sum_percent": float(total), "shares": len(claims)},
    )
