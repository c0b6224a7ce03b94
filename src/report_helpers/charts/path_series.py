"""Series of paths: each publisher's, and the article's with where its stated growth would lead."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from report_helpers.analysis.comparability import folded
from report_helpers.analysis.growth_paths import paths
from report_helpers.charts.toolkit.line_labels import Named
from report_helpers.charts.toolkit.lines import Series, Stop, joined, last
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    amount,
    article_name,
    evidence,
    figure_text,
    records,
    who,
    window,
)
from report_helpers.charts.toolkit.publisher_styles import Styles
from report_helpers.charts.toolkit.theme import ARTICLE, Style
from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import amount as computed
from report_helpers.claims.wording import count_phrase, isolated, percent

__all__ = ["PATH_COLUMNS", "Paths", "article_paths", "path_row", "publisher_paths"]

MANY = 12
"""With more publishers or cited figures than this, only a choice is named; thin lines the rest."""

BEHIND = 60
"""Thin lines that a chart draws: more would be one grey area."""

PATH_COLUMNS = ("Who", "Edition", "Years", "From", "To", "Implied growth a year", "Evidence")
THIN = 0.8
"""Width of the lines that are not named."""

Stops = Mapping[str, list[Stop]]


class Paths(NamedTuple):
    """Series of a chart, those behind first; those named, the foremost first; what is left out."""

    series: list[Series]
    named: list[Named]
    notes: list[str]


def publisher_paths(
    drawn: pd.DataFrame, stops: Stops, styles: Styles, quoted: Sequence[str]
) -> Paths:
    """Return the series of each publisher.

    Of many, those are named that are highest, lowest or in the middle, or that the article quotes.

    Args:
        drawn: the rows drawn; cited rows are left out.
        stops: the stops of each row.
        styles: the styles of the report's publishers.
        quoted: claims that the article quotes.
    """
    rows = drawn[drawn["role"].ne("cited")]
    names = rows["producer"].fillna(rows["source_title"])
    series, of_quoted = [], []
    for _, part in names.groupby(folded(names), sort=False):
        name = str(part.iloc[0])
        one = Series(isolated(name), styles.named(name), joined(stops[key] for key in part.index))
        series.append(one)
        of_quoted.append(not part.index.isin(list(quoted)).any())
    return _chosen(series, of_quoted, drawn, Style("grey", "solid", "circle", THIN), "publisher")


def _chosen(
    series: list[Series], rest: list[bool], drawn: pd.DataFrame, look: Style, noun: str
) -> Paths:
    """Return all series, or the named ones in front of one thin series of the others."""
    ranked = sorted(series, key=lambda one: last(one).value, reverse=True)
    if len(series) <= MANY:
        return Paths(series, [Named(one, _value(one, drawn)) for one in _ends_first(ranked)], [])
    marked = [one for one, other in zip(series, rest, strict=True) if not other][:MANY]
    chosen = [ranked[0], ranked[-1], ranked[len(ranked) // 2], *marked]
    named = list({id(one): one for one in chosen}.values())
    others = [one for one in series if all(one is not other for other in named)]
    thin = _spread_out(others, ranked)
    some = "" if len(thin) == len(others) else f"{len(thin)} of "
    count = some + count_phrase(len(others), f"other {noun}")
    behind = Series(count, look, joined([*filter(None, one.stops)] for one in thin))
    note = (
        f"Named are the highest, the median and the lowest {noun} of {whole(len(series))}"
        f"{' and those that the article quotes' if marked else ''}; {count} in thin lines"
        f"{', from the highest to the lowest; the table of all claims has all' if some else ''}."
    )
    entries = [Named(one, _value(one, drawn)) for one in named]
    return Paths([behind, *named], [*entries, Named(behind, "")], [note])


def _spread_out(others: list[Series], ranked: list[Series]) -> list[Series]:
    """Return `BEHIND` of the others at most, at even distances in the ranking."""
    if len(others) <= BEHIND:
        return others
    kept = {id(one) for one in others}
    behind = [one for one in ranked if id(one) in kept]
    return [behind[at * len(behind) // BEHIND] for at in range(BEHIND)]


def _ends_first(ranked: list[Series]) -> list[Series]:
    """Return the highest and the lowest first, for their labels matter most."""
    return [*ranked[:1], *ranked[1:][-1:], *ranked[1:-1]]


def _value(series: Series, drawn: pd.DataFrame) -> str:
    stop = last(series)
    return computed(stop.value, str(drawn.loc[stop.claim_id, "unit"]))


def article_paths(
    drawn: pd.DataFrame, stops: Stops, rates: pd.DataFrame, horizon_year: int
) -> Paths:
    """Return the article's series, with dotted ones where its stated growth leads elsewhere."""
    rows = drawn[drawn["role"].eq("cited")]
    several = len(set(rows["producer"].fillna(""))) > 1
    known = records(rows)
    plain = [
        Series(who(row) if several else article_name(row), ARTICLE, list(stops[key]))
        for key, row in known.items()
    ]
    if len(plain) > MANY:
        thin = ARTICLE._replace(width=THIN)
        return _chosen(plain, [True] * len(plain), drawn, thin, "figure of the article")
    found = Paths([], [], [])
    for series, key in zip(plain, known, strict=True):
        rate = rates.loc[key] if key in rates.index else None
        grows = (
            ""
            if rate is None or pd.isna(rate["implied"])
            else f" at {percent(rate['implied'])} a year"
        )
        stated = _stated(rows.loc[[key]], rates.loc[[key]], horizon_year) if grows else None
        found.series.extend([*([stated] if stated else []), series])
        value = _value(series, drawn)
        name = article_name(known[key])
        found.named.append(Named(series, value + grows, f"{name}: {value}"))
        if stated:
            found.named.append(Named(stated, _value(stated, drawn)))
    return found


def _stated(rows: pd.DataFrame, rates: pd.DataFrame, horizon_year: int) -> Series | None:
    """Return the path at a claim's stated growth, or `None` if it leads to the claim's own end."""
    rate = rates.iloc[0]
    if pd.isna(rate["agrees"]) or rate["agrees"] or rate["stated"] <= -1:
        return None
    along = paths(rows)
    along = along[along["year"].le(horizon_year)]
    stops: list[Stop | None] = [
        Stop(row["claim_id"], row["year"], row["stated_value"], projected=True, printed=False)
        for row in along.to_dict("records")
    ]
    article = article_name(next(iter(records(rows).values())))
    name = f"{article}, at its stated {percent(rate['stated'])} a year"
    return Series(name, ARTICLE._replace(dash="dot", width=2), stops)


def path_row(row: Row, rates: pd.DataFrame, claim_id: str) -> list[str]:
    """Return a claim as a row of the data table of paths, with the columns `PATH_COLUMNS`."""
    implied = rates["implied"].get(claim_id)
    base = MISSING if row["base_value"] is None else amount(row["base_value"], row["unit"])
    grows = MISSING if implied is None or pd.isna(implied) else percent(implied)
    edition = row["edition"] or MISSING
    years = window(row) or MISSING
    return [who(row), edition, years, base, figure_text(row), grows, evidence(row)]
