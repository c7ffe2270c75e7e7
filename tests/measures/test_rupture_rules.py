"""Every rule for rating drops on series worked by hand from the wording of its source, or against other programs."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from groupreport.measures import ruptures
from groupreport.measures.ruptures import RULES, find_episodes, judge_series
from groupreport.parameters import RuptureSettings
from groupreport.parameters.ruptures import FOR_COMPARISON

SETTINGS = RuptureSettings()


def rated(scores: dict[str, list[float | None]], **columns: Any) -> pd.DataFrame:
    """One row a rating of each member, of sessions 1, 2, 3, ..."""
    rows = [
        {"member_id": member, "session": session, "score": score, **columns}
        for member, given in scores.items()
        for session, score in enumerate(given, start=1)
    ]
    return pd.DataFrame(rows).astype({"score": "float64"})


def found(scores: list[float | None], rule: str, **options: Any) -> list[tuple[Any, ...]]:
    """Onset, nadir, end and status of one member's episodes."""
    rows = find_episodes(rated({"M1": scores}), rule, **{"settings": SETTINGS} | options)
    return list(rows[["onset_session", "nadir_session", "end_session", "status"]].itertuples(index=False, name=None))


def test_stiles_asks_for_more_than_two_deviations_in_one_step() -> None:
    """8 8 8 6 8 8 has SD .816, so a fall of 2 counts; spread over two steps it does not, but it does for Gumz."""
    assert found([8, 8, 8, 6, 8, 8], "sd_strict") == [(4, 4, 5, "repaired")]
    # 8 8 8 8 7 6 8 8 8 8: SD .674; each step is 1, both together are 2.
    in_two_steps = [8, 8, 8, 8, 7, 6, 8, 8, 8, 8]

    assert found(in_two_steps, "sd_strict") == []
    assert found(in_two_steps, "sd_cumulated") == [(5, 6, 7, "repaired")]


def test_strauss_asks_for_one_deviation() -> None:
    """With SD .674 each of the steps of 1 counts, so the fall begins with the first."""
    assert found([8, 8, 8, 8, 7, 6, 8, 8, 8, 8], "sd_lenient") == [(5, 6, 7, "repaired")]


def test_stevens_asks_for_a_point_and_a_return_to_a_quarter_of_it() -> None:
    """From 6 to 5 is a fall; 5.7 is not within .25 of 6, 5.75 is; five sessions are given for it."""
    assert found([6, 5, 5.7, 5.7, 5.7, 5.7, 5.7], "fixed_points", criterion=1) == [(2, 2, 7, "partially_repaired")]
    assert found([6, 5, 5.7, 5.7, 5.7, 5.7, 5.75], "fixed_points", criterion=1) == [(2, 2, 7, "repaired")]
    # A drop of 3 must come as near as a drop of 1.
    assert found([6, 3, 5.7, 5.8], "fixed_points", criterion=1) == [(2, 2, 4, "repaired")]
    assert found([6, 5.1, 6], "fixed_points", criterion=1) == []


def test_humers_reliable_change_is_from_session_to_session() -> None:
    """With SD 1 and reliability .8 the criterion is 1.2396; two falls of 1 in a row are none, one of 1.3 is."""
    options = {"sd": 1.0, "reliability": 0.8}

    assert found([6, 5, 4, 6], "reliable_change", **options) == []
    assert found([6, 5, 4, 6], "reliable_cumulated", **options) == [(2, 3, 4, "repaired")]
    assert found([6, 4.7, 6], "reliable_change", **options) == [(2, 2, 3, "repaired")]


def test_a_sudden_loss_is_reversed_when_half_is_regained() -> None:
    """9 to 4 loses 5; 6.5 regains half of it, which Tang and DeRubeis call a reversal; 6.4 does not."""
    lasting = [9.0, 9.1, 9.0, 4.0, 4.1, 4.0]

    assert found([*lasting, 6.5], "sudden_loss", criterion=3) == [(4, 4, 7, "repaired")]
    assert found([*lasting, 6.4], "sudden_loss", criterion=3) == [(4, 4, 7, "unrepaired")]


