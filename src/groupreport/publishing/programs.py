"""Run another program with a time limit; when it ends, what it started ends as well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


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
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program in a process group of its own and wait for it.

    Raises:
        TimeoutError: It took longer than `time_limit` seconds; it was ended with all that it had started.
        OSError: It cannot be started.
    """
    with subprocess.Popen(
        list(command),
        cwd=folder,
        env=None if environment is None else dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=sys.platform != "win32",
    ) as process:
        try:
            output, errors = process.communicate(timeout=time_limit)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise TimeoutError(f"{command[0]} took longer than {time_limit:g} seconds") from error
        except BaseException:
            _end(process)
            raise
    return Finished(process.returncode, output.decode("utf-8", "replace"), errors.decode("utf-8", "replace"))


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
    process.communicate()
