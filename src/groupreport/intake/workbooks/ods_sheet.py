"""The cells of a sheet of an ODS workbook, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable

from groupreport.intake.workbooks.grid import Grid
from groupreport.intake.workbooks.ods_values import FORMULA, value_of
from groupreport.intake.workbooks.records import UNCALCULATED, Area, Place, Sheet
from groupreport.intake.workbooks.safe_xml import Attributes, parse
from groupreport.intake.workbooks.workbook_error import WorkbookError, damaged
from groupreport.parameters import Limits

_ROWS_AGAIN, _COLUMNS_AGAIN = "table:number-rows-repeated", "table:number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = "table:number-rows-spanned", "table:number-columns-spanned"
_VISIBILITY = "table:visibility"
_COMMENT = "office:annotation"
_DRAWING = "draw:"
_COUNT = re.compile("[0-9]{1,9}")


def read_sheet(pieces: Iterable[bytes | memoryview], limits: Limits) -> Sheet:
    """Read the cells, and what hides or covers them.

    Args:
        pieces: What stands before the first sheet, and the sheet itself.
        limits: How large it may be.

    Raises:
        WorkbookError: The sheet is damaged, or larger than the limits.
    """
    cells = _Cells(limits)
    parse(pieces, start=cells.start, end=cells.end, text=cells.text, is_whole=False)
    cells.sheet.grid.check_area()
    return cells.sheet


class _Cells:
    """What was met so far; the parser calls `start`, `end` and `text` some million times."""

    __slots__ = (
        "_aside", "_cell", "_column", "_columns", "_has_number", "_is_wanted", "_limits", "_row", "_rows_again",
        "_written", "sheet",
    )  # fmt: skip

    def __init__(self, limits: Limits) -> None:
        self.sheet = Sheet(grid=Grid(limits))
        self._limits = limits
        self._row = self._column = self._columns = 0
        self._rows_again = 1
        self._cell: Attributes = {}
        self._written: str | None = None
        self._is_wanted = self._has_number = False
        self._aside = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Note that an element begins."""
        if name == "text:p":
            if not self._aside and not self._has_number:
                self._written = "" if self._written is None else f"{self._written}\n"
                self._is_wanted = True
        elif name == "table:table-cell" or name == "table:covered-table-cell":
            self._cell = attributes
            self._written = None
            # What a number is shown as is not read, but whether a formula shows an error is.
            self._has_number = "office:value" in attributes and FORMULA not in attributes
        elif name == "table:table-row":
            self._begin_row(attributes)
        else:
            self._start_rare(name, attributes)

    def end(self, name: str) -> None:
        """Note that an element ends; a cell is kept then."""
        if name == "text:p":
            self._is_wanted = False
        elif name == "table:table-cell" or name == "table:covered-table-cell":
            again = _count(self._cell.get(_COLUMNS_AGAIN)) if _COLUMNS_AGAIN in self._cell else 1
            if _COLUMNS_SPANNED in self._cell or _ROWS_SPANNED in self._cell:
                self._note_merged()
            if self._written is not None or "office:value-type" in self._cell or FORMULA in self._cell:
                self._keep(again)
            self._column += again
        elif name == "table:table-row":
            self._row += self._rows_again
        elif name == _COMMENT or name.startswith(_DRAWING):
            self._aside -= 1

    def text(self, piece: str) -> None:
        """Note a piece of text."""
        if self._is_wanted and not self._aside:
            self._add(piece)

    def _start_rare(self, name: str, attributes: Attributes) -> None:
        if name == _COMMENT or name.startswith(_DRAWING):
            # What stands in comments and drawings is no part of the cell.
            self._aside += 1
            self.sheet.comments += name == _COMMENT
        elif name == "table:table-column":
            first, again = self._columns, _count(attributes.get(_COLUMNS_AGAIN))
            self._columns += again
            if attributes.get(_VISIBILITY, "visible") != "visible":
                self.sheet.hide_columns(first, first + again - 1)
        elif self._is_wanted and not self._aside:
            if name == "text:s":
                self._add(" " * min(_count(attributes.get("text:c")), self._limits.cell_characters + 1))
            elif name == "text:tab" or name == "text:line-break":
                self._add("\t" if name == "text:tab" else "\n")

    def _begin_row(self, attributes: Attributes) -> None:
        self._column = 0
        self._rows_again = _count(attributes.get(_ROWS_AGAIN))
        visibility = attributes.get(_VISIBILITY, "visible")
        if visibility != "visible":
            self.sheet.hide_rows(self._row, self._row + self._rows_again - 1)
            self.sheet.filtered |= visibility == "filter"

    def _add(self, piece: str) -> None:
        written = f"{self._written or ''}{piece}"
        if len(written) > self._limits.cell_characters:
            message = f"holds a cell of more than {self._limits.cell_characters:,} characters"
            remedy = "Shorten it, or raise data.limits.cell_characters in params/program.yml."
            raise WorkbookError("cell-too-long", message, remedy, line=self._row + 1)
        self._written = written

    def _keep(self, again: int) -> None:
        """Keep a cell, as often as it is said to stand there."""
        sheet, key = self.sheet, self._key()
        if FORMULA in self._cell:
            sheet.formulas += again * self._rows_again
            if key[1] == UNCALCULATED:
                sheet.note_uncalculated(Place(self._row, self._column), again * self._rows_again)
        for place in range(self._column, self._column + again):
            column = sheet.grid.columns.get(place) or sheet.grid.column(place)
            number = column.known.get(key)
            if number is None:
                value = value_of(self._cell, self._written or "")
                if value is None or value == "":
                    return
                number = sheet.grid.learn(column, key, value)
            if self._rows_again == 1 and len(column.codes) == self._row:
                column.codes.append(number)
            else:
                sheet.grid.repeat(column, self._row, number, self._rows_again)

    def _key(self) -> tuple[object, object]:
        """What tells a cell from those with another value."""
        if self._has_number:
            return "office:value", self._cell["office:value"]
        is_plain = FORMULA not in self._cell and "office:string-value" not in self._cell
        if is_plain and self._cell.get("office:value-type") == "string":
            return "string", self._written
        value = value_of(self._cell, self._written or "")
        return type(value), value

    def _note_merged(self) -> None:
        rows, columns = (_count(self._cell.get(key)) for key in (_ROWS_SPANNED, _COLUMNS_SPANNED))
        if rows > 1 or columns > 1:
            bottom, right = self._row + rows - 1, self._column + columns - 1
            self.sheet.merge(Area(top=self._row, left=self._column, bottom=bottom, right=right))


def _count(written: str | None) -> int:
    if written is None:
        return 1
    if not _COUNT.fullmatch(written) or not int(written):
        raise damaged("a number of repetitions is none")
    return int(written)
