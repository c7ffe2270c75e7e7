"""Matplotlib's list of the machine's fonts, which takes half a second or more to make: kept from run to run."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

_LISTS = "fontlist-*.json"


def lend_font_lists(folder: Path) -> None:
    """Copy the lists that matplotlib has made for this user into the kernels' folder for it; nothing else is there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    own = _own_folder()
    if own is not None:
        _copy(own, folder)


def keep_font_lists(folder: Path) -> None:
    """Leave a list that had to be made where matplotlib itself leaves it; one that is there stays as it is."""
    own = _own_folder()
    if own is not None:
        with contextlib.suppress(OSError):
            own.mkdir(parents=True, exist_ok=True)
        _copy(folder, own)


def _own_folder() -> Path | None:
    """Where matplotlib keeps what it has found out for this user, if it is known without asking matplotlib."""
    named = os.environ.get("MPLCONFIGDIR")
    if named:
        return Path(named)
    if sys.platform != "linux":
        return None
    with contextlib.suppress(RuntimeError):  # nobody's home
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    return None


def _copy(source: Path, destination: Path) -> None:
    for found in source.glob(_LISTS):
        wanted = destination / found.name
        with contextlib.suppress(OSError):  # it only saves time
            if not wanted.exists():
                number, partial = tempfile.mkstemp(dir=destination, prefix=f".{found.name}.")
                os.close(number)
                try:
                    shutil.copyfile(found, partial)
                    os.replace(partial, wanted)
                except OSError:
                    os.unlink(partial)
                    raise
