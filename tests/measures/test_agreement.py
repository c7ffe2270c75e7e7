"""Agreement and reliability, against R's multilevel and psych and against numbers worked by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from groupreport.measures import agreement

LEAD_ITEMS = [f"LEAD{number:02d}" for number in range(1, 12)]
COHESION_ITEMS = [f"COH0{number}" for number in range(1, 6)]


@pytest.fixture
def expected(truth_folder: Path) -> dict[str, Any]:
    return json.loads((truth_folder / "multilevel_r" / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def soldiers(truth_folder: Path) -> pd.DataFrame:
    return pd.read_csv(truth_folder / "multilevel_r" / "lq2002.csv")


@pytest.fixture
def platoons(truth_folder: Path) -> pd.DataFrame:
    cohesion = pd.read_csv(truth_folder / "multilevel_r" / "cohesion.csv")
    return cohesion.assign(group=cohesion["UNIT"] + " " + cohesion["PLATOON"])


def by_group(rows: list[dict[str, Any]], value: str, label: type = str) -> dict[Any, float]:
    return {label(row["grpid"]): row[value] for row in rows}


@pytest.mark.parametrize("scale", ["LEAD", "TSIG", "HOSTILE"])
def test_icc_of_unequal_groups_is_that_of_multilevel(
    soldiers: pd.DataFrame, expected: dict[str, Any], scale: str
) -> None:
    """2,042 soldiers in 49 companies of very unequal size give R's ICC(1) and ICC(2)."""
    of_r = expected["lq2002"][f"ICC_{scale}"]

    assert agreement.icc1(soldiers[scale], soldiers["COMPID"]) == pytest.approx(of_r["ICC1"], rel=1e-9)
    assert agreement.icc2(soldiers[scale], soldiers["COMPID"]) == pytest.approx(of_r["ICC2"], rel=1e-9)


@pytest.mark.parametrize(("time", "icc1"), [(0, 0.748), (1, 0.905), (2, 0.985)])
def test_consensus_emerges_in_the_autokinetic_groups(truth_folder: Path, time: int, icc1: float) -> None:
    """Sherif's groups of three converge: ICC(1) rises from .748 to .985."""
    sherif = pd.read_csv(truth_folder / "multilevel_r" / "sherifdat.csv").query("time == @time")

    assert round(agreement.icc1(sherif["y"], sherif["group"]), 3) == icc1


def test_icc_leaves_out_rows_without_a_rating_or_a_group(platoons: pd.DataFrame, expected: dict[str, Any]) -> None:
    """Rows that cannot be used change nothing, wherever they stand."""
    ratings = [None, *platoons["COH01"], 3]
    groups = ["1044B 1ST", *platoons["group"], None]

    assert agreement.icc1(ratings, groups) == pytest.approx(expected["cohesion"]["ICC_COH01"]["ICC1"], rel=1e-9)
    assert agreement.icc2(ratings, groups) == pytest.approx(expected["cohesion"]["ICC_COH01"]["ICC2"], rel=1e-9)


def test_icc_can_be_negative() -> None:
    """Equal group means with different members give (0 - MSW) / (0 + MSW) = -1 for groups of two."""
    assert agreement.icc1([1, 3, 1, 3], ["A", "A", "B", "B"]) == pytest.approx(-1.0)


def test_icc2_of_equal_group_means_is_missing() -> None:
    """Without variance between groups the ratio has no denominator."""
    assert math.isnan(agreement.icc2([0.1, 0.3, 0.2, 0.2], ["A", "A", "B", "B"]))


def test_icc_uses_the_mean_group_size() -> None:
    """Groups of 1 and 3: MSB 3.0, MSW 1.0, k = 4 / 2 = 2: (3 - 1) / (3 + 1) = .5."""
    # Group A: 0; group B: 1, 2, 3. Grand mean 1.5: SSB 1 * 2.25 + 3 * 0.25 = 3, SSW 2 with 2 degrees of freedom.
    assert agreement.icc1([0, 1, 2, 3], ["A", "B", "B", "B"]) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("values", "groups"),
    [
        ([], []),
        ([1.0, 2.0, 3.0], ["A", "A", "A"]),
        ([1.0, 2.0, 3.0], ["A", "B", "C"]),
        ([0.1, 0.1, 0.1, 0.1], ["A", "A", "B", "B"]),
        ([1e9 + 0.1] * 4, ["A", "A", "B", "B"]),
        ([None, None, None, None], ["A", "A", "B", "B"]),
        ([1.0, 2.0, math.inf, 3.0], ["A", "A", "B", "B"]),
        ([1.0, 2.0, 3.0, 4.0], [None, None, None, None]),
    ],
)
def test_icc_of_data_that_cannot_tell_is_missing(values: list[Any], groups: list[Any]) -> None:
    """One group, no group of two, no variance, no rating, an infinite rating: NaN, never 0."""
    assert math.isnan(agreement.icc1(values, groups))
    assert math.isnan(agreement.icc2(values, groups))


