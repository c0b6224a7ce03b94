"""Claims of made-up markets: many publishers, long names, other scripts, sizes of all scales."""

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

__all__ = ["MARKETS", "market_rows"]

Rows = list[dict[str, Any]]

SYLLABLES = ("Nor", "vel", "ta", "mi", "Gran", "dor", "lex", "qu", "Ost", "ra", "pe", "Zan")
LONG = "International Consortium for the Measurement of {} Markets and Their Regional Suppliers"
RIGHT_TO_LEFT = ("شركة أبحاث السوق", "מכון המחקר לשוק", "مؤسسة البيانات", "חברת הנתונים")
WIDE = ("中国市场研究院", "日本市場調査センター", "한국 시장 연구소", "全球数据咨询有限公司")
READ = {"url": "https://example.org", "accessed": "2026-01-02", "published": "2025",
        "edition": "report"}  # fmt: skip


class Scale(NamedTuple):
    """The unit of a market's levels, their size, and the factor between its publishers."""

    unit: str
    size: float
    spread: float


MARKETS: dict[str, dict[str, Any]] = {
    "one": {"publishers": 1},
    "few": {"publishers": 5, "horizon": 2026},
    "crowded": {"publishers": 12, "horizon": 2030},
    "long names": {"publishers": 11, "names": "long", "horizon": 2031},
    "right to left": {"publishers": 8, "names": "rtl"},
    "wide": {"publishers": 10, "names": "wide", "horizon": 2040},
    "many": {"publishers": 20, "unit": "count", "size": 3.2e6},
    "very many": {"publishers": 60, "size": 4e6, "cited": 20, "names": "mixed"},
    "tiny": {"publishers": 6, "size": 2e-5, "spread": 1.04},
    "steep": {"publishers": 9, "size": 0.3, "spread": 900.0, "unit": "inr_crore"},
}
"""Markets by name: how many publishers, of which names, their scale, and the horizon."""


def market_rows(  # noqa: PLR0913 (all have defaults)
    publishers: int,
    *,
    names: str = "plain",
    unit: str = "usd_billion",
    size: float = 40.0,
    spread: float = 4.0,
    cited: int = 2,
    horizon: int = 2035,
) -> Rows:
    """Return rows for every chart: paths, editions, rises, shares, values and a yearly series."""
    del horizon
    chance = random.Random(f"{publishers} {names} {size}")  # noqa: S311 (no secret)
    known = [name_of(number, names, chance) for number in range(publishers)]
    rows = [
        row
        for number, name in enumerate(known)
        for row in _levels(number, name, Scale(unit, size, spread), chance)
    ]
    rows += [_cited(number, _level(rows, number), chance) for number in range(cited)]
    rows += [row for number, name in enumerate(known[:14]) for row in _others(number, name, chance)]
    return [*rows, *_series(known[0])]


def _level(rows: Rows, number: int) -> dict[str, Any]:
    levels = [row for row in rows if row["role"] == "original"]
    return levels[number % len(levels)]


def name_of(number: int, names: str, chance: random.Random) -> str:
    """Return a publisher's name that no other has."""
    kinds = {"mixed": ("plain", "long", "rtl", "wide")}.get(names, (names,))
    kind = kinds[number % len(kinds)]
    own = "".join(chance.choice(SYLLABLES) for _ in range(2)).capitalize()
    if kind == "long":
        return LONG.format(f"{own} {number}")
    if kind == "rtl":
        return f"{RIGHT_TO_LEFT[number % 4]} {number}"
    if kind == "wide":
        return f"{WIDE[number % 4]}{number}"
    return f"{own} Research {number}"


def _levels(
    number: int, name: str, scale: Scale, chance: random.Random
) -> Iterator[dict[str, Any]]:
    base_year, end = chance.randint(2019, 2025), chance.choice((2027, 2030, 2030, 2030, 2032, 2035))
    base = scale.size * scale.spread ** chance.random()
    value = base * (1 + chance.uniform(0.02, 0.4)) ** (end - base_year)
    both = {} if number % 5 == 4 else {"base_year": base_year, "base_value": digits(base)}
    yield {
        "claim_id": f"level_{number}", "role": "original", "producer": name,
        "source_id": f"s{number}", "year": end, "value": digits(value),
        "unit": scale.unit, "growth_percent": f"{chance.uniform(2, 45):.1f}", **both, **READ,
    }  # fmt: skip
    if number == 0:
        for step in range(3):
            yield {
                "claim_id": f"edition_{step}", "role": "comparator", "producer": name,
                "source_id": f"e{step}", "base_year": 2018 + step, "base_value": digits(base * 0.8),
                "year": 2028, "value": digits(value * (0.7 + 0.2 * step)),
                "unit": scale.unit, **READ,
                "published": str(2020 + step), "edition": f"edition {step}",
            }  # fmt: skip


def digits(value: float) -> str:
    """Return a value as a source would print it."""
    return (
        f"{value:.4g}"
        if 1e-3 <= value < 1e4
        else f"{float(f'{value:.4g}'):f}".rstrip("0").rstrip(".")
    )


def _cited(number: int, original: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    kept = ("year", "unit", "base_year", "base_value", "producer")
    row = {name: original[name] for name in kept if name in original}
    value = float(original["value"]) * chance.choice((1.0, 1.0, 1.3, 0.8))
    return {**row, "claim_id": f"cited_{number}", "value": digits(value), "growth_percent": "30.1",
            "original_id": original["claim_id"], "topic": f"topic_{number % 6}"}  # fmt: skip


def _others(number: int, name: str, chance: random.Random) -> Iterator[dict[str, Any]]:
    own = {"role": "comparator", "producer": name, "source_id": f"s{number}", **READ}
    value = f"{chance.uniform(3, 97):.0f}"
    yield {
        **own, "claim_id": f"share_{number}", "topic": "use", "metric": "share", "unit": "percent",
        "measure": f"use_{number % 3}", "title": f"Firms that use it, kind {number % 3}",
        "value": value, "year": 2024, "sample": "firms", "qualifier": "about",
    }  # fmt: skip
    yield {
        **own, "claim_id": f"rise_{number}", "topic": "jobs", "metric": "change",
        "unit": "percent", "measure": f"jobs_{number}", "title": f"Jobs of kind {number}",
        "value": f"{chance.uniform(-40, 300):.0f}", "base_year": 2020, "year": 2024,
    }  # fmt: skip
    yield {
        **own, "claim_id": f"worth_{number}", "topic": "worth", "measure": f"worth_{number % 4}",
        "title": f"Worth to the economy, way {number % 4}", "unit": "usd_billion",
        "value_low": value, "value_high": f"{float(value) * 7:.0f}", "year": 2030,
        "as_printed": f"{value}; {float(value) * 7:.0f}; 2030",
    }  # fmt: skip


def _series(name: str) -> Rows:
    return [
        {
            "claim_id": f"series_{year}", "role": "comparator", "producer": name, "year": year,
            "source_id": "series", "topic": "worth", "measure": "worth_yearly",
            "title": "Worth, year by year", "unit": "usd_billion", "value": str(100 + 17 * step**2),
            **READ, "edition": "yearly",
        }
        for step, year in enumerate(range(2022, 2033))
    ]  # fmt: skip
