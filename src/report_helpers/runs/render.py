"""One run: checks the request, has the report made, publishes it and records the run.

A failure before the page is replaced leaves the published page as it was.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from report_helpers.claims.fetching.fetch import shown_place
from report_helpers.claims.inputs.claims_input import fetch_claims
from report_helpers.errors import OutputError, StoppedError, UserFacingError
from report_helpers.execution.parameters import (
    AS_OF,
    LOCALE,
    Value,
    declared,
    find_notebooks,
    typed_values,
)
from report_helpers.execution.stopping import Deadline, limited, stoppable, too_late_to_stop
from report_helpers.files import NotSyncedError, replace_file, replacement
from report_helpers.page.site_pages import history_page
from report_helpers.reader_locale import using_locale
from report_helpers.runs.fingerprint import fingerprint
from report_helpers.runs.history import (
    LOG,
    PAGE,
    SHOWING,
    StoredRun,
    append_to_log,
    attempts,
    current_run,
    history_row,
    is_log,
    is_logged,
    kept_runs,
    last_other,
    mend,
    split_runs,
)
from report_helpers.runs.job import UNREADABLE, BuiltReport, Job, next_due, report_files
from report_helpers.runs.lock import held, last_moment, unwritable
from report_helpers.runs.manifest import download_name, files, manifest, now, public_error
from report_helpers.runs.publish import keep_run, refuse_foreign, refuse_links, refuse_theirs
from report_helpers.runs.records import DamagedError, RunRecord, Warn, read_record, set_aside
from report_helpers.runs.removal import MANIFEST, remove_runs, sweep
from report_helpers.runs.request import Outcome, Request
from report_helpers.runs.sandbox import environment, private_folder, remove_left_folders
from report_helpers.runs.supervise import supervised

__all__ = ["render"]

HISTORY = "history.html"

Progress = Callable[[str], None]


def render(
    request: Request, progress: Progress = lambda _: None, warn: Warn = lambda _: None
) -> Outcome:
    """Render a report, and publish it unless the published one has a later date.

    Args:
        request: what to render and where.
        progress: called with the name of each step.
        warn: called with problems that do not stop the run.

    Raises:
        UserFacingError: a subclass of it; the published page stays as it was.
    """
    given = _parameters(request)
    about = {"started": now(), "as_of": request.as_of}
    timeout = request.lock_timeout
    with (
        using_locale(request.locale),
        stoppable(),
        held(request.out, about, timeout=timeout, warn=warn) as killed,
    ):
        refuse_links(request.out, "runs", "failed")
        refuse_theirs(request.out / PAGE)
        refuse_theirs(request.out / HISTORY)
        # Beside our page it is ours, however damaged: it is renamed, and the run continues.
        if not request.out.joinpath(PAGE).exists():
            refuse_foreign(request.out / LOG, is_log, "is not a log of market-report")
        sweep(request.out)
        remove_left_folders(request.out)
        mend(request.out, warn)
        if killed is not None and not is_logged(request.out, killed["started"]):
            _log(request.out, {**killed, "outcome": "died", "exit_code": None}, warn)
        with _noted(request.out, about, warn) as entry:
            deadline = Deadline(request.time_limit)
            with limited(deadline, "the claims"):
                job = _job(request, given)
            outcome = _outcome(request, job, deadline, progress, warn)
            entry |= {"outcome": outcome.kind, "exit_code": 0, "run_id": outcome.run.name}
        return outcome


def _parameters(request: Request) -> dict[str, Value]:
    known = declared(find_notebooks(request.notebooks))
    always = {"as_of": request.as_of, "locale": request.locale}
    typed = typed_values(always, {"as_of": AS_OF, "locale": LOCALE, **known})
    return typed_values(request.given, known) | typed


def _job(request: Request, parameters: Mapping[str, Value]) -> Job:
    return Job(
        notebooks=request.notebooks.resolve(),
        claims=fetch_claims(request.data),
        files=report_files(request.data, request.notebooks, request.project),
        name=shown_place(request.data),
        download=download_name(request.data),
        parameters=parameters,
        failed=request.out / "failed",
        expected=next_due(request.as_of, request.expect_every),
        pictures=request.pictures,
    )


@contextmanager
def _noted(out: Path, about: Mapping[str, object], warn: Warn) -> Iterator[dict[str, object]]:
    """Write the outcome of the run to the log, and list a failure in the history."""
    entry: dict[str, object] = {**about, "outcome": "failed", "exit_code": 70}
    try:
        yield entry
    except (UserFacingError, OSError) as error:
        failure = unwritable(out, error) if isinstance(error, OSError) else error
        kind = "stopped" if isinstance(failure, StoppedError) else "failed"
        entry |= {"outcome": kind, "exit_code": failure.exit_code, "error": public_error(failure)}
        raise failure from error
    finally:
        _log(out, {**entry, "ended": now()}, warn)
        if entry["outcome"] not in SHOWING:
            # A full disk must not hide the original error.
            with suppress(OSError, OutputError):
                runs = kept_runs(out)
                current = current_run(out, runs)
                _write_history(out, runs, current.run_id if current else "")


def _log(out: Path, entry: Mapping[str, object], warn: Warn) -> None:
    try:
        append_to_log(out, entry)
    except OSError as error:
        warn(f"{out / LOG}: cannot be written ({error.strerror or error}); the run is not in it")


def _outcome(
    request: Request, job: Job, deadline: Deadline, progress: Progress, warn: Warn
) -> Outcome:
    out = request.out
    runs, key = kept_runs(out), fingerprint(job)
    current = current_run(out, runs)
    if current and current.manifest.inputs == key:
        _, spare = split_runs(runs, request.keep, current.run_id)
        remove_runs((old.folder for old in spare), warn)
        if spare:
            _write_history(out, kept_runs(out), current.run_id)
        return _result("up to date", request, current)
    before = last_other(runs, request.as_of, sha256(job.claims).hexdigest())
    with private_folder(out) as private:
        made = supervised(
            replace(job, before=before.folder if before else None),
            environment=environment(private),
            log=private / "stderr.txt",
            deadline=deadline,
            progress=progress,
        )
    if before and made.changed == UNREADABLE:
        _mend_results(before.folder, warn)
    if made.unpictured:
        warn(f"the page has no pictures: {made.unpictured}")
        # So that the next run draws them.
        key = fingerprint(replace(job, pictures=False))
    about = manifest(
        job, made, data=request.data, inputs=key, before=before.run_id if before else None
    )
    return _published(request, made, files(job, made, about), str(about["run_id"]), deadline, warn)


def _published(  # noqa: PLR0913, PLR0917 (each has its own type)
    request: Request,
    made: BuiltReport,
    written: Mapping[str, bytes],
    run_id: str,
    deadline: Deadline,
    warn: Warn,
) -> Outcome:
    """Keep a run, and publish its page unless the published one has a later date."""
    out = request.out
    with ExitStack() as stack:
        with limited(deadline, "publishing"):
            folder = keep_run(out / "runs" / run_id, written)
            run = StoredRun(folder, RunRecord.model_validate_json(written[MANIFEST]))
            kept, spare = split_runs(kept_runs(out), request.keep, run_id)
            _write_history(out, kept, run_id)
            publish = stack.enter_context(replacement(out / PAGE, made.page))
            stack.enter_context(last_moment(out))
            refuse_theirs(out / PAGE)
            # Read again, because another run may have published if the lock file was removed.
            runs = kept_runs(out)
            current = current_run(out, runs)
        if current and current.as_of > request.as_of:
            _, spare = split_runs(runs, request.keep, current.run_id)
            kind = "superseded"
        else:
            too_late_to_stop()
            try:
                publish()
            except NotSyncedError as error:
                # Readers have the new page, so this is no failure.
                warn(f"{out / PAGE}: a power failure may undo its replacement ({error.strerror})")
            kind = "published"
    remove_runs((old.folder for old in spare), warn)
    return _result(kind, request, run)


def _mend_results(folder: Path, warn: Warn) -> None:
    """Rename damaged results of a run, so that later runs audit its claims instead."""
    # Imported here, because it loads pandas and results are rarely damaged.
    from report_helpers.runs.results import LARGEST, RESULTS, KeptResults  # noqa: PLC0415

    try:
        read_record(folder / RESULTS, KeptResults, LARGEST)
    except DamagedError as error:
        set_aside(folder / RESULTS, error, warn)


def _write_history(out: Path, runs: Sequence[StoredRun], current: str) -> None:
    page = history_page([history_row(run) for run in runs], current, attempts(out))
    refuse_theirs(out / HISTORY)
    replace_file(out / HISTORY, page.encode())


def _result(kind: str, request: Request, run: StoredRun) -> Outcome:
    return Outcome(
        kind=kind,
        page=request.out / PAGE,
        run=run.folder,
        as_of=run.as_of,
        locale=request.locale,
        changed=run.manifest.changed,
        findings=run.manifest.findings,
    )
