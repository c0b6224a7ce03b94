# ruff: noqa: INP001 (a script, no module)
"""How often the audit is right about stated growth: `python benchmarks/audit_accuracy.py`.

Audits published forecasts (`tests/audit/forecasts.csv`), whose arithmetic was done by hand, and the
same forecasts with one slip planted in each, and writes `docs/audit-accuracy.md`.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from report_helpers.audit.audit import audit
from report_helpers.claims.read import parse_claims
from report_helpers.claims.schema import COLUMN_NAMES

__all__ = ["PAGE", "Accuracy", "Planted", "accuracy", "page"]

ROOT = Path(__file__).resolve().parents[1]
FORECASTS = ROOT / "tests" / "audit" / "forecasts.csv"
PAGE = ROOT / "docs" / "audit-accuracy.md"
DAY = "2026-11-23"
RULE = "growth-mismatch"
Row = dict[str, str]

FIGURES = ("base_year", "base_value", "year", "value", "growth_percent", "growth_low",
           "growth_high", "growth_from", "growth_to")  # fmt: skip
OWN = (*FIGURES, "base_qualifier", "qualifier", "unit", "growth_qualifier")
COMMON = {
    "topic": "forecasts", "metric": "level", "title": "Market size", "scope": "yearly revenue",
    "region": "world", "qualifier": "exact", "kind": "projection", "role": "comparator",
    "producer": "Publisher", "edition": "First", "published": "2026", "attribution": "named",
    "source_title": "A forecast", "source_kind": "vendor_forecast", "url": "https://example.org",
    "accessed": "2026-11-23", "evidence": "publisher_page",
}  # fmt: skip
MEANINGS = {
    "agrees": "the growth leads from the base, or the first forecast value, to the end",
    "agrees_nearly": "it does so within one unit of the last digits",
    "not_checkable": "it requires an ordinary rise to a first value that is not printed",
    "doubtful": "no usual reading explains it, but one that is nearly right or counts other years",
    "mismatch": "no reading explains it",
    "incomplete": "one of the two values, or its year, is not printed",
}
FOUND = ("contradiction", "caution", "note", "none")
WRONG, OPEN = "mismatch", {"doubtful"}
UNSEEN_BELOW = 0.9


class Planted(NamedTuple):
    """What became of one kind of slip in the sound forecasts."""

    kind: str
    planted: int
    contradictions: int
    cautions: int

    @property
    def share(self) -> float:
        """The share of the slips that are found, as a contradiction or a caution."""
        return (self.contradictions + self.cautions) / self.planted


class Accuracy(NamedTuple):
    """What the audit finds.

    `table` counts forecasts by their arithmetic and the most severe finding of the rule
    on stated growth; `rules` counts, by rule, the forecasts that it contradicts and those of them
    that are wrong; `exact` and `hedged` are the slips in sound forecasts without and with a hedge.
    """

    table: dict[tuple[str, str], int]
    rules: dict[str, tuple[int, int]]
    exact: list[Planted]
    hedged: list[Planted]


def main() -> None:
    """Measure, and write the page anew."""
    PAGE.write_text(page(accuracy()), encoding="utf-8")


def forecasts() -> list[Row]:
    """Return the published forecasts."""
    with FORECASTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def accuracy() -> Accuracy:
    """Audit the forecasts as printed, then with every slip planted in the sound ones."""
    printed = forecasts()
    found = findings(printed)
    gravest = {row["id"]: min((s for rule, s in found[row["id"]] if rule == RULE),
                              key=FOUND.index, default="none") for row in printed}  # fmt: skip
    table = Counter((row["expected"], gravest[row["id"]]) for row in printed)
    sound = [row for row in printed if row["expected"] == "agrees"]
    exact = [row for row in sound if not is_hedged(row)]
    return Accuracy(
        dict(table),
        by_rule(printed, found),
        planted(exact),
        planted([row for row in sound if is_hedged(row)]),
    )


def is_hedged(row: Row) -> bool:
    """Return whether a forecast hedges a figure, or prints a range."""
    hedges = (row["base_qualifier"], row["qualifier"], row["growth_qualifier"])
    return bool(row["growth_low"]) or any(hedge not in {"", "exact"} for hedge in hedges)


Findings = dict[str, set[tuple[str, str]]]


def findings(rows: Iterable[Row]) -> Findings:
    """Return the rule and the severity of each finding about each forecast, by its id."""
    known = {row["id"]: row for row in rows}
    claims = parse_claims(as_claims(known.values()), "forecasts.csv")
    found: Findings = {claim_id: set() for claim_id in known}
    for finding in audit(claims, as_of=DAY):
        claim_id = finding.claim_ids[0].removesuffix("_first")
        found[claim_id].add((finding.rule, finding.severity))
    return found


def as_claims(rows: Iterable[Row]) -> bytes:
    """Return forecasts as a file of claims: a row each, and one for a first forecast value."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMN_NAMES, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        facts = {**COMMON, "measure": row["id"], "source_id": row["id"]}
        own = {name: row[name] for name in OWN}
        if not row["base_year"]:  # a claim has no base value without its year
            own |= {"base_value": "", "base_qualifier": ""}
        writer.writerow(claim(facts | own, row["id"]))
        if row["first_value"]:
            first = {"year": row["first_year"], "value": row["first_value"], "unit": row["unit"]}
            writer.writerow(claim(facts | first, f"{row['id']}_first"))
    return text.getvalue().encode()


