"""One executed notebook as the documents that are made of it: the report, and its technical appendix."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

APPENDIX_TAG = "appendix"
DocumentKind = Literal["report", "appendix"]


@dataclass(frozen=True, kw_only=True)
class DocumentSource:
    """A notebook that is rendered as one document."""

    kind: DocumentKind
    notebook: Path


def documents_of(executed: Path, folder: Path) -> list[DocumentSource]:
    """The executed notebook as one document or two: a cell with the tag `appendix` begins the second.

    One run of the notebook gives both, so they cannot disagree. That cell itself, the appendix' heading where the
    notebook is read as a whole, is in neither: the second document has it as its title.

    Args:
        executed: The executed notebook. One that cannot be read is left whole, and the renderer says what is wrong.
        folder: Where the parts are written; nothing is written where there is no appendix.
    """
    try:
        book = json.loads(executed.read_text(encoding="utf-8"))
        cells = book["cells"]
        begins = [place for place, cell in enumerate(cells) if APPENDIX_TAG in cell["metadata"].get("tags", [])]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return [DocumentSource(kind="report", notebook=executed)]
    if not begins:
        return [DocumentSource(kind="report", notebook=executed)]
    folder.mkdir(parents=True, exist_ok=True)
    cut = begins[0]
    report = _write(folder / f"{executed.stem}.report.ipynb", book, cells[:cut], 1)
    documents = [DocumentSource(kind="report", notebook=report)]
    behind = cells[cut + 1 :]
    # A notebook for several audiences may show one of them nothing of its appendix: then there is none.
    if any(not _is_blank(output) for cell in behind for output in cell.get("outputs", [])):
        appendix = _write(folder / f"{executed.stem}.appendix.ipynb", book, behind, cut + 2)
        documents.append(DocumentSource(kind="appendix", notebook=appendix))
    return documents


def _write(path: Path, book: dict[str, Any], cells: Sequence[dict[str, Any]], first: int) -> Path:
    # Messages about a cell count from the notebook's own first cell, not from the part's.
    metadata = {**book["metadata"], "groupreport": {"first_cell": first}}
    path.write_text(json.dumps({**book, "metadata": metadata, "cells": cells}, ensure_ascii=False), encoding="utf-8")
    return path


def _is_blank(output: dict[str, Any]) -> bool:
    shown = output.get("data", {}).get("text/markdown")
    return shown is not None and not "".join(shown).strip()
