"""A term made by hand: three groups of two programs, one of them with four members."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd
import pytest

from groupreport.intake import DataNote
from groupreport.parameters import Parameters
from groupreport.summaries.records import (
    CountTable,
    Flow,
    FunderSummary,
    GroupFacts,
    GroupSummary,
    Outcomes,
    Participation,
    ProgramSummary,
    Ruptures,
    TermFacts,
    Unavailable,
)

NOT_COLLECTED = Unavailable("not_collected", "no_outcomes")


@pytest.fixture(scope="session")
def make_term():
    """Facts of a term, with the audiences' settings."""

    def make(**audiences: dict) -> TermFacts:
        parameters = Parameters.model_validate(
            {
                "settings": {"program": {"name": "Test program"}, "instruments": ["phq9"], "audiences": audiences},
                "term_settings": {"term": {"id": "2026-fall", "starts": "2026-08-24", "ends": "2026-12-11"}},
            }
        )
        return TermFacts(
            program_name="Test program",
            term_id="2026-fall",
            term_name="Fall 2026",
            starts=datetime.date(2026, 8, 24),
            ends=datetime.date(2026, 12, 11),
            confidentiality="Confidential.",
            data_hash="0" * 64,
            parameters=parameters,
            instruments=(),
        )

    return make


@pytest.fixture(scope="session")
def make_group_summary(make_term):
    def make(**audiences: dict) -> GroupSummary:
        members = ["A-17", "B-03", "C-99"]
        episodes = pd.DataFrame({"member_id": ["B-03"], "rule": ["sd_strict"], "onset_session": [3]})
        return GroupSummary(
            term=make_term(**audiences),
            group=GroupFacts(
                group_id="G01",
                group_name="Monday",
                program="Anxiety",
                site=None,
                modality="online",
                enrollment="open",
                leaders=("L1",),
                planned_sessions=10,
                held_sessions=9,
                canceled_sessions=1,
            ),
            sessions=pd.DataFrame({"session": [1]}),
            flow=Flow(
                enrolled=3,
                never_attended=0,
                started=3,
                attended_two_or_more=3,
                dose_share=0.6,
                dose_reached=3,
                completed=3,
                dropped_out=0,
                ended_otherwise=0,
                still_enrolled=0,
            ),
            attendance_by_session=NOT_COLLECTED,
            attendance_by_member=pd.DataFrame({"member_id": members, "present": [7, 8, 9]}),
            attendance_by_member_session=pd.DataFrame({"member_id": members, "session": [1, 1, 1]}),
            scales_by_session=NOT_COLLECTED,
            scores_by_member_session=NOT_COLLECTED,
            ruptures=Ruptures(headline="sd_strict", episodes=episodes, rules=pd.DataFrame()),
            observed=NOT_COLLECTED,
            participation=Participation(
                by_session=pd.DataFrame(), by_member=pd.DataFrame({"member_id": members, "sessions": [1, 2, 3]})
            ),
            outcomes=NOT_COLLECTED,
            feedback=NOT_COLLECTED,
            response_rates=NOT_COLLECTED,
            score_statuses=NOT_COLLECTED,
        )

    return make


def _groups() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group_id": ["G1", "G2", "G3"],
            "group_name": ["Monday", "Tuesday", "Wednesday"],
            "program": ["Anxiety", "Anxiety", "Grief"],
            "site": ["North"] * 3,
            "modality": ["online"] * 3,
            "enrollment": ["open"] * 3,
            "held_sessions": [10, 11, 12],
            "enrolled": [12, 4, 20],
            "started": [12, 4, 17],
            "dose_reached": [12, 4, 17],
            "completed": [6, 2, 17],
            "dropped_out": [6, 2, 0],
            "attendance_rate": [0.8, 0.7, 0.75],
            "attendance_early": [0.9, 0.8, 0.9],
            "attendance_late": [0.7, 0.6, 0.9],
            "attendance_fell": pd.array([True, True, False], dtype="boolean"),
            "members_with_episode": [7, 1, 3],
            "members_judged": [12, 4, 17],
            "episodes": [8, 1, 12],
            "repaired": [8, 1, 5],
            "partially_repaired": [0, 0, 5],
            "unrepaired": [0, 0, 2],
            "undetermined": [0, 0, 0],
            "events": [1, 0, 2],
            "events_cultural": [0, 0, 1],
        }
    )


def _flows() -> pd.DataFrame:
    counted = {
        "enrolled": [16, 20, 36],
        "never_attended": [0, 3, 3],
        "started": [16, 17, 33],
        "attended_two_or_more": [16, 17, 33],
        "dose_reached": [16, 17, 33],
        "completed": [8, 17, 25],
        "dropped_out": [8, 0, 8],
        "ended_otherwise": [0, 3, 3],
        "still_enrolled": [0, 0, 0],
    }
    return pd.DataFrame({"program": ["Anxiety", "Grief", "All programs"], "groups": [2, 1, 3], **counted})


def _outcomes(people: dict[str, list[int]]) -> pd.DataFrame:
    frame = pd.DataFrame({"instrument": "phq9", "short_name": "PHQ-9", "scale": "total", **people})
    better = frame["recovered"] + frame["improved"]
    statistics = ["mean_pre", "sd_pre", "mean_post", "sd_post", "mean_change", "smcr", "smcr_low", "smcr_high"]
    frame[statistics] = np.arange(1.0, 1.0 + len(statistics))
    shares = {"improved_share": better / frame["pairs"], "improved_low": 0.1, "improved_high": 0.9}
    return frame.assign(**shares, note="")


