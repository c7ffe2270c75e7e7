"""Growth over sessions, against lme4, lmerTest, nlme and statsmodels, and against cases worked by hand."""

from __future__ import annotations

import json
import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.growth import Growth, growth, own_slopes
from groupreport.measures.growth.criterion import Criterion, MemberEffects
from groupreport.measures.growth.nested_data import NestedData, nested_data
from groupreport.measures.growth.nested_model import fit_nested

from .nested_rows import same_slopes, slopes_that_follow_starts, three_levels


def of_rows(rows: pd.DataFrame) -> Growth:
    return growth(rows["score"], rows["session"], rows["member"], rows["group"])


def data_of(rows: pd.DataFrame) -> NestedData:
    session = rows["session"].to_numpy(float)[:, None] - 1
    return nested_data(session, rows["score"].to_numpy(float), rows["member"].to_numpy(), rows["group"].to_numpy())


@pytest.fixture
def sleep(truth_folder):
    return pd.read_csv(truth_folder / "misc_stats" / "sleepstudy.csv")


def test_the_sleep_study_is_that_of_lme4(sleep, truth_folder):
    """Slope, standard error, variances and correlation of lme4 1.1-31 on 18 people over 10 days."""
    expected = json.loads((truth_folder / "misc_stats" / "expected.json").read_text())["sleepstudy_lmer"]
    start, slope, together, residual = (row["vcov"] for row in expected["vc"])

    found = growth(sleep["Reaction"], sleep["Days"] + 1, sleep["Subject"], ["G"] * len(sleep))

    assert found.slope == pytest.approx(expected["fixef"]["Days"], rel=1e-8)
    assert found.error == pytest.approx(expected["se"]["Days"], rel=1e-5)
    assert found.start_variance == pytest.approx(start, rel=1e-4)
    assert found.slope_variance == pytest.approx(slope, rel=1e-4)
    assert found.correlation == pytest.approx(together / math.sqrt(start * slope), rel=1e-3)
    assert found.residual_variance == pytest.approx(residual, rel=1e-4)
    # 17 people less 1 are the degrees that lmerTest 3.1-3 gives too; t(17) = 2.109816.
    assert found.degrees == pytest.approx(17, abs=1e-3)
    assert found.high - found.slope == pytest.approx(2.109816 * expected["se"]["Days"], rel=1e-5)
    assert (found.model, found.groups_as, found.members, found.ratings) == ("correlated", "one", 18, 180)


def test_the_criterion_is_lme4s(sleep, truth_folder):
    """The least criterion is lme4's REMLcrit, so that models are compared on the same measure."""
    expected = json.loads((truth_folder / "misc_stats" / "expected.json").read_text())["sleepstudy_lmer"]
    rows = sleep.rename(columns={"Reaction": "score", "Subject": "member"}).assign(session=sleep["Days"] + 1, group=0)

    fit = fit_nested(data_of(rows), MemberEffects((0, 1)), "fixed")

    assert fit.criterion == pytest.approx(expected["REMLcrit"], abs=1e-4)


def test_members_in_groups_are_those_of_lme4_and_nlme():
    """R 4.2.2: lmer(score ~ t + (t | member) + (1 | group)) of lme4 1.1-31, and nlme's lme (5 digits alike)."""
    found = of_rows(three_levels())

    assert found.slope == pytest.approx(0.3122615, rel=1e-5)
    assert found.error == pytest.approx(0.0430818, rel=1e-4)
    assert found.start_variance == pytest.approx(0.445628, rel=1e-4)
    assert found.slope_variance == pytest.approx(0.0398400, rel=2e-4)
    assert found.correlation == pytest.approx(-0.0886, abs=2e-4)
    assert found.group_variance == pytest.approx(0.292798, rel=1e-4)
    assert found.residual_variance == pytest.approx(0.228231, rel=1e-4)
    assert (found.members, found.groups, found.ratings, found.sessions) == (30, 6, 164, 6)
    assert found.groups_as == "random"
    assert found.converged


def test_degrees_of_freedom_are_those_of_lmertest():
    """lmerTest 3.1-3 on the same rows: 5.1437 for the mean at the start, 28.021 for the slope."""
    fit = fit_nested(data_of(three_levels()), MemberEffects((0, 1)), "random")

    assert fit.degrees == pytest.approx([5.1437, 28.021], rel=1e-3)


