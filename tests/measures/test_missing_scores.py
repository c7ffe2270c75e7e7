"""Bounds hold for every possible completion of the missing scores."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures import change

quickly = settings(deadline=None, max_examples=60)

LOWEST, HIGHEST = 0, 2
POSSIBLE = range(LOWEST, HIGHEST + 1)
SCORE = st.none() | st.integers(LOWEST, HIGHEST)
PEOPLE = st.lists(st.tuples(SCORE, SCORE), min_size=1, max_size=3)


def completions(people):
    """Every way in which the missing scores may have come out."""
    flat = [score for person in people for score in person]
    for filled in itertools.product(*[[score] if score is not None else POSSIBLE for score in flat]):
        yield np.array(filled, dtype=float).reshape(-1, 2)


@given(people=PEOPLE)
@quickly
def test_mean_change_bounds_are_the_extremes_of_all_completions(people):
    """Brute force over a scale of three points: nothing lies outside, and both ends are reached."""
    pre, post = (list(column) for column in zip(*people, strict=True))
    found = change.mean_change_bounds(pre, post, LOWEST, HIGHEST)
    means = [float((scores[:, 1] - scores[:, 0]).mean()) for scores in completions(people)]

    assert found.low == pytest.approx(min(means))
    assert found.high == pytest.approx(max(means))


@given(people=PEOPLE, criterion=st.integers(1, 2))
@quickly
def test_improvement_bounds_contain_every_completion(people, criterion):
    """However the missing scores would have come out, the share of everybody who improved lies between."""
    known = [(first, last) for first, last in people if first is not None and last is not None]
    improved = sum(first - last >= criterion for first, last in known)
    found = change.improvement_bounds(improved, len(known), len(people))

    for scores in completions(people):
        share = float((scores[:, 0] - scores[:, 1] >= criterion).mean())
        assert found.low - 1e-12 <= share <= found.high + 1e-12


def test_bounds_by_hand():
    """6 of 10 pairs improved, 15 enrolled: 6 to 11 of 15. Changes -6 and [-20, 7] of two: -13 to 0.5."""
    shares, changes = change.improvement_bounds(6, 10, 15), change.mean_change_bounds([10, 20], [4, None], 0, 27)

    assert (shares.low, shares.high) == pytest.approx((6 / 15, 11 / 15))
    assert (changes.low, changes.high) == (-13.0, 0.5)


def test_without_missing_scores_the_bounds_are_the_value():
    """Nothing is left open."""
    assert change.improvement_bounds(3, 8, 8) == change.Bounds(low=3 / 8, high=3 / 8)
    assert change.mean_change_bounds([5, 9], [3, 3], math.nan, math.nan) == change.Bounds(low=-4.0, high=-4.0)


def test_bounds_of_nobody_or_of_an_unknown_range_are_missing():
    """0 of 0 is nothing, and a score without ends could be anything."""
    assert math.isnan(change.improvement_bounds(0, 0, 0).low)
    assert math.isnan(change.improvement_bounds(math.nan, 3, 5).high)
    assert math.isnan(change.mean_change_bounds([], [], 0, 27).low)
    assert math.isnan(change.mean_change_bounds([5, 9], [3, None], math.nan, math.nan).low)


@pytest.mark.parametrize("counts", [(4, 3, 5), (1, 6, 5), (-1, 3, 5)])
def test_counts_that_cannot_be_are_refused(counts):
    """More improved than pairs, more pairs than people."""
    with pytest.raises(ValueError, match="cannot be"):
        change.improvement_bounds(*counts)


def test_scores_outside_the_scale_are_refused():
    """The bounds would be wrong."""
    with pytest.raises(ValueError, match="lie outside"):
        change.mean_change_bounds([30], [None], 0, 27)
