"""Dossiers: everything known about one claim, as HTML that figures and tables open to.

A dossier has a list of the claim's cells in words, the findings about it, and a table of the claim
beside its original, the claims that its findings name, and figures of the same quantity.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from report_helpers.analysis.comparability import quantity
from report_helpers.audit.findings import Finding
from report_helpers.audit.selection import by_claim
from report_helpers.audit.verdicts import marks
from report_helpers.charts.toolkit.plotly_text import Row, evidence, records, who, window
from report_helpers.claims.citations import SITE_ONLY, UNREAD_PAGE, is_site_only, is_unread, unnamed
from report_helpers.claims.wording import RANGE, figure, printed_end, stated_growth
from report_helpers.text.badges import evidence_badge
from report_helpers.text.html import badge, claim_link, dated, source_link
from report_helpers.text.messages import worded

__all__ = ["Dossiers", "dossiers"]

BESIDE: Final = 6
"""The most figures of the same quantity in a dossier's table."""
NAMED: Final = 6
"""The most claims in it that findings name."""
FACT: Final = Markup("<dt>{}</dt><dd>{}</dd>")


def dossiers(
    claims: pd.DataFrame, findings: Sequence[Finding], *, of: Collection[str] | None = None
) -> dict[str, Markup]:
    """Return the dossiers of claims by their ids, in file order.

    Each is HTML that the page's sanitizer accepts, without a heading and without ids: whoever shows
    it gives it the anchor `claim-ID`.

    Args:
        claims: the validated table.
        findings: the findings of the audit.
        of: the ids of the claims; None: all.
    """
    every = Dossiers(claims, findings)
    return {
        claim_id: every.of(claim_id) for claim_id in every.known if of is None or claim_id in of
    }


class Dossiers:
    """The dossiers of a table's claims, each made when it is asked for.

    Attributes:
        known: the claims by their ids, in file order.
    """

    def __init__(self, claims: pd.DataFrame, findings: Sequence[Finding]) -> None:
        self.known = records(claims)
        self._found, self._marks = by_claim(findings), marks(claims, findings)
        self._messages: dict[int, Markup] = {}
        self._tables = _Tables(claims, self.known)

    def of(self, claim_id: str) -> Markup:
        """Return the dossier of a claim, as `dossiers` does."""
        found = self._found.get(claim_id, ())
        return Markup("\n").join(
            [
                _facts(self.known, claim_id, self._marks.get(claim_id, ())),
                *_found(map(self._message, found)),
                *self._tables.of(claim_id, found),
            ]
        )

    def _message(self, finding: Finding) -> Markup:
        """Return the message of a finding; findings about several claims are worded once."""
        if id(finding) not in self._messages:
            self._messages[id(finding)] = _message(self.known, finding)
        return self._messages[id(finding)]


def _message(known: Mapping[str, Row], finding: Finding) -> Markup:
    words = badge(finding.severity, f"{finding.severity}: {finding.rule}")
    return Markup("<li>{} {}</li>").format(words, worded(known, finding, finding.message))


def _found(messages: Iterable[Markup]) -> Iterator[Markup]:
    joined = Markup("\n").join(messages)
    if joined:
        yield Markup('<ul class="found">{}</ul>').format(joined)


# ---- the cells in words ----------------------------------------------------------------------


def _facts(known: Mapping[str, Row], claim_id: str, beside: Iterable[str]) -> Markup:
    claim = known[claim_id]
    cited = claim["role"] == "cited"
    facts = {
        "As printed": escape(claim["as_printed"]),
        _reading(claim): _place(claim),
        "Credited to" if cited else "Made by": _maker(claim),
        "What it is": escape(f"{claim['title']}: {claim['scope']}"),
        "Of whom": escape(claim["sample"] or ""),
        "Where and when": _joined(claim["region"], window(claim), _period(claim)),
        "Kind": escape(f"{claim['metric'].replace('_', ' ')}, {claim['kind']}"),
        "Its original" if cited else "Evidence": evidence_badge(claim["evidence"]),
        "Printed before": _before(known, claim["repeats_id"]),
        "Marks": escape(", ".join(beside)),
        "Our note": escape(claim["note"] or ""),
        "Row of the file": escape(f"{claim_id}, {claim['role']}"),
    }
    pairs = [FACT.format(name, words) for name, words in facts.items() if words]
    return Markup('<dl class="facts">{}</dl>').format(Markup("\n").join(pairs))


def _reading(claim: Row) -> str:
    """Return what the document of a claim is to its figure."""
    quoted = claim["role"] != "cited" and claim["evidence"] == "secondary_page"
    return "Quoted on" if quoted and not is_unread(claim) else "Printed in"


def _place(claim: Row) -> Markup:
    """Return the document with its link, the place in it, and when it was read."""
    words = f"{UNREAD_PAGE}: quoted on other pages, read" if is_unread(claim) else "read"
    read = Markup("{} {}").format(words, dated(claim["accessed"])) if claim["accessed"] else ""
    site = SITE_ONLY if is_site_only(claim) and not is_unread(claim) else ""
    rest = _joined(claim["locator"], read, site)
    link = source_link(claim["url"], claim["source_title"])
    return Markup("{}, {}").format(link, rest) if rest else link


