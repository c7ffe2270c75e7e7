"""Excel's numbers of days as dates."""

from __future__ import annotations

import datetime

_FIRST = datetime.datetime(1899, 12, 30)
_DAYS_TO_1904 = 1462
# Excel counts a 29 February 1900, which no calendar had: day 60.
_NO_DAY = 60
_NO_DAY_WRITTEN = "1900-02-29"
# What Excel shows where a cell that is formatted as a day holds zero.
_ZERO_WRITTEN = "1900-01-00"
_LAST = 2_958_465
_DAY = datetime.timedelta(days=1)
_DAY_MILLISECONDS = 86_400_000

Day = datetime.date | datetime.datetime | datetime.time | datetime.timedelta


def day_of(serial: float, *, dates_1904: bool) -> Day | str | None:
    """The day that a number stands for, with its time unless that is midnight; None beyond the calendar.

    Days that only spreadsheets know are given as they are shown, as text.
    """
    if dates_1904:
        serial += _DAYS_TO_1904
    if not 0 <= serial < _LAST + 1:
        return None
    if serial < 1:
        return _ZERO_WRITTEN
    if int(serial) == _NO_DAY:
        return _NO_DAY_WRITTEN
    # Before the day that never was, the count runs one behind.
    moment = _FIRST + _since(serial) + (_DAY if serial < _NO_DAY else datetime.timedelta())
    return moment.date() if moment.time() == datetime.time() else moment


def time_of(serial: float, *, dates_1904: bool) -> Day | str | None:
    """The time of day that a number stands for, with the day where it has one; None beyond the calendar."""
    if 0 <= serial < 1:
        moment = _FIRST + _since(serial)
        return moment.time() if moment.date() == _FIRST.date() else None
    return day_of(serial, dates_1904=dates_1904)


def duration_of(serial: float) -> datetime.timedelta | None:
    """The duration that a number of days stands for; None for one that is longer than the calendar."""
    return _since(serial) if abs(serial) <= _LAST else None


def _since(serial: float) -> datetime.timedelta:
    """A number of days to the millisecond, which is all that a number of this size can hold."""
    return datetime.timedelta(milliseconds=round(serial * _DAY_MILLISECONDS))
