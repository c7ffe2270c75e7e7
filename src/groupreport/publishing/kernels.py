"""Kernels for reports: this interpreter's own, talking over private sockets, forked warm where that is possible."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from queue import Empty
from typing import IO, Any, cast

from jupyter_client import AsyncKernelManager
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Type

from groupreport.errors import SetupError
from groupreport.parameters import PROJECT_VARIABLE
from groupreport.publishing.leftovers import PREFIX

# One thread per library: as many reports as cores run at once, so more threads would only fight.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
_NURSERY_START_SECONDS = 60
_FORK_SECONDS = 60
_WHAT_STARTS = f"try `python -m ipykernel_launcher --version` with this Python ({sys.version.split()[0]})"


def can_fork() -> bool:
    """Whether warm kernels are possible: Linux, where libraries survive a fork and a parent's death is signalled."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


class KernelNotReadyError(RuntimeError):
    """A kernel did not start."""


def private_folder() -> Path:
    """A new folder that nobody else can look into; its path is short, because sockets in it have limited names."""
    return Path(tempfile.mkdtemp(prefix=PREFIX))


class KernelPlace:
    """A private folder for the sockets and settings of one run's kernels, and the nursery that they are forked from.

    Use it as a context manager; at the end every kernel has gone and so has the folder. `project` is the program's
    folder, whose own wording the kernels use. `hidden` are the environment variables that no notebook needs to know:
    those with a token or a password. `variables` are set for the kernels alone. `folder` is a private folder that the
    place takes over; made anew where none is given. Should this process be killed, the nursery removes the folder.
    """

    def __init__(
        self,
        *,
        warm: bool = True,
        project: Path | None = None,
        hidden: Collection[str] = (),
        variables: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._project = project
        self._hidden = frozenset({*hidden, "MPLBACKEND"})
        self._variables = dict(variables or {})
        self.folder = folder or private_folder()
        self.nursery: NurseryProcess | None = None
        self._started: set[int] = set()
        self._numbers = iter(range(1_000_000))
        if warm and can_fork():
            self.nursery = NurseryProcess(self.folder, self.environment())

    def __enter__(self) -> KernelPlace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def environment(self) -> dict[str, str]:
        """The kernels' environment: no secrets, nothing of the user's Jupyter settings, one thread, fixed hashes."""
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("JUPYTER", "JPY_")) and name not in self._hidden
        }
        project = {PROJECT_VARIABLE: str(self._project.resolve())} if self._project else {}
        return {
            **inherited,
            **project,
            **self._variables,
            **dict.fromkeys(_ONE_THREAD, "1"),
            "PYTHONHASHSEED": "0",
            "PYTHONWARNINGS": "ignore",
            "IPYTHONDIR": str(self.folder / "ipython"),
            "JUPYTER_RUNTIME_DIR": str(self.folder / "runtime"),
            "MPLCONFIGDIR": str(self.folder / "matplotlib"),
        }

    def next_address(self) -> str:
        """A socket name that no other kernel of this run has; short, because socket paths are limited."""
        return str(self.folder / f"k{next(self._numbers)}")

    def remember(self, process: int) -> None:
        """Note a kernel's process group so that an interrupted run can end it."""
        self._started.add(process)

    def forget(self, process: int) -> None:
        """The kernel has ended; what it had started ends as well."""
        if self.nursery is None:  # the nursery does that for its own
            _end_group(process)
        self._started.discard(process)

    def close(self) -> None:
        """End the nursery and every kernel that still runs, and remove the folder."""
        for group in list(self._started):
            _end_group(group)
        self._started.clear()
        if self.nursery is not None:
            self.nursery.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _end_group(group: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL) if hasattr(os, "killpg") else os.kill(group, signal.SIGTERM)


class NurseryProcess:
    """The running nursery, seen from the run that owns it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.address = str(folder / "nursery")
        self._ready_lock = threading.Lock()
        self._ready = False
        self._failure = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "groupreport.publishing.nursery", self.address],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=folder,
            start_new_session=True,
        )
        self._answers = cast(IO[bytes], self.process.stdout)

    def wait_until_ready(self) -> None:
        """Block until everything is imported.

        Raises:
            SetupError: It could not start; the message is the nursery's own.
        """
        with self._ready_lock:
            if self._ready:
                return
            if self._failure:  # every report that waits is told, not only the first
                raise SetupError(self._failure)
            answered, _, _ = select.select([self._answers], [], [], _NURSERY_START_SECONDS)
            if not answered or not self._answers.readline():
                self.process.kill()
                _, words = self.process.communicate()
                last = words.decode(errors="replace").strip().rpartition("\n")[2]
                self._failure = f"the kernels' nursery did not start: {last or 'no answer'}."
                raise SetupError(self._failure)
            self._ready = True

    def fork(self, arguments: list[str], folder: str, environment: dict[str, str]) -> ForkedProcess:
        """Start one kernel."""
        self.wait_until_ready()
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(_FORK_SECONDS)
        request = {"arguments": arguments, "folder": folder, "environment": environment}
        try:
            channel.connect(self.address)
            channel.sendall(json.dumps(request).encode() + b"\n")
            with channel.makefile("rb") as answers:
                facts = json.loads(answers.readline())
        except (OSError, ValueError) as error:
            channel.close()
            raise KernelNotReadyError("its kernel did not start: the kernels' nursery has ended") from error
        return ForkedProcess(facts["process"], channel)

    def close(self) -> None:
        """End the nursery; its kernels end with it."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()


class ForkedProcess:
    """The part of `subprocess.Popen` that a kernel's provisioner uses, for a process that is the nursery's child."""

    stdin = stdout = stderr = None

    def __init__(self, process: int, channel: socket.socket) -> None:
        self.pid = process
        self.returncode: int | None = None
        self._channel = channel
        self._received = b""
        channel.setblocking(False)

    def poll(self) -> int | None:
        """The exit code, or None while the kernel runs."""
        if self.returncode is not None:
            return self.returncode
        try:
            received = self._channel.recv(4096)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            received = b""
        self._received += received
        if received and b"\n" not in self._received:
            return None
        # Without an answer the nursery has gone, and the kernel was killed with it.
        self.returncode = json.loads(self._received)["exit"] if received else -signal.SIGKILL
        self._channel.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Block until the kernel has ended."""
        while self.poll() is None:
            select.select([self._channel], [], [], timeout)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel, if it still runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


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


class QuicklyReadyClient(AsyncKernelClient):
    """Waits for the kernel's first answer without Jupyter's final fifth of a second of listening to an idle channel."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        deadline = time.monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            self.kernel_info()
            with contextlib.suppress(Empty):
                message = await self.shell_channel.get_msg(timeout=1)
                if message["msg_type"] == "kernel_info_reply":
                    # The output channel must be connected before the first cell, or its output is lost.
                    with contextlib.suppress(Empty):
                        await self.iopub_channel.get_msg(timeout=0.2)
                        self._handle_kernel_info_reply(message)
                        return
            if not await self._async_is_alive():
                raise KernelNotReadyError(f"its kernel ended before it was ready; {_WHAT_STARTS}")
            if time.monotonic() > deadline:
                raise KernelNotReadyError(f"its kernel did not start within {timeout:g} seconds; {_WHAT_STARTS}")

    wait_for_ready = _async_wait_for_ready


class ReportKernelManager(AsyncKernelManager):
    """A kernel of this very interpreter, reached over sockets in the run's private folder where the system has them."""

    client_factory = Type(klass=AsyncKernelClient, default_value=QuicklyReadyClient)
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
