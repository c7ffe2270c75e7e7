"""One group's term."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from groupreport.measures.attendance import attendance_by_session
from groupreport.measures.text import python_text
from groupreport.summaries.absence import absence_signs
from groupreport.summaries.agreement_of_group import agreement_of_group
from groupreport.summaries.consequences import consequences
from groupreport.summaries.data_quality import data_quality
from groupreport.summaries.event_log import event_log
from groupreport.summaries.facts import data_notes, group_facts, require_group, term_facts
from groupreport.summaries.flows import flow_of_group
from groupreport.summaries.group_ruptures import group_ruptures
from groupreport.summaries.growth_of_scales import growth_of_scales
from groupreport.summaries.observed import feedback, logged_members, observed_ruptures, participation
from groupreport.summaries.outcome_details import outcome_details
from groupreport.summaries.outcome_scores import outcomes_of_group
from groupreport.summaries.process import (
    response_rates_by_session,
    scales_by_session,
    score_statuses,
    scores_by_member_session,
    why_no_scores,
)
from groupreport.summaries.rating_drops import rating_drops, ruptures_of_group
from groupreport.summaries.records import GroupSummary, Unavailable
from groupreport.summaries.repairs import repairs
from groupreport.summaries.retention import Courses, retention
from groupreport.summaries.scope import Scope
from groupreport.summaries.signs import participation_signs, subgroup_signs

if TYPE_CHECKING:
    from groupreport.intake import Term


@python_text()
def summarize_group(term: Term, group_id: str) -> GroupSummary:
    """Summarize one group's term; only this group's part of the frozen term is opened.

    Args:
        term: The frozen term.
        group_id: One of the term's groups.

    Returns:
        The group's numbers, unrounded. Missing stays missing; a part that cannot be said is `Unavailable`.

    Raises:
        ParameterError: The term has no such group.
    """
    require_group(term.group_ids, group_id, term.parameters.term.id)
    scope = Scope(term, group_id)
    drops = rating_drops(scope, by_chance=True)
    ruptures = ruptures_of_group(drops)
    no_scores = why_no_scores(scope)
    answered = not scope.answers.empty
    used = feedback(scope)
    found = Courses(scope)
    return GroupSummary(
        term=term_facts(term, group_id),
        group=group_facts(scope),
        sessions=scope.sessions[["session", "held_on", "status", "stage", "modality"]],
        flow=flow_of_group(scope),
        attendance_by_session=_attendance_by_session(scope),
        attendance_by_member=scope.attendance_by_member.drop(columns="group_id"),
        attendance_by_member_session=scope.member_sessions[["member_id", "session", "status"]],
        scales_by_session=no_scores or scales_by_session(scope).drop(columns="group_id"),
        scores_by_member_session=no_scores or scores_by_member_session(scope).drop(columns="group_id"),
        ruptures=ruptures,
        observed=observed_ruptures(scope, ruptures),
        logged_members=logged_members(scope),
        participation=participation(scope),
        outcomes=outcomes_of_group(scope),
        feedback=used if isinstance(used, Unavailable) else used.drop(columns="group_id"),
        response_rates=response_rates_by_session(scope).drop(columns="group_id") if answered else _no_answers(scope),
        score_statuses=score_statuses(scope) if answered else _no_answers(scope),
        retention=retention(found),
        completion_by_member=found.judged,
        absence=absence_signs(found, drops),
        absence_runs=found.runs_of_absence.drop(columns="group_id"),
        participation_signs=participation_signs(scope),
        subgroup_signs=subgroup_signs(scope),
        outcome_details=outcome_details(scope),
        data_quality=data_quality(scope),
        agreement=no_scores or agreement_of_group(scope),
        growth=no_scores or growth_of_scales(scope),
        repairs=repairs(scope, drops, with_marks=True),
        event_log=event_log(found, drops),
        consequences=consequences(found, drops),
        group_ruptures=group_ruptures(scope, drops),
        data_notes=data_notes(term, scope),
    )


def _attendance_by_session(scope: Scope) -> pd.DataFrame | Unavailable:
    if scope.held.empty:
        return Unavailable("not_enough_data", "no_session_yet")
    if scope.stays.empty:
        return Unavailable("not_enough_data", "no_member_enrolled")
    if scope.table("attendance").empty:
        return Unavailable("not_enough_data", "no_attendance_recorded")
    return attendance_by_session(scope.member_sessions).drop(columns="group_id")


def _no_answers(scope: Scope) -> Unavailable:
    return why_no_scores(scope) or Unavailable("not_enough_data", "no_session_questionnaire_answered")
