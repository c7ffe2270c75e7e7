"""Change of people, against Jacobson and Truax, clinicalsignificance, metafor and Newcombe."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from groupreport.measures import change


def read_json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def couples(truth_folder: Path) -> pd.DataFrame:
    """Dyadic adjustment of 30 couples before and after, a row a couple."""
    long = pd.read_csv(truth_folder / "clinicalsignificance_r" / "jacobson_1989.csv")
    return long.pivot(index="subject", columns="time", values="das")


@pytest.fixture
def classes_of_r(truth_folder: Path) -> dict[str, Any]:
    return read_json(truth_folder / "clinicalsignificance_r" / "expected.json")


def test_reliable_change_is_the_worked_example_of_jacobson_and_truax() -> None:
    """SD 7.5 and reliability .80 give SE 3.35 and S_diff 4.74; 1.96 of these are 9.297096."""
    steps = change.reliable_change(sd=7.5, reliability=0.80)

    assert steps.standard_error_of_measurement == pytest.approx(3.3541019662)
    assert steps.standard_error_of_difference == pytest.approx(4.7434164903)
    assert steps.criterion == pytest.approx(9.2970963209)


@pytest.mark.parametrize(("sd", "reliability", "criterion"), [(10.5, 0.961, 5.747681), (6.396073, 0.931, 4.65703)])
def test_reliable_change_is_that_of_suddengains(sd: float, reliability: float, criterion: float) -> None:
    """The cut-off of the first criterion in R's suddengains is the same number."""
    assert change.reliable_change(sd, reliability).criterion == pytest.approx(criterion, abs=1e-5)


@pytest.mark.parametrize(("sd", "reliability"), [(0, 0.8), (math.nan, 0.8), (math.inf, 0.8), (5, math.nan)])
def test_no_criterion_without_variance_or_reliability(sd: float, reliability: float) -> None:
    """A criterion of 0 would call every change reliable, so it is missing."""
    assert math.isnan(change.reliable_change(sd, reliability).criterion)


@pytest.mark.parametrize(("sd", "reliability"), [(-1, 0.8), (5, 1.2), (5, -0.1)])
def test_impossible_statistics_of_a_scale_are_refused(sd: float, reliability: float) -> None:
    """A negative SD or a reliability outside 0 to 1 is a mistake of the call."""
    with pytest.raises(ValueError, match="must (not be negative|lie between 0 and 1)"):
        change.reliable_change(sd, reliability)


@pytest.mark.parametrize(("key", "reliability"), [("jacobson_das_dist_r80", 0.80), ("jacobson_das_dist_r88", 0.88)])
def test_classes_without_a_cutoff_are_those_of_clinicalsignificance(
    couples: pd.DataFrame, classes_of_r: dict[str, Any], key: str, reliability: float
) -> None:
    """Thirty couples, one by one, on a scale where higher is better."""
    criterion = change.reliable_change(couples["pre"].std(), reliability).criterion
    found = change.classify_change(couples["pre"], couples["post"], criterion=criterion, higher_is="better")

    assert found.to_dict() == {row["id"]: row["category"].lower() for row in classes_of_r[key]["augmented"]}


@pytest.mark.parametrize("kind", ["a", "b", "c"])
def test_classes_with_a_cutoff_are_those_of_clinicalsignificance(
    couples: pd.DataFrame, classes_of_r: dict[str, Any], kind: str
) -> None:
    """Recovered is clinical before, functional after and reliably better; R's harmed is deteriorated here."""
    of_r = classes_of_r[f"jacobson_das_comb_r88_{kind}"]
    criterion = change.reliable_change(couples["pre"].std(), 0.88).criterion
    found = change.classify_change(
        couples["pre"], couples["post"], criterion=criterion, cutoff=of_r["cutoff"]["value"], higher_is="better"
    )

    assert found.to_dict() == {
        row["id"]: row["category"].lower().replace("harmed", "deteriorated") for row in of_r["augmented"]
    }


def test_every_couple_mirrored_has_the_same_class_where_lower_is_better(couples: pd.DataFrame) -> None:
    """Turning the scale around and the direction with it changes no class."""
    upright = change.classify_change(couples["pre"], couples["post"], 8, cutoff=97, higher_is="better")
    turned = change.classify_change(-couples["pre"], -couples["post"], 8, cutoff=-97, higher_is="worse")

    assert upright.tolist() == turned.tolist()


