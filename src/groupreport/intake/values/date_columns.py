"""Dates whose order of day and month shows in other dates of their column: told which format to declare."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection

from groupreport.intake.values.dates import NUMBERS, judge_date
from groupreport.intake.values.judging import Verdict

DateJudge = Callable[[str], Verdict[datetime.date]]


def date_judge(texts: Collection[str], date_format: str | None) -> DateJudge:
    """What judges the dates of a column with these texts.

    Nothing is read in an order that was not declared; but where 13/01/2026 shows that the day comes first, the
    format to declare is named once, instead of a doubt about 05/01/2026 and another word about 13/01/2026.
    """
    judged = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})")
    numeric = [match for match in map(judged.fullmatch, texts if date_format is None else ()) if match]
    day_first = any(int(match[1]) > 12 >= int(match[3]) for match in numeric)
    month_first = any(int(match[3]) > 12 >= int(match[1]) for match in numeric)
    if not day_first and not month_first:
        return lambda text: judge_date(text, date_format)
    if day_first and month_first:
        fault: Verdict[datetime.date] = Verdict(
            None,
            "date-ambiguous",
            "stands in a column in which some dates have the day first and others the month",
            "Export the dates as YYYY-MM-DD.",
        )
    else:
        order = "%d{0}%m{0}%Y" if day_first else "%m{0}%d{0}%Y"
        formats = sorted({order.format(match[2]) for match in numeric})
        plain = "Export the dates as YYYY-MM-DD"
        fault = Verdict(
            None,
            "date-format",
            f"is written with the {'day' if day_first else 'month'} first, as other dates of the column show",
            f'{plain}, or set data.date_format to "{formats[0]}" in params/program.yml.'
            if len(formats) == 1
            else f"{plain}.",
        )

    def judge(text: str) -> Verdict[datetime.date]:
        numbers = NUMBERS.fullmatch(text)
        return fault if numbers and len(numbers[3]) == 4 else judge_date(text, date_format)

    return judge