def test_icc_keeps_its_digits_on_large_numbers() -> None:
    """Adding ten million to every rating changes nothing that can be seen."""
    ratings, groups = [1.0, 2.0, 3.0, 4.0], ["A", "A", "B", "B"]

    assert agreement.icc1([value + 1e7 for value in ratings], groups) == pytest.approx(7 / 9, rel=1e-6)


def test_ratings_and_groups_are_matched_by_their_index() -> None:
    """Two Series in different order belong together by label."""
    ratings = pd.Series([1.0, 2.0, 3.0, 4.0], index=["w", "x", "y", "z"])
    groups = pd.Series(["B", "A", "B", "A"], index=["z", "w", "y", "x"])

    assert agreement.icc1(ratings, groups) == pytest.approx(7 / 9)


def test_indexes_that_match_in_part_are_refused() -> None:
    """When nobody can say which rating belongs to which group, nothing is computed."""
    ratings = pd.Series([1.0, 2.0, 3.0], index=[0, 1, 2])
    groups = pd.Series(["A", "A", "B"], index=[1, 2, 3])

    with pytest.raises(ValueError, match="share only some labels"):
        agreement.icc1(ratings, groups)


def test_different_lengths_are_refused() -> None:
    """Three ratings cannot belong to two groups' labels."""
    with pytest.raises(ValueError, match="ratings has 3 rows and groups has 2"):
        agreement.rwg([1, 2, 3], ["A", "A"], options=5)


@pytest.mark.parametrize("values", [["1", "2", "3"], [1, "a", 3], pd.to_datetime(["2026-01-01"] * 3)])
def test_text_and_dates_are_not_numbers(values: Any) -> None:
    """Text is refused, not turned into numbers."""
    with pytest.raises(ValueError, match="values must be numbers"):
        agreement.icc1(values, ["A", "A", "B"])


@pytest.mark.parametrize("dtype", ["Int64", "Float64", "int64", "float32", "object", "double[pyarrow]"])
def test_every_kind_of_number_gives_the_same(dtype: str) -> None:
    """Nullable, plain, Arrow and object columns are all numbers."""
    assert agreement.icc1(pd.Series([1, 2, 3, 4], dtype=dtype), ["A", "A", "B", "B"]) == pytest.approx(7 / 9)


def test_rwg_is_that_of_multilevel(soldiers: pd.DataFrame, expected: dict[str, Any]) -> None:
    """The first ten companies, and the mean and median of all 49."""
    of_group = agreement.rwg(soldiers["LEAD"], soldiers["COMPID"], options=5)

    assert of_group.head(10).to_dict() == pytest.approx(
        by_group(expected["lq2002"]["rwg_LEAD_first10"], "rwg", int), rel=1e-9
    )
    assert of_group.mean() == pytest.approx(expected["lq2002"]["rwg_LEAD_mean"], rel=1e-9)
    assert of_group.median() == pytest.approx(expected["lq2002"]["rwg_LEAD_median"], rel=1e-9)


def test_rwg_j_is_that_of_multilevel(soldiers: pd.DataFrame, expected: dict[str, Any]) -> None:
    """Eleven items of the first ten companies, and the median of all 49."""
    of_group = agreement.rwg_j(soldiers[LEAD_ITEMS], soldiers["COMPID"], options=5)

    assert of_group.head(10).to_dict() == pytest.approx(
        by_group(expected["lq2002"]["rwgj_first10"], "rwg.j", int), rel=1e-9
    )
    assert of_group.median() == pytest.approx(expected["lq2002"]["rwgj_median"], rel=1e-9)


