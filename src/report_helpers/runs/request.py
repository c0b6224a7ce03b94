"""What a run is asked for, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from report_helpers.reader_locale import DEFAULT

__all__ = ["Outcome", "Request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to render and where.

    Attributes:
        notebooks: their folder.
        out: the folder of the report.
        as_of: the date of the report, as YYYY-MM-DD.
        locale: how numbers and dates are written.
        data: the path or URL of the claims; empty for the shipped ones.
        given: further parameters as text.
        pictures: whether to draw static pictures.
        time_limit: seconds for the whole run, from fetching the claims to publishing.
        lock_timeout: seconds to wait for another run.
        keep: how many runs to keep; None: all.
        expect_every: the time until the next report is due, such as `7d` or `2w`.
        project: the folder of the settings; None: that of the claims.
    """

    notebooks: Path
    out: Path
    as_of: str
    locale: str = DEFAULT
    data: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    pictures: bool = True
    time_limit: float | None = None
    lock_timeout: float = 0
    keep: int | None = None
    expect_every: str | None = None
    project: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The outcome of a run.

    Attributes:
        kind: `published`, `up to date` (the page with these inputs is published already) or
            `superseded` (the published page has a later date; this run is kept).
        page: the published page.
        run: the folder of the run.
        as_of: the date of the run.
        locale: the locale of the run.
        changed: a sentence on what changed since the previous run; empty if nothing did.
        findings: the number of findings by severity.
    """

    kind: str
    page: Path
    run: Path
    as_of: str
    locale: str
    changed: str
    findings: Mapping[str, int]

    @property
    def is_change(self) -> bool:
        """Whether the content of the page changed."""
        return self.kind == "published" and bool(self.changed)
