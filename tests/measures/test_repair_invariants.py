"""What holds of repairs for every set of ratings."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures import repairs, ruptures
from groupreport.parameters import RuptureSettings

from .test_episode_invariants import PROGRAM, long_frames

STATUSES = ["repaired", "partially_repaired", "unrepaired", "undetermined"]
CHECKED = st.sampled_from(["reliable_change", "sd_strict", "sd_lenient"])


def found_by(ratings: pd.DataFrame, rule: str, program: RuptureSettings) -> pd.DataFrame:
    return ruptures.find_episodes(ratings, rule, criterion=2.0, settings=program)


@settings(max_examples=80, deadline=None)
@given(rule=CHECKED, ratings=long_frames(), program=PROGRAM)
def test_at_the_programs_own_window_the_counts_are_those_of_the_episodes(rule, ratings, program):
    """Two ways to the same number: the engine's statuses, and the ratings after the lowest one looked up again."""
    episodes = found_by(ratings, rule, program)
    own = repairs.repair_by_window(episodes, ratings, settings=program, windows=[program.repair_window]).iloc[0]

    assert own[STATUSES].tolist() == [int((episodes["status"] == status).sum()) for status in STATUSES]


@settings(max_examples=80, deadline=None)
@given(rule=CHECKED, ratings=long_frames(), program=PROGRAM)
def test_a_longer_window_repairs_no_fewer(rule, ratings, program):
    """Repaired and undetermined drops only grow in number with the window, the rate never falls, and counts add up."""
    episodes = found_by(ratings, rule, program)
    by_window = repairs.repair_by_window(episodes, ratings, settings=program, windows=range(1, 9))
    shares = repairs.repaired_by(repairs.repair_curve(repairs.time_to_repair(episodes, ratings, settings=program)))

    assert (by_window[STATUSES].sum(axis=1) == len(episodes)).all()
    assert by_window["repaired"].is_monotonic_increasing
    assert (by_window["rate"].dropna().diff().dropna() >= -1e-12).all()
    assert (shares["share"].dropna().diff().dropna() >= -1e-12).all()


@settings(max_examples=80, deadline=None)
@given(rule=CHECKED, ratings=long_frames(), program=PROGRAM)
def test_a_repair_within_the_window_is_the_end_of_the_episode(rule, ratings, program):
    """The engine's repaired episodes are repaired within its window, and no other is."""
    episodes = found_by(ratings, rule, program)
    times = repairs.time_to_repair(episodes, ratings, settings=program)
    within = times["repaired"] & (times["time"] <= program.repair_window)

    assert within.tolist() == (episodes["status"] == "repaired").tolist()
    assert (times["censored_by"].isna() == times["repaired"]).all()


@settings(max_examples=60, deadline=None)
@given(rule=CHECKED, ratings=long_frames(), program=PROGRAM)
def test_adding_a_constant_changes_nothing(rule, ratings, program):
    """Times, windows, tolerances and the second anchor's verdict are those of the same ratings 8 points higher."""
    higher = ratings.assign(score=ratings["score"] + 8)
    before, after = found_by(ratings, rule, program), found_by(higher, rule, program)

    for measure in (repairs.time_to_repair, repairs.repair_by_window, repairs.repair_by_tolerance):
        pd.testing.assert_frame_equal(
            measure(before, ratings, settings=program), measure(after, higher, settings=program)
        )
    anchors, moved = repairs.second_anchor(before, ratings), repairs.second_anchor(after, higher)
    assert anchors["from_high"].equals(moved["from_high"])
    assert (anchors["median"] + 8).equals(moved["median"])


@settings(max_examples=60, deadline=None)
@given(ratings=long_frames(), program=PROGRAM)
def test_a_longer_gap_allowed_is_watched_no_shorter(ratings, program):
    """The same drops, followed across longer gaps, are seen at least as long and repaired at least as often."""
    episodes = found_by(ratings, "reliable_change", program)
    longer = program.model_copy(update={"max_gap": program.max_gap + 3})
    times = repairs.time_to_repair(episodes, ratings, settings=program)
    watched = repairs.time_to_repair(episodes, ratings, settings=longer)

    assert (watched["repaired"] >= times["repaired"]).all()
    assert (watched["time"] >= times["time"]).all()
