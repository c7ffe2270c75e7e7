"""The cells of a sheet, column by column, in bounded memory."""

from __future__ import annotations

from array import array
from collections.abc import Hashable

from groupreport.intake.workbooks.records import CellValue, column_letters
from groupreport.intake.workbooks.workbook_error import SAVE_AGAIN, WorkbookError
from groupreport.parameters import Limits

NOTHING = -1
# What one sheet may take: rows times columns, cells that stand for many, and different values.
_MOST_CELLS = 100_000_000
_MOST_FILLED = 50_000_000
_MOST_DIFFERENT = 5_000_000
_AS_CSV = "Delete what stands far below or to the right of the table, or export it as a CSV file."


class Column:
    """One column's cells: each different value once, and for each row the number of its value.

    Attributes:
        codes: The number of each row's value from the top, or `NOTHING`; it may end before the sheet does.
        values: The different values, by their number.
        known: The number of a value by how it is written in the file.
    """

    __slots__ = ("codes", "known", "values")

    def __init__(self) -> None:
        self.codes = array("i")
        self.values: list[CellValue] = []
        self.known: dict[Hashable, int] = {}


class Grid:
    """The cells of a sheet, column by column, within the limits."""

    def __init__(self, limits: Limits) -> None:
        self.columns: dict[int, Column] = {}
        self._limits = limits
        self._filled = self._different = 0

    def column(self, place: int) -> Column:
        """The column at a place.

        Raises:
            WorkbookError: It lies beyond the limit.
        """
        if place not in self.columns:
            if place >= self._limits.columns:
                most = f"{self._limits.columns:,} columns"
                message = f"has cells in column {column_letters(place)}; more than {most} are not read"
                remedy = "Delete what stands far to the right, or raise data.limits.columns in params/program.yml."
                raise WorkbookError("too-many-columns", message, remedy)
            self.columns[place] = Column()
        return self.columns[place]

    def learn(self, column: Column, written: Hashable, value: CellValue) -> int:
        """The number of a value that its column did not hold before.

        Raises:
            WorkbookError: The sheet holds more different values than there is memory for.
        """
        self._different += 1
        if self._different > _MOST_DIFFERENT:
            message = f"has more than {_MOST_DIFFERENT:,} cells with a value of their own"
            raise WorkbookError("workbook-unsafe", message, _AS_CSV)
        column.known[written] = number = len(column.values)
        column.values.append(value)
        return number

    def check_area(self) -> None:
        """Make sure that the sheet is not too large as a whole.

        Raises:
            WorkbookError: It has too many columns for its rows.
        """
        rows = max((len(column.codes) for column in self.columns.values()), default=0)
        if rows * len(self.columns) > _MOST_CELLS:
            message = f"has {len(self.columns):,} columns and {rows:,} rows, mostly of nothing"
            raise WorkbookError("workbook-unsafe", message, _AS_CSV)

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
            raise WorkbookError("workbook-unsafe", message, _AS_CSV, line=row + 1)
        column.codes.extend(array("i", [number]) * times)

    def _check_row(self, row: int) -> None:
        # The header is no row of the table.
        if row > self._limits.rows:
            message = f"has cells below row {self._limits.rows + 1:,}; more rows are not read"
            remedy = "Export one term alone, or raise data.limits.rows in params/program.yml."
            raise WorkbookError("too-many-rows", message, remedy)
