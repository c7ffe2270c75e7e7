"""The list as a file that nobody else can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from groupreport.errors import SetupError


def save_privately(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, in place of what was there; whole or not at all.

    Raises:
        SetupError: The folder is not there.
        OSError: Nothing can be written to it.
    """
    if not path.absolute().parent.is_dir():
        raise SetupError(f"there is no folder {path.parent} to write {path.name} into; make the folder first.")
    descriptor, written = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # of the owner's alone
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(written, path)
    except OSError:
        os.unlink(written)
        raise
