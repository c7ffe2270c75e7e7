"""Files that a report carries beside its pages, such as the funder's machine-readable table.

A notebook shows such a file as an output of type `text/csv` whose metadata names the file; so the executed notebook
holds everything that is published.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from groupreport.errors import RenderError
from groupreport.publishing.cells import joined

_TYPE = "text/csv"
_GUARANTEE_TYPE = "application/vnd.groupreport.guarantee+json"


def outputs_of(executed: Path) -> list[dict[str, Any]]:
    """What the cells of an executed notebook put out, in order."""
    cells = json.loads(executed.read_text(encoding="utf-8"))["cells"]
    return [output for cell in cells for output in cell.get("outputs", [])]


def guarantee_of(outputs: Sequence[dict[str, Any]], report: str) -> dict[str, Any] | None:
    """What disclosure control did for a release, as the executed notebook states it; None where it states nothing.

    Raises:
        RenderError: It states it twice.
    """
    stated = [output["data"][_GUARANTEE_TYPE] for output in _carrying(_GUARANTEE_TYPE, outputs)]
    if len(stated) > 1:
        raise RenderError(report, "the notebook states twice what disclosure control did")
    if not stated:
        return None
    facts: dict[str, Any] = json.loads(stated[0]) if isinstance(stated[0], str) else dict(stated[0])
    return facts


def write_attachments(outputs: Sequence[dict[str, Any]], destination: Path, report: str) -> list[Path]:
    """Write the files that an executed notebook carries; returns their paths in the order of the notebook.

    Raises:
        RenderError: An attachment has no plain file name, or two have the same.
    """
    written: list[Path] = []
    for output in _carrying(_TYPE, outputs):
        name = output.get("metadata", {}).get(_TYPE, {}).get("file", "")
        path = destination / name
        if Path(name).name != name or not name.endswith(".csv") or path in written:
            raise RenderError(report, f"an attachment is called '{name}'; it needs a plain name ending in .csv")
        path.write_text(joined(output["data"][_TYPE]), encoding="utf-8", newline="")
        written.append(path)
    return written


def _carrying(media_type: str, outputs: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [output for output in outputs if media_type in output.get("data", {})]
