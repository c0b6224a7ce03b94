# ruff: noqa: INP001, S311 (a script's neighbour; its chances are for variety, not for secrets)
"""Claims made up for measuring: of any number, always the same, most of them consistent.

Three shapes. `market`: many documents, measures, producers and editions, and an article that cites
some of each. `report`: the same with topics, regions, and words as people write them, for what is
read. `page`: one document and one measure with every row, which punishes whatever compares rows
within a document or a measure.
"""

import csv
from collections.abc import Callable, Iterator
from itertools import count, islice
from random import Random
from typing import Any, TextIO

__all__ = ["SHAPES", "write_claims"]

Row = dict[str, Any]

COLUMNS = (
    "claim_id", "topic", "metric", "measure", "title", "scope", "region", "sample", "base_year",
    "base_value", "year", "value", "value_low", "value_high", "qualifier", "unit",
    "growth_percent", "growth_from", "growth_to", "kind", "as_printed", "role", "original_id",
    "repeats_id", "producer", "edition", "published", "attribution", "source_id", "source_title",
    "source_kind", "url", "accessed", "evidence", "locator", "note",
)  # fmt: skip
PRINTED = ("base_value", "base_year", "value", "value_low", "value_high", "year", "growth_percent")
COMMON = {
    "topic": "ai_market", "metric": "level", "region": "world", "qualifier": "exact",
    "unit": "usd_billion", "kind": "projection", "accessed": "2026-11-01",
    "source_kind": "vendor_forecast", "evidence": "publisher_page", "attribution": "named",
}  # fmt: skip
SLIP = 0.02
"""The share of citations with a slip."""
OFTEN = 5
"""What is no slip but unusual is so many times as frequent."""
NOTED = 0.3
"""The share of rows with a note."""
THINGS = ("battery storage", "heat pumps", "electric buses", "rooftop solar", "offshore wind",
          "organic food", "home fitness", "cloud security", "crop insurance", "video games",
          "medical imaging", "used clothing")  # fmt: skip
KINDS = ("revenue", "shipments", "spending of households", "installed base", "orders")
PLACES = ("world", "Europe", "United States", "India", "China", "Brasil", "Côte d'Ivoire", "日本",
          "Latin America", "Germany")  # fmt: skip
FIRMS = ("Northwind Research", "Grand Outlook", "Société d'études", "Market Atlas", "Zahlenwerk",
         "Straits Insight", "Allied Forecast", "Meridian Data", "調査会社",
         "Open Statistics")  # fmt: skip
NOTES = ("the text gives another year", "the scope is wider than the title says",
         "the figure is said to be preliminary", "an older edition prints less",
         "the page names no sample")  # fmt: skip
OF_ONE_PRODUCER = 2
"""So many kinds of rows on the page are all by one producer."""


def write_claims(file: TextIO, shape: str, rows: int) -> None:
    """Write a CSV of exactly so many claims."""
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in islice(SHAPES[shape](Random(20261123)), rows):
        printed = "; ".join(str(row[name]) for name in PRINTED if name in row)
        writer.writerow({"as_printed": printed, **row})


def page(chance: Random) -> Iterator[Row]:
    """Yield rows of one document and one measure, by many producers, for ever."""
    place = {**COMMON, **document("page"), "role": "comparator", **about("everything"),
             "kind": "estimate"}  # fmt: skip
    kinds = (fall, remaining, point, point_and_rate, *[part_of_one_path] * 6)
    for number in count():
        small = number % len(kinds) < OF_ONE_PRODUCER
        firm = {
            "producer": "Firm" if small else f"Firm {chance.randrange(1 + number // 5)}",
            "edition": "First",
            "published": f"{chance.randrange(2024, 2027)}",
            "claim_id": f"c{number}",
        }
        yield {**place, **firm, **kinds[number % len(kinds)](chance)}


