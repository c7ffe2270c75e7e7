"""One group's term and one program's term, made by hand for the pages: 9 members, 12 sessions, one of them canceled.

M1 to M6 come regularly, M7 leaves after session 6, M8 joins at session 4, M9 never comes. M3 has a drop in session 6
that is repaired by session 8; M7 has one in session 5 and leaves; M5 has one in session 10 with too little after it.
"""

from __future__ import annotations

import dataclasses
import datetime

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.group_sizes import with_sizes
from groupreport.disclosure.leadership_form import in_leadership_form
from groupreport.disclosure.views import EvaluatorGroupView, ProgramView
from groupreport.disclosure.withholding import NOTHING_WITHHELD, WithheldCells
from groupreport.instruments.records import Instrument
from groupreport.intake import DataNote
from groupreport.parameters import Parameters
from groupreport.parameters.records import ProgramSettings, TermSettings
from groupreport.summaries.records import (
    Flow,
    GroupFacts,
    GroupSummary,
    ObservedRuptures,
    Outcomes,
    Participation,
    ProgramSummary,
    Ruptures,
    TermFacts,
)

HELD = [session for session in range(1, 13) if session != 7]
MEMBERS = [f"M{place}" for place in range(1, 10)]
STAGES = {"commitment": (1, 4), "process": (5, 8), "change": (9, 11), "termination": (12, 14)}
FREE = {"status": "free", "holder": "Its authors", "note": "Key only."}


def stage_of(session: int) -> str:
    return next(stage for stage, (first, last) in STAGES.items() if first <= session <= last)


def _instrument(id_: str, short: str, given: str, scales: list[dict], verified: bool = True) -> Instrument:
    return Instrument(
        id=id_,
        name=f"{short} questionnaire",
        short_name=short,
        given=given,
        scales=tuple(scales),
        licence=FREE,
        citation=f"Author, A. (2001). The {short}. Journal, 1, 1-10.",
        key_source="Paper",
        verified=verified,
    )


def _scale(name: str, label: str, low: float, high: float, **more: object) -> dict:
    return {"scale": name, "label": label, "minimum": low, "maximum": high, **more}


INSTRUMENTS = (
    _instrument(
        "gcq_s",
        "GCQ-S",
        "session",
        [
            _scale("engaged", "Engaged", 0, 6, higher_is="better", domain="climate"),
            _scale("avoiding", "Avoiding", 0, 6, higher_is="worse", domain="climate"),
            _scale("conflict", "Conflict", 0, 6, higher_is="context", domain="climate"),
        ],
    ),
    _instrument(
        "wai_sr",
        "WAI-SR",
        "session",
        [
            _scale(a, a.title(), 1, 5, higher_is="better", domain="alliance", level="member_leader", aspect=a)
            for a in ("goal", "task", "bond", "total")
        ],
        verified=False,
    ),
    _instrument(
        "alliance_1_10",
        "Alliance 1-10",
        "session",
        [
            _scale(level, label, 1, 10, higher_is="better", domain="alliance", level=level)
            for level, label in (
                ("member_leader", "With the leaders"),
                ("member_member", "With other members"),
                ("member_group", "With the group"),
            )
        ],
    ),
    _instrument(
        "phq9",
        "PHQ-9",
        "occasion",
        [_scale("total", "Depression", 0, 27, higher_is="worse", domain="outcome")],
    ),
    _instrument(
        "gad7",
        "GAD-7",
        "occasion",
        [_scale("total", "Anxiety", 0, 21, higher_is="worse", domain="outcome")],
    ),
)


@pytest.fixture(scope="session")
def term_facts() -> TermFacts:
    parameters = Parameters(
        settings=ProgramSettings(
            program={"name": "Anxiety and grief groups", "contact": "Program evaluation"},
            instruments=tuple(instrument.id for instrument in INSTRUMENTS),
            characteristics=("age_band", "gender"),
            stages=STAGES,
        ),
        term_settings=TermSettings(
            term={"id": "2026-fall", "starts": "2026-08-24", "ends": "2026-12-11", "name": "Fall 2026"},
            compare_with="2026-spring",
        ),
    )
    return TermFacts(
        program_name="Anxiety and grief groups",
        term_id="2026-fall",
        term_name="Fall 2026",
        starts=datetime.date(2026, 8, 24),
        ends=datetime.date(2026, 12, 11),
        confidentiality=parameters.settings.program.confidentiality,
        data_hash="ab" * 32,
        parameters=parameters,
        instruments=INSTRUMENTS,
    )


