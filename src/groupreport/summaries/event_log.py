"""The event log in numbers: kinds, steps, repairs and their time, over the term, and beside the ratings."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import first_rows, row_numbers, rows_that_agree
from groupreport.measures.responses import (
    drops_in_log,
    events_by_cell,
    events_by_third,
    events_in_ratings,
    overlap_by_chance,
    repair_starters,
    steps_by_sort,
    times_to_resolution,
)
from groupreport.measures.retention import kaplan_meier, median_session
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped
from groupreport.summaries.logged import logged_events
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.records import EventLog, LogAndRatings, MembersInLog, Unavailable
from groupreport.summaries.retention import Courses

NO_LOG = Unavailable("not_collected", "no_log")
_NOBODY = Unavailable("not_enough_data", "nobody_judged_for_log")


def event_log(found: Courses, drops: RatingDrops | Unavailable) -> EventLog | Unavailable:
    """The log of a scope; an empty one says that nobody logged a rupture."""
    scope = found.scope
    if not scope.collected("events"):
        return NO_LOG
    events = logged_events(scope).reset_index(drop=True)
    times = times_to_resolution(events, scope.held)
    known = times[times["time"].notna()]
    curve = kaplan_meier(known["time"], known["resolved"])
    resolved = int(known["resolved"].sum())
    reporters = events["reported_by"].value_counts(dropna=False).rename_axis("role").rename("events")
    return EventLog(
        events=len(events),
        own_words=int(events["own_words"].sum()),
        cells=events_by_cell(events, times),
        steps=steps_by_sort(events),
        starters=repair_starters(events),
        reporters=retyped(reporters.reset_index(), {"role": TEXT, "events": "int64"}),
        thirds=events_by_third(events, scope.held),
        resolution=curve,
        resolved=resolved,
        unresolved=len(known) - resolved,
        left_out=len(times) - len(known),
        median=median_session(curve),
        with_ratings=_with_ratings(found, drops, events),
    )


def _with_ratings(
    found: Courses, drops: RatingDrops | Unavailable, events: pd.DataFrame
) -> LogAndRatings | Unavailable:
    if isinstance(drops, Unavailable):
        return drops
    rated = drops.rated_sessions
    if rated.empty:
        return _NOBODY
    onsets = drops.headline_episodes[["member_id", "group_id", "onset_session"]]
    sessions = _could_begin(rated)
    place = ["group_id", "session"]
    logged = events[place].take(first_rows(events, place))
    dropped = rows_that_agree(sessions, onsets, place, ["group_id", "onset_session"])
    return LogAndRatings(
        sessions=overlap_by_chance(sessions.assign(logged=rows_that_agree(sessions, logged, place), dropped=dropped)),
        outside=int((~rows_that_agree(logged, sessions, place)).sum()),
        members=_members(events, rated, onsets),
    )


def _could_begin(rated: pd.DataFrame) -> pd.DataFrame:
    """The sessions with a rating after its member's first one: a drop cannot begin with that."""
    member = ["group_id", "member_id"]
    order = np.argsort(row_numbers(rated, [*member, "session"], sort=True), kind="stable")
    later = order[1:][np.diff(row_numbers(rated, member)[order]) == 0]
    sessions = rated[["group_id", "session"]].take(later)
    return sessions.take(first_rows(sessions, ["group_id", "session"])).reset_index(drop=True)


def _members(events: pd.DataFrame, rated: pd.DataFrame, onsets: pd.DataFrame) -> MembersInLog:
    each = events_in_ratings(events, rated, onsets)
    counts = each["seen"].value_counts()
    on_record = bool(each["named"].gt(0).any())
    return MembersInLog(
        events=len(each),
        seen_same=int(counts.get("same_session", 0)),
        seen_next=int(counts.get("next_rating", 0)),
        not_seen=int(counts.get("not_seen", 0)),
        cannot_be_said=int(counts.get("cannot_be_said", 0)),
        expected=float(each["chance"].sum(min_count=1)),
        drops=len(onsets) if on_record else None,
        drops_logged=int(drops_in_log(events, rated, onsets).sum()) if on_record else None,
    )
