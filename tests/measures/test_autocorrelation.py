"""What carries over from one rating to the next, against R and worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import norm

from groupreport.measures.autocorrelation import within_member_autocorrelation

# 150 members with 8 ratings: deviates of a linear congruential generator that R repeats, carried over by .5.
MEMBERS, RATINGS = 150, 8


def carried_over() -> np.ndarray:
    """Rounded ratings of members on different levels."""
    state, uniform = 42, []
    for _ in range(MEMBERS * RATINGS):
        state = (state * 69069 + 1) % 2**32
        uniform.append(state / 2**32)
    deviates = norm.ppf(uniform).reshape(MEMBERS, RATINGS)
    ratings = np.empty_like(deviates)
    ratings[:, 0] = deviates[:, 0]
    for place in range(1, RATINGS):
        ratings[:, place] = 0.5 * ratings[:, place - 1] + math.sqrt(0.75) * deviates[:, place]
    return np.round(ratings * 10 + np.linspace(40, 90, MEMBERS)[:, np.newaxis])


def test_the_pooled_coefficient_is_solved_as_in_r() -> None:
    """R 4.2.2: uniroot on the traces of C A C and C with toeplitz(rho^(0:7)), on the same ratings: 0.495712.

    nlme 3.1-162, gls(y ~ member, correlation = corAR1(form = ~ 1 | member)) by restricted likelihood: 0.482675.
    Both are free of the bias of short series; the raw coefficient is 0.212594.
    """
    ratings = carried_over()

    found = within_member_autocorrelation(ratings.ravel(), np.repeat(np.arange(MEMBERS), RATINGS))

    assert found == pytest.approx(0.495712, abs=1e-6)
    assert found == pytest.approx(0.482675, abs=0.03)


@pytest.mark.parametrize(
    ("ratings", "carries"),
    [([8, 6, 6, 8], 0), ([9, 6, 6], 1), ([6, 9, 6], -1), ([1, 2, 3, 4, 5, 6, 7, 8], 1), ([4, 8, 4, 8], -1)],
)
def test_short_series_are_not_taken_for_alternating(ratings: list[int], carries: int) -> None:
    """Kendall 1954: of n independent values the raw coefficient is -1/n on average, so -1/n means that nothing does.

    By hand: 8, 6, 6, 8 has (-1 + 1 - 1) / 4 = -1/4. 9, 6, 6 has (-2 + 1) / 6, more than -1/3; 6, 9, 6 has -4/6.
    """
    found = within_member_autocorrelation(np.tile(np.array(ratings, float), 20), np.repeat(np.arange(20), len(ratings)))

    assert np.sign(found) == carries
    assert -0.5 <= found <= 0.95


def test_members_may_differ_in_level_spread_and_length() -> None:
    """Independent draws of numpy's generator, 3 to 14 a member: 0 within two standard errors."""
    random = np.random.default_rng(7)
    members = np.repeat(np.arange(2000), random.integers(3, 15, 2000))
    ratings = random.normal(size=len(members)) * (1 + members % 4) + members % 10

    assert within_member_autocorrelation(ratings, members) == pytest.approx(0, abs=2 * math.sqrt(2 / len(members)))


def test_too_little_is_no_number() -> None:
    """Pairs of ratings, 19 pairs of neighbors, ratings that never vary: missing, which is not 0."""
    pairs = within_member_autocorrelation(np.tile([5.0, 8.0], 100), np.repeat(np.arange(100), 2))
    few = within_member_autocorrelation(np.arange(20.0) % 3, np.zeros(20, np.intp))
    constant = within_member_autocorrelation(np.repeat([0.1, 7.3], 30), np.repeat([0, 1], 30))

    assert all(math.isnan(answer) for answer in (pairs, few, constant))
    assert not math.isnan(within_member_autocorrelation(np.arange(21.0) % 3, np.zeros(21, np.intp)))


def test_a_series_with_an_infinite_rating_is_left_out() -> None:
    """It has no mean to deviate from; the other members' number stays."""
    ratings, members = carried_over().ravel(), np.repeat(np.arange(MEMBERS), RATINGS)
    spoiled = np.concatenate([[math.inf, 1.0, 2.0, 3.0], ratings])

    assert within_member_autocorrelation(
        spoiled, np.concatenate([[0] * 4, members + 1])
    ) == within_member_autocorrelation(ratings, members)


@pytest.mark.parametrize("members", [[1, 1, 0], [0, 0]])
def test_ratings_out_of_order_are_refused(members: list[int]) -> None:
    """A number that comes back, or another count: nobody could say which ratings are neighbors."""
    with pytest.raises(ValueError, match="ratings must be sorted|scores and"):
        within_member_autocorrelation(np.array([1.0, 2.0, 3.0]), np.array(members))
