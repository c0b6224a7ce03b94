"""Runs that die: the exit code, the page as it was, no process and no file left, and a record.

The letters in brackets name the row of the fault plan.
"""

import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from .place import Place, until

pytestmark = pytest.mark.kernel

PURELIB = sysconfig.get_path("purelib")
SLEEP = "import time; time.sleep(120)"
NO_SIGNAL = (
    "import signal, time\n"
    "for each in (signal.SIGINT, signal.SIGTERM): signal.signal(each, signal.SIG_IGN)\n"
    "time.sleep(120)"
)
NO_THREAD = "import re; re.match('(a*)*b', 'a' * 40)"
CHILDREN = """
import os, subprocess
subprocess.Popen(["sleep", "97"])
subprocess.Popen(["sleep", "97"], start_new_session=True)
if os.fork() == 0:
    if os.fork() == 0:
        os.setsid()
        os.execvp("sleep", ["sleep", "97"])
    os._exit(0)
"""
WORKER = "report-worker"
REACHED = "open('reached', 'w').close()"


def assert_nothing_happened(place: Place, before: bytes) -> None:
    """The page is what it was, no process lives, and no temporary file is left."""
    assert place.page.read_bytes() == before
    until(lambda: not place.processes(), "the end of every process")
    assert list(place.temporary.iterdir()) == []
    hidden = [path.name for path in place.out.rglob(".*")]
    assert hidden == [".lock"]


def reached(place: Place) -> Path:
    """Return the file that a cell writes to say that it runs."""
    return place.folder / "notebooks" / "reached"


@pytest.mark.parametrize(
    ("cell", "code", "message"),
    [
        ("import os; os.kill(os.getpid(), 9)", 137, "small.ipynb:cell 3: the kernel died"),
        ("import ctypes; ctypes.string_at(0)", 137, "small.ipynb:cell 3: the kernel died"),
        ("import os; os._exit(0)", 137, "small.ipynb:cell 3: the kernel died"),
        ("import sys; sys.exit(0)", 70, "ended early: cell 3 raised SystemExit"),
        ("raise SystemExit", 70, "ended early: cell 3 raised SystemExit"),
        ("raise ValueError('what is\\nwrong')", 70, "small.ipynb:cell 3: ValueError: what is"),
        ("%no_such_magic", 70, "small.ipynb:cell 3: "),
        ("raise MemoryError", 70, "small.ipynb:cell 3: MemoryError"),
    ],
    ids=["kill", "segfault", "_exit", "exit", "SystemExit", "raise", "magic", "memory"],
)
def test_a_cell_that_fails_fails_the_run(
    published: Place, cell: str, code: int, message: str
) -> None:
    """X01, X02, X11, X12: the exit code, one line, and the cell as it is counted in JupyterLab."""
    before = published.page.read_bytes()
    published.write(cell)
    ended = published.run()
    assert ended.code == code
    assert ended.error.startswith("error: ")
    assert message in ended.error
    assert len(ended.error.splitlines()) == 1
    assert_nothing_happened(published, before)
    record = published.log()[-1]
    assert (record["outcome"], record["exit_code"]) == ("failed", code)
    assert ended.error.startswith(f"error: {record['error']}; ")


def test_a_cell_that_never_ran_fails_the_run(published: Place) -> None:
    """X11: its tag made the run leave it out, without an error."""
    before = published.page.read_bytes()
    published.write("1 + 1")
    path = published.folder / "notebooks" / "small.ipynb"
    document = json.loads(path.read_text("utf-8"))
    document["cells"][2]["metadata"]["tags"] = ["skip-execution"]
    path.write_text(json.dumps(document), encoding="utf-8")
    ended = published.run()
    assert ended.code == 70
    assert "small.ipynb: it ended early: cell 3 never ran" in ended.error
    assert_nothing_happened(published, before)


