"""The columns that survey systems add to every export, by what wrote it."""

from __future__ import annotations

import re

from groupreport.parameters import TableFormat

_NAMES: dict[TableFormat, frozenset[str]] = {
    "plain": frozenset(),
    "qualtrics": frozenset(
        {
            "StartDate",
            "EndDate",
            "Status",
            "IPAddress",
            "Progress",
            "Duration (in seconds)",
            "Finished",
            "RecordedDate",
            "ResponseId",
            "RecipientLastName",
            "RecipientFirstName",
            "RecipientEmail",
            "ExternalReference",
            "LocationLatitude",
            "LocationLongitude",
            "DistributionChannel",
            "UserLanguage",
        }
    ),
    "redcap": frozenset(
        {
            "Event Name",
            "Repeat Instrument",
            "Repeat Instance",
            "Data Access Group",
            "Survey Identifier",
            "Survey Timestamp",
            "Complete?",
        }
    ),
    "forms": frozenset(
        {
            "Timestamp",
            "Email Address",
            "Username",
            "ID",
            "Id",
            "Start time",
            "Completion time",
            "Last modified time",
            "Email",
            "Name",
            "Total points",
            "Quiz feedback",
            "Score",
        }
    ),
}
_FORMS: dict[TableFormat, re.Pattern[str]] = {
    "redcap": re.compile(r"redcap_\w+|\w+_(?:complete|timestamp)|(?:Survey Timestamp|Complete\?) \(\d+\)"),
    "forms": re.compile(r"(?:Points|Feedback|Grading) - .*"),
}


def is_of_system(column: str, table_format: TableFormat) -> bool:
    """Whether a survey system adds a column of this name to what people filled in.

    Examples:
        >>> is_of_system("redcap_event_name", "redcap"), is_of_system("Q5_1", "qualtrics")
        (True, False)
    """
    form = _FORMS.get(table_format)
    return column in _NAMES[table_format] or bool(form and form.fullmatch(column))
