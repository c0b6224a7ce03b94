"""The list of a batch's reports, for people (`index.html`) and programs (`manifest.json`)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from report_helpers.files import replace_file
from report_helpers.page.site_pages import index_page
from report_helpers.reader_locale import using_locale
from report_helpers.runs.batch.grid import Point
from report_helpers.runs.manifest import now
from report_helpers.runs.publish import refuse_foreign, refuse_theirs
from report_helpers.runs.records import BatchRecord

__all__ = ["BatchEntry", "refuse_their_index", "write_index"]

INDEX, LIST = "index.html", "manifest.json"


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One report of a batch, for its index and its manifest.

    Attributes:
        point: the point of the grid.
        outcome: `published`, `kept` (it existed) or `failed`.
        error: why it failed.
        exit_code: of its failure.
        attempts: how often it was started.
        about: its manifest.
        projections: its headline projections.
    """

    point: Point
    outcome: str
    error: str = ""
    exit_code: int = 0
    attempts: int = 0
    about: Mapping[str, Any] | None = None
    projections: tuple[Mapping[str, Any], ...] = ()


def refuse_their_index(out: Path) -> None:
    """Check that neither the list nor the index page of a batch would replace somebody's file.

    Raises:
        OutputError: one would.
    """
    refuse_theirs(out / INDEX)
    refuse_foreign(out / LIST, _is_list, "is not the list of a batch of market-report")


def _is_list(content: bytes) -> bool:
    try:
        BatchRecord.model_validate_json(content)
    except ValidationError:
        return False
    return True


def write_index(out: Path, listed: Sequence[BatchEntry], locale: str) -> None:
    """Write the list of a batch's reports and its index page.

    Args:
        out: the folder of the batch.
        listed: its reports, in order.
        locale: how the index writes numbers and dates.

    Raises:
        OSError: one of them cannot be written.
        OutputError: one of them would replace somebody's file.
    """
    refuse_their_index(out)
    rows = [_row(one) for one in listed]
    content = json.dumps({"written": now(), "reports": rows}, indent=2)
    replace_file(out / LIST, content.encode())
    with using_locale(locale):
        replace_file(out / INDEX, index_page(rows).encode())


def _row(one: BatchEntry) -> dict[str, Any]:
    about = one.about or {}
    return {
        "name": one.point.name,
        "parameters": dict(one.point.parameters),
        "outcome": one.outcome,
        "error": one.error,
        "exit_code": one.exit_code,
        "attempts": one.attempts,
        "page": f"reports/{one.point.name}/report.html" if one.about else None,
        "page_sha256": about.get("page_sha256"),
        "inputs": about.get("inputs"),
        "seconds": sum(about.get("durations_seconds", {}).values()),
        "findings": about.get("findings", {}),
        "projections": [dict(each) for each in one.projections],
    }
