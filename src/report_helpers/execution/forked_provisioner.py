"""Starts kernels by forking the fork server.

Each kernel is a copy of that process with its own session, folder, environment and sockets. If
kernels cannot fork, they start as usual, with the same results.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any, Final

import psutil
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Unicode

from report_helpers.execution.fork_server import fork_kernel

__all__ = ["ForkedProvisioner"]

GONE: Final = 1.0
"""Seconds to wait for a killed kernel."""
DEAD: Final = 1
"""Exit code reported for every dead kernel; only the fork server could know the real one."""
LAUNCHER: Final = [sys.executable, "-m", "ipykernel_launcher"]


class ForkedProvisioner(LocalProvisioner):
    """Forks the IPython kernel, and starts any other kernel by its command."""

    process: Any
    fork_socket = Unicode(help="path of the fork server's socket; empty: no kernel forks")

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel; `kwargs` are passed to `subprocess.Popen`."""
        number = None
        if self.fork_socket and cmd[: len(LAUNCHER)] == LAUNCHER:
            folder = kwargs.get("cwd") or str(Path.cwd())
            arguments = cmd[len(LAUNCHER) :]
            number = fork_kernel(Path(self.fork_socket), arguments, folder, kwargs["env"])
        if number is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = Forked(number)
        self.pid = self.pgid = number
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 (as jupyter has it)
        """Kill the kernel."""
        await super().kill(restart)
        if isinstance(self.process, Forked):
            # Faster than the polling of jupyter_client.
            self.process.wait(GONE)


class Forked:
    """A forked kernel with the part of the `subprocess.Popen` interface that provisioners use."""

    stdin = stdout = stderr = None

    def __init__(self, number: int) -> None:
        self.pid = number
        try:
            self._process: psutil.Process | None = psutil.Process(number)
        except psutil.NoSuchProcess:
            self._process = None

    def poll(self) -> int | None:
        """Return None while the kernel runs, then `DEAD`."""
        try:
            runs = self._process and self._process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            runs = False
        return None if runs else DEAD

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end of the kernel, at most `timeout` seconds; return as `poll`."""
        if self._process:
            psutil.wait_procs([self._process], timeout)
        return self.poll()

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel if it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)
