"""Dates as exports write them: ISO 8601, or one declared format; never guessed."""

from __future__ import annotations

import datetime
import re

from groupreport.intake.values.judging import Verdict

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]([\d:.]+)(Z|[+-]\d{2}:?\d{2})?)?")
_TIME = re.compile(r"\d{1,3}:\d{2}:\d{2}")
_YEARS = (1900, 2199)
# Spreadsheets count days from here, and show these where a cell holds zero, or a small number in the place of a day.
_FIRST_DAYS = frozenset({datetime.date(1899, 12, 30), datetime.date(1899, 12, 31), datetime.date(1904, 1, 1)})
_FIRST_YEAR = 1900
_NO_DAYS = frozenset({"1900-01-00", "1900-02-29"})
_DECLARE = "Write dates as YYYY-MM-DD, or set data.date_format in params/program.yml (for example %m/%d/%Y)."


def judge_date(text: str, date_format: str | None) -> Verdict[datetime.date]:
    """Read one date, in the declared format or else as ISO 8601.

    A time of day is left out, since a term is counted in days; a time zone is refused, because the day may be
    another one elsewhere. What a spreadsheet shows for zero, and its 29 February 1900, is refused by name.
    """
    if text[:10] in _NO_DAYS:
        return _no_day()
    if date_format is not None:
        try:
            return _plausible(datetime.datetime.strptime(text, date_format).date())
        except ValueError:
            message = "is not a date in the format that data.date_format declares"
            return Verdict(None, "date-format", message, "Correct the date, or data.date_format in params/program.yml.")
    match = _ISO.fullmatch(text)
    if match is None:
        return _not_iso(text)
    year, month, day, time, zone = match.groups()
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return Verdict(None, "date-impossible", "is a day that no calendar has", "Correct the date.")
    if zone:
        return Verdict(None, "date-zone", "has a time zone", "Export the local day, as YYYY-MM-DD.")
    if time and time.strip("0:.") and _plausible(date).value:
        return Verdict(date, "date-time", "has a time of day", "Only the day was read.", "info")
    return _plausible(date)


def _no_day() -> Verdict[datetime.date]:
    message = "is what a spreadsheet shows where a cell for a day holds zero or a small number"
    return Verdict(None, "date-serial", message, "Enter the day, or leave the cell empty.")


def _plausible(date: datetime.date) -> Verdict[datetime.date]:
    if date in _FIRST_DAYS or date.year == _FIRST_YEAR:
        return _no_day()
    if not _YEARS[0] <= date.year <= _YEARS[1]:
        return Verdict(None, "date-year", f"is not in the years {_YEARS[0]} to {_YEARS[1]}", "Correct the year.")
    return Verdict(date)


def _not_iso(text: str) -> Verdict[datetime.date]:
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        message = "is a spreadsheet's day number, not a date"
        return Verdict(None, "date-serial", message, "Format the column as a date (YYYY-MM-DD) and export it again.")
    if _TIME.fullmatch(text):
        return Verdict(None, "date-format", "is a time without a day", "Export the day, as YYYY-MM-DD.")
    numbers = re.fullmatch(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})", text)
    if numbers:
        if max(int(numbers[1]), int(numbers[2])) <= 12:
            return Verdict(None, "date-ambiguous", "could be two days, as month and day can be swapped", _DECLARE)
        return Verdict(None, "date-format", "is not written as YYYY-MM-DD", _DECLARE)
    return Verdict(None, "date-format", "is not a date written as YYYY-MM-DD", _DECLARE)
