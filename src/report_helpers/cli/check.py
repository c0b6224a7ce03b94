"""Checks a data file and formats the result for people, programs and GitHub."""

import gc
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import click

from report_helpers.audit.audit import VERDICTS, Verdict, audit, marks, verdicts
from report_helpers.audit.findings import SEVERITIES, Finding, Severity, as_dict
from report_helpers.claims.inputs.claims_input import folder_of
from report_helpers.claims.read import input_with_settings, validated
from report_helpers.claims.wording import count_phrase
from report_helpers.cli.unused_settings import unused_settings
from report_helpers.errors import DataError, Problem
from report_helpers.settings.settings_file import read_files

__all__ = ["FORMATS", "Checked", "check"]

COLOURS: dict[str, str] = {
    "contradiction": "red",
    "caution": "yellow",
    "note": "cyan",
    "contradicted": "red",
    "differs": "magenta",
    "needs context": "yellow",
    "cannot be checked": "cyan",
    "holds": "green",
}
ANNOTATIONS: dict[Severity, str] = {
    "contradiction": "error",
    "caution": "warning",
    "note": "notice",
}

# Escapes for GitHub's workflow commands, so that a cell cannot start one.
IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_MESSAGE, ":": "%3A", ",": "%2C"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of checking a data file: its problems, or the findings of the audit.

    `notes` are about the files too, but no errors: documents that no claim names.
    """

    file: str
    error: DataError | None = None
    lines: Mapping[str, int]
    findings: Sequence[Finding] = ()
    verdicts: Mapping[str, Verdict]
    marks: Mapping[str, Sequence[str]]
    articles: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[Problem] = ()

    @property
    def problems(self) -> Sequence[Problem]:
        """The first problems of the file, in its order."""
        return self.error.problems if self.error else ()

    def exit_code(self, fail_on: Severity | None) -> int:
        """Return 65 for an invalid file, 1 for a finding at least as grave as `fail_on`, else 0."""
        if self.error:
            return self.error.exit_code
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on else ()
        return int(any(finding.severity in grave for finding in self.findings))


def check(data: str, *, as_of: date) -> Checked:
    """Validate and audit the claims at a path or an address.

    Raises:
        InputError: the claims are missing or unreadable.
    """
    folder = folder_of(data)
    if folder:
        # The logo is looked for too.
        read_files(folder)
    with _garbage_collector_off():
        try:
            given = input_with_settings(data)
            claims = validated(given)
        except DataError as error:
            return Checked(file=error.file, error=error, lines={}, verdicts={}, marks={})
        findings = audit(claims, as_of=as_of)
    return Checked(
        file=data or "data/market_stats.csv",
        lines={str(claim_id): int(line) for claim_id, line in claims["line"].items()},
        findings=findings,
        verdicts=verdicts(claims, findings),
        marks=marks(claims, findings),
        notes=[*given.notes, *unused_settings(claims), *_unread(data)],
        articles={str(key): str(one) for key, one in claims["source_id"].items()},
    )


def _unread(data: str) -> list[Problem]:
    """Return a note if a workbook lies beside claims of the same name and is not read."""
    folder = folder_of(data)
    path = folder / Path(data).name if folder and data else None
    beside = path.with_suffix(".xlsx") if path else None
    if not beside or beside == path or not beside.exists():
        return []
    fix = "check it by its own name, or keep one of the two"
    return [Problem(1, "-", "not-read", f"{Path(data).name} is read instead", fix, beside.name)]


@contextmanager
def _garbage_collector_off() -> Iterator[None]:
    """Turn off the garbage collector, which takes a tenth of the time for millions of objects."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def as_text(checked: Checked) -> str:
    """Return findings by severity, then verdicts and marks; problems are printed as errors."""
    if checked.error:
        return ""
    parts = [f"{count_phrase(len(checked.lines), 'claim')}, no errors"]
    parts += [f"note: {note.file}:{note.line}:{note.column}: {note.message}; {note.fix}"
              for note in checked.notes]  # fmt: skip
    for severity in SEVERITIES:
        found = [finding for finding in checked.findings if finding.severity == severity]
        if found:
            parts += ["", click.style(count_phrase(len(found), severity), bold=True)]
            parts += [_finding_line(checked, finding) for finding in found]
    if checked.verdicts:
        parts += ["", click.style("verdicts", bold=True), *_verdict_lines(checked)]
    articles = _by_article(checked)
    if len(articles) > 1:
        parts += ["", click.style("articles", bold=True)]
        parts += [
            f"  {source_id}: {', '.join(f'{count} {verdict}' for verdict, count in found.items())}"
            for source_id, found in articles.items()
        ]
    if checked.marks:
        parts += ["", click.style("marks", bold=True)]
        parts += [f"  {mark}: {', '.join(ids)}" for mark, ids in _by_mark(checked).items()]
    return "\n".join(parts)


