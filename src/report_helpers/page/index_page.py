"""The index of a batch: its reports by what varies, each with its headline figures, and a filter.

One file beside `reports/`, in the report's own style. Its one script hides rows; without it, all
of them show.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from report_helpers.audit.findings import SEVERITIES
from report_helpers.claims.wording import count_phrase
from report_helpers.page.site_page import beside_page
from report_helpers.text.change_text import number

__all__ = ["index_page"]

OUTCOMES: Final = {"published": "", "kept": "unchanged", "failed": "failed"}


def index_page(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the index of a batch; the same rows give the same text.

    Args:
        rows: a report each: `name`, `parameters` (a mapping), `outcome` (`published`, `kept` or
            `failed`), `error`, `exit_code`, `page` (a relative address, or None), `findings`
            (counts by severity), `projections` (as `results.json` has them).
    """
    failed = sum(row["outcome"] == "failed" for row in rows)
    columns = _varying(rows)
    content = {
        "columns": columns,
        "rows": [_row(row, columns) for row in rows],
        "said": f"{len(rows):,} in all" + (f", {failed:,} failed" if failed else ""),
    }
    return beside_page("index.html.j2", content, script="index.js")


def _varying(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the parameters of which there is more than one value; the day at least."""
    names = dict.fromkeys(name for row in rows for name in row["parameters"])
    found = [name for name in names if len({row["parameters"].get(name) for row in rows}) > 1]
    return found or list(names)[:1]


def _row(row: Mapping[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    counts = row["findings"]
    return {
        "address": quote(row["page"]) if row["page"] else "",
        "name": row["name"],
        "values": [(name, row["parameters"].get(name, "")) for name in columns],
        "outcome": OUTCOMES[row["outcome"]],
        "error": row["error"],
        "findings": [count_phrase(counts.get(name, 0), name) for name in SEVERITIES if counts],
        "headlines": [_headline(each) for each in row["projections"]],
    }


def _headline(projection: Mapping[str, Any]) -> str:
    return f"{number(projection['value'])} {projection['unit']} in {projection['horizon']}"