def test_small_groups_with_a_missing_item_are_those_of_multilevel(
    platoons: pd.DataFrame, expected: dict[str, Any]
) -> None:
    """Groups of two and three, one row incomplete: r_wg(j) truncated at 0, r_wg and AD_M as in R."""
    items, groups, of_r = platoons[COHESION_ITEMS], platoons["group"], expected["cohesion"]

    assert agreement.rwg_j(items, groups, options=5).to_dict() == pytest.approx(
        by_group(of_r["rwg.j_by_unit_platoon_ranvar2"], "rwg.j")
    )
    assert agreement.rwg(items["COH01"], groups, options=5).to_dict() == pytest.approx(
        by_group(of_r["rwg_COH01"], "rwg")
    )
    assert agreement.average_deviation(items, groups).to_dict() == pytest.approx(by_group(of_r["ad.m"], "AD.M"))
    assert agreement.average_deviation(items["COH01"], groups).to_dict() == pytest.approx(
        by_group(of_r["ad.m_COH01"], "AD.M")
    )


def test_average_deviation_is_that_of_multilevel(soldiers: pd.DataFrame, expected: dict[str, Any]) -> None:
    """Eleven items of the first ten companies."""
    of_group = agreement.average_deviation(soldiers[LEAD_ITEMS], soldiers["COMPID"])

    assert of_group.head(10).to_dict() == pytest.approx(by_group(expected["lq2002"]["adm_first10"], "AD.M", int))


def test_a_group_without_two_raters_stays_in_the_table_and_is_missing() -> None:
    """One rater, or none at all, cannot agree: the group is listed with NaN, not left out and not 0."""
    ratings, groups = [3, 3, 5, None], ["A", "A", "B", "C"]

    assert agreement.rwg(ratings, groups, options=5).fillna(-9).to_dict() == {"A": 1.0, "B": -9, "C": -9}
    assert agreement.average_deviation(ratings, groups).fillna(-9).to_dict() == {"A": 0.0, "B": -9, "C": -9}


def test_an_infinite_rating_makes_its_own_group_missing() -> None:
    """The other groups are not touched."""
    ratings, groups = [3, math.inf, 2, 4], ["A", "A", "B", "B"]

    assert agreement.average_deviation(ratings, groups).fillna(-9).to_dict() == {"A": -9, "B": 1.0}
    assert agreement.rwg(ratings, groups, options=5).fillna(-9).to_dict() == {"A": -9, "B": 0.0}


def test_groups_are_any_hashable_labels_in_their_order() -> None:
    """Tuples, numbers and text can name groups; what can be sorted is sorted."""
    assert list(agreement.rwg([1, 1, 2, 2], [10, 10, 9, 9], options=5).index) == [9, 10]
    assert list(agreement.rwg([1, 1, 2, 2], [("b", 1), ("b", 1), ("a", 2), ("a", 2)], options=5).index) == [
        ("a", 2),
        ("b", 1),
    ]
    assert list(agreement.rwg([1, 1, 2, 2], ["x", "x", 9, 9], options=5).index) == ["x", 9]


def test_a_categorical_group_without_members_is_not_listed() -> None:
    """Only groups that occur have a value."""
    groups = pd.Series(pd.Categorical(["B", "B"], categories=["A", "B"]))

    assert agreement.rwg([4, 4], groups, options=5).to_dict() == {"B": 1.0}


@pytest.mark.parametrize("options", [1, 0, -5, math.nan, math.inf])
def test_fewer_than_two_options_are_refused(options: float) -> None:
    """Without a choice there is no agreement to speak of."""
    with pytest.raises(ValueError, match="options must be the number of answer options"):
        agreement.rwg([1, 2], ["A", "A"], options=options)


def test_alpha_uses_complete_rows(platoons: pd.DataFrame, soldiers: pd.DataFrame, expected: dict[str, Any]) -> None:
    """Ten of eleven rows are complete: .8848 as in multilevel (psych uses the eleventh as well: .8839)."""
    assert agreement.cronbach_alpha(platoons[COHESION_ITEMS]) == pytest.approx(
        expected["cohesion"]["cronbach_multilevel_listwise"]["Alpha"], rel=1e-9
    )
    assert agreement.cronbach_alpha(soldiers[LEAD_ITEMS]) == pytest.approx(
        expected["lq2002"]["alpha_LEAD11"]["Alpha"], rel=1e-9
    )


def test_alpha_of_the_attitude_survey_is_that_of_psych(truth_folder: Path) -> None:
    """Seven items of 30 departments: .84314277."""
    attitude = pd.read_csv(truth_folder / "misc_stats" / "attitude.csv")

    assert agreement.cronbach_alpha(attitude) == pytest.approx(0.84314276956, rel=1e-9)


