"""Files that a report carries beside its pages, such as the funder's machine-readable table.

A notebook shows such a file as an output of type `text/csv` whose metadata names the file; so the executed notebook
holds everything that is published.
"""

from __future__ import annotations

from pathlib import Path

import nbformat

from groupreport.errors import RenderError

_TYPE = "text/csv"


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
