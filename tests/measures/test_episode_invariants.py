"""What holds for every set of ratings, whatever they are."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures import ruptures
from groupreport.parameters import RuptureSettings

RULES = list(ruptures.RULES)
# A share of the score, a cut-off and a reported intensity are no differences.
SHIFT_FREE = [rule for rule in RULES if rule not in {"sudden_loss", "alert_status", "reported"}]
CRITERION = 2.0
# Quarter points are exact binary numbers, so that a shift adds no rounding of its own.
SCORES = st.one_of(st.none(), st.integers(0, 40).map(lambda quarter: quarter / 4))
SERIES = st.dictionaries(st.integers(1, 20), SCORES, max_size=14)
PROGRAM = st.builds(
    RuptureSettings,
    repair_window=st.integers(1, 5),
    repair_tolerance=st.sampled_from([0.0, 0.25, 0.4]),
    partial_share=st.sampled_from([0.2, 0.4, 0.55]),
    max_gap=st.integers(0, 4),
    minimum_ratings=st.integers(2, 6),
)


@st.composite
def long_frames(draw: Any) -> pd.DataFrame:
    """Up to four members on one or two levels."""
    rows = [
        {"member_id": member, "group_id": "G1", "level": level, "session": session, "score": score}
        for member in draw(st.lists(st.sampled_from(["M1", "M2", "M3", "M4"]), unique=True, max_size=4))
        for level in draw(st.lists(st.sampled_from(["member_leader", "member_group"]), unique=True, max_size=2))
        for session, score in draw(SERIES).items()
    ]
    columns = ["member_id", "group_id", "level", "session", "score"]
    return pd.DataFrame(rows, columns=columns).astype({"session": "Int64", "score": "float64"})


def find(ratings: pd.DataFrame, rule: str, program: RuptureSettings) -> pd.DataFrame:
    return ruptures.find_episodes(ratings, rule, criterion=CRITERION, settings=program)


@settings(max_examples=60, deadline=None)
@given(rule=st.sampled_from(RULES), ratings=long_frames(), program=PROGRAM)
def test_every_episode_is_a_drop_that_ends_as_its_status_says(
    rule: str, ratings: pd.DataFrame, program: RuptureSettings
) -> None:
    """Onset, nadir and end are in order, the depth is that of the nadir, and the status is one of four.

    What a repair must regain, and how soon, is the rule's own where it has one, else the program's.
    """
    found, repair = find(ratings, rule, program), ruptures.Repair.of(ruptures.RULES[rule], program)
    rated = ratings.dropna(subset="score").set_index(["member_id", "level", "session"])["score"].sort_index()

    for row in found.itertuples():
        seen = rated.loc[(row.member_id, row.level)]
        window = seen[(seen.index > row.nadir_session) & (seen.index <= row.end_session)]
        best = max(window.max() if len(window) else -math.inf, row.score_nadir) - row.score_nadir
        repaired = best >= repair.needed(row.depth, row.criterion) - 1e-6

        assert row.onset_session <= row.nadir_session <= row.end_session
        assert row.score_nadir == rated[(row.member_id, row.level, row.nadir_session)]
        assert row.depth == pytest.approx(row.score_before - row.score_nadir)
        assert row.depth >= row.criterion - 1e-6
        assert (row.status == "repaired") == repaired
        assert row.status == "repaired" or (len(window) == repair.window) == (row.status != "undetermined")
        assert row.status in {"repaired", "partially_repaired", "unrepaired", "undetermined"}


@settings(max_examples=60, deadline=None)
@given(rule=st.sampled_from(RULES), ratings=long_frames(), program=PROGRAM)
def test_episodes_of_a_series_never_overlap(rule: str, ratings: pd.DataFrame, program: RuptureSettings) -> None:
    """The next onset comes after the last end."""
    found = find(ratings, rule, program)
    previous_end = found.groupby(["member_id", "level"])["end_session"].shift()

    assert (found["onset_session"] > previous_end)[previous_end.notna()].all()


@settings(max_examples=60, deadline=None)
@given(rule=st.sampled_from(RULES), ratings=long_frames(), program=PROGRAM, seed=st.integers(0, 99))
def test_the_order_of_rows_and_their_index_change_nothing(
    rule: str, ratings: pd.DataFrame, program: RuptureSettings, seed: int
) -> None:
    """Shuffled rows with any index give the same episodes and the same verdicts."""
    shuffled = ratings.sample(frac=1, random_state=seed)
    judged = ruptures.judge_series(ratings, rule, criterion=CRITERION, settings=program)

    pd.testing.assert_frame_equal(find(shuffled, rule, program), find(ratings, rule, program))
    pd.testing.assert_frame_equal(ruptures.judge_series(shuffled, rule, criterion=CRITERION, settings=program), judged)


@settings(max_examples=60, deadline=None)
@given(rule=st.sampled_from(SHIFT_FREE), ratings=long_frames(), program=PROGRAM, shift=st.integers(-100, 100))
def test_adding_a_constant_to_every_score_changes_nothing(
    rule: str, ratings: pd.DataFrame, program: RuptureSettings, shift: int
) -> None:
    """Only differences count, but for rules that ask for more than that."""
    columns = ["member_id", "level", "onset_session", "nadir_session", "end_session", "depth", "status"]
    shifted = find(ratings.assign(score=ratings["score"] + shift), rule, program)

    pd.testing.assert_frame_equal(shifted[columns], find(ratings, rule, program)[columns])


@settings(max_examples=60, deadline=None)
@given(rule=st.sampled_from(RULES), ratings=long_frames(), program=PROGRAM)
def test_only_judged_series_have_episodes(rule: str, ratings: pd.DataFrame, program: RuptureSettings) -> None:
    """Every series is judged or says why not, and an episode is found in judged ones only."""
    judged = ruptures.judge_series(ratings, rule, criterion=CRITERION, settings=program)
    found = find(ratings, rule, program)
    with_episode = set(found[["member_id", "level"]].itertuples(index=False, name=None))
    can_be_judged = set(judged.loc[judged["judged"], ["member_id", "level"]].itertuples(index=False, name=None))

    assert len(judged) == len(ratings[["member_id", "level"]].drop_duplicates())
    assert (judged["judged"] == judged["reason"].isna()).all()
    assert (judged["judged"] == judged["criterion"].notna()).all()
    assert with_episode <= can_be_judged


@settings(max_examples=60, deadline=None)
@given(ratings=long_frames(), program=PROGRAM)
def test_whoever_has_a_strict_drop_has_a_lenient_one(ratings: pd.DataFrame, program: RuptureSettings) -> None:
    """One standard deviation is less than two."""
    strict, lenient = find(ratings, "sd_strict", program), find(ratings, "sd_lenient", program)

    assert set(strict["member_id"]) <= set(lenient["member_id"])


@settings(max_examples=60, deadline=None)
@given(ratings=long_frames(), program=PROGRAM)
def test_one_members_episodes_by_reliable_change_do_not_depend_on_the_others(
    ratings: pd.DataFrame, program: RuptureSettings
) -> None:
    """A criterion in points means the same in whatever company."""
    together = find(ratings, "reliable_change", program)

    for member, alone in ratings.groupby("member_id"):
        pd.testing.assert_frame_equal(
            find(alone, "reliable_change", program), together[together["member_id"] == member].reset_index(drop=True)
        )


@pytest.mark.parametrize(("cumulative", "share"), [(False, 0.25), (True, 0.42)])
def test_steady_members_are_flagged_as_often_as_measurement_error_alone_would(cumulative: bool, share: float) -> None:
    """Simulated members who never change, 12 ratings: a quarter shows a reliable fall in one step, more in several."""
    noise = np.random.default_rng(2026).normal(size=(4000, 12))
    ratings = pd.DataFrame(
        {
            "member_id": np.repeat(np.arange(4000), 12),
            "session": np.tile(np.arange(1, 13), 4000),
            "score": noise.ravel(),
        }
    )
    rule = "reliable_cumulated" if cumulative else "reliable_change"
    found = ruptures.find_episodes(ratings, rule, criterion=1.96 * math.sqrt(2))

    assert found["member_id"].nunique() / 4000 == pytest.approx(share, abs=0.02)
