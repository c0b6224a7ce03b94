"""Charts of market size: every publisher's path, one publisher's editions, how far they differ."""

import math
from textwrap import shorten
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from report_helpers.analysis.comparison import (
    latest_editions, spread, values_by_edition, values_by_year,
)  # fmt: skip
from report_helpers.analysis.growth import growth_rates, paths
from report_helpers.charts.axes import log_axis, year_axis
from report_helpers.charts.figure import Caption, Sheet, finish, numbers, sentence
from report_helpers.charts.gap import growth_gap
from report_helpers.charts.lines import (
    LABEL_ROOM, PLOT_HEIGHT, Series, Stop, add_labels, joined, last, stops_of, trace,
)  # fmt: skip
from report_helpers.charts.text import (
    amount, evidence, figure_text, hover, records, shown, who, window,
)  # fmt: skip
from report_helpers.charts.theme import ARTICLE, Style, light, style
from report_helpers.claims.wording import counted, dollars, percent

__all__ = ["editions", "growth_gap", "size_paths", "spread_by_year"]

MONEY = ("usd_million", "usd_billion", "usd_trillion")
VALUE_TITLE = "Billion US dollars, logarithmic scale"
MANY = 12
"""With more publishers than this, all but the article are one muted series."""

PATH_COLUMNS = ("Who", "Edition", "Years", "From", "To", "Implied growth a year", "Evidence")
SPREAD_COLUMNS = ("Year", "Publishers", "Lowest", "Median", "Highest", "Highest over lowest")


def _money(claims: pd.DataFrame, measure: str) -> pd.DataFrame:
    chosen = claims["metric"].eq("level") & claims["measure"].eq(measure)
    return claims[chosen & claims["unit"].isin(MONEY) & claims["year"].notna()]


def _named(series: Series) -> tuple[Series, str]:
    return series, f"{shorten(series.name, 34, placeholder=' …')}: {dollars(last(series).value)}"


def size_paths(
    claims: pd.DataFrame, *, measure: str = "ml_market_revenue", horizon_year: int = 2035
) -> go.Figure:
    """Draw every publisher's path from base to target year, the article's in front.

    Of each publisher the latest edition; the article's path both through its printed ends and
    at its stated growth, where the two differ. Years after `horizon_year` are cut.

    Args:
        claims: the validated table.
        measure: only its `level` rows in US dollars are drawn.
        horizon_year: last year that is drawn.
    """
    title = "Market size: every publisher's path"
    rows = _money(claims, measure)
    chosen = pd.concat([latest_editions(rows), rows[rows["role"].eq("cited")]])
    stops = stops_of(chosen, horizon_year)
    if not stops:
        text = f"No claim prints a size of this market in US dollars up to {horizon_year}."
        return sentence("market-size-paths", title, text, PATH_COLUMNS)
    drawn = chosen.loc[list(stops)]
    rates, known = growth_rates(drawn), records(drawn)
    others, extremes = _publishers(drawn, stops)
    front, article = _article(drawn, stops, rates, horizon_year)
    figure = go.Figure([trace(series, known) for series in [*others, *front]])
    all_stops = [stop for series in [*others, *front] for stop in series.stops if stop]
    years = year_axis([stop.year for stop in all_stops])
    sizes = log_axis([stop.value / 1e9 for stop in all_stops], VALUE_TITLE)
    figure.update_layout(xaxis=years.layout, yaxis=sizes.layout)
    add_labels(figure, [*article, *extremes], years, sizes)
    caption = Caption(
        "market-size-paths", title, _paths_subtitle(front), _paths_alt([*extremes, *article])
    )
    sheet = Sheet(PATH_COLUMNS, [_path_row(row, rates, key) for key, row in known.items()])
    return finish(figure, caption, drawn, sheet, height=PLOT_HEIGHT, right=LABEL_ROOM)


def _publishers(
    drawn: pd.DataFrame, stops: dict[str, list[Stop]]
) -> tuple[list[Series], list[tuple[Series, str]]]:
    """Return the series of all publishers, and those that get a label."""
    rows = drawn[drawn["role"].ne("cited")]
    groups = [
        (str(name), joined(stops[key] for key in part.index))
        for name, part in rows.groupby("producer", sort=False)
    ]
    series = [Series(name, style(number), part) for number, (name, part) in enumerate(groups)]
    if len(series) <= MANY:
        return series, [_named(one) for one in series]
    muted = Style("grey", "solid", "circle", 1.2)
    every = Series(counted(len(series), "publisher"), muted, joined(stops[key] for key in rows.index))
    ranked = sorted(series, key=lambda one: last(one).value)
    ends = [one._replace(style=muted) for one in (ranked[-1], ranked[0])]
    return [every], [_named(one) for one in ends]


