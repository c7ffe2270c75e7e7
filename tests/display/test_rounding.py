"""Numbers as readers see them."""

from __future__ import annotations

import math

import pytest

from groupreport.display import rounding
from groupreport.display.wording import wording


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "\u22123"),
        (2.25, 1, "2.3"),
        (2.35, 1, "2.4"),
        (1.005, 2, "1.01"),
        (0.1 + 0.2, 1, "0.3"),
        (-0.04, 1, "0.0"),
        (1234567.0, 0, "1,234,567"),
        (-1234.5, 1, "\u22121,234.5"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value, places, shown):
    """Readers recompute by hand, so a half goes up as at school, and what rounds to zero has no sign."""
    assert rounding.number(value, places) == shown


@pytest.mark.parametrize(
    ("share", "places", "shown"),
    [(0.745, 0, "75%"), (0.285, 0, "29%"), (0.005, 0, "1%"), (0.197, 1, "19.7%"), (1, 0, "100%"), (0, 0, "0%")],
)
def test_percent_of_a_half_goes_up(share, places, shown):
    """Python's own formatting gives 74 % for 0.745; ours does not."""
    assert rounding.percent(share, places) == shown


@pytest.mark.parametrize("value", [None, math.nan, math.inf])
def test_a_missing_number_is_never_printed(value):
    """There is no text for a missing number: the sentence must say that there is not enough data."""
    with pytest.raises(ValueError, match="not enough data"):
        rounding.number(value)


def test_a_change_has_its_sign_unless_it_prints_as_zero():
    """A plus before 0.0 would claim a direction."""
    assert [rounding.signed(value) for value in (1.04, -1.05, 0.049, -0.049)] == ["+1.0", "\u22121.1", "0.0", "0.0"]


def test_an_interval_of_negative_numbers_stays_readable():
    """Limits are joined by a word, because a dash between minus signs is misread."""
    low, high = rounding.number(-0.82, 2), rounding.number(-0.11, 2)
    assert wording().between(low, high) == "\u22120.82 to \u22120.11"
