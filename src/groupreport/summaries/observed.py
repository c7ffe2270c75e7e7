"""What people saw and recorded of a group beside questionnaires: logged ruptures, who spoke, the use of feedback."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.participation import participation_by_member, participation_by_session, recorded_unit
from groupreport.measures.responses import STEPS, concordance, count_steps, describe_events, members_in_log
from groupreport.measures.text import TEXT
from groupreport.summaries.event_log import NO_LOG
from groupreport.summaries.logged import logged_events
from groupreport.summaries.records import ObservedRuptures, Participation, Ruptures, Unavailable
from groupreport.summaries.scope import Scope
from groupreport.summaries.signs import recorded_participation

_EVENT = [
    "event_id",
    "session",
    "reported_by",
    "level",
    "kind",
    "cultural",
    "intensity",
    "repair_started_by",
    "repair_status",
    "resolved_session",
    "sessions_to_resolution",
    "steps_taken",
    "steps_recorded",
    *STEPS,
]


def observed_ruptures(scope: Scope, ruptures: Ruptures | Unavailable) -> ObservedRuptures | Unavailable:
    """A group's event log beside its rating drops; an empty log says that nobody logged a rupture."""
    if not scope.collected("events"):
        return NO_LOG
    events = logged_events(scope)
    onsets = (
        pd.DataFrame({"group_id": pd.Series(dtype=TEXT), "onset_session": pd.Series(dtype="Int64")})
        if isinstance(ruptures, Unavailable)
        else ruptures.headline_episodes
    )
    return ObservedRuptures(
        events=describe_events(events, scope.held)[_EVENT],
        steps=count_steps(events),
        concordance=concordance(events, onsets).drop(columns="group_id"),
    )


def logged_members(scope: Scope) -> pd.DataFrame | None:
    """Which of a group's own members the log names, by rupture; None without a log."""
    if not scope.collected("events"):
        return None
    named = members_in_log(scope.table("events"))
    return named[named["member_id"].isin(scope.stays["member_id"])].reset_index(drop=True)


def participation(scope: Scope) -> Participation | Unavailable:
    """Who spoke how much in a group."""
    if not scope.collected("participation"):
        return Unavailable("not_collected", "no_participation")
    recorded = recorded_participation(scope)
    unit = recorded_unit(recorded)
    if unit is None:
        return Unavailable("not_enough_data", "no_participation_recorded")
    return Participation(
        by_session=participation_by_session(recorded, unit).drop(columns="group_id"),
        by_member=participation_by_member(recorded, unit).drop(columns="group_id"),
        unit=unit,
    )


def feedback(scope: Scope) -> pd.DataFrame | Unavailable:
    """Whether leaders viewed and discussed the members' feedback: group_id, session, leader_id, viewed, discussed."""
    if not scope.collected("feedback"):
        return Unavailable("not_collected", "no_feedback")
    given = scope.table("feedback")
    if given.empty:
        return Unavailable("not_enough_data", "no_feedback_recorded")
    return given[["group_id", "session", "leader_id", "viewed", "discussed"]]
