"""The history beside the report: a page of the kept runs, and of attempts that published nothing.

One file without a script, in the report's own style; its links lead to the files of `OUT/runs/`.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from report_helpers.page.site_page import beside_page

__all__ = ["history_page"]

DIGITS: Final = 10
MOST_ATTEMPTS: Final = 200
"""Attempts that the page lists."""
SEVERITIES: Final = {
    "contradictions": "contradiction",
    "cautions": "caution",
    "notes": "note",
}


def history_page(
    runs: Sequence[Mapping[str, Any]], current: str, attempts: Sequence[Mapping[str, Any]]
) -> str:
    """Return the page that lists runs and attempts; the same ones give the same text.

    Both are listed with the newest first, whatever their order here, of the attempts the newest
    200. All text is escaped, and half a character, which no file can hold, becomes a question mark.

    Args:
        runs: what `runs/` keeps, each with `run_id` (its folder's name), `as_of` (YYYY-MM-DD),
            `rendered` (a moment as ISO 8601, in UTC unless it says otherwise), `data_name`,
            `data_sha256`, the counts `claims`, `contradictions`, `cautions`, `notes` (None where
            nobody counted), and `changed`, a sentence or "".
        current: the `run_id` of the report that `index.html` is.
        attempts: those that published nothing, each with `started` (as `rendered`), `as_of`,
            `outcome` in words, `exit_code`, and `error`, a line or "".

    Raises:
        KeyError: a run or an attempt lacks one of these.
    """
    newest = sorted(attempts, key=_start, reverse=True)
    content = {
        "runs": [_run(run, current) for run in sorted(runs, key=_age, reverse=True)],
        "attempts": [_attempt(each) for each in newest[:MOST_ATTEMPTS]],
        "most": MOST_ATTEMPTS if len(newest) > MOST_ATTEMPTS else None,
    }
    return beside_page("history.html.j2", content)


def _age(run: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(run["as_of"]), _moment(run["rendered"]), str(run["run_id"])


def _start(attempt: Mapping[str, Any]) -> tuple[str, str]:
    return _moment(attempt["started"]), str(attempt["as_of"])


def _run(run: Mapping[str, Any], current: str) -> dict[str, object]:
    return {
        "as_of": run["as_of"],
        "rendered": _moment(run["rendered"]),
        "data": run["data_name"],
        "digest": str(run["data_sha256"])[:DIGITS],
        "claims": _count(run["claims"]),
        "findings": _findings(run),
        "changed": run["changed"] or "",
        "current": run["run_id"] == current,
        "folder": f"runs/{quote(_whole(str(run['run_id'])), safe='')}",
    }


def _attempt(attempt: Mapping[str, Any]) -> dict[str, object]:
    return {**attempt, "started": _moment(attempt["started"])}


def _findings(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the counts of findings in words, each with its severity, the gravest first."""
    return [
        (word, f"{_count(run[key])} {word if run[key] == 1 else key}")
        for key, word in SEVERITIES.items()
        if run[key] is not None
    ]


def _count(number: object) -> str:
    if number is None:
        return ""
    return f"{number:,}" if isinstance(number, int) else str(number)


def _moment(text: object) -> str:
    """Return a moment in UTC to the minute, or the text itself where it is none."""
    try:
        moment = datetime.fromisoformat(str(text))
        in_utc = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return str(text)
    return f"{in_utc:%Y-%m-%d %H:%M}"


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()
