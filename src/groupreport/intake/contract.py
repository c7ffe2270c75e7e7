"""The tables that a program hands in, as data: what one row is, every column, its kind and its allowed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "ids", "text", "choice", "occasion", "item", "date", "whole", "number", "yes_no"]

# pandas' own default for text is kept (str from pandas 3 on, object before), so that frames made elsewhere compare.
PANDAS_TYPES: dict[Kind, str] = {
    "id": "str",
    "ids": "str",
    "text": "str",
    "choice": "str",
    "occasion": "str",
    "item": "str",
    "date": "datetime64[ns]",
    "whole": "Int64",
    "number": "float64",
    "yes_no": "boolean",
}
KEY_KINDS: frozenset[Kind] = frozenset({"id", "ids", "item", "whole", "occasion"})
OCCASIONS = ("pre", "mid", "post", "follow_up")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table.

    `required`: the column must be in the file. `filled`: every row must have a value there. `minimum` is the
    smallest number allowed. `ids` holds several ids joined by `;`. Missing is an empty cell, never a word.
    """

    name: str
    kind: Kind
    required: bool = False
    filled: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: `row` says what a row is; no two rows may have the same values in the columns of `key`."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column '{name}'; its columns are {list(self.column_names)}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Every column, in the contract's order."""
        return tuple(column.name for column in self.columns)


def _must(name: str, kind: Kind, *allowed: str, filled: bool = True, minimum: float | None = None) -> Column:
    return Column(name=name, kind=kind, required=True, filled=filled, allowed=allowed, minimum=minimum)


def _may(name: str, kind: Kind, *allowed: str, minimum: float | None = None) -> Column:
    return Column(name=name, kind=kind, allowed=allowed, minimum=minimum)


_SESSION = _must("session", "whole", minimum=1)
_MODALITIES = ("in_person", "online", "hybrid")

GROUPS = Table(
    name="groups",
    row="a group",
    required=True,
    key=("group_id",),
    columns=(
        _must("group_id", "id"),
        _must("group_name", "text"),
        _must("program", "text"),
        _may("site", "text"),
        _must("modality", "choice", *_MODALITIES),
        _must("enrollment", "choice", "open", "closed"),
        _must("planned_sessions", "whole", minimum=1),
        _may("leaders", "ids"),
    ),
)

ROSTER = Table(
    name="roster",
    row="a member's stay in a group",
    required=True,
    key=("member_id", "group_id", "enrolled_on"),
    columns=(
        _must("member_id", "id"),
        _must("group_id", "id"),
        _must("enrolled_on", "date"),
        _may("ended_on", "date"),
        _may("end_reason", "choice", "completed", "dropped_out", "transferred", "referred", "other"),
    ),
)

# `planned` is set by the intake for a session that lies ahead and of which nothing is recorded; a program may write
# it too. A missing status means held.
SESSIONS = Table(
    name="sessions",
    row="a planned session",
    required=True,
    key=("group_id", "session"),
    columns=(
        _must("group_id", "id"),
        _SESSION,
        _must("held_on", "date"),
        _may("status", "choice", "held", "canceled", "planned"),
        _may("stage", "choice", "commitment", "process", "change", "termination"),
        _may("modality", "choice", *_MODALITIES),
    ),
)

ATTENDANCE = Table(
    name="attendance",
    row="a member at a session",
    required=True,
    key=("member_id", "group_id", "session"),
    columns=(
        _must("member_id", "id"),
        _must("group_id", "id"),
        _SESSION,
        _must("status", "choice", "attended", "late", "left_early", "excused", "no_show"),
    ),
)

RATINGS = Table(
    name="ratings",
    row="an answer about a session",
    required=True,
    key=("member_id", "group_id", "session", "instrument", "item", "rater", "target"),
    columns=(
        _must("member_id", "id", filled=False),
        _must("group_id", "id"),
        _SESSION,
        _must("instrument", "id"),
        _must("item", "item"),
        _must("value", "number", filled=False),
        _may("rater", "choice", "member", "leader", "observer"),
        _may("target", "choice", "leader", "members", "group"),
    ),
)

OUTCOMES = Table(
    name="outcomes",
    row="an answer on an occasion",
    key=("member_id", "group_id", "occasion", "instrument", "item"),
    columns=(
        _must("member_id", "id"),
        _may("group_id", "id"),
        _must("occasion", "occasion"),
        _may("measured_on", "date"),
        _must("instrument", "id"),
        _must("item", "item"),
        _must("value", "number", filled=False),
    ),
)

EVENTS = Table(
    name="events",
    row="an observed rupture",
    key=("event_id",),
    columns=(
        _must("event_id", "id"),
        _must("group_id", "id"),
        _SESSION,
        _must("reported_by", "text"),
        _must(
            "level",
            "choice",
            "member_leader",
            "member_member",
            "member_group",
            "leader_leader",
            "subgroup",
        ),
        _must("kind", "text"),
        _may("cultural", "yes_no"),
        _may("identity_domain", "text"),
        _may("intensity", "number", minimum=0),
        _may("member_ids", "ids"),
        _may("named", "yes_no"),
        _may("disarmed", "yes_no"),
        _may("supported_target", "yes_no"),
        _may("educated", "yes_no"),
        _may("supported_other", "yes_no"),
        _may("corrective", "yes_no"),
        _may("repair_started_by", "text"),
        _must("repair_status", "choice", "none", "attempted", "partial", "full"),
        _may("resolved_session", "whole", minimum=1),
        _may("note", "text"),
    ),
)

PARTICIPATION = Table(
    name="participation",
    row="a member's share in a session",
    key=("member_id", "group_id", "session"),
    columns=(
        _must("member_id", "id"),
        _must("group_id", "id"),
        _SESSION,
        _may("turns", "number", minimum=0),
        _may("minutes", "number", minimum=0),
    ),
)

FEEDBACK = Table(
    name="feedback",
    row="a leader's use of feedback",
    key=("group_id", "session", "leader_id"),
    columns=(
        _must("group_id", "id"),
        _SESSION,
        _must("leader_id", "id"),
        _must("viewed", "yes_no"),
        _must("discussed", "yes_no"),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (GROUPS, ROSTER, SESSIONS, ATTENDANCE, RATINGS, OUTCOMES, EVENTS, PARTICIPATION, FEEDBACK)
}


def with_characteristics(characteristics: tuple[str, ...]) -> dict[str, Table]:
    """The contract's tables, with the program's own characteristics as further text columns of the roster."""
    own = tuple(_must(name, "text", filled=False) for name in characteristics if name not in ROSTER.column_names)
    roster = Table(
        name=ROSTER.name,
        row=ROSTER.row,
        required=ROSTER.required,
        key=ROSTER.key,
        columns=(*ROSTER.columns, *own),
    )
    return {**TABLES, "roster": roster}
