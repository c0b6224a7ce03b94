"""What is said of a data file: its problems and findings, for people, programs and GitHub."""

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date

import click

from report_helpers.audit.audit import VERDICTS, Verdict, audit, verdicts
from report_helpers.audit.findings import SEVERITIES, Finding, Severity, as_dict
from report_helpers.claims import read_claims
from report_helpers.claims.wording import count_phrase
from report_helpers.errors import DataError, Problem

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

# GitHub's own escapes, so that a cell cannot start a command of its own.
IN_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_MESSAGE, ":": "%3A", ",": "%2C"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The result of checking one data file: its problems, or what the audit found."""

    file: str
    error: DataError | None = None
    lines: Mapping[str, int]
    findings: Sequence[Finding] = ()
    verdicts: Mapping[str, Verdict]

    @property
    def problems(self) -> Sequence[Problem]:
        """Every problem of the file, in its order."""
        return self.error.problems if self.error else ()

    def exit_code(self, fail_on: Severity | None) -> int:
        """Return 65 for a bad file, 1 where a finding is as grave as `fail_on`, else 0."""
        if self.error:
            return self.error.exit_code
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on else ()
        return int(any(finding.severity in grave for finding in self.findings))


def check(data: str, *, as_of: date) -> Checked:
    """Validate and audit the claims at a path or an address.

    Raises:
        InputError: the claims are missing or unreadable.
    """
    with _nothing_collected():
        try:
            claims = read_claims(data)
        except DataError as error:
            return Checked(file=error.file, error=error, lines={}, verdicts={})
        findings = audit(claims, as_of=as_of)
    return Checked(
        file=data or "data/market_stats.csv",
        lines={str(claim_id): int(line) for claim_id, line in claims["line"].items()},
        findings=findings,
        verdicts=verdicts(claims, findings),
    )


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Search for no cycles: among millions of small objects it takes a tenth of the time."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def as_text(checked: Checked) -> str:
    """Return findings by severity and the verdicts; problems are told as the command's errors."""
    if checked.error:
        return ""
    parts = [f"{count_phrase(len(checked.lines), 'claim')}, no errors"]
    for severity in SEVERITIES:
        found = [finding for finding in checked.findings if finding.severity == severity]
        if found:
            parts += ["", click.style(count_phrase(len(found), severity), bold=True)]
            parts += [_told(checked, finding) for finding in found]
    if checked.verdicts:
        parts += ["", click.style("verdicts", bold=True), *_verdict_lines(checked)]
    return "\n".join(parts)


def _told(checked: Checked, finding: Finding) -> str:
    first = finding.claim_ids[0]
    rule = click.style(finding.rule, fg=COLOURS[finding.severity])
    others = f" (with {', '.join(finding.claim_ids[1:])})" if finding.claim_ids[1:] else ""
    return f"  line {checked.lines[first]}: {first}{others}: {rule}: {finding.message}"


def _verdict_lines(checked: Checked) -> list[str]:
    return [
        f"  {click.style(verdict, fg=COLOURS[verdict])}: "
        + ", ".join(claim_id for claim_id, said in checked.verdicts.items() if said == verdict)
        for verdict in VERDICTS
        if verdict in checked.verdicts.values()
    ]


def as_json(checked: Checked) -> str:
    """Return one JSON object: `claims`, `errors`, `findings`, `verdicts`."""
    said = {
        "claims": len(checked.lines),
        "errors": [asdict(problem) for problem in checked.problems],
        "findings": [as_dict(finding) for finding in checked.findings],
        "verdicts": dict(checked.verdicts),
    }
    return json.dumps(said, allow_nan=False)


def as_github(checked: Checked) -> str:
    """Return a workflow annotation a problem or finding, on the line of the file it is about."""
    problems = [
        _annotation("error", checked.file, problem.line, problem.code,
                    f"{problem.column}: {problem.message}; {problem.fix}")
        for problem in checked.problems
    ]  # fmt: skip
    findings = [
        _annotation(ANNOTATIONS[finding.severity], checked.file,
                    checked.lines[finding.claim_ids[0]], finding.rule,
                    f"{', '.join(finding.claim_ids)}: {finding.message}")
        for finding in checked.findings
    ]  # fmt: skip
    return "\n".join([*problems, *findings])


def _annotation(level: str, file: str, line: int, title: str, message: str) -> str:
    return f"::{level} file={_escaped(file, IN_PROPERTY)},line={line},title={title}::" + _escaped(
        message, IN_MESSAGE
    )


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return text.translate({ord(sign): code for sign, code in escapes.items()})


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
