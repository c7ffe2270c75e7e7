"""Means and spreads from one session to the next, over the members who rated both."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.group_ruptures import mean_falls, moving_apart, paired_steps
from groupreport.parameters import GroupRuptureSettings

BY = ["group_id"]
EARLIER, LATER = [5, 6, 7, 6, 5, 8, 7, 6], [3, 6, 9, 7, 2, 9, 8, 4]


def scores(*by_session: dict[str, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"group_id": "G1", "member_id": member, "session": session, "score": score}
            for session, rows in enumerate(by_session, start=1)
            for member, score in rows.items()
        ],
        columns=["group_id", "member_id", "session", "score"],
    )


def two(earlier: list[float], later: list[float]) -> pd.DataFrame:
    return scores(*({f"M{number}": float(score) for number, score in enumerate(rows)} for rows in (earlier, later)))


def test_a_step_is_that_of_r() -> None:
    """R 4.2.2: mean(y - x), sd(y - x), sd(x), sd(y), cor.test(x + y, y - x, alternative = "greater")$p.value."""
    found = paired_steps(two(EARLIER, LATER), BY, max_gap=2).iloc[0]

    assert found["members"] == 8
    assert found["change"] == pytest.approx(-0.25)
    assert found["change_sd"] == pytest.approx(1.83225076263)
    assert found["sd_before"] == pytest.approx(1.03509833901)
    assert found["sd_after"] == pytest.approx(2.72554057548)
    assert found["p"] == pytest.approx(0.000266424608884, rel=1e-9)


def test_only_members_who_rated_both_sessions_count() -> None:
    """A leaves after session 1 with a high rating and D joins in session 2 with a low one: B and C fell by 1."""
    found = paired_steps(scores({"A": 9, "B": 6, "C": 8}, {"B": 5, "C": 7, "D": 1}), BY, max_gap=2).iloc[0]

    assert (found["members"], found["change"], found["change_sd"]) == (2, -1.0, 0.0)


def test_sessions_that_nobody_rated_are_bridged_as_far_as_the_gap_allows() -> None:
    """Session 4 follows session 1 with two missed; a missing score is no rating."""
    rows = scores({"A": 5.0, "B": 5.0}, {"A": np.nan}, {}, {"A": 4.0, "B": 3.0})

    assert paired_steps(rows, BY, max_gap=2)[["before", "session", "members", "change"]].values.tolist() == [
        [1, 4, 2, -1.5]
    ]
    assert paired_steps(rows, BY, max_gap=1).empty


def test_nobody_who_rated_both_is_a_step_without_numbers() -> None:
    """Not enough data is not a change of 0."""
    found = mean_falls(paired_steps(scores({"A": 5.0}, {"B": 4.0}), BY, max_gap=2), BY).iloc[0]

    assert found["members"] == 0
    assert np.isnan(found["change"])
    assert found["fell"] is pd.NA
    assert found["fall_reason"] == "few_members"


@pytest.mark.parametrize(
    ("earlier", "later", "p"),
    [
        pytest.param([5, 6, 7, 8], [4, 5, 6, 7], 0.5, id="all-moved-alike"),
        pytest.param([5, 6, 7, 8], [8, 7, 6, 5], 0.5, id="turned-around"),
        pytest.param([6, 6, 6, 6], [6, 6, 6, 6], np.nan, id="all-alike"),
        pytest.param([6, 6, 6, 6], [3, 5, 7, 9], 0.0, id="alike-before"),
        pytest.param([6, 7], [3, 9], np.nan, id="two-members"),
    ],
)
def test_where_the_test_has_little_to_go_on(earlier: list[float], later: list[float], p: float) -> None:
    """Sums or differences without variance: as far apart as before; no rating that differs: nothing to test."""
    assert paired_steps(two(earlier, later), BY, max_gap=2)["p"].iloc[0] == pytest.approx(p, abs=1e-12, nan_ok=True)


def test_neither_order_nor_a_constant_changes_a_step() -> None:
    """The same ratings in another order, or all of them 20 points higher."""
    random = np.random.default_rng(2)
    rows = scores(*({f"M{number}": float(random.integers(1, 10)) for number in range(6)} for _ in range(8)))
    mixed = rows.sample(frac=1, random_state=1).assign(score=lambda frame: frame["score"] + 20)

    pd.testing.assert_frame_equal(paired_steps(mixed, BY, 2), paired_steps(rows, BY, 2))


def test_the_limits_are_worked_out_by_hand_and_by_r() -> None:
    """Three steps of 4, 5 and 4 members; R: summary(lm(c ~ factor(s)))$sigma is the pooled SD, 1.10453610172.

    The own limit of the third change is twice the SD of 0.5 and -0.4 (0.636396), the chart's 3 x 1.104536 / 2.
    """
    changes = [[1, 0, -1, 2], [0, -2, 1, 0, -1], [-3, -4, -2, -3]]
    steps = pd.DataFrame(
        {
            "group_id": "G1",
            "members": [len(one) for one in changes],
            "change": [np.mean(one) for one in changes],
            "change_sd": [np.std(one, ddof=1) for one in changes],
        }
    )
    # Two other changes only: fewer than a program may set, to be followed by hand.
    settings = GroupRuptureSettings().model_copy(update={"minimum_changes": 2})
    found = mean_falls(steps, BY, settings)

    assert found["own_limit"].iloc[2] == pytest.approx(-2 * 0.9 / np.sqrt(2))
    assert found["chart_limit"].tolist() == pytest.approx(
        [-3 * 1.10453610172 / np.sqrt(members) for members in (4, 5, 4)]
    )
    assert found["fell"].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("last", "spread", "fell"),
    [
        pytest.param(-2.0, 1.2, True, id="both-limits"),
        pytest.param(-1.0, 0.5, False, id="usual-for-the-group"),
        pytest.param(-1.15, 1.2, False, id="too-few-members-to-tell"),
        pytest.param(2.0, 1.2, False, id="a-rise"),
    ],
)
def test_both_limits_must_be_passed(last: float, spread: float, fell: bool) -> None:
    """Other changes of half a point up and down: SD .5477, own limit -1.095; chart limit -3 spread / 3."""
    changes = [0.5, -0.5, 0.5, -0.5, 0.5, -0.5, last]
    steps = pd.DataFrame({"group_id": "G1", "members": 9, "change": changes, "change_sd": spread})

    assert mean_falls(steps, BY)["fell"].iloc[-1] == fell


@pytest.mark.parametrize(
    ("members", "count", "spread", "reason"),
    [(3, 9, 1.0, "few_members"), (9, 5, 1.0, "few_changes"), (9, 9, 0.0, "no_variation"), (9, 6, 1.0, "")],
)
def test_what_cannot_be_said_has_its_reason(members: int, count: int, spread: float, reason: str) -> None:
    """Four members, five other changes and some variation are needed."""
    changes = [0.5, -0.5] * 5
    steps = pd.DataFrame({"group_id": "G1", "members": members, "change": changes[:count], "change_sd": spread})
    found = mean_falls(steps, BY)

    assert set(found["fall_reason"]) == {reason}
    assert found["fell"].isna().all() == bool(reason)


def test_a_group_is_not_measured_against_another() -> None:
    """The steps of each series stand alone."""
    steps = pd.DataFrame(
        {"group_id": ["G1", "G2"] * 7, "members": 8, "change": [0.1, 2.0, -0.1, -2.0] * 3 + [0.1, 2.0]}
    )
    found = mean_falls(steps.assign(change_sd=1.0), BY)

    assert found["own_limit"][0] > -0.5
    assert found["own_limit"][1] < -3


def test_a_mean_that_only_swings_seldom_falls() -> None:
    """Simulation: 300 groups of 8 members without any change, 12 sessions: fewer than 1 step in 200 is marked."""
    random = np.random.default_rng(5)
    members, sessions = 8, 12
    place = pd.MultiIndex.from_product([range(300), range(members), range(1, sessions + 1)])
    rows = place.to_frame(index=False, name=["group_id", "member_id", "session"])
    rows["score"] = np.repeat(random.normal(0, 1, 300 * members), sessions) + random.normal(0, 1, len(rows))
    found = mean_falls(paired_steps(rows, BY, max_gap=2), BY)

    assert found["fell"].notna().all()
    assert found["fell"].mean() < 0.005


def test_moving_apart_is_spread_that_rises_while_the_mean_stays() -> None:
    """The ratings of R's example on a scale of 9 points: SD from 1.0 to 2.7, mean by a quarter of a point."""
    steps = paired_steps(two(EARLIER, LATER), BY, max_gap=2)
    nine, forty = pd.Series([9.0]), pd.Series([40.0])

    assert moving_apart(steps, nine)["apart"].tolist() == [True]
    # On a scale of 40 points a rise of 1.7 is less than the 5 % that count.
    assert moving_apart(steps, forty)["apart"].tolist() == [False]
    assert moving_apart(steps.assign(change=-0.5), nine)["apart"].tolist() == [False]
    assert moving_apart(steps.assign(p=0.03), nine)["apart"].tolist() == [False]
    closer = paired_steps(two(LATER, EARLIER), BY, max_gap=2)
    assert moving_apart(closer, nine)["apart"].tolist() == [False]


@pytest.mark.parametrize(("members", "width", "reason"), [(3, 9.0, "few_members"), (8, np.nan, "no_range")])
def test_moving_apart_that_cannot_be_said(members: int, width: float, reason: str) -> None:
    """Too few members, or a scale whose ends are not known."""
    steps = paired_steps(two(EARLIER, LATER), BY, max_gap=2).assign(members=members)
    found = moving_apart(steps, pd.Series([width]))

    assert found["apart"].isna().all()
    assert found["apart_reason"].tolist() == [reason]


def test_by_chance_members_move_apart_in_fewer_than_one_of_forty_steps() -> None:
    """Simulation: 300 groups of 7 without any change: the bound that the report prints holds."""
    random = np.random.default_rng(6)
    place = pd.MultiIndex.from_product([range(300), range(7), range(1, 13)])
    rows = place.to_frame(index=False, name=["group_id", "member_id", "session"])
    rows["score"] = random.normal(0, 1, len(rows))
    found = moving_apart(steps := paired_steps(rows, BY, max_gap=2), pd.Series(6.0, index=steps.index))

    assert (steps["p"] < 0.025).mean() == pytest.approx(0.025, abs=0.006)
    assert found["apart"].mean() < 0.025
