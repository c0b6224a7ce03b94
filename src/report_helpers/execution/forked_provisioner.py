"""Kernels that fork from a process which has imported what notebooks need.

Starting Python and importing pandas, plotly and this package takes longer than most notebooks run.
One process does it once; each kernel is a copy of it, with its own session, folder, environment
and sockets. Where that cannot be, the kernel is started as it always is, to the same effect.
"""

import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any, Final

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from report_helpers.execution.fork_server import can_fork, warm_up
from report_helpers.execution.processes import die_with_parent

__all__ = ["ForkedProvisioner"]

GONE: Final = 1.0
"""Seconds to wait for a killed kernel."""
LAUNCHER: Final = [sys.executable, "-m", "ipykernel_launcher"]


class ForkedProvisioner(LocalProvisioner):
    """Launches the ordinary IPython kernel by a fork, and any other one by its command."""

    process: Any

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel; `kwargs` are those of `subprocess.Popen`."""
        if not can_fork() or cmd[: len(LAUNCHER)] != LAUNCHER:
            return await super().launch_kernel(cmd, **kwargs)
        warm_up()
        self.process = Forked(cmd[len(LAUNCHER) :], kwargs.get("cwd"), kwargs["env"])
        self.pid = self.pgid = self.process.pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 (as jupyter has it)
        """Kill the kernel."""
        await super().kill(restart)
        if isinstance(self.process, Forked):
            # Gone in a moment; whoever looks now and then for it would wait for longer.
            self.process.wait(GONE)


class Forked:
    """A forked kernel, with as much of `subprocess.Popen` as a provisioner asks for."""

    stdin = stdout = stderr = None

    def __init__(
        self, arguments: list[str], folder: str | None, environment: Mapping[str, str]
    ) -> None:
        takes = arguments, folder or str(Path.cwd()), dict(environment)
        self._process = ForkServerProcess(target=_be_kernel, args=takes)
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for its end, for some seconds at most, and return its exit code."""
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self.pid and self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def _be_kernel(arguments: list[str], folder: str, environment: Mapping[str, str]) -> None:
    """Run as a kernel: what the launcher does, in a process that has imported it all."""
    os.setsid()
    die_with_parent(signal.SIGKILL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415 (preloaded; no one else needs it)

    IPKernelApp.launch_instance(argv=arguments)
