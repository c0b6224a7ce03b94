"""No chart, sentence, table, scenario or rule pools rows that may not be compared.

Two markets of the same producers and sources differ in one key alone. What is derived from both
together holds no figure that neither gives by itself: no ratio, mean, range or path of the two.
"""

import html
import inspect
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from report_helpers import charts
from report_helpers.analysis import comparison, scenarios
from report_helpers.analysis.cited_figures import against_originals
from report_helpers.analysis.comparability import latest_editions
from report_helpers.audit.audit import audit
from report_helpers.audit.findings import Finding
from report_helpers.audit.rules import RULES
from report_helpers.projection.display import growth_by_source, projection
from report_helpers.text import claim_tables, finding_tables, first_screen, sentences
from report_helpers.text import figures as figure_list
from report_helpers.text.html import Fragment

pytestmark = pytest.mark.slow

Maker = Callable[..., pd.DataFrame]
Rows = list[dict[str, Any]]

DAY, HORIZON = "2026-11-23", 2035
READ = {"url": "https://a.example", "accessed": "2026-01-02"}
HERE: dict[str, Any] = {"region": "Atlantis"}
OTHER: dict[str, dict[str, Any]] = {
    "region": {"region": "Lemuria"},
    "no region": {"region": ""},
    "dimension": {"unit": "gwh"},
    "currency": {"unit": "eur_billion"},
    "period": {"period": "fiscal_year", "period_label": "FY2030"},
    "sample": {"sample": "smiths"},
    "all": {"region": "Lemuria", "unit": "gwh", "period": "run_rate", "sample": "smiths"},
}
"""What differs in the second of the two markets."""

WORDS = {
    "region": ("Atlantis", "Lemuria"), "no region": ("Atlantis", "no region named"),
    "dimension": ("US dollars", "GWh"), "currency": ("US dollars", "euros"),
    "period": ("calendar years", "fiscal years"), "sample": ("bakers", "smiths"),
    "all": ("Atlantis", "Lemuria"),
}  # fmt: skip
"""What labels name where both markets are shown."""

COUNTS = 60
"""Whole numbers up to this may be counts; every figure of the two markets is larger."""

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def producer(name: str, edition: str, **cells: Any) -> dict[str, Any]:
    """Return a row of a producer's edition."""
    return {
        "producer": name, "edition": edition, "published": edition, "role": "comparator",
        "source_id": f"s_{name[-1].lower()}", "source_title": f"Report {name[-1]}", **READ, **cells,
    }  # fmt: skip


def levels(size: float, unit: str, published: int) -> Rows:
    """Return a market's levels: cited, original, several producers and editions, an outcome."""

    def path(base: float, end: float, **cells: Any) -> dict[str, Any]:
        ends = {"base_year": 2024, "base_value": f"{base * size:.1f}", "year": 2030}
        return {**ends, "value": f"{end * size:.1f}", "unit": unit, **cells}

    editions = [str(published), str(published + 1)]
    own = path(203.3, 907.7, growth_percent="21.7")
    return [
        {**own, "claim_id": "cited", "original_id": "original", "producer": "Firm A"},
        producer("Firm A", editions[0], **own, claim_id="original", role="original"),
        producer("Firm A", editions[1], **path(211.1, 883.3), claim_id="later"),
        producer("Firm B", editions[1], **path(251.9, 977.1), claim_id="firm_b"),
        producer("Firm C", editions[0], claim_id="target", year=2025, kind="projection",
                 value=f"{307.3 * size:.1f}", unit=unit),
        producer("Firm D", editions[1], claim_id="outcome", role="actual", kind="observed",
                 year=2025, value=f"{293.9 * size:.1f}", unit=unit),
        *(
            producer("Firm E", editions[0], claim_id=f"series_{year}", year=year, unit=unit,
                     topic="ai_value", measure="ai_worth", value=f"{value * size:.1f}")
            for year, value in ((2026, 301.7), (2027, 377.1), (2028, 409.3))
        ),
        producer("Firm F", editions[0], claim_id="worth", year=2028, unit=unit, topic="ai_value",
                 measure="ai_worth", value=f"{509.9 * size:.1f}"),
    ]  # fmt: skip


def effects(size: float, published: int) -> Rows:
    """Return shares, changes and what remains, of several producers."""
    kinds = (
        ("share", "adoption", 61.3), ("remaining", "productivity", 71.7),
        ("change", "productivity", 81.1), ("change", "ai_jobs", 91.9),
    )  # fmt: skip
    return [
        producer(name, str(published), claim_id=f"{metric}_{topic}_{name[-1].lower()}",
                 metric=metric, topic=topic, measure=f"{topic}_{metric}", unit="percent",
                 base_year=2022, year=2026, value=f"{(value + more) * size:.1f}", sample="bakers")
        for metric, topic, value in kinds
        for name, more in (("Firm A", 0.0), ("Firm B", 2.3))
    ]  # fmt: skip


