"""What a program's report says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.intake import DataNote
from groupreport.summaries.records.conditions import Conditions
from groupreport.summaries.records.consequences import Consequences
from groupreport.summaries.records.data_quality import DataQuality
from groupreport.summaries.records.event_log import EventLog
from groupreport.summaries.records.facts import LeftOut, TermFacts, Unavailable
from groupreport.summaries.records.funder import FunderSummary
from groupreport.summaries.records.outcome_details import OutcomeDetails, ProgramDetails
from groupreport.summaries.records.outcomes import Outcomes
from groupreport.summaries.records.repairs import Repairs
from groupreport.summaries.records.retention import AbsenceSigns, Retention
from groupreport.summaries.records.statistics import ScaleStatistics


@dataclass(frozen=True, kw_only=True)
class ProgramSummary:
    """The program's term: groups side by side, no member rows.

    Fields that may be None are for evaluators alone: leadership's view leaves them out, whatever they hold.

    groups: one row a group: group_id, group_name, program, site, modality, enrollment, held_sessions, enrolled,
        started, dose_reached, completed, dropped_out, attendance_rate, attendance_early, attendance_late (the same
        over the first and the last third of held sessions), attendance_fell (by ten points or more; missing where
        it cannot be compared), members_with_episode, members_judged, episodes, repaired, partially_repaired,
        unrepaired, undetermined, events, events_cultural.
    scales_by_group: one row a group and scale (domains cohesion, climate, alliance): group_id, group_name,
        instrument, short_name, scale, label, domain, level, aspect, higher_is, minimum, maximum, members, sessions (in
        which two or more of them rated it), mean (of the members' term means), low, high (95 % t interval over members;
        missing under 3), early, late (the same mean over the first and the last third of held sessions), note.
    scales_by_session: like GroupSummary's, over all groups: instrument, ..., session, groups, n, mean.
    agreement: one row a scale: instrument, short_name, scale, label, groups, members, icc1, icc2, note.
    ruptures_by_stage: stage, level, episodes, repaired, partially_repaired, unrepaired, undetermined (headline rule).
    rules: Ruptures.rules over all groups.
    steps: ObservedRuptures.steps summed over groups. events_by_kind: level, kind, cultural, events, repaired_full.
    flows: one row a program and one for all (program = "All programs"): program, groups, and the fields of Flow.
    feedback: group_id, group_name, sessions, viewed, discussed (sessions in which it was).
    comparison: one row a measure: measure, label, unit, previous, previous_n, current, current_n, note (why it
        cannot be compared, else empty).
    outcomes_by_program: Outcomes.by_instrument with a program column before it.
    equity: one row a characteristic, its category and an outcome scale: characteristic, category, enrolled,
        completed, instrument, scale (where the instrument has several), short_name (with the scale's name then),
        pairs, improved (recovered + improved), deteriorated.
    co_ruptures: one row a group, as `summaries.group_ruptures.groups_with_co_ruptures` says.
    feedback_use: one row a group with answers, as `summaries.feedback_use.feedback_use` says.
    for_funders: what funders may be told of the same term, which leadership's view is protected beside.
    response_rates: one row a questionnaire: instrument, short_name, sessions (at which it was answered: the fewest of
        any group that used it), used_in (the ids of those groups), expected, answered, rate.
    last_term: of the term in `comparison`, groups, flows, scales_by_group, outcomes, equity and `for_funders`; nothing
        else of it.
    """

    term: TermFacts
    groups: pd.DataFrame
    flows: pd.DataFrame
    scales_by_group: pd.DataFrame | Unavailable
    scales_by_session: pd.DataFrame | Unavailable
    agreement: pd.DataFrame | Unavailable
    rules: pd.DataFrame | Unavailable
    ruptures_by_stage: pd.DataFrame | Unavailable
    steps: pd.DataFrame | Unavailable
    events_by_kind: pd.DataFrame | Unavailable
    outcomes: Outcomes | Unavailable
    outcomes_by_program: pd.DataFrame | Unavailable
    equity: pd.DataFrame | Unavailable
    feedback: pd.DataFrame | Unavailable
    response_rates: pd.DataFrame | Unavailable
    comparison: pd.DataFrame | Unavailable
    retention: Retention | None = None
    absence: AbsenceSigns | None = None
    conditions: Conditions | None = None
    feedback_use: pd.DataFrame | None = None
    outcome_details: OutcomeDetails | Unavailable | None = None
    details: ProgramDetails | None = None
    data_quality: DataQuality | None = None
    statistics: ScaleStatistics | Unavailable | None = None
    repairs: Repairs | Unavailable | None = None
    event_log: EventLog | Unavailable | None = None
    consequences: Consequences | Unavailable | None = None
    co_ruptures: pd.DataFrame | None = None
    for_funders: FunderSummary | None = None
    last_term: ProgramSummary | None = None
    data_notes: tuple[DataNote | LeftOut, ...] = ()
