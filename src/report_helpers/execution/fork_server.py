"""The fork server: a process with loaded libraries, from which kernels fork.

Starting Python and importing pandas and plotly takes longer than most notebooks run, so the worker
imports them once, for itself and for every kernel. The server is a fork of it that then loads what
kernels alone use, while the worker loads what pages are made with. Each connection to the server's
socket requests one kernel with a line of JSON (arguments, folder, environment) and receives the id
of the new process.
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
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from report_helpers.execution.processes import die_with_parent, name_process

__all__ = ["GRAMMAR", "ForkServer", "absent", "can_fork", "fork_kernel", "start_fork_server"]

SHARED: Final = (
    "nbformat",
    "report_helpers.audit.audit",
    "report_helpers.charts.toolkit.meta",
    "report_helpers.claims",
)
"""What the worker and kernels import."""
# A library missing here is imported again by every kernel.
IMPORTS: Final = (
    "IPython.core.completer",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "kaleido",
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


class ForkServer(NamedTuple):
    """A running fork server: the path of its socket, and its process id."""

    socket: Path
    number: int

    def end(self) -> None:
        """End the server, whose kernels have ended."""
        with suppress(OSError):
            os.kill(self.number, signal.SIGKILL)
            os.waitpid(self.number, 0)


def _load_kernels() -> None:
    """Import what notebooks use, and trigger what plotly does on its first use."""
    from report_helpers import charts  # noqa: PLC0415 (slow to import)

    with absent(GRAMMAR, DEBUGGER):
        for name in (
            *IMPORTS,
            *(f"{charts.__name__}.{module}" for module in {*charts.MODULES.values()}),
        ):
            importlib.import_module(name)
        from report_helpers.charts.toolkit.theme import first_use  # noqa: PLC0415 (no other use)
    first_use()


def start_fork_server() -> ForkServer | None:
    """Import what is shared, and fork the server from this process; it ends with this thread.

    Returns:
        The server, or None if kernels cannot fork and have to start as usual.
    """
    with absent(GRAMMAR):
        for name in SHARED:
            importlib.import_module(name)
    if not can_fork():
        return None
    path = Path(tempfile.gettempdir(), f"fork-{os.getpid()}")
    _freeze()
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen(WAITING)
            number = os.fork()
            if not number:
                try:
                    _serve(listener)
                finally:
                    os._exit(1)
    except OSError:
        # Best effort: on a full disk, the step that needs the disk raises the error.
        return None
    return ForkServer(path, number)


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


def _freeze() -> None:
    """Keep garbage collection from touching, and so copying, pages that processes share."""
    gc.collect()
    gc.freeze()


def _serve(listener: socket.socket) -> NoReturn:
    """Fork a kernel for each connection."""
    name_process("fork-server")
    die_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Let the system reap dead kernels, because this process does not wait for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    _close_all_but(listener.fileno())
    _load_kernels()
    _freeze()
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
