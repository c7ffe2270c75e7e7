"""What a run that was killed has left outside of the build folder, so that it can be found and taken away."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "groupreport-"
_NOTE = "kernels"


def note_folder(build: Path, folder: Path) -> None:
    """Write down where a run's kernels have their sockets and caches."""
    build.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(build / _NOTE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "a", encoding="utf-8") as note:
        note.write(f"{folder}\n")


def remove_leftovers(build: Path) -> list[Path]:
    """Remove the folders that are written down and still there; only while no run is at work.

    A folder that is not one of this package's own in the system's place for temporary files is let be.

    Returns:
        What was removed.
    """
    note = build / _NOTE
    if not note.is_file():
        return []
    noted = [Path(line) for line in note.read_text(encoding="utf-8").splitlines()]
    found = [folder for folder in noted if _is_own(folder)]
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    note.unlink()
    return found


def _is_own(folder: Path) -> bool:
    in_its_place = folder.parent == Path(tempfile.gettempdir()) and folder.name.startswith(PREFIX)
    return in_its_place and folder.is_dir() and not folder.is_symlink()
