"""The program's term: groups side by side, no member rows."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

import pandas as pd

from groupreport.measures.attendance import attendance_by_session
from groupreport.measures.attendance_over_term import attendances_over_term
from groupreport.measures.responses import count_steps
from groupreport.measures.ruptures import STATUSES
from groupreport.measures.text import python_text
from groupreport.summaries.absence import absence_signs
from groupreport.summaries.comparison import compare_terms
from groupreport.summaries.conditions import conditions
from groupreport.summaries.consequences import consequences
from groupreport.summaries.data_quality import data_quality
from groupreport.summaries.drops_by_condition import drops_by_condition
from groupreport.summaries.equity import equity
from groupreport.summaries.event_log import NO_LOG, event_log
from groupreport.summaries.facts import data_notes, term_facts
from groupreport.summaries.feedback_use import feedback_use
from groupreport.summaries.flows import flows_by_group, flows_by_program, groups_without_attendance
from groupreport.summaries.funder import outcomes_for_funders
from groupreport.summaries.group_ruptures import groups_with_co_ruptures
from groupreport.summaries.logged import logged_events
from groupreport.summaries.observed import feedback
from groupreport.summaries.outcome_details import outcome_details
from groupreport.summaries.outcome_scores import outcomes_by_instrument, outcomes_by_program, why_no_outcomes
from groupreport.summaries.process import (
    agreement_over_groups,
    response_rates_of_term,
    scales_by_group,
    scales_over_groups,
    why_no_scores,
)
from groupreport.summaries.program_details import program_details
from groupreport.summaries.rating_drops import RatingDrops, rating_drops
from groupreport.summaries.records import Outcomes, ProgramSummary, Unavailable
from groupreport.summaries.repairs import repairs
from groupreport.summaries.retention import Courses, retention
from groupreport.summaries.scope import Scope
from groupreport.summaries.statistics import scale_statistics

if TYPE_CHECKING:
    from groupreport.intake import Term

_OVER_TERM = ("attendance_early", "attendance_late", "attendance_fell")


@python_text()
def summarize_program(term: Term) -> ProgramSummary:
    """Summarize the program's term over all its groups.

    Args:
        term: The frozen term; `term.previous`, where there is one, is compared with it.

    Returns:
        Numbers by group, program and term, unrounded, without any member row. A person who was in several groups
        counts once in totals. Missing stays missing; a part that cannot be said is `Unavailable`.
    """
    scope = Scope(term)
    drops = rating_drops(scope, by_chance=True)
    no_scores = why_no_scores(scope)
    no_outcomes = why_no_outcomes(scope)
    logged = scope.collected("events")
    found = Courses(scope)
    outcomes = no_outcomes or _outcomes(scope)
    return ProgramSummary(
        term=dataclasses.replace(term_facts(term), last_session=_last_session(scope)),
        groups=_groups(scope, drops),
        flows=flows_by_program(scope),
        scales_by_group=no_scores or scales_by_group(scope),
        scales_by_session=no_scores or scales_over_groups(scope),
        agreement=no_scores or agreement_over_groups(scope),
        rules=drops if isinstance(drops, Unavailable) else drops.rules,
        ruptures_by_stage=drops if isinstance(drops, Unavailable) else drops_by_condition(scope, drops, "stage"),
        steps=count_steps(scope.table("events")) if logged else NO_LOG,
        events_by_kind=_events_by_kind(logged_events(scope)) if logged else NO_LOG,
        outcomes=outcomes,
        outcomes_by_program=no_outcomes or outcomes_by_program(scope),
        equity=equity(scope),
        feedback=_feedback(scope),
        response_rates=no_scores or response_rates_of_term(scope),
        comparison=compare_terms(scope, drops, term.previous),
        retention=retention(found),
        absence=absence_signs(found, drops),
        conditions=conditions(found, drops),
        feedback_use=feedback_use(scope),
        outcome_details=outcome_details(scope),
        details=program_details(found, outcomes),
        data_quality=data_quality(scope),
        statistics=scale_statistics(scope, no_scores),
        repairs=repairs(scope, drops, with_marks=False),
        event_log=event_log(found, drops),
        consequences=consequences(found, drops),
        co_ruptures=groups_with_co_ruptures(scope, drops),
        for_funders=outcomes_for_funders(scope, term),
        last_term=None if term.previous is None else counted_term(term.previous),
        data_notes=data_notes(term, scope),
    )


def counted_term(term: Term) -> ProgramSummary:
    """Whom the groups of a term served, how they rated and fared; everything else is taken as not collected."""
    scope = Scope(term)
    why, left_out = why_no_outcomes(scope), Unavailable("not_collected", "only_people_counted")
    return ProgramSummary(
        term=term_facts(term),
        groups=_groups(scope, left_out),
        flows=flows_by_program(scope),
        outcomes=why or _outcomes(scope),
        outcomes_by_program=why or outcomes_by_program(scope),
        equity=equity(scope),
        for_funders=outcomes_for_funders(scope, term),
        scales_by_group=why_no_scores(scope) or scales_by_group(scope),
        scales_by_session=left_out,
        agreement=left_out,
        rules=left_out,
        ruptures_by_stage=left_out,
        steps=left_out,
        events_by_kind=left_out,
        feedback=left_out,
        response_rates=left_out,
        comparison=left_out,
    )


def _last_session(scope: Scope) -> datetime.date | None:
    """The day of the last session held in any group."""
    return None if scope.held.empty else scope.held["held_on"].max().date()


def _groups(scope: Scope, drops: RatingDrops | Unavailable) -> pd.DataFrame:
    """One row a group, in the term's order; a count is missing, not 0, where nothing was collected or judged."""
    groups = scope.groups[["group_id", "group_name", "program", "site", "modality", "enrollment"]]
    held = scope.held.groupby("group_id").size().rename("held_sessions")
    sums = scope.attendance_by_member.groupby("group_id")[["expected", "present"]].sum()
    rate = (sums["present"] / sums["expected"].where(sums["expected"] > 0)).rename("attendance_rate")
    rows = groups.join(held, on="group_id").merge(flows_by_group(scope), on="group_id", how="left")
    counted = ["held_sessions", "enrolled", "completed", "dropped_out"]
    rows[counted] = rows[counted].fillna(0).astype("int64")
    unknown = rows["group_id"].isin(groups_without_attendance(scope))
    for name in ("started", "dose_reached"):
        rows[name] = rows[name].astype("Int64").mask(~unknown & rows[name].isna(), 0)
    rows = rows.join(rate, on="group_id").merge(_drops_by_group(drops, groups), on="group_id", how="left")
    rows = rows.merge(_events_by_group(scope), on="group_id", how="left")
    rows = rows.join(_attendance_over_term(scope).set_index("group_id"), on="group_id")
    return rows[
        ["group_id", "group_name", "program", "site", "modality", "enrollment", *counted[:2], "started", "dose_reached"]
        + [*counted[2:], "attendance_rate", *_OVER_TERM, "members_with_episode", "members_judged", "episodes"]
        + [*STATUSES, "events", "events_cultural"]
    ]


