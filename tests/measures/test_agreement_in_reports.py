"""Agreement as reports put it together: four indices, early and late spread, and omega's interval."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.agreement import design_effect, icc1, icc2, icc_reml, omega_total, omega_total_interval
from groupreport.measures.cohesion import indices_of_agreement, spread_of_thirds


def test_the_standard_error_of_omega_is_lavaans(truth_folder):
    """R 4.2.2, lavaan 0.6-14 on R's attitude data: omega .8563268, standard error .0398140 by the delta method.

    By hand, the interval of the logit: ln(.8563268 / .1436732) = 1.785114 -/+ 1.959964 x .0398140 / .1230311.
    """
    attitude = pd.read_csv(truth_folder / "misc_stats" / "attitude.csv")
    half = 1.959964 * 0.03981397961 / (0.8563268368 * 0.1436731632)
    logit = math.log(0.8563268368 / 0.1436731632)

    assert omega_total(attitude) == pytest.approx(0.8563268368, rel=1e-6)
    assert omega_total_interval(attitude) == pytest.approx(
        (1 / (1 + math.exp(half - logit)), 1 / (1 + math.exp(-half - logit))), rel=1e-5
    )


def test_omega_without_a_model_has_no_interval():
    """Two items, too few people, an item that does not vary: NaN."""
    random = np.random.default_rng(1)
    constant = np.column_stack([random.integers(1, 6, (40, 3)), np.full(40, 3)])
    for items in ([[1, 2], [2, 3], [4, 4]], random.integers(1, 6, (8, 4)), constant):
        assert all(math.isnan(end) for end in omega_total_interval(items))


def test_omega_of_items_that_share_next_to_nothing_can_be_anything():
    """The logit's interval is then hundreds of units wide: from 0 to 1, and no number is too large on the way."""
    items = np.random.default_rng(308).integers(1, 6, (40, 3))

    assert 0 < omega_total(items) < 1
    assert omega_total_interval(items) == (0, 1)


def test_a_level_outside_0_and_1_is_refused():
    """There is no interval that holds the true value in 120 % of cases."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        omega_total_interval([[1, 2, 3]], level=1.2)


def test_the_four_indices_by_hand():
    """Three members on two items of 1 to 5: s² 1 / 3 and 1, so v = 2 / 3 over 2 = 1 / 3.

    AD_M (4 / 9 + 2 / 3) / 2; r_wg(j) 2 (2 / 3) / (2 (2 / 3) + 1 / 3) = .8; r*_wg(j) 2 / 3; a_wg: means 8 / 3 and 3,
    maxima (6 M - M² - 5) 3 / 2 = 35 / 6 and 6: the mean of 1 - (2 / 3) / (35 / 6) = 31 / 35 and 1 - 2 / 6.
    """
    row = indices_of_agreement([[3, 2], [3, 3], [2, 4]], [7, 7, 7], (1, 5)).loc[7]

    assert row["raters"] == 3
    assert row["average_deviation"] == pytest.approx(5 / 9)
    assert row["rwg"] == pytest.approx(0.8)
    assert row["rwg_star"] == pytest.approx(2 / 3)
    assert row["awg"] == pytest.approx((31 / 35 + 2 / 3) / 2)


def test_two_raters_have_no_agreement():
    """Two answers cannot show whether a group agrees: every index is missing, and the number of raters is not."""
    row = indices_of_agreement([[4], [4]], [0, 0], (1, 5)).iloc[0]

    assert row["raters"] == 2
    assert row.drop("raters").isna().all()


def test_scores_without_items_have_a_distance_only():
    """r_wg, r*_wg and a_wg need the answer options."""
    row = indices_of_agreement([12.0, 14.0, 19.0], [0, 0, 0], None).iloc[0]

    assert row["average_deviation"] == pytest.approx((3 + 1 + 4) / 3)
    assert row[["rwg", "rwg_star", "awg"]].isna().all()


def test_spread_is_pooled_over_the_sessions_of_a_third():
    """By hand: sessions 1 (2, 4) and 2 (1, 2, 6) pool to sqrt((2 + 14) / (1 + 2)); session 5 (3, 3) to 0."""
    scores = pd.Series([2.0, 4, 1, 2, 6, 9, 3, 3])
    sessions = pd.Series([1, 1, 2, 2, 2, 3, 5, 5])

    spread = spread_of_thirds(scores, sessions, [1, 2], [5, 6])

    assert spread["early"] == pytest.approx(math.sqrt(16 / 3))
    assert spread["late"] == 0


def test_a_third_with_single_raters_has_no_spread():
    """One rating a session says nothing about how far members differ."""
    assert spread_of_thirds(pd.Series([2.0, 4.0]), pd.Series([1, 2]), [1], [2]).isna().all()


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 7)), min_size=2, max_size=40),
    st.floats(-50, 50),
    st.floats(0.1, 10),
    st.integers(0, 10**6),
)
def test_iccs_do_not_depend_on_units_order_or_names(rows, shift, factor, seed):
    """Ratings moved or stretched, rows mixed, groups renamed: the same ICCs, within their bounds, or none at all."""
    table = pd.DataFrame(rows, columns=["group", "score"]).astype({"score": float})
    mixed = table.sample(frac=1, random_state=seed)
    other = (mixed["score"] * factor + shift, "g" + (9 - mixed["group"]).astype(str))
    first, mixed_icc = icc1(table["score"], table["group"]), icc_reml(table["score"], table["group"])

    assert icc1(*other) == pytest.approx(first, abs=1e-6, nan_ok=True)
    assert icc2(*other) == pytest.approx(icc2(table["score"], table["group"]), rel=1e-5, abs=1e-6, nan_ok=True)
    assert icc_reml(*other).icc1 == pytest.approx(mixed_icc.icc1, abs=1e-4, nan_ok=True)
    if not math.isnan(first):
        assert first <= 1
        assert 0 <= mixed_icc.icc1 <= 1
        assert design_effect(first, len(table) / table["group"].nunique()) >= 1