@pytest.mark.parametrize(
    "items",
    [
        [[1, 2]],
        [[1], [2], [3]],
        [[None, 1], [2, None]],
        [[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]],
        [[2, 2], [2, 2]],
        [[1, math.inf], [2, 3], [3, 4]],
        np.empty((0, 3)),
    ],
)
def test_alpha_that_cannot_be_computed_is_missing(items: Any) -> None:
    """One row, one item, no complete row, a total that never varies, an infinite answer: NaN."""
    assert math.isnan(agreement.cronbach_alpha(items))


def test_arguments_are_not_changed() -> None:
    """A caller's frame is the same after the call."""
    items = pd.DataFrame({"a": [1.0, np.nan, 3.0], "b": [2.0, 2.0, 4.0]}, index=[7, 8, 9])
    before = items.copy()
    agreement.rwg_j(items, pd.Series(["A", "A", "A"], index=[9, 8, 7]), options=5)

    pd.testing.assert_frame_equal(items, before)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_icc_by_restricted_maximum_likelihood_is_that_of_multilevel(
    soldiers: pd.DataFrame, expected: dict[str, Any], place: int
) -> None:
    """Three scales of 2,042 soldiers in 49 companies give the ICCs of R's mult.icc, which fits with nlme."""
    of_r = expected["lq2002"]["mult.icc"][place]
    found = agreement.icc_reml(soldiers[of_r["Variable"]], soldiers["COMPID"])

    assert (found.icc1, found.icc2) == pytest.approx((of_r["ICC1"], of_r["ICC2"]), abs=1e-6)


def test_restricted_maximum_likelihood_finds_lme4s_variances(truth_folder: Path) -> None:
    """18 sleepers with ten days each: 1278.34 / (1278.34 + 1958.87) = .394890, as lme4 gives."""
    sleep = pd.read_csv(truth_folder / "misc_stats" / "sleepstudy.csv")

    assert agreement.icc_reml(sleep["Reaction"], sleep["Subject"]).icc1 == pytest.approx(0.39488959535, abs=1e-6)


