"""Two parts in members' scores, and a group that drifts apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.subgroups import best_split, polarized, splits_by_session, strong_by_chance


def test_the_silhouette_by_hand():
    """2, 2, 3 against 8, 9, 9 (Rousseeuw 1987): to the own part 0.5, 0.5, 1; to the other 20/3, 20/3, 17/3."""
    outer, inner = 1 - 0.5 / (20 / 3), 1 - 1 / (17 / 3)
    silhouette, lower, gap = best_split(pd.Series([9.0, 2.0, 8.0, 3.0, 9.0, 2.0]))

    assert silhouette == pytest.approx((4 * outer + 2 * inner) / 6)
    assert (lower, gap) == (3, 5.0)


@pytest.mark.parametrize(
    "scores",
    [
        pytest.param([1.0, 1.0, 9.0, 9.0, 9.0], id="five-members"),
        pytest.param([4.0] * 7, id="all-alike"),
        pytest.param([1.0] + [4.0] * 6, id="one-apart-is-no-subgroup"),
        pytest.param([1.0, 2.0, 3.0, 4.0, 5.0, np.inf], id="infinite"),
        pytest.param([], id="nobody"),
    ],
)
def test_no_split_where_there_is_none_to_make(scores):
    """Fewer than six, no two to a side, or equal scores in both parts: not enough data."""
    silhouette, lower, gap = best_split(pd.Series(scores, dtype="float64"))

    assert np.isnan(silhouette)
    assert lower == 0
    assert np.isnan(gap)


def test_a_session_says_how_often_one_crowd_would_look_so():
    """Two crowds are told apart; the chance of one normal crowd looking so is small for twelve and larger for six."""
    apart = pd.DataFrame({"session": 1, "score": [1.0, 1.5, 2.0, 8.0, 8.5, 9.0]})
    few = pd.DataFrame({"session": 2, "score": [1.0, 9.0, 1.0]})
    found = splits_by_session(pd.concat([apart, few]))

    assert found["session"].tolist() == [1]
    assert found["strong"].tolist() == [True]
    assert 0 < strong_by_chance(12) < strong_by_chance(6) < 0.5


def test_the_split_does_not_depend_on_scale_or_direction():
    """Points or percent, and higher worse instead of better, give the same silhouette."""
    scores = pd.Series([1.0, 2.0, 2.5, 6.0, 7.0, 7.0, 9.0])

    assert best_split(scores * 10 + 5)[0] == pytest.approx(best_split(scores)[0])
    assert best_split(-scores)[0] == pytest.approx(best_split(scores)[0])


def test_drifting_apart_is_spread_without_a_move_of_the_mean():
    """The spread must rise by the smallest amount that counts, and the mean move by less."""
    assert polarized(5.0, 5.2, 1.0, 1.5, smallest=0.5)
    assert not polarized(5.0, 5.2, 1.0, 1.4, smallest=0.5)
    assert not polarized(5.0, 5.5, 1.0, 1.5, smallest=0.5)
    assert not polarized(5.0, 5.0, 1.5, 1.0, smallest=0.5)
