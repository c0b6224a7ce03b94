"""Runs of the real command with small notebooks, and what must hold however they end."""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import psutil

PARAMETERS = 'data: str = ""  # the claims\nas_of: str = "2026-11-23"  # the day'
CHART = "import plotly.graph_objects as go\ngo.Figure(go.Bar(x=[1, 2], y=[3, 4]))"
MARK = "MARKET_REPORT_TEST"
"""The variable that marks processes: one that begins so reaches every process of a run."""
DROP = 24
"""The option of prctl(2) that takes a capability from whatever starts next."""
LIBC = ctypes.CDLL(None)
LIMIT = 60.0
"""Seconds after which something has gone wrong that no test waits for."""


def notebook(path: Path, *cells: str, tagged: str = PARAMETERS) -> Path:
    """Write a notebook: its parameters, these cells, and a chart."""
    document = nbformat.v4.new_notebook()
    document.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    first = nbformat.v4.new_code_cell(tagged, metadata={"tags": ["parameters"]})
    rest = [nbformat.v4.new_code_cell(cell) for cell in (*cells, CHART)]
    document.cells = [nbformat.v4.new_markdown_cell("# Small"), first, *rest]
    for number, cell in enumerate(document.cells):
        # Drawn by chance otherwise: the same notebook twice would be two.
        cell.id = f"cell-{number}"
    path.parent.mkdir(exist_ok=True)
    nbformat.write(document, path)
    return path


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    error: str


@dataclass
class Place:
    """A folder with notebooks and an output, and a name that marks every process begun there."""

    folder: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    # Not in the test's own folder: a socket's path has little room.
    temporary: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="place-")))

    @property
    def out(self) -> Path:
        """The report's folder."""
        return self.folder / "out"

    @property
    def page(self) -> Path:
        """The published page."""
        return self.out / "index.html"

    def write(self, *cells: str) -> None:
        """Write the one notebook."""
        notebook(self.folder / "notebooks" / "small.ipynb", *cells)

    def start(
        self,
        *arguments: str,
        command: str = "render",
        python: Path = Path(sys.executable),
        shipped: bool = False,
        env: Mapping[str, str] | None = None,
        only: Mapping[str, str] | None = None,
        **options: Any,
    ) -> "Started":
        """Start a command, its output into files: an orphan would hold a pipe open.

        `env` is added to the environment, `only` takes its place. With `shipped`, notebooks and
        folder are those that the command takes on its own. Without `--pictures` none are drawn.
        """
        marks = {"--today", "--pictures"}
        drawn = () if "--pictures" in arguments else ("--no-pictures",)
        day = () if "--today" in arguments else ("--as-of", "2026-11-23")
        own = () if shipped else ("--notebooks", str(self.folder / "notebooks"),
                                  "--out", str(self.out))  # fmt: skip
        usual = (*drawn, *day, *own)
        program = [str(python), "-m", "report_helpers", command,
                   *(() if command == "diff" else usual),
                   *(each for each in arguments if each not in marks)]  # fmt: skip
        environment = {**(os.environ if only is None else only), **(env or {})}
        environment |= {"TMPDIR": str(self.temporary), MARK: self.mark}
        names = [self.folder / f"{uuid.uuid4().hex}.{kind}" for kind in ("out", "err")]
        with names[0].open("wb") as out, names[1].open("wb") as error:
            process = subprocess.Popen(
                program, stdout=out, stderr=error, env=environment, start_new_session=True,
                **{"cwd": self.folder, "stdin": subprocess.DEVNULL, **options},
            )  # fmt: skip
        return Started(process, *names)

    def run(self, *arguments: str, **options: Any) -> Ended:
        """Run `render` to its end."""
        return self.start(*arguments, **options).ended()

    def processes(self) -> list[psutil.Process]:
        """Return every living process that was begun here, however it hides."""
        return [process for process in psutil.process_iter() if self._marked(process)]

    def _marked(self, process: psutil.Process) -> bool:
        try:
            alive = process.status() != psutil.STATUS_ZOMBIE
            return alive and process.environ().get(MARK) == self.mark
        except psutil.Error:
            return False

    def log(self) -> list[dict[str, object]]:
        """Return what the output remembers of its runs."""
        lines = (self.out / "log.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@dataclass(frozen=True)
class Started:
    """A run that was started."""

    process: "subprocess.Popen[bytes]"
    out: Path
    error: Path

    def ended(self) -> Ended:
        """Wait for its end."""
        code = self.process.wait(LIMIT)
        return Ended(code, self.out.read_text("utf-8"), self.error.read_text("utf-8"))


def ordinary() -> None:
    """Take root's right to write everywhere from the program that starts next."""
    if os.geteuid() == 0:
        for each in range(41):
            LIBC.prctl(DROP, each, 0, 0, 0)


def until(happens: Callable[[], object], what: str) -> None:
    """Wait until something happens."""
    end = time.monotonic() + LIMIT
    while not happens():
        assert time.monotonic() < end, f"in vain: {what}"
        time.sleep(0.02)
