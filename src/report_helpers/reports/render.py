"""One report, from the claims to the published page.

The recipe: check parameters and claims, run every notebook, build the page, publish it. Whatever
fails before the last step leaves the published page as it was.
"""

import difflib
import hashlib
import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path, PurePath
from urllib.parse import urlsplit

import nbformat
import pandas as pd
from nbformat import NotebookNode

import report_helpers
from report_helpers.claims.read import fetch, parse_claims
from report_helpers.errors import UsageError
from report_helpers.reports.execute import execute
from report_helpers.reports.page import Download, Page, build_page
from report_helpers.reports.parameters import Parameter, Value, check, declared, find_notebooks
from report_helpers.reports.publish import publish

__all__ = ["Request", "render"]

PACKAGES = ("market-report", "pandas", "plotly", "papermill", "nbconvert", "kaleido")
"""The packages whose versions shape the page."""

# Every run has a day, whether or not a notebook asks for it.
AS_OF = {"as_of": Parameter("as_of", "str", "", "the day that the report speaks of", ())}

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to render and where.

    `data` is a path or an http(s) address, empty for the shipped claims; `as_of` a day as
    YYYY-MM-DD; `given` further parameters as text; `time_limit` seconds that one cell may take.
    """

    notebooks: Path
    out: Path
    as_of: str
    data: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    pictures: bool = True
    time_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took in and made, before it is published."""

    request: Request
    parameters: Mapping[str, Value]
    claims: bytes
    notebooks: Mapping[str, NotebookNode]
    page: Page
    durations: Mapping[str, float]


def render(request: Request, progress: Progress = lambda _: None) -> Path:
    """Render and publish a report; return the path of its page.

    Args:
        request: what to render and where.
        progress: called with what is being done.

    Raises:
        ReportError: one of its kinds; the published page is then what it was.
    """
    notebooks = find_notebooks(request.notebooks)
    known = declared(notebooks)
    given = check(request.given, known) | check({"as_of": request.as_of}, AS_OF | known)
    raw = fetch(request.data)
    _check_choices(given, parse_claims(raw, request.data or "data/market_stats.csv"))
    clock = Stopwatch()
    with tempfile.TemporaryDirectory() as private:
        claims = Path(private, "claims.csv")
        claims.write_bytes(raw)
        ran = {}
        for notebook in notebooks:
            progress(f"running {notebook.name}")
            values = _of_notebook({**given, "data": str(claims)}, known, notebook)
            failed = request.out / "failed" / notebook.name
            with clock.lap(notebook.name):
                ran[notebook.name] = execute(
                    notebook, values, failed=failed, time_limit=request.time_limit
                )
    progress("building the page")
    with clock.lap("page"):
        page = build_page(
            list(ran.values()),
            download=Download(PurePath(_public_name(request.data)).name, raw),
            pictures=request.pictures,
        )
    run = Run(request, given, raw, ran, page, clock.laps)
    return publish(request.out, _run_id(run), _files(run))


def _check_choices(given: Mapping[str, Value], claims: pd.DataFrame) -> None:
    """Refuse a measure or a claim that the table does not hold; empty is the notebook's choice."""
    known = {"measure": claims["measure"].unique().tolist(), "claim_id": claims.index.tolist()}
    for name, column in known.items():
        value, values = str(given.get(name, "")), [str(each) for each in column]
        if value and value not in values:
            near = difflib.get_close_matches(value, values, n=1)
            fix = f"did you mean {near[0]}?" if near else "see the column of the claims"
            raise UsageError(f"parameter {name}", f"{value!a} is not in the claims", fix)


class Stopwatch:
    """Seconds that named steps took, for the manifest."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Time one step."""
        start = time.monotonic()
        yield
        self.laps[name] = round(time.monotonic() - start, 3)


def _of_notebook(
    values: Mapping[str, Value], known: Mapping[str, Parameter], notebook: Path
) -> dict[str, Value]:
    return {
        name: value
        for name, value in values.items()
        if name in known and notebook.name in known[name].notebooks
    }


def _run_id(run: Run) -> str:
    # By content: the same page is the same run, whenever it was rendered.
    return f"{run.request.as_of}-{hashlib.sha256(run.page.html.encode()).hexdigest()[:10]}"


def _files(run: Run) -> dict[str, bytes]:
    executed = {
        f"notebooks/{name}": nbformat.writes(notebook).encode()
        for name, notebook in run.notebooks.items()
    }
    return {
        "report.html": run.page.html.encode(),
        "manifest.json": json.dumps(_manifest(run), indent=2).encode(),
        "claims.csv": run.claims,
        **executed,
    }


def _manifest(run: Run) -> dict[str, object]:
    return {
        "parameters": dict(run.parameters),
        "data": {
            "name": _public_name(run.request.data),
            "sha256": hashlib.sha256(run.claims).hexdigest(),
        },
        "versions": {package: version(package) for package in PACKAGES},
        "commit": _commit(),
        "rendered": datetime.now(UTC).isoformat(timespec="seconds"),
        "durations_seconds": dict(run.durations),
        "figures": list(run.page.figures),
        "plotly_js": run.page.bundle,
    }


def _public_name(data: str) -> str:
    # A folder may hold a user's name, an address a password or a key.
    parts = urlsplit(data)
    if parts.scheme in ("http", "https"):
        return f"{parts.scheme}://{parts.hostname}{parts.path}"
    return PurePath(data or "data/market_stats.csv").name


def _commit() -> str | None:
    folder = Path(report_helpers.__file__).parent
    try:
        answer = subprocess.run(  # noqa: S603 (fixed words, the package's own folder)
            ["git", "-C", str(folder), "rev-parse", "HEAD"],  # noqa: S607 (as the user has it)
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.strip()
