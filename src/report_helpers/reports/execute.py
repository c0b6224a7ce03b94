"""Run notebooks with papermill, and refuse a run that only looks complete.

papermill marks every cell completed even when the kernel died or a cell called `sys.exit(0)`,
so nothing is judged by its metadata: a run counts when it raised nothing, every code cell has an
execution count, and no output is an error.
"""

import contextlib
import logging
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from report_helpers.errors import (
    KernelDiedError,
    NotebookError,
    ReportError,
    SetupError,
    TimeLimitError,
)
from report_helpers.reports.parameters import Value

__all__ = ["execute", "unfinished"]

KERNEL = "python3"


class QuietKernelManager(AsyncKernelManager):
    """Starts kernels whose own stderr is dropped.

    What a cell writes there is an output and stays; what is left is the noise of a kernel that
    is being stopped, which would end up in a scheduler's mail.
    """

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start the kernel without its stderr, for results that nobody moves."""
        environment = {**(kwargs.pop("env", None) or os.environ), "REPORT_STATIC": "1"}
        await super().start_kernel(stderr=subprocess.DEVNULL, env=environment, **kwargs)


LONGEST_SOCKET = 90
"""Characters of a socket's path: systems allow little more than a hundred, number included."""
FIX = "run it in JupyterLab"


def execute(
    notebook: Path,
    parameters: Mapping[str, Value],
    *,
    failed: Path,
    time_limit: float | None = None,
) -> NotebookNode:
    """Return the notebook as run with these parameters, in its own folder.

    Args:
        notebook: the notebook to run; it is not changed.
        parameters: values of parameters that this notebook declares.
        failed: where the notebook is kept, as far as it got, when a cell fails.
        time_limit: seconds that one cell may take.

    Raises:
        NotebookError: a cell failed, or the notebook ended early.
        TimeLimitError: a cell took longer than the limit.
        KernelDiedError: the kernel died.
        SetupError: there is no such kernel.
    """
    with tempfile.TemporaryDirectory() as private:
        kept = Path(private, "executed.ipynb")
        try:
            return _run(notebook, parameters, kept, time_limit)
        except ReportError as error:
            if kept.exists():
                failed.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(kept, failed)
                error.args = (f"{error}, or look at {failed}",)
            raise


def _run(
    notebook: Path, parameters: Mapping[str, Value], kept: Path, time_limit: float | None
) -> NotebookNode:
    with _failures_of(notebook), _quiet_papermill():
        ran: NotebookNode = papermill.execute_notebook(
            # The document, not its path: papermill takes a path for a format string.
            nbformat.read(notebook, as_version=4),
            str(kept),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            cwd=notebook.parent,
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            execution_timeout=time_limit,
            kernel_manager_class=QuietKernelManager,
            config=_transport(kept.parent / "kernel"),
        )
    problem = unfinished(ran)
    if problem:
        raise NotebookError(notebook.name, problem, FIX)
    return ran


def _transport(socket: Path) -> Config:
    """Return how kernel and client talk: through sockets in the run's own private folder.

    No port to run out of, no warning about unencrypted TCP, and no other run in the way.
    """
    if os.name == "nt" or len(str(socket)) > LONGEST_SOCKET:
        return Config()
    own = {"transport": "ipc", "ip": str(socket)}
    return Config({"KernelManager": own, "QuietKernelManager": own})


def unfinished(notebook: NotebookNode) -> str:
    """Return why this run is not a finished one, or an empty text."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.execution_count is None:
            return f"it ended early: cell {number} never ran"
        for output in cell.outputs:
            if output.output_type == "error":
                return f"it ended early: cell {number} raised {output.ename}"
    return ""


@contextlib.contextmanager
def _failures_of(notebook: Path) -> Iterator[None]:
    try:
        yield
    except PapermillExecutionError as error:
        where = f"{notebook.name}:cell {error.cell_index + 1}"
        what = f"{error.ename}: {error.evalue}".splitlines()[0]
        raise NotebookError(where, what, FIX) from error
    except CellTimeoutError as error:
        what = "a cell took longer than the time limit"
        raise TimeLimitError(notebook.name, what, "raise --time-limit") from error
    except DeadKernelError as error:
        what = "the kernel died (out of memory?)"
        raise KernelDiedError(notebook.name, what, "run it in JupyterLab to see where") from error
    except NoSuchKernel as error:
        what = f"kernel {KERNEL} not found"
        raise SetupError(notebook.name, what, "install ipykernel beside this command") from error


@contextlib.contextmanager
def _quiet_papermill() -> Iterator[None]:
    logger = logging.getLogger("papermill")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
