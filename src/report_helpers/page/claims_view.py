"""The table of all claims as the page needs it: rows and dossiers packed, and the rows' file.

The page holds the cells of the claims once: in the file that readers can save. What the table
shows of a row beside them is packed in columns, and the dossiers are packed apart, because they
are needed only once a reader opens a row.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from report_helpers.claims.schema import COLUMN_NAMES
from report_helpers.errors import NotebookError
from report_helpers.packing import packed, unpacked
from report_helpers.page.blocks.html_sanitizer import UnknownHTMLError, rewrite_html
from report_helpers.page.chart_view import ChartView
from report_helpers.page.embedding import Download
from report_helpers.reader_locale import for_page
from report_helpers.text.badges import READ, SHAPES
from report_helpers.text.claim_explorer import DERIVED, PART

__all__ = ["ClaimsView", "claims_view"]

SHOWN: Final = (
    "line", "claim_id", "title", "region", "sample", "figure", "figure_order", "window", "year",
    "producer", "topic_title", "evidence_label", "verdict", "role",
)  # fmt: skip
"""The columns that the script reads."""
OWN_FILE: Final = "claims.csv"
"""The name of the file if the page was given none."""


class ClaimsPart(BaseModel):
    """Some of the claims of an output; `text.claim_explorer` says what it holds."""

    model_config = ConfigDict(strict=True, extra="forbid")

    rows: list[list[str]]
    dossiers: dict[str, str]


@dataclass(frozen=True, slots=True)
class ClaimsView:
    """The claims of the page's table.

    `columns` are columns of text by name; `dossiers` are packed parts of `PART` claims each: JSON
    of the HTML of each claim by its id.
    """

    columns: Mapping[str, Sequence[str]]
    dossiers: Sequence[str]

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
        levels = set(self.columns["evidence"])
        marks = {words: mark for level, (mark, words) in READ.items() if level in levels}
        # In these orders the columns sort, and with these marks their words are shown.
        signs = {"verdict": SHAPES, "evidence": marks}
        shown = {name: self.columns[name] for name in SHOWN}
        about = {"charts": drawn, "part": PART, "marks": signs, "manner": for_page()}
        return packed(_json({"columns": shown, **about}))


def claims_view(place: str, output: Mapping[str, Any]) -> ClaimsView:
    """Return the view of an output.

    Args:
        place: the cell, for error messages.
        output: the content of the output.

    Raises:
        NotebookError: the output is incomplete, or a dossier holds HTML that the page refuses.
    """
    try:
        return _view(output)
    except UnknownHTMLError as error:
        raise _refusal(place, f"a dossier holds {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise _refusal(place, "the claims are incomplete") from error


def _view(output: Mapping[str, Any]) -> ClaimsView:
    names = [str(name) for name in output["columns"]]
    if not {*COLUMN_NAMES, *DERIVED} <= set(names):
        raise KeyError(*names)
    rows: list[list[str]] = []
    dossiers: list[str] = []
    # Part by part, because ten thousand dossiers at once are many times as large as packed.
    for part in _parts(output):
        if len(rows) % PART:
            raise ValueError(len(rows))
        rows += part.rows
        clean = {row[0]: str(rewrite_html(part.dossiers[row[0]])) for row in part.rows}
        dossiers.append(packed(_json(clean)))
    columns = zip(*rows, strict=True)
    return ClaimsView(dict(zip(names, columns, strict=True)), dossiers)


def _parts(output: Mapping[str, Any]) -> Iterator[ClaimsPart]:
    if "parts" in output:
        for part in output["parts"]:
            yield ClaimsPart.model_validate_json(unpacked(part))
        return
    whole = ClaimsPart.model_validate({name: output[name] for name in ("rows", "dossiers")})
    for start in range(0, len(whole.rows), PART):
        rows = whole.rows[start : start + PART]
        yield ClaimsPart(rows=rows, dossiers={row[0]: whole.dossiers[row[0]] for row in rows})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _refusal(place: str, what: str) -> NotebookError:
    return NotebookError(place, f"refusing to publish: {what}", "make the table anew")
