"""The pages of an output besides the report: the history of its runs, the index of a batch.

Each is one file in the report's style whose links are relative. The history has no script; the
script of the index only hides rows, so without it all reports show.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

from markupsafe import Markup, escape

from report_helpers.audit.findings import SEVERITIES
from report_helpers.claims.amounts import whole
from report_helpers.claims.wording import count_phrase
from report_helpers.page.embedding import content_policy
from report_helpers.page.environment import read_template, render_template, style
from report_helpers.reader_locale import day
from report_helpers.settings.active import report_name
from report_helpers.text.change_text import number

__all__ = ["history_page", "index_page"]

DIGITS: Final = 10
"""Digits of a data file's SHA-256 that the history shows."""
MOST_ATTEMPTS: Final = 200
"""The most attempts that the history lists."""
COUNTS: Final = {"contradictions": "contradiction", "cautions": "caution", "notes": "note"}
"""The severity that each count of a run is about, the gravest first."""
OUTCOMES: Final = {"published": "", "kept": "unchanged", "failed": "failed"}


def history_page(
    runs: Sequence[Mapping[str, Any]], current: str, attempts: Sequence[Mapping[str, Any]]
) -> str:
    """Return the page that lists runs and attempts; the same arguments give the same text.

    Runs and attempts are sorted, newest first; of the attempts the newest 200 are listed.

    Args:
        runs: the runs that `runs/` keeps, each with `run_id` (its folder's name), `as_of`
            (YYYY-MM-DD), `rendered` (ISO 8601, in UTC unless it has an offset), `data_name`,
            `data_sha256`, the counts `claims`, `contradictions`, `cautions` and `notes` (None if
            unknown), and `changed`, a sentence or "".
        current: the `run_id` of the report in `index.html`.
        attempts: the runs that published nothing, each with `started` (as `rendered`), `as_of`,
            `outcome` in words, `exit_code`, and `error`, a line or "".

    Raises:
        KeyError: a run or an attempt lacks one of these.
    """
    newest = sorted(attempts, key=_attempt_order, reverse=True)
    content = {
        "runs": [_run(run, current) for run in sorted(runs, key=_run_order, reverse=True)],
        "attempts": [_attempt(each) for each in newest[:MOST_ATTEMPTS]],
        "most": MOST_ATTEMPTS if len(newest) > MOST_ATTEMPTS else None,
    }
    return _rendered("history.html.j2", content)


def index_page(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the index of a batch; the same rows give the same text.

    Args:
        rows: one row a report: `name`, `parameters` (a mapping), `outcome` (`published`, `kept` or
            `failed`), `error`, `exit_code`, `page` (a relative URL, or None), `findings` (counts
            by severity), `projections` (as in `results.json`).
    """
    failed = sum(row["outcome"] == "failed" for row in rows)
    columns = _varying(rows)
    content = {
        "columns": columns,
        "rows": [_index_row(row, columns) for row in rows],
        "lead": f"{whole(len(rows))} in all" + (f", {whole(failed)} failed" if failed else ""),
    }
    return _rendered("index.html.j2", content, script=read_template("index.js"))


def _rendered(template: str, content: Mapping[str, Any], *, script: str = "") -> str:
    common = {
        "name": report_name(),
        "style": style(),
        "extra": Markup(read_template("site.css")),  # noqa: S704 our own text
        "script": Markup(script),  # noqa: S704 our own text
        "policy": content_policy([script] if script else []),
    }
    return _encodable(render_template(template, page={**common, **content}))


def _encodable(text: str) -> str:
    """Return a text with each lone surrogate replaced, because UTF-8 cannot encode one."""
    return text.encode(errors="replace").decode()


def _run_order(run: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(run["as_of"]), _minute(run["rendered"]), str(run["run_id"])


def _attempt_order(attempt: Mapping[str, Any]) -> tuple[str, str]:
    return _minute(attempt["started"]), str(attempt["as_of"])


def _run(run: Mapping[str, Any], current: str) -> dict[str, object]:
    return {
        "as_of": run["as_of"],
        "rendered": _moment(run["rendered"]),
        "data": run["data_name"],
        "digest": str(run["data_sha256"])[:DIGITS],
        "claims": _count(run["claims"]),
        "findings": _finding_counts(run),
        "changed": run["changed"] or "",
        "current": run["run_id"] == current,
        "folder": f"runs/{quote(_encodable(str(run['run_id'])), safe='')}",
    }


def _attempt(attempt: Mapping[str, Any]) -> dict[str, object]:
    return {**attempt, "started": _moment(attempt["started"])}


def _finding_counts(run: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each severity with its count in words, the gravest first."""
    return [
        (severity, f"{_count(run[key])} {severity if run[key] == 1 else key}")
        for key, severity in COUNTS.items()
        if run[key] is not None
    ]


def _count(value: object) -> str:
    if value is None:
        return ""
    return whole(value) if isinstance(value, int) else str(value)


def _moment(text: object) -> Markup:
    """Return a time to the minute as an element, or the text itself if it is not a time."""
    minute = _minute(text)
    date, _, clock = minute.partition(" ")
    if not clock or minute == str(text):
        return escape(minute)
    return Markup('<time datetime="{}T{}Z">{}, {}</time>').format(date, clock, day(date), clock)


def _minute(text: object) -> str:
    """Return a time in UTC to the minute, or the text itself if it is not a time."""
    try:
        time = datetime.fromisoformat(str(text))
        in_utc = time.astimezone(UTC) if time.tzinfo else time
    except (ValueError, OverflowError):
        return str(text)
    return f"{in_utc:%Y-%m-%d %H:%M}"


def _varying(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the names of the parameters with more than one value, or the first if none varies."""
    names = dict.fromkeys(name for row in rows for name in row["parameters"])
    found = [name for name in names if len({row["parameters"].get(name) for row in rows}) > 1]
    return found or list(names)[:1]


def _index_row(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    counts = row["findings"]
    return {
        "url": quote(row["page"]) if row["page"] else "",
        "name": row["name"],
        "values": [(name, row["parameters"].get(name, "")) for name in columns],
        "outcome": OUTCOMES[row["outcome"]],
        "error": row["error"],
        "findings": [count_phrase(counts.get(name, 0), name) for name in SEVERITIES if counts],
        "headlines": [_headline(each) for each in row["projections"]],
    }


def _headline(projection: Mapping[str, Any]) -> str:
    return f"{number(projection['value'])} {projection['unit']} in {projection['horizon']}"
