"""Means, intervals and agreement of a session's members."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.cohesion import NO_OPTIONS, TOO_FEW, agreement, describe


def test_a_session_is_described_by_mean_sd_and_t_interval():
    """Ratings 2, 4, 6: mean 4, SD 2, and 4 -/+ t(2) * 2 / sqrt(3) with t(2) = 4.302653."""
    scores = pd.DataFrame({"session": [1, 1, 1], "score": [2.0, 4.0, 6.0]})

    described = describe(scores, by=["session"]).iloc[0]
    assert described[["n", "mean", "sd"]].tolist() == [3, 4.0, 2.0]
    assert described[["low", "high"]].tolist() == pytest.approx([-0.968275, 8.968275], abs=1e-6)


def test_two_members_have_a_mean_but_no_interval():
    """An interval from two people would span the whole scale and beyond."""
    described = describe(pd.DataFrame({"session": [1, 1], "score": [2.0, 4.0]}), by=["session"]).iloc[0]

    assert described["mean"] == 3.0
    assert np.isnan(described["low"])
    assert np.isnan(described["high"])


def test_unscored_members_are_not_counted():
    """A missing score is no score of 0."""
    described = describe(pd.DataFrame({"session": [1, 1], "score": [4.0, np.nan]}), by=["session"]).iloc[0]

    assert described[["n", "mean"]].tolist() == [1, 4.0]


def test_agreement_on_one_item_is_rwg():
    """Ratings 4, 4, 3 with 5 options: variance 1/3 against (25 - 1) / 12 = 2, so 5/6; AD_M (1/3 + 1/3 + 2/3) / 3."""
    agreed = agreement(pd.DataFrame({"1": [4.0, 4.0, 3.0]}), pd.Series([0, 0, 0]), options=5).loc[0]

    assert agreed["rwg"] == pytest.approx(5 / 6)
    assert agreed["average_deviation"] == pytest.approx(4 / 9)
    assert agreed["agreement_note"] == ""


def test_agreement_on_several_items_is_rwg_j():
    """Variances 1/3 and 1 of a null of 2: mean share 1/3, so 2 * (2/3) / (2 * (2/3) + 1/3) = 0.8."""
    items = pd.DataFrame({"1": [4.0, 4.0, 3.0], "2": [5.0, 4.0, 3.0]})

    assert agreement(items, pd.Series([7, 7, 7]), options=5).loc[7, "rwg"] == pytest.approx(0.8)


def test_fewer_than_three_members_have_no_agreement():
    """Two people who say the same are no evidence of agreement."""
    agreed = agreement(pd.DataFrame({"1": [4.0, 4.0]}), pd.Series([0, 0]), options=5).loc[0]

    assert agreed[["average_deviation", "rwg"]].isna().all()
    assert agreed["agreement_note"] == TOO_FEW


def test_scores_without_items_have_a_deviation_but_no_rwg():
    """Without the answers nobody knows how many options there were."""
    agreed = agreement(pd.DataFrame({"total": [30.0, 32.0, 34.0]}), pd.Series([0, 0, 0]), options=None).loc[0]

    assert agreed["average_deviation"] == pytest.approx(4 / 3)
    assert np.isnan(agreed["rwg"])
    assert agreed["agreement_note"] == NO_OPTIONS
