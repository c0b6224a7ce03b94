"""A publisher looks the same in every chart of a report, and unlike the others of its measure."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from report_helpers import charts
from report_helpers.charts.toolkit.publisher_styles import publisher_styles
from report_helpers.charts.toolkit.theme import ARTICLE, SERIES_INKS, Style
from report_helpers.colors import COLORS

from .test_theme import VISION, distance

pytestmark = pytest.mark.slow

Claims = Callable[..., pd.DataFrame]
READ = {"role": "comparator", "url": "https://example.org", "accessed": "2026-01-02"}
NAMES = [f"Publisher {number}" for number in range(24)]


def market(names: list[str]) -> list[dict[str, Any]]:
    """Return a level of each publisher, all of one measure."""
    return [
        {**READ, "producer": name, "value": "5", "year": 2030, "source_id": f"s{number}"}
        for number, name in enumerate(names)
    ]


def styles_of(claims_of: Claims, names: list[str]) -> dict[str, Style]:
    """Return the style of each publisher of a market."""
    styles = publisher_styles(claims_of(*market(names)))
    return {name: styles.named(name) for name in names}


def test_a_style_follows_from_the_name(claims_of: Claims) -> None:
    """Neither the order of the rows nor the spelling of a name changes a publisher's style."""
    first = styles_of(claims_of, NAMES)
    assert styles_of(claims_of, NAMES[::-1]) == first
    shouted = publisher_styles(claims_of(*market([name.upper() for name in NAMES])))
    assert {name: shouted.named(name) for name in NAMES} == first


@pytest.mark.parametrize("count", [2, len(SERIES_INKS), 12])
def test_publishers_of_one_measure_look_different(claims_of: Claims, count: int) -> None:
    """An ink repeats only when all are taken, then with another marker; none is the article's."""
    styles = list(styles_of(claims_of, NAMES[:count]).values())
    assert len({one.ink for one in styles}) == min(count, len(SERIES_INKS))
    assert len({(one.ink, one.marker) for one in styles}) == count
    assert all(one.ink != ARTICLE.ink and one.marker != ARTICLE.marker for one in styles)
    assert all(one.width < ARTICLE.width for one in styles)


def test_a_publisher_has_one_ink_in_all_charts(shipped_claims: pd.DataFrame) -> None:
    """Marks of claims are in the ink of their publisher, those of the article in its own.

    Three charts show levels of evidence and findings instead.
    """
    inks: dict[str, set[str]] = {}
    for name in set(charts.__all__) - {"evidence", "claims_by_rules", "gravest"}:
        for trace in getattr(charts, name)(shipped_claims).data:
            for key, ink in marks(trace):
                row = shipped_claims.loc[key]
                who = "article" if row["role"] == "cited" else row["producer"]
                inks.setdefault(str(who), set()).add(ink)
    assert len(inks) > 10
    assert {who: found for who, found in inks.items() if len(found) > 1} == {}
    assert inks["article"] == {COLORS["article"].light}


def marks(trace: Any) -> list[tuple[str, str]]:
    """Return the claim and the ink of each mark of a trace."""
    ids = list(trace.customdata if trace.customdata is not None else ())
    inks = trace.marker.line.color or trace.marker.color
    each = [inks] * len(ids) if isinstance(inks, str) else list(inks or ids)
    return [(key, ink) for key, ink in zip(ids, each, strict=True) if key]


@pytest.mark.parametrize("horizon", [2026, 2030, 2035])
def test_the_horizon_changes_no_color(shipped_claims: pd.DataFrame, horizon: int) -> None:
    """A publisher is drawn in one ink, whatever else the horizon shows or hides."""
    figures = [charts.size_paths(shipped_claims, horizon_year=year) for year in (2040, horizon)]
    first, other = (
        {key: ink for trace in figure.data for key, ink in marks(trace)} for figure in figures
    )
    assert other
    assert {key: first[key] for key in other} == other


@pytest.mark.parametrize("side", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_styles_stay_apart(vision: str, side: str, claims_of: Claims) -> None:
    """Publishers that look alike in color differ in dash or marker."""
    for one, other in combinations([ARTICLE, *styles_of(claims_of, NAMES).values()], 2):
        colors = (getattr(COLORS[one.ink], side), getattr(COLORS[other.ink], side))
        assert (
            distance(*colors, vision) > 10 or one.marker != other.marker or one.dash != other.dash
        )
