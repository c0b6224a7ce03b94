"""Runs notebooks with papermill and refuses incomplete runs.

papermill marks every cell completed even if the kernel died or a cell called `sys.exit(0)`, so its
metadata are ignored: a run is complete if it raised nothing, every code cell has an execution
count, and no output is an error.
"""

import contextlib
import copy
import logging
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import nbformat
import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from papermill.translators import translate_parameters
from traitlets.config import Config

from report_helpers.errors import KernelDiedError, NotebookError, ReportError, SetupError
from report_helpers.execution.kept_notebooks import CLAIMS, PATHS, keep_failed
from report_helpers.execution.kernel_manager import ReportKernelManager
from report_helpers.execution.parameters import Value

__all__ = ["execute", "rerunnable", "unfinished"]

KERNEL = "python3"
LONGEST_SOCKET = 90
"""Characters of a socket's path; systems allow about a hundred, with the number at its end."""
FIX = "run it in JupyterLab"


def execute(
    notebook: Path,
    parameters: Mapping[str, Value],
    *,
    failed: Path,
    on_cell: Callable[[int], None] = lambda _: None,
    fork_socket: Path | None = None,
) -> NotebookNode:
    """Run a notebook in its own folder and return the executed notebook.

    Args:
        notebook: the notebook to run; it is not changed.
        parameters: values of the parameters that the notebook declares.
        failed: the path for the partly executed notebook if a cell fails; its claims are
            copied into the same folder, so that it can be run again.
        on_cell: called with the number of each cell, counted from 1, before it runs.
        fork_socket: the socket of the fork server, if there is one.

    Raises:
        NotebookError: a cell failed, or the notebook ended early.
        KernelDiedError: the kernel died.
        SetupError: the kernel is missing or does not start.
    """
    with tempfile.TemporaryDirectory() as private:
        kept = Path(private, "executed.ipynb")
        try:
            config = _config(Path(private, "kernel"), fork_socket)
            return _run(notebook, parameters, kept, on_cell, config)
        except ReportError as error:
            if not kept.exists():
                raise
            try:
                _keep_failed(nbformat.read(kept, as_version=4), parameters, failed)
                fix = f"{error.fix}, or look at {failed}"
            except OSError as problem:
                # What failed first is what the user has to know.
                why = problem.strerror or problem
                fix = f"{error.fix}; {failed} cannot be written ({why})"
            raise type(error)(error.place, error.what, fix) from error


def rerunnable(notebook: NotebookNode, data: str) -> NotebookNode:
    """Return an executed notebook in a form that can be run again from its folder.

    Args:
        notebook: the executed notebook; it is not changed.
        data: the path of the claims, relative to the folder that will hold the notebook.

    Returns:
        The notebook without papermill's copy of the input and without paths of the run.
    """
    kept = copy.deepcopy(notebook)
    notes = kept.metadata.get("papermill", {})
    # papermill stores its input here, and we pass the notebook itself instead of a path.
    for path in PATHS:
        notes.pop(path, None)
    parameters = notes.get("parameters", {})
    if "data" in parameters:
        parameters["data"] = data
        for cell in kept.cells:
            if "injected-parameters" in cell.metadata.get("tags", ()):
                cell.source = translate_parameters(KERNEL, "python", parameters, "Parameters")
    return kept


def _keep_failed(notebook: NotebookNode, parameters: Mapping[str, Value], failed: Path) -> None:
    claims = str(parameters.get("data", ""))
    kept = rerunnable(notebook, CLAIMS if claims else "")
    files = {failed.name: nbformat.writes(kept).encode()}
    keep_failed(failed.parent, files | ({CLAIMS: Path(claims).read_bytes()} if claims else {}))


def _run(
    notebook: Path,
    parameters: Mapping[str, Value],
    kept: Path,
    on_cell: Callable[[int], None],
    config: Config,
) -> NotebookNode:
    document = nbformat.read(notebook, as_version=4)
    number = _numbers(document, parameters)
    reached = [0]

    def starts(cell_index: int, **_: object) -> None:
        reached.append(number(cell_index))
        on_cell(reached[-1])

    with _failures_of(notebook, number, reached), _quiet_papermill():
        ran: NotebookNode = papermill.execute_notebook(
            # Not the path, which papermill would use as a format string.
            document,
            str(kept),
            parameters=dict(parameters),
            kernel_name=KERNEL,
            # papermill's `cwd` would change the working directory of the whole process.
            resources={"metadata": {"path": str(notebook.parent)}},
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            on_cell_start=starts,
            kernel_manager_class=ReportKernelManager,
            # The results are complete, and a graceful shutdown takes as long as a small notebook.
            shutdown_kernel="immediate",
            config=config,
        )
    problem = unfinished(ran, number)
    if problem:
        raise NotebookError(notebook.name, problem, FIX)
    return ran


def _numbers(document: NotebookNode, parameters: Mapping[str, Value]) -> Callable[[int], int]:
    """Return the function from a cell's index in the run to its number in the original notebook.

    papermill inserts a cell after the one tagged `parameters`.
    """
    tagged = ["parameters" in cell.metadata.get("tags", ()) for cell in document.cells]
    own = tagged.index(True) + 1 if True in tagged else 0
    return lambda index: index + (not parameters or index < own)


def _config(socket: Path, fork_socket: Path | None) -> Config:
    """Return the configuration that connects kernel and client by sockets in a private folder.

    Unlike TCP this needs no free port, gives no warning about encryption, and cannot collide with
    other runs.
    """
    forks = {"fork_socket": str(fork_socket or "")}
    if os.name == "nt" or len(str(socket)) > LONGEST_SOCKET:
        return Config({"ReportKernelManager": forks})
    own = {"transport": "ipc", "ip": str(socket)}
    return Config({"KernelManager": own, "ReportKernelManager": own | forks})


def unfinished(notebook: NotebookNode, number: Callable[[int], int]) -> str:
    """Return why a run is incomplete, or ""; `number` gives a cell's number from its index."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.execution_count is None:
            return f"it ended early: cell {number(index)} never ran"
        for output in cell.outputs:
            if output.output_type == "error":
                return f"it ended early: cell {number(index)} raised {output.ename}"
    return ""


@contextlib.contextmanager
def _failures_of(
    notebook: Path, number: Callable[[int], int], reached: Sequence[int]
) -> Iterator[None]:
    try:
        yield
    except PapermillExecutionError as error:
        where = f"{notebook.name}:cell {number(error.cell_index)}"
        what = f"{error.ename}: {error.evalue}".splitlines()[0]
        raise NotebookError(where, what, FIX) from error
    except DeadKernelError as error:
        where = f"{notebook.name}:cell {reached[-1]}"
        raise KernelDiedError(where, "the kernel died (out of memory?)", FIX) from error
    except nbformat.ValidationError as error:
        where = f"{notebook.name}:cell {reached[-1]}"
        raise NotebookError(where, "an output is not valid for a notebook", FIX) from error
    except NoSuchKernel as error:
        what = f"kernel {KERNEL} not found"
        raise SetupError(
            notebook.name, what, "install ipykernel in the same environment"
        ) from error
    except (RuntimeError, FileNotFoundError) as error:
        if reached[-1]:
            raise
        what = f"kernel {KERNEL} does not start ({error})"
        raise SetupError(
            notebook.name, what, "install ipykernel in the same environment"
        ) from error


@contextlib.contextmanager
def _quiet_papermill() -> Iterator[None]:
    logger = logging.getLogger("papermill")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