# Mean 8 and moving ranges of 1 make sigma 1 / 1.128 = .887: the lines lie 1, 2 and 3 of them under the mean.
@pytest.mark.parametrize(
    ("ratings", "onset"),
    [
        pytest.param([8.5, 7.5] * 5 + [8.5, 4.0] + [8.5, 7.5] * 4, 12, id="one-beyond-three-sigma"),
        pytest.param([8.5, 7.9] * 8 + [6.5, 8.2, 6.5, 8.5] + [7.9, 8.5] * 8, 17, id="two-of-three-beyond-two"),
        pytest.param([8.5, 8.0] * 6 + [7.2, 7.2, 8.2, 7.2, 7.2] + [8.5, 8.0] * 6, 13, id="four-of-five-beyond-one"),
        pytest.param([9.0, 8.4] * 6 + [7.9, 7.7] * 4 + [8.4, 9.0] * 6, 13, id="eight-in-a-row"),
    ],
)
def test_each_western_electric_pattern_is_seen_where_it_begins(ratings: list[float], onset: int) -> None:
    """Each series holds one of the handbook's patterns under the center, and none above a line is looked for."""
    chart = ruptures.individuals_chart(ratings)
    sigma = (chart.center - chart.lower) / 3
    below = [(chart.center - rating) / sigma for rating in ratings]
    pattern = below[onset - 1 : onset + 7]

    assert [row[0] for row in found(ratings, "chart_western_electric")] == [onset]
    assert (
        pattern[0] > 3
        or sum(distance > 2 for distance in pattern[:3]) >= 2
        or sum(distance > 1 for distance in pattern[:5]) >= 4
        or all(distance > 0 for distance in pattern)
    )


def test_a_patterns_lowest_rating_is_its_nadir() -> None:
    """8 7 8 9 5 5 4 5 7: two of three ratings beyond 2 sigma are complete before the 4, which is the lowest."""
    ratings = [8, 8.2, 8, 8.2, 8, 8.2, 8, 8.2, 7.2, 6.9, 7.1, 7.2, 7.2, 8.2, 8, 8.2, 8, 8.2, 8, 8.2]
    rows = find_episodes(rated({"M1": ratings}), "chart_western_electric")

    assert rows[["onset_session", "nadir_session", "score_nadir"]].values.tolist() == [[9, 10, 6.9]]


def test_whatever_is_beyond_the_chart_is_a_pattern() -> None:
    """One rating beyond 3 sigma is one of the patterns: no drop of the plain chart is missed, in 4,000 series."""
    random = np.random.default_rng(12)
    scores = random.normal(6, 0.5, size=(4000, 14))
    scores[np.arange(4000), random.integers(1, 14, 4000)] -= random.uniform(0, 5, 4000)
    ratings = rated({f"M{number}": row.tolist() for number, row in enumerate(scores)})
    plain, patterns = (find_episodes(ratings, rule) for rule in ("chart_individuals", "chart_western_electric"))
    joined = plain.merge(patterns, on="member_id", suffixes=("", "_of_pattern"))
    inside = (joined["onset_session"] >= joined["onset_session_of_pattern"]) & (
        joined["onset_session"] <= joined["end_session_of_pattern"]
    )

    assert len(plain) > 200
    assert set(joined[inside]["member_id"]) == set(plain["member_id"])


def test_seven_under_the_center_in_a_row_are_no_pattern() -> None:
    """The handbook asks for eight (seven is R qcc's own choice)."""
    seven = [8.3, 8.1] * 3 + [8.3]

    assert found([8.4, 9.0] * 6 + seven + [9.0, 8.4] * 6, "chart_western_electric") == []
    assert [row[0] for row in found([8.4, 9.0] * 6 + seven + [8.1] + [9.0, 8.4] * 6, "chart_western_electric")] == [13]