def _article(
    drawn: pd.DataFrame, stops: dict[str, list[Stop]], rates: pd.DataFrame, horizon_year: int
) -> tuple[list[Series], list[tuple[Series, str]]]:
    """Return the article's paths, with those at its stated growth, and their labels."""
    found: list[Series] = []
    labels: list[tuple[Series, str]] = []
    for claim_id in drawn.index[drawn["role"].eq("cited")]:
        series = Series("Article", ARTICLE, list(stops[claim_id]))
        rate = rates.loc[claim_id] if claim_id in rates.index else None
        stated = _stated(drawn.loc[[claim_id]], rate, horizon_year)
        found.extend([*([stated] if stated else []), series])
        labels.append((series, _article_label(series, stated, rate)))
    return found, labels


def _article_label(series: Series, stated: Series | None, rate: "pd.Series[Any] | None") -> str:
    label = f"Article: {dollars(last(series).value)}"
    if rate is None or pd.isna(rate["implied"]):
        return label
    label += f" at {percent(rate['implied'])} a year"
    return label if stated is None else (
        f"{label}\nat its stated {percent(rate['stated'])}: {dollars(last(stated).value)}"
    )


def _stated(
    rows: pd.DataFrame, rate: "pd.Series[Any] | None", horizon_year: int
) -> Series | None:
    """Return where a claim's stated growth leads, where that is not to its own end."""
    if rate is None or pd.isna(rate["agrees"]) or rate["agrees"]:
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
    return f"Paths of market size end at: {'; '.join(ends)}."


def _path_row(row: dict[str, Any], rates: pd.DataFrame, claim_id: str) -> list[str]:
    implied = rates["implied"].get(claim_id)
    base = "–" if row["base_value"] is None else amount(row["base_value"], row["unit"])
    grows = "–" if implied is None or pd.isna(implied) else percent(implied)
    edition = row["edition"] or "–"
    return [who(row), edition, window(row), base, figure_text(row), grows, evidence(row)]


def editions(claims: pd.DataFrame, *, series: str | None = None) -> go.Figure:
    """Draw one publisher's editions of one series: how its forecast moved.

    Args:
        claims: the validated table.
        series: `PRODUCER: MEASURE`, as `analysis.comparison.editions` names it; by default the
            one with the most editions.
    """
    title = "How one publisher's forecast moved"
    values = values_by_edition(claims[claims["unit"].isin(MONEY)])
    count = values.groupby("series")["edition"].nunique()
    chosen = series if series is not None else (count.idxmax() if len(count) else None)
    values = values[values["series"].eq(chosen)] if chosen is not None else values.head(0)
    if values.empty:
        text = "No publisher has several editions of one series in US dollars."
        return sentence("market-editions", title, text, PATH_COLUMNS)
    drawn = claims.loc[values["claim_id"].drop_duplicates()]
    known, rates = records(drawn), growth_rates(drawn)
    labelled = _edition_series(drawn, claims)
    figure = go.Figure([trace(one, known) for one, _ in labelled])
    years = year_axis(values["year"].tolist())
    sizes = log_axis([value / 1e9 for value in (*values["low"], *values["high"])], VALUE_TITLE)
    figure.update_layout(xaxis=years.layout, yaxis=sizes.layout)
    add_labels(figure, labelled[::-1], years, sizes)
    producer = str(drawn["producer"].iloc[0])
    caption = Caption(
        "market-editions",
        f"{producer}: how its forecast moved",
        "An edition is named by when it was published; those that the article cites are marked. "
        + _moved(values),
        f"{counted(len(labelled), 'edition')} of {producer}. {_moved(values)}",
    )
    sheet = Sheet(PATH_COLUMNS, [_path_row(row, rates, key) for key, row in known.items()])
    return finish(figure, caption, drawn, sheet, height=PLOT_HEIGHT, right=LABEL_ROOM)


def _edition_series(drawn: pd.DataFrame, claims: pd.DataFrame) -> list[tuple[Series, str]]:
    stops = stops_of(drawn, int(drawn["year"].max()))
    cited = set(claims.loc[claims["role"].eq("cited"), "original_id"].dropna())
    found = []
    groups = drawn.groupby(["published", "edition"], sort=False, dropna=False)
    for number, ((published, edition), part) in enumerate(groups):
        quoted = not cited.isdisjoint(part.index)
        dated = "" if pd.isna(published) else str(published)
        name = f"{dated or edition}{' (cited)' if quoted else ''}"
        look = style(number)._replace(ink="article", width=3) if quoted else style(number)
        one = Series(name, look, joined(stops[key] for key in part.index))
        found.append(_named(one))
    return found


def _moved(values: pd.DataFrame) -> str:
    """Say what the oldest and the newest edition tell of the year that most of them cover."""
    reach = values.groupby("year")["edition"].nunique()
    year = reach[reach.eq(reach.max())].index.max()
    there = values[values["year"].eq(year)]
    if len(there) < 2:
        return "No two editions speak of the same year."
    first, last = there.iloc[0], there.iloc[-1]
    change = last["high"] / first["high"] - 1
    return (
        f"For {year} the edition of {first['published']} says {dollars(first['high'])}, that of "
        f"{last['published']} {dollars(last['high'])}: {percent(abs(change))} "
        f"{'more' if change > 0 else 'less'}."
    )


