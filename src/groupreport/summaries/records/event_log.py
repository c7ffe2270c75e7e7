"""The event log in numbers, and how far ratings saw the same."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.measures.responses import Overlap
from groupreport.summaries.records.facts import Unavailable


@dataclass(frozen=True, kw_only=True)
class MembersInLog:
    """Log and ratings of the same members; no member's id.

    events: logged ruptures. seen_same, seen_next: a drop of an involved member began in that session, or at that
        member's next rating. not_seen: none did. cannot_be_said: no member is on record, or none of them gave a rating
        from then on that could show a drop. expected: events that would be seen if each had been logged at a session
        drawn by lot (missing where nothing can be said of any).
    drops: rating drops by the headline rule. drops_logged: of these, with a logged rupture that names the member, in
        that session or since the member's rating before it. Both None where no member is on record in the log.
    """

    events: int
    seen_same: int
    seen_next: int
    not_seen: int
    cannot_be_said: int
    expected: float
    drops: int | None
    drops_logged: int | None


@dataclass(frozen=True, kw_only=True)
class LogAndRatings:
    """Log and ratings side by side.

    sessions: held sessions in which a drop could have begun (somebody gave a rating that could show one, and not the
        first). outside: sessions with a logged rupture that are none of these.
    """

    sessions: Overlap
    outside: int
    members: MembersInLog


@dataclass(frozen=True, kw_only=True)
class EventLog:
    """Logged ruptures in numbers; no note, no member's id, and no word that staff wrote.

    events: all. own_words: of these, with a kind that is on no list, counted as other.
    cells: one row a level and one a kind: the columns of `measures.responses.events_by_cell`.
    steps: one row a sort (cultural, not_cultural, not_recorded) and step: sort, events, step, taken, not_taken,
        not_recorded.
    starters: one row a role and not_recorded: role, repairs (that somebody tried).
    reporters: role (missing: not recorded), events.
    thirds: one row a part of the term: part (early, middle, late, outside), sessions (held, over all groups), events.
    resolution: the Kaplan-Meier curve of the held sessions to resolution: session, at_risk, events, censored, share
        (not resolved yet), low, high. resolved, unresolved: events in it. left_out: events of which the time is not
        known. median: the first session count after which no more than half were unresolved; NaN where never.
    with_ratings: beside the ratings.
    """

    events: int
    own_words: int
    cells: pd.DataFrame
    steps: pd.DataFrame
    starters: pd.DataFrame
    reporters: pd.DataFrame
    thirds: pd.DataFrame
    resolution: pd.DataFrame
    resolved: int
    unresolved: int
    left_out: int
    median: float
    with_ratings: LogAndRatings | Unavailable
