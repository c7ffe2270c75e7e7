"""What one report says, as frozen records: one group's term, the program's term, the funder's outcomes.

Frames are tidy (one row is what the comment says), hold plain columns and no index of meaning, and keep a missing
value missing. `Unavailable` stands where a whole part cannot be said, and says why; it is never replaced by 0.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from groupreport.instruments.records import Instrument
from groupreport.measures.attendance_completeness import AttendanceCompleteness
from groupreport.parameters import Parameters


@dataclass(frozen=True)
class Unavailable:
    """A part that cannot be reported: its table was not collected, or there is not enough data to say."""

    reason: Literal["not_collected", "not_enough_data"]
    detail: str


@dataclass(frozen=True, kw_only=True)
class TermFacts:
    """Which program and term; `data_hash` is the SHA-256 of the frozen rows (the group's, or all) behind it."""

    program_name: str
    term_id: str
    term_name: str
    starts: datetime.date
    ends: datetime.date
    confidentiality: str
    data_hash: str
    parameters: Parameters
    instruments: tuple[Instrument, ...]  # those in use, in the order of program.yml


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


@dataclass(frozen=True, kw_only=True)
class Flow:
    """From enrollment on, how many members came how far; all counts of different people.

    `started` attended at least one session, `dose_reached` at least `dose_share` of the sessions held while
    enrolled, whatever happened at sessions without a record of theirs; the four counts that need attendance are None
    where sessions were held but no attendance was recorded.
    `completed` and `dropped_out` follow the roster's end_reason. `still_enrolled` has no end.
    """

    enrolled: int
    never_attended: int | None
    started: int | None
    attended_two_or_more: int | None
    dose_share: float
    dose_reached: int | None
    completed: int
    dropped_out: int
    ended_otherwise: int
    still_enrolled: int


@dataclass(frozen=True, kw_only=True)
class Ruptures:
    """Rating drops consistent with a rupture, by rule, and what became of them.

    episodes: one row an episode of any rule: member_id, group_id, instrument, scale, level, onset_session,
        nadir_session, end_session, score_before, score_nadir, depth, status (repaired, partially_repaired,
        unrepaired, undetermined), rule.
    rules: one row a rule: rule, headline, series (all), series_judged, not_judged_reason, members_judged,
        members_with_episode, episodes, repaired, partially_repaired, unrepaired, undetermined, criterion (text),
        expected_members, expected_low, expected_high (members with an episode if each member's ratings stood in
        random order: mean and middle 95 % of the shuffles; missing where no series can be judged).
    """

    headline: str
    episodes: pd.DataFrame
    rules: pd.DataFrame

    @property
    def headline_episodes(self) -> pd.DataFrame:
        """The episodes of the headline rule."""
        return self.episodes[self.episodes["rule"] == self.headline].reset_index(drop=True)


@dataclass(frozen=True, kw_only=True)
class ObservedRuptures:
    """The event log: ruptures that people saw.

    events: one row an event: event_id, session, reported_by, level, kind, cultural, intensity, repair_started_by,
        repair_status, resolved_session, sessions_to_resolution, steps_taken, steps_recorded (no note, no member id).
    steps: one row a response step: step (named, disarmed, supported_target, educated, supported_other, corrective),
        taken, not_taken, not_recorded.
    concordance: one row a session with an event or a headline episode's onset: session, events, episodes,
        seen_by (both, rating_only, log_only).
    """

    events: pd.DataFrame
    steps: pd.DataFrame
    concordance: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class Participation:
    """Who spoke how much.

    unit: what was recorded; where a program records minutes only, `turns` below holds minutes.
    by_session: session, members (with a record), turns (all), gini (with the n/(n-1) correction), top_share, silent
        (members with a recorded 0; a member without a record is not called silent).
    by_member: member_id, sessions, turns, share (of all turns in the sessions where the member has a record),
        equal_share (the mean of 1 / members over the same sessions).
    """

    by_session: pd.DataFrame
    by_member: pd.DataFrame
    unit: Literal["turns", "minutes"] = "turns"


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """Change from the first to the last occasion, for people with both; those without stay in the denominators.

    by_instrument: one row an instrument: instrument, short_name, scale, higher_is, minimum, maximum, enrolled,
        with_pre, with_post, pairs, mean_pre, sd_pre, mean_post, sd_post, mean_change, smcr, smcr_low, smcr_high,
        criterion, criterion_source, cutoff, cutoff_source, recovered, improved, unchanged, deteriorated,
        improved_share (recovered + improved over pairs), improved_low, improved_high (Wilson), note (why numbers
        are missing, else empty). `improved` counts the class "improved" alone, without "recovered".
    by_member: one row a member and instrument: member_id, instrument, scale, pre, mid, post, change, outcome
        (recovered, improved, unchanged, deteriorated, or missing). Empty in a program's summary.
    """

    by_instrument: pd.DataFrame
    by_member: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class DataQuality:
    """How complete the records are and how the answers look, about forms, items and sites, never about a person.

    Members' forms stand apart from those of leaders and observers (`rater`: member, leader, observer). Forms about
    sessions that were not held are left out, as everywhere.

    attendance: how many of the possible attendances are on record.
    forms: one row a questionnaire and rater with any answer: instrument, short_name, given (session, occasion), rater,
        forms (with an answer), members (different ones; missing for other raters), judged (forms with at least five
        answers), same (of them, with the same answer to every item), reversed_judged (judged forms with answers to
        reversed and to other items), contradicting (of them, the same throughout though not in the middle); for
        members' session questionnaires also sessions (held, of the groups that use it), sessions_answered, expected
        and answered (members present in these, and who answered), rate, and lowest_group, lowest_session,
        lowest_expected, lowest_answered (the session with the lowest rate), else missing.
    scales: one row a questionnaire, rater and scale with any score: instrument, short_name, rater, scale, label,
        scores, at_lowest, at_highest (missing: the end of the range is not known), noted (at which ends more than
        15 % lie: neither, lowest, highest, both, not_enough_data).
    items: one row a questionnaire, rater and item, over all sites (site missing) and, in a program with several sites,
        at each: instrument, short_name, rater, scale (the largest that holds the item), site, item, forms, members
        (groups for other raters), correlation (with the rest of the scale, after the key's reversal), low, high,
        direction (with, against, unclear, not_enough_data).
    ranges: members' answers, one row a questionnaire and site: instrument, short_name, scale (missing: its items;
        else a score that comes without them), site (missing: not recorded), members, answers, lowest, highest, used,
        others, others_used, chance, shift (lower, higher, none, not_enough_data).
    """

    attendance: AttendanceCompleteness
    forms: pd.DataFrame
    scales: pd.DataFrame
    items: pd.DataFrame
    ranges: pd.DataFrame | Unavailable


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
    data_quality: DataQuality | None = None
    data_notes: tuple[str, ...] = ()  # what intake normalized or warned about, in sentences without values


@dataclass(frozen=True, kw_only=True)
class ProgramSummary:
    """The program's term: groups side by side, no member rows. `data_quality` is for evaluators alone, else None.

    groups: one row a group: group_id, group_name, program, site, modality, enrollment, held_sessions, enrolled,
        started, dose_reached, completed, dropped_out, attendance_rate, members_with_episode, members_judged,
        episodes, repaired, partially_repaired, unrepaired, undetermined, events, events_cultural.
    scales_by_group: one row a group and scale (domains cohesion, climate, alliance): group_id, group_name,
        instrument, short_name, scale, label, domain, level, aspect, higher_is, minimum, maximum, members, mean (of
        the members' term means), low, high (95 % t interval over members; missing under 3), early, late (mean of
        the first and the last third of held sessions), note.
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
    equity: one row a characteristic, its category and an instrument: characteristic, category, enrolled, completed,
        instrument, short_name, pairs, improved (recovered + improved), deteriorated.
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
    response_rates: pd.DataFrame | Unavailable  # instrument, short_name, expected, answered, rate
    comparison: pd.DataFrame | Unavailable
    data_quality: DataQuality | None = None
    data_notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """Counts of different people before disclosure control: a two-way frame without margins.

    counts: rows and columns are categories, cells are people. groups_behind: the same shape, how many groups the
    people of a cell come from.
    """

    title: str
    rows: str
    columns: str
    counts: pd.DataFrame
    groups_behind: pd.DataFrame


@dataclass(frozen=True, kw_only=True)
class FunderSummary:
    """What funders may be told, before disclosure control: totals of people, never a member or a group row.

    tables: who was served (program by characteristic), who stayed (program by flow), what changed (program by
        outcome class, one an instrument). scales: one row an instrument and program (and "All programs"):
        instrument, short_name, program, people (pairs), groups, mean_pre, mean_post, mean_change, smcr, smcr_low,
        smcr_high, criterion, criterion_source. process: one row a statement about how the groups worked: measure,
        label, value, unit, people, groups.
    """

    term: TermFacts
    groups: int
    tables: dict[str, CountTable]
    scales: pd.DataFrame | Unavailable
    process: pd.DataFrame | Unavailable
    data_notes: tuple[str, ...] = field(default=())