def market(chance: Random) -> Iterator[Row]:
    """Yield measure after measure: what its producers print, and what an article cites of it."""
    for number in count():
        topic = about(f"market_{number}")
        size = chance.lognormvariate(3, 1.5)
        printed: list[Row] = []
        for firm in chance.sample(range(20 + number), chance.randrange(2, 9)):
            rows = list(publications(chance, number, firm, size * chance.lognormvariate(0, 0.2)))
            printed += [topic | row for row in rows]
        cited = printed[-len(rows) :] + [topic | row for row in survey(chance, number)]
        yield from printed
        yield from cited[len(rows) :]
        yield from citations(chance, number, cited)


def report(chance: Random) -> Iterator[Row]:
    """Yield the rows of `market` with the words of a topic, a region and a publisher."""
    for row in market(chance):
        number = int(row["measure"].removeprefix("market_"))
        thing, kind = THINGS[number % len(THINGS)], KINDS[number // len(THINGS) % len(KINDS)]
        place = PLACES[number % len(PLACES)]
        firm = row["producer"] and row["producer"].replace("Firm", FIRMS[number % len(FIRMS)])
        own = Random(row["claim_id"])
        yield row | {
            "topic": thing.replace(" ", "_"),
            "region": place,
            "title": f"{thing.capitalize()}, {kind} {number}",
            "scope": f"{kind} of {thing} in {place}, without services and second-hand sales",
            "producer": firm,
            "edition": row["edition"] and f"{thing.capitalize()} outlook, {row['edition'].lower()}",
            "source_title": f"Outlook on its markets, page {row['source_id']}",
            "locator": f"section {own.randrange(1, 9)}, table {own.randrange(1, 40)}",
            "note": f"Read beside table {own.randrange(1, 40)}; {own.choice(NOTES)}."
            if own.random() < NOTED
            else "",
        }


def publications(chance: Random, number: int, firm: int, size: float) -> Iterator[Row]:
    """Yield a producer's editions: a path with its growth, and some of the years on it."""
    growth = chance.uniform(2, 45)
    old = 5 if chance.random() < OFTEN * SLIP else 0
    for edition in range(chance.randrange(1, 4)):
        key = f"m{number}_f{firm}_e{edition}"
        start = 2024 + edition - old
        moved = chance.lognormvariate(0, 0.1) if chance.random() < OFTEN * SLIP else 1
        size *= moved * (1 + growth / 100)
        facts = {**COMMON, **document(key), "role": "original",
                 "producer": f"Firm {firm}", "edition": f"Edition {edition + 1}",
                 "published": f"{start}-0{chance.randrange(1, 10)}"}  # fmt: skip
        yield {**facts, **path(size, growth, start, 2032), "claim_id": f"{key}_path"}
        for ahead in range(1, chance.randrange(1, 5)):
            value = f"{size * (1 + growth / 100) ** ahead:.2f}"
            kind = {"year": start + ahead, "value": value, "claim_id": f"{key}_{ahead}"}
            yield {**facts, **kind}
        if chance.random() < OFTEN * SLIP:
            before = path(size / 1.2, growth, start - 1, 2032)
            later = path(size, growth, start, 2032) | {"growth_from": start}
            yield {**facts, **later, "base_year": start - 1, "base_value": before["base_value"],
                   "claim_id": f"{key}_later"}  # fmt: skip


def survey(chance: Random, number: int) -> Iterator[Row]:
    """Yield figures of other metrics: a share, a fall, what remains, a multiple, a rate."""
    key = f"m{number}_survey"
    facts = {**COMMON, **document(key), "role": "original", "producer": f"Survey {number % 50}",
             "edition": str(number), "published": "2025-02", "kind": "survey"}  # fmt: skip
    window = {"base_year": 2020, "year": 2024}
    figures = {
        "share": {"metric": "share", "unit": "percent", "year": 2024, "sample": "403 respondents",
                  "value": chance.randrange(5, 95)},
        "fall": fall(chance),
        "left": remaining(chance),
        "multiple": {"metric": "multiple", "unit": "times", "value": f"{chance.uniform(1, 9):.1f}",
                     **window},
        "rate": {"metric": "growth_rate", "unit": "percent",
                 "value": f"{chance.uniform(1, 60):.1f}", **window},
        "postings": {"unit": "count", "year": 2024, "value": 100 * chance.randrange(1, 900),
                     "qualifier": "about"},
        "range": {"unit": "usd_trillion", "value_low": 2, "value_high": 4, "year": 2031},
    }  # fmt: skip
    for name, figure in figures.items():
        yield {**facts, **figure, "claim_id": f"{key}_{name}"}


def citations(chance: Random, number: int, printed: list[Row]) -> Iterator[Row]:
    """Yield what an article cites, a few with a slip or said twice."""
    article = {**document(f"article_{number // 10}"), "source_kind": "article", "role": "cited"}
    for original in chance.sample(printed, len(printed) // 3):
        key = f"cited_{original['claim_id']}"
        row = {**original, **article, "claim_id": key, "original_id": original["claim_id"]}
        row |= {"edition": "", "published": "", "accessed": ""}
        if chance.random() < SLIP:
            row |= chance.choice(SLIPS)(row)
        yield row
        if chance.random() < SLIP:
            yield row | {"claim_id": f"{key}_again", "repeats_id": key}


def path(size: float, growth: float, start: int, end: int) -> Row:
    """Return a base and an end with the growth in percent between them, all rounded."""
    return {"base_year": start, "base_value": f"{size:.2f}", "year": end,
            "value": f"{size * (1 + growth / 100) ** (end - start):.2f}",
            "growth_percent": f"{growth:.1f}"}  # fmt: skip


def part_of_one_path(chance: Random) -> Row:
    """Return some years of one path of 8 percent a year."""
    start = chance.randrange(2015, 2026)
    return path(50 * 1.08 ** (start - 2015), 8, start, start + chance.randrange(3, 11))


def point(chance: Random) -> Row:
    """Return a figure of one year on that path, a few of them far off."""
    year = chance.randrange(2015, 2036)
    off = 1.5 if chance.random() < SLIP else 1
    return {"year": year, "value": f"{off * 50 * 1.08 ** (year - 2015):.{chance.randrange(1, 3)}f}"}


def point_and_rate(chance: Random) -> Row:
    """Return a figure of one year with the growth that is stated for the years after it."""
    figure = point(chance)
    ahead = {"growth_from": figure["year"], "growth_to": figure["year"] + 5}
    return figure | ahead | {"growth_percent": "8.0"}


def fall(chance: Random) -> Row:
    """Return a fall in percent."""
    return {"metric": "change", "unit": "percent", "base_year": 2020, "year": 2024,
            "value": f"{-chance.uniform(5, 60):.2f}"}  # fmt: skip


def remaining(chance: Random) -> Row:
    """Return what is left, in percent."""
    return {"metric": "remaining", "unit": "percent", "base_year": 2020, "year": 2024,
            "value": f"{chance.uniform(5, 60):.2f}"}  # fmt: skip


def about(measure: str) -> Row:
    """Return the fields that say what is measured."""
    return {"measure": measure, "title": f"Size of {measure}",
            "scope": f"yearly revenue of {measure}, worldwide"}  # fmt: skip


def document(key: str) -> Row:
    """Return the fields of the document in which a figure was read."""
    return {"source_id": key, "source_title": f"Pages of {key}",
            "url": f"https://example.org/{key}"}  # fmt: skip


def _greater(name: str, factor: float) -> Callable[[Row], Row]:
    return lambda row: {name: f"{float(row[name]) * factor:.2f}"} if row.get(name) else {}


def _later(row: Row) -> Row:
    return {name: int(row[name]) + 1 for name in ("base_year", "year") if row.get(name)}


SLIPS: tuple[Callable[[Row], Row], ...] = (
    _greater("growth_percent", 1.3),
    _greater("value", 1.5),
    _later,
    lambda row: {"unit": "usd_trillion"} if row["unit"] == "usd_billion" else {},
    lambda _row: {"producer": "", "attribution": ""},
    lambda _row: {"sample": "", "evidence": "not_found"},
    lambda row: {"base_year": ""} if row["metric"] != "level" else {"qualifier": "about"},
)
SHAPES: dict[str, Callable[[Random], Iterator[Row]]] = {
    "market": market, "report": report, "page": page,
}  # fmt: skip
