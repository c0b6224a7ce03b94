"""Charts of market size: the paths of all publishers, and the editions of one publisher."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparability import distinctions, latest_editions
from report_helpers.analysis.comparison import one_name, values_by_edition
from report_helpers.analysis.growth import growth_rates
from report_helpers.analysis.growth_paths import paths
from report_helpers.audit.findings import Finding
from report_helpers.charts.toolkit.axes import log_axis, year_axis
from report_helpers.charts.toolkit.finish import Caption, Frame, Sheet, finish, sentence
from report_helpers.charts.toolkit.lines import (
    LABEL_ROOM,
    PLOT_HEIGHT,
    Series,
    Stop,
    add_labels,
    dated_levels,
    joined,
    last,
    left_out,
    log_title,
    stops_of,
    trace,
)  # fmt: skip
from report_helpers.charts.toolkit.plotly_text import (
    MISSING,
    Row,
    amount,
    evidence,
    figure_text,
    records,
    some,
    who,
    window,
)  # fmt: skip
from report_helpers.charts.toolkit.theme import ARTICLE, Style, style
from report_helpers.claims.units import Unit, common_unit
from report_helpers.claims.wording import amount as computed
from report_helpers.claims.wording import count_phrase, percent

__all__ = ["editions", "size_paths"]

MANY = 12
"""With more publishers than this, all except the article share one muted series."""

PATH_COLUMNS = ("Who", "Edition", "Years", "From", "To", "Implied growth a year", "Evidence")


def _named(series: Series, shown_in: Unit) -> tuple[Series, str]:
    said = computed(last(series).value, shown_in.code)
    return series, f"{shorten(series.name, 34, placeholder=' …')}: {said}"


def size_paths(
    claims: pd.DataFrame,
    *,
    measure: str = "ml_market_revenue",
    horizon_year: int = 2035,
    findings: Sequence[Finding] = (),
) -> go.Figure:
    """Draw each publisher's path from base to target year, with the article's path in front.

    Each publisher is drawn with its latest edition. If the article's stated growth does not lead to
    its printed end, both paths are drawn. Years after `horizon_year` are cut.

    Args:
        claims: the validated table.
        measure: only the `level` rows of its main quantity are drawn; a sentence names the other
            quantities.
        horizon_year: last year that is drawn.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "Market size: every publisher's path"
    rows, shown_in = dated_levels(claims, measure)
    chosen = pd.concat([latest_editions(rows), rows[rows["role"].eq("cited")]])
    stops = stops_of(chosen, horizon_year)
    if not stops:
        text = f"No claim prints a size of this market up to {horizon_year}."
        return sentence("market-size-paths", title, text, PATH_COLUMNS)
    drawn = chosen.loc[list(stops)]
    rates, known = growth_rates(drawn), records(drawn)
    others, extremes = _publishers(drawn, stops, shown_in)
    front, article = _article(drawn, stops, rates, horizon_year)
    figure = go.Figure([trace(series, known, shown_in) for series in [*others, *front]])
    all_stops = [stop for series in [*others, *front] for stop in series.stops if stop]
    years = year_axis([stop.year for stop in all_stops])
    sizes = log_axis([stop.value / shown_in.factor for stop in all_stops], log_title(shown_in))
    figure.update_layout(xaxis=years.layout, yaxis=sizes.layout)
    add_labels(figure, [*article, *extremes], years, sizes, shown_in)
    caption = Caption(
        "market-size-paths",
        title,
        _paths_subtitle(front) + left_out(claims, measure),
        _paths_alt([*extremes, *article]),
        findings,
    )
    sheet = Sheet(PATH_COLUMNS, [_path_row(row, rates, key) for key, row in known.items()])
    return finish(figure, caption, drawn, sheet, Frame(PLOT_HEIGHT, right=LABEL_ROOM))


