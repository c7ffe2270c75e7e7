"""Newcombe's interval for the difference of two shares."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.change import difference_of_shares

quickly = settings(deadline=None, max_examples=60)

COUNTS = st.integers(0, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((56, 70), (48, 80), (0.2, 0.0524, 0.3339)),
        ((9, 10), (3, 10), (0.6, 0.1705, 0.8090)),
        ((6, 7), (2, 7), (0.5714, 0.0582, 0.8062)),
        ((5, 56), (0, 29), (0.0893, -0.0381, 0.1926)),
        ((0, 10), (0, 20), (0.0, -0.1611, 0.2775)),
        ((0, 10), (0, 10), (0.0, -0.2775, 0.2775)),
        ((10, 10), (0, 20), (1.0, 0.6791, 1.0)),
        ((10, 10), (0, 10), (1.0, 0.6075, 1.0)),
    ],
)
def test_the_interval_is_that_of_newcombes_table(first, second, expected):
    """Newcombe 1998 (Statistics in Medicine 17:873), table II, method 10; R 4.2.2's prop.test limits give the same."""
    found = difference_of_shares(*first, *second)

    assert (found.value, found.low, found.high) == pytest.approx(expected, abs=5e-5)


@given(first=COUNTS, second=COUNTS)
@quickly
def test_turning_the_sides_around_turns_the_interval_around(first, second):
    """And it contains the difference, within -1 and 1; with nobody on a side everything is missing."""
    found, turned = difference_of_shares(*first, *second), difference_of_shares(*second, *first)

    if not first[1] or not second[1]:
        assert math.isnan(found.value)
        return
    assert (found.value, found.low, found.high) == pytest.approx((-turned.value, -turned.high, -turned.low))
    assert -1 - 1e-12 <= found.low <= found.value <= found.high <= 1 + 1e-12