def market(key: str, *, second: bool) -> Rows:
    """Return the rows of one of the two markets, those that can differ in the key alone."""
    apart = OTHER[key] if second else {}
    size, published = (1.37, 2027) if second else (1.0, 2024)
    of_levels = key != "sample"
    of_effects = key in {"region", "no region", "sample", "all"}
    money = apart.get("unit", "usd_billion")
    rows = levels(size * 37 if second else size, money, published) if of_levels else []
    own = {name: cell for name, cell in apart.items() if name not in {"unit", "sample"}}
    rows = [{"sample": "", **HERE, **row, **own} for row in rows]
    own = {name: cell for name, cell in apart.items() if name != "unit"}
    effect_rows = effects(1.07 if second else 1.0, published) if of_effects else []
    # A period is of levels alone here, so that a label is the same for all years.
    rows += [{**HERE, **row, **own} for row in effect_rows]
    return [_renamed(row, "b_" if second else "a_") for row in rows]


def _renamed(row: dict[str, Any], prefix: str) -> dict[str, Any]:
    names: dict[str, Any] = {
        name: prefix + row[name] for name in ("claim_id", "original_id") if name in row
    }
    # Each row says in its locator which it is, and so does its text under the pointer.
    return {**row, **names, "locator": f"row {names['claim_id']}"}


EVERYDAY = ("region", "sample")
"""The keys of `make fast`; the other keys take as long each, and run in `make test`."""


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=() if name in EVERYDAY else pytest.mark.slow)
            for name in OTHER],
)  # fmt: skip
def key(request: pytest.FixtureRequest) -> str:
    """What sets the two markets apart."""
    return str(request.param)


Markets = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
Audits = tuple[list[Finding], list[Finding], list[Finding]]


@pytest.fixture(scope="module")
def markets(key: str, claims_of: Maker) -> Markets:
    """The first market, the second, and both in one table."""
    first, second = market(key, second=False), market(key, second=True)
    both = claims_of(*first, *second)
    return both.iloc[: len(first)], both.iloc[len(first) :], both


@pytest.fixture(scope="module")
def audits(markets: Markets) -> Audits:
    """What the audit finds in each of them."""
    first, second, both = (audit(claims, as_of=DAY) for claims in markets)
    return first, second, both


def figures(text: str) -> set[str]:
    """Return the numbers of a text that are no counts."""
    found = (number.replace(",", "") for number in NUMBER.findall(text))
    return {number for number in found if not number.isdigit() or int(number) > COUNTS}


def called(function: Callable[..., Any], claims: pd.DataFrame, findings: list[Finding]) -> Any:
    """Return what a function gives for claims, its other arguments by their names."""
    known = {
        "claims": claims, "findings": findings, "as_of": DAY,
        "horizon_year": HORIZON, "measure": "ml_market_revenue",
        "topics": ("adoption", "productivity", "ai_jobs"),
    }  # fmt: skip
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "topic":
            given[name] = "ai_jobs" if parameter.default is inspect.Parameter.empty else None
        elif name in known and (parameter.default is inspect.Parameter.empty or name == "findings"):
            given[name] = known[name]
    return function(**{name: value for name, value in given.items() if value is not None})


def words_of(figure: go.Figure) -> str:
    """Return what a chart says: caption, labels, texts and table; the ticks of sizes aside."""
    meta, plain = figure.layout.meta, json.loads(figure.to_json())
    rows = [cell for row in meta["rows"] for cell in row]
    notes = [note["text"] for note in plain["layout"].get("annotations", [])]
    texts = [text for trace in plain["data"] for text in listed(trace.get("text"))]
    hovers = [text for trace in plain["data"] for text in listed(trace.get("hovertext"))]
    parts = [meta["title"], meta["subtitle"], meta["alt"], *rows, *notes, *texts, *hovers]
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", part) for part in parts))


def listed(texts: Any) -> list[str]:
    """Return the texts of a trace, one or several."""
    return [texts] if isinstance(texts, str) else [text for text in texts or [] if text]


def labels_of(figure: go.Figure) -> str:
    """Return the texts of a chart's axes and plot."""
    plain = json.loads(figure.to_json())
    ticks = [
        tick
        for name, axis in plain["layout"].items()
        if re.fullmatch(r"[xy]axis\d*", name)
        for tick in axis.get("ticktext", [])
    ]
    texts = [text for trace in plain["data"] for text in listed(trace.get("text"))]
    notes = [note["text"] for note in plain["layout"].get("annotations", [])]
    return html.unescape(" ".join([*ticks, *texts, *notes]).replace("<br>", " "))


