"""How a line over sessions is put into words."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from groupreport.display.rows import rows_of
from groupreport.display.trend import trend_of


def _scale(means, half_width=0.2, minimum=0.0, maximum=6.0):
    frame = pd.DataFrame({"session": range(1, len(means) + 1), "mean": means, "minimum": minimum, "maximum": maximum})
    return list(rows_of(frame.assign(low=frame["mean"] - half_width, high=frame["mean"] + half_width)))


def test_a_trend_compares_the_first_third_with_the_last():
    """Six sessions: the mean of two against the mean of two."""
    trend = trend_of(_scale([2.0, 3.0, 9.9, 9.9, 4.0, 5.0]))

    assert (trend.early, trend.late, trend.direction, trend.certain) == (2.5, 4.5, "rose", True)


@pytest.mark.parametrize(("late", "direction"), [(3.29, "same"), (3.31, "rose"), (2.71, "same"), (2.69, "fell")])
def test_a_change_below_a_twentieth_of_the_range_is_about_the_same(late, direction):
    """On a scale from 0 to 6 that is 0.3 points."""
    assert trend_of(_scale([3.0, 3.0, 3.0, late])).direction == direction


def test_a_change_inside_the_intervals_is_not_certain():
    """A rise of 1.0 with half-widths of 1.2 may be chance."""
    assert trend_of(_scale([3.0, 3.0, 4.0, 4.0], half_width=1.2)).certain is False


def test_without_intervals_nobody_can_say():
    """Two members have no interval: neither certain nor within an uncertainty that nobody knows."""
    assert trend_of(_scale([1.0, 2.0, 4.0, 5.0], half_width=math.nan)).certain is None


def test_three_sessions_are_too_few_for_a_trend():
    """No trend is better than one of one session against another."""
    assert trend_of(_scale([1.0, 2.0, 3.0])) is None


def test_sessions_without_a_score_do_not_count():
    """Four sessions of which one was not scored are three."""
    assert trend_of(_scale([1.0, math.nan, 2.0, 3.0])) is None


def test_thirds_are_of_the_held_sessions_whether_scored_or_not():
    """Of eleven sessions the first three (one not scored) have a mean of 2, the last three one score of 3.4."""
    missing = math.nan
    trend = trend_of(_scale([2.6, missing, 1.4, 2.2, 2.4, 2.5, 3.4, missing, 3.4, missing, missing]))

    assert (trend.early, trend.late, trend.direction) == (2.0, 3.4, "rose")


def test_a_last_third_without_scores_has_no_trend():
    """What was only asked at the beginning of a term says nothing about its end."""
    assert trend_of(_scale([1.0, 2.0, 3.0, 4.0, 5.0, math.nan, math.nan])) is None
