"""A real Dask cluster on this machine: a scheduler and two workers, each a process."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from .place import MARK, Place, until


class Cluster:
    """A scheduler and its workers, `threads` reports at a time each; all carry the mark of a place.

    A report is given up at the second death of a worker (by default, Dask waits for the fourth).
    With `lasting`, a worker that is silent for that long is given up, and no nanny restarts it.
    """

    def __init__(
        self, folder: Path, *, workers: int = 2, threads: int = 1, lasting: str = ""
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.place = Place(folder)
        self._settings = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        if lasting:
            self._settings["DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL"] = lasting
        about = folder / "scheduler.json"
        local = ("--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(about))
        self.scheduler = self._start("scheduler", *local, "--port", "0")
        until(about.exists, "the scheduler")
        until(lambda: about.read_text("utf-8").endswith("}"), "its address")
        self.address: str = json.loads(about.read_text("utf-8"))["address"]
        alone = ("--no-nanny",) if lasting else ()
        own = ("--nthreads", str(threads), "--local-directory", str(self.place.temporary))
        one = (*local, *own, *alone)
        self.workers = [self._start("worker", *one) for _ in range(workers)]

    def _start(self, kind: str, *arguments: str) -> "subprocess.Popen[bytes]":
        # Where setproctitle is installed, the title of a process would overwrite its mark.
        environment = {**os.environ, **self._settings, "SPT_NOENV": "1",
            MARK: self.place.mark, "TMPDIR": str(self.place.temporary)}  # fmt: skip
        log = (self.place.folder / f"{kind}.log").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", kind, *arguments],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment,
                cwd=self.place.folder, start_new_session=True,
            )  # fmt: skip

    def reports(self) -> list[psutil.Process]:
        """Return the processes that make reports, and their kernels: all but Dask's own."""
        return [each for each in self.place.processes() if not self._own(each)]

    @staticmethod
    def _own(process: psutil.Process) -> bool:
        try:
            told = " ".join(process.cmdline())
            if "report_helpers" in told:
                return False
            parents = " ".join(" ".join(each.cmdline()) for each in process.parents())
        except psutil.Error:
            return True
        return "report_helpers" not in parents

    def end(self) -> None:
        """Kill all of it, and take away its temporary files."""
        while found := self.place.processes():
            for process in found:
                process.send_signal(signal.SIGKILL)
        for each in (self.scheduler, *self.workers):
            each.wait()
        shutil.rmtree(self.place.temporary, ignore_errors=True)
