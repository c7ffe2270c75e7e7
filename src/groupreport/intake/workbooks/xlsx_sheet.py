"""The cells of a sheet of an XLSX workbook, in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable

from groupreport.intake.workbooks.grid import Column, Grid
from groupreport.intake.workbooks.records import UNCALCULATED, Area, Place, Sheet, column_letters, column_place
from groupreport.intake.workbooks.safe_xml import Attributes, own_name, parse
from groupreport.intake.workbooks.workbook_error import WorkbookError, damaged
from groupreport.intake.workbooks.xlsx_values import Shared, is_padded, is_true, value_of
from groupreport.parameters import Limits

_ROW_NUMBER = re.compile("[1-9][0-9]{0,8}")
_REFERENCE = re.compile("([A-Z]{1,6})([1-9][0-9]{0,8})")
# As Excel writes workbooks, and as it does where one asks for the strict form of the standard.
_NAMESPACES = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
_ROOT = "worksheet"
# Kinds of cells whose formula may have the empty text, or an error, as its result.
_MAY_BE_EMPTY = frozenset({"str", "e"})


def read_sheet(pieces: Iterable[bytes], shared: Shared, limits: Limits) -> Sheet:
    """Read the cells, and what hides or covers them.

    Raises:
        WorkbookError: The sheet is damaged, or larger than the limits.
    """
    cells = _Cells(shared, limits)
    parse(pieces, start=cells.start, end=cells.end, text=cells.text)
    cells.sheet.grid.check_area()
    return cells.sheet


class _Cells:
    """What was met so far; the parser calls `start`, `end` and `text` some million times."""

    __slots__ = (
        "_aside", "_attributes", "_cell", "_columns", "_formula", "_is_formula", "_is_wanted", "_limits", "_row",
        "_row_element", "_row_number", "_shared", "_text", "_value", "_written", "sheet",
    )  # fmt: skip

    def __init__(self, shared: Shared, limits: Limits) -> None:
        self.sheet = Sheet(grid=Grid(limits))
        self._shared = shared
        self._limits = limits
        self._cell = self._value = self._text = self._formula = self._row_element = ""
        self._columns: dict[str, Column] = {}
        self._row = -1
        self._row_number = ""
        self._attributes: Attributes = {}
        self._written: str | None = None
        self._is_wanted = self._is_formula = False
        self._aside = 0

    def start(self, name: str, attributes: Attributes) -> None:
        """Note that an element begins."""
        if name == self._cell:
            if "r" not in attributes:
                attributes["r"] = self._next_address()
            self._attributes = attributes
            self._written = None
        elif name == self._value:
            self._is_wanted = self._attributes.get("t") != "inlineStr"
        elif name == self._row_element:
            self._begin_row(attributes)
        elif name == self._text:
            self._is_wanted = not self._aside
        elif name == self._formula:
            self._is_formula = True
        elif self._cell:
            self._start_rare(name, attributes)
        else:
            self._start_root(name, attributes)

    def end(self, name: str) -> None:
        """Note that an element ends; a cell is kept then."""
        if name == self._value or name == self._text:
            self._is_wanted = False
        elif name == self._cell:
            if self._is_formula:
                self._end_formula()
            if self._written is not None:
                self._keep(self._written)
        elif own_name(name) == "rPh":
            self._aside -= 1

    def text(self, piece: str) -> None:
        """Note a piece of text."""
        if not self._is_wanted:
            return
        if self._written is None:
            self._written = piece
        elif len(self._written) > self._limits.cell_characters:
            message = f"holds a cell of more than {self._limits.cell_characters:,} characters"
            remedy = "Shorten it, or raise data.limits.cell_characters in params/program.yml."
            raise WorkbookError("cell-too-long", message, remedy, line=self._row + 1)
        else:
            self._written += piece

    def _start_root(self, name: str, attributes: Attributes) -> None:
        prefix = name.removesuffix(_ROOT)
        declared = attributes.get(f"xmlns:{prefix[:-1]}" if prefix else "xmlns")
        if prefix == name or declared not in _NAMESPACES:
            raise damaged("one of its sheets is none")
        self._cell, self._value, self._text, self._formula, self._row_element = (
            f"{prefix}{own}" for own in ("c", "v", "t", "f", "row")
        )

    def _start_rare(self, name: str, attributes: Attributes) -> None:
        match own_name(name):
            case "rPh":
                self._aside += 1
            case "col" if is_true(attributes.get("hidden")):
                first, last = _number(attributes.get("min")), _number(attributes.get("max"))
                self.sheet.hide_columns(first - 1, last - 1)
            case "mergeCell":
                self.sheet.merge(_area(attributes.get("ref", "")))
            case "filterColumn":
                self.sheet.filtered = True
            case "c" | "v":  # with another prefix than the root's
                raise damaged("the XML in it has two names for one thing")

    def _begin_row(self, attributes: Attributes) -> None:
        number = _number(attributes.get("r", str(self._row + 2)))
        self._row_number, self._row = str(number), number - 1
        self._attributes = {}
        if is_true(attributes.get("hidden")):
            self.sheet.hide_rows(self._row, self._row)

    def _next_address(self) -> str:
        """Where a cell stands that does not say it: behind the one before."""
        before = self._attributes.get("r")
        place = 0 if before is None else column_place(before.rstrip("0123456789")) + 1
        return f"{column_letters(place)}{self._row_number}"

    def _end_formula(self) -> None:
        self._is_formula = False
        self.sheet.formulas += 1
        if self._written is None and self._attributes.get("t") not in _MAY_BE_EMPTY:
            match = _address(self._attributes["r"])
            self.sheet.note_uncalculated(Place(self._row, column_place(match[1])))
            self._attributes["t"], self._written = "str", UNCALCULATED

    def _keep(self, written: str) -> None:
        cell = self._attributes.get
        letters = self._attributes["r"].removesuffix(self._row_number)
        column = self._columns.get(letters) or self._column(letters)
        key = (cell("t"), cell("s"), written)
        number = column.known.get(key)
        if number is None:
            kind, style = cell("t", "n"), cell("s", "")
            value = value_of(kind, style, written, self._shared, self._row)
            number = self.sheet.grid.learn(column, key, value)
            if self.sheet.padded is None and is_padded(kind, style, written, self._shared):
                self.sheet.padded = Place(self._row, column_place(letters))
        if len(column.codes) != self._row:
            self.sheet.grid.reach(column, self._row)
        column.codes.append(number)

    def _column(self, letters: str) -> Column:
        match = _address(self._attributes["r"])
        if match[2] != self._row_number:
            raise damaged("a cell does not stand in the row that it names", line=self._row + 1)
        return self._columns.setdefault(letters, self.sheet.grid.column(column_place(match[1])))


def _number(written: str | None) -> int:
    if written is None or not _ROW_NUMBER.fullmatch(written):
        raise damaged("a row or column has no number")
    return int(written)


def _address(written: str) -> re.Match[str]:
    match = _REFERENCE.fullmatch(written)
    if match is None:
        raise damaged("a cell does not say where it is")
    return match


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    (left, top), (right, bottom) = _address(first).groups(), _address(last or first).groups()
    return Area(top=int(top) - 1, left=column_place(left), bottom=int(bottom) - 1, right=column_place(right))