def spread_by_year(
    claims: pd.DataFrame, *, measure: str = "ml_market_revenue", horizon_year: int = 2035
) -> go.Figure:
    """Draw how far publishers are apart on one measure, year by year.

    Args:
        claims: the validated table.
        measure: only its `level` rows in US dollars are compared; paths count between their ends.
        horizon_year: last year that is drawn.
    """
    title = "How far publishers are apart on the same year"
    rows = _money(claims, measure)
    apart = spread(rows)
    apart = apart[apart["year"].le(horizon_year)]
    if apart.empty:
        text = f"No two publishers speak of the same year up to {horizon_year}."
        return sentence("market-spread", title, text, SPREAD_COLUMNS)
    compared = values_by_year(rows)
    compared = compared[compared["year"].isin(apart["year"])]
    cited = stops_of(rows[rows["role"].eq("cited")], horizon_year)
    drawn = rows.loc[[*compared["claim_id"].drop_duplicates(), *cited]]
    figure = _spread_traces(apart, records(drawn))
    article = Series("Article", ARTICLE._replace(dash="dot", width=1.5), joined(cited.values()))
    if cited:
        figure.add_trace(trace(article, records(drawn)))
    stops = [stop for part in cited.values() for stop in part]
    years = year_axis([*apart["year"], *(stop.year for stop in stops)])
    values = [*apart["low"], *apart["high"], *(stop.value for stop in stops)]
    sizes = log_axis([value / 1e9 for value in values], VALUE_TITLE, room=0.1)
    figure.update_layout(xaxis=years.layout, yaxis=sizes.layout)
    _spread_labels(figure, apart)
    widest = apart.loc[apart["factor"].idxmax()]
    said = (
        f"In {widest['year']} the highest figure is {widest['factor']:.1f} times the lowest "
        f"({dollars(widest['low'])} and {dollars(widest['high'])})."
    )
    caption = Caption(
        "market-spread",
        title,
        "Lowest to highest, with the median; above, the highest as a multiple of the lowest; "
        "below, how many publishers. Paths count at constant growth between their ends.",
        f"The widest gap: {said}",
    )
    sheet = Sheet(SPREAD_COLUMNS, [_spread_row(row) for row in apart.to_dict("records")])
    return finish(figure, caption, drawn, sheet, height=380)


def _spread_traces(apart: pd.DataFrame, known: dict[str, dict[str, Any]]) -> go.Figure:
    years = [int(year) for year in apart["year"]]
    bars: list[tuple[int | None, float | None]] = []
    for row in apart.to_dict("records"):
        bars += [(row["year"], row["low"] / 1e9), (row["year"], row["high"] / 1e9), (None, None)]
    figure = go.Figure()
    figure.add_scatter(
        name="Lowest to highest",
        x=[None if year is None else int(year) for year, _ in bars],
        y=numbers(value for _, value in bars),
        mode="lines",
        line={"color": light("blue"), "width": 9},
        opacity=0.35,
        hoverinfo="skip",
    )
    for name, symbol in (("high", "triangle-down"), ("low", "triangle-up")):
        figure.add_scatter(
            name="Highest" if name == "high" else "Lowest",
            x=years,
            y=numbers(apart[name] / 1e9),
            mode="markers",
            marker={"symbol": symbol, "size": 9, "color": light("blue")},
            hoverinfo="text",
            hovertext=[
                hover(known[claim_id], [f"{year}: {dollars(value)}"])
                for claim_id, year, value in zip(
                    apart[f"{name}_claim"], years, apart[name], strict=True
                )
            ],
        )
    figure.add_scatter(
        name="Median",
        x=years,
        y=numbers(apart["median"] / 1e9),
        mode="markers",
        marker={
            "symbol": "line-ew",
            "size": 12,
            "line": {"color": light("text"), "width": 2.5},
            "color": light("text"),
        },
        hoverinfo="text",
        hovertext=[
            shown(f"{year}, median of {counted(count, 'publisher')}: {dollars(value)}")
            for year, count, value in zip(years, apart["producers"], apart["median"], strict=True)
        ],
    )
    return figure


def _spread_labels(figure: go.Figure, apart: pd.DataFrame) -> None:
    logs = figure.layout.yaxis
    assert logs.type == "log"
    for row in apart.to_dict("records"):
        ends = (("high", f"{row['factor']:.1f}×", 10, "text"), ("low", f"{row['producers']}", -10, "muted"))
        for name, text, shift, ink in ends:
            figure.add_annotation(
                name=f"label-{row['year']}-{name}",
                text=text,
                font={"color": light(ink), "size": 11},
                x=int(row["year"]),
                y=numbers([math.log10(row[name] / 1e9)])[0],
                yanchor="bottom" if shift > 0 else "top",
                yshift=shift / 2,
            )


def _spread_row(row: dict[str, Any]) -> list[str]:
    money = [dollars(row[name]) for name in ("low", "median", "high")]
    return [str(row["year"]), str(row["producers"]), *money, f"{row['factor']:.1f} times"]
