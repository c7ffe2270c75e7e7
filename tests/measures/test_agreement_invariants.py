"""What must hold of agreement and reliability whatever members answer."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from groupreport.measures import agreement

Ratings: TypeAlias = "tuple[np.ndarray[Any, Any], list[str]]"

OPTIONS = 7
quickly = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**16)


@st.composite
def ratings(draw: st.DrawFn, items: int = 1) -> Ratings:
    """Answers from 1 to 7 of members in up to five groups of up to eight, some without an answer."""
    sizes = draw(st.lists(st.integers(1, 8), min_size=1, max_size=5))
    answer = st.one_of(st.integers(1, OPTIONS).map(float), st.just(math.nan))
    rows = draw(st.lists(st.tuples(*[answer] * items), min_size=sum(sizes), max_size=sum(sizes)))
    groups = [f"G{number}" for number, size in enumerate(sizes) for _ in range(size)]
    return np.array(rows, dtype=np.float64), groups


def same(found: object, expected: object) -> bool:
    """Equal but for rounding; missing where the other is missing."""
    return bool(
        np.allclose(np.asarray(found, float), np.asarray(expected, float), rtol=1e-7, atol=1e-9, equal_nan=True)
    )


OF_ONE_COLUMN: dict[str, Callable[[Any, Any], Any]] = {
    "icc1": agreement.icc1,
    "icc2": agreement.icc2,
    "icc_reml": lambda values, groups: agreement.icc_reml(values, groups).icc1,
    "rwg": lambda values, groups: agreement.rwg(values, groups, OPTIONS),
}
OF_ITEMS: dict[str, Callable[[Any, Any], Any]] = {
    "rwg_j": lambda items, groups: agreement.rwg_j(items, groups, OPTIONS),
    "rwg_star_j": lambda items, groups: agreement.rwg_star_j(items, groups, OPTIONS),
    "awg": lambda items, groups: agreement.awg(items, groups, 1, OPTIONS),
    "average_deviation": agreement.average_deviation,
}


def measure(name: str, table: np.ndarray[Any, Any], groups: list[str]) -> Any:
    return OF_ONE_COLUMN[name](table[:, 0], groups) if name in OF_ONE_COLUMN else OF_ITEMS[name](table, groups)


@pytest.mark.parametrize("name", [*OF_ONE_COLUMN, *OF_ITEMS])
@given(ratings(items=3), seeds)
@quickly
def test_the_order_of_members_is_no_matter(name: str, rows: Ratings, seed: int) -> None:
    """Rows of a sheet may stand in any order."""
    table, groups = rows
    order = np.random.default_rng(seed).permutation(len(groups))

    assert same(measure(name, table[order], [groups[place] for place in order]), measure(name, table, groups))


@pytest.mark.parametrize("name", [*OF_ONE_COLUMN, *OF_ITEMS])
@given(ratings(items=3))
@quickly
def test_the_names_of_groups_are_no_matter(name: str, rows: Ratings) -> None:
    """Groups under other names that sort the same way have the same numbers."""
    table, groups = rows

    assert same(measure(name, table, [f"Monday, room {group}" for group in groups]), measure(name, table, groups))


@pytest.mark.parametrize("name", ["icc1", "icc2", "icc_reml"])
@given(ratings(), st.integers(-50, 50), st.sampled_from([-3.0, 0.5, 20.0]))
@quickly
def test_iccs_have_no_unit(name: str, rows: Ratings, shift: int, unit: float) -> None:
    """Moving, stretching or turning a scale around leaves every ICC as it is."""
    table, groups = rows

    assert same(measure(name, table * unit + shift, groups), measure(name, table, groups))


@given(ratings(items=3), st.integers(-50, 50), st.sampled_from([-3.0, 0.5, 20.0]))
@quickly
def test_average_deviation_is_in_points_of_the_scale(rows: Ratings, shift: int, unit: float) -> None:
    """Twice the scale, twice the deviation; where the scale begins is no matter."""
    table, groups = rows
    plain = agreement.average_deviation(table, groups)

    assert same(agreement.average_deviation(table * unit + shift, groups), plain * abs(unit))


@given(ratings(items=3))
@quickly
def test_agreement_lies_within_its_bounds(rows: Ratings) -> None:
    """r_wg and r_wg(j) from 0 to 1, r*_wg(j) and a_wg up to 1, AD_M up to half of the range; ICCs up to 1."""
    table, groups = rows
    single = agreement.rwg(table[:, 0], groups, OPTIONS).dropna()
    scale = agreement.rwg_j(table, groups, OPTIONS).dropna()

    assert single.between(0, 1).all()
    assert scale.between(0, 1).all()
    assert (agreement.rwg_star_j(table, groups, OPTIONS).dropna() <= 1).all()
    assert agreement.awg(table, groups, 1, OPTIONS).dropna().between(-1 - 1e-9, 1 + 1e-9).all()
    assert agreement.average_deviation(table, groups).dropna().between(0, (OPTIONS - 1) / 2).all()
    for found in (agreement.icc1(table[:, 0], groups), agreement.icc2(table[:, 0], groups)):
        assert math.isnan(found) or found <= 1
    fitted = agreement.icc_reml(table[:, 0], groups)
    assert math.isnan(fitted.icc1) or 0 <= fitted.icc1 <= fitted.icc2 <= 1


@given(ratings(items=3))
@quickly
def test_a_group_has_a_number_or_none_by_its_complete_members(rows: Ratings) -> None:
    """Two members with every item are needed, and enough for r_wg(j), r*_wg(j) and AD_M; every group is listed."""
    table, groups = rows
    complete = pd.Series(~np.isnan(table).any(axis=1)).groupby(groups).sum()

    for name in ("rwg_j", "rwg_star_j", "average_deviation"):
        found = measure(name, table, groups)
        assert found.index.tolist() == complete.index.tolist()
        assert found.notna().tolist() == (complete >= 2).tolist()


@given(st.integers(2, 6), st.integers(2, 6), seeds)
@quickly
def test_both_forms_of_icc_agree_on_groups_of_one_size(size: int, groups: int, seed: int) -> None:
    """With equal sizes REML gives the ANOVA form, or 0 where that is negative (Searle, Casella & McCulloch 1992)."""
    values = np.random.default_rng(seed).normal(size=size * groups)
    labels = np.repeat(np.arange(groups), size)

    anova = agreement.icc1(values, labels)
    assert agreement.icc_reml(values, labels).icc1 == pytest.approx(max(anova, 0.0), abs=1e-5)


@given(ratings(), seeds)
@quickly
def test_the_parts_of_a_correlation_make_the_whole(rows: Ratings, seed: int) -> None:
    """The covariance theorem: raw = eta eta between + sqrt(1 - eta²) sqrt(1 - eta²) within (Dansereau et al. 1984)."""
    table, groups = rows
    first = table[:, 0]
    second = np.random.default_rng(seed).normal(size=len(first)) + np.nan_to_num(first)
    found = agreement.level_correlations(first, second, groups)
    assume(not math.isnan(found.raw) and not math.isnan(found.between) and not math.isnan(found.within))
    known = ~np.isnan(first)
    etas = [eta_squared(values[known], np.array(groups)[known]) for values in (first, second)]

    between = math.sqrt(etas[0] * etas[1]) * found.between
    within = math.sqrt((1 - etas[0]) * (1 - etas[1])) * found.within
    assert found.raw == pytest.approx(between + within, abs=1e-8)
    assert max(abs(found.raw), abs(found.between), abs(found.within)) <= 1 + 1e-9


def eta_squared(values: np.ndarray[Any, Any], groups: np.ndarray[Any, Any]) -> float:
    """The share of the variance that lies between groups."""
    means = pd.Series(values).groupby(groups).transform("mean").to_numpy()
    return float(((means - values.mean()) ** 2).sum() / ((values - values.mean()) ** 2).sum())


@given(ratings(items=4), seeds, st.integers(-9, 9))
@quickly
def test_alpha_knows_neither_order_nor_origin(rows: Ratings, seed: int, shift: int) -> None:
    """Items and people in any order, answers counted from 0 or from 1; never above 1, and inside its interval."""
    table, _ = rows
    alpha = agreement.cronbach_alpha(table)
    random = np.random.default_rng(seed)
    turned = table[random.permutation(len(table))][:, random.permutation(4)] + shift

    assert same(agreement.cronbach_alpha(turned), alpha)
    if not math.isnan(alpha):
        low, high = agreement.cronbach_alpha_interval(table)
        assert low <= alpha + 1e-12
        assert alpha <= high + 1e-12
        assert high <= 1


@given(seeds, st.integers(3, 6))
@settings(deadline=None, max_examples=40)
def test_omega_is_a_share_that_alpha_does_not_exceed(seed: int, items: int) -> None:
    """For items of one factor alpha is a lower bound of omega (McDonald 1999), within sampling error; order is none."""
    random = np.random.default_rng(seed)
    factor = random.normal(size=(120, 1))
    table = factor * random.uniform(0.4, 1.0, items) + random.normal(size=(120, items))
    omega = agreement.omega_total(table)
    assume(not math.isnan(omega))

    assert 0 <= omega <= 1
    assert agreement.cronbach_alpha(table) <= omega + 0.02
    assert agreement.omega_total(table[:, ::-1]) == pytest.approx(omega, abs=1e-4)


@given(st.floats(-0.4, 1.0), st.floats(1, 30))
@quickly
def test_nesting_never_helps(icc: float, size: float) -> None:
    """The design effect is at least 1 and grows with the group."""
    assert agreement.design_effect(icc, size) >= 1
    assert agreement.design_effect(icc, size + 1) >= agreement.design_effect(icc, size)


@given(ratings(), seeds)
@quickly
def test_consensus_counts_each_rating_once(rows: Ratings, seed: int) -> None:
    """Sessions add up to the ratings given; the spread is 0 or more, or missing where no group has two ratings."""
    table, groups = rows
    sessions = np.random.default_rng(seed).integers(1, 4, size=len(groups))
    found = agreement.consensus_by_session(table[:, 0], groups, sessions)

    assert found["ratings"].sum() == (~np.isnan(table[:, 0])).sum()
    assert (found["within_sd"].dropna() >= 0).all()
    assert (found["within_sd"].isna() == (found["groups"] == 0)).all()
