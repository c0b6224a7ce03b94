"""Makes a report for each point of a grid, and an index page.

All points are checked before the first report is made. If a report fails, the others are published.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from report_helpers.claims.fetching.fetch import shown_place
from report_helpers.claims.inputs.claims_input import fetch_claims
from report_helpers.errors import OutputError, ReportError, UsageError
from report_helpers.execution.parameters import Parameter, declared, find_notebooks
from report_helpers.execution.stopping import Deadline, limited, stoppable, unstopped
from report_helpers.files import read_regular
from report_helpers.projection.typed import NAMES, check_given
from report_helpers.reader_locale import DEFAULT, known_locale
from report_helpers.runs.batch.batch_index import BatchEntry, refuse_their_index, write_index
from report_helpers.runs.batch.dask_client import made_there
from report_helpers.runs.batch.grid import Point, read_grid
from report_helpers.runs.batch.local_pool import made_here
from report_helpers.runs.fingerprint import fingerprint
from report_helpers.runs.job import Job, JobResult, report_files
from report_helpers.runs.lock import held
from report_helpers.runs.manifest import download_name, files, manifest, now, public_error
from report_helpers.runs.publish import keep_run, refuse_links, refuse_their_report
from report_helpers.runs.records import (
    DamagedError,
    Record,
    Results,
    RunRecord,
    Warn,
    read_record,
    set_aside,
)
from report_helpers.runs.removal import sweep
from report_helpers.runs.sandbox import private_folder, remove_left_folders
from report_helpers.settings.settings_file import ReportFiles

__all__ = ["Batch", "batch"]

LARGEST: Final = 100_000_000
"""The largest file of a kept report that is read, in bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What to render and where.

    Attributes:
        grid: a YAML file of parameters with lists of values.
        notebooks: their folder.
        out: the folder of the reports.
        as_of: the date of points without one, as YYYY-MM-DD.
        data: the claims of points that name none; empty: the shipped ones.
        locale: the locale of points without one, and of the index.
        workers: how many processes make reports.
        resume: whether to keep existing reports with the same inputs.
        pictures: whether to draw static pictures.
        time_limit: seconds for one report, from making to publishing, and for fetching all claims.
        lock_timeout: seconds to wait for another run.
        scheduler: the address of a Dask scheduler whose workers make the reports; empty: none.
        cluster_timeout: seconds to wait while the scheduler has no workers.
    """

    grid: Path
    notebooks: Path
    out: Path
    as_of: str
    locale: str = DEFAULT
    data: str = ""
    workers: int = 1
    resume: bool = False
    pictures: bool = True
    time_limit: float | None = None
    lock_timeout: float = 0
    scheduler: str = ""
    cluster_timeout: float = 60


def batch(
    request: Batch,
    done: Callable[[BatchEntry, int], None] = lambda *_: None,
    warn: Warn = lambda _: None,
) -> list[BatchEntry]:
    """Make all reports of a grid; return their outcomes in the order of the grid.

    Args:
        request: what to make and where.
        done: called with each finished report and the number of all reports.
        warn: called with problems that do not stop the batch.

    Raises:
        ReportError: the grid is wrong, or no report can be made; published reports stay.
    """
    known = declared(find_notebooks(request.notebooks))
    locale = known_locale(request.locale, "parameter locale")
    points = read_grid(request.grid, known, as_of=request.as_of, locale=locale)
    _refuse_impossible(points, known)
    about = {"started": now(), "grid": request.grid.name}
    with stoppable(), held(request.out, about, timeout=request.lock_timeout, warn=warn):
        refuse_links(request.out, *_folders(points))
        refuse_their_index(request.out)
        named = [f"notebooks/{path.name}" for path in find_notebooks(request.notebooks)]
        for point in points:
            refuse_their_report(_folder(request.out, point), named)
        sweep(request.out)
        remove_left_folders(request.out)
        listed: dict[str, BatchEntry] = {}
        try:
            for one in _entries(request, points, warn):
                listed[one.point.name] = one
                done(one, len(points))
        except BaseException:
            # A full disk must not hide the original error.
            with suppress(OSError, OutputError):
                write_index(request.out, _in_order(listed, points), locale)
            raise
        in_order = _in_order(listed, points)
        write_index(request.out, in_order, locale)
    return in_order


def _in_order(listed: Mapping[str, BatchEntry], points: list[Point]) -> list[BatchEntry]:
    return [listed[point.name] for point in points if point.name in listed]


def _refuse_impossible(points: list[Point], known: Mapping[str, Parameter]) -> None:
    """Refuse values that no projection takes, whatever the claims, before the first report."""
    if not known.keys() >= NAMES:
        return
    for point in points:
        try:
            check_given(point.parameters)
        except UsageError as error:
            raise UsageError(f"parameter {error.place}", error.what, error.fix) from error


def _entries(request: Batch, points: list[Point], warn: Warn) -> Iterator[BatchEntry]:
    """Yield the outcome of each report: first the kept ones, then the others as they finish."""
    with limited(Deadline(request.time_limit), "the claims"):
        claims = {name: fetch_claims(name) for name in {_data(request, each) for each in points}}
    files = {name: report_files(name, request.notebooks) for name in claims}
    jobs = {point.name: _job(request, point, claims, files) for point in points}
    keys = {name: fingerprint(job) for name, job in jobs.items()}
    by_name = {point.name: point for point in points}
    for point in points:
        kept = _kept(_folder(request.out, point), point, keys[point.name], warn)
        kept = kept if request.resume else None
        if kept:
            del jobs[point.name]
            yield kept
    if not jobs:
        return
    for tried in _made(request, jobs):
        point, name = by_name[tried.name], tried.name
        # A signal must not end the batch between publishing a report and listing it.
        with unstopped():
            yield _published(request, point, jobs[name], keys[name], tried, warn)


def _made(request: Batch, jobs: Mapping[str, Job]) -> Iterator[JobResult]:
    """Yield the result of each job, made locally or on the cluster."""
    limit = request.time_limit
    if request.scheduler:
        yield from made_there(
            jobs,
            scheduler=request.scheduler,
            time_limit=limit,
            cluster_timeout=request.cluster_timeout,
        )
        return
    with private_folder(request.out) as private:
        yield from made_here(jobs, private=private, workers=request.workers, time_limit=limit)


def _data(request: Batch, point: Point) -> str:
    return str(point.parameters.get("data", "")) or request.data


def _job(
    request: Batch, point: Point, claims: Mapping[str, bytes], files: Mapping[str, ReportFiles]
) -> Job:
    data = _data(request, point)
    parameters = {name: value for name, value in point.parameters.items() if name != "data"}
    return Job(
        notebooks=request.notebooks.resolve(),
        claims=claims[data],
        name=shown_place(data),
        download=download_name(data),
        parameters=parameters,
        failed=request.out / "failed" / point.name,
        files=files[data],
        pictures=request.pictures,
        # Reports run in parallel, so each runs one notebook at a time.
        side_by_side=1,
    )


def _kept(folder: Path, point: Point, key: str, warn: Warn) -> BatchEntry | None:
    """Return the existing report with these inputs if it is complete; rename damaged records."""
    about = _record(folder / "manifest.json", RunRecord, warn)
    found = _record(folder / "results.json", Results, warn)
    if about is None or found is None or about.inputs != key:
        return None
    with suppress(OSError):
        page = sha256(read_regular(folder / "report.html", LARGEST)).hexdigest()
        if about.page_sha256 == page:
            projections = tuple(each.model_dump() for each in found.projections)
            return BatchEntry(point, "kept", about=about.model_dump(), projections=projections)
    return None


def _record(path: Path, model: type[Record], warn: Warn) -> Record | None:
    try:
        return read_record(path, model, LARGEST)
    except DamagedError as error:
        set_aside(path, error, warn)
        return None


def _published(  # noqa: PLR0913, PLR0917 (each has its own type)
    request: Batch, point: Point, job: Job, key: str, tried: JobResult, warn: Warn
) -> BatchEntry:
    result = tried.result
    try:
        if isinstance(result, ReportError):
            raise result
        if result.unpictured:
            warn(f"{point.name}: the page has no pictures: {result.unpictured}")
            key = fingerprint(replace(job, pictures=False))
        data = _data(request, point)
        about = manifest(job, result, data=data, inputs=key, before=None)
        with limited(Deadline(request.time_limit, passed=tried.seconds), "publishing"):
            written, folder = files(job, result, about), _folder(request.out, point)
            refuse_their_report(folder, written)
            keep_run(folder, written)
    except OutputError:
        # On a full disk, the other reports would fail too.
        raise
    except ReportError as error:
        return BatchEntry(point, "failed", public_error(error), error.exit_code, tried.attempts)
    projections = tuple(result.results["projections"])
    return BatchEntry(
        point, "published", attempts=tried.attempts, about=about, projections=projections
    )


def _folder(out: Path, point: Point) -> Path:
    return out / "reports" / point.name


def _folders(points: list[Point]) -> Iterator[str]:
    for folder in ("reports", "failed"):
        yield folder
        yield from (f"{folder}/{point.name}" for point in points)
