"""How long people stayed, what absences follow, and groups by modality and stage: the small term counted by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.summaries import summarize_group, summarize_program
from groupreport.summaries.records import Unavailable


@pytest.fixture(name="program", scope="module")
def _program(small):
    return summarize_program(small)


@pytest.fixture(name="demo_program", scope="module")
def _demo_program(demo):
    return summarize_program(demo)


def results(summary, member: str) -> dict[str, str]:
    rows = summary.completion_by_member
    own = rows[rows["member_id"] == member]
    return dict(zip(own["definition"], own["reason"].fillna(own["result"]), strict=True))


def test_everyone_is_counted_once_from_enrollment_on(program):
    """Five people: B, who moved, is one of them and C, who never came, another. D goes on in an open group.

    B missed the last of six own sessions: a drop-out by that definition alone.
    """
    table = program.retention.definitions.set_index("definition")

    assert table["enrolled"].tolist() == [5] * 5
    assert table["completed"].tolist() == [3, 3, 2, 3, 3]
    assert table["dropped_out"].tolist() == [1, 1, 2, 1, 1]
    assert table["still_enrolled"].tolist() == [1] * 5
    assert table.loc["therapist_judgement", "dropped_out"] == program.flows["dropped_out"].iloc[-1]


def test_the_way_from_enrollment_on(program):
    """D joined on the day of the fourth held session of a group, so after its second; A and B have a pair of scores."""
    progress = program.retention.progress.set_index("enrollment")
    counts = ["enrolled", "late_joiners", "started", "attended_two_or_more", "dose_reached", "completed", "pairs"]

    assert progress.loc["all", counts].tolist() == [5, 1, 4, 4, 4, 3, 2]
    assert progress.loc["closed", counts].tolist() == [2, 0, 2, 2, 2, 2, 1]
    assert progress.loc["open", counts].tolist() == [3, 1, 2, 2, 2, 1, 1]


def test_the_curve_of_the_small_term(program):
    """Last own sessions: C 0 (dropped out), D 2, A 5, B 5 and E 6, all censored: 4 of 5 from the start."""
    found = program.retention

    assert found.curve["at_risk"].tolist() == [5, 4, 4, 3, 3, 3, 1]
    assert found.curve["share"].tolist() == [0.8] * 7
    assert np.isnan(found.median)
    assert (found.people, found.left_out, found.uncertain) == (5, 0, 0)
    assert found.curves_by_modality.empty


def test_a_group_sees_only_its_own_part(small):
    """In G1 B was transferred after two sessions; in G2 B's first session is own session 1."""
    first, second = summarize_group(small, "G1"), summarize_group(small, "G2")

    assert results(first, "B")["therapist_judgement"] == "ended_otherwise"
    assert results(second, "B")["therapist_judgement"] == "completed"
    assert second.retention.curve["at_risk"].tolist() == [2, 2, 2, 2, 1, 1, 1]
    assert first.retention.progress["enrollment"].tolist() == ["all"]


def test_programs_set_the_numbers(tables, open_small):
    """With the last two sessions B has come to one of them; six sessions are more than anybody came to."""
    term = open_small(tables, attendance={"last_sessions": 2, "fewest_sessions": 6})
    table = summarize_program(term).retention.definitions.set_index("definition")

    assert table.loc["last_session", ["number", "completed", "dropped_out"]].tolist() == [2, 3, 1]
    # A was offered five sessions and C five, so that six cannot be asked of them; B and E came to five of six.
    assert table.loc["fewer_than", ["completed", "dropped_out", "fewer_offered"]].tolist() == [0, 2, 2]


def test_without_attendance_only_what_is_certain_is_said(tables, open_small):
    """No sheet was kept: nobody is called a drop-out for it, and the curve has nobody.

    C left after three sessions of G1's five: before the last one and before a fourth, whoever was there.
    """
    found = summarize_program(open_small(tables | {"attendance": tables["attendance"].iloc[:0]})).retention
    table = found.definitions.set_index("definition")

    assert table["completed"].tolist() == [3, 0, 0, 0, 0]
    assert table["dropped_out"].tolist() == [1, 0, 1, 1, 0]
    assert table["attendance_unknown"].tolist() == [0, 4, 3, 3, 4]
    assert (found.people, found.left_out) == (0, 5)
    assert found.curve.empty


def test_nobody_enrolled_gives_no_share(tables, open_small):
    """An empty roster is neither a drop-out of 0 % nor an error."""
    names = ("roster", "attendance", "ratings", "outcomes", "events")
    found = summarize_program(open_small(tables | {name: tables[name].iloc[:0] for name in names}))

    assert found.retention.definitions["share"].isna().all()
    assert found.retention.curve.empty
    assert isinstance(found.absence.after, Unavailable)
    assert found.conditions.cells.empty


def test_groups_add_up_to_the_program(demo):
    """Among people in one group each, absences after drops and runs of absence are the sums of the groups'."""
    stays = demo.table("roster")["member_id"]
    moved = set(stays[stays.duplicated()])
    kept = {
        name: rows[~rows["member_id"].isin(moved)] if "member_id" in rows else rows
        for name, rows in demo.tables.items()
    }
    term = dataclasses.replace(demo, tables=kept, previous=None)
    program = summarize_program(term)
    groups = [summarize_group(term, group_id) for group_id in term.group_ids]
    counts = ["sessions", "absent", "members"]

    assert moved
    summed = sum(group.absence.after.set_index("after")[counts] for group in groups)
    pd.testing.assert_frame_equal(program.absence.after.set_index("after")[counts], summed)
    assert program.absence.with_run == sum(group.absence.with_run for group in groups)
    assert program.retention.people == sum(group.retention.people for group in groups)


