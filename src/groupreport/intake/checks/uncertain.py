"""Ids and sessions that may be there although they could not be read: their rows were noted already.

A row of the roster with one cell too many is one problem. Without care, each attendance of its member would be
another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groupreport.intake.reading.text_table import Mask, TextTable, rows_where, texts_of
from groupreport.intake.spelling import one_spelling


@dataclass(frozen=True, kw_only=True)
class Uncertain:
    """What stands in rows and cells that could not be read.

    Attributes:
        groups: Spellings of what may be a group of the table groups.
        members: Spellings of what may be a member of the roster.
        homeless: Members with a stay in a group that is not known.
        groups_with_sessions: Groups of which a session's number could not be read.
        stray_sessions: Numbers of sessions whose group is not known.
        left_out: For each table, the texts of the rows that could not be divided into columns.
    """

    groups: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    homeless: frozenset[str] = frozenset()
    groups_with_sessions: frozenset[str] = frozenset()
    stray_sessions: frozenset[int] = frozenset()
    left_out: Mapping[str, tuple[frozenset[str], ...]]

    def may_be_group(self, group_id: str) -> bool:
        """Whether a group id that is not known may be one that could not be read."""
        return one_spelling(group_id) in self.groups

    def may_be_member(self, member_id: str) -> bool:
        """Whether a member id that is not known may be one that could not be read."""
        return one_spelling(member_id) in self.members

    def may_belong(self, text: TextTable, column: str = "member_id") -> Mask:
        """The rows whose member has, or may have, a stay that could not be read."""
        return rows_where(text.rows[column], lambda each: each in self.homeless or self.may_be_member(each))

    def may_be_session(self, text: TextTable, column: str) -> Mask:
        """The rows whose session may be one that could not be read."""
        rows = rows_where(text.rows["group_id"], self.groups_with_sessions.__contains__)
        rows |= text.rows[column].isin(self.stray_sessions).to_numpy()
        return rows | self.may_be_left_out(text, "sessions", ("group_id", column))

    def may_be_left_out(self, text: TextTable, table: str, columns: tuple[str, ...]) -> Mask:
        """The rows whose cells in these columns stand together in a row of a table that was left out."""
        rows: Mask = np.zeros(len(text.lines), dtype=bool)
        for texts in self.left_out.get(table, ()):
            found = np.ones(len(text.lines), dtype=bool)
            for column in columns:
                found &= text.rows[column].astype(str).isin(texts).to_numpy()
            rows |= found
        return rows


def find_uncertain(tables: Mapping[str, TextTable], texts: Mapping[str, TextTable]) -> Uncertain:
    """Collect what could not be read of groups, roster, sessions and attendance.

    Args:
        tables: The tables with typed cells.
        texts: The same rows as text.
    """
    left_out = {name: text.left_out for name, text in tables.items() if text.left_out}
    roster, sessions = tables.get("roster"), tables.get("sessions")
    known = set(texts_of(tables["groups"].rows["group_id"])) if "groups" in tables else set()
    homeless: set[str] = set()
    if roster is not None and roster.has("member_id", "group_id"):
        homeless = set(roster.rows["member_id"][_of_no_group(roster, known)].dropna())
    unnumbered: set[str] = set()
    stray: set[int] = set()
    if sessions is not None and sessions.has("group_id", "session"):
        unnumbered = set(sessions.rows["group_id"][~sessions.could_read("session")].dropna())
        stray = set(sessions.rows["session"][_of_no_group(sessions, known)].dropna())
    return Uncertain(
        groups=_spellings("groups", "group_id", tables, texts),
        members=_spellings("roster", "member_id", tables, texts),
        homeless=frozenset(homeless),
        groups_with_sessions=frozenset(unnumbered),
        stray_sessions=frozenset(stray),
        left_out=left_out,
    )


def _of_no_group(text: TextTable, known: set[str]) -> Mask:
    return ~rows_where(text.rows["group_id"], known.__contains__)


def _spellings(
    table: str, column: str, tables: Mapping[str, TextTable], texts: Mapping[str, TextTable]
) -> frozenset[str]:
    if table not in tables:
        return frozenset()
    unread = texts[table].rows[column][~tables[table].could_read(column)].dropna()
    left_out = {each.strip() for row in tables[table].left_out for each in row}
    return frozenset(map(one_spelling, {*map(str, unread), *left_out} - {""}))
