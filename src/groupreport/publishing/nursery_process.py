"""The nursery and its kernels, seen from the run that owns them."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

from groupreport.errors import SetupError
from groupreport.publishing.font_list import keep_font_lists

MATPLOTLIB_FOLDER = "matplotlib"  # within the kernels' private one
SETTLED = b"settled\n"
_NURSERY_START_SECONDS = 60
_FORK_SECONDS = 60


def can_fork() -> bool:
    """Whether warm kernels are possible: Linux, where libraries survive a fork and a parent's death is signalled."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open")


class KernelNotReadyError(RuntimeError):
    """A kernel did not start."""


class NurseryProcess:
    """The running nursery: it imports at once, and reads the program's own files when it is told that they are settled.

    What belongs to the program may still be read and checked meanwhile; a nursery that had read it before the run did
    would print another wording than the run has noted.
    """

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self.address = str(folder / "nursery")
        self._ready_lock = threading.Lock()
        self._ready = self._settled = False
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

    def settle(self) -> None:
        """The program's own files are as the run has noted them: the nursery may read them now."""
        with self._ready_lock:
            self._settle()

    def _settle(self) -> None:
        if self._settled or self.process.stdin is None:
            return
        self._settled = True
        with contextlib.suppress(BrokenPipeError):  # it has ended; whoever waits for it is told why
            self.process.stdin.write(SETTLED)
            self.process.stdin.flush()

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
            self._settle()
            answered, _, _ = select.select([self._answers], [], [], _NURSERY_START_SECONDS)
            if not answered or not self._answers.readline():
                self.process.kill()
                _, words = self.process.communicate()
                last = words.decode(errors="replace").strip().rpartition("\n")[2]
                self._failure = f"the kernels' nursery did not start: {last or 'no answer'}."
                raise SetupError(self._failure)
            keep_font_lists(self._folder / MATPLOTLIB_FOLDER)  # before any notebook could have touched them
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
        if not self._settled:  # it still imports, would hear nothing until it is done, and has no kernel yet
            self.process.kill()
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
