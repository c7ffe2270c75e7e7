"""Files that a report carries beside its pages, such as the funder's machine-readable table.

A notebook shows such a file as an output of type `text/csv` whose metadata names the file; so the executed notebook
holds everything that is published.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat

from groupreport.errors import RenderError

_TYPE = "text/csv"
_GUARANTEE_TYPE = "application/vnd.groupreport.guarantee+json"


def guarantee_of(executed: Path) -> dict[str, Any] | None:
    """What disclosure control did for a release, as the executed notebook states it; None where it states nothing.

    Raises:
        RenderError: It states it twice.
    """
    stated = [
        output["data"][_GUARANTEE_TYPE]
        for cell in nbformat.read(executed, as_version=4).cells
        for output in cell.get("outputs", [])
        if _GUARANTEE_TYPE in output.get("data", {})
    ]
    if len(stated) > 1:
        raise RenderError(executed.stem, "the notebook states twice what disclosure control did")
    if not stated:
        return None
    facts: dict[str, Any] = json.loads(stated[0]) if isinstance(stated[0], str) else dict(stated[0])
    return facts


def write_attachments(executed: Path, destination: Path) -> list[Path]:
    """Write the files that an executed notebook carries; returns their paths in the order of the notebook.

    Raises:
        RenderError: An attachment has no plain file name, or two have the same.
    """
    written: list[Path] = []
    for cell in nbformat.read(executed, as_version=4).cells:
        for output in cell.get("outputs", []):
            if _TYPE not in output.get("data", {}):
                continue
            name = output.get("metadata", {}).get(_TYPE, {}).get("file", "")
            path = destination / name
            if Path(name).name != name or not name.endswith(".csv") or path in written:
                raise RenderError(
                    executed.stem, f"an attachment is called '{name}'; it needs a plain name ending in .csv"
                )
            path.write_text(output["data"][_TYPE], encoding="utf-8", newline="")
            written.append(path)
    return written
