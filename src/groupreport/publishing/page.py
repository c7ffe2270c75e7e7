"""What every page of a report carries beside its content."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

# Not strftime's: those follow the machine's language.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_READERS = {
    "evaluator": "For evaluators and group leaders",
    "leadership": "For clinic leadership",
    "funder": "For funders",
}
# Control characters and the marks that reverse the reading direction: never part of a name.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def one_line(text: str) -> str:
    """The text on one line: line breaks and control characters become spaces, runs of spaces become one."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """The lines in a report's title block, page header and page footer.

    Attributes:
        program: The program's name, as its staff writes it.
        audience: `evaluator`, `leadership` or `funder`; any other text is printed as it is.
        confidentiality: Who may read the report; empty where anyone may.
        term: The term and its dates. Not the clock: the same data must give the same bytes.
        data: The first characters of the data's hash, which tie the page to the manifest.
        language: A BCP 47 tag, such as `en` or `en-US`.
    """

    program: str
    audience: str
    confidentiality: str
    term: str
    data: str
    language: str = "en"

    @property
    def readers(self) -> str:
        """For whom the report is, in words."""
        return readers_of(self.audience)


def readers_of(audience: str) -> str:
    """For whom an audience's reports are, in words; an unknown audience is printed as it is."""
    return _READERS.get(audience, audience)


def day_in_words(day: datetime.date) -> str:
    """A day as readers write it.

    >>> day_in_words(datetime.date(2026, 8, 24))
    'August 24, 2026'
    """
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
