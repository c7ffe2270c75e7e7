"""How many scores lie at an end of their scale."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.data_quality import ends_of_scale


def scores(low: int, middle: int, high: int) -> list[float]:
    """Scores of a scale from 1 to 5."""
    return [1.0] * low + [3.2] * middle + [5.0] * high


@pytest.mark.parametrize(
    ("given_scores", "noted"),
    [
        pytest.param(scores(0, 85, 15), "neither", id="15 of 100 are not more than 15 %"),
        pytest.param(scores(0, 84, 16), "highest", id="16 of 100 are"),
        pytest.param(scores(9, 41, 0), "lowest", id="9 of 50"),
        pytest.param(scores(20, 20, 20), "both", id="a third at each end"),
        pytest.param(scores(0, 0, 49), "not_enough_data", id="49 scores, all at the top"),
        pytest.param(scores(0, 0, 0), "not_enough_data", id="no score"),
        pytest.param([np.nan] * 60, "not_enough_data", id="sixty forms without a score"),
    ],
)
def test_more_than_fifteen_percent_of_fifty_scores_are_noted(given_scores, noted):
    """The line is above 15 %, and with few scores there is none."""
    assert ends_of_scale(given_scores, 1, 5).noted == noted


def test_a_missing_score_counts_nowhere():
    """Two of three scores lie at the top; the fourth form has none."""
    found = ends_of_scale([5.0, None, 5.0, 2.0], 1, 5)

    assert (found.scores, found.at_lowest, found.at_highest) == (3, 0, 2)
    assert (found.lowest_share, found.highest_share) == (0.0, pytest.approx(2 / 3))


def test_a_mean_of_highest_answers_is_the_highest_score():
    """The mean of seven times 0.1, times 10, is off in the last digit and still the end of the range."""
    total = sum([0.1] * 7) / 7 * 10
    assert total != 1.0

    assert ends_of_scale([total], 0, 1).at_highest == 1


def test_an_unknown_end_has_no_count():
    """A licensed questionnaire without a published range: nothing can be said of its ends."""
    found = ends_of_scale([40.0] * 60, None, None)

    assert (found.at_lowest, found.at_highest, found.noted) == (None, None, "not_enough_data")
    assert (found.lowest_share, found.highest_share) == (None, None)
    assert ends_of_scale([40.0] * 60, None, 40).noted == "highest"


@settings(deadline=None)
@given(st.lists(st.integers(0, 6).map(float), max_size=120))
def test_a_mirrored_scale_has_mirrored_ends(given_scores):
    """What lies at the top lies at the bottom when the scale is turned."""
    mirror = {"lowest": "highest", "highest": "lowest"}
    found, turned = ends_of_scale(given_scores, 0, 6), ends_of_scale([6 - each for each in given_scores], 0, 6)

    assert (found.at_lowest, found.at_highest) == (turned.at_highest, turned.at_lowest)
    assert mirror.get(found.noted, found.noted) == turned.noted
