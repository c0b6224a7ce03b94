"""The process that kernels fork from, after it has imported what notebooks use.

Starting Python and importing pandas and plotly takes longer than most notebooks run. This process
imports them once. It listens on a socket: one connection asks for one kernel, with a line of JSON
(arguments, folder, environment), and gets the number of the new process.
"""

import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from report_helpers.execution.processes import die_with_parent

__all__ = ["ForkServer", "absent", "can_fork", "fork_kernel", "serve", "start_fork_server"]

SERVER: Final = (
    sys.executable,
    "-c",
    "import sys; from report_helpers.execution.fork_server import serve; serve(int(sys.argv[1]))",
)
# A library that is loaded late would be loaded again by every kernel.
IMPORTS: Final = (
    "IPython.core.completer",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "kaleido",
    "nbformat",
    "report_helpers.audit.audit",
    "report_helpers.charts",
    "report_helpers.claims",
    "report_helpers.projection.display",
    "report_helpers.text.claim_tables",
    "report_helpers.text.finding_tables",
    "report_helpers.text.sentences",
)
GRAMMAR: Final = "rfc3987_syntax"
"""Checks of web addresses, for which jsonschema builds a grammar when it is imported: 0.8 s."""
DEBUGGER: Final = "debugpy"
"""Every kernel would load it, 0.1 s, and no report uses it."""
LONGEST: Final = 70
"""Characters of a temporary folder that leave room for a socket's own name."""
WAITING: Final = 256
"""Kernels that may wait for the imports to end."""


class ForkServer(NamedTuple):
    """A running fork server: its process, and the path of its socket."""

    process: "subprocess.Popen[bytes]"
    socket: Path


def can_fork() -> bool:
    """Return whether kernels can fork here; outside Linux, system libraries forbid it."""
    return sys.platform == "linux" and len(tempfile.gettempdir()) <= LONGEST


def start_fork_server() -> ForkServer | None:
    """Start the process; it imports while its caller goes on, and dies with the calling thread.

    Returns:
        The server; None where kernels cannot fork, so that they start as usual.
    """
    if not can_fork():
        return None
    path = Path(tempfile.gettempdir(), f"fork-{os.getpid()}")
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            listener.listen(WAITING)
            number = listener.fileno()
            process = subprocess.Popen(  # noqa: S603 (this package itself)
                [*SERVER, str(number)], pass_fds=[number], stdin=subprocess.DEVNULL
            )
    except OSError:
        # Best effort: on a full disk, the step that needs the disk raises the error.
        return None
    return ForkServer(process, path)


def fork_kernel(
    server: Path, arguments: Sequence[str], folder: str, environment: Mapping[str, str]
) -> int | None:
    """Return the process number of a new kernel; None where the server does not answer.

    Args:
        server: the path of the server's socket.
        arguments: those of `ipykernel_launcher`.
        folder: the kernel's working directory.
        environment: all of its environment.
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


def serve(listening: int) -> None:
    """Be the fork server: import, then fork a kernel for each connection, without end.

    Args:
        listening: the descriptor of a socket that listens.
    """
    die_with_parent(signal.SIGKILL)
    _preload()
    # The system removes dead kernels: nothing here waits for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(fileno=listening)
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


def _preload() -> None:
    """Import what notebooks use, and have plotly do what it does once in a process."""
    with absent(GRAMMAR, DEBUGGER):
        for name in IMPORTS:
            importlib.import_module(name)
        from report_helpers.charts.toolkit.first_use import first_use  # noqa: PLC0415 (no other use)
    first_use()
    # A kernel that collects garbage would copy every page of memory that it looks through.
    gc.collect()
    gc.freeze()


@contextmanager
def absent(*modules: str) -> Iterator[None]:
    """Import without some optional modules, which can be imported again afterwards."""
    hidden = [name for name in modules if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _be_kernel(arguments: list[str], folder: str, environment: Mapping[str, str]) -> None:
    """Run as a kernel in this process, in a session of its own."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    die_with_parent(signal.SIGKILL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 (only the server has it loaded)

    IPKernelApp.launch_instance(argv=arguments)
