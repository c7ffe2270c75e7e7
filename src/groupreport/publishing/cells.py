"""An executed notebook as pieces of Markdown, one a cell; whatever is not Markdown is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import nbformat

from groupreport.errors import RenderError
from groupreport.parameters import with_headings

_MARKDOWN = "text/markdown"
_HEADING = re.compile(r"#{1,6} [^\n]+")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+")


@dataclass(frozen=True)
class MarkdownCell:
    """The Markdown of one cell.

    Attributes:
        number: The cell's place in the notebook, from 1.
        origin: `prose` is what the notebook's author wrote; `output` is what its code showed.
        markdown: The text.
    """

    number: int
    origin: Literal["prose", "output"]
    markdown: str


def read_cells(
    notebook: Path, report: str, headings: Mapping[str, str] = MappingProxyType({})
) -> tuple[MarkdownCell, ...]:
    """Read what a notebook says, in order; the header cell and the code itself are not shown.

    A heading whose part shows nothing is left out: one notebook serves several audiences, and what disclosure control
    keeps from one of them leaves no heading behind.

    Args:
        notebook: An executed notebook of format 4.
        report: The report's name, for messages.
        headings: Headings as they are printed, by heading as it stands in the notebook.

    Raises:
        RenderError: The file is no notebook, or a cell shows something else than Markdown.
    """
    book = _read_notebook(notebook, report)
    first = book["metadata"].get("groupreport", {}).get("first_cell", 1)
    numbered = enumerate(book["cells"], first)
    cells = tuple(cell for number, given in numbered for cell in _markdown_of(given, number, report, headings))
    if not any(cell.markdown.strip() for cell in cells):
        raise RenderError(report, "the executed notebook shows nothing")
    return tuple(_without_empty_parts(cells))


def _without_empty_parts(cells: Sequence[MarkdownCell]) -> Iterator[MarkdownCell]:
    """Every cell but headings that only empty outputs follow, up to the next cell of prose or the end."""
    for place, cell in enumerate(cells):
        following = takewhile(lambda later: later.origin == "output", cells[place + 1 :])
        outputs = [later.markdown.strip() for later in following]
        if cell.origin == "prose" and _HEADING.fullmatch(cell.markdown.strip()) and outputs and not any(outputs):
            continue
        yield cell


def joined(text: str | list[str]) -> str:
    """A text of a notebook's file, where it may stand line by line."""
    return text if isinstance(text, str) else "".join(text)


def _read_notebook(notebook: Path, report: str) -> dict[str, Any]:
    # As plain values: nbformat's own reader takes ten times as long to make its kind of dictionary of them.
    try:
        given = json.loads(notebook.read_text(encoding="utf-8"))
        if not isinstance(given, dict) or given.get("nbformat") != 4:
            raise RenderError(report, "the executed notebook cannot be read: it is not of notebook format 4")
        nbformat.validate(given)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise RenderError(report, f"the executed notebook cannot be read ({type(error).__name__})") from error
    return given


def _markdown_of(
    cell: Mapping[str, Any],
    number: int,
    report: str,
    headings: Mapping[str, str],
) -> Iterator[MarkdownCell]:
    if cell["cell_type"] == "markdown":
        if cell.get("attachments"):
            raise RenderError(report, f"cell {number}: an attached file is not supported")
        yield MarkdownCell(number, "prose", with_headings(joined(cell["source"]), headings))
    elif cell["cell_type"] == "raw":
        if number != 1 or not joined(cell["source"]).lstrip().startswith("---"):
            raise RenderError(report, f"cell {number}: a raw cell is not supported, except the header at the top")
    else:
        for output in cell["outputs"]:
            yield MarkdownCell(number, "output", _output(output, number, report))


def _output(output: Mapping[str, Any], number: int, report: str) -> str:
    if output["output_type"] == "error":
        raise RenderError(report, f"cell {number}: an error output cannot be published")
    if output["output_type"] == "stream":
        raise RenderError(
            report, f"cell {number}: printed text ({output['name']}) is not supported; show Markdown instead"
        )
    if _MARKDOWN not in output["data"]:
        types = ", ".join(sorted(name for name in output["data"] if _MEDIA_TYPE.fullmatch(name))) or "unknown"
        raise RenderError(report, f"cell {number}: an output without Markdown ({types}) is not supported")
    return joined(output["data"][_MARKDOWN])
