"""What an export does not say but the roster or the sessions do: a member's group, the session of a day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.days import Days, days_of
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, missing_column, texts_of
from groupreport.parameters import Dialect, SessionOfDay

_Day = datetime.date | None


@dataclass(frozen=True)
class _Answer:
    """What was found, or why nothing was; neither where something else is wrong that is noted elsewhere."""

    value: str | None = None
    reason: str = ""


_Search = Callable[[str | None, _Day], _Answer]


def look_up(
    text: TextTable, block: Block, dialect: Dialect, known: Mapping[str, TextTable], findings: Findings
) -> TextTable:
    """Fill `group_id` from the roster and sessions from their day, where a block says so.

    `known` are the tables that were read before, typed. What cannot be found is never guessed: it is noted.
    """
    days = {
        column: days_of(text, column, dialect, findings)
        for column, source in block.settings.columns.items()
        if isinstance(source, SessionOfDay) and text.has(column)
    }
    if block.settings.from_roster and text.has("member_id"):
        when = days.get("session")
        if when is None and text.has("measured_on"):
            when = days_of(text, "measured_on", dialect, Findings())  # its problems are noted when it is typed
        text = _with_groups(text, when, known.get("roster"), findings)
    for column, each in days.items():
        text = _with_sessions(text, column, each, known, findings)
    return text


def _with_groups(text: TextTable, days: Days | None, roster: TextTable | None, findings: Findings) -> TextTable:
    """Fill empty group ids with the only group of the member, or with that of the stay that covers the row's day."""
    own = text.rows["group_id"] if text.has("group_id") else missing_column("group_id", len(text.lines))
    answers, answer_of = _answers(text, "member_id", days, _group_search(roster))
    blank: Mask = np.asarray(categorical(own).codes < 0)
    remedy = "Export the group for these rows, or correct the roster's dates; a group is never guessed."
    for reason in dict.fromkeys(answer.reason for answer in answers if answer.reason):
        for_this = np.array([answer.reason == reason for answer in answers], dtype=bool)[answer_of]
        findings.add_rows("group-from-roster", text, "member_id", blank & for_this, reason, remedy)
    unfound = np.array([not answer.value and not answer.reason for answer in answers], dtype=bool)[answer_of]
    # A member whom the roster does not know is noted as such; a leader or an observer is on no roster.
    spoken_for = text.rows_of_leaders()
    reason = "is a rating by a leader or an observer, and the roster has no group of theirs"
    findings.add_rows("group-from-roster", text, "member_id", blank & unfound & spoken_for, reason, remedy)
    texts = texts_of(own)
    place_of = np.where(blank, len(texts) + answer_of, categorical(own).codes)
    cells = _column("group_id", [*texts, *(answer.value for answer in answers)], place_of)
    return _filled(text, "group_id", cells, blank)


def _with_sessions(
    text: TextTable, column: str, days: Days, known: Mapping[str, TextTable], findings: Findings
) -> TextTable:
    """Put the number of the group's session that was held on the day in the place of the day."""
    had_day = text.rows[column].notna().to_numpy()
    if not text.has("group_id"):
        return _filled(text, column, missing_column(column, len(text.lines)), had_day)
    search = _session_search(known.get("sessions"), known.get("groups"))
    answers, answer_of = _answers(text, "group_id", days, search)
    remedy = (
        "Export the session's number for these rows, or correct the day or the table sessions; "
        "a session is never guessed."
    )
    for reason in dict.fromkeys(answer.reason for answer in answers if answer.reason):
        for_this = np.array([answer.reason == reason for answer in answers], dtype=bool)[answer_of]
        findings.add_rows("session-of-day", text, column, for_this, reason, remedy)
    return _filled(text, column, _column(column, [answer.value for answer in answers], answer_of), had_day)


