"""Run another program with a time limit; when it ends, what it started ends as well."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_running: set[subprocess.Popen[bytes]] = set()
_running_lock = threading.Lock()


@dataclass(frozen=True)
class Finished:
    """How a program ended and what it said."""

    exit_code: int
    output: str
    errors: str


def run_program(
    command: Sequence[str],
    *,
    time_limit: float,
    given: bytes = b"",
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program in a process group of its own, give it its standard input, and wait for it.

    Raises:
        TimeoutError: It took longer than `time_limit` seconds; it was ended with all that it had started.
        OSError: It cannot be started.
    """
    with subprocess.Popen(
        list(command),
        cwd=folder,
        env=None if environment is None else dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=sys.platform != "win32",
    ) as process:
        with _running_lock:
            _running.add(process)
        try:
            output, errors = process.communicate(given, timeout=time_limit)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise TimeoutError(f"{command[0]} took longer than {time_limit:g} seconds") from error
        except BaseException:
            _end(process)
            raise
        finally:
            with _running_lock:
                _running.discard(process)
    return Finished(process.returncode, output.decode("utf-8", "replace"), errors.decode("utf-8", "replace"))


def end_programs() -> None:
    """End every program that still runs: the run that waits for it has been interrupted."""
    with _running_lock:
        running = list(_running)
    for process in running:
        _kill(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    process.communicate()


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
