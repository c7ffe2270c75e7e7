"""Kernels for reports, as Jupyter knows them: this interpreter's own, over private sockets, forked warm if possible."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
import time
from queue import Empty
from typing import Any, cast

from jupyter_client import AsyncKernelManager, BlockingKernelClient, KernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Type

from groupreport.errors import SetupError
from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.nursery_process import KernelNotReadyError

_WHAT_STARTS = f"try `python -m ipykernel_launcher --version` with this Python ({sys.version.split()[0]})"


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by asking the nursery for a fork instead of starting an interpreter."""

    place: KernelPlace

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:  # noqa: ANN401 - Jupyter's
        """Fork a kernel that reads the connection file named in the command."""
        first = cmd.index("-f")
        nursery = self.place.nursery
        if nursery is None:
            raise SetupError("the kernels' nursery is not running.")
        loop = asyncio.get_running_loop()
        folder = str(options.get("cwd") or self.place.folder)
        process = await loop.run_in_executor(None, nursery.fork, cmd[first:], folder, self.place.environment())
        self.process = cast(Any, process)  # all of Popen that Jupyter asks of it
        self.pid = self.pgid = process.pid  # the fork leads its own process group
        self.cwd = folder
        return dict(self.connection_info)


class ReportClient(BlockingKernelClient):
    """Asks a kernel and hears it, in the thread of its report; the channels that nobody uses are never opened."""

    def start_channels(self, *_: bool, **__: bool) -> None:
        """Open the channels for requests and for outputs."""
        super().start_channels(stdin=False, hb=False, control=False)

    def stop_channels(self) -> None:
        """Close what was opened; asking about another channel would open it first."""
        for channel in (self._shell_channel, self._iopub_channel):
            if channel is not None:
                channel.stop()
        self.context.destroy(linger=0)

    def is_alive(self) -> bool:
        """Whether the kernel's process runs."""
        process = getattr(getattr(self.parent, "provisioner", None), "process", None)
        return process is not None and process.poll() is None

    def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel's first answer, without Jupyter's fifth of a second of listening to an idle channel.

        Raises:
            KernelNotReadyError: It ended, or did not answer within so many seconds.
        """
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            self.kernel_info()
            with contextlib.suppress(Empty):
                message = self.shell_channel.get_msg(timeout=1)
                if message["msg_type"] == "kernel_info_reply":
                    # The output channel must be connected before the first cell, or its output is lost.
                    with contextlib.suppress(Empty):
                        self.iopub_channel.get_msg(timeout=0.2)
                        self._handle_kernel_info_reply(message)
                        return
            if not self.is_alive():
                raise KernelNotReadyError(f"its kernel ended before it was ready; {_WHAT_STARTS}")
            if time.monotonic() > deadline:
                raise KernelNotReadyError(f"its kernel did not start within {timeout:g} seconds; {_WHAT_STARTS}")


class ReportKernelManager(AsyncKernelManager):
    """A kernel of this very interpreter, reached over sockets in the run's private folder where the system has them."""

    client_factory = Type(klass=KernelClient, default_value=ReportClient)
    place: KernelPlace

    @property
    def kernel_spec(self) -> KernelSpec:
        """This interpreter, whatever kernel of the same name the user may have installed."""
        return KernelSpec(
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
            display_name="Python 3",
            language="python",
        )

    async def _async_pre_start_kernel(self, **options: Any) -> tuple[list[str], dict[str, Any]]:  # noqa: ANN401
        options.setdefault("env", self.place.environment())
        self.connection_file = f"{self.place.next_address()}.json"  # in the private folder, whose end it shares
        if sys.platform != "win32":
            self.transport = "ipc"
            self.ip = self.place.next_address()
        if self.place.nursery is not None:
            provisioner = WarmProvisioner(kernel_id=self.kernel_id or "", kernel_spec=self.kernel_spec, parent=self)
            provisioner.place = self.place
            self.provisioner = provisioner
        else:
            options.update(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return await super()._async_pre_start_kernel(**options)

    pre_start_kernel = _async_pre_start_kernel

    async def _async_post_start_kernel(self, **options: Any) -> None:  # noqa: ANN401 - Jupyter's
        await super()._async_post_start_kernel(**options)
        process = getattr(self.provisioner, "pid", None)
        if process:
            self.place.remember(process)

    post_start_kernel = _async_post_start_kernel

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        # Asking the nursery costs nothing, so its kernels need no tenth of a second between questions.
        pause = 0.004 if self.place.nursery is not None else pollinterval
        while await self._async_is_alive():
            await asyncio.sleep(pause)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        process = getattr(self.provisioner, "pid", None)
        if process:
            self.place.forget(process)
        await super()._async_cleanup_resources(restart=restart)

    cleanup_resources = _async_cleanup_resources
