"""Dates as exports write them: ISO 8601, or one declared format; never guessed."""

from __future__ import annotations

import datetime
import re

from groupreport.intake.values.judging import Verdict

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]([\d:.]+)(Z|[+-]\d{2}:?\d{2})?)?")
# Day and month in one order or the other, and the year.
NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})")
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?$")
_YEARS = (1900, 2199)
# The first days that programs can count: they write them where a cell was empty or held something else.
_FIRST_DAYS = frozenset(
    datetime.date.fromisoformat(day)
    for day in ("1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01", "1904-01-02", "1970-01-01")
)
# Excel shows the first where a cell holds zero, and counts the second, which no calendar had.
_NO_DAYS = frozenset({"1900-01-00", "1900-02-29"})
_DECLARE = (
    "Write dates as YYYY-MM-DD, or say in params/program.yml under data.date_format how they are written "
    "(%m/%d/%Y is month, day, year)."
)


def judge_date(text: str, date_format: str | None) -> Verdict[datetime.date]:
    """Read one date, in the declared format or else as ISO 8601.

    A time of day is left out, since a term is counted in days; a time zone is refused, because the day may be
    another one elsewhere. What spreadsheets show for nothing, or for a small number, is refused by name.
    """
    if not text.isascii():
        message = "is written with digits or signs that are not plain ones"
        return Verdict(None, "date-format", message, "Retype the date with the digits of the keyboard.")
    if text[:10] in _NO_DAYS:
        return _small_number()
    if date_format is not None:
        return _declared(text, date_format)
    match = _ISO.fullmatch(text)
    if match is None:
        return _not_iso(text)
    year, month, day, time, zone = match.groups()
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return Verdict(None, "date-impossible", "is a day that does not exist", "Correct the date.")
    if zone:
        return Verdict(None, "date-zone", "has a time zone", "Export the day where the group met, as YYYY-MM-DD.")
    return _without_time(date) if time and time.strip("0:.") else _plausible(date)


def _declared(text: str, date_format: str) -> Verdict[datetime.date]:
    for written in (text, _TIME_OF_DAY.sub("", text)):
        try:
            date = datetime.datetime.strptime(written, date_format).date()
        except ValueError:
            continue
        return _plausible(date) if written == text else _without_time(date)
    message = f"is not a date written as data.date_format says ({date_format})"
    return Verdict(None, "date-format", message, "Correct the date, or data.date_format in params/program.yml.")


def _without_time(date: datetime.date) -> Verdict[datetime.date]:
    plausible = _plausible(date)
    return (
        plausible
        if plausible.rule
        else Verdict(date, "date-time", "has a time of day", "Only the day was read.", "info")
    )


def _plausible(date: datetime.date) -> Verdict[datetime.date]:
    if date in _FIRST_DAYS:
        message = "is the first day that a program can count, which it writes for an empty cell"
        return Verdict(None, "date-serial", message, "Leave the cell empty there, or correct the date.")
    if date.year == 1900:
        return _small_number()
    if not _YEARS[0] <= date.year <= _YEARS[1]:
        return Verdict(None, "date-year", f"is not in the years {_YEARS[0]} to {_YEARS[1]}", "Correct the year.")
    return Verdict(date)


def _small_number() -> Verdict[datetime.date]:
    message = "is a day of 1900, which spreadsheets show for a small number"
    return Verdict(None, "date-serial", message, "Enter the day, or leave the cell empty.")


def _not_iso(text: str) -> Verdict[datetime.date]:
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        message = "is the number by which a spreadsheet counts days, not a date"
        return Verdict(None, "date-serial", message, "Format the column as a date (YYYY-MM-DD) and export it again.")
    numbers = NUMBERS.fullmatch(text)
    if numbers and len(numbers[3]) == 2:
        message = "has a year of two digits"
        remedy = (
            "Export the year with four digits, or say in params/program.yml under data.date_format how the dates are "
            "written (%m/%d/%y is month, day, year of two digits)."
        )
        return Verdict(None, "date-year", message, remedy)
    if numbers:
        if max(int(numbers[1]), int(numbers[2])) <= 12:
            return Verdict(
                None, "date-ambiguous", "could be two days, as it does not say which number is the month", _DECLARE
            )
        return Verdict(None, "date-format", "is not written as YYYY-MM-DD", _DECLARE)
    return Verdict(None, "date-format", "is not a date written as YYYY-MM-DD", _DECLARE)
