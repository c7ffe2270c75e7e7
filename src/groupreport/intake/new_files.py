"""Files that are written for a person to work on: all of them, and never over somebody's work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from groupreport.errors import SetupError


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write each file's bytes, or nothing at all where one would replace something else.

    Raises:
        SetupError: Something else is there already.
    """
    for path, content in files.items():
        if path.exists() and not (path.is_file() and path.read_bytes() == content):
            raise SetupError(f"{path} is there already; nothing was written. Name another place, or delete it.")
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