STRUCCHANGE = [
    # R 4.2.2, strucchange 1.5-3: breakpoints(values ~ 1, h = shortest)$breakpoints
    ([7, 8, 7, 8, 7, 3, 4, 3, 4], 3, [5]),
    ([8, 8.2, 7.9, 8.1, 6, 6.2, 5.9, 6.1, 8, 8.1, 7.9, 8.2], 3, [4, 8]),
    ([8, 8.2, 7.9, 8.1, 6, 6.2, 5.9, 6.1, 8, 8.1, 7.9, 8.2], 2, [4, 8]),
    ([5, 6, 5, 6, 5, 6, 5, 6, 5, 6], 3, []),
    ([9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 4], 3, [4, 8]),
    ([6.5, 7, 6, 7.5, 7, 6.5, 7, 4, 7, 6.5, 7, 6], 2, []),
    ([3, 5, 4, 6, 5, 7, 6, 8, 2, 3, 2, 4, 3, 2, 7, 8, 7, 8], 3, [3, 8, 14]),
]


@pytest.mark.parametrize(("values", "shortest", "breaks"), STRUCCHANGE)
def test_change_points_are_those_of_strucchange(values: list[float], shortest: int, breaks: list[int]) -> None:
    """The same cuts as R's strucchange finds, with its limit on their number."""
    assert ruptures.change_points(values, shortest) == breaks


def test_equally_good_cuts_are_told_apart_by_place_not_by_rounding() -> None:
    """5 5 5 5 4 4 and six 5: the same cut whatever is added or multiplied, the first of those that are as good."""
    ratings = np.array([5, 5, 5, 5, 4, 4, 5, 5, 5, 5, 5, 5.0])

    assert (
        ruptures.change_points(ratings)
        == ruptures.change_points(10 * ratings)
        == ruptures.change_points(ratings + 1)
        == ruptures.change_points(ratings / 7)
    )


def test_a_change_point_begins_with_a_rating_under_the_level_before() -> None:
    """The lower part begins with 8.0, over the 7.85 before it on average: the drop begins with the 4.4 after it."""
    before = [7.8, 7.7, 8.0, 7.8, 8.0, 7.9, 7.8, 7.7, 8.0, 7.7, 8.1, 7.7]
    rows = find_episodes(rated({"M1": [*before, 8.0, 4.4, 4.9, 4.4]}), "change_point")

    assert (rows["onset_session"] >= 14).all()


def test_a_change_point_is_an_episode_only_downwards() -> None:
    """8.05 on average, then 6.05, then 8.05 again: one fall at session 5 from 8.05; the rise repairs it."""
    ratings = [8, 8.2, 7.9, 8.1, 6, 6.2, 5.9, 6.1, 8, 8.1, 7.9, 8.2]
    settings = RuptureSettings(repair_window=4)
    rows = find_episodes(rated({"M1": ratings}), "change_point", settings=settings)

    assert rows[["onset_session", "end_session", "status"]].values.tolist() == [[5, 9, "repaired"]]
    assert rows["score_before"].tolist() == pytest.approx([8.05])
    assert find_episodes(rated({"M1": [-rating for rating in ratings]}), "change_point")["onset_session"].tolist() == [
        9
    ]


def test_person_centered_looks_at_the_distance_from_the_own_mean() -> None:
    """Around own means 7.5 and 4, 16 ratings leave squares 6 and 0 over 14 degrees: 2 SD are 1.309."""
    ratings = {"M1": [8, 8, 8, 6, 8, 8, 8, 6.0], "M2": [4.0] * 8}
    rows = find_episodes(rated(ratings, group_id="G1", level="member_group"), "person_centered")

    assert judge_series(rated(ratings, group_id="G1"), "person_centered")["criterion"].tolist() == pytest.approx(
        [2 * math.sqrt(6 / 14)] * 2
    )
    assert rows[["member_id", "onset_session", "score_before", "depth"]].values.tolist() == [
        ["M1", 4, 7.5, 1.5],
        ["M1", 8, 7.5, 1.5],
    ]


def test_person_centered_needs_ratings_that_say_how_they_vary() -> None:
    """Two members with four ratings are six degrees of freedom, enough; one more missing is not."""
    enough = rated({"M1": [8, 8, 8, 3], "M2": [5, 6, 5, 6]}, group_id="G1")
    judged = judge_series(enough[:-1], "person_centered", settings=RuptureSettings(minimum_ratings=3))

    assert judge_series(enough, "person_centered")["judged"].all()
    assert judged["reason"].tolist() == ["too_few_in_group"] * 2