def _status(member: str, session: int) -> str:
    if session == 7:
        return "canceled"
    if member == "M9":
        return "no_show"
    if (member == "M8" and session < 4) or (member == "M7" and session > 8):
        return "not_enrolled"
    if member == "M7" and session > 6:
        return "no_show"
    special = {
        ("M1", 3): "late",
        ("M2", 5): "excused",
        ("M2", 9): "excused",
        ("M4", 2): "left_early",
        ("M4", 11): "no_show",
        ("M5", 8): "unrecorded",
        ("M6", 6): "excused",
    }
    return special.get((member, session), "attended")


def _attendance() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    cells = pd.DataFrame(
        [(m, s, _status(m, s)) for m in MEMBERS for s in range(1, 13)], columns=["member_id", "session", "status"]
    )
    expected = cells[~cells["status"].isin(["canceled", "not_enrolled"])]
    statuses = ["attended", "late", "left_early", "excused", "no_show", "unrecorded"]
    by_session = (
        pd.crosstab(expected["session"], expected["status"]).reindex(columns=statuses, fill_value=0).reset_index()
    )
    by_session.columns.name = None
    by_session.insert(1, "expected", by_session[statuses[:-1]].sum(axis=1))
    by_session.insert(2, "present", by_session[["attended", "late", "left_early"]].sum(axis=1))
    by_session["rate"] = by_session["present"] / by_session["expected"]
    rows = []
    for member in MEMBERS:
        own = expected[expected["member_id"] == member]
        known, present = own[own["status"] != "unrecorded"], own[own["status"].isin(["attended", "late", "left_early"])]
        share = len(present) / len(known)
        rows.append(
            {
                "member_id": member,
                "enrolled_on": pd.Timestamp("2026-08-24"),
                "ended_on": pd.Timestamp("2026-10-20") if member == "M7" else pd.NaT,
                "end_reason": {"M7": "dropped_out", "M9": None}.get(member, "completed"),
                "expected": len(known),
                "present": len(present),
                "unknown": len(own) - len(known),
                "share": share,
                "dose_reached": share >= 0.6,
                "first_session": present["session"].min() if len(present) else pd.NA,
                "last_session": present["session"].max() if len(present) else pd.NA,
            }
        )
    by_member = pd.DataFrame(rows).astype({"first_session": "Int64", "last_session": "Int64"})
    return by_session, by_member, cells


def _scores(cells: pd.DataFrame) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    dips = {("M3", 6): 3.6, ("M7", 5): 3.2, ("M7", 6): 3.9, ("M5", 10): 3.0, ("M5", 11): 2.6}
    rows = []
    present = cells[cells["status"].isin(["attended", "late", "left_early"])]
    for member, session in present[["member_id", "session"]].itertuples(index=False):
        person = {m: rng_ for m, rng_ in zip(MEMBERS, (0.4, -0.2, 0.1, 0.5, 0.0, -0.5, -0.1, 0.3, 0), strict=True)}[
            member
        ]
        dip = dips.get((member, session), 0.0)
        answered = rng.random() > 0.12 or (member, session) in dips
        for instrument in INSTRUMENTS[:3]:
            for scale in instrument.scales:
                span = scale.maximum - scale.minimum
                trend = {
                    "better": 0.58 + 0.018 * session,
                    "worse": 0.45 - 0.015 * session,
                    "context": 0.42 - 0.012 * abs(session - 6) ** 1.5 * 0.8,
                }[scale.higher_is]
                value = scale.minimum + span * trend + person * span / 9 + rng.normal(0, span * 0.05)
                hit = scale.level in {"member_member", "member_leader"} and (
                    scale.level == "member_member" or member == "M7"
                )
                value -= dip * span / 9 if hit else 0
                value = float(np.clip(value, scale.minimum, scale.maximum))
                if instrument.id == "alliance_1_10":
                    value = float(round(value))
                rows.append(
                    (
                        member,
                        instrument.id,
                        scale.scale,
                        scale.label,
                        scale.domain,
                        scale.level,
                        scale.aspect,
                        session,
                        value if answered else np.nan,
                        "complete" if answered else "insufficient",
                    )
                )
    return pd.DataFrame(
        rows,
        columns=[
            "member_id",
            "instrument",
            "scale",
            "label",
            "domain",
            "level",
            "aspect",
            "session",
            "score",
            "status",
        ],
    )


