"""A table of plain text that any page, terminal or file can show."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[<>≤≥]?\s?[-−+]?[0-9][0-9,.]*\s?%?")


@dataclass(frozen=True, kw_only=True)
class PlainTable:
    """Cells as they are to be read: numbers are rounded and words are chosen already; nothing in them is markup.

    Attributes:
        name: Lower-case words and hyphens; stays the same between versions.
        title: What the table shows, as its caption.
        columns: The header; the first column says what a row is about.
        rows: As many cells a row as there are columns; an empty cell is an empty text.
        note: How to read it; may be empty.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that would not stand below their headers.

        Raises:
            ValueError: A row has another number of cells than there are columns.
        """
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table '{self.name}' has a row with another number of cells than columns")

    @property
    def are_numbers(self) -> tuple[bool, ...]:
        """For each column whether all that stands in it are numbers, which are aligned at the right."""
        columns = [[cell for cell in column if cell] for column in zip(*self.rows, strict=True)]
        known = [bool(column) and all(_NUMBER.fullmatch(cell) for cell in column) for column in columns]
        return tuple(known) if self.rows else (False,) * len(self.columns)
