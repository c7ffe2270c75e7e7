"""What must hold of change whatever people scored."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from groupreport.measures.change import (
    classify_change,
    reliable_change,
    standardized_mean_change,
    wilson_interval,
)

Pairs: TypeAlias = "list[tuple[float, float]]"
Side: TypeAlias = Literal["clinical", "functional", "neither"]

CLASSES = ["recovered", "improved", "unchanged", "deteriorated"]
score = st.one_of(st.integers(0, 27).map(float), st.just(math.nan), st.just(math.inf))
known = st.integers(0, 27).map(float)
pairs = st.lists(st.tuples(score, score), max_size=12)
known_pairs = st.lists(st.tuples(known, known), min_size=3, max_size=12)
sides: st.SearchStrategy[Side] = st.sampled_from(["clinical", "functional", "neither"])
quickly = settings(deadline=None, max_examples=60)


def columns(people: Pairs) -> tuple[list[float], list[float]]:
    return [pre for pre, _ in people], [post for _, post in people]


@given(pairs, st.integers(0, 9), st.one_of(st.none(), st.integers(0, 27)), st.booleans(), sides)
@quickly
def test_everybody_with_both_scores_has_one_class(
    people: Pairs, criterion: int, cutoff: int | None, inclusive: bool, side: Side
) -> None:
    """The four classes part the people with two finite scores; the others have none."""
    pre, post = columns(people)
    found = classify_change(pre, post, criterion, cutoff, inclusive=inclusive, cutoff_is=side)
    both = np.isfinite(np.array(pre, float)) & np.isfinite(np.array(post, float))

    assert len(found) == len(people)
    assert found.notna().tolist() == both.tolist()
    assert found.dropna().isin(CLASSES).all()


@given(pairs, st.integers(0, 9), st.integers(0, 27), st.integers(-40, 40), sides)
@quickly
def test_where_a_scale_begins_is_no_matter(people: Pairs, criterion: int, cutoff: int, shift: int, side: Side) -> None:
    """Scores and cut-off moved alike leave every class as it is."""
    pre, post = columns(people)
    moved = classify_change(
        [value + shift for value in pre], [value + shift for value in post], criterion, cutoff + shift, cutoff_is=side
    )

    assert moved.equals(classify_change(pre, post, criterion, cutoff, cutoff_is=side))


@given(pairs, st.integers(0, 9), st.integers(0, 27), sides, st.booleans())
@quickly
def test_which_end_is_better_is_a_matter_of_sign(
    people: Pairs, criterion: int, cutoff: int, side: Side, inclusive: bool
) -> None:
    """A scale turned around, told so, gives the same classes."""
    pre, post = columns(people)
    turned = classify_change(
        [-value for value in pre], [-value for value in post], criterion, -cutoff, "better",
        inclusive=inclusive, cutoff_is=side,
    )  # fmt: skip

    assert turned.equals(classify_change(pre, post, criterion, cutoff, "worse", inclusive=inclusive, cutoff_is=side))


@given(pairs, st.integers(0, 9), st.integers(0, 27))
@quickly
def test_a_stricter_criterion_finds_no_more_change(people: Pairs, criterion: int, cutoff: int) -> None:
    """Whoever is unchanged stays so; a change equal to the criterion counts only where it is said to."""
    pre, post = columns(people)
    lenient = classify_change(pre, post, criterion, cutoff, inclusive=True)
    strict = classify_change(pre, post, criterion, cutoff, inclusive=False)
    stricter = classify_change(pre, post, criterion + 1, cutoff, inclusive=True)

    assert (strict[lenient == "unchanged"] == "unchanged").all()
    assert stricter.equals(strict)  # whole scores: from 6 + 1 on is more than 6


@given(known_pairs, st.integers(-40, 40), st.sampled_from([-2.0, 0.5, 10.0]))
@example([(0.0, 0.0), (0.0, 0.0), (1.0, 1.0)], 0, 10.0)  # nobody changed: 1 - r is a rounding error
@quickly
def test_the_effect_size_has_no_unit(people: Pairs, shift: int, unit: float) -> None:
    """Moving a scale changes nothing, stretching neither, turning it around turns the sign; the value is inside."""
    pre, post = (np.array(values) for values in columns(people))
    plain = standardized_mean_change(pre, post)
    other = standardized_mean_change(pre * unit + shift, post * unit + shift)
    sign = math.copysign(1, unit)

    assert other.value == pytest.approx(plain.value * sign, rel=1e-7, abs=1e-9, nan_ok=True)
    ends = sorted([plain.low * sign, plain.high * sign]) if not math.isnan(plain.low) else [math.nan, math.nan]
    assert [other.low, other.high] == pytest.approx(ends, rel=1e-6, abs=1e-9, nan_ok=True)
    assert math.isnan(plain.low) or plain.low <= plain.value <= plain.high


@given(known_pairs, st.integers(0, 2**16))
@quickly
def test_the_order_of_people_is_no_matter(people: Pairs, seed: int) -> None:
    """Series are matched by person, whatever row they stand in."""
    pre, post = (pd.Series(values) for values in columns(people))
    order = np.random.default_rng(seed).permutation(len(people))
    mixed = standardized_mean_change(pre.iloc[order], post)
    plain = standardized_mean_change(pre, post)

    assert [mixed.value, mixed.low] == pytest.approx([plain.value, plain.low], rel=1e-9, abs=1e-12, nan_ok=True)


@given(st.integers(0, 60), st.integers(0, 60))
@quickly
def test_an_interval_of_a_share_holds_it(first: int, second: int) -> None:
    """Within 0 and 1, around the share, and mirrored for the others."""
    successes, n = min(first, second), max(first, second)
    low, high = wilson_interval(successes, n)
    if n == 0:
        assert math.isnan(low)
        assert math.isnan(high)
        return
    others = wilson_interval(n - successes, n)

    assert 0 <= low <= successes / n <= high <= 1
    assert [1 - others[1], 1 - others[0]] == pytest.approx([low, high], abs=1e-12)


@given(st.floats(0.1, 50), st.floats(0, 1), st.floats(0.1, 20))
@quickly
def test_the_criterion_is_in_points_of_the_scale(sd: float, reliability: float, unit: float) -> None:
    """Twice the SD, twice the criterion; a better measured scale needs no larger change."""
    criterion = reliable_change(sd, reliability).criterion

    assert reliable_change(sd * unit, reliability).criterion == pytest.approx(criterion * unit)
    assert reliable_change(sd, min(1.0, reliability + 0.05)).criterion <= criterion