def test_a_change_equal_to_the_criterion_is_reliable_only_where_the_rule_says_so() -> None:
    """Jacobson and Truax want more than the criterion; the NHS counts the criterion itself (PHQ-9: 6 points)."""
    assert change.classify_change([15], [9], criterion=6).tolist() == ["unchanged"]
    assert change.classify_change([15], [9], criterion=6, inclusive=True).tolist() == ["improved"]
    assert change.classify_change([9], [15], criterion=6, inclusive=True).tolist() == ["deteriorated"]


@pytest.mark.parametrize(("pre", "post"), [(4.1, 3.1), (4.4, 3.4)])
def test_rounding_does_not_decide_about_a_tie(pre: float, post: float) -> None:
    """Both are one point for a reader, though as binary numbers one is less and one is more."""
    assert change.classify_change([pre], [post], criterion=1).tolist() == ["unchanged"]
    assert change.classify_change([pre], [post], criterion=1, inclusive=True).tolist() == ["improved"]


@pytest.mark.parametrize(
    ("cutoff_is", "classes"),
    [
        ("neither", ["improved", "improved"]),
        ("clinical", ["recovered", "improved"]),
        ("functional", ["improved", "recovered"]),
    ],
)
def test_the_side_of_a_score_on_the_cutoff_is_a_choice(cutoff_is: Any, classes: list[str]) -> None:
    """From exactly 10 down to 2, and from 18 down to exactly 10, with a cut-off of 10."""
    assert change.classify_change([10, 18], [2, 10], criterion=5, cutoff=10, cutoff_is=cutoff_is).tolist() == classes


def test_a_missing_or_infinite_score_has_no_class() -> None:
    """Nobody is unchanged because a form was not filled in."""
    found = change.classify_change([20, None, 20, math.inf], [None, 9, math.inf, math.inf], criterion=5)

    assert found.isna().tolist() == [True, True, True, True]


def test_an_unknown_criterion_leaves_every_class_missing() -> None:
    """A scale without a known criterion classifies nobody."""
    assert change.classify_change([20, 10], [5, 10], criterion=math.nan).isna().all()


def test_no_people_have_no_classes() -> None:
    """Empty in, empty out."""
    assert change.classify_change([], [], criterion=5).empty


def test_classes_keep_the_index_of_pre_and_match_post_by_label() -> None:
    """Two Series of the same people in different order."""
    pre = pd.Series([20, 20, 20], index=["M3", "M1", "M2"])
    post = pd.Series([20, 2, 30], index=["M1", "M2", "M3"])

    assert change.classify_change(pre, post, criterion=5).to_dict() == {
        "M3": "deteriorated",
        "M1": "unchanged",
        "M2": "improved",
    }


def test_halves_of_a_long_table_are_matched_by_position() -> None:
    """Rows 0 and 2 before, rows 1 and 3 after: no label in common, so their order pairs them."""
    long = pd.DataFrame({"time": ["pre", "post", "pre", "post"], "score": [20, 5, 20, 19]})
    pre, post = (long.loc[long["time"] == time, "score"] for time in ("pre", "post"))

    assert change.classify_change(pre, post, criterion=5).to_dict() == {0: "improved", 2: "unchanged"}


def test_people_in_one_column_only_are_refused() -> None:
    """Whoever lacks an occasion has to be in both columns, with a missing score."""
    with pytest.raises(ValueError, match="share only some labels"):
        change.classify_change(pd.Series([1, 2], index=["A", "B"]), pd.Series([1, 2], index=["B", "C"]), criterion=1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"higher_is": "context"}, "higher_is must be 'better' or 'worse'"),
        ({"cutoff_is": "above"}, "cutoff_is must be"),
        ({"criterion": -6}, "criterion must not be negative"),
    ],
)
def test_arguments_that_mean_nothing_are_refused(wrong: dict[str, Any], message: str) -> None:
    """A word or number that the rule does not know stops the call."""
    with pytest.raises(ValueError, match=message):
        change.classify_change([1, 2], [1, 2], **({"criterion": 6} | wrong))


