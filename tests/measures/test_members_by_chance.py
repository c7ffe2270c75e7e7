"""How many members show an episode when their ratings stand in random order."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.ruptures import RULES, find_episodes, members_by_chance, rule_named
from groupreport.measures.ruptures.criteria import criteria
from groupreport.measures.ruptures.finding import series_with_episode
from groupreport.measures.ruptures.series import rated_series
from groupreport.measures.ruptures.surrogates import surrogates
from groupreport.parameters import RuptureSettings

SETTINGS = RuptureSettings()


def rated(scores: list[list[float]], levels: int = 1) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"member_id": f"M{row // levels}", "level": row % levels, "session": session, "score": score}
            for row, ratings in enumerate(scores)
            for session, score in enumerate(ratings, start=1)
        ]
    )


def test_three_ratings_can_be_worked_out() -> None:
    """Of the six orders of 1, 2 and 8 four fall by 5 or more, so 200 of 300 members are expected to."""
    found = members_by_chance(
        rated([[1, 2, 8]] * 300), rule_named("reliable_change"), criterion=5, settings=SETTINGS, shuffles=400
    )

    assert found.expected == pytest.approx(200, abs=2)
    assert found.low < 200 < found.high


def test_member_with_drops_on_two_levels_counts_once() -> None:
    """Each level stays without a drop in a third of the orders, both in a ninth: 8 of 9 members are expected."""
    found = members_by_chance(
        rated([[1, 2, 8]] * 180, levels=2), rule_named("reliable_change"), criterion=5, settings=SETTINGS, shuffles=400
    )

    assert found.expected == pytest.approx(80, abs=1)


@pytest.mark.parametrize("rule", [name for name, rule in RULES.items() if rule.by_chance])
def test_series_with_an_episode_are_those_that_the_search_finds(rule: str) -> None:
    """The quick answer for all shuffles at once is the slow one, also with gaps, ties and steady ratings."""
    random = np.random.default_rng(3)
    fallen_once = [[9.0, 9.1] * 6 + [4.0, 4.1] * 4 + [9.0, 9.1] * 4] * 30
    deep = [[9.0, 9.1, 9.0, 1.0, 9.0, 9.1, 9.0, 9.1]] * 20
    rows = rated(random.integers(1, 8, size=(120, 10)).astype(float).tolist() + fallen_once + deep + [[5.0] * 10])
    rows = rows[random.random(len(rows)) < 0.7]
    series = rated_series(rows)
    quick = series_with_episode(
        series, rule_named(rule), criteria(series, rule_named(rule), 3.0, SETTINGS), SETTINGS.max_gap
    )
    found = find_episodes(rows, rule, criterion=3.0, settings=SETTINGS)

    assert 5 < quick.sum() < len(quick)
    assert set(series.keys["member_id"][quick]) == set(found["member_id"])


def test_orders_carry_over_as_much_as_they_are_told_to() -> None:
    """Normal ratings put in orders of autocorrelation .6 have about that; without any they have none.

    The usual coefficient of a series of 40 is lower by (1 + 4 rho) / 40 (Kendall 1954): .515 and -.025. The ratings'
    own distances, which are not those of the series that orders them, take some more.
    """
    rows = rated(np.random.default_rng(4).normal(size=(2000, 40)).tolist())
    series = rated_series(rows)
    carried = surrogates(series, 1, 0.6, np.random.default_rng(5)).score.reshape(2000, 40)
    fresh = surrogates(series, 1, 0.0, np.random.default_rng(5)).score.reshape(2000, 40)

    def lag_one(table: np.ndarray) -> float:
        off = table - table.mean(axis=1, keepdims=True)
        return float(((off[:, 1:] * off[:, :-1]).sum(axis=1) / (off**2).sum(axis=1)).mean())

    assert lag_one(carried) == pytest.approx(0.515, abs=0.04)
    assert lag_one(fresh) == pytest.approx(-1 / 40, abs=0.01)
    np.testing.assert_allclose(np.sort(carried, axis=1), np.sort(series.score.reshape(2000, 40), axis=1))


def test_what_carries_over_makes_fewer_falls_from_session_to_session() -> None:
    """Neighbors that resemble each other differ less, so fewer members fall by chance."""
    rows = rated(np.random.default_rng(6).normal(size=(200, 12)).tolist())
    rule = rule_named("reliable_change")
    fresh, carried = (
        members_by_chance(rows, rule, criterion=2.77, settings=SETTINGS, autocorrelation=rho).expected
        for rho in (0.0, 0.6)
    )

    # A reliable step of 12 independent ratings: about a quarter of members (normal theory, one in 40 each step).
    assert fresh == pytest.approx(50, abs=8)
    assert carried < fresh / 2


def test_same_seed_gives_the_same_numbers() -> None:
    """A report is the same each time it is made."""
    rows = rated(np.random.default_rng(5).normal(5, 1, size=(20, 12)).tolist())
    first, again = (members_by_chance(rows, rule_named("sd_strict"), settings=SETTINGS) for _ in range(2))

    assert first == again


def test_without_a_judged_series_nothing_is_expected() -> None:
    """Missing, not 0."""
    found = members_by_chance(rated([[5.0, 4.0]]), rule_named("sd_strict"), settings=SETTINGS)

    assert math.isnan(found.expected)
    assert math.isnan(found.high)
