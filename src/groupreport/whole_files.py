"""Files that are written whole: whoever opens one finds the old content or the new, even if the writer was killed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Put a file in place in one step; what was there before stays where that fails.

    Two runs must not write the same file at once.

    Args:
        path: The file; its folder exists.
        content: All of it.
        private: Whether it can be read by its owner alone.

    Raises:
        OSError: The disk refuses it.
    """
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)  # of a run that was killed, with the rights that it gave
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o666)
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_whole_together(path: Path, content: bytes) -> None:
    """Put a file in place that several processes may write at once, each all of it: the last one stays.

    It can be read by its owner alone, and is not forced to the disk: what can be made again may be lost with the power.

    Raises:
        OSError: The disk refuses it.
    """
    descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
        os.replace(partial, path)
    except OSError:
        os.unlink(partial)
        raise
