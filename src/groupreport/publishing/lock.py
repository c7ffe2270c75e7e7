"""One run at a time for a term: a second one is told who is at work instead of mixing its files with the first's."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import filelock

from groupreport.errors import SetupError
from groupreport.whole_files import write_whole

_SECONDS_TO_SIGN = 1.0  # a run writes who it is right after it has taken the lock


@contextlib.contextmanager
def only_run(build_folder: Path) -> Iterator[None]:
    """Hold the term's lock; the system frees it when the process ends, however it ends.

    Raises:
        SetupError: Another run holds it, or the folder cannot be written or locked.
    """
    holder = build_folder / "lock.json"
    with _locked(build_folder, holder):
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                holder.unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(build_folder: Path, holder: Path) -> Iterator[None]:
    lock = filelock.FileLock(build_folder / "lock", timeout=0, mode=0o600)
    try:
        build_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire()
        _sign(holder)
    except filelock.Timeout as error:
        raise SetupError(f"another run is at work on this term{_who(holder)}; wait for it to end.") from error
    except NotImplementedError as error:
        raise SetupError(
            f"the file system of {build_folder} cannot lock files, so two runs could mix theirs; move the project to a "
            "disk of this machine."
        ) from error
    except OSError as error:
        lock.release()
        raise SetupError(
            f"{build_folder} cannot be written: {error.strerror}. Nothing was changed; make room or get the right to "
            "write there, and run the same command again."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _sign(holder: Path) -> None:
    facts = {
        "process": os.getpid(),
        "machine": socket.gethostname(),
        "since": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
    }
    write_whole(holder, json.dumps(facts).encode())


def _who(holder: Path) -> str:
    """Who is at work; never the name of a run that was killed and could not take its own away."""
    until = time.monotonic() + _SECONDS_TO_SIGN
    while True:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            facts = json.loads(holder.read_text(encoding="utf-8"))
            if _may_run(facts):
                return f" (process {facts['process']} on {facts['machine']} since {facts['since']})"
        if time.monotonic() > until:
            return ""
        time.sleep(0.02)


def _may_run(facts: dict[str, Any]) -> bool:
    if facts["machine"] != socket.gethostname() or os.name != "posix":
        return True
    try:
        os.kill(facts["process"], 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
