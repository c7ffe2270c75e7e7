"""What a cell of an XLSX workbook means, from how it is written, its kind and its style."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from groupreport.intake.workbooks.number_formats import NUMBER, NumberFormat
from groupreport.intake.workbooks.records import CellValue
from groupreport.intake.workbooks.serial_days import day_of, duration_of, time_of
from groupreport.intake.workbooks.workbook_error import damaged

_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*")
_INDEX = re.compile(r"\s*\d{1,9}\s*")
_BOOLEANS = {"1": True, "true": True, "0": False, "false": False}
# Excel writes characters that XML cannot hold as `_x000D_`, and the underscore of such a text as `_x005F_`.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What cells refer to by a number.

    Attributes:
        texts: The texts.
        formats: How the numbers of each style are shown.
        dates_1904: Whether days are counted from 1904.
    """

    texts: list[str]
    formats: list[NumberFormat]
    dates_1904: bool

    def format_of(self, style: str) -> NumberFormat:
        """How the numbers of a style are shown."""
        if not style:
            return NUMBER
        if not _INDEX.fullmatch(style) or int(style) >= len(self.formats):
            raise damaged("a cell has a style that is not there")
        return self.formats[int(style)]


def value_of(kind: str, style: str, written: str, shared: Shared, row: int) -> CellValue:
    """A cell's value; an error such as `#N/A` stays text.

    Raises:
        WorkbookError: The cell is not as a spreadsheet program writes it.
    """
    match kind:
        case "n":
            return _number(written, shared.format_of(style), dates_1904=shared.dates_1904)
        case "s":
            if not _INDEX.fullmatch(written) or int(written) >= len(shared.texts):
                raise damaged("a cell names a text that is not there", line=row + 1)
            return shared.texts[int(written)]
        case "str" | "inlineStr":
            return unescaped(written)
        case "b":
            return _BOOLEANS.get(written.strip(), written)
        case "e":
            return written
        case "d":
            return _iso(written)
        case _:
            raise damaged("a cell is of an unknown kind", line=row + 1)


def is_padded(kind: str, style: str, written: str, shared: Shared) -> bool:
    """Whether a number is shown with zeros before it."""
    return kind == "n" and len(written) < shared.format_of(style).padded_to and written.isdecimal()


def is_true(written: str | None) -> bool:
    """Whether an attribute says yes."""
    return written is not None and _BOOLEANS.get(written, False)


def unescaped(text: str) -> str:
    """A text with the characters that Excel writes as numbers.

    Examples:
        >>> unescaped("caf_x00E9_")
        'café'
    """
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).encode("utf-16", "surrogatepass")
    return units.decode("utf-16", "replace")  # half of a character that takes two numbers is none


def _number(written: str, shown: NumberFormat, *, dates_1904: bool) -> CellValue:
    if not _NUMBER.fullmatch(written):
        return written
    number = float(written)
    value: CellValue | None = None
    match shown.kind:
        case "day":
            value = day_of(number, dates_1904=dates_1904)
        case "time":
            value = time_of(number, dates_1904=dates_1904)
        case "duration":
            value = duration_of(number)
    return number if value is None else value


def _iso(written: str) -> CellValue:
    """A day in ISO 8601, as strict workbooks write it; another text stays text."""
    try:
        moment = datetime.datetime.fromisoformat(written)
    except ValueError:
        return written
    return moment.date() if moment.timetz() == datetime.time() else moment