def test_own_level_is_that_of_the_earlier_ratings() -> None:
    """8 8 8 8 5 5 8 and seven times 6 leave squares 90 / 7 over 12 degrees: 1.96 SD are 2.029, 2.268 after four.

    The fall to 5 lies 3 under the 8 before it; at the second 5 nothing falls.
    """
    ratings = rated({"M1": [8, 8, 8, 8, 5, 5, 8], "M2": [6.0] * 7}, group_id="G1")
    rows = find_episodes(ratings, "own_level")

    assert rows["criterion"].tolist() == pytest.approx([1.96 * math.sqrt(90 / 7 / 12)])
    assert rows[["member_id", "onset_session", "end_session", "score_before", "depth", "status"]].values.tolist() == [
        ["M1", 5, 7, 8.0, 3.0, "repaired"]
    ]


def test_own_level_asks_for_more_while_earlier_ratings_are_few() -> None:
    """With 1.96 SD of 2.029 a fall of 2.5 counts after four earlier ratings (2.268), not after one (2.869)."""
    steady = {f"M{number}": [5.0, 5 + size, 5, 5 - size, 5, 5 + size] for number, size in ((2, 1.5), (3, 1.5))}
    early = rated({"M1": [8, 5.5, 8, 8, 8, 8]} | steady, group_id="G1")
    late = rated({"M1": [8, 8, 8, 8, 5.5, 8]} | steady, group_id="G1")
    needed = judge_series(late, "own_level")["criterion"].iloc[0]

    assert needed * math.sqrt(1 + 1 / 4) < 2.5 < needed * math.sqrt(1 + 1 / 1)
    assert find_episodes(early, "own_level")["member_id"].tolist().count("M1") == 0
    assert find_episodes(late, "own_level")["member_id"].tolist().count("M1") == 1


