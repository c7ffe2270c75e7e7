"""Which program, term and group a report is about, and why a part of it may be missing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from groupreport.instruments.records import Instrument
from groupreport.parameters import Parameters

# What frames call the row of all programs together; display words it.
ALL_PROGRAMS = "All programs"


@dataclass(frozen=True)
class Unavailable:
    """A part that cannot be reported: its table was not collected, or there is not enough data to say.

    `detail` is a code that says what is missing; its words stand under `reason` in `words.yml`.
    """

    reason: Literal["not_collected", "not_enough_data"]
    detail: str


@dataclass(frozen=True)
class LeftOut:
    """Rows that no number counts: `what` is a code with its words under `left_out` in `words.yml`."""

    what: str
    rows: int


@dataclass(frozen=True)
class Changed:
    """Something that is otherwise now than when the earlier term was published.

    `name` is a setting's dotted name, a questionnaire's id, the term's id (its exports) or the package's name; `then`
    and `now` are the values of a setting as JSON has them (None: not set, or unknown to that version) or the versions.
    """

    kind: Literal["data", "package", "definition", "questionnaire"]
    name: str
    then: Any = None
    now: Any = None


@dataclass(frozen=True)
class Changes:
    """What changed since the earlier term, by its name for readers, was last published; nothing where all is alike."""

    earlier: str
    found: tuple[Changed, ...]


@dataclass(frozen=True, kw_only=True)
class TermFacts:
    """Which program and term; `data_hash` is the SHA-256 of the frozen rows (the group's, or all) behind it.

    `last_session` is the day of the last session held in the program, None before the first. `changes` is what changed
    since the term to compare with was published; a group's report compares with no other term.
    """

    program_name: str
    term_id: str
    term_name: str
    starts: datetime.date
    ends: datetime.date
    confidentiality: str
    data_hash: str
    parameters: Parameters
    instruments: tuple[Instrument, ...]  # those in use, in the order of program.yml
    last_session: datetime.date | None = None
    changes: Changes | Unavailable = Unavailable("not_collected", "no_earlier_term")


@dataclass(frozen=True, kw_only=True)
class GroupFacts:
    """One group as its program describes it."""

    group_id: str
    group_name: str
    program: str
    site: str | None
    modality: str  # in_person, online, hybrid
    enrollment: str  # open, closed
    leaders: tuple[str, ...]
    planned_sessions: int
    held_sessions: int
    canceled_sessions: int