def _attendance_over_term(scope: Scope) -> pd.DataFrame:
    """One row a group with sessions and attendance: attendance in their first and last third, and whether it fell."""
    by_session = attendance_by_session(scope.member_sessions)
    rows = [
        (group_id, found.early, found.late, found.fell)
        for group_id, own in by_session.groupby("group_id")
        if (found := attendances_over_term(own)) is not None
    ]
    table = pd.DataFrame(rows, columns=["group_id", *_OVER_TERM])
    return table.astype({"attendance_early": "float64", "attendance_late": "float64", "attendance_fell": "boolean"})


def _drops_by_group(drops: RatingDrops | Unavailable, groups: pd.DataFrame) -> pd.DataFrame:
    """The headline rule's counts by group; episodes are missing where no member could be judged."""
    names = ["members_with_episode", "members_judged", "episodes", *STATUSES]
    if isinstance(drops, Unavailable):
        nothing = pd.DataFrame({name: pd.array([pd.NA] * len(groups), dtype="Int64") for name in names})
        return nothing.assign(group_id=groups["group_id"].to_numpy())
    episodes, series = drops.headline_episodes, drops.headline_series
    judged = series[series["judged"].astype(bool)].groupby("group_id")["member_id"].nunique()
    counts = {
        "members_with_episode": episodes.groupby("group_id")["member_id"].nunique(),
        "members_judged": judged,
        "episodes": episodes.groupby("group_id").size(),
        **{status: (episodes["status"] == status).groupby(episodes["group_id"]).sum() for status in STATUSES},
    }
    rows = pd.DataFrame(counts).reindex(groups["group_id"]).fillna(0).astype("Int64")
    nobody = rows["members_judged"] == 0
    return rows.assign(**{name: rows[name].mask(nobody) for name in names if name != "members_judged"}).reset_index()


def _events_by_group(scope: Scope) -> pd.DataFrame:
    groups = scope.groups["group_id"]
    if not scope.collected("events"):
        missing = pd.array([pd.NA] * len(groups), dtype="Int64")
        return pd.DataFrame({"group_id": groups, "events": missing, "events_cultural": missing})
    events = logged_events(scope)
    cultural = events["cultural"].fillna(False).astype(bool)
    counts = {
        "events": events.groupby("group_id").size(),
        "events_cultural": cultural.groupby(events["group_id"]).sum(),
    }
    return pd.DataFrame(counts).reindex(groups).fillna(0).astype("Int64").reset_index()


def _events_by_kind(events: pd.DataFrame) -> pd.DataFrame:
    """One row a level, kind and whether the rupture was cultural (missing: not recorded)."""
    by = ["level", "kind", "cultural"]
    flags = events.assign(events=1, repaired_full=(events["repair_status"] == "full").astype("int64"))
    return flags.groupby(by, dropna=False)[["events", "repaired_full"]].sum().astype("int64").reset_index()


def _outcomes(scope: Scope) -> Outcomes:
    by_instrument = outcomes_by_instrument(scope, scope.people["member_id"])
    columns = ["member_id", "instrument", "scale", "pre", "mid", "post", "change", "outcome"]
    return Outcomes(by_instrument=by_instrument, by_member=pd.DataFrame(columns=columns))


def _feedback(scope: Scope) -> pd.DataFrame | Unavailable:
    """One row a group: in how many sessions a use of feedback was recorded, and was it viewed and discussed."""
    given = feedback(scope)
    if isinstance(given, Unavailable):
        return given
    by_session = given.groupby(["group_id", "session"])[["viewed", "discussed"]].max().fillna(False).astype("int64")
    by_group = by_session.groupby("group_id").agg(
        sessions=("viewed", "size"), viewed=("viewed", "sum"), discussed=("discussed", "sum")
    )
    return scope.groups[["group_id", "group_name"]].join(by_group, on="group_id", how="inner").reset_index(drop=True)