def people_with(before: tuple[float, float], after: tuple[float, float], n: int, r: float) -> tuple[Any, Any]:
    """Scores with exactly these means, standard deviations and correlation."""
    draws = np.random.default_rng(7).normal(size=(n, 2))
    draws -= draws.mean(axis=0)
    first = draws[:, 0] / draws[:, 0].std(ddof=1)
    rest = draws[:, 1] - first * (draws[:, 1] @ first) / (first @ first)
    rest /= rest.std(ddof=1)
    return before[0] + before[1] * first, after[0] + after[1] * (r * first + math.sqrt(1 - r**2) * rest)


@pytest.mark.parametrize("study", range(5))
def test_standardized_mean_change_is_metafors_smcr(truth_folder: Path, study: int) -> None:
    """Five treatments of Morris 2008: the value, and 95 % limits from metafor's variance."""
    of_r = read_json(truth_folder / "effect_sizes" / "expected.json")["morris2008_treatment"]
    row, smcr = of_r["data"][study], of_r["SMCR"][study]
    pre, post = people_with((row["m_pre"], row["sd_pre"]), (row["m_post"], row["sd_post"]), row["ni"], row["ri"])
    found = change.standardized_mean_change(pre, post)

    assert found.value == pytest.approx(smcr["yi"], rel=1e-8)
    assert (found.high - found.low) / 2 == pytest.approx(1.959964 * math.sqrt(smcr["vi"]), rel=1e-6)
    assert (found.high + found.low) / 2 == pytest.approx(smcr["yi"], rel=1e-8)


def test_people_without_both_scores_do_not_count_in_the_effect_size() -> None:
    """Three complete pairs among five people: the docstring's numbers for those alone."""
    complete = change.standardized_mean_change([10, 12, 14, 16], [9, 13, 11, 11])

    assert change.standardized_mean_change([10, 12, 14, 16, 99, None], [9, 13, 11, 11, None, 1]) == complete


@pytest.mark.parametrize(
    ("pre", "post"),
    [
        ([], []),
        ([1, 2], [3, 4]),
        ([5, 5, 5], [1, 2, 3]),
        ([0.1, 0.1, 0.1], [1, 2, 3]),
        ([None, None, None], [1, 2, 3]),
        ([1, 2, math.inf], [1, 2, 3]),
    ],
)
def test_an_effect_size_that_cannot_be_computed_is_missing(pre: list[Any], post: list[Any]) -> None:
    """Too few pairs, no variance before, an infinite score: NaN, never 0."""
    found = change.standardized_mean_change(pre, post)

    assert math.isnan(found.value)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_scores_after_that_never_vary_leave_only_the_interval_missing() -> None:
    """The change is known, its precision is not: no correlation of the occasions."""
    found = change.standardized_mean_change([1, 2, 3, 4], [5, 5, 5, 5])

    assert found.value > 0
    assert math.isnan(found.low)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.25528851988, 0.36620957698),
        (15, 148, 0.062386399531, 0.16048724172),
        (0, 20, 0.0, 0.16112515805),
        (1, 29, 0.0061132142928, 0.17175521879),
        (20, 20, 1 - 0.16112515805, 1.0),
    ],
)
def test_wilson_interval_is_newcombes(successes: int, n: int, low: float, high: float) -> None:
    """The table of Newcombe 1998, method 3, to the digits of prop.test; the ends are exactly 0 and 1."""
    assert change.wilson_interval(successes, n) == pytest.approx((low, high), rel=1e-9)
    assert change.wilson_interval(0, n)[0] == 0


def test_a_share_of_nobody_has_no_interval() -> None:
    """0 of 0 is not 0 %."""
    assert all(math.isnan(limit) for limit in change.wilson_interval(0, 0))


@pytest.mark.parametrize(("successes", "n"), [(3, 2), (-1, 5), (0, -1)])
def test_more_successes_than_people_are_refused(successes: int, n: int) -> None:
    """Counts that cannot be are a mistake of the call."""
    with pytest.raises(ValueError, match="successes must lie between 0 and n"):
        change.wilson_interval(successes, n)
