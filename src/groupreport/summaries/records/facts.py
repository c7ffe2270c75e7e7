"""Which program, term and group a report is about, and why a part of it may be missing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, kw_only=True)
class TermFacts:
    """Which program and term; `data_hash` is the SHA-256 of the frozen rows (the group's, or all) behind it.

    `last_session` is the day of the last session held in the program, None before the first.
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
