"""The list as a file that nobody else can read."""

from __future__ import annotations

from pathlib import Path

from groupreport.errors import SetupError
from groupreport.whole_files import write_whole_together


def save_privately(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in place of what was there; whole or not at all.

    Raises:
        SetupError: The folder is not there.
        OSError: Nothing can be written to it.
    """
    if not path.absolute().parent.is_dir():
        raise SetupError(f"there is no folder {path.parent} to write {path.name} into; make the folder first.")
    write_whole_together(path, content)
