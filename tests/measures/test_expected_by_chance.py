"""How many episodes the same ratings give in random order."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from groupreport.measures import ruptures


def members(scores: list[list[float]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"member_id": f"M{member}", "session": session, "score": score}
            for member, row in enumerate(scores)
            for session, score in enumerate(row, start=1)
        ]
    )


def test_three_ratings_can_be_worked_out() -> None:
    """Of the six orders of 1, 2 and 8 all but two (1 2 8, 2 1 8) fall by 5 or more somewhere: two thirds."""
    found = ruptures.expected_by_chance(members([[1, 2, 8]] * 200), "reliable_change", criterion=5)

    assert found.series_judged == 200
    assert found.observed == 0
    assert found.expected == pytest.approx(2 / 3, abs=0.01)
    assert found.low < 2 / 3 < found.high


@pytest.mark.parametrize("rule", list(ruptures.RULES))
def test_ratings_that_are_noise_show_what_chance_expects(rule: str) -> None:
    """Observed lies within the middle 95 % of the shuffles, for every rule."""
    noise = np.random.default_rng(5).normal(5, 1, size=(60, 12))
    found = ruptures.expected_by_chance(members(noise.tolist()), rule, criterion=2.77, shuffles=100)

    assert found.low <= found.observed <= found.high


def test_the_same_seed_gives_the_same_numbers() -> None:
    """Another seed gives others, close by."""
    ratings = members(np.random.default_rng(5).normal(5, 1, size=(20, 12)).tolist())
    first, again, other = (
        ruptures.expected_by_chance(ratings, "sd_strict", shuffles=50, seed=seed) for seed in (1, 1, 2)
    )

    assert first == again
    assert first.expected != other.expected
    assert first.expected == pytest.approx(other.expected, abs=0.1)


def test_without_a_judged_series_there_is_nothing_to_compare() -> None:
    """Too few ratings: missing, not 0."""
    found = ruptures.expected_by_chance(members([[5.0, 4.0]]), "sd_strict")

    assert found.series_judged == 0
    assert math.isnan(found.observed)
    assert math.isnan(found.expected)
