"""Ids as text: never a number, never trimmed of zeros, refused where an eye would take them for another one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where, texts_of
from groupreport.intake.spelling import (
    as_number,
    digits_for_letters,
    has_hidden_controls,
    has_unprintable,
    one_spelling,
)
from groupreport.intake.values.identifying import what_identifies
from groupreport.intake.values.judging import Verdict

_LONGEST = 200
_LOST = "\ufffd"
# What spreadsheet programs make of long numbers; the digits behind are lost.
_EXPONENT = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+")


def judge_id(text: str, *, member: bool = False) -> Verdict[str]:
    """Take an id as it is written, unless it cannot be one; `member`: whether it stands for a member."""
    if has_unprintable(text):
        message = "holds a line break or another character that cannot be seen"
        return Verdict(
            None, "id-unprintable", message, "Remove it from the id: retype the id in the program that it comes from."
        )
    if len(text) > _LONGEST:
        return Verdict(None, "id-too-long", f"has more than {_LONGEST} characters", "Export the id alone here.")
    if _LOST in text:
        message = "holds a mark where a letter was lost when the file was saved"
        return Verdict(None, "id-unprintable", message, "Export it again as UTF-8.")
    if _EXPONENT.fullmatch(text):
        message = "is a number as spreadsheet programs shorten it, so digits of the id are lost"
        return Verdict(None, "id-number", message, "Format the column as text there, and export it again.")
    return _unless_identifying(text, member=member)


def judge_ids(text: str, *, member: bool = False) -> Verdict[str]:
    """Take several ids joined by `;`, without the spaces around them; `member`: whether they stand for members."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    verdicts = [judge_id(part, member=member) for part in parts]
    fault = next((verdict for verdict in verdicts if verdict.rule), Verdict[str]())
    whole = ";".join(parts) or None
    return Verdict(None, *fault.fault) if fault.severity == "error" and fault.rule else Verdict(whole, *fault.fault)


def judge_text(text: str) -> Verdict[str]:
    """Take words as they are written, unless they would be shown otherwise than they are."""
    if has_hidden_controls(text):
        message = "holds characters that cannot be seen, or that turn the direction of writing"
        remedy = "Remove them: retype the text in the program that it comes from."
        return Verdict(None, "text-unprintable", message, remedy)
    return _unless_identifying(text)


def _unless_identifying(text: str, *, member: bool = False) -> Verdict[str]:
    what = what_identifies(text, member=member)
    if what is None:
        return Verdict(text)
    remedy = "Export an id that says nothing about the person." if member else "Take it out of the export."
    return Verdict(text, "identifying-value", f"looks like {what}", remedy, "warning", restricts=True)


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
        f"is the id of a {what} that looks like another one, but for letter case, leading zeros, spaces, dashes or "
        "letters of another alphabet",
        f"If both are the same {what}, write the id in one way; otherwise nothing needs to be done.",
        "warning",
    )


class IdReasons:
    """Why an id is not found: a word that names no id."""

    def __init__(self, known: Iterable[str]) -> None:
        self.spellings = {one_spelling(each) for each in known}
        self.numbers = {number for each in known if (number := as_number(each))}
        self.digits = {digits_for_letters(each) for each in known}

    def of(self, identifier: str) -> str:
        """The reason, as the end of a sentence, or "" where there is none to see."""
        if one_spelling(identifier) in self.spellings:
            return "; there is one that differs by letter case, spaces, dashes or look-alike letters only"
        if as_number(identifier) in self.numbers:
            return "; there is one that differs by leading zeros or '.0' only, which spreadsheets change"
        if digits_for_letters(identifier) in self.digits:
            return "; there is one that differs by O for 0, or l or I for 1 only"
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
        "is the id of a group that differs from another by letter case only",
        "Write the id in one way, or give one of the groups another id.",
    )


def _doubles(spelled: Iterable[tuple[str, str]]) -> set[str]:
    by_spelling: defaultdict[str, set[str]] = defaultdict(set)
    for spelling, identifier in spelled:
        by_spelling[spelling].add(identifier)
    return {identifier for same in by_spelling.values() if len(same) > 1 for identifier in same}
