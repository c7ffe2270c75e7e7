"""The day of each row of a column of times, in order to look something up by it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.reading.text_table import TextTable, categorical
from groupreport.intake.values.dates import judge_date
from groupreport.intake.values.judging import Verdict, judge_column
from groupreport.parameters import Dialect, SessionOfDay

_UTC = frozenset({"Z", "UTC", "GMT", "Etc/UTC", "Etc/GMT"})
_NOT_COMPLETED = "[not completed]"  # what REDCap writes as the time of a survey that was not handed in


@dataclass(frozen=True)
class Days:
    """The different days of a column, and which of them each row has; -1 for none."""

    different: list[datetime.date]
    codes: npt.NDArray[np.int64]


def days_of(text: TextTable, column: str, dialect: Dialect, findings: Findings) -> Days:
    """Read the day of each row; a time of day is left out, and what is no day is noted."""
    values = judge_column(text, column, lambda cell: _judge(cell, dialect), findings)
    different = list(dict.fromkeys(value for value in values if value is not None))
    place = {day: number for number, day in enumerate(different)}
    codes = np.array([*(-1 if value is None else place[value] for value in values), -1], dtype=np.int64)
    return Days(different, codes[categorical(text.rows[column]).codes])


def note_zones(text: TextTable, block: Block, findings: Findings) -> None:
    """Warn where a day is read from a column of times in UTC, whose day is another one than that of the group."""
    for column, source in block.settings.columns.items():
        is_day = isinstance(source, SessionOfDay) or (
            column in text.table.column_names and text.table.column(column).kind == "date"
        )
        theirs = text.names[0].get(column)
        if is_day and theirs is not None and text.origins[0].zones.get(theirs) in _UTC:
            findings.add(
                "date-zone",
                text.file,
                f"'{theirs}', from which '{column}' is read, holds times in UTC, so evenings may fall on another day",
                "Export it from Qualtrics in the time zone of the groups.",
                severity="warning",
                sheet=text.sheet,
                line=text.header_line,
                column=theirs,
                facts={"utc": True},
            )


def _judge(cell: str, dialect: Dialect) -> Verdict[datetime.date]:
    if cell == _NOT_COMPLETED:
        message = "has no day, as REDCap says that the survey was not completed"
        remedy = "Use a day that was asked for in the form, or keep the completed forms alone with `where`."
        return Verdict(None, "session-of-day", message, remedy)
    verdict = judge_date(cell, dialect.date_format)
    # Whoever asks for the day of a time knows that it has one.
    return Verdict(verdict.value) if verdict.rule == "date-time" else verdict
