"""How long people stayed, by several definitions, and what their absences may be signs of."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.summaries.records.facts import Unavailable


@dataclass(frozen=True, kw_only=True)
class Retention:
    """Completion, drop-out and time to the last session of everybody enrolled, each person once; no member rows.

    definitions: one row a definition: definition (therapist_judgement, per_protocol, last_session, fewer_than,
        finished_course), number, source, enrolled, completed, dropped_out, cannot_be_said, its reasons (still_enrolled,
        ended_otherwise, no_reason, ended_after_group, no_session, fewer_offered, attendance_unknown), share (dropped
        out over enrolled), low, high (Wilson), highest (if all of whom it cannot be said had dropped out).
    progress: one row for all, and where both kinds of group exist one for each: enrollment (all, closed, open),
        enrolled, late_joiners (first enrolled after that group's second held
        session), without_record (own sessions, and no
        attendance of theirs on record), started, attended_two_or_more, dose_reached, completed, pairs (people with a
        first and a last outcome score; missing where none were collected).
    curve: time to the last session: session (own, from 0), at_risk, events, censored, share (still attending after
        it), low, high (95 %, log-log). No row without people.
    curves_by_modality: the same with modality before it, where every modality has at least 10 people in 2 groups; else
        no row.
    median: the first own session after which no more than half are still attending; NaN where never.
    people: in the curve. left_out: people whose last session is not known. uncertain: drop-outs in the curve that may
        have come to a later session, which is not on record.
    """

    definitions: pd.DataFrame
    progress: pd.DataFrame
    curve: pd.DataFrame
    curves_by_modality: pd.DataFrame
    median: float
    people: int
    left_out: int
    uncertain: int


@dataclass(frozen=True, kw_only=True)
class LeftAfterDrop:
    """Drop-outs among members whose ratings could show a drop; counts of people.

    `with_drop_left_soon`: the last attended session is at most `window` own sessions after the onset of the last drop.
    """

    window: int
    with_drop: int
    with_drop_left: int
    with_drop_left_soon: int
    without_drop: int
    without_drop_left: int


@dataclass(frozen=True, kw_only=True)
class AbsenceSigns:
    """Absences as a sign of the alliance; no member rows.

    members: who came at least once. with_run: of these, who then missed at least `run` own sessions in a row.
    after: one row a kind of session: after (unrepaired, undetermined, partially_repaired, repaired, no_drop),
        sessions, absent, members, members_absent, mean, low, high (t interval over members; missing under 3).
    """

    run: int
    window: int
    members: int
    with_run: int
    after: pd.DataFrame | Unavailable
    left: LeftAfterDrop | Unavailable