def test_runs_of_absence_name_the_sessions(tables, open_small):
    """D came to session 4 and missed 5 and 6."""
    changed = tables["attendance"].copy()
    changed.loc[(changed["member_id"] == "D") & (changed["session"] == 5), "status"] = "excused"
    group = summarize_group(open_small(tables | {"attendance": changed}), "G1")

    assert group.absence_runs.to_numpy().tolist() == [["D", 5, 6, 2, False]]
    assert (group.absence.members, group.absence.with_run) == (3, 1)


def test_the_demo_shows_that_the_number_depends_on_the_definition(demo_program):
    """Who learns from the demo sees five numbers, not one."""
    assert demo_program.retention.definitions["dropped_out"].nunique() == 5


def test_conditions_are_means_of_groups(demo, demo_program):
    """The mean over in-person groups and its interval are those of the groups' means; recomputed from the scores."""
    scale = ("gcq_s", "engaged")
    cells = demo_program.conditions.cells
    cell = cells[(cells["instrument"] == scale[0]) & (cells["scale"] == scale[1]) & (cells["cell"] == "in_person")]
    modality = demo.table("groups").set_index("group_id")["modality"]
    means = []
    for group_id in modality.index[modality == "in_person"]:
        scores = summarize_group(demo, group_id).scores_by_member_session
        own = scores[(scores["instrument"] == scale[0]) & (scores["scale"] == scale[1])].dropna(subset="score")
        means.append(own.groupby("member_id")["score"].mean().mean())

    assert cell["groups"].iloc[0] == len(means)
    assert cell["mean"].iloc[0] == pytest.approx(np.mean(means))
    # t(6) is 2.446912 for the demo's seven groups (R 4.2.2, qt(0.975, 6)).
    assert len(means) == 7
    half = 2.4469118511 * np.std(means, ddof=1) / np.sqrt(7)
    assert cell["high"].iloc[0] == pytest.approx(np.mean(means) + half)


def test_attendance_by_stage_by_hand(program):
    """Commitment is sessions 1 to 4: G1 A 3 of 3, B 2 of 2, C 0 of 3, D 1 of 1; G2 B 2 of 2, E 3 of 4."""
    cells = program.conditions.cells
    row = cells[(cells["measure"] == "attendance") & (cells["cell"] == "commitment")].iloc[0]

    assert row["groups"] == 2
    assert row["mean"] == pytest.approx((6 / 9 + 5 / 6) / 2)


def test_a_cell_of_one_group_has_no_mean(program):
    """G1 alone meets in person, G2 alone online: nothing is said of modalities."""
    cells = program.conditions.cells
    modality = cells[(cells["by"] == "modality") & (cells["measure"] == "attendance")]

    assert modality["groups"].tolist() == [1, 1]
    assert modality[["mean", "low", "high"]].isna().all(axis=None)
    assert program.conditions.differences[["difference", "low", "high"]].isna().all(axis=None)


def test_use_of_feedback_beside_answers(tables, open_small):
    """Members of G1 answered about sessions 1, 2, 4, 5, 6; use was recorded for 1, 2, 6 and for 3, which was canceled.

    Two leaders about session 1: viewed by one, discussed by the other. A third of five held sessions is one.
    """
    given = pd.DataFrame(
        [
            ("G1", 1, "L1", True, False),
            ("G1", 1, "L2", False, True),
            ("G1", 2, "L1", True, False),
            ("G1", 3, "L1", True, True),
            ("G1", 6, "L1", None, None),
        ],
        columns=["group_id", "session", "leader_id", "viewed", "discussed"],
    )
    use = summarize_program(open_small(tables | {"feedback": given})).feedback_use

    assert use["group_id"].tolist() == ["G1"]
    counts = ["with_answers", "recorded", "viewed", "discussed"]
    assert use.loc[0, counts].tolist() == [5, 3, 2, 1]
    ends = ["early_recorded", "early_discussed", "late_recorded", "late_discussed"]
    assert use.loc[0, ends].tolist() == [1, 1, 1, 0]
    # Asked: 1 and 2 A, B; 4 and 5 A, D; 6 A. All of them answered.
    assert use.loc[0, "response_rate"] == 1


def test_leadership_gets_none_of_it(demo_program):
    """Counts by definition, own session, stage and modality are small; they are evaluators' alone."""
    shown = for_audience(demo_program, "leadership").summary

    names = ("retention", "absence", "conditions", "feedback_use")
    assert all(getattr(demo_program, name) is not None for name in names)
    assert all(getattr(shown, name) is None for name in names)


def test_the_zeros_of_absent_members_change_no_share(tables, open_small):
    """C is on record as absent from session 1; a 0 written down for C makes nobody's share less equal."""
    spoken = pd.DataFrame([("A", 1, 4), ("B", 1, 4), ("C", 1, 0)], columns=["member_id", "session", "turns"]).assign(
        group_id="G1", minutes=None
    )
    group = summarize_group(open_small(tables | {"participation": spoken}), "G1")

    assert group.participation.by_session.loc[0, ["members", "silent", "gini"]].tolist() == [2, 0, 0]
    assert set(group.participation_signs.by_member["member_id"]) == {"A", "B"}