def rows_on_axes(figure: go.Figure | None) -> Iterator[set[str]]:
    """Yield the claims that each pair of axes holds, by what their text under the pointer says."""
    axes: dict[tuple[Any, Any], set[str]] = {}
    for trace in figure.data if figure else ():
        text = " ".join(listed(trace.hovertext)).replace("<br>", " ")
        named = set(re.findall(r"\brow ([ab]_\w+)", text))
        axes.setdefault((trace.xaxis, trace.yaxis), set()).update(named)
    yield from axes.values()


def said(found: Fragment | go.Figure | list[figure_list.Line] | None) -> str:
    """Return all that a chart, sentence or table says; a chart that is not drawn says nothing."""
    if found is None:
        return ""
    if isinstance(found, list):
        return " ".join(f"{line.printed} {line.original} {line.why}" for line in found)
    return found.text if isinstance(found, Fragment) else words_of(found)


WALKED = [
    pytest.param(getattr(module, name), id=f"{module.__name__.rpartition('.')[2]}.{name}")
    for module in (charts, sentences, claim_tables, finding_tables, figure_list, first_screen)
    for name in module.__all__
    if not inspect.isclass(getattr(module, name)) and callable(getattr(module, name))
]


@pytest.mark.parametrize("function", WALKED)
def test_no_figure_is_of_both_markets(
    markets: Markets, audits: Audits, function: Callable[..., Any]
) -> None:
    """The output for both has only figures that are printed or in the output for one of them."""
    first, second, both = (
        figures(said(called(function, claims, findings)))
        for claims, findings in zip(markets, audits, strict=True)
    )
    printed = figures(" ".join(markets[2]["as_printed"]))
    assert both - first - second - printed == set()


@pytest.mark.parametrize("name", charts.__all__)
def test_no_axis_holds_both_without_a_word(
    markets: Markets, audits: Audits, key: str, name: str
) -> None:
    """Claims of one pair of axes are of one market a measure, or labels say what each is."""
    both = markets[2]
    figure = called(getattr(charts, name), both, audits[2])
    for rows in rows_on_axes(figure):
        held = both.loc[sorted(rows)]
        market_of = held.index.to_series().str[0]
        mixed = market_of.groupby([held["measure"], held["metric"]]).nunique().gt(1).any()
        if mixed and name != "evidence":  # It counts rows, and shows no figure of any.
            assert all(words in labels_of(figure) for words in WORDS[key]), name


@pytest.mark.parametrize("name", RULES)
def test_no_rule_compares_the_two(audits: Audits, name: str) -> None:
    """A rule finds in both together what it finds in each, and no more."""
    first, second, both = (
        {(found.claim_ids, found.message) for found in findings if found.rule == name}
        for findings in audits
    )
    assert both - first - second == set()


def test_no_path_leads_from_one_to_the_other(markets: Markets, key: str) -> None:
    """Growths, scenarios, paths and projections of a claim are those of its own market."""
    if key == "sample":
        return
    first, _, both = markets
    claim = "a_cited"
    for prefer in ("implied", "stated"):
        pd.testing.assert_frame_equal(
            scenarios.yearly_growths(both, claim, prefer=prefer),
            scenarios.yearly_growths(first, claim, prefer=prefer),
        )
    assert growth_by_source(both, claim_id=claim) == growth_by_source(first, claim_id=claim)
    of_both, of_one = (projection(claims, claim_id=claim) for claims in (both, first))
    # A title names its region where the file has several.
    assert {**of_both.contract, "place": ""} == {**of_one.contract, "place": ""}
    assert of_both.contract["place"] in {"", HERE["region"]}
    assert of_both.figure.layout.meta["rows"] == of_one.figure.layout.meta["rows"]


def test_no_derived_table_pools(markets: Markets) -> None:
    """Editions, values, spreads and ratios of both are those of the two, row by row."""
    numbers = ["series", "quantity"]
    for table in (
        comparison.values_by_year, comparison.spread, comparison.values_by_edition,
        comparison.editions, against_originals, latest_editions,
    ):  # fmt: skip
        first, second, both = (
            table(claims).reset_index().drop(columns=numbers, errors="ignore").astype(str)
            for claims in markets
        )
        each = pd.concat([first, second]).drop(columns="index", errors="ignore")
        both = both.drop(columns="index", errors="ignore")
        names = list(both.columns)
        pd.testing.assert_frame_equal(
            both.sort_values(names, ignore_index=True), each.sort_values(names, ignore_index=True)
        )


def test_the_markets_are_full(claims_of: Maker) -> None:
    """Both markets give every chart and table something to pool: the walk is of no empty ones."""
    both = claims_of(*market("all", second=False), *market("all", second=True))
    for name in charts.__all__:
        figure = called(getattr(charts, name), both, audit(both, as_of=DAY))
        assert figure.layout.meta["claims"], name
    assert len(comparison.spread(both)) > 2
    assert comparison.editions(both)["series"].nunique() == 2
    assert len(scenarios.yearly_growths(both, "a_cited")) == 2
