"""Starts kernels for reports and waits until they are ready."""

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
from report_helpers.variables import CHROME, STATIC

__all__ = ["ReportKernelManager"]

ANSWERED, HEARD = 1.0, 0.2
"""Seconds to wait for the answer to a request, and for a message on the output channel."""
RETRY = 5
"""Milliseconds between attempts to connect to a socket; the default of 100 wastes time."""


class ReportKernelManager(AsyncKernelManager):
    """Forks kernels if possible, and discards the stderr of their processes.

    What cells write to stderr is an output and is kept. The rest is noise of stopping kernels,
    which a scheduler would mail.
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
        """Start the kernel without stderr, for charts without inputs and without pictures.

        The run draws all charts with one browser.
        """
        environment = {**(kwargs.pop("env", None) or os.environ), STATIC: "1", CHROME: ""}
        if os.name == "posix":
            # A cell that blocks the interpreter would outlive the process that waits for it.
            kwargs["preexec_fn"] = partial(die_with_parent, signal.SIGKILL)
        await super().start_kernel(stderr=subprocess.DEVNULL, env=environment, **kwargs)


class ReportKernelClient(AsyncKernelClient):
    """Is ready as soon as the kernel answers and sends a message on the output channel.

    The client of jupyter_client waits 0.2 s longer to skip old outputs. nbclient does not need
    that, because it assigns each output to the request that caused it.
    """

    def _context_default(self) -> zmq.asyncio.Context:
        context = super()._context_default()
        context.setsockopt(zmq.RECONNECT_IVL, RETRY)
        return context

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 (its own)
        """Wait for the kernel.

        Args:
            timeout: the most seconds to wait.

        Raises:
            RuntimeError: the kernel died or did not answer in time.
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
