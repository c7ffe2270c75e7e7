"""Means that are told of a number of people who are not: any number of people may have them."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.coarse_means import decimals_that_leave_people_open
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.release import protect
from groupreport.disclosure.safe import SafeNumber, SafeScale
from groupreport.instruments import load_catalog
from groupreport.summaries.records import CountTable

PROGRAMS = ("Anxiety", "Grief")
RULES = {
    "default": Policy(name="default"),
    "nhs-5-round-5": Policy(name="nhs-5-round-5", smallest_count=5, round_to=5),
    "opensafely-8-round-5": Policy(name="opensafely-8-round-5", smallest_count=8, round_to=5, least_share=0.1),
}


def people_with(mean: float, decimals: int, step: float, numbers) -> list[int]:
    """Of how many people, of these numbers, it can be the mean: some whole number of steps is printed so."""
    half, given = Fraction(1, 2 * 10**decimals), Fraction(str(mean))
    of_one = Fraction(step).limit_denominator(1000)
    return [n for n in numbers if math.ceil((given - half) * n / of_one) * of_one < (given + half) * n]


def told(scores, policy, *, step, served, withheld):
    """What funders are told of all programs, of one questionnaire of which these people have both scores."""
    pre, post = scores
    facts = {"mean_pre": pre.mean(), "mean_post": post.mean(), "mean_change": (post - pre).mean()}
    effect = {"smcr": -0.6, "smcr_low": -0.9, "smcr_high": -0.3, "criterion": 6.0, "criterion_source": "A paper"}
    row = {"instrument": "own", "short_name": "Own", "people": len(pre), "groups": 5, "step": step} | facts | effect
    rows = pd.DataFrame(
        [row | {"program": "Anxiety", "asked_in": ("Anxiety",)}, row | {"program": "All", "asked_in": ("Anxiety",)}]
    )
    return SafeScale.from_rows(
        rows,
        policy,
        all_programs="All",
        totals_withheld={"own": frozenset({"Anxiety", "All"} if withheld else ())},
        served={"Anxiety": served, "All": served},
    )[-1]


@pytest.mark.parametrize("step", [1.0, 2.0, 4.0, 10 / 34])
@pytest.mark.parametrize("served", [21, 22, 27, 33, 49, 60])
def test_means_leave_every_number_of_people_who_were_not_measured_twice(step, served):
    """Of those served 0 to 10 may lack a score, whatever their scores are: well-being (WHO-5) moves in steps of 4."""
    random = np.random.default_rng(served)
    for missing in range(11):
        pre = random.integers(0, 26, served - missing) * step
        post = np.clip(pre - random.integers(-2, 6, served - missing) * step, 0, None)
        scale = told((pre, post), RULES["default"], step=step, served=served, withheld=True)
        if scale.withheld:
            assert served - missing < 11 or served - 10 < 11
            continue
        possible = range(served - 10, served + 1)
        assert math.isnan(scale.mean_change)  # a third equation with the same number of people
        for mean in (scale.mean_pre, scale.mean_post):
            assert people_with(mean, scale.decimals, step, possible) == list(possible)


def test_one_decimal_tells_how_many_people_answered_in_steps_of_four():
    """27 served, 21 of them measured twice on the WHO-5: the three means leave two numbers of eleven, together one."""
    sums = {mean: set(people_with(mean, 1, 4.0, range(17, 28))) for mean in (38.9, 51.6, 12.8)}

    assert set.intersection(*sums.values()) == {19, 21}
    assert decimals_that_leave_people_open(17, 4.0, 1) == 0


@pytest.mark.parametrize("preset", ["nhs-5-round-5", "opensafely-8-round-5"])
@pytest.mark.parametrize("step", [1.0, 4.0])
def test_means_and_floors_do_not_undo_the_rounding_of_people(preset, step):
    """A count that is shown as 10 may be 8 to 12 (OpenSAFELY's example), with all that stands beside it."""
    policy, random = RULES[preset], np.random.default_rng(5)
    for people in range(policy.smallest_count, 80):
        pre = random.integers(0, 26, people) * step
        scale = told((pre, np.clip(pre - step, 0, None)), policy, step=step, served=people + 20, withheld=False)
        low, high = policy.range_of(policy.rounded(people))
        possible = [n for n in range(int(low), int(high) + 1)]
        assert math.isnan(scale.people) or scale.people <= low
        for mean in () if math.isnan(scale.mean_pre) else (scale.mean_pre, scale.mean_post):
            assert people_with(mean, scale.decimals, step, possible) == possible


def test_a_mean_that_no_rounding_protects_is_not_told():
    """Scores in steps of 25, of 11 people: whole points are still too fine."""
    assert decimals_that_leave_people_open(11, 25.0, 1) is None
    scores = np.arange(17) * 25.0
    scale = told((scores, scores), RULES["default"], step=25.0, served=24, withheld=True)

    assert math.isnan(scale.mean_pre)
    assert math.isnan(scale.mean_post)


def _ends(completed, dropped_out):
    counts = pd.DataFrame({"completed": completed, "dropped_out": dropped_out}, index=list(PROGRAMS))
    behind = counts.clip(upper=5)
    table = CountTable(rows="program", columns="end", counts=counts, groups_behind=behind)
    return protect({"stayed": table}, RULES["default"]).tables


def _rating(asked_in, people, step=1 / 10, value=4.0):
    names = ("measure", "about", "value", "unit", "people", "groups", "asked_in", "step")
    return pd.Series(dict(zip(names, ("rating", "WAI-SR Bond", value, "1..5", people, 4, asked_in, step), strict=True)))


def test_people_behind_a_rating_go_by_the_programs_in_which_it_was_asked_for():
    """Of 42 people in Grief 40 rated: "at least 40" would say that no more than two did not, as it would not of all."""
    tables = _ends([40, 26], [24, 16])
    grief, everywhere = (
        SafeNumber.from_statement(_rating(asked_in, 40), RULES["default"], tables)
        for asked_in in (("Grief",), PROGRAMS)
    )

    assert (grief.people, everywhere.people) == (30, 40)
    assert grief.value == everywhere.value == 4.0


def test_a_rating_of_one_program_whose_people_are_withheld_is_withheld():
    """That it is told would say that the program has eleven people or more."""
    tables = _ends([40, 3], [24, 4])
    assert math.isnan(tables["stayed"].row_totals["Grief"])

    assert SafeNumber.from_statement(_rating(("Grief",), 60), RULES["default"], tables).withheld


def test_ratings_of_a_single_session_are_told_as_coarsely_as_it_takes():
    """Scores in steps of 5: the mean of 45 people is a multiple of 0.11, over ten sessions of 0.011."""
    tables = _ends([20, 12], [12, 11])
    once = SafeNumber.from_statement(_rating(PROGRAMS, 52, step=5.0, value=28.13), RULES["default"], tables)
    often = SafeNumber.from_statement(_rating(PROGRAMS, 52, step=5.0 / 10, value=28.13), RULES["default"], tables)

    assert (once.value, once.decimals) == (28.0, 0)
    assert (often.value, often.decimals) == (28.1, 1)


def test_the_step_of_a_scale_is_that_of_its_sums():
    """PHQ-9: whole points; WHO-5: 4 times the sum; CORE-OM: ten times the mean of 34 items."""
    catalog = load_catalog()

    assert catalog["phq9"].scale("total").step == 1
    assert catalog["who5"].scale("total").step == 4
    assert catalog["core_om"].scale("total").step == pytest.approx(10 / 34)