@pytest.fixture(scope="session")
def make_program_summary(make_term):
    def make(**audiences: dict) -> ProgramSummary:
        everybody = {
            "enrolled": [36],
            "with_pre": [36],
            "with_post": [22],
            "pairs": [22],
            "recovered": [8],
            "improved": [5],
            "unchanged": [7],
            "deteriorated": [2],
        }
        by_program = {
            "enrolled": [16, 20],
            "with_pre": [16, 20],
            "with_post": [3, 19],
            "pairs": [3, 19],
            "recovered": [1, 7],
            "improved": [1, 4],
            "unchanged": [1, 6],
            "deteriorated": [0, 2],
        }
        groups = _groups()
        return ProgramSummary(
            term=make_term(**audiences),
            groups=groups,
            flows=_flows(),
            scales_by_group=pd.DataFrame(
                {
                    "group_id": groups["group_id"],
                    "group_name": groups["group_name"],
                    "instrument": "gq",
                    "scale": "bond",
                    "members": [12, 4, 16],
                    "sessions": [10, 11, 12],
                    "mean": [3.5, 4.0, 5.0],
                    "low": [3.0, 3.0, 4.5],
                    "high": [4.0, 5.0, 5.5],
                    "early": [3.0, 4.0, 5.0],
                    "late": [4.0, 4.0, 5.0],
                    "note": ["", "only 4 members", ""],
                }
            ),
            scales_by_session=pd.DataFrame({"session": [1, 2], "groups": [3, 1], "n": [30, 3], "mean": [4.0, 2.0]}),
            agreement=NOT_COLLECTED,
            rules=NOT_COLLECTED,
            ruptures_by_stage=NOT_COLLECTED,
            steps=NOT_COLLECTED,
            events_by_kind=NOT_COLLECTED,
            outcomes=Outcomes(by_instrument=_outcomes(everybody), by_member=pd.DataFrame()),
            outcomes_by_program=_outcomes(by_program).assign(program=["Anxiety", "Grief"]),
            equity=pd.DataFrame(
                {
                    "characteristic": "gender",
                    "category": ["man", "other", "woman"],
                    "enrolled": [12, 2, 22],
                    "completed": [9, 1, 15],
                    "instrument": "phq9",
                    "short_name": "PHQ-9",
                    "pairs": [9, 1, 12],
                    "improved": [6, 1, 6],
                    "deteriorated": [0, 0, 2],
                }
            ),
            feedback=pd.DataFrame(
                {"group_id": groups["group_id"], "group_name": groups["group_name"], "sessions": [10, 11, 12]}
            ),
            response_rates=NOT_COLLECTED,
            comparison=pd.DataFrame(
                {
                    "measure": ["completed", "mean", "attendance_rate", "never_attended"],
                    "label": ["Completed", "Mean", "Attendance", "Never attended"],
                    "unit": ["share", "points", "share", "share"],
                    "previous": [0.95, 3.0, 0.95, 10 / 40],
                    "previous_n": [40, 3, 40, 40],
                    "current": [25 / 36, 4.0, 0.75, 3 / 36],
                    "current_n": [36, 30, 36, 36],
                    "note": [""] * 4,
                }
            ),
        )

    return make


def count_table(title: str, counts: pd.DataFrame, groups_behind: int | pd.DataFrame = 2) -> CountTable:
    if isinstance(groups_behind, int):
        groups_behind = counts.clip(upper=groups_behind)
    return CountTable(rows="program", columns=title, counts=counts, groups_behind=groups_behind)


@pytest.fixture(scope="session")
def make_count_table():
    return count_table


@pytest.fixture(scope="session")
def make_funder_summary(make_term):
    def make(**audiences: dict) -> FunderSummary:
        programs = ["Anxiety", "Grief", "Loss"]
        gender = pd.DataFrame({"man": [21, 14, 4], "other": [3, 1, 0], "woman": [40, 26, 3]}, index=programs)
        stayed = pd.DataFrame({"completed": [50, 30, 3], "dropped_out": [14, 11, 4]}, index=programs)
        scales = pd.DataFrame(
            {
                "instrument": "phq9",
                "short_name": "PHQ-9",
                "program": [*programs, "All programs"],
                "asked_in": [*((program,) for program in programs), tuple(programs)],
                "people": [34, 21, 4, 59],
                "step": 1.0,
                "groups": [6, 5, 1, 12],
                "mean_pre": [12.1176, 9.9405, 15.25, 11.5],
                "mean_post": [7.0919, 6.125, 10.0, 7.1],
                "mean_change": [-5.0257, -3.8155, -5.25, -4.4],
                "smcr": [-0.82205, -0.59307, -0.7, -0.74],
                "smcr_low": [-1.18897, -1.00556, -1.5, -1.0],
                "smcr_high": [-0.45513, -0.18058, 0.1, -0.5],
                "criterion": 6.0,
                "criterion_source": "A paper",
            }
        )
        process = pd.DataFrame(
            [
                ("attendance_rate", "", 0.853568, "share", 112, 13, (), math.nan),
                ("dose_reached", "", 108 / 112, "share", 112, 13, (), math.nan),
                ("dropped_out", "", 29 / 112, "share", 112, 13, (), math.nan),
                ("rating", "GCQ-S Engaged", 3.61, "0..6", 9, 5, tuple(programs), 1 / 60),
                ("one_group", "", 0.5, "share", 20, 1, (), math.nan),
            ],
            columns=["measure", "about", "value", "unit", "people", "groups", "asked_in", "step"],
        )
        return FunderSummary(
            term=make_term(**audiences),
            groups=13,
            tables={"served_gender": count_table("gender", gender), "stayed": count_table("end", stayed)},
            scales=scales,
            process=process,
            data_notes=(DataNote(rule="id-spaces", file="roster.csv"),),
        )

    return make
