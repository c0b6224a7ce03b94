"""A real Airflow imports the DAG, and its runs end as the command's exit codes say.

Run by `make test-airflow`, not with the other tests: Airflow has an environment of its own.
"""

import os
import sqlite3
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from .helpers import write_notebook

AIRFLOW = Path(__file__).parents[2] / ".venv-airflow" / "bin"
PATIENCE = 600
"""Seconds that a slow machine may take; nothing is measured by it."""

KILL = """\
import pathlib, sys, threading, time
sys.path.insert(0, sys.argv[1])
import airflow_dag
task = airflow_dag.RenderReport(task_id="render", arguments=[f"--out={sys.argv[2]}"])
def stop():
    while not pathlib.Path(sys.argv[3]).exists():
        time.sleep(0.1)
    task.on_kill()
threading.Thread(target=stop, daemon=True).start()
try:
    task.execute({})
except airflow_dag.AirflowException as error:
    print("ended:", error)
"""


@dataclass(frozen=True)
class Airflow:
    """An Airflow with the DAG, in a folder of its own."""

    home: Path
    recipes: Path

    def environment(self, command: Path) -> dict[str, str]:
        """Return what its programs read."""
        own = {
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(self.recipes),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "MARKET_REPORT": str(command),
        }
        return os.environ | own

    def test_run(self, command: Path, out: Path, data: str = "") -> tuple[str, int, str]:
        """Run the DAG once; return its task's state, how many tries it took, and the log."""
        given = f'{{"out": "{out}", "data": "{data}"}}'
        log = out.parent / "airflow.log"
        with log.open("w") as file:
            run = subprocess.Popen(
                [AIRFLOW / "airflow", "dags", "test", "market_report", "2026-11-20", "-c", given],
                env=self.environment(command), stdout=file, stderr=subprocess.STDOUT,
            )  # fmt: skip
            # It would wait for the time of another try.
            for _ in range(2 * PATIENCE):
                if run.poll() is not None or self.state()[0] == "up_for_retry":
                    break
                time.sleep(0.5)
            run.kill()
            run.wait()
        return *self.state(), log.read_text()

    def state(self) -> tuple[str, int]:
        """Return the last task's state and the number of its try."""
        asked = "SELECT state, try_number FROM task_instance ORDER BY rowid DESC LIMIT 1"
        database = sqlite3.connect(f"file:{self.home / 'airflow.db'}?mode=ro", uri=True, timeout=60)
        try:
            state, tries = database.execute(asked).fetchone() or ("", 0)
        finally:
            database.close()
        return str(state), int(tries)


@pytest.fixture
def airflow(recipes: Path, tmp_path_factory: pytest.TempPathFactory) -> Airflow:
    """A fresh one."""
    home = tmp_path_factory.mktemp("airflow")
    made = Airflow(home, home / "dags")
    made.recipes.mkdir()
    (made.recipes / "airflow_dag.py").symlink_to(recipes / "airflow_dag.py")
    subprocess.run(
        [AIRFLOW / "airflow", "db", "migrate"],
        check=True, capture_output=True, env=made.environment(Path("market-report")),
    )  # fmt: skip
    return made


@pytest.fixture
def small(command: Path, notebooks: Path, tmp_path: Path) -> Callable[[str], Path]:
    """A maker of commands: the real one with the small notebook and further options."""

    def make(options: str = "") -> Path:
        path = tmp_path / "market-report"
        path.write_text(
            f'#!/bin/sh\nexec {command} "$@" --no-pictures --notebooks {notebooks} {options}\n'
        )
        path.chmod(0o755)
        return path

    return make


def test_airflow_takes_the_dag(airflow: Airflow) -> None:
    """It imports without an error."""
    listed = subprocess.run(
        [AIRFLOW / "airflow", "dags", "list", "--local", "--output", "json"],
        check=True, capture_output=True, text=True, env=airflow.environment(Path("market-report")),
    )  # fmt: skip
    assert '"market_report"' in listed.stdout


def test_success(airflow: Airflow, small: Callable[[str], Path], tmp_path: Path) -> None:
    """The report is published, as of the logical date."""
    state, tries, log = airflow.test_run(small(""), tmp_path / "out")
    assert (state, tries) == ("success", 1), log
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "figure-two-bars-on-2026-11-20" in page


def test_a_held_report_skips(
    airflow: Airflow, small: Callable[[str], Path], tmp_path: Path
) -> None:
    """Exit code 75: another run is at it."""
    out = tmp_path / "out"
    out.mkdir()
    with FileLock(out / ".lock"):
        state, _, log = airflow.test_run(small("--lock-timeout 1"), out)
    assert state == "skipped", log
    assert not (out / "index.html").exists()


def test_bad_data_fail_without_another_try(
    airflow: Airflow, small: Callable[[str], Path], tmp_path: Path
) -> None:
    """Exit code 65: no try mends that; the log says what is wrong."""
    data = tmp_path / "bad.csv"
    data.write_text("a,b\n1,2\n")
    state, tries, log = airflow.test_run(small(""), tmp_path / "out", str(data))
    assert (state, tries) == ("failed", 1), log
    assert "the data break the schema (exit code 65)" in log


def test_a_dead_kernel_is_tried_again(
    airflow: Airflow, small: Callable[[str], Path], notebooks: Path, tmp_path: Path
) -> None:
    """Exit code 137: out of memory today need not be so tomorrow."""
    write_notebook(
        notebooks / "small.ipynb", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    )
    state, _, log = airflow.test_run(small(""), tmp_path / "out")
    assert state == "up_for_retry", log
    assert "a kernel died (exit code 137)" in log


def test_a_task_that_is_killed_ends_the_command(
    airflow: Airflow, small: Callable[[str], Path], notebooks: Path, tmp_path: Path
) -> None:
    """The command gets a SIGTERM while a cell runs, ends its kernel and says 143."""
    mark = tmp_path / "mark"
    cell = f"import os, pathlib, time; pathlib.Path({str(mark)!r}).write_text(str(os.getpid()))"
    write_notebook(notebooks / "small.ipynb", f"{cell}; time.sleep(600)")
    done = subprocess.run(
        [AIRFLOW / "python", "-c", KILL, airflow.recipes, tmp_path / "out", mark],
        capture_output=True, text=True, check=False, timeout=PATIENCE,
        env=airflow.environment(small("")),
    )  # fmt: skip
    assert "ended: terminated (exit code 143)" in done.stdout, done.stdout + done.stderr
    assert not Path("/proc", mark.read_text()).exists()
    assert not (tmp_path / "out" / "index.html").exists()
