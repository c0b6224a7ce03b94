"""The table of all claims as the page needs it: rows and dossiers packed, and the rows' file.

The page holds the cells of the claims once: in the file that readers can save. What the table
shows of a row beside them is packed in columns, and the dossiers are packed apart, because they
are needed only once a reader opens a row.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from report_helpers.audit.verdicts import VERDICTS
from report_helpers.claims.citations import EVIDENCE_LABEL
from report_helpers.claims.schema import COLUMN_NAMES
from report_helpers.errors import NotebookError
from report_helpers.page.chart_view import ChartView
from report_helpers.page.embedding import Download, packed
from report_helpers.page.html_sanitizer import UnknownHTMLError, rewrite_html
from report_helpers.text.claim_explorer import DERIVED

__all__ = ["ClaimsView", "claims_view"]

SHOWN: Final = (
    "line", "claim_id", "title", "region", "sample", "figure", "figure_order", "window", "year",
    "producer", "topic_title", "evidence_label", "verdict", "role",
)  # fmt: skip
"""The columns that the script reads."""
OWN_FILE: Final = "claims.csv"
"""The name of the file if the page was given none."""


class ClaimsOutput(BaseModel):
    """The output of a cell that shows all claims; `text.claim_explorer` says what it holds."""

    model_config = ConfigDict(strict=True, extra="forbid")

    columns: list[str]
    rows: list[list[str]]
    dossiers: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The claims of the page's table: columns of text by name, and the HTML of each dossier."""

    columns: Mapping[str, Sequence[str]]
    dossiers: Mapping[str, str]

    @property
    def count(self) -> int:
        """The number of claims."""
        return len(self.columns["claim_id"])

    @property
    def cited(self) -> int:
        """The number of claims that the article cites."""
        return sum(role == "cited" for role in self.columns["role"])

    def with_lines(self, download: Download | None) -> tuple["ClaimsView", Download]:
        """Return the view with each row's line in the file that the page offers, and that file.

        Raises:
            NotebookError: a row is not where the view has it in the file.
        """
        if download is None:
            lines = [str(line) for line, _ in enumerate(self.columns["claim_id"], 2)]
            return replace(self, columns={**self.columns, "line": lines}), self._file()
        # The lines of the reader of claims, which knows LF, CRLF and CR.
        text = io.TextIOWrapper(io.BytesIO(download.content), encoding="utf-8-sig")
        self._check_lines(text.read().split("\n"))
        return self, download

    def _file(self) -> Download:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMN_NAMES)
        writer.writerows(zip(*(self.columns[name] for name in COLUMN_NAMES), strict=True))
        return Download(OWN_FILE, text.getvalue().encode())

    def _check_lines(self, lines: Sequence[str]) -> None:
        for line, claim_id in zip(self.columns["line"], self.columns["claim_id"], strict=True):
            at = int(line) - 1
            if at >= len(lines) or claim_id not in lines[at]:
                what = f"claim {claim_id} is not on line {line} of the file of the page"
                raise _refusal("the page", what)

    def packed_rows(self, charts: Iterable[ChartView] = ()) -> str:
        """Return what the table shows of the rows, and the rows that each chart draws, packed."""
        place = {claim_id: at for at, claim_id in enumerate(self.columns["claim_id"])}
        drawn = [
            [chart.anchor, chart.title, [place[each] for each in chart.claims if each in place]]
            for chart in charts
        ]
        words = dict(zip(self.columns["evidence"], self.columns["evidence_label"], strict=True))
        evidence = [words[level] for level in EVIDENCE_LABEL if level in words]
        orders = {"verdict": VERDICTS, "evidence": evidence}
        shown = {name: self.columns[name] for name in SHOWN}
        return packed(_json({"columns": shown, **orders, "charts": drawn}))

    def packed_dossiers(self) -> str:
        """Return the dossiers, packed."""
        return packed(_json(dict(self.dossiers)))


def claims_view(place: str, output: Mapping[str, Any]) -> ClaimsView:
    """Return the view of an output.

    Args:
        place: the cell, for error messages.
        output: the content of the output.

    Raises:
        NotebookError: the output is incomplete, or a dossier holds HTML that the page refuses.
    """
    try:
        given = ClaimsOutput.model_validate(output)
        cells = list(zip(*given.rows, strict=True))
        columns = dict(zip(given.columns, cells, strict=True))
        if missing := {*COLUMN_NAMES, *DERIVED} - set(columns):
            raise _refusal(place, f"the claims have no column {min(missing)}")
        html = {each: str(rewrite_html(given.dossiers[each])) for each in columns["claim_id"]}
    except UnknownHTMLError as error:
        raise _refusal(place, f"a dossier holds {error}") from error
    except (ValidationError, ValueError, KeyError) as error:
        raise _refusal(place, "the claims are incomplete") from error
    return ClaimsView(columns, html)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _refusal(place: str, what: str) -> NotebookError:
    return NotebookError(place, f"refusing to publish: {what}", "make the table anew")
