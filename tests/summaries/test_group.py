"""One group's term, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.errors import ParameterError
from groupreport.summaries import summarize_group
from groupreport.summaries.records import Flow, LeftOut, ObservedRuptures, Outcomes, Ruptures


@pytest.fixture(name="group", scope="module")
def _group(small):
    return summarize_group(small, "G1")


def test_an_unknown_group_is_refused(small):
    """There is no default group; the nearest id is suggested."""
    with pytest.raises(ParameterError, match="no group 'G11'.*Did you mean 'G1'"):
        summarize_group(small, "G11")


def test_the_flow_starts_from_everyone_enrolled(group):
    """A, B, C, D enrolled; C never came; dose: A 5 of 5, B 2 of 2, D 2 of 3; B went to another group."""
    assert group.flow == Flow(
        enrolled=4,
        never_attended=1,
        started=3,
        attended_two_or_more=3,
        dose_share=0.6,
        dose_reached=3,
        completed=1,
        dropped_out=1,
        ended_otherwise=1,
        still_enrolled=1,
    )


def test_the_group_is_described_as_its_program_does(group):
    """Leaders are split at the semicolon; a missing site stays missing; the canceled session is not held."""
    facts = group.group

    assert facts.leaders == ("L1", "L2")
    assert facts.site is None
    assert (facts.held_sessions, facts.canceled_sessions) == (5, 1)


def test_sessions_take_the_programs_stages(group):
    """Sessions 1 to 4 are commitment; the program set no stage for 5 and 6."""
    stages = group.sessions.set_index("session")["stage"]

    assert stages.loc[[1, 4]].tolist() == ["commitment", "commitment"]
    assert stages.loc[[5, 6]].isna().all()
    assert group.sessions["status"].tolist() == ["held", "held", "canceled", "held", "held", "held"]


def test_attendance_by_session_counts_who_was_enrolled(group):
    """1 and 2: A, B, C; 4: A, C, D; 5 and 6: A, D."""
    by_session = group.attendance_by_session

    assert by_session[["session", "expected", "present", "no_show"]].to_numpy().tolist() == [
        [1, 3, 2, 1],
        [2, 3, 2, 1],
        [4, 3, 2, 1],
        [5, 2, 2, 0],
        [6, 2, 1, 1],
    ]


def test_a_scales_session_has_its_members_and_its_mean(group):
    """Session 4: A rated 3, D rated 7: mean 5, SD sqrt(8); two members have no interval and no agreement."""
    fourth = group.scales_by_session.set_index("session").loc[4]

    assert fourth[["scale", "expected", "n", "mean"]].tolist() == ["member_group", 2, 2, 5.0]
    assert fourth["sd"] == pytest.approx(8**0.5)
    assert fourth[["low", "high", "rwg", "average_deviation"]].isna().all()
    assert fourth["agreement_note"] == "fewer than 3 members answered every item"


def test_a_held_session_without_scores_keeps_its_row(group):
    """Session 6: A alone rated; the canceled session 3 has no row."""
    by_session = group.scales_by_session

    assert by_session["session"].tolist() == [1, 2, 4, 5, 6]
    assert by_session["n"].tolist() == [2, 2, 2, 2, 1]


def test_a_rating_drop_that_was_made_good(group):
    """A's ratings 8, 8, 3, 8, 8: within members the SD is sqrt(20 / 6), 1.826; 1.96 of it after two ratings 4.38.

    The 3 lies 5 under the mean of the two 8 before it.
    """
    ruptures = group.ruptures
    assert isinstance(ruptures, Ruptures)
    episode = ruptures.headline_episodes.iloc[0]

    assert len(ruptures.headline_episodes) == 1
    assert episode[["member_id", "level", "onset_session", "nadir_session", "end_session"]].tolist() == [
        "A",
        "member_group",
        4,
        4,
        5,
    ]
    assert episode[["score_before", "score_nadir", "depth", "status"]].tolist() == [8.0, 3.0, 5.0, "repaired"]


def test_the_headline_rule_says_why_it_is_not_the_programs(tables, open_small):
    """Single ratings have no reliability: who asks for reliable change gets the own level."""
    rules = summarize_group(open_small(tables, ruptures={"headline": "reliable_change"}), "G1").ruptures.rules
    rules = rules.set_index("rule")

    assert rules.index[rules["headline"]].tolist() == ["own_level"]


def test_no_episode_and_not_judged_are_told_apart(group):
    """Three members rated; B and D only twice, so one member was judged."""
    strict = group.ruptures.rules.set_index("rule").loc["sd_strict"]

    assert strict[["series", "series_judged", "members_judged", "members_with_episode"]].tolist() == [3, 1, 1, 1]
    assert strict["not_judged"] == (("too_few_ratings", 2),)


def test_the_event_log_stands_beside_the_ratings(group):
    """The event of session 4 was seen in the ratings too, and resolved one held session later."""
    assert isinstance(group.observed, ObservedRuptures)

    assert group.observed.concordance.to_numpy().tolist() == [[4, 1, 1, "both"]]
    assert group.observed.events["sessions_to_resolution"].tolist() == [1]


def test_outcomes_without_a_group_belong_to_each_of_the_members_groups(group, small):
    """A fell from 18 to 9 (recovered), B stayed at 9; C has no second score; B's pair is in both groups' reports."""
    assert isinstance(group.outcomes, Outcomes)
    row = group.outcomes.by_instrument.iloc[0]

    assert row[["enrolled", "with_pre", "with_post", "pairs"]].tolist() == [4, 3, 2, 2]
    assert row[["recovered", "improved", "unchanged", "deteriorated"]].tolist() == [1, 0, 1, 0]
    other = summarize_group(small, "G2").outcomes
    assert isinstance(other, Outcomes)
    assert other.by_instrument["pairs"].tolist() == [1]


def test_every_member_has_an_outcome_row(group):
    """Those without scores are shown as such."""
    by_member = group.outcomes.by_member.set_index("member_id")

    assert by_member.index.tolist() == ["A", "B", "C", "D"]
    assert by_member.loc["C", ["pre"]].tolist() == [18.0]
    assert by_member.loc["D", ["pre", "post", "outcome"]].isna().all()


def test_ratings_by_others_are_never_mixed_in(tables, open_small):
    """A leader's rating of session 1 changes nothing but a note."""
    by_leader = tables["ratings"].iloc[[0]].assign(value=1.0, rater="leader")
    tables["ratings"] = pd.concat([tables["ratings"].assign(rater="member"), by_leader], ignore_index=True)

    summary = summarize_group(open_small(tables), "G1")
    assert summary.scales_by_session["mean"].iloc[0] == 7.5
    assert LeftOut("other_raters", 1) in summary.data_notes


