"""Makes many reports on a Dask cluster; only this process publishes."""

import logging
import queue
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import suppress
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from report_helpers.errors import KernelDiedError, ReportError, SetupError, TimeLimitError
from report_helpers.execution.kept_notebooks import keep_failed
from report_helpers.execution.stopping import Deadline
from report_helpers.runs.batch.dask_task import BEGUN, Answer, make_sent, packed
from report_helpers.runs.fingerprint import fingerprint
from report_helpers.runs.job import Job, JobResult

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["made_there"]

INSTALL = 'pip install "market-report[cluster]"'
CONNECT, SILENCE, FETCH, PULSE = 10.0, 5.0, 60.0, 0.5
"""Seconds: to reach the scheduler; until a silent scheduler counts as lost; for one attempt to
fetch a report; between checks of the cluster."""


def made_there(
    jobs: Mapping[str, Job], *, scheduler: str, time_limit: float | None, cluster_timeout: float
) -> Iterator[JobResult]:
    """Yield the result of each job as it finishes.

    Args:
        jobs: the reports to make, by name.
        scheduler: the address of a Dask scheduler, such as `tcp://127.0.0.1:8786`.
        time_limit: seconds for one report.
        cluster_timeout: seconds to wait while the cluster has no workers.

    Raises:
        SetupError: distributed is not installed, or no scheduler answers.
        TimeLimitError: the cluster had no workers for `cluster_timeout` seconds.
        KernelDiedError: the scheduler is gone.
    """
    client = _connected(scheduler, cluster_timeout)
    try:
        cluster = Cluster(client, scheduler, time_limit, cluster_timeout)
        suspects = yield from cluster.make(jobs)
        # A dying worker takes all its tasks with it. Run each suspect alone to find the
        # one that kills workers.
        yield from cluster.make_alone({name: jobs[name] for name in suspects})
    finally:
        # Closing cancels the tasks, which ends them on the workers.
        with suppress(Exception):
            client.close(timeout=SILENCE)


class Cluster:
    """Submits no more tasks than the cluster can run at a time, so that a failure loses few."""

    def __init__(
        self, client: "Client", address: str, time_limit: float | None, timeout: float
    ) -> None:
        self._client = client
        self._address = address
        self._time_limit = time_limit
        self._timeout = timeout
        self._patience = Deadline(timeout)
        self._running: dict[str, Future[Answer]] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        # An earlier batch may have started the same tasks.
        self._before = self._begun()

    def make(self, jobs: Mapping[str, Job]) -> Generator[JobResult, None, list[str]]:
        """Yield the result of each job; return the names of the jobs whose workers died."""
        suspects = []
        for tried in self._made(jobs, most=None, key="market-report"):
            if isinstance(tried.result, WorkerDiedError):
                suspects.append(tried.name)
            else:
                yield tried
        return suspects

    def make_alone(self, jobs: Mapping[str, Job]) -> Iterator[JobResult]:
        """Run the jobs one by one; yield their results."""
        yield from self._made(jobs, most=1, key="market-report-alone")

    def _made(self, jobs: Mapping[str, Job], *, most: int | None, key: str) -> Iterator[JobResult]:
        waiting, content = deque(jobs), {name: fingerprint(job) for name, job in jobs.items()}
        while waiting or self._running:
            room = self._threads() if most is None else min(most, self._threads())
            while waiting and len(self._running) < room:
                name = waiting.popleft()
                self._send(name, jobs[name], f"{key}-{content[name]}")
            with suppress(queue.Empty):
                name = self._done.get(timeout=PULSE)
                if answer := self._taken(name, jobs[name]):
                    attempts = self._attempts(content[name])
                    yield JobResult(name, answer.result, attempts, answer.seconds)

    def _send(self, name: str, job: Job, key: str) -> None:
        """Submit a report; reports with the same inputs, also of other clients, are one task."""
        content = packed(job, time_limit=self._time_limit)
        future = self._client.submit(make_sent, content, key, key=key)
        self._running[name] = future
        future.add_done_callback(lambda _: self._done.put(name))

    def _taken(self, name: str, job: Job) -> Answer | None:
        """Return the answer to a job, or None if it is not available yet."""
        future = self._running[name]
        try:
            answer: Answer = future.result(timeout=FETCH)
        except TimeoutError:
            self._done.put(name)
            return None
        except CancelledError as error:
            raise self._lost() from error
        except Exception as error:  # noqa: BLE001 (any error of a cluster is reported)
            del self._running[name]
            return Answer(_as_report_error(error), {})
        del self._running[name]
        _keep(job, answer)
        return answer

    def _threads(self) -> int:
        """Return how many reports the workers can make at a time."""
        if self._client.status != "running":
            raise self._lost()
        count: int = self._asked(self._ask)
        if count:
            self._patience = Deadline(self._timeout)
        elif self._patience.left == 0:
            what = f"no worker for {self._timeout:g} s"
            raise TimeLimitError(self._address, what, "start workers, or raise --cluster-timeout")
        return count

    def _attempts(self, content: str) -> int:
        """Return how often a report was started, with others or alone."""
        begun = self._begun() - self._before
        return sum(count for key, count in begun.items() if key.endswith(content))

    def _begun(self) -> Counter[str]:
        """Return how often each task was started, as logged by the scheduler."""
        assert self._client.scheduler  # noqa: S101 (connected)
        return Counter(key for _, key in self._asked(self._client.scheduler.events, topic=BEGUN))

    def _asked(self, question: Callable[..., Any], **arguments: str) -> Any:
        try:
            return self._client.sync(question, callback_timeout=SILENCE, **arguments)
        except (OSError, RuntimeError, CancelledError) as error:
            raise self._lost() from error

    async def _ask(self) -> int:
        assert self._client.scheduler  # noqa: S101 (connected)
        return sum((await self._client.scheduler.ncores()).values())

    def _lost(self) -> KernelDiedError:
        fix = "published reports stay; start a scheduler, then continue with --resume"
        return KernelDiedError(self._address, "the scheduler is gone", fix)


class WorkerDiedError(KernelDiedError):
    """Every worker that had the report died."""


def _as_report_error(error: Exception) -> ReportError:
    from distributed import KilledWorker  # noqa: PLC0415

    if isinstance(error, KilledWorker):
        times = error.allowed_failures + 1
        fix = "give workers more memory, or leave this report out"
        return WorkerDiedError("the run", f"its worker died {times} times", fix)
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    fix = "install the same versions on the scheduler and all workers as here"
    return SetupError("the cluster", what, fix)


def _keep(job: Job, answer: Answer) -> None:
    """Write failed notebooks and their claims to the folder that a local run would use."""
    with suppress(OSError):
        if answer.failed:
            named = {PurePath(name).name: content for name, content in answer.failed.items()}
            keep_failed(job.failed, named)


def _connected(address: str, timeout: float) -> "Client":
    if find_spec("distributed") is None:
        raise SetupError("--scheduler", "distributed is not installed", INSTALL)
    from distributed import Client  # noqa: PLC0415
    from distributed.comm.addressing import get_address_host, normalize_address  # noqa: PLC0415

    _be_quiet()
    options: dict[str, Any] = {"timeout": min(timeout, CONNECT), "set_as_default": False}
    try:
        # Checked first, because a client with an invalid address warns again when it is collected.
        get_address_host(normalize_address(address))
        return Client(address, **options)
    except (OSError, ValueError, RuntimeError, TypeError) as error:
        what = f"no scheduler answers ({type(error).__name__})"
        raise SetupError(address, what, "give the address in its log") from error


def _be_quiet() -> None:
    """Silence the log of distributed, because our errors report its problems."""
    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)