def test_a_failed_notebook_can_be_run_again(published: Place) -> None:
    """It is kept as far as it got, with its claims and without a path of the run."""
    failing = (
        "from report_helpers.claims import read_claims\nraise ValueError(len(read_claims(data)))"
    )
    published.write(failing)
    first = published.run()
    kept = published.out / "failed" / "small.ipynb"
    assert str(kept) in first.error
    assert str(published.temporary) not in kept.read_text("utf-8")
    claims = kept.with_name("claims.csv")
    header, row = claims.read_text("utf-8").splitlines(keepends=True)[:2]
    claims.write_text(header + row.replace(",a01_original,", ",,"), "utf-8")
    again = subprocess.run(
        [sys.executable, "-m", "nbconvert", "--to", "notebook", "--execute", kept, "--stdout"],
        capture_output=True, text=True, check=False, cwd=published.folder,
    )  # fmt: skip
    assert "ValueError: 1" in re.sub(r"\x1b\[[0-9;]*m", "", again.stderr)


@pytest.mark.parametrize("cell", [SLEEP, NO_SIGNAL, NO_THREAD], ids=["sleep", "deaf", "GIL"])
def test_a_cell_that_hangs_meets_the_time_limit(published: Place, cell: str) -> None:
    """X03, X05: the limit and the cell are named, and what hung is gone."""
    before = published.page.read_bytes()
    published.write(CHILDREN, cell)
    ended = published.run("--time-limit", "15")
    assert ended.code == 124
    assert "error: small.ipynb:cell 4: not done when the time limit of 15 s" in ended.error
    assert_nothing_happened(published, before)


def test_the_time_limit_is_that_of_the_whole_run(published: Place) -> None:
    """X04: no cell takes long; together they do, and none is waited for until the end."""
    before = published.page.read_bytes()
    published.write(*["import time; time.sleep(1)"] * 30)
    ended = published.run("--time-limit", "15")
    assert ended.code == 124
    assert ended.error.startswith("error: small.ipynb:cell ")
    assert "not done when the time limit of 15 s" in ended.error
    assert_nothing_happened(published, before)


def test_the_time_limit_covers_fetching(published: Place) -> None:
    """X16: from a server that never answers; 124, and the run is in the log."""
    before = published.page.read_bytes()
    published.write()
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/claims.csv"
        ended = published.run("--time-limit", "3", "--data", address)
    words = "error: the claims: not done when the time limit of 3 s had passed; "
    assert (ended.code, ended.error.startswith(words)) == (124, True)
    assert_nothing_happened(published, before)


@pytest.mark.parametrize("command", ["render", "batch"])
def test_the_time_limit_covers_waiting_for_standard_input(place: Place, command: str) -> None:
    """X16: from a pipe that nobody closes."""
    place.write()
    (place.folder / "grid.yaml").write_text("data: '-'\n", encoding="utf-8")
    words = ("--data", "-") if command == "render" else (str(place.folder / "grid.yaml"),)
    read, write = os.pipe()
    try:
        started = place.start(*words, "--time-limit", "3", command=command, stdin=read)
        ended = started.ended()
    finally:
        os.close(read)
        os.close(write)
    assert ended.code == 124
    assert ended.error.startswith("error: the claims: not done when the time limit of 3 s")


def test_what_a_cell_raises_is_published_without_machine_and_codes(published: Place) -> None:
    """X17: at most 2,000 characters, no folder, no terminal codes, in log and history.

    A path below the working folder of the run is told from there.
    """
    published.write(
        "import os, platform\n"
        "red = chr(27) + '[31m'\n"
        "raise ValueError(f'{red}{os.getcwd()}/a.csv on {platform.node()} ' + 'x' * 1_000_000)"
    )
    ended = published.run()
    assert ended.code == 70
    assert len(ended.error) < 5_000
    told = (published.out / "history.html").read_text("utf-8") + json.dumps(published.log()[-1])
    assert "ValueError: notebooks/a.csv on (host) xxx" in told
    assert "x" * 2_000 not in told
    for secret in (str(published.folder), f" {platform.node()} ", "\x1b", "[31m", "u001b"):
        assert secret not in told


