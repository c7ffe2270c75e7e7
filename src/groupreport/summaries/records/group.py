"""What a group's report says."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.intake import DataNote
from groupreport.summaries.records.consequences import Consequences
from groupreport.summaries.records.data_quality import DataQuality
from groupreport.summaries.records.event_log import EventLog
from groupreport.summaries.records.facts import GroupFacts, LeftOut, TermFacts, Unavailable
from groupreport.summaries.records.group_ruptures import GroupRuptures
from groupreport.summaries.records.outcome_details import OutcomeDetails
from groupreport.summaries.records.outcomes import Outcomes
from groupreport.summaries.records.people import Flow, Participation
from groupreport.summaries.records.repairs import Repairs
from groupreport.summaries.records.retention import AbsenceSigns, Retention
from groupreport.summaries.records.ruptures import ObservedRuptures, Ruptures
from groupreport.summaries.records.signs import ParticipationSigns, SubgroupSigns


@dataclass(frozen=True, kw_only=True)
class GroupSummary:
    """One group's term.

    sessions: session, held_on, status (held, canceled), stage, modality.
    attendance_by_session: session, expected (enrolled that day, and known whether they came), present (attended, late
        or left_early), attended, late, left_early, excused, no_show, unrecorded (enrolled that day, not known), rate
        (present / expected). Held sessions only.
    attendance_by_member: member_id, enrolled_on, ended_on, end_reason, expected, present, unknown (sessions without a
        row that others have one for), share, dose_reached (missing where the unknown sessions decide), first_session,
        last_session.
    attendance_by_member_session: member_id, session, status (the contract's, or unrecorded, not_enrolled, canceled).
    scales_by_session: one row a scale and held session, for scales of domain cohesion, climate and alliance:
        instrument, short_name, scale, label, domain, level, aspect, higher_is, minimum, maximum, session, stage,
        expected (members present), n (scored), mean, sd, low, high (95 % t interval of the mean; missing under 3),
        average_deviation, rwg (r_wg(j) for scales of several items, r_wg for one), agreement_note.
    scores_by_member_session: member_id, instrument, scale, label, domain, level, aspect, session, score, status.
    response_rates: instrument, short_name, session, expected, answered, rate.
    agreement: one row a scale: the facts of the scale as above, sessions (with scores), average_deviation, rwg,
        rwg_star, awg (medians over sessions with 3 members who answered every item), options (of an item),
        fewest_raters, most_raters (at a session with any who answered every item), small_sessions (with fewer than
        3), computable (sessions with AD_M), awg_computable, spread_early, spread_late (members' pooled SD over the
        first and the last third of sessions).
    growth: one row a scale: the facts of the scale, and the fields of measures.growth.Growth.
    completion_by_member: one row a definition and member: definition, member_id, result (completed, dropped_out,
        cannot_be_said), reason.
    logged_members: one row a logged rupture and involved member of the group: event_id, session, member_id; None
        without a log.
    absence_runs: one row a run: member_id, first, last (session numbers), length, returned.
    """

    term: TermFacts
    group: GroupFacts
    sessions: pd.DataFrame
    flow: Flow
    attendance_by_session: pd.DataFrame | Unavailable
    attendance_by_member: pd.DataFrame
    attendance_by_member_session: pd.DataFrame
    scales_by_session: pd.DataFrame | Unavailable
    scores_by_member_session: pd.DataFrame | Unavailable
    ruptures: Ruptures | Unavailable
    observed: ObservedRuptures | Unavailable
    participation: Participation | Unavailable
    outcomes: Outcomes | Unavailable
    feedback: pd.DataFrame | Unavailable  # session, leader_id, viewed, discussed
    response_rates: pd.DataFrame | Unavailable
    score_statuses: pd.DataFrame | Unavailable  # instrument, short_name, complete, prorated, insufficient, out_of_range
    retention: Retention | None = None
    completion_by_member: pd.DataFrame | None = None
    absence: AbsenceSigns | None = None
    absence_runs: pd.DataFrame | None = None
    logged_members: pd.DataFrame | None = None
    participation_signs: ParticipationSigns | None = None
    subgroup_signs: SubgroupSigns | None = None
    outcome_details: OutcomeDetails | Unavailable | None = None
    data_quality: DataQuality | None = None
    agreement: pd.DataFrame | Unavailable | None = None
    growth: pd.DataFrame | Unavailable | None = None
    repairs: Repairs | Unavailable | None = None
    event_log: EventLog | Unavailable | None = None
    consequences: Consequences | Unavailable | None = None
    group_ruptures: GroupRuptures | Unavailable | None = None
    data_notes: tuple[DataNote | LeftOut, ...] = ()  # what intake normalized or warned about, without values
