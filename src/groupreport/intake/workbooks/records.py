"""What a workbook holds, whatever its format."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sized
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from groupreport.intake.workbooks.workbook_error import WorkbookError
from groupreport.parameters import Limits

if TYPE_CHECKING:
    from groupreport.intake.workbooks.grid import Grid

# Text that stands for an error (`#N/A`) is kept as it is written; a formula without a result is the text `=`.
CellValue = str | bool | float | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
UNCALCULATED = "="
_MOST_NOTED = 1_000_000
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Place:
    """A cell's row and column, both from 0."""

    row: int
    column: int

    def __str__(self) -> str:
        """As spreadsheet programs write it, such as `C14`."""
        return f"{column_letters(self.column)}{self.row + 1}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A rectangle of cells; rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(kw_only=True)
class Sheet:
    """One sheet: its cells, and what a person who looks at it may not see.

    Attributes:
        grid: The cells.
        formulas: How many cells hold a formula.
        uncalculated: For how many of these the file holds no result.
        first_uncalculated: The first of them.
        hidden_rows: The rows that are not shown, as first and last.
        hidden_columns: The columns that are not shown, as first and last.
        filtered: Whether a filter hides rows.
        merged: The areas that look like one cell.
        comments: How many comments there are.
        padded: A number that is shown with zeros before it, which are no part of it.
    """

    grid: Grid
    formulas: int = 0
    uncalculated: int = 0
    first_uncalculated: Place | None = None
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    merged: list[Area] = field(default_factory=list)
    comments: int = 0
    padded: Place | None = None

    def note_uncalculated(self, place: Place, times: int = 1) -> None:
        """Note a formula without a result."""
        self.uncalculated += times
        self.first_uncalculated = self.first_uncalculated or place

    def hide_rows(self, first: int, last: int) -> None:
        """Note rows that are not shown."""
        if self.hidden_rows and self.hidden_rows[-1][1] == first - 1:
            first, _ = self.hidden_rows.pop()
        self.hidden_rows.append((first, last))
        _check_noted(self.hidden_rows)

    def hide_columns(self, first: int, last: int) -> None:
        """Note columns that are not shown."""
        self.hidden_columns.append((first, last))
        _check_noted(self.hidden_columns)

    def merge(self, area: Area) -> None:
        """Note cells that look like one."""
        self.merged.append(area)
        _check_noted(self.merged)

    @property
    def has_days(self) -> bool:
        """Whether a cell holds a day."""
        return any(isinstance(value, datetime.date) for each in self.grid.columns.values() for value in each.values)


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """A workbook that can be read.

    Attributes:
        sheets: The names of its sheets with cells, in its order.
        hidden: Those that are not shown.
        never_calculated: Whether a program wrote it that leaves it to Excel to work out the formulas.
        links: Whether it takes values from other files.
        dates_1904: Whether it counts days from 1904.
        read: Gives a sheet by its name; raises a `WorkbookError` where it cannot be read.
    """

    sheets: tuple[str, ...]
    hidden: frozenset[str]
    never_calculated: bool
    links: bool
    dates_1904: bool
    read: Callable[[str, Limits], Sheet]


def _check_noted(noted: Sized) -> None:
    if len(noted) > _MOST_NOTED:
        message = f"hides or merges more than {_MOST_NOTED:,} places"
        raise WorkbookError("workbook-unsafe", message, "Export the table as a CSV file.")


def column_letters(column: int) -> str:
    """The letters of a column by its place from 0: A, B, … Z, AA."""
    letters = ""
    left = column + 1
    while left:
        left, letter = divmod(left - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_place(letters: str) -> int:
    """The place of a column from 0 by its letters."""
    place = 0
    for letter in letters:
        place = place * _LETTERS + ord(letter) - ord("A") + 1
    return place - 1
