"""Every rule that a person can break: its id, what it means, why it matters and how to mend it.

A rule's id stays the same between versions, so that lists of problems can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping

from groupreport.rules.columns import COLUMNS, MAPPINGS, ROWS
from groupreport.rules.files import FILES
from groupreport.rules.people import IDS, SESSIONS, STAYS
from groupreport.rules.rule import Rule, Section, Severity
from groupreport.rules.settings import PAGES, SETTINGS
from groupreport.rules.sources import SERVERS, WORKBOOKS
from groupreport.rules.values import ANSWERS, DATES, NUMBERS

__all__ = ["RULES", "SECTIONS", "Rule", "Section", "Severity"]

SECTIONS = (
    *(FILES, ROWS, COLUMNS, MAPPINGS, IDS, STAYS, SESSIONS, DATES, NUMBERS, ANSWERS),
    *(WORKBOOKS, SERVERS, SETTINGS, PAGES),
)
RULES: Mapping[str, Rule] = {name: rule for section in SECTIONS for name, rule in section.rules.items()}
