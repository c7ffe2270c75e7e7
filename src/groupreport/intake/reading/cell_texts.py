"""The values of a workbook's cells as text, exactly, and as the program says that cells are written."""

from __future__ import annotations

import datetime
from decimal import Decimal

from groupreport.intake.workbooks import CellValue
from groupreport.parameters import Dialect

# Beyond, a number of a spreadsheet no longer holds every digit.
_EXACT = 2.0**53


def text_of(value: CellValue, dialect: Dialect) -> str:
    """A cell's value as text.

    A whole number has no decimals, another one the fewest digits that give the same number again. A day is written
    as YYYY-MM-DD, with its time if that is not midnight. Where the program declares a format of dates or a decimal
    comma, real dates and numbers are written so: what is text in the workbook then has to keep the format that is
    declared, and what is a date there is never taken for another one.
    """
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return _number(value).replace(".", dialect.decimal)
        case datetime.datetime():
            return _declared(value, dialect) or value.isoformat(timespec="auto")
        case datetime.date():
            moment = datetime.datetime.combine(value, datetime.time())
            return _declared(moment, dialect) or value.isoformat()
        case datetime.time():
            return value.replace(microsecond=0).isoformat()
        case datetime.timedelta():
            seconds = round(value.total_seconds())
            minutes, second = divmod(abs(seconds), 60)
            return f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}:{second:02}"
        case _:
            return value


def _number(number: float) -> str:
    if number.is_integer() and abs(number) < _EXACT:
        return str(int(number))
    shortest = repr(number)
    # A small number is one in plain digits; a large one has lost digits, which the power of ten shows.
    return format(Decimal(shortest), "f") if abs(number) < 1 else shortest


def _declared(moment: datetime.datetime, dialect: Dialect) -> str | None:
    """The day in the declared format, unless it would be read as another day: of 1955, two digits would be lost."""
    if dialect.date_format is None or moment.tzinfo is not None:
        return None
    written = moment.strftime(dialect.date_format)
    try:
        is_same = datetime.datetime.strptime(written, dialect.date_format).date() == moment.date()
    except ValueError:
        return None
    if not is_same:
        return None
    return written if moment.time() == datetime.time() else f"{written} {moment:%H:%M:%S}"
