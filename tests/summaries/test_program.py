"""The program's term, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.summaries import summarize_program
from groupreport.summaries.records import Unavailable


@pytest.fixture(name="program", scope="module")
def _program(small):
    return summarize_program(small)


def test_a_person_in_two_groups_counts_once_in_all(program):
    """B is in G1 and G2: six stays, five people; B came to 5 of 6 sessions and completed."""
    flows = program.flows.set_index("program")

    assert flows["enrolled"].to_dict() == {"Anxiety": 2, "Loss": 4, "All programs": 5}
    everybody = flows.loc["All programs"]
    assert everybody[["never_attended", "started", "attended_two_or_more", "dose_reached"]].tolist() == [1, 4, 4, 4]
    assert everybody[["completed", "dropped_out", "ended_otherwise", "still_enrolled"]].tolist() == [3, 1, 0, 1]


def test_groups_stand_side_by_side(program):
    """G1: 9 of 13 expected attendances; G2: 8 of 10."""
    groups = program.groups.set_index("group_id")

    assert groups["attendance_rate"].to_dict() == pytest.approx({"G1": 9 / 13, "G2": 8 / 10})
    assert groups["enrolled"].to_dict() == {"G1": 4, "G2": 2}
    assert groups.loc["G1", ["members_judged", "members_with_episode", "episodes", "repaired"]].tolist() == [1, 1, 1, 1]
    assert groups["events"].tolist() == [1, 0]


def test_attendance_of_a_group_falls_by_ten_points_or_more(program):
    """G1: 2 of 3 came to its first session (C did not), 1 of 2 to its last; G2: E to 2 of 2, then B and E to 3 of 4."""
    groups = program.groups.set_index("group_id")

    assert groups["attendance_early"].to_dict() == pytest.approx({"G1": 2 / 3, "G2": 1.0})
    assert groups["attendance_late"].to_dict() == pytest.approx({"G1": 1 / 2, "G2": 3 / 4})
    assert groups["attendance_fell"].tolist() == [True, True]


def test_attendance_of_a_group_with_two_sessions_did_not_fall(tables, open_small):
    """One of two people away from the second of two sessions is no fall from a first to a last third."""
    first = tables["sessions"]["session"] <= 2
    tables["sessions"] = tables["sessions"][first]
    for name in ("attendance", "ratings"):
        tables[name] = tables[name][tables[name]["session"] <= 2]
    groups = summarize_program(open_small(tables)).groups

    assert groups["attendance_rate"].notna().all()
    assert groups[["attendance_early", "attendance_late", "attendance_fell"]].isna().all(axis=None)


def test_the_last_session_held_is_that_of_any_group(program):
    """Both groups met on October 12."""
    assert str(program.term.last_session) == "2026-10-12"


def test_a_group_that_could_not_be_judged_has_no_count_of_drops(program):
    """G2 handed in no ratings: 0 members judged, and a missing number of episodes instead of 0."""
    other = program.groups.set_index("group_id").loc["G2"]

    assert other["members_judged"] == 0
    assert other[["episodes", "repaired", "members_with_episode"]].isna().all()


def test_drops_are_counted_by_the_stage_of_their_onset(program):
    """The one drop began in session 4, in the commitment stage."""
    assert program.ruptures_by_stage.to_numpy().tolist() == [["commitment", "member_group", 1, 1, 0, 0, 0]]


def test_outcomes_count_people_once(program):
    """A and B have both scores; B, who is in both programs, is counted in each of them."""
    assert program.outcomes.by_instrument[["enrolled", "pairs"]].to_numpy().tolist() == [[5, 2]]
    by_program = program.outcomes_by_program[["program", "enrolled", "pairs"]].to_numpy().tolist()
    assert by_program == [["Anxiety", 2, 1], ["Loss", 4, 2]]
    assert program.outcomes.by_member.empty


def test_a_missing_characteristic_is_a_category_of_its_own(program):
    """B is a man by the second stay; D's gender was not recorded."""
    equity = program.equity.set_index("category")

    assert equity["enrolled"].to_dict() == {"Not recorded": 1, "man": 2, "woman": 2}
    assert equity["pairs"].to_dict() == {"Not recorded": 0, "man": 1, "woman": 1}
    assert equity["improved"].to_dict() == {"Not recorded": 0, "man": 0, "woman": 1}


def test_a_groups_scale_is_the_mean_of_its_members_means(program):
    """A 7, B 7, D 7 over the term; first third of 5 held sessions: session 1 (8 and 7), last: session 6 (8)."""
    row = program.scales_by_group.iloc[0]

    assert row[["group_id", "scale", "members", "mean", "low", "high"]].tolist() == ["G1", "member_group", 3, 7, 7, 7]
    assert row[["early", "late"]].tolist() == [7.5, 8.0]


def test_sessions_with_ratings_are_counted_group_by_group(open_small, tables):
    """G1 rated at five sessions, in the last only one; of G2 one rates at two: these are the fewest of any group."""
    added = pd.DataFrame({"session": [1, 2], "value": [6, 6]})
    added = added.assign(member_id="E", group_id="G2", instrument="alliance_1_10", item="3")
    both = summarize_program(open_small(tables | {"ratings": pd.concat([tables["ratings"], added])}))

    assert both.scales_by_group["sessions"].tolist() == [4, 0]
    assert both.response_rates["sessions"].tolist() == [2]
    assert summarize_program(open_small(tables)).response_rates["sessions"].tolist() == [5]


def test_one_group_alone_has_no_agreement_over_groups(program):
    """ICCs compare groups; with scores from one group there is nothing to compare."""
    row = program.agreement.iloc[0]

    assert pd.isna(row["icc1"])
    assert row["note"] == "fewer than 2 groups with scores"


def test_tables_that_were_not_collected_are_said(program):
    """No feedback table was handed in."""
    assert isinstance(program.feedback, Unavailable)
    assert program.feedback.reason == "not_collected"


def test_without_an_earlier_term_nothing_is_compared(program):
    """The comparison says which setting is missing."""
    assert isinstance(program.comparison, Unavailable)
    assert program.comparison.detail == "no_earlier_term"
