"""Tables as pipe tables with a label and a caption: header cells marked, numbers aligned, text escaped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from groupreport.display.escaping import literal, plain
from groupreport.display.shown import Piece

_RULE = {"left": ":{}", "right": "{}:"}


@dataclass(frozen=True)
class Column:
    """A column's header (with its unit), how it is aligned, and how many characters wide it should be at least."""

    header: str
    align: Literal["left", "right"] = "left"
    width: int = 0


def text(header: str, width: int = 0) -> Column:
    """A column of words."""
    return Column(header, "left", width)


def numbers(header: str, width: int = 0) -> Column:
    """A column of numbers, aligned at the right so that decimals stand below each other."""
    return Column(header, "right", width)


def table(label: str, caption: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Piece:
    """A table that can be referred to as `@tbl-label`.

    Args:
        label: Lower-case words and hyphens, without the `tbl-`.
        caption: Markdown.
        columns: At most eight or nine fit a page.
        rows: Cells as text (escaped here) or Markdown (kept).

    Raises:
        ValueError: A row has another number of cells than there are columns.
    """
    headers = [literal(column.header) for column in columns]
    cells = [[literal(cell) for cell in row] for row in rows]
    if any(len(row) != len(columns) for row in cells):
        raise ValueError(f"table '{label}' has {len(columns)} columns and a row with another number of cells")
    widths = [_width(column, [row[place] for row in cells]) for place, column in enumerate(columns)]
    rules = [_RULE[column.align].format("-" * width) for column, width in zip(columns, widths, strict=True)]
    lines = ["| " + " | ".join(row) + " |" for row in (headers, *cells)]
    lines.insert(1, "|" + "|".join(rules) + "|")
    grid = "\n".join(lines)
    markdown = f"::: {{#tbl-{label}}}\n{grid}\n\n{caption}\n:::"
    return Piece(markdown, f"{_aligned(columns, headers, cells)}\n{plain(caption)}")


def _width(column: Column, cells: Sequence[str]) -> int:
    # The dashes of the rule set the relative widths where the table is wider than the page. A column must hold its
    # longest word; beyond that it grows slowly, or one long text would squeeze all the numbers.
    longest_word = max(len(word) for cell in (column.header, *map(plain, cells)) for word in [*cell.split(), ""])
    longest_cell = max(len(cell) for cell in (column.header, *map(plain, cells)))
    return max(column.width, longest_word + 1, min(longest_cell, 26), 4)


def _aligned(columns: Sequence[Column], headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    printed = [[plain(cell) for cell in row] for row in (headers, *rows)]
    widths = [max(len(row[place]) for row in printed) for place in range(len(columns))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column.align == "left" else cell.rjust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in printed
    )
