"""The fork server: a copy of the worker with loaded libraries, from which kernels fork.

Starting Python and importing pandas and plotly takes longer than most notebooks run, so the worker
imports them once, for itself and for every kernel. Each connection to the server's socket requests
one kernel with a line of JSON (arguments, folder, environment) and receives the id of the new
process.
"""

import gc
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

from report_helpers.execution.processes import die_with_parent, name_process

__all__ = ["GRAMMAR", "absent", "can_fork", "fork_kernel", "load_modules", "start_fork_server"]

# A library missing here is imported again by every kernel.
IMPORTS: Final = (
    "IPython.core.completer",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "kaleido",
    "nbformat",
    "report_helpers.audit.audit",
    "report_helpers.claims",
    "report_helpers.projection.display",
    "report_helpers.text.claim_tables",
    "report_helpers.text.figures",
    "report_helpers.text.finding_tables",
    "report_helpers.text.first_screen",
    "report_helpers.text.sentences",
)
GRAMMAR: Final = "rfc3987_syntax"
"""URL checks of jsonschema, which builds a grammar on import: 0.8 s."""
DEBUGGER: Final = "debugpy"
"""Unused by reports; importing it takes every kernel 0.1 s."""
LONGEST: Final = 70
"""Characters of the temporary folder's path that leave room for a socket's name."""
WAITING: Final = 256
"""Kernels that can wait until the server accepts them."""


def can_fork() -> bool:
    """Return whether kernels can fork; system libraries outside Linux do not support it."""
    return sys.platform == "linux" and len(tempfile.gettempdir()) <= LONGEST


def load_modules() -> None:
    """Import what notebooks use, and trigger what plotly does on its first use."""
    from report_helpers import charts  # noqa: PLC0415 (slow to import)

    with absent(GRAMMAR, DEBUGGER):
        for name in (
            *IMPORTS,
            *(f"{charts.__name__}.{module}" for module in {*charts.MODULES.values()}),
        ):
            importlib.import_module(name)
        from report_helpers.charts.toolkit.first_use import first_use  # noqa: PLC0415 (no other use)
    first_use()


def start_fork_server() -> Path | None:
    """Fork the server from this process, which has loaded its modules; it ends with this thread.

    Returns:
        The path of its socket, or None if kernels cannot fork and have to start as usual.
    """
    if not can_fork():
        return None
    path = Path(tempfile.gettempdir(), f"fork-{os.getpid()}")
    # Garbage collection in any of the processes would touch, and so copy, shared pages of memory.
    gc.collect()
    gc.freeze()
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen(WAITING)
            if not os.fork():
                try:
                    _serve(listener)
                finally:
                    os._exit(1)
    except OSError:
        # Best effort: on a full disk, the step that needs the disk raises the error.
        return None
    return path


def fork_kernel(
    server: Path, arguments: Sequence[str], folder: str, environment: Mapping[str, str]
) -> int | None:
    """Return the process id of a new kernel, or None if the server does not answer.

    Args:
        server: the path of the server's socket.
        arguments: the arguments of `ipykernel_launcher`.
        folder: the kernel's working directory.
        environment: the kernel's whole environment.
    """
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(server))
            with connection.makefile("rw", encoding="ascii") as stream:
                print(json.dumps([[*arguments], folder, {**environment}]), file=stream, flush=True)
                answer = stream.readline()
    except OSError:
        return None
    return int(answer) if answer else None


def _serve(listener: socket.socket) -> NoReturn:
    """Fork a kernel for each connection."""
    name_process("fork-server")
    die_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Let the system reap dead kernels, because this process does not wait for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _close_all_but(listener.fileno())
    while True:
        connection, _ = listener.accept()
        with connection, connection.makefile("rw", encoding="ascii") as stream:
            request = json.loads(stream.readline())
            kernel = os.fork()
            if not kernel:
                try:
                    os.close(listener.fileno())
                    os.close(connection.fileno())
                    _be_kernel(*request)
                finally:
                    os._exit(1)
            print(kernel, file=stream, flush=True)


def _close_all_but(kept: int) -> None:
    """Close the pipes of the process that this one was forked from; keep its stderr."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


@contextmanager
def absent(*modules: str) -> Iterator[None]:
    """Make imports of some optional modules fail inside the block."""
    hidden = [name for name in modules if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _be_kernel(arguments: list[str], folder: str, environment: Mapping[str, str]) -> None:
    """Turn this process into a kernel with its own session."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    name_process("report-kernel")
    die_with_parent(signal.SIGKILL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 (only the server has it loaded)

    IPKernelApp.launch_instance(argv=arguments)