def test_of_two_summits_of_the_likelihood_the_highest_is_taken() -> None:
    """Groups of 10, 5, 1 and 100: it rises at .05, falls, and is highest at .7459392 (R 4.2.2, lme4 1.1-31)."""

    def group(mean: float, members: int) -> list[float]:
        return [mean - 0.9, mean + 0.9] * (members // 2) + [mean] * (members % 2)

    ratings = [*group(0.2, 10), *group(0.5, 5), *group(-3.5, 1), *group(0.0, 100)]

    found = agreement.icc_reml(ratings, np.repeat(["A", "B", "C", "D"], [10, 5, 1, 100]))
    assert found.icc1 == pytest.approx(0.7459392, abs=1e-7)


def test_groups_that_do_not_differ_have_an_icc_of_0_in_the_model() -> None:
    """The ANOVA form gives -1 for equal means of groups of two; a variance cannot be negative."""
    assert agreement.icc_reml([1, 3, 1, 3], ["A", "A", "B", "B"]) == agreement.MixedIcc(0.0, 0.0)


def test_members_who_never_differ_have_an_icc_of_1_in_the_model() -> None:
    """All variance lies between groups."""
    assert agreement.icc_reml([1, 1, 3, 3], ["A", "A", "B", "B"]) == agreement.MixedIcc(1.0, 1.0)


@pytest.mark.parametrize(("icc", "effect"), [(0.25, 2.75), (-0.2, 1.0), (1.0, 8.0)])
def test_the_design_effect_is_kishs(icc: float, effect: float) -> None:
    """Eight members: 1 + 7 ICC; nesting never helps; a missing ICC stays missing."""
    assert agreement.design_effect(icc, 8) == effect
    assert math.isnan(agreement.design_effect(math.nan, 8))


def test_rwg_star_j_is_that_of_multilevel(
    soldiers: pd.DataFrame, platoons: pd.DataFrame, expected: dict[str, Any]
) -> None:
    """Lindell's index for the first ten companies, for all, and for groups of two and three."""
    of_group = agreement.rwg_star_j(soldiers[LEAD_ITEMS], soldiers["COMPID"], options=5)
    small = agreement.rwg_star_j(platoons[COHESION_ITEMS], platoons["group"], options=5)

    assert of_group.head(10).to_dict() == pytest.approx(
        by_group(expected["lq2002"]["lindell_first10"], "rwg.lindell", int), rel=1e-9
    )
    assert of_group.mean() == pytest.approx(expected["lq2002"]["lindell_mean"], rel=1e-9)
    assert small.to_dict() == pytest.approx(by_group(expected["cohesion"]["rwg.j.lindell"], "rwg.lindell"))


def test_rwg_star_j_says_how_far_disagreement_goes() -> None:
    """Answers at both ends of five: s² 8 against 2 at random is 1 - 4 = -3, not 0."""
    assert agreement.rwg_star_j([[1], [5]], ["A", "A"], options=5).to_dict() == {"A": -3.0}


def test_awg_is_that_of_multilevel(soldiers: pd.DataFrame, platoons: pd.DataFrame, expected: dict[str, Any]) -> None:
    """Brown and Hauenstein's index for the first ten companies, for all, and for one item of small groups."""
    of_group = agreement.awg(soldiers[LEAD_ITEMS], soldiers["COMPID"], lowest=1, highest=5)
    small = agreement.awg(platoons["COH01"], platoons["group"], lowest=1, highest=5)
    of_r = by_group(expected["cohesion"]["awg_COH01"], "a.wg")

    assert of_group.head(10).to_dict() == pytest.approx(
        by_group(expected["lq2002"]["awg_first10"], "a.wg", int), rel=1e-9
    )
    assert of_group.mean() == pytest.approx(expected["lq2002"]["awg_mean"], rel=1e-9)
    of_r = {label: math.nan if value is None else value for label, value in of_r.items()}  # no number in R either
    assert small.to_dict() == pytest.approx(of_r, nan_ok=True)


def test_awg_near_the_end_of_the_scale_is_missing() -> None:
    """Of three members on 1 to 5 a mean of 1.33 leaves no room for the largest disagreement; full agreement is 1."""
    of_group = agreement.awg([1, 1, 2, 5, 5, 5], ["A"] * 3 + ["B"] * 3, lowest=1, highest=5)

    assert math.isnan(of_group["A"])
    assert of_group["B"] == 1.0


def test_awg_of_a_scale_needs_all_of_its_items() -> None:
    """1, 1, 2 on the second item leave no room to differ: a_wg is missing, where R gives that of the first, 0.6667."""
    of_group = agreement.awg([[2, 1], [3, 1], [4, 2]], ["A"] * 3, lowest=1, highest=5)

    assert math.isnan(of_group["A"])


def test_awg_of_one_member_is_missing() -> None:
    """One member cannot agree with anybody, and two ends that are no range are refused."""
    assert math.isnan(agreement.awg([3], ["A"], lowest=1, highest=5)["A"])
    with pytest.raises(ValueError, match="lowest answer must be below"):
        agreement.awg([3, 3], ["A", "A"], lowest=5, highest=1)


def test_the_interval_of_alpha_is_near_psychs(truth_folder: Path) -> None:
    """30 departments: psych's normal interval is .84314 ± 1.96 x .042436; Feldt's leans to the low side of it."""
    attitude = pd.read_csv(truth_folder / "misc_stats" / "attitude.csv")
    low, high = agreement.cronbach_alpha_interval(attitude)

    assert (low, high) == pytest.approx((0.84314 - 1.96 * 0.042436, 0.84314 + 1.96 * 0.042436), abs=0.03)
    assert 0.84314 - low > high - 0.84314


def test_the_interval_of_alpha_holds_the_true_value_as_often_as_it_says() -> None:
    """20 people, 4 equal items of loading .7 (alpha .7935): 95 of 100 intervals hold it, within sampling error."""
    generator = np.random.default_rng(7)
    truth, tries = 7.84 / 9.88, 1000
    person = generator.normal(size=(tries, 20, 1))
    answers = 0.7 * person + math.sqrt(1 - 0.49) * generator.normal(size=(tries, 20, 4))
    ends = [agreement.cronbach_alpha_interval(items) for items in answers]

    assert sum(low <= truth <= high for low, high in ends) / tries == pytest.approx(0.95, abs=0.02)


def test_alpha_that_is_missing_has_no_interval() -> None:
    """Nothing is known of a single item."""
    assert all(math.isnan(end) for end in agreement.cronbach_alpha_interval([[1], [2], [3]]))


def one_factor(loadings: list[float], people: int) -> pd.DataFrame:
    """People whose items have exactly the correlations of a one-factor model with these loadings."""
    generator = np.random.default_rng(1)
    raw = generator.normal(size=(people, len(loadings)))
    raw -= raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
    model = np.outer(loadings, loadings) + np.diag(1 - np.square(loadings))
    return pd.DataFrame(white @ np.linalg.cholesky(model).T)


def test_omega_of_a_known_model_is_worked_by_hand() -> None:
    """Loadings .9, .8, .7, .6, .5: 3.5² / (3.5² + .19 + .36 + .51 + .64 + .75) = 12.25 / 14.7 = .8333."""
    items = one_factor([0.9, 0.8, 0.7, 0.6, 0.5], 100)

    assert agreement.omega_total(items) == pytest.approx(12.25 / 14.7, abs=1e-6)
    assert agreement.cronbach_alpha(items) < agreement.omega_total(items)


def test_omega_of_equal_loadings_is_alpha() -> None:
    """Four items that measure one thing equally well, .7 each: 7.84 / (7.84 + 2.04)."""
    items = one_factor([0.7] * 4, 60)

    assert agreement.omega_total(items) == pytest.approx(7.84 / 9.88, abs=1e-6)
    assert agreement.cronbach_alpha(items) == pytest.approx(7.84 / 9.88, abs=1e-9)


@pytest.mark.parametrize(
    "items",
    [
        [[1, 2], [2, 3], [3, 5], [4, 4]],
        one_factor([0.7] * 4, 11),
        one_factor([0.7] * 4, 60).assign(same=1.0),
        one_factor([0.7] * 4, 60).assign(copy=lambda rows: rows[0]),
    ],
)
def test_omega_that_cannot_be_computed_is_missing(items: Any) -> None:
    """Two items, fewer than three people an item, an item that never varies, an item twice: NaN."""
    found = agreement.omega_total(items)

    assert math.isnan(found) or found < 1


def test_a_relation_is_taken_apart_by_level() -> None:
    """Groups rise together while members of each fall: between 1, within -1; the parts add up to the raw one."""
    first, second = [1, 2, 5, 6], [2, 1, 6, 5]
    parts = agreement.level_correlations(first, second, ["A", "A", "B", "B"])

    # SS of each: in all 17, between 16, within 1; products 16 - 1.
    assert (parts.raw, parts.between, parts.within) == pytest.approx((15 / 17, 1.0, -1.0))
    assert 16 / 17 * parts.between + 1 / 17 * parts.within == pytest.approx(parts.raw)
    assert (parts.members, parts.groups) == (4, 2)


def test_the_levels_add_up_on_real_companies(soldiers: pd.DataFrame) -> None:
    """raw = eta eta between + sqrt(1 - eta²) sqrt(1 - eta²) within, with eta² = SSB / SST, in 49 companies."""
    one, other, company = soldiers["LEAD"], soldiers["HOSTILE"], soldiers["COMPID"]
    parts = agreement.level_correlations(one, other, company)
    etas = [column.groupby(company).transform("mean").var() / column.var() for column in (one, other)]
    between, within = math.sqrt(etas[0] * etas[1]), math.sqrt((1 - etas[0]) * (1 - etas[1]))

    assert between * parts.between + within * parts.within == pytest.approx(parts.raw, rel=1e-9)
    assert parts.raw == pytest.approx(one.corr(other), rel=1e-9)


def test_a_level_without_variance_has_no_correlation() -> None:
    """Members who never differ from their group say nothing within it."""
    parts = agreement.level_correlations([1, 1, 2, 2], [3, 3, 1, 1], ["A", "A", "B", "B"])

    assert math.isnan(parts.within)
    assert parts.raw == pytest.approx(-1.0)


def test_consensus_of_the_autokinetic_groups_emerges(truth_folder: Path) -> None:
    """Sherif's groups of three: ICC(1) .748, .905, .985; the SD within groups falls from .543 to .157 (MSW of R)."""
    sherif = pd.read_csv(truth_folder / "multilevel_r" / "sherifdat.csv")
    by_session = agreement.consensus_by_session(sherif["y"], sherif["group"], sherif["time"])

    assert by_session["icc1"].round(3).tolist() == [0.748, 0.905, 0.985]
    assert by_session["within_sd"].tolist() == pytest.approx(
        [math.sqrt(variance) for variance in (0.295, 0.19583333333, 0.024583333333)]
    )
    assert by_session["groups"].tolist() == [8, 8, 8]
