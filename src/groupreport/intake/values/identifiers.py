"""Ids as text: never a number, never trimmed of zeros, refused where an eye would take them for another one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where, texts_of
from groupreport.intake.spelling import as_number, has_unprintable, one_spelling
from groupreport.intake.values.judging import Verdict
from groupreport.intake.values.spreadsheet_errors import MESSAGE, REMEDY, is_spreadsheet_error

_E_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SOCIAL_SECURITY = re.compile(r"\d{3}-\d{2}-\d{4}")
_LONGEST = 200


def judge_id(text: str) -> Verdict[str]:
    """Take an id as it is written, unless it cannot be one."""
    if has_unprintable(text):
        message = "holds control characters, line breaks or characters that cannot be seen"
        return Verdict(None, "id-unprintable", message, "Remove them from the id.")
    if is_spreadsheet_error(text):
        return Verdict(None, "number-spreadsheet-error", MESSAGE, REMEDY)
    if text == "=":
        return Verdict(None, "number-formula", "is a formula, not its result", "Export the values.")
    if len(text) > _LONGEST:
        return Verdict(None, "id-too-long", f"has more than {_LONGEST} characters", "Export the id alone.")
    if _E_MAIL.fullmatch(text) or _SOCIAL_SECURITY.fullmatch(text):
        message = "looks like an e-mail address or a social security number"
        return Verdict(text, "identifying-value", message, "Export an id that says nothing about the person.")
    return Verdict(text)


def judge_ids(text: str) -> Verdict[str]:
    """Take several ids joined by `;`, without the spaces around them."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    verdicts = [judge_id(part) for part in parts]
    fault = next((verdict for verdict in verdicts if verdict.rule), None)
    return fault if fault else Verdict(";".join(parts) or None)


def note_two_spellings(text: TextTable, column: str, rule: str, what: str, findings: Findings) -> None:
    """Warn of ids that a person would take for one: other letter case, lost zeros, another dash."""
    known = texts_of(text.rows[column])
    doubles = _doubles((one_spelling(each), each) for each in known)
    doubles |= _doubles((as_number(each) or f"text {each}", each) for each in known)
    findings.add_rows(
        rule,
        text,
        column,
        rows_where(text.rows[column], doubles.__contains__),
        f"is the id of a {what} that another id resembles (letter case, leading zeros, spaces or dashes)",
        f"If both are the same {what}, write the id in one way.",
        "warning",
    )


class IdReasons:
    """Why an id is not found: a word that names no id."""

    def __init__(self, known: Iterable[str]) -> None:
        self.spellings = {one_spelling(each) for each in known}
        self.numbers = {number for each in known if (number := as_number(each))}

    def of(self, identifier: str) -> str:
        """The reason, as the end of a sentence, or "" where there is none to see."""
        if one_spelling(identifier) in self.spellings:
            return "; there is one that differs by letter case, spaces or dashes only"
        if as_number(identifier) in self.numbers:
            return "; there is one that differs by leading zeros or '.0' only, which spreadsheets change"
        return ""


def note_groups_of_one_name(groups: TextTable, findings: Findings) -> None:
    """Note group ids that differ by letter case alone: their files would be one on some computers."""
    known = texts_of(groups.rows["group_id"])
    doubles = _doubles((each.casefold(), each) for each in known)
    findings.add_rows(
        "group-letter-case",
        groups,
        "group_id",
        rows_where(groups.rows["group_id"], doubles.__contains__),
        "is the id of a group that another id equals but for letter case",
        "Write the id in one way, or give one of the groups another id.",
    )


def _doubles(spelled: Iterable[tuple[str, str]]) -> set[str]:
    by_spelling: defaultdict[str, set[str]] = defaultdict(set)
    for spelling, identifier in spelled:
        by_spelling[spelling].add(identifier)
    return {identifier for same in by_spelling.values() if len(same) > 1 for identifier in same}
