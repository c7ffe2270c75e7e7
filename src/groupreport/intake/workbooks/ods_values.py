"""What a cell of an ODS workbook means, from its attributes and its text."""

from __future__ import annotations

import datetime
import re

from groupreport.intake.workbooks.records import UNCALCULATED, CellValue
from groupreport.intake.workbooks.safe_xml import Attributes
from groupreport.intake.workbooks.workbook_error import damaged

FORMULA = "table:formula"
# LibreOffice's own attribute says of a formula's result that it is an error; the standard has no word for it.
_LIBREOFFICE_KIND = "calcext:value-type"
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)|Err:\d{3}")
# In the place of errors that LibreOffice writes in the words of its language.
_ANY_ERROR = "#VALUE!"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_DURATION = re.compile(r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d+))?S)?)?")
_NUMBERS = frozenset({"float", "percentage", "currency"})


def value_of(attributes: Attributes, text: str) -> CellValue | None:
    """A cell's value, or None for an empty one; an error such as `#N/A` stays text.

    Raises:
        WorkbookError: The cell is not as a spreadsheet program writes it.
    """
    kind = attributes.get("office:value-type", "float" if "office:value" in attributes else None)
    if FORMULA in attributes and _ERRORS.fullmatch(text):
        return text
    if attributes.get(_LIBREOFFICE_KIND) == "error":
        return _ANY_ERROR
    if kind is None:
        return (UNCALCULATED if FORMULA in attributes else text) or None
    if kind in _NUMBERS:
        written = attributes.get("office:value", "")
        if not _NUMBER.fullmatch(written):
            raise damaged("a cell with a number has none")
        return float(written)
    match kind:
        case "string":
            return attributes.get("office:string-value", text)
        case "boolean":
            return attributes.get("office:boolean-value") == "true"
        case "date":
            return _moment(attributes.get("office:date-value", ""))
        case "time":
            return _time(attributes.get("office:time-value", ""))
        case _:
            raise damaged("a cell is of an unknown kind")


def _moment(written: str) -> CellValue:
    try:
        moment = datetime.datetime.fromisoformat(written)
    except ValueError:
        return written
    return moment.date() if moment.timetz() == datetime.time() else moment


def _time(written: str) -> CellValue:
    match = _DURATION.fullmatch(written)
    if match is None:
        return written
    sign, days, hours, minutes, seconds, fraction = match.groups()
    duration = datetime.timedelta(
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int((fraction or "0").ljust(6, "0")[:6]),
    )
    if sign or duration >= datetime.timedelta(days=1):
        return -duration if sign else duration
    return (datetime.datetime.min + duration).time()