def _finding_line(checked: Checked, finding: Finding) -> str:
    first = finding.claim_ids[0]
    rule = click.style(finding.rule, fg=COLOURS[finding.severity])
    others = f" (with {', '.join(finding.claim_ids[1:])})" if finding.claim_ids[1:] else ""
    return f"  line {checked.lines[first]}: {first}{others}: {rule}: {finding.message}"


def _verdict_lines(checked: Checked) -> list[str]:
    return [
        f"  {click.style(verdict, fg=COLOURS[verdict])}: {', '.join(ids)}"
        for verdict, ids in _by_verdict(checked).items()
    ]


def _by_article(checked: Checked) -> dict[str, Counter[Verdict]]:
    """Return how many cited claims of each article, by its `source_id`, have each verdict."""
    found: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for claim_id, verdict in checked.verdicts.items():
        found[checked.articles[claim_id]][verdict] += 1
    return dict(found)


def _by_verdict(checked: Checked) -> dict[Verdict, list[str]]:
    """Return the cited claims by their verdict, the most severe verdict first."""
    found: dict[Verdict, list[str]] = {verdict: [] for verdict in VERDICTS}
    for claim_id, verdict in checked.verdicts.items():
        found[verdict].append(claim_id)
    return {verdict: ids for verdict, ids in found.items() if ids}


def _by_mark(checked: Checked) -> dict[str, list[str]]:
    """Return the cited claims by mark."""
    found: dict[str, list[str]] = {}
    for claim_id, names in checked.marks.items():
        for name in names:
            found.setdefault(name, []).append(claim_id)
    return found


def as_json(checked: Checked) -> str:
    """Return one JSON object, with claims, errors, notes, findings, verdicts, articles and marks.

    `articles` counts the verdicts of each article, by its `source_id`.
    `marks` lists, by cited claim, what is shown with the verdict and is no fault of the figure.
    `errors` lists at most 1,000 problems (`claims.defects.LISTED`); where there are more,
    `error_count` is the number of all.
    """
    content: dict[str, Any] = {
        "claims": len(checked.lines),
        "errors": [asdict(problem) for problem in checked.problems],
        "notes": [asdict(note) for note in checked.notes],
        "findings": [as_dict(finding) for finding in checked.findings],
        "verdicts": dict(checked.verdicts),
        "articles": _by_article(checked),
        "marks": {claim_id: list(names) for claim_id, names in checked.marks.items()},
    }
    if checked.error and checked.error.total > len(checked.problems):
        content["error_count"] = checked.error.total
    return json.dumps(content, allow_nan=False)


def as_github(checked: Checked) -> str:
    """Return a workflow annotation for each cited claim, problem and finding, on its line.

    The claim's annotation is a notice with its verdict and marks.
    """
    problems = [
        _annotation(level, problem.file or checked.file, problem.line, problem.code,
                    f"{problem.column}: {problem.message}; {problem.fix}")
        for level, found in (("error", checked.problems), ("notice", checked.notes))
        for problem in found
    ]  # fmt: skip
    findings = [
        _annotation(ANNOTATIONS[finding.severity], checked.file,
                    checked.lines[finding.claim_ids[0]], finding.rule,
                    f"{', '.join(finding.claim_ids)}: {finding.message}")
        for finding in checked.findings
    ]  # fmt: skip
    judged = [
        _annotation("notice", checked.file, checked.lines[claim_id], "verdict",
                    f"{claim_id}: {', '.join([verdict, *checked.marks.get(claim_id, ())])}")
        for claim_id, verdict in checked.verdicts.items()
        if verdict != "holds" or claim_id in checked.marks
    ]  # fmt: skip
    return "\n".join([*problems, *judged, *findings])


def _annotation(level: str, file: str, line: int, title: str, message: str) -> str:
    return f"::{level} file={_escaped(file, IN_PROPERTY)},line={line},title={title}::" + _escaped(
        message, IN_MESSAGE
    )


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return text.translate({ord(sign): code for sign, code in escapes.items()})


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
