"""Shortcodes are Quarto's, not Markdown's: the page break is known, every other one is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from groupreport.errors import RenderError
from groupreport.publishing.cells import MarkdownCell

PAGE_BREAK_CLASS = "groupreport-page-break"
_PAGE_BREAK = re.compile(r"^\{\{<[ \t]*pagebreak[ \t]*>\}\}[ \t]*$", re.MULTILINE)
_BLOCK = f"::: {{.{PAGE_BREAK_CLASS}}}\n:::"


def mark_page_breaks(cells: Sequence[MarkdownCell], report: str) -> tuple[MarkdownCell, ...]:
    """The cells with a block in place of each page break.

    Raises:
        RenderError: A cell holds another shortcode. Text from data never does: its braces are escaped.
    """
    marked = tuple(replace(cell, markdown=_PAGE_BREAK.sub(_BLOCK, cell.markdown)) for cell in cells)
    for cell in marked:
        if "{{<" in cell.markdown:
            raise RenderError(report, f"cell {cell.number}: a shortcode other than pagebreak on its own line")
    return marked
