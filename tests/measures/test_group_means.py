"""Means and differences whose unit is the group."""

from __future__ import annotations

import math

import pytest

from groupreport.measures.group_means import difference_of_groups, mean_over_groups

FIRST, SECOND = [3.2, 4.1, 2.8, 3.9], [2.5, 2.9, 3.6, 2.0, 2.2]


def test_the_mean_over_groups_as_in_r():
    """R 4.2.2, t.test(c(3.2, 4.1, 2.8, 3.9)): 3.5, 95 % interval 2.536467 to 4.463534."""
    found = mean_over_groups(FIRST)

    assert (found.groups, found.mean) == (4, pytest.approx(3.5))
    assert (found.low, found.high) == pytest.approx((2.536466532, 4.463533468))


def test_the_difference_as_in_r():
    """R 4.2.2, t.test(a, b) (Welch, df 6.706): 0.86, 95 % interval -0.1302162 to 1.8502162."""
    found = difference_of_groups(FIRST, SECOND)

    assert (found.groups, found.mean) == (9, pytest.approx(0.86))
    assert (found.low, found.high) == pytest.approx((-0.1302162479, 1.8502162479))


@pytest.mark.parametrize("values", [[], [3.0], [math.nan, 3.0], [math.inf, 3.0]])
def test_one_group_is_not_enough(values):
    """Nothing can be said of other groups from one."""
    found = mean_over_groups(values)

    assert found.groups == sum(map(math.isfinite, values))
    assert all(map(math.isnan, (found.mean, found.low, found.high)))


def test_groups_all_alike_have_no_interval():
    """An interval of no width would look like certainty."""
    found = mean_over_groups([3.0, 3.0, 3.0])

    assert found.mean == 3
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_a_difference_needs_three_groups_on_each_side():
    """Two groups' spread is a single distance."""
    assert math.isnan(difference_of_groups(FIRST, SECOND[:2]).mean)
    assert math.isnan(difference_of_groups([2.0] * 3, [3.0] * 3).low)
