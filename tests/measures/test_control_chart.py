"""The individuals chart, against a textbook's numbers."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from groupreport.measures import ruptures

# Montgomery, Introduction to Statistical Quality Control, example on the costs of processing loans.
LOAN_COSTS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304]


def test_the_chart_is_the_textbooks() -> None:
    """Mean 300.5, mean moving range 7.79, limits 279.78 and 321.22."""
    chart = ruptures.individuals_chart(LOAN_COSTS)

    assert (round(chart.lower, 2), chart.center, round(chart.upper, 2)) == (279.78, 300.5, 321.22)


def test_missing_values_are_left_out() -> None:
    """The values on either side of a missing one are neighbors."""
    assert ruptures.individuals_chart([310, None, *LOAN_COSTS[1:], float("nan")]) == ruptures.individuals_chart(
        pd.Series(LOAN_COSTS, index=range(100, 120))
    )


@pytest.mark.parametrize("values", [[], [None, None], [1.0, math.inf, 2.0]])
def test_a_chart_of_nothing_is_missing(values: list[Any]) -> None:
    """No value or an infinite one: no center and no limits."""
    chart = ruptures.individuals_chart(values)

    assert all(math.isnan(number) for number in (chart.center, chart.lower, chart.upper))


@pytest.mark.parametrize("values", [[4.0], [0.1, 0.1, 0.1, 0.1]])
def test_values_that_never_change_have_a_center_but_no_limits(values: list[float]) -> None:
    """A single value, or one value over and over, does not say how far chance would move it."""
    chart = ruptures.individuals_chart(values)

    assert chart.center == pytest.approx(values[0])
    assert math.isnan(chart.lower)
    assert math.isnan(chart.upper)