def claim(cells: Row, claim_id: str) -> Row:
    """Return a row of the claims file, with its figures as printed."""
    as_printed = "; ".join(cells[name] for name in FIGURES if cells.get(name))
    return {**cells, "claim_id": claim_id, "as_printed": as_printed}


def by_rule(rows: list[Row], found: Findings) -> dict[str, tuple[int, int]]:
    """Return how many forecasts each rule contradicts, and how many of them are wrong."""
    expected = {row["id"]: row["expected"] for row in rows}
    contradicted = [(rule, expected[claim_id]) for claim_id, each in found.items()
                    for rule, severity in each
                    if severity == "contradiction" and expected[claim_id] not in OPEN]  # fmt: skip
    return {rule: (sum(rule == each for each, _ in contradicted),
                   sum(rule == each and why == WRONG for each, why in contradicted))
            for rule in sorted({RULE, *(each for each, _ in contradicted)})}  # fmt: skip


def planted(sound: list[Row]) -> list[Planted]:
    """Return how many of each kind of slip are found."""
    slips = {f"{row['id']}_{number}": (kind, changed)
             for row in sound for number, (kind, changed) in enumerate(slips_in(row))}  # fmt: skip
    found = findings({**changed, "id": name} for name, (_, changed) in slips.items())
    severities: dict[str, list[str]] = {}
    for name, (kind, _) in slips.items():
        gravest = min((severity for _, severity in found[name]), key=FOUND.index, default="none")
        severities.setdefault(kind, []).append(gravest)
    return [Planted(kind, len(each), each.count("contradiction"), each.count("caution"))
            for kind, each in severities.items()]  # fmt: skip


def slips_in(row: Row) -> Iterator[tuple[str, Row]]:
    """Yield a forecast with one slip in it, for each kind of slip and each way to make it."""
    yield from slips_of_years(row)
    if row["growth_percent"]:
        growth = Decimal(row["growth_percent"])
        for kind, changed in (
            ("growth times 1.1", growth * Decimal("1.1")),
            ("growth times 1.2", growth * Decimal("1.2")),
            ("growth a point off", growth + 1),
            ("growth a point off", growth - 1),
        ):
            yield kind, {**row, "growth_percent": like(changed, growth)}
    for name, words in (("base_value", "base"), ("value", "end")):
        value = Decimal(row[name])
        yield f"{words} times 1.25", {**row, name: like(value * Decimal("1.25"), value)}
        for places in (3, -3):
            yield f"{words} in another unit", {**row, name: f"{value.scaleb(places):f}"}


def slips_of_years(row: Row) -> Iterator[tuple[str, Row]]:
    """Yield a forecast with its end one and two years off, either way."""
    for years in (1, 2):
        for moved in (int(row["year"]) - years, int(row["year"]) + years):
            if moved > int(row["base_year"]):
                # If the growth is stated to end with the value, both have the wrong year.
                both = {"growth_to": str(moved)} if row["growth_to"] == row["year"] else {}
                yield f"end year {years} off", {**row, "year": str(moved), **both}