def _publishers(
    drawn: pd.DataFrame, stops: dict[str, list[Stop]], shown_in: Unit
) -> tuple[list[Series], list[tuple[Series, str]]]:
    """Return the series of all publishers, and the labelled ones with their labels."""
    rows = drawn[drawn["role"].ne("cited")]
    groups = [
        (str(name), joined(stops[key] for key in part.index))
        for name, part in rows.groupby(one_name(rows["producer"]), sort=False)
    ]
    series = [Series(name, style(number), part) for number, (name, part) in enumerate(groups)]
    if len(series) <= MANY:
        return series, [_named(one, shown_in) for one in series]
    muted = Style("grey", "solid", "circle", 0.8)
    every = Series(
        count_phrase(len(series), "publisher"), muted, joined(stops[key] for key in rows.index)
    )
    ranked = sorted(series, key=lambda one: last(one).value)
    ends = [one._replace(style=muted) for one in (ranked[-1], ranked[0])]
    return [every], [_named(one, shown_in) for one in ends]


def _article(
    drawn: pd.DataFrame, stops: dict[str, list[Stop]], rates: pd.DataFrame, horizon_year: int
) -> tuple[list[Series], list[tuple[Series, str]]]:
    """Return the article's paths, those at its stated growth included, and their labels."""
    found: list[Series] = []
    labels: list[tuple[Series, str]] = []
    for claim_id in drawn.index[drawn["role"].eq("cited")]:
        series = Series("Article", ARTICLE, list(stops[claim_id]))
        rate = rates.loc[claim_id] if claim_id in rates.index else None
        stated = _stated(drawn.loc[[claim_id]], rate, horizon_year)
        found.extend([*([stated] if stated else []), series])
        unit = str(drawn.loc[claim_id, "unit"])
        labels.append((series, _article_label(series, stated, rate, unit)))
    return found, labels


def _article_label(
    series: Series, stated: Series | None, rate: "pd.Series[Any] | None", unit: str
) -> str:
    label = f"Article: {computed(last(series).value, unit)}"
    if rate is None or pd.isna(rate["implied"]):
        return label
    label += f" at {percent(rate['implied'])} a year"
    if stated is None:
        return label
    led = computed(last(stated).value, unit)
    return f"{label}\nat its stated {percent(rate['stated'])}: {led}"


def _stated(rows: pd.DataFrame, rate: "pd.Series[Any] | None", horizon_year: int) -> Series | None:
    """Return the path at a claim's stated growth, or `None` if it leads to the claim's own end."""
    if rate is None or pd.isna(rate["agrees"]) or rate["agrees"] or rate["stated"] <= -1:
        return None
    along = paths(rows)
    along = along[along["year"].le(horizon_year)]
    stops: list[Stop | None] = [
        Stop(row["claim_id"], row["year"], row["stated_value"], projected=True, printed=False)
        for row in along.iloc[[0, -1]].to_dict("records")
    ]
    name = f"Article, at its stated {percent(rate['stated'])} a year"
    return Series(name, ARTICLE._replace(dash="dot", width=2), stops)


def _paths_subtitle(front: list[Series]) -> str:
    dotted = any(series.style.dash == "dot" for series in front)
    return (
        "The latest edition of each publisher; a line of constant growth joins the two values "
        "that a claim prints. Filled: base year or estimate; hollow: projected."
        + (" Dotted: where the growth that the article states would lead." if dotted else "")
    )


def _paths_alt(labelled: list[tuple[Series, str]]) -> str:
    ends = [f"{text.splitlines()[0]} in {last(series).year}" for series, text in labelled]
    return f"Paths of market size end at: {some(ends)}."


def _path_row(row: Row, rates: pd.DataFrame, claim_id: str) -> list[str]:
    implied = rates["implied"].get(claim_id)
    base = MISSING if row["base_value"] is None else amount(row["base_value"], row["unit"])
    grows = MISSING if implied is None or pd.isna(implied) else percent(implied)
    edition = row["edition"] or MISSING
    return [who(row), edition, window(row), base, figure_text(row), grows, evidence(row)]