def levels(leader: list[float | None], group: list[float | None]) -> pd.DataFrame:
    """Two members' ratings on two levels; the second's are 4 and 6 in turn on both."""
    other = [4.0, 6.0] * (len(leader) // 2)
    return pd.concat(
        [
            rated({"M1": leader, "M2": other}, group_id="G1", level="member_leader"),
            rated({"M1": group, "M2": other}, group_id="G1", level="member_group"),
        ],
        ignore_index=True,
    )


def test_a_split_is_a_rating_far_under_the_other_level() -> None:
    """The leader falls to 1 while the group stays at 6: (6 - 5.125) / .991 over (1 - 4.875) / 1.5 standard
    deviations lies more than 2 apart; where both fall, nothing splits."""
    split = find_episodes(levels([6, 6, 6, 1, 6, 6, 4, 6], [6, 4, 6, 6, 4, 6, 4, 5]), "split_alliance")
    together = find_episodes(levels([6, 6, 6, 1, 6, 6, 4, 6], [6, 6, 6, 1, 6, 6, 4, 6]), "split_alliance")

    assert split[["member_id", "level", "onset_session"]].values.tolist() == [["M1", "member_leader", 4]]
    assert together.empty


def test_a_single_level_cannot_split() -> None:
    """Without a rating on another level in the same session nobody can say."""
    judged = judge_series(rated({"M1": [6, 5, 6, 1]}, level="member_leader"), "split_alliance")

    assert judged["reason"].tolist() == ["no_other_level"]


def reports(intensity: list[float | None], resolved: list[float | None]) -> pd.DataFrame:
    """Minus the intensity is the score; resolved is 1, 0 or not answered."""
    scores = [None if given is None else -given for given in intensity]
    return rated({"M1": scores}).assign(resolved=pd.array(resolved, dtype="Float64"))


@pytest.mark.parametrize(
    ("intensity", "resolved", "episodes"),
    [
        pytest.param([0, 3, 0, 0, 0], [None, 1, None, None, None], [(2, 2, 2, "repaired")], id="in-the-same-session"),
        pytest.param([0, 3, 4, 0, 0], [None, 0, 1, None, None], [(2, 3, 3, "repaired")], id="in-the-next"),
        pytest.param([0, 3, 0, 0, 0], [None, 0, None, None, None], [(2, 2, 5, "unrepaired")], id="never-resolved"),
        pytest.param([0, 3, 0, 0, 0], [None] * 5, [(2, 2, 5, "undetermined")], id="resolution-not-asked"),
        pytest.param([0, 3, 0], [None, 0, None], [(2, 2, 3, "undetermined")], id="ratings-stop"),
        pytest.param([5], [0], [(1, 1, 1, "undetermined")], id="a-single-session"),
        pytest.param([0, 0, 0, 0, 0], [None] * 5, [], id="no-tension"),
    ],
)
def test_what_members_report_is_an_episode(intensity: Any, resolved: Any, episodes: Any) -> None:
    """A report from the intensity on; resolved when the member says so; silence is no answer."""
    rows = find_episodes(reports(intensity, resolved), "reported", criterion=1)
    columns = ["onset_session", "nadir_session", "end_session", "status"]

    assert list(rows[columns].itertuples(index=False, name=None)) == episodes


def test_alerts_go_by_the_programs_own_cutoffs() -> None:
    """At 30 or under is a status alert when the rating before was above; 8 points less is a change alert."""
    ratings = [34, 31, 30, 29, 33, 25]

    assert [row[0] for row in found(ratings, "alert_status", criterion=30)] == [3, 6]
    assert [row[0] for row in found(ratings, "alert_change", criterion=8)] == [6]
    assert judge_series(rated({"M1": ratings}), "alert_status", criterion=math.nan)["reason"].tolist() == [
        "no_criterion"
    ]


def test_a_criterion_may_differ_by_series() -> None:
    """One number a series, in the order of the sorted keys; a wrong number of them is refused."""
    ratings = rated({"M2": [8, 5, 8], "M1": [8, 5, 8]})

    assert find_episodes(ratings, "reliable_change", criterion=np.array([4.0, 3.0]))["member_id"].tolist() == ["M2"]
    with pytest.raises(ValueError, match="one criterion, or one for each of the 2 series"):
        find_episodes(ratings, "reliable_change", criterion=np.array([4.0, 3.0, 2.0]))


def test_programs_numbers_are_those_of_the_rule() -> None:
    """A program that asks for 3 SD gets 3 SD."""
    settings = RuptureSettings(numbers={"sd_strict": {"factor": 3, "cumulative": True}})

    assert found([8, 8, 8, 8, 8, 8, 6, 8, 8], "sd_strict", settings=settings) == []
    assert found([8, 8, 8, 8, 8, 8, 6, 8, 8], "sd_strict") == [(7, 7, 8, "repaired")]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"numbers": {"change_point": {"factor": 2}}}, "the rule 'change_point' has no factor"),
        ({"numbers": {"sd_strict": {"share": 0.5}}}, "share belongs to"),
        ({"numbers": {"sd_strict": {"size": 2}}}, "size"),
        ({"headline": "sd_lenient"}, "cannot be the headline"),
        ({"headline": "change_point"}, "must be one of rules"),
    ],
)
def test_settings_that_no_rule_has_are_refused(settings: dict[str, Any], message: str) -> None:
    """A number that a rule does not have would be ignored silently."""
    with pytest.raises(ValueError, match=message):
        RuptureSettings.model_validate(settings)


def test_rules_for_comparison_are_the_same_in_parameters_and_measures() -> None:
    """The parameters refuse as headline exactly the rules that are no headline."""
    assert {name for name, rule in RULES.items() if not rule.for_headline} == set(FOR_COMPARISON)


def test_turning_the_scale_around_swaps_drops_and_gains() -> None:
    """For rules that look at differences, drops of minus the ratings are the rises of the ratings, step by step."""
    random = np.random.default_rng(11)
    ratings = rated({f"M{number}": random.integers(1, 8, 15).tolist() for number in range(40)}, group_id="G1")
    one_step = dataclasses.replace(RULES["reliable_change"], repair_window=10)
    turned = find_episodes(ratings.assign(score=-ratings["score"]), one_step, criterion=4)
    rises = ratings.assign(before=ratings.groupby("member_id")["score"].shift())
    steps = set(
        rises[rises["score"] - rises["before"] >= 4][["member_id", "session"]].itertuples(index=False, name=None)
    )

    assert len(turned) > 20
    assert set(turned[["member_id", "onset_session"]].itertuples(index=False, name=None)) <= steps
