"""What a workbook holds, whatever its format."""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from groupreport.intake.workbooks.workbook_error import SAVE_AGAIN, WorkbookError
from groupreport.parameters import Limits

# Text that stands for an error (`#N/A`) is kept as it is written; a formula without a result is the text `=`.
CellValue = str | bool | float | datetime.date | datetime.datetime | datetime.time | datetime.timedelta
UNCALCULATED = "="
NOTHING = -1
_MOST_FILLED = 50_000_000
_LETTERS = 26


@dataclass(frozen=True)
class Place:
    """A cell's row and column, both from 0."""

    row: int
    column: int

    def __str__(self) -> str:
        """As spreadsheet programs write it, such as `C14`."""
        return f"{column_letters(self.column)}{self.row + 1}"


@dataclass(frozen=True, kw_only=True)
class Area:
    """A rectangle of cells; rows and columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


class Column:
    """One column's cells: each different value once, and for each row the number of its value.

    Attributes:
        codes: The number of each row's value from the top, or `NOTHING`; it may end before the sheet does.
        values: The different values, by their number.
        known: The number of a value by how it is written in the file.
    """

    def __init__(self) -> None:
        self.codes = array("i")
        self.values: list[CellValue] = []
        self.known: dict[Hashable, int] = {}

    def learn(self, written: Hashable, value: CellValue) -> int:
        """The number of a value that was not met before."""
        self.known[written] = number = len(self.values)
        self.values.append(value)
        return number


class Grid:
    """The cells of a sheet, column by column, within the limits."""

    def __init__(self, limits: Limits) -> None:
        self.columns: dict[int, Column] = {}
        self._limits = limits
        self._filled = 0

    def column(self, place: int) -> Column:
        """The column at a place.

        Raises:
            WorkbookError: It lies beyond the limit.
        """
        if place not in self.columns:
            if place >= self._limits.columns:
                message = (
                    f"has cells in column {column_letters(place)}; more than {self._limits.columns:,} are not read"
                )
                remedy = "Delete what stands far to the right, or raise data.limits.columns in params/program.yml."
                raise WorkbookError("too-many-columns", message, remedy)
            self.columns[place] = Column()
        return self.columns[place]

    def reach(self, column: Column, row: int) -> None:
        """Fill a column with nothing down to a row, which comes next then.

        Raises:
            WorkbookError: The row lies beyond the limit or was reached before, or the cells lie so far apart that
                nothing would fill the memory.
        """
        self._check_row(row)
        gap = row - len(column.codes)
        if gap < 0:
            raise WorkbookError("file-format", "is damaged: its cells are not in order", SAVE_AGAIN, line=row + 1)
        self._fill(column, NOTHING, gap, row)

    def repeat(self, column: Column, row: int, number: int, times: int) -> None:
        """Put one value into a row and the next ones.

        Raises:
            WorkbookError: As for `reach`.
        """
        self.reach(column, row)
        self._check_row(row + times - 1)
        self._fill(column, number, times, row)

    def _fill(self, column: Column, number: int, times: int, row: int) -> None:
        self._filled += times
        if self._filled > _MOST_FILLED:
            message = "has cells that lie too far apart, or are repeated too often"
            remedy = "Delete what stands far below or to the right of the table."
            raise WorkbookError("workbook-unsafe", message, remedy, line=row + 1)
        column.codes.extend(array("i", [number]) * times)

    def _check_row(self, row: int) -> None:
        # The header is no row of the table.
        if row > self._limits.rows:
            message = f"has cells below row {self._limits.rows + 1:,}; more rows are not read"
            remedy = "Export one term alone, or raise data.limits.rows in params/program.yml."
            raise WorkbookError("too-many-rows", message, remedy)


@dataclass(kw_only=True)
class Sheet:
    """One sheet: its cells, and what a person who looks at it may not see.

    Attributes:
        grid: The cells.
        formulas: How many cells hold a formula.
        uncalculated: The cells with a formula of which the file holds no result.
        hidden_rows: The rows that are not shown, as first and last.
        hidden_columns: The columns that are not shown, as first and last.
        filtered: Whether a filter hides rows.
        merged: The areas that look like one cell.
        comments: How many comments there are.
        padded: A number that is shown with zeros before it, which are no part of it.
    """

    grid: Grid
    formulas: int = 0
    uncalculated: list[Place] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False
    merged: list[Area] = field(default_factory=list)
    comments: int = 0
    padded: Place | None = None

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
