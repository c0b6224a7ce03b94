"""Makes one report in this process: claims and notebooks in, the page and kept files out."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import nbformat
from nbformat import NotebookNode

from report_helpers.audit.audit import audit
from report_helpers.changes.changes import Changes, changes
from report_helpers.changes.retold import retold
from report_helpers.claims.read import parse_claims
from report_helpers.errors import InputError
from report_helpers.execution.execute import execute, rerunnable
from report_helpers.execution.fork_server import ForkServer
from report_helpers.execution.parameters import Parameter, Value, declared, find_notebooks
from report_helpers.files import temporary_folder
from report_helpers.page.builder import Download, build_page
from report_helpers.page.retitled import retitled
from report_helpers.reader_locale import DEFAULT, using_locale
from report_helpers.runs.job import UNREADABLE, BuiltReport, Job, Step
from report_helpers.runs.making.known_values import refuse_unknown
from report_helpers.runs.making.report_parts import Part, report_parts
from report_helpers.runs.results import CLAIMS, Snapshot, read_snapshot, results
from report_helpers.settings.active import using_settings
from report_helpers.settings.settings_file import NAME as SETTINGS
from report_helpers.settings.settings_file import parse_settings
from report_helpers.text.change_tables import changed

__all__ = ["build_report"]

Progress = Callable[[Step], None]
KERNELS_A_CORE: Final = 2
"""Notebooks that run at a time, because most wait for their kernels to start."""
LARGE: Final = 1_000_000
"""Bytes of claims from which on kernels compute for seconds, and each holds much memory."""
KERNELS_OF_LARGE: Final = 2
"""Notebooks of large claims that run at a time."""
Result = TypeVar("Result")


def build_report(
    job: Job, progress: Progress = lambda _: None, *, server: ForkServer | None = None
) -> BuiltReport:
    """Run a job's notebooks and build its page.

    Args:
        job: the report to make.
        progress: called with each step.
        server: the fork server, if there is one; it is ended after the last job's notebooks.

    Raises:
        ReportError: a subclass of it.
    """
    clock = Stopwatch()
    with using_settings(parse_settings(job.files.settings)):
        return _built(job, clock, progress, server)


def _built(
    job: Job, clock: "Stopwatch", progress: Progress, server: ForkServer | None
) -> BuiltReport:
    made = _judged(job, clock, progress, server)
    with clock.lap("page"), using_locale(_locale(job)):
        headline = _headline(job.before, made.compared)
        page = build_page(
            [
                retitled(made.notebooks[part.name], part.title, part.text, again=part.again)
                for part in made.parts
            ],
            files=[part.notebook for part in made.parts],
            as_of=str(job.parameters["as_of"]),
            download=Download(job.download, job.claims),
            pictures=job.pictures,
            changed=changed(made.compared, made.compared.since) if made.compared else None,
            expected=job.expected,
            logo=job.files.logo,
        )
    return BuiltReport(
        page=page.html.encode(),
        notebooks={name: _file(notebook) for name, notebook in made.notebooks.items()},
        results=made.results,
        changed=headline,
        charts=page.charts,
        bundle=page.bundle,
        seconds=clock.laps,
        unpictured=page.unpictured,
    )


class _Judged(NamedTuple):
    """The executed notebooks by name, and what is kept of the claims and of their audit."""

    parts: list[Part]
    notebooks: dict[str, NotebookNode]
    results: Mapping[str, Any]
    compared: Changes | None


def _judged(job: Job, clock: "Stopwatch", progress: Progress, server: ForkServer | None) -> _Judged:
    """Run the notebooks and audit the claims; the claims are gone before the page is made."""
    claims = parse_claims(job.claims, job.name)
    as_of = str(job.parameters["as_of"])
    notebooks = find_notebooks(job.notebooks)
    known = declared(notebooks)
    refuse_unknown(claims, job.parameters, known)
    parts = report_parts(notebooks, known, claims, job.parameters)
    with _in_thread(partial(audit, claims, as_of=as_of)) as audited:
        ran = _executed(job, parts, known, clock, progress, server.socket if server else None)
        if server and job.last:
            server.end()
        progress(Step("the page"))
        findings = audited.result()
    found = results(claims, findings, as_of, list(ran.values()))
    return _Judged(parts, ran, found, _compared(job, Snapshot(claims, found)))


def _file(notebook: NotebookNode) -> bytes:
    """Return the file of an executed notebook, which is kept in a folder next to the claims."""
    text: str = nbformat.writes(rerunnable(notebook, f"../{CLAIMS}"))
    return text.encode()


@contextmanager
def _in_thread(work: Callable[[], Result]) -> Iterator["Future[Result]"]:
    """Do work in a thread during the block, because processors idle while kernels start."""
    pool = ThreadPoolExecutor(1)
    try:
        # With the settings that are active here.
        yield pool.submit(copy_context().run, work)
    finally:
        # After a failure, do not wait for the work.
        pool.shutdown(wait=False, cancel_futures=True)


def _compared(job: Job, now: Snapshot) -> Changes | None:
    """Return the changes since a kept run; None without one, or if it cannot be read."""
    try:
        old = read_snapshot(job.before) if job.before else None
    except InputError:
        return None
    if old is None:
        return None
    # What is kept is canonical, so that runs of different locales can be compared.
    found = changes(old, now)
    with using_locale(_locale(job)):
        return retold(found, old, now)


def _locale(job: Job) -> str:
    return str(job.parameters.get("locale", DEFAULT))


def _headline(before: Path | None, compared: Changes | None) -> str:
    if compared is None:
        return UNREADABLE if before else "the first report"
    return "" if compared.is_empty else compared.headline


def _executed(  # noqa: PLR0913, PLR0917 (each has its own type)
    job: Job,
    parts: Sequence[Part],
    known: Mapping[str, Parameter],
    clock: "Stopwatch",
    progress: Progress,
    fork_socket: Path | None,
) -> dict[str, NotebookNode]:
    """Run the notebooks in parallel; return the executed ones by name, in order.

    The first failure, in the order of the notebooks, is raised without waiting for the others.
    """
    with temporary_folder() as private:
        claims = private / CLAIMS
        claims.write_bytes(job.claims)
        if job.files.settings:
            claims.with_name(SETTINGS).write_bytes(job.files.settings)
        given = {**job.parameters, "data": str(claims)}

        def run(part: Part) -> NotebookNode:
            name = part.name
            with clock.lap(name):
                ran = execute(
                    part.notebook,
                    _of_notebook({**part.parameters, **given}, known, part.notebook.name),
                    failed=job.failed / name,
                    on_cell=lambda cell: progress(Step(name, cell)),
                    fork_socket=fork_socket,
                )
            progress(Step(name, done=True))
            return ran

        pool = ThreadPoolExecutor(_at_a_time(job))
        futures = {part.name: pool.submit(run, part) for part in parts}
        try:
            wait(futures.values(), return_when=FIRST_EXCEPTION)
            return {name: future.result(timeout=0) for name, future in _failed_first(futures)}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _at_a_time(job: Job) -> int:
    """Return how many notebooks run at a time."""
    if job.side_by_side:
        return job.side_by_side
    if len(job.claims) > LARGE:
        return KERNELS_OF_LARGE
    return KERNELS_A_CORE * (os.cpu_count() or 1)


def _failed_first(
    futures: Mapping[str, "Future[NotebookNode]"],
) -> Iterable[tuple[str, "Future[NotebookNode]"]]:
    """Return the failed notebooks if there are any, else all."""
    failed = {name: each for name, each in futures.items() if each.done() and each.exception()}
    return list((failed or futures).items())


def _of_notebook(
    values: Mapping[str, Value], known: Mapping[str, Parameter], notebook: str
) -> dict[str, Value]:
    return {
        name: value
        for name, value in values.items()
        if name in known and notebook in known[name].notebooks
    }


@dataclass(slots=True)
class Stopwatch:
    """The duration of each step in seconds, for the manifest."""

    laps: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def lap(self, name: str) -> Iterator[None]:
        """Time one step."""
        start = time.monotonic()
        yield
        self.laps[name] = round(time.monotonic() - start, 3)