def like(number: Decimal, printed: Decimal) -> str:
    """Return a number with as many decimals as another."""
    decimals = max(0, -int(printed.as_tuple().exponent))
    return f"{number:.{decimals}f}"


def page(measured: Accuracy) -> str:
    """Return the page, in Markdown."""
    expected = [each for each in MEANINGS if any(each == one for one, _ in measured.table)]
    total = sum(measured.table.values())
    wrong = sum(count for (each, _), count in measured.table.items() if each == WRONG)
    confusion = [
        [f"`{each}`: {MEANINGS[each]}", *(measured.table.get((each, one), 0) for one in FOUND)]
        for each in expected
    ]
    rules = [[f"`{rule}`", count, right, percent(right, count), percent(right, wrong)]
             for rule, (count, right) in measured.rules.items()]  # fmt: skip
    return "\n".join([
        HEAD.format(total=total),
        *lines(["arithmetic", "contradiction", "caution", "note", "nothing"], confusion),
        RULES_HEAD.format(wrong=wrong),
        *lines(["rule", "contradictions", "of them wrong", "precision", "recall"], rules),
        SLIPS_HEAD,
        *lines(["slip", "planted", "contradiction", "caution", "share found"],
               (slip_cells(each) for each in measured.exact)),
        HEDGED_HEAD,
        *lines(["slip", "planted", "contradiction", "caution", "share found"],
               (slip_cells(each) for each in measured.hedged)),
        LIMITS.format(unseen=unseen(measured.exact)),
    ])  # fmt: skip


def slip_cells(each: Planted) -> list[Any]:
    """Return a row of the table of slips."""
    found = each.contradictions + each.cautions
    return [each.kind, each.planted, each.contradictions, each.cautions,
            percent(found, each.planted)]  # fmt: skip


def unseen(slips: list[Planted]) -> str:
    """Return the kinds of slips that often pass, with the share that does."""
    return "\n".join(f"- {each.kind}: {percent(1 - each.share, 1)} pass." for each in slips
                     if each.share < UNSEEN_BELOW)  # fmt: skip


def percent(part: float, whole: float) -> str:
    """Return a share in whole percent."""
    return f"{100 * part / whole:.0f} %" if whole else "none"


def lines(head: list[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a table in Markdown, its numbers to the right."""
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'---:|' * (len(head) - 1)}"
    yield from (f"| {' | '.join(map(str, row))} |" for row in rows)


HEAD = """\
# How often the audit is right

{total} published market forecasts, from any market, were collected as their pages print them. Their
arithmetic was checked by hand, with every reading that publishers use. They are in
[forecasts.csv](../tests/audit/forecasts.csv), with the addresses of the pages.
`python benchmarks/audit_accuracy.py` audits them and writes this page; a test fails if the audit
becomes less precise.

## Forecasts as printed

The most severe finding of [`growth-mismatch`](rules.md#growth-mismatch) about each forecast. If the
arithmetic agrees, a contradiction or a caution is wrong; if it is a mismatch, one of them is right.
"""
RULES_HEAD = """
## By rule

Contradictions of any rule about these forecasts, without the doubtful ones. Precision is the share
of the contradicted forecasts that are mismatches; recall is the share of the {wrong} mismatches
that the rule contradicts. A mismatch with three hedged figures may be a caution instead. A rule
that is not listed contradicts none of them.
"""
SLIPS_HEAD = """
## Slips planted in sound forecasts

One slip at a time in each forecast that agrees and has no hedge: what an article that misquotes it
would print. Years and growth go up or down; another unit is a factor of a thousand.
"""
HEDGED_HEAD = """
The same in the forecasts that agree and hedge a figure, or give a range of growth:
"""
LIMITS = """
## What it cannot see

Most publishers state growth for a forecast period that begins a year after the printed base, and
many do not print the first value of that period. The audit then accepts an ordinary rise in the
first year, so a small slip passes as an unusual first year. A slip also passes if too few digits
are printed to show it, or if it lies near the open side of a hedge. If the first forecast value is
printed and the growth leads from it to the end, a wrong base passes, unless it is in a wrong unit.
Of the kinds above, these often pass in forecasts without a hedge:

{unseen}
"""

if __name__ == "__main__":
    main()