def test_the_target_of_an_answer_makes_its_level(tables, open_small):
    """The same item asked about other members is another scale with its own name."""
    about_members = tables["ratings"].assign(target="members", value=5.0)
    tables["ratings"] = pd.concat([tables["ratings"], about_members], ignore_index=True)

    scales = summarize_group(open_small(tables), "G1").scales_by_session
    assert scales[["level", "label"]].drop_duplicates().to_numpy().tolist() == [
        ["member_group", "Alliance with the group"],
        ["member_member", "Alliance with the group (about other members)"],
    ]
    assert scales.loc[scales["level"] == "member_member", "mean"].eq(5.0).all()


def test_attendance_outside_a_stay_is_said(tables, open_small):
    """C left before session 5; a presence recorded then is left out, and the report says so."""
    tables["attendance"].loc[len(tables["attendance"])] = ["C", "G1", 5, "attended"]

    notes = summarize_group(open_small(tables), "G1").data_notes
    assert notes == (LeftOut("uncounted_attendance", 1),)


def test_the_same_question_with_and_without_a_target_is_two_series(tables, open_small):
    """An answer that names its target and one that does not are never taken for one rating."""
    about_group = tables["ratings"].assign(target="group")
    tables["ratings"] = pd.concat([tables["ratings"], about_group], ignore_index=True)

    strict = summarize_group(open_small(tables), "G1").ruptures.rules.set_index("rule").loc["sd_strict"]
    assert strict[["series", "members_judged", "episodes"]].tolist() == [6, 1, 1]