def with_kernel(place: Place, *argv: str) -> Path:
    """Return the Python of a virtual environment in which `python3` names another kernel."""
    made = place.folder / "venv"
    venv.create(made, with_pip=False)
    (site,) = (made / "lib").glob("python*/site-packages")
    (site / "all.pth").write_text(f"import site; site.addsitedir({PURELIB!r})", encoding="utf-8")
    folder = made / "share" / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    spec = {"argv": [*argv], "display_name": "", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    return made / "bin" / "python"


def test_a_kernel_that_never_answers_meets_the_time_limit(published: Place) -> None:
    """X04: starting a kernel counts too."""
    before = published.page.read_bytes()
    published.write()
    ended = published.run(
        "--time-limit",
        "15",
        python=with_kernel(published, sys.executable, "-c", "import time; time.sleep(99)"),
    )
    assert ended.code == 124
    assert_nothing_happened(published, before)


def test_a_missing_kernel_is_an_error(published: Place) -> None:
    """X15: 78, with what to do."""
    before = published.page.read_bytes()
    published.write()
    ended = published.run(python=with_kernel(published, "no-such-program"))
    assert ended.code == 78
    assert ended.error.startswith("error: small.ipynb: ")
    assert_nothing_happened(published, before)


def test_a_kernel_that_cannot_start_is_an_error(published: Place) -> None:
    """X15: 78, when what it needs does not load."""
    before = published.page.read_bytes()
    published.write()
    kernel = with_kernel(published, sys.executable, "-c", "raise ImportError('ipykernel')")
    ended = published.run(python=kernel)
    assert ended.code == 78
    assert "does not start" in ended.error
    assert_nothing_happened(published, before)


@pytest.mark.parametrize("text", ["{", "{}", '{"cells": []}', ""], ids=str)
def test_a_broken_notebook_is_reported(published: Place, text: str) -> None:
    """X15: before anything runs."""
    before = published.page.read_bytes()
    broken = published.folder / "notebooks" / "small.ipynb"
    broken.write_text(text, encoding="utf-8")
    ended = published.run()
    assert ended.code in {70, 78}
    assert ended.error.startswith("error: ")
    assert "Traceback" not in ended.error
    assert_nothing_happened(published, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP],
                         ids=lambda number: number.name)  # fmt: skip
@pytest.mark.parametrize("everybody", [False, True], ids=["alone", "group"])
def test_a_signal_ends_the_run_and_all_of_it(
    published: Place, number: signal.Signals, *, everybody: bool
) -> None:
    """X06, X07, X09: 128 and its number; a second signal changes nothing."""
    before = published.page.read_bytes()
    published.write(CHILDREN, REACHED, SLEEP)
    run = published.start()
    until(reached(published).exists, "the cell that sleeps")
    for _ in range(2):
        (os.killpg if everybody else os.kill)(run.process.pid, number)
    ended = run.ended()
    assert ended.code == 128 + number
    assert ended.error == (
        f"error: the run: stopped by {number.name}; start it again; what was published stays\n"
    )
    assert_nothing_happened(published, before)
    assert published.log()[-1]["outcome"] == "stopped"


@pytest.mark.parametrize("cell", [SLEEP, NO_THREAD], ids=["sleep", "GIL"])
def test_a_killed_run_leaves_nothing_that_the_next_does_not_sweep(
    published: Place, cell: str
) -> None:
    """X08, X09, X10: kernel and children end with it; the next run tidies up and publishes."""
    before = published.page.read_bytes()
    published.write(CHILDREN, REACHED, cell)
    run = published.start()
    until(reached(published).exists, "the cell")
    run.process.kill()
    assert run.ended().code == -signal.SIGKILL
    until(lambda: not published.processes(), "the end of every process")
    assert published.page.read_bytes() == before
    published.write()
    assert published.run().code == 0
    assert list(published.temporary.iterdir()) == []
    assert [entry["outcome"] for entry in published.log()] == ["published", "died", "published"]
    assert published.page.read_bytes() != before


def test_a_killed_worker_fails_the_run(published: Place) -> None:
    """X10: what makes the report dies, the run says so, and nothing is left."""
    before = published.page.read_bytes()
    published.write(CHILDREN, REACHED, SLEEP)
    run = published.start()
    until(reached(published).exists, "the cell that sleeps")
    (worker,) = [each for each in published.processes() if each.name() == WORKER]
    worker.kill()
    ended = run.ended()
    assert ended.code == 137
    assert "its process died (signal 9)" in ended.error
    assert_nothing_happened(published, before)


def test_stored_outputs_never_reach_the_page(published: Place) -> None:
    """X15: what a notebook shows is what it computed in this run."""
    path = published.folder / "notebooks" / "small.ipynb"
    document = json.loads(path.read_text("utf-8"))
    stored = {"output_type": "stream", "name": "stdout", "text": "STORED"}
    document["cells"][-1]["outputs"] = [stored]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert published.run().code == 0
    assert "STORED" not in published.page.read_text("utf-8")