def _group_search(roster: TextTable | None) -> _Search:
    """Look for a member's group on a day among the roster's stays."""
    if roster is None or not roster.has("member_id", "group_id", "enrolled_on"):
        return lambda member, day: _Answer()
    stays: defaultdict[str, list[tuple[str, pd.Timestamp, pd.Timestamp]]] = defaultdict(list)
    rows = roster.rows[["member_id", "group_id", "enrolled_on", "ended_on"]].astype({"member_id": object})
    for member_id, group_id, begins, ends in rows.astype({"group_id": object}).itertuples(index=False):
        if isinstance(member_id, str) and isinstance(group_id, str):
            stays[member_id].append((group_id, begins, pd.Timestamp.max if pd.isna(ends) else ends))

    def search(member: str | None, day: _Day) -> _Answer:
        own = stays.get(member or "", [])
        groups = {group_id for group_id, _, _ in own}
        if len(groups) <= 1:
            return _Answer(next(iter(groups), None))
        if day is None:
            return _Answer(reason="names a member who was in several groups, and the row has no day")
        then = {group_id for group_id, begins, ends in own if begins <= pd.Timestamp(day) <= ends}
        if not then:
            return _Answer(reason="names a member who was in several groups, but in none of them on the row's day")
        if len(then) > 1:
            return _Answer(reason="names a member who was in more than one group on the row's day")
        return _Answer(then.pop())

    return search


def _session_search(sessions: TextTable | None, groups: TextTable | None) -> _Search:
    """Look for the session that a group held on a day."""
    if sessions is None or not sessions.has("group_id", "session", "held_on"):
        return lambda group, day: _Answer()
    known = set(sessions.rows["group_id"].dropna())
    # A group with a day that could not be read, which has been noted, may have met on any day.
    doubtful = set(sessions.rows["group_id"][~sessions.could_read("held_on")].dropna())
    if groups is not None and groups.has("group_id"):
        known = set(groups.rows["group_id"].dropna())
    held: defaultdict[tuple[str, datetime.date], list[int]] = defaultdict(list)
    canceled: set[tuple[str, datetime.date]] = set()
    rows = sessions.rows[["group_id", "session", "held_on", "status"]].dropna(subset=["group_id", "session", "held_on"])
    for group_id, number, held_on, status in rows.itertuples(index=False):
        place = (group_id, held_on.date())
        if status == "canceled":
            canceled.add(place)
        else:
            held[place].append(number)

    def search(group: str | None, day: _Day) -> _Answer:
        if group not in known or group is None or day is None:
            return _Answer()
        numbers = held.get((group, day), [])
        if len(set(numbers)) > 1:
            return _Answer(reason="is a day on which the group held more than one session")
        if not numbers and (group, day) in canceled:
            return _Answer(reason="is a day on which the group's session was canceled")
        if not numbers and group in doubtful:
            return _Answer()
        if not numbers:
            return _Answer(reason="is a day on which the group held no session")
        return _Answer(str(numbers[0]))

    return search


def _answers(text: TextTable, column: str, days: Days | None, search: _Search) -> tuple[list[_Answer], np.ndarray]:
    """The answer to each different pair of a column's text and a day, and which of them each row has."""
    codes = np.asarray(categorical(text.rows[column]).codes, dtype=np.int64)
    day_codes = np.full(len(codes), -1, dtype=np.int64) if days is None else days.codes
    width = (len(days.different) if days else 0) + 1
    pairs, answer_of = np.unique((codes + 1) * width + day_codes + 1, return_inverse=True)
    texts: list[str | None] = [None, *texts_of(text.rows[column])]
    different: list[_Day] = [None, *(days.different if days else [])]
    return [search(texts[pair // width], different[pair % width]) for pair in pairs], answer_of.reshape(-1)


def _column(name: str, values: list[str | None], value_of: np.ndarray) -> pd.Series:
    places, different = pd.factorize(np.array([*values, None], dtype=object))
    cells = pd.Categorical.from_codes(places[:-1][value_of], categories=pd.Index(different, dtype=object))
    return pd.Series(cells, name=name)


def _filled(text: TextTable, column: str, cells: pd.Series, looked_up: Mask) -> TextTable:
    """The table with what was found in a column; what was looked up in vain needs no other note."""
    filled = replace(text, rows=text.rows.assign(**{column: cells}), given=text.given | {column})
    return filled.with_unread(column, looked_up & cells.isna().to_numpy())