def _maker(claim: Row) -> Markup:
    inferred = ""
    if claim["attribution"] == "inferred":
        inferred = unnamed(claim).strip(" ()") or "inferred: that this is the source meant"
    maker = claim["producer"] or ("nobody" if claim["role"] == "cited" else "not named")
    published = dated(claim["published"]) if claim["published"] else ""
    return _joined(maker, claim["edition"], published, inferred)


def _period(claim: Row) -> str:
    """Return what the years of a claim are, as printed where that is known."""
    return str(claim.get("period_label") or (claim.get("period") or "").replace("_", " "))


def _before(known: Mapping[str, Row], repeats_id: Any) -> Markup:
    if repeats_id not in known:
        return Markup("")
    return claim_link(repeats_id, known[repeats_id]["title"])


def _joined(*cells: Any) -> Markup:
    return Markup(", ").join(cell for cell in cells if cell)


# ---- side by side ----------------------------------------------------------------------------


class _Neighbours:
    """The claims of each quantity in order of their last year."""

    def __init__(self, claims: pd.DataFrame) -> None:
        table = pd.DataFrame({"quantity": quantity(claims), "year": _years(claims)})
        table = table.sort_values(["quantity", "year"], kind="stable")
        self.ids = [str(key) for key in table.index]
        self.place = {key: place for place, key in enumerate(self.ids)}
        self.year = table["year"].tolist()
        self.quantity = table["quantity"].tolist()

    def of(self, claim_id: str) -> list[str]:
        """Return the claims of the same quantity whose years are nearest, the nearest first."""
        here = self.place[claim_id]
        window = range(max(0, here - BESIDE), min(len(self.ids), here + BESIDE + 1))
        near = [
            (abs(self.year[place] - self.year[here]), place)
            for place in window
            if place != here and self.quantity[place] == self.quantity[here]
        ]
        return [self.ids[place] for _, place in sorted(near)]


def _years(claims: pd.DataFrame) -> "pd.Series[int]":
    return claims["year"].fillna(claims["base_year"]).fillna(0).astype("int64")


class _Tables:
    """The tables of claims side by side; the cells of a claim are made once."""

    def __init__(self, claims: pd.DataFrame, known: Mapping[str, Row]) -> None:
        self.known = known
        self.near = _Neighbours(claims)
        self.made: dict[str, _Cells] = {}

    def of(self, claim_id: str, findings: Iterable[Finding]) -> Iterator[Markup]:
        """Yield the table of a claim, unless there is nothing beside it."""
        others = self._others(claim_id, findings)
        if others:
            own = START.format("This figure", self._cells(claim_id).unlinked)
            rows = [START.format(words, self._cells(key).linked) for key, words in others.items()]
            yield TABLE.format(Markup("\n").join([own, *rows]))

    def _cells(self, claim_id: str) -> "_Cells":
        if claim_id not in self.made:
            self.made[claim_id] = _cells(claim_id, self.known[claim_id])
        return self.made[claim_id]

    def _others(self, claim_id: str, findings: Iterable[Finding]) -> dict[str, str]:
        """Return the other claims of the table, each with what it is to the claim."""
        original = self.known[claim_id]["original_id"]
        others = {original: "Its original"} if original in self.known else {}
        named = dict.fromkeys(other for finding in findings for other in finding.claim_ids)
        for other in list(named)[:NAMED]:
            others.setdefault(other, "In a finding")
        for other in self.near.of(claim_id)[:BESIDE]:
            others.setdefault(other, "Same quantity")
        others.pop(claim_id, None)
        return others


class _Cells(NamedTuple):
    """The cells of a claim after the first, the figure without and with a link."""

    unlinked: Markup
    linked: Markup


START: Final = Markup('<tr><th scope="row">{}</th>{}</tr>')
TABLE: Final = Markup(
    '<table class="beside"><thead><tr><td></td><th scope="col">Figure</th>'
    '<th scope="col">Growth stated</th><th scope="col">Years</th><th scope="col">By</th>'
    '<th scope="col">Evidence</th></tr></thead>\n<tbody>{}</tbody></table>'
)


def _cells(claim_id: str, claim: Row) -> _Cells:
    growth = stated_growth(claim) if _grows(claim) else ""
    rest = Markup("</td><td>").join([growth, window(claim), who(claim), evidence(claim)])
    shown = _printed(claim)
    both = Markup("<td>{}</td><td>{}</td>")
    return _Cells(both.format(shown, rest), both.format(claim_link(claim_id, shown), rest))


def _printed(claim: Row) -> str:
    """Return the figure with its base, if it has one."""
    if claim["base_value"] is None:
        return figure(claim)
    return f"{printed_end(claim, 'base')} {RANGE} {figure(claim)}"


def _grows(claim: Row) -> bool:
    valued = claim["value"] is not None or claim["value_low"] is not None
    return valued and (claim["growth_percent"] is not None or claim["growth_low"] is not None)