def _by_session(scores: pd.DataFrame, by_session: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for instrument in INSTRUMENTS[:3]:
        for scale in instrument.scales:
            for session in HELD:
                own = scores[
                    (scores["instrument"] == instrument.id)
                    & (scores["scale"] == scale.scale)
                    & (scores["session"] == session)
                ]["score"].dropna()
                mean, sd, n = own.mean(), own.std(), len(own)
                half = 2.45 * sd / np.sqrt(n) if n > 2 else np.nan
                rows.append(
                    {
                        "instrument": instrument.id,
                        "short_name": instrument.short_name,
                        "scale": scale.scale,
                        "label": scale.label,
                        "domain": scale.domain,
                        "level": scale.level,
                        "aspect": scale.aspect,
                        "higher_is": scale.higher_is,
                        "minimum": scale.minimum,
                        "maximum": scale.maximum,
                        "session": session,
                        "stage": stage_of(session),
                        "expected": int(by_session.set_index("session").loc[session, "present"]),
                        "n": n,
                        "mean": mean,
                        "sd": sd,
                        "low": mean - half,
                        "high": mean + half,
                        "average_deviation": 0.4,
                        "rwg": 0.82,
                        "agreement_note": "",
                    }
                )
    return pd.DataFrame(rows)


def _ruptures() -> Ruptures:
    columns = [
        "member_id",
        "instrument",
        "scale",
        "level",
        "onset_session",
        "nadir_session",
        "end_session",
        "score_before",
        "score_nadir",
        "depth",
        "status",
        "rule",
    ]
    rows = [
        (
            "M3",
            "alliance_1_10",
            "member_member",
            "member_member",
            6,
            6,
            8,
            8.0,
            4.0,
            4.0,
            "repaired",
            "reliable_change",
        ),
        (
            "M7",
            "alliance_1_10",
            "member_member",
            "member_member",
            5,
            6,
            6,
            7.0,
            3.0,
            4.0,
            "undetermined",
            "reliable_change",
        ),
        ("M7", "wai_sr", "total", "member_leader", 5, 6, 6, 3.8, 2.2, 1.6, "unrepaired", "reliable_change"),
        (
            "M5",
            "alliance_1_10",
            "member_member",
            "member_member",
            10,
            11,
            12,
            8.0,
            5.0,
            3.0,
            "partially_repaired",
            "reliable_change",
        ),
        ("M3", "alliance_1_10", "member_member", "member_member", 6, 6, 8, 8.0, 4.0, 4.0, "repaired", "sd_strict"),
    ]
    episodes = pd.DataFrame(rows, columns=columns)
    episodes.insert(1, "group_id", "G01")
    rules = pd.DataFrame(
        [
            (
                "reliable_change",
                True,
                32,
                26,
                (("too_few_ratings", 6),),
                8,
                3,
                4,
                1,
                1,
                1,
                1,
            ),
            (
                "sd_strict",
                False,
                32,
                26,
                (("too_few_ratings", 6),),
                8,
                1,
                1,
                1,
                0,
                0,
                0,
            ),
            (
                "sd_lenient",
                False,
                32,
                26,
                (("too_few_ratings", 6),),
                8,
                7,
                19,
                9,
                3,
                5,
                2,
            ),
        ],
        columns=[
            "rule",
            "headline",
            "series",
            "series_judged",
            "not_judged",
            "members_judged",
            "members_with_episode",
            "episodes",
            "repaired",
            "partially_repaired",
            "unrepaired",
            "undetermined",
        ],
    )
    rules = rules.assign(
        factor=[1.0, 2.0, 1.0],
        cumulative=False,
        share=0.0,
        shortest=3,
        minimum_ratings=4,
        max_gap=2,
        certainty=["formula_read", "inferred", "inferred"],
        expected_members=[4.2, 1.1, 5.0],
        expected_low=[2.0, 0.0, 3.0],
        expected_high=[6.0, 3.0, 6.0],
        expected_repaired=[0.8, 0.75, 0.85],
        repaired_low=[0.5, 0.4, 0.6],
        repaired_high=[1.0, 1.0, 0.95],
        autocorrelation=0.25,
        trend=0.05,
    )
    return Ruptures(headline="reliable_change", episodes=episodes, rules=rules)


def _observed() -> ObservedRuptures:
    events = pd.DataFrame(
        [
            ("E1", 5, "leader", "member_member", "confrontation", False, 3.0, "leader", "full", 6, 1.0, 4, 6),
            ("E2", 9, "member", "member_leader", "cultural", True, 4.0, None, "none", None, np.nan, 0, 5),
        ],
        columns=[
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
        ],
    ).astype({"resolved_session": "Int64", "cultural": "boolean"})
    # E1 with four of six steps, E2 with none of the five on record.
    taken = {"named": 1, "disarmed": 1, "supported_target": 1, "educated": 0, "supported_other": 1, "corrective": 0}
    for step, first in taken.items():
        events[step] = pd.array([bool(first), pd.NA if step == "supported_other" else False], dtype="boolean")
    steps = pd.DataFrame(
        [
            ("named", 1, 1, 0),
            ("disarmed", 1, 1, 0),
            ("supported_target", 1, 1, 0),
            ("educated", 0, 2, 0),
            ("supported_other", 1, 0, 1),
            ("corrective", 0, 2, 0),
        ],
        columns=["step", "taken", "not_taken", "not_recorded"],
    )
    concordance = pd.DataFrame(
        [(5, 1, 2, "both"), (6, 0, 1, "rating_only"), (9, 1, 0, "log_only"), (10, 0, 1, "rating_only")],
        columns=["session", "events", "episodes", "seen_by"],
    )
    return ObservedRuptures(events=events, steps=steps, concordance=concordance)


def _participation(by_session: pd.DataFrame) -> Participation:
    sessions = pd.DataFrame(
        {
            "session": HELD,
            "members": by_session["present"].to_numpy(),
            "turns": 100.0,
            "gini": np.linspace(0.42, 0.3, len(HELD)),
            "top_share": 0.3,
            "silent": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
        }
    )
    shares = [0.26, 0.17, 0.08, 0.15, 0.12, 0.14, 0.04, 0.11]
    members = pd.DataFrame(
        {
            "member_id": MEMBERS[:8],
            "sessions": [11, 9, 11, 10, 10, 10, 6, 8],
            "turns": [240.0, 160, 75, 140, 110, 130, 20, 80],
            "share": shares,
            "equal_share": 0.13,
        }
    )
    return Participation(by_session=sessions, by_member=members)


def _outcome_row(**facts: object) -> dict:
    return {
        "scale": "total",
        "higher_is": "worse",
        "minimum": 0.0,
        "enrolled": 9,
        "with_pre": 9,
        "with_post": 7,
        "pairs": 7,
        "recovered": 3,
        "improved": 1,
        "unchanged": 2,
        "deteriorated": 1,
        "improved_share": 4 / 7,
        "improved_low": 0.25,
        "improved_high": 0.84,
        "note": "",
        **facts,
    }


def _outcomes() -> Outcomes:
    by_instrument = pd.DataFrame(
        [
            _outcome_row(
                instrument="phq9",
                short_name="PHQ-9",
                maximum=27.0,
                mean_pre=14.1,
                sd_pre=4.2,
                mean_post=9.0,
                sd_post=5.1,
                mean_change=-5.1,
                smcr=-1.06,
                smcr_low=-2.01,
                smcr_high=-0.12,
                criterion=6.0,
                criterion_source="NHS Talking Therapies manual",
                cutoff=10.0,
                cutoff_source="Kroenke 2001",
            ),
            _outcome_row(
                instrument="gad7",
                short_name="GAD-7",
                maximum=21.0,
                mean_pre=11.0,
                sd_pre=3.5,
                mean_post=8.4,
                sd_post=4.0,
                mean_change=-2.6,
                smcr=-0.65,
                smcr_low=-1.4,
                smcr_high=0.1,
                criterion=4.0,
                criterion_source="NHS Talking Therapies manual",
                cutoff=8.0,
                cutoff_source="NHS",
            ),
        ]
    )
    rows = []
    pre = [16, 12, 18, 9, 14, 13, 20, 11, 14]
    post = [7, 5, 11, 8, 7, 20, np.nan, 10, np.nan]
    outcome = ["recovered", "recovered", "improved", "unchanged", "recovered", "deteriorated", None, "unchanged", None]
    for member, before, after, kind in zip(MEMBERS, pre, post, outcome, strict=True):
        rows.append((member, "phq9", "total", float(before), np.nan, float(after), after - before, kind))
        rows.append((member, "gad7", "total", before * 0.75, np.nan, after * 0.75, (after - before) * 0.75, kind))
    by_member = pd.DataFrame(
        rows, columns=["member_id", "instrument", "scale", "pre", "mid", "post", "change", "outcome"]
    )
    return Outcomes(by_instrument=by_instrument, by_member=by_member)


@pytest.fixture(scope="session")
def group_summary(term_facts: TermFacts) -> GroupSummary:
    by_session, by_member, cells = _attendance()
    scores = _scores(cells)
    return GroupSummary(
        term=term_facts,
        group=GroupFacts(
            group_id="G01",
            group_name="Monday grief group",
            program="Grief",
            site="North clinic",
            modality="hybrid",
            enrollment="open",
            leaders=("L1", "L2"),
            planned_sessions=12,
            held_sessions=11,
            canceled_sessions=1,
        ),
        sessions=pd.DataFrame(
            {
                "session": range(1, 13),
                "held_on": pd.date_range("2026-08-24", periods=12, freq="7D"),
                "status": ["canceled" if s == 7 else "held" for s in range(1, 13)],
                "stage": [stage_of(s) for s in range(1, 13)],
                "modality": "in_person",
            }
        ),
        flow=Flow(
            enrolled=9,
            never_attended=1,
            started=8,
            attended_two_or_more=8,
            dose_share=0.6,
            dose_reached=8,
            completed=7,
            dropped_out=1,
            ended_otherwise=0,
            still_enrolled=1,
        ),
        attendance_by_session=by_session,
        attendance_by_member=by_member,
        attendance_by_member_session=cells,
        scales_by_session=_by_session(scores, by_session),
        scores_by_member_session=scores,
        ruptures=_ruptures(),
        observed=_observed(),
        participation=_participation(by_session),
        outcomes=_outcomes(),
        feedback=pd.DataFrame(
            {
                "session": HELD,
                "leader_id": "L1",
                "viewed": [True] * 9 + [False, pd.NA],
                "discussed": [False, True] * 5 + [False],
            }
        ).astype({"viewed": "boolean", "discussed": "boolean"}),
        response_rates=pd.DataFrame(
            [
                (
                    i.id,
                    i.short_name,
                    s,
                    int(by_session.set_index("session").loc[s, "present"]),
                    int(by_session.set_index("session").loc[s, "present"]) - (s % 3 == 0),
                    0.9,
                )
                for i in INSTRUMENTS[:3]
                for s in HELD
            ],
            columns=["instrument", "short_name", "session", "expected", "answered", "rate"],
        ),
        score_statuses=pd.DataFrame(
            [(i.id, i.short_name, 60, 3, 5, 0) for i in INSTRUMENTS],
            columns=["instrument", "short_name", "complete", "prorated", "insufficient", "out_of_range"],
        ),
        data_notes=(DataNote(rule="date-time", file="roster.csv", column="ended_on", count=2),),
    )


def view_of(summary: GroupSummary) -> EvaluatorGroupView:
    return EvaluatorGroupView._checked(
        summary=summary, pseudonyms=False, withheld=NOTHING_WITHHELD, audience="evaluator"
    )


@pytest.fixture(scope="session")
def group_view(group_summary: GroupSummary) -> EvaluatorGroupView:
    return view_of(group_summary)


@pytest.fixture(scope="session")
def changed(group_summary: GroupSummary):
    """The group's view with some fields replaced."""
    return lambda **fields: view_of(dataclasses.replace(group_summary, **fields))


def _program_groups() -> pd.DataFrame:
    rows = [
        # The columns are named below, in this order.
        ("G01", "Monday grief", "Grief", "in_person", 9, 8, 8, 7, 1, 0.82, 8, 3, 4, 1, 1, 1, 1, 2, 1),
        ("G02", "Tuesday grief", "Grief", "online", 10, 10, 7, 6, 3, 0.71, 9, 2, 2, 2, 0, 0, 0, 0, 0),
        ("G03", "Anxiety A", "Anxiety", "hybrid", 12, 11, 10, 9, 2, 0.84, 11, 5, 6, 3, 1, 2, 0, 3, 1),
        ("G04", "Anxiety B", "Anxiety", "in_person", 8, 8, 5, 4, 3, 0.63, 7, 4, 5, 1, 0, 3, 1, 1, 0),
        ("G05", "Anxiety C", "Anxiety", "in_person", 4, 4, 4, 4, 0, 0.9, 4, 1, 1, 1, 0, 0, 0, 0, 0),
    ]
    columns = [
        "group_id",
        "group_name",
        "program",
        "modality",
        "enrolled",
        "started",
        "dose_reached",
        "completed",
        "dropped_out",
        "attendance_rate",
        "members_judged",
        "members_with_episode",
        "episodes",
        "repaired",
        "partially_repaired",
        "unrepaired",
        "undetermined",
        "events",
        "events_cultural",
    ]
    over_term = {
        "attendance_early": [0.84, 0.74, 0.86, 0.81, 0.9],
        "attendance_late": [0.80, 0.70, 0.83, 0.52, 0.9],
        "attendance_fell": pd.array([False, False, False, True, False], dtype="boolean"),
    }
    facts = {"site": "North", "enrollment": "closed", "held_sessions": 11}
    return pd.DataFrame(rows, columns=columns).assign(**facts, **over_term)


def _scales_by_group(groups: pd.DataFrame) -> pd.DataFrame:
    rows = []
    centers = {"G01": 0.68, "G02": 0.55, "G03": 0.72, "G04": 0.48, "G05": 0.66}
    for instrument in INSTRUMENTS[:3]:
        for scale in instrument.scales:
            for group in groups.itertuples():
                span = scale.maximum - scale.minimum
                share = centers[group.group_id] if scale.higher_is == "better" else 1 - centers[group.group_id]
                mean = scale.minimum + span * share
                members = group.started
                rows.append(
                    {
                        "group_id": group.group_id,
                        "group_name": group.group_name,
                        "instrument": instrument.id,
                        "short_name": instrument.short_name,
                        "scale": scale.scale,
                        "label": scale.label,
                        "domain": scale.domain,
                        "level": scale.level,
                        "aspect": scale.aspect,
                        "higher_is": scale.higher_is,
                        "minimum": scale.minimum,
                        "maximum": scale.maximum,
                        "members": members,
                        "mean": mean,
                        "low": mean - 0.09 * span,
                        "high": mean + 0.09 * span,
                        "early": mean - 0.05 * span,
                        "late": mean + 0.06 * span,
                        "note": "",
                    }
                )
    return pd.DataFrame(rows)


def _flow_row(program: str, groups: int, *counts: int) -> dict:
    names = [
        "enrolled",
        "never_attended",
        "started",
        "attended_two_or_more",
        "dose_reached",
        "completed",
        "dropped_out",
        "ended_otherwise",
        "still_enrolled",
    ]
    return {"program": program, "groups": groups, "dose_share": 0.6, **dict(zip(names, counts, strict=True))}


@pytest.fixture(scope="session")
def program_summary(term_facts: TermFacts) -> ProgramSummary:
    groups = _program_groups()
    outcomes = _outcomes()
    pooled = outcomes.by_instrument.assign(
        enrolled=43,
        with_pre=42,
        with_post=32,
        pairs=32,
        recovered=13,
        improved=6,
        unchanged=11,
        deteriorated=2,
        improved_share=19 / 32,
        improved_low=0.42,
        improved_high=0.75,
        smcr_low=lambda f: f["smcr"] - 0.4,
        smcr_high=lambda f: f["smcr"] + 0.4,
    )
    by_program = pd.concat(
        [
            pooled.assign(program="Anxiety", pairs=18, enrolled=24, smcr=pooled["smcr"] - 0.1),
            pooled.assign(program="Grief", pairs=14, enrolled=19),
        ]
    )
    by_program.insert(0, "program", by_program.pop("program"))
    observed = _observed()
    return ProgramSummary(
        term=term_facts,
        groups=groups,
        flows=pd.DataFrame(
            [
                _flow_row("Anxiety", 3, 24, 1, 23, 22, 19, 17, 5, 1, 1),
                _flow_row("Grief", 2, 19, 1, 18, 18, 15, 13, 4, 0, 2),
                _flow_row("All programs", 5, 43, 2, 41, 40, 34, 30, 9, 1, 3),
            ]
        ),
        scales_by_group=_scales_by_group(groups),
        scales_by_session=pd.DataFrame(
            [
                (
                    "gcq_s",
                    "GCQ-S",
                    "engaged",
                    "Engaged",
                    "climate",
                    None,
                    None,
                    "better",
                    0.0,
                    6.0,
                    s,
                    5,
                    38,
                    3.2 + 0.1 * s,
                )
                for s in HELD
            ],
            columns=[
                "instrument",
                "short_name",
                "scale",
                "label",
                "domain",
                "level",
                "aspect",
                "higher_is",
                "minimum",
                "maximum",
                "session",
                "groups",
                "n",
                "mean",
            ],
        ),
        agreement=pd.DataFrame(
            [("gcq_s", "GCQ-S", "engaged", "Engaged", 5, 41, 0.18, 0.64, "")],
            columns=["instrument", "short_name", "scale", "label", "groups", "members", "icc1", "icc2", "note"],
        ),
        rules=_ruptures().rules,
        ruptures_by_stage=pd.DataFrame(
            [
                (stage, level, 3, 2, 0, 1, 0)
                for stage in ("commitment", "process", "change")
                for level in ("member_leader", "member_member")
            ],
            columns=["stage", "level", "episodes", "repaired", "partially_repaired", "unrepaired", "undetermined"],
        ),
        steps=observed.steps,
        events_by_kind=pd.DataFrame(
            [("member_member", "confrontation", False, 4, 3), ("member_leader", "cultural", True, 2, 0)],
            columns=["level", "kind", "cultural", "events", "repaired_full"],
        ),
        outcomes=Outcomes(by_instrument=pooled, by_member=outcomes.by_member.head(0)),
        outcomes_by_program=by_program.reset_index(drop=True),
        equity=pd.DataFrame(
            [
                (c, k, e, d, i, n, p, m, w)
                for c, k, e, d, p, m, w in (
                    ("age_band", "18-24", 15, 10, 11, 7, 0),
                    ("age_band", "25-39", 20, 15, 15, 9, 1),
                    ("gender", "woman", 25, 18, 19, 12, 1),
                    ("gender", "man", 13, 9, 10, 5, 1),
                )
                for i, n in (("phq9", "PHQ-9"), ("gad7", "GAD-7"))
            ],
            columns=[
                "characteristic",
                "category",
                "enrolled",
                "completed",
                "instrument",
                "short_name",
                "pairs",
                "improved",
                "deteriorated",
            ],
        ),
        feedback=pd.DataFrame(
            [("G01", "Monday grief", 11, 9, 5), ("G02", "Tuesday grief", 11, 11, 10), ("G03", "Anxiety A", 11, 2, 0)],
            columns=["group_id", "group_name", "sessions", "viewed", "discussed"],
        ),
        response_rates=pd.DataFrame(
            [("gcq_s", "GCQ-S", 400, 350, 0.875), ("wai_sr", "WAI-SR", 400, 340, 0.85)],
            columns=["instrument", "short_name", "expected", "answered", "rate"],
        ),
        comparison=pd.DataFrame(
            [
                ("attendance_rate", "Attendance", "share", 0.81, 40, 0.78, 43, ""),
                ("dropped_out", "Dropped out", "share", 0.18, 40, 0.21, 43, ""),
                ("engaged", "Engaged (GCQ-S)", "points", 3.6, 38, 4.0, 41, ""),
                (
                    "improved.phq9.total",
                    "PHQ-9",
                    "share",
                    np.nan,
                    0,
                    0.59,
                    32,
                    "criterion",
                ),
            ],
            columns=["measure", "label", "unit", "previous", "previous_n", "current", "current_n", "note"],
        ),
        data_notes=(),
    )


def program_view_of(
    summary: ProgramSummary,
    audience: str = "evaluator",
    withheld: WithheldCells = NOTHING_WITHHELD,
    small: frozenset[str] = frozenset(),
    attendance_on_record: float | None = None,
) -> ProgramView:
    if audience == "leadership":
        summary = in_leadership_form(summary)
        people = dict(zip(summary.flows["program"], summary.flows[["enrolled"] * 2].to_numpy(), strict=True))
        groups = with_sizes(summary.groups, {name: tuple(ends) for name, ends in people.items()}, 5)
        summary = dataclasses.replace(summary, groups=groups)
    return ProgramView._checked(
        audience=audience,
        summary=summary,
        withheld=withheld,
        small_groups=small,
        smallest_count=None if audience == "evaluator" else 5,
        attendance_on_record=attendance_on_record,
    )


@pytest.fixture(scope="session")
def program_view(program_summary: ProgramSummary) -> ProgramView:
    return program_view_of(program_summary)
