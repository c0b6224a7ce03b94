"""How kernels of reports are started and first spoken to."""

import math
import os
import signal
import subprocess
import time
from contextlib import suppress
from functools import partial
from queue import Empty
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import Unicode, default

from report_helpers.execution.forked_provisioner import ForkedProvisioner
from report_helpers.execution.processes import die_with_parent
from report_helpers.variables import STATIC

__all__ = ["ReportKernelManager"]

ANSWERED, HEARD = 1.0, 0.2
"""Seconds until a kernel is asked again, and until its outputs are listened for again."""
RETRY = 5
"""Milliseconds until a socket is tried again that the kernel has not made yet; 100 are usual."""


class ReportKernelManager(AsyncKernelManager):
    """Starts kernels by a fork where that can be, and drops their own stderr.

    What a cell writes there is an output and stays; what is left is the noise of a kernel that
    is being stopped, which would end up in a scheduler's mail.
    """

    fork_socket = Unicode(config=True, help="path of the fork server's socket; empty: none")

    @default("client_factory")
    def _client_factory_default(self) -> type:
        return ReportKernelClient

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        if self.provisioner is None:
            self.provisioner = ForkedProvisioner(
                parent=self,
                kernel_id=self.kernel_id or "",
                kernel_spec=self.kernel_spec,
                fork_socket=self.fork_socket,
            )
        return await super()._async_pre_start_kernel(**kwargs)

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start the kernel without its stderr, for results that nobody moves."""
        environment = {**(kwargs.pop("env", None) or os.environ), STATIC: "1"}
        if os.name == "posix":
            # A cell that never yields would outlive whoever waits for it.
            kwargs["preexec_fn"] = partial(die_with_parent, signal.SIGKILL)
        await super().start_kernel(stderr=subprocess.DEVNULL, env=environment, **kwargs)


class ReportKernelClient(AsyncKernelClient):
    """Begins as soon as the kernel answers and its outputs are heard.

    The ordinary client listens for 0.2 s more, lest it take old outputs for new ones; who runs
    notebooks asks of each output which cell it belongs to.
    """

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, RETRY)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 (its own)
        """Wait for the kernel.

        Args:
            timeout: seconds that it may take.

        Raises:
            RuntimeError: it died, or it took longer.
        """
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        while time.monotonic() < end:
            self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=ANSWERED)
                await self.get_iopub_msg(timeout=HEARD)
                return
            if not await self.is_alive():
                message = "it died before it answered"
                raise RuntimeError(message)
        message = f"no answer in {timeout:g} s"
        raise RuntimeError(message)
