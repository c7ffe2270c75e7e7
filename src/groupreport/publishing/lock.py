"""One run at a time for a term: a second one is told who is at work instead of mixing its files with the first's."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import filelock

from groupreport.errors import SetupError


@contextlib.contextmanager
def only_run(build_folder: Path) -> Iterator[None]:
    """Hold the term's lock; the system frees it when the process ends, however it ends.

    Raises:
        SetupError: Another run holds it, or the folder cannot be written.
    """
    holder = build_folder / "lock.json"
    try:
        build_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = filelock.FileLock(build_folder / "lock", timeout=0, mode=0o600)
        with lock:
            facts = {
                "process": os.getpid(),
                "machine": socket.gethostname(),
                "since": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            }
            holder.write_text(json.dumps(facts), encoding="utf-8")
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except filelock.Timeout as error:
        raise SetupError(f"another run is at work on this term{_who(holder)}; wait for it to end.") from error
    except PermissionError as error:
        raise SetupError(f"{build_folder} cannot be written: {error.strerror}.") from error


def _who(holder: Path) -> str:
    try:
        facts = json.loads(holder.read_text(encoding="utf-8"))
        return f" (process {facts['process']} on {facts['machine']} since {facts['since']})"
    except (OSError, ValueError, KeyError):
        return ""