def test_degrees_never_exceed_members_less_groups():
    """lmerTest would give 28.02 for 30 members in 6 groups, and 41 where no slope differs among 6 members."""
    assert of_rows(three_levels()).degrees == 24
    assert of_rows(same_slopes()).degrees == 5


def test_few_groups_have_a_level_each():
    """R 4.2.2, lme4 1.1-31: lmer(score ~ factor(group) + t + (t | member)) on three groups."""
    rows = three_levels().query("group < 3")

    found = of_rows(rows)

    assert found.groups_as == "fixed"
    assert found.slope == pytest.approx(0.34412759, rel=1e-6)
    assert found.error == pytest.approx(0.06992448, rel=1e-5)
    assert found.start_variance == pytest.approx(0.2607892, rel=1e-4)
    assert found.residual_variance == pytest.approx(0.2170220, rel=1e-4)
    assert math.isnan(found.group_variance)


def test_statsmodels_finds_the_same(sleep):
    """MixedLM on the sleep study: the same slope, and the same error to its own precision."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MixedLM.from_formula("Reaction ~ Days", sleep, groups="Subject", re_formula="~Days").fit(reml=True)

    found = growth(sleep["Reaction"], sleep["Days"] + 1, sleep["Subject"], ["G"] * len(sleep))

    assert found.slope == pytest.approx(model.params["Days"], rel=1e-6)
    assert found.error == pytest.approx(model.bse["Days"], rel=1e-3)


def test_slopes_that_do_not_differ_leave_one_slope_and_say_so():
    """lme4 calls this fit singular; with uncorrelated slopes it gives a variance of 0 and an error of 0.06576717."""
    found = of_rows(same_slopes())

    assert (found.model, found.slope_variance) == ("same_slope", 0.0)
    assert found.slope == pytest.approx(0.2605357143, rel=1e-8)
    assert found.error == pytest.approx(0.06576717, rel=1e-6)
    assert found.start_variance == pytest.approx(2.105893, rel=1e-5)


@pytest.mark.parametrize(
    ("seed", "error", "slopes"), [(0, 0.0567730772, 0.0063948514), (3, 0.1199771437, 0.0885546169)]
)
def test_a_correlation_at_its_limit_is_left_out_and_said(seed, error, slopes):
    """lme4 calls (t | member) singular here; the numbers are those of (t || member), lme4 1.1-31."""
    found = of_rows(slopes_that_follow_starts(seed))

    assert found.model == "uncorrelated"
    assert math.isnan(found.correlation)
    assert found.error == pytest.approx(error, rel=1e-4)
    assert found.slope_variance == pytest.approx(slopes, rel=1e-3)


def test_lines_without_error_fall_back_on_their_own_slopes():
    """Members on lines of slope 1, 2 and 3 leave no residual, so no model: mean 2, t(2) 4.302653 times 1 / sqrt 3."""
    session = np.tile([1, 2, 3, 4], 3)
    member = np.repeat([0, 1, 2], 4)

    found = growth(session * (member + 1.0), session, member, ["G"] * 12)

    assert found.model == "own_slopes"
    assert not found.converged
    assert found.slope == pytest.approx(2)
    assert (found.low, found.high) == pytest.approx((2 - 4.302653 / math.sqrt(3), 2 + 4.302653 / math.sqrt(3)))


def test_own_slopes_leave_out_members_with_too_few_sessions():
    """Member 2 has two sessions only: the mean is that of slopes 1 and 3."""
    score = np.array([1.0, 2, 3, 1, 4, 7, 5, 9])
    session = np.array([0.0, 1, 2, 0, 1, 2, 0, 1])
    found = own_slopes(score, session, np.array([0, 0, 0, 1, 1, 1, 2, 2]), fewest=3)

    assert (found.slope, found.members) == (2.0, 2)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "fewer than 3 members"),
        ([("A", s, 1.0 + s) for s in range(1, 9)], "fewer than 3 members"),
        ([(m, s, 1.0 + s % 2) for m in "ABC" for s in (1, 2)], "fewer than 3 members"),
        ([(m, s, 4.1) for m in "ABCD" for s in range(1, 6)], "all ratings are equal"),
        ([(m, s, math.nan) for m in "ABCD" for s in range(1, 6)], "fewer than 3 members"),
        ([(m, s, math.inf if s == 3 else 1.0) for m in "ABCD" for s in range(1, 6)], "a rating is infinite"),
        ([(m, s, 2.0 * s) for m in "ABCD" for s in range(1, 6)], "no rating differs"),
    ],
)
def test_what_cannot_be_told_has_a_reason_and_no_number(rows, reason):
    """No rating, one member, two sessions, constant, missing or infinite ratings, one line for all: NaN, and why."""
    members, sessions, scores = zip(*rows, strict=True) if rows else ((), (), ())

    found = growth(list(scores), list(sessions), list(members), ["G"] * len(rows))

    assert reason in found.reason
    assert found.model is None
    numbers = (found.slope, found.low, found.high, found.error, found.group_variance, found.residual_variance)
    assert all(math.isnan(number) for number in numbers)


def test_rows_without_a_rating_a_session_or_a_group_change_nothing():
    """What cannot be used is left out, wherever it stands."""
    rows = three_levels()
    more = pd.DataFrame(
        {"group": [0, None, 1], "member": [0, 1, 5], "session": [1, 2, None], "score": [None, 9.0, 9.0]}
    )

    assert of_rows(pd.concat([more, rows])) == of_rows(rows)


def test_somebody_in_two_groups_is_a_member_of_each():
    """The same id in another group is another line: 31 members instead of 30."""
    rows = three_levels()
    moved = rows.assign(group=rows["group"].mask((rows["member"] == 0) & (rows["session"] > 3), 5))

    assert of_rows(moved).members == 31


def test_arguments_of_different_length_are_refused():
    """Nobody can say which rating belongs to whom."""
    with pytest.raises(ValueError, match="equal length"):
        growth([1.0, 2.0], [1, 2], ["A"], ["G", "G"])


@settings(max_examples=25, deadline=None)
@given(shift=st.floats(-1000, 1000), factor=st.floats(0.01, 100), seed=st.integers(0, 10**6))
def test_units_order_and_names_make_no_difference(shift, factor, seed):
    """Adding to all ratings leaves the slope, multiplying scales it; rows in another order and other names: nothing."""
    rows = three_levels()
    plain = of_rows(rows)
    mixed = rows.sample(frac=1, random_state=seed)
    renamed = mixed.assign(
        member="m" + (1000 - mixed["member"]).astype(str), group=mixed["group"].map(lambda name: f"g{9 - name}")
    )

    found = of_rows(renamed.assign(score=renamed["score"] * factor + shift))

    assert found.slope == pytest.approx(plain.slope * factor, rel=1e-5)
    assert found.low == pytest.approx(plain.low * factor, rel=1e-4)
    assert found.group_variance == pytest.approx(plain.group_variance * factor**2, rel=1e-3)
    assert found.low <= found.slope <= found.high


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6), st.integers(1, 7), st.integers(0, 6)), max_size=60))
def test_any_ratings_give_a_slope_in_its_interval_or_a_reason(rows):
    """Whatever members answer on a short scale: a number inside its interval, or none and why; never an exception."""
    table = pd.DataFrame(rows, columns=["member", "session", "score", "group"])

    found = of_rows(table)

    if found.reason:
        assert math.isnan(found.slope)
    else:
        assert found.low <= found.slope <= found.high
        assert found.degrees >= 1
        assert found.model in ("correlated", "uncorrelated", "same_slope", "own_slopes")


def test_slopes_of_the_criterion_are_its_own():
    """The search follows the criterion's true slopes: they are those of small steps."""
    for effects, groups in ((MemberEffects((0, 1)), "random"), (MemberEffects((0, 1), False), "fixed")):
        criterion = Criterion(data_of(three_levels()), effects, groups)
        at = np.linspace(0.4, 0.9, len(criterion.are_deviations))
        steps = 1e-5 * np.eye(len(at))

        by_steps = (criterion.at(at + steps) - criterion.at(at - steps)) / 2e-5

        assert criterion.with_slopes(at[None])[1][0] == pytest.approx(by_steps, rel=1e-5)


def test_intervals_hold_the_true_slope_as_often_as_promised():
    """Of 100 made-up groups of eight with slopes that differ, at least 93 intervals hold the true slope."""
    random = np.random.default_rng(5)
    member, session = np.repeat(np.arange(8), 12), np.tile(np.arange(1, 13), 8)
    held = 0
    for _ in range(100):
        line = random.normal(0, 0.7, 8)[member] + (0.05 + random.normal(0, 0.04, 8))[member] * session
        kept = random.random(96) > 0.2
        score = line + random.normal(0, 0.6, 96)
        found = growth(score[kept], session[kept], member[kept], np.zeros(int(kept.sum())))
        held += found.low <= 0.05 <= found.high

    assert held >= 93
