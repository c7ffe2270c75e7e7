"""Change in points and by standardizer, against R's t.test and metafor, and statpsych."""

from __future__ import annotations

import json
import math
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures import change

quickly = settings(deadline=None, max_examples=60)

PRE = [18, 12, 15, 20, 9, 14, 11, 17, 16, 13]
POST = [10, 11, 9, 16, 8, 7, 12, 9, 15, 6]


def people_with(before: tuple[float, float], after: tuple[float, float], n: int, r: float):
    """Scores with exactly these means, standard deviations and correlation."""
    draws = np.random.default_rng(7).normal(size=(n, 2))
    draws -= draws.mean(axis=0)
    first = draws[:, 0] / draws[:, 0].std(ddof=1)
    rest = draws[:, 1] - first * (draws[:, 1] @ first) / (first @ first)
    rest /= rest.std(ddof=1)
    return before[0] + before[1] * first, after[0] + after[1] * (r * first + math.sqrt(1 - r**2) * rest)


def parts(estimate: change.Estimate) -> tuple[float, float, float]:
    return estimate.value, estimate.low, estimate.high


def test_effects_of_ten_people_are_those_of_r():
    """R 4.2.2, metafor 3.8-1 on ten typed-in pairs: escalc SMCC and SMCR with summary(), and t.test(paired)."""
    assert parts(change.effect_size_dz(PRE, POST)) == pytest.approx(
        (-1.120534755411, -1.911301667471, -0.329767843351), rel=1e-9
    )
    assert parts(change.standardized_mean_change(PRE, POST)) == pytest.approx(
        (-1.137353210606, -1.947779616932, -0.326926804279), rel=1e-9
    )
    assert parts(change.mean_change(PRE, POST)) == pytest.approx((-4.2, -6.65038022239, -1.74961977761), rel=1e-9)


@pytest.mark.parametrize("study", range(5))
def test_dz_is_metafors_smcc(truth_folder: Path, study: int):
    """Five treatments of Morris 2008: the value, and 95 % limits from metafor's variance."""
    of_r = json.loads((truth_folder / "effect_sizes" / "expected.json").read_text(encoding="utf-8"))
    row, smcc = of_r["morris2008_treatment"]["data"][study], of_r["morris2008_treatment"]["SMCC"][study]
    pre, post = people_with((row["m_pre"], row["sd_pre"]), (row["m_post"], row["sd_post"]), row["ni"], row["ri"])
    found = change.effect_size_dz(pre, post)

    assert found.value == pytest.approx(smcc["yi"], rel=1e-8)
    assert (found.high - found.low) / 2 == pytest.approx(1.959964 * math.sqrt(smcc["vi"]), rel=1e-6)


@pytest.mark.parametrize(
    ("before", "after", "r", "n", "expected"),
    [
        # ci.stdmean.ps(.05, 110.4, 102.1, 15.3, 14.6, .75, 25): adjusted 0.5433457, 0.2394905 to 0.8705732
        ((102.1, 14.6), (110.4, 15.3), 0.75, 25, (0.5433457, 0.2394905, 0.8705732)),
        # ci.stdmean.ps(.05, 602.4, 705.6, 33.17, 51.08, .769, 8): adjusted -2.2185, -3.6744 to -1.1182
        ((705.6, 51.08), (602.4, 33.17), 0.769, 8, (-2.2185, -3.6744, -1.1182)),
    ],
)
def test_dav_is_statpsychs_unweighted_standardizer(before, after, r, n, expected):
    """The two examples in the manual of R's statpsych (Bonett 2008): adjusted estimate and limits, as printed."""
    found = change.effect_size_dav(*people_with(before, after, n, r))

    assert parts(found) == pytest.approx(expected, abs=6e-5)


def test_mean_change_is_the_paired_t_interval_of_students_sleep_data():
    """R 4.2.2, t.test(paired = TRUE) on datasets::sleep (Student 1908): -1.58, from -2.459886 to -0.700114."""
    first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]

    assert parts(change.mean_change(second, first)) == pytest.approx(
        (-1.58, -2.459885763277, -0.700114236723), rel=1e-9
    )
    assert parts(change.mean_difference(first, second)) == pytest.approx(
        (-1.58, -3.365483230712, 0.205483230712), rel=1e-9
    )


@pytest.mark.parametrize("measure", [change.effect_size_dz, change.effect_size_dav, change.mean_change])
@pytest.mark.parametrize(
    ("pre", "post"), [([], []), ([None, None, None], [1, 2, 3]), ([1, 2, math.inf], [1, 2, 3]), ([1, 2], [None, None])]
)
def test_a_change_that_cannot_be_computed_is_missing(measure, pre, post):
    """Nobody, no pair, an infinite score: NaN throughout, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = measure(pre, post)

    assert all(math.isnan(part) for part in parts(found))


def test_changes_that_never_vary_have_a_mean_and_no_interval():
    """Everybody fell by two, or by 0.1 as binary numbers have it: no d_z, no t interval, but the mean is known."""
    for pre, post in (([4, 6, 9], [2, 4, 7]), ([0.3, 0.2, 0.4], [0.2, 0.1, 0.3])):
        assert math.isnan(change.effect_size_dz(pre, post).value)
        found = change.mean_change(pre, post)
        assert found.value < 0
        assert math.isnan(found.low)


def test_scores_that_vary_once_alone_leave_only_the_interval_of_dav_missing():
    """The spread of both occasions is known, how they go together is not."""
    found = change.effect_size_dav([1, 2, 3, 4], [5, 5, 5, 5])

    assert found.value > 0
    assert math.isnan(found.low)
    assert math.isnan(change.effect_size_dav([1, 1, 1], [2, 2, 2]).value)


def test_one_person_on_a_side_has_no_interval_of_the_difference():
    """A mean of one says nothing of its spread; nobody on a side gives no difference at all."""
    assert math.isnan(change.mean_difference([5], [1, 2, 3]).low)
    assert change.mean_difference([5], [1, 2, 3]).value == 3
    assert math.isnan(change.mean_difference([], [1, 2, 3]).value)
    assert math.isnan(change.mean_difference([None, None], [1, 2, 3]).value)


SCORES = st.lists(st.tuples(st.integers(0, 27), st.integers(0, 27)), min_size=3, max_size=12)


@pytest.mark.parametrize("measure", [change.standardized_mean_change, change.effect_size_dz, change.effect_size_dav])
@given(pairs=SCORES, shift=st.integers(-50, 50), factor=st.sampled_from([0.01, 0.5, 3, 1000]))
@quickly
def test_effect_sizes_have_no_unit(measure, pairs, shift, factor):
    """Adding a constant to all scores, or counting in other points, changes no effect size; nor does people's order."""
    pre, post = np.array(pairs, dtype=float).T
    plain = parts(measure(pre, post))

    assert parts(measure(pre * factor + shift, post * factor + shift)) == pytest.approx(plain, rel=1e-6, nan_ok=True)
    assert parts(measure(pre[::-1], post[::-1])) == pytest.approx(plain, rel=1e-9, nan_ok=True)


@given(pairs=SCORES)
@quickly
def test_intervals_contain_their_values(pairs):
    """Whatever the scores, value and limits are in order where they are known."""
    pre, post = np.array(pairs, dtype=float).T
    for measure in (change.effect_size_dz, change.effect_size_dav, change.mean_change):
        found = measure(pre, post)
        assert math.isnan(found.low) or found.low <= found.value <= found.high