def editions(
    claims: pd.DataFrame, *, series: str | None = None, findings: Sequence[Finding] = ()
) -> go.Figure:
    """Draw how one publisher's forecast of one series moved from edition to edition.

    Args:
        claims: the validated table.
        series: `PRODUCER: MEASURE`, or `PRODUCER: MEASURE (US)` if the measure has several
            quantities, as in `analysis.comparison.editions`; default: the one with most editions.
        findings: the audit's findings; the chart lists those about the claims it draws.
    """
    title = "How one publisher's forecast moved"
    values = values_by_edition(claims)
    count = values.groupby("series")["edition"].transform("nunique")
    most = values.loc[count.eq(count.max()), "series"]
    values = values[values["series"].eq(str(most.min()) if series is None else series)]
    if values.empty:
        text = "No publisher has several editions of one series."
        return sentence("market-editions", title, text, PATH_COLUMNS)
    drawn = claims.loc[values["claim_id"].drop_duplicates()]
    known, rates = records(drawn), growth_rates(drawn)
    shown_in = common_unit(drawn["unit"])
    labelled = _edition_series(drawn, claims, shown_in)
    figure = go.Figure([trace(one, known, shown_in) for one, _ in labelled])
    years = year_axis(values["year"].tolist())
    ends = [value / shown_in.factor for value in (*values["low"], *values["high"])]
    sizes = log_axis(ends, log_title(shown_in))
    figure.update_layout(xaxis=years.layout, yaxis=sizes.layout)
    add_labels(figure, labelled[::-1], years, sizes, shown_in)
    producer = str(drawn["producer"].iloc[0]) + _named_apart(claims, drawn)
    caption = Caption(
        "market-editions",
        f"{producer}: how its forecast moved",
        "An edition is named by when it was published; those that the article cites are marked. "
        + _moved(values, shown_in),
        f"{count_phrase(len(labelled), 'edition')} of {producer}. {_moved(values, shown_in)}",
        findings,
    )
    sheet = Sheet(PATH_COLUMNS, [_path_row(row, rates, key) for key, row in known.items()])
    return finish(figure, caption, drawn, sheet, Frame(PLOT_HEIGHT, right=LABEL_ROOM))


def _named_apart(claims: pd.DataFrame, drawn: pd.DataFrame) -> str:
    """Return, in parentheses, how the drawn quantity differs from others of its measure."""
    rows = claims[claims["measure"].isin(drawn["measure"]) & claims["metric"].eq("level")]
    words = distinctions(rows)[drawn.index[0]]
    return f" ({words})" if words else ""


def _edition_series(
    drawn: pd.DataFrame, claims: pd.DataFrame, shown_in: Unit
) -> list[tuple[Series, str]]:
    stops = stops_of(drawn, int(drawn["year"].max()))
    cited = set(claims.loc[claims["role"].eq("cited"), "original_id"].dropna())
    names = drawn["published"].fillna(drawn["edition"])
    found = []
    for number, name in enumerate(names.unique()):
        keys = names.index[names.eq(name)]
        quoted = not cited.isdisjoint(keys)
        look = style(number)._replace(ink="article", width=3) if quoted else style(number)
        part = joined(stops[key] for key in keys if key in stops)
        series = Series(f"{name} (cited)" if quoted else str(name), look, part)
        found.append(_named(series, shown_in))
    return found


def _dated(value: "pd.Series[Any]") -> str:
    return str(value["edition"] if pd.isna(value["published"]) else value["published"])


def _moved(values: pd.DataFrame, shown_in: Unit) -> str:
    """Return a sentence that compares the oldest and newest edition in the year most cover."""
    reach = values.groupby("year")["edition"].nunique()
    year = reach[reach.eq(reach.max())].index.max()
    there = values[values["year"].eq(year)]
    first, newest = there.iloc[0], there.iloc[-1]
    if first["edition"] == newest["edition"]:
        return "No two editions speak of the same year."
    change = newest["high"] / first["high"] - 1
    then, now = (computed(one["high"], shown_in.code) for one in (first, newest))
    return (
        f"For {year} the edition of {_dated(first)} says {then}, that of "
        f"{_dated(newest)} {now}: {percent(abs(change))} "
        f"{'more' if change > 0 else 'less'}."
    )
