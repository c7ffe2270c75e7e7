"""Episodes, worked by hand for every rule and every status."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from groupreport.measures import ruptures
from groupreport.parameters import RuptureSettings

COLUMNS = ["member_id", "group_id", "level", "onset_session", "nadir_session", "end_session", "depth", "status", "rule"]
SETTINGS = RuptureSettings(repair_window=3, repair_tolerance=0.25, partial_share=0.5, max_gap=2, minimum_ratings=4)


def one_member(scores: list[float | None], sessions: list[int] | None = None) -> pd.DataFrame:
    """One member's ratings, by default of sessions 1, 2, 3, ..."""
    numbered = sessions or list(range(1, len(scores) + 1))
    return pd.DataFrame({"member_id": "M1", "session": numbered, "score": pd.array(scores, dtype="Float64")})


def episodes_of(scores: list[float | None], sessions: list[int] | None = None, **options: Any) -> list[tuple[Any, ...]]:
    """Onset, nadir, end, depth and status of each episode, by default for a criterion of 3 points."""
    given = {"rule": "reliable_cumulated", "criterion": 3.0, "settings": SETTINGS} | options
    rows = ruptures.find_episodes(one_member(scores, sessions), **given)
    listed = rows[["onset_session", "nadir_session", "end_session", "depth", "status"]]
    return [tuple(row) for row in listed.itertuples(index=False)]


def test_a_v_is_repaired_by_the_next_rating() -> None:
    """Down 4 at session 4 and back at session 5."""
    assert episodes_of([8, 8, 8, 4, 8, 8]) == [(4, 4, 5, 4.0, "repaired")]


def test_a_rating_that_regains_three_quarters_repairs() -> None:
    """The tolerance is a quarter of the drop: 4 up to 7 repairs a drop from 8, up to 6.9 does not."""
    assert episodes_of([8, 8, 4, 7, 7, 7]) == [(3, 3, 4, 4.0, "repaired")]
    assert episodes_of([8, 8, 4, 6.9, 6.9, 6.9]) == [(3, 3, 6, 4.0, "partially_repaired")]


def test_repair_may_come_with_the_last_rating_of_the_window() -> None:
    """Three ratings after the nadir count, the fourth does not."""
    assert episodes_of([8, 8, 4, 4.5, 5, 8, 8]) == [(3, 3, 6, 4.0, "repaired")]
    assert episodes_of([8, 8, 4, 4.5, 5, 5, 8]) == [(3, 3, 6, 4.0, "unrepaired")]


def test_half_of_the_drop_regained_is_a_partial_repair() -> None:
    """4 up to 6 regains half of the drop; that it does not last does not matter."""
    assert episodes_of([8, 8, 4, 6, 5, 5]) == [(3, 3, 6, 4.0, "partially_repaired")]
    assert episodes_of([8, 8, 4, 5.9, 5, 5]) == [(3, 3, 6, 4.0, "unrepaired")]


def test_a_drop_that_stays_is_unrepaired() -> None:
    """Three ratings later nothing is regained; among equal ratings the first is the nadir."""
    assert episodes_of([8, 8, 4, 4, 4, 4]) == [(3, 3, 6, 4.0, "unrepaired")]


@pytest.mark.parametrize("later", [[], [4], [4, 5], [6.5, 6.5]])
def test_ratings_that_stop_before_the_window_is_over_leave_it_open(later: list[float]) -> None:
    """Neither repaired nor unrepaired, even if more than half was regained: nobody saw enough."""
    assert episodes_of([8, 8, 4, *later]) == [(3, 3, 3 + len(later), 4.0, "undetermined")]


def test_a_fall_over_several_sessions_is_added_up_from_the_local_maximum() -> None:
    """8, 7, 6, 5: no step is 3, all of them are; the onset is the first session below 8 (Gumz et al. 2012)."""
    assert episodes_of([7, 8, 7, 6, 5, 8]) == [(3, 5, 6, 3.0, "repaired")]


def test_reliable_change_counts_single_steps_only() -> None:
    """Without adding up, 8, 7, 6, 5 has no fall of 3 and 8, 7, 4 has one."""
    assert episodes_of([7, 8, 7, 6, 5, 8], rule="reliable_change") == []
    assert episodes_of([8, 7, 4, 7], rule="reliable_change") == [(3, 3, 4, 3.0, "repaired")]


def test_a_rise_ends_what_is_added_up() -> None:
    """8, 6, 6.5, 4.5 has two falls of 2, not one of 3.5."""
    assert episodes_of([8, 6, 6.5, 4.5, 4.5]) == []


def test_equal_ratings_do_not_end_what_is_added_up() -> None:
    """8, 7, 7, 5 falls by 3, and the last 8 of several is the level before."""
    assert episodes_of([8, 8, 7, 7, 5, 8]) == [(3, 5, 6, 3.0, "repaired")]


def test_small_steps_before_a_large_one_are_added_up_too() -> None:
    """8, 7.5, 7 and then 3 fall by 5 from 8, not by the 4 of the last step: a deeper fall is never a smaller one."""
    assert episodes_of([8, 7.5, 7, 3, 7]) == [(2, 4, 5, 5.0, "repaired")]
    assert episodes_of([8, 7.5, 7, 3, 7], rule="reliable_change") == [(4, 4, 5, 4.0, "repaired")]


def test_a_lower_rating_within_the_window_is_the_new_nadir() -> None:
    """8, 5, 5.5, 3, 8: one episode of depth 5 whose window starts again at 3."""
    assert episodes_of([8, 5, 5.5, 3, 4, 4, 8]) == [(2, 4, 7, 5.0, "repaired")]


def test_what_was_regained_before_a_new_nadir_does_not_count() -> None:
    """8, 4, 5.9 and then 3: from 3 nothing is regained, however much was from 4."""
    assert episodes_of([8, 4, 5.9, 3, 3, 3, 3]) == [(2, 4, 7, 5.0, "unrepaired")]


def test_two_drops_are_two_episodes() -> None:
    """The rating that repairs the first is the level before the second."""
    assert episodes_of([8, 4, 8, 4, 8]) == [(2, 2, 3, 4.0, "repaired"), (4, 4, 5, 4.0, "repaired")]


def test_a_new_drop_after_an_unrepaired_one_is_counted_from_where_the_first_ended() -> None:
    """9 to 6 is not repaired within three ratings; 6 to 2 is the next."""
    assert episodes_of([9, 6, 6, 6, 6, 2, 2]) == [(2, 2, 5, 3.0, "unrepaired"), (6, 6, 7, 4.0, "undetermined")]


def test_a_fall_equal_to_the_criterion_counts_for_reliable_change() -> None:
    """4.1 to 3.1 and 4.4 to 3.4 are one point, though binary numbers say less and more; a variant leaves ties out."""
    strictly = dataclasses.replace(ruptures.RULES["reliable_change"], inclusive=False)

    for ratings in ([4.1, 3.1, 4.1], [4.4, 3.4, 4.4]):
        assert episodes_of(ratings, criterion=1.0) == [(2, 2, 3, pytest.approx(1.0), "repaired")]
        assert episodes_of(ratings, criterion=1.0, rule=strictly) == []


def test_a_drop_across_more_than_two_missed_sessions_is_a_gap() -> None:
    """Sessions 2 and 5 have two missed ones between them, 2 and 6 have three."""
    assert episodes_of([8, 8, 4, 8], sessions=[1, 2, 5, 6]) == [(5, 5, 6, 4.0, "repaired")]
    assert episodes_of([8, 8, 4, 8], sessions=[1, 2, 6, 7]) == []


def test_a_gap_ends_what_is_seen_of_an_episode() -> None:
    """Back at 8 after six missed sessions: when and how is unknown."""
    assert episodes_of([8, 4, 8, 8], sessions=[1, 2, 9, 10]) == [(2, 2, 2, 4.0, "undetermined")]


def test_a_slow_fall_is_not_added_up_across_a_gap() -> None:
    """8, 7 and, four missed sessions later, 5, 4."""
    assert episodes_of([8, 7, 5, 4], sessions=[1, 2, 7, 8]) == []


def test_a_missing_rating_is_no_rating() -> None:
    """Neither a drop to nothing nor an end of the window: the ratings on either side are a pair."""
    assert episodes_of([8, None, 4, None, 4.5, None, 8]) == [(3, 3, 7, 4.0, "repaired")]


def test_a_late_joiner_is_judged_from_the_first_own_rating() -> None:
    """Sessions 1 to 6 without the member are no gap."""
    assert episodes_of([8, 8, 4, 8], sessions=[7, 8, 9, 10]) == [(9, 9, 10, 4.0, "repaired")]


def test_rows_in_any_order_give_the_same() -> None:
    """Sessions are put in order, 10 after 9."""
    sessions = [10, 7, 9, 8]

    assert episodes_of([8, 8, 4, 8], sessions=sessions) == [(9, 9, 10, 4.0, "repaired")]


def test_sd_strict_takes_the_larger_of_own_and_group_variation() -> None:
    """M2 is steady (own SD .41), but a drop of 1 is less than 2 SD of all ratings in the group (2.58)."""
    # M1: sum of squares 13.333 around 5.667, variance 8/3. All 12: 18.25 around 6.25, variance 18.25/11.
    ratings = pd.DataFrame(
        {
            "member_id": ["M1"] * 6 + ["M2"] * 6,
            "session": [*range(1, 7)] * 2,
            "score": [5, 5, 5, 9, 5, 5, 7, 7, 7, 6, 7, 7],
        }
    )
    found = ruptures.find_episodes(ratings, "sd_strict", settings=SETTINGS)
    judged = ruptures.judge_series(ratings, "sd_strict", settings=SETTINGS)

    assert judged["criterion"].tolist() == pytest.approx([2 * math.sqrt(8 / 3), 2 * math.sqrt(18.25 / 11)])
    assert found[["member_id", "onset_session", "depth"]].values.tolist() == [["M1", 5, 4.0]]


def test_sd_lenient_is_the_same_with_one_standard_deviation() -> None:
    """Own SD of 8 8 8 6 8 8 is .816: a drop of 2 is more than 2 of them, a drop of 1 more than 1."""
    assert episodes_of([8, 8, 8, 6, 8, 8], rule="sd_strict") == [(4, 4, 5, 2.0, "repaired")]
    # 8 7 8 8 7.5 8 8 5 8: SD .982; the drop of 1 passes 1 SD only, the drop of 3 both, the drop of .5 neither.
    ratings = [8, 7, 8, 8, 7.5, 8, 8, 5, 8]

    assert [row[0] for row in episodes_of(ratings, rule="sd_lenient")] == [2, 8]
    assert [row[0] for row in episodes_of(ratings, rule="sd_strict")] == [8]


def test_standard_deviations_are_those_of_the_group_and_level_alone() -> None:
    """Another group's wild ratings, and another level's, do not change what a steady member's drop means."""
    steady, wild = [8, 8, 8, 6, 8, 8], [1, 9, 1, 9, 1, 9]
    ratings = pd.concat(
        one_member(scores).assign(member_id=member, group_id=group, level=level)
        for member, group, level, scores in [
            ("M1", "G1", "member_leader", steady),
            ("M2", "G2", "member_leader", wild),
            ("M1", "G1", "member_group", wild),
        ]
    )
    found = ruptures.find_episodes(ratings, "sd_strict", settings=SETTINGS)

    assert found[["member_id", "level", "onset_session"]].values.tolist() == [["M1", "member_leader", 4]]


def test_a_rating_under_the_members_own_chart_is_an_episode() -> None:
    """Eleven ratings of 8 and 8.2 and one of 6: the lower limit is 6.43; the level before is the center, 7.93."""
    ratings = [8, 8.2, 8, 8.2, 8, 8.2, 6, 8.2, 8, 8.2, 8, 8.2]
    [(onset, nadir, end, depth, status)] = episodes_of(ratings, rule="chart_individuals")

    # Ranges: nine of .2 and two of 2.2: mean 6.2 / 11, three sigma 1.50. Mean of the ratings: 95.2 / 12.
    assert (onset, nadir, end, status) == (7, 7, 8, "repaired")
    assert depth == pytest.approx(95.2 / 12 - 6)


def test_a_chart_needs_eight_ratings() -> None:
    """With seven nothing is found and the series counts as not judged."""
    ratings = one_member([8, 8.2, 8, 8.2, 8, 8.2, 6])

    assert ruptures.find_episodes(ratings, "chart_individuals").empty
    assert ruptures.judge_series(ratings, "chart_individuals")["reason"].tolist() == ["too_few_ratings"]


def test_a_sudden_loss_is_an_episode_that_lasts() -> None:
    """The losses of the wide table are the onsets; a V is none."""
    assert episodes_of([9, 8, 9, 4, 3, 4, 4, 4], rule="sudden_loss") == [(4, 5, 8, 6.0, "unrepaired")]
    assert episodes_of([9, 8, 9, 4, 9, 8, 9, 9], rule="sudden_loss") == []


def test_levels_and_groups_are_series_of_their_own() -> None:
    """A member in two groups, rated on two levels, has four series and an episode in one of them."""
    ratings = pd.concat(
        one_member([8, 8, 4, 8] if (group, level) == ("G2", "member_group") else [8, 8, 8, 8]).assign(
            group_id=group, level=level
        )
        for group in ["G1", "G2"]
        for level in ["member_leader", "member_group"]
    )
    found = ruptures.find_episodes(ratings, "reliable_change", criterion=3)

    assert found[["member_id", "group_id", "level", "onset_session"]].values.tolist() == [
        ["M1", "G2", "member_group", 3]
    ]
    assert len(ruptures.judge_series(ratings, "reliable_change", criterion=3)) == 4


def test_the_table_has_the_contracts_columns_first_and_keeps_the_types() -> None:
    """Ids and sessions come out as they went in; what was not given is missing; the criterion is named."""
    ratings = one_member([8, 8, 4, 8]).astype({"session": "Int64", "member_id": "string"})
    found = ruptures.find_episodes(ratings, "reliable_change", sd=7.5, reliability=0.80)
    hit = ruptures.find_episodes(ratings, "reliable_change", sd=1.0, reliability=0.80)

    assert found.empty
    assert hit.columns.tolist() == [*COLUMNS, "length", "score_before", "score_nadir", "criterion"]
    assert found.columns.tolist() == hit.columns.tolist()
    assert hit["onset_session"].dtype == "Int64"
    assert hit["member_id"].dtype == "string"
    assert hit[["group_id", "level"]].isna().all(axis=None)
    assert hit.loc[0, ["rule", "score_before", "score_nadir"]].tolist() == ["reliable_change", 8.0, 4.0]
    assert hit.loc[0, "criterion"] == pytest.approx(1.96 * math.sqrt(2) * math.sqrt(0.2))


def test_members_are_any_hashable_and_the_frame_is_not_changed() -> None:
    """Numbers and tuples name members too, whatever the index."""
    ratings = pd.concat([one_member([8, 8, 4, 8]).assign(member_id=7)] * 1).set_index(pd.Index([3, 3, 1, 0]))
    before = ratings.copy()

    assert ruptures.find_episodes(ratings, "reliable_change", criterion=3)["member_id"].tolist() == [7]
    pd.testing.assert_frame_equal(ratings, before)


REASONS = [
    ([None, None, None, None], None, "no_ratings"),
    ([8, 4, 8], None, "too_few_ratings"),
    ([8, 8, 4, 8], [1, 5, 9, 13], "gaps"),
    ([5, 5, 5, 5], None, "no_variance"),
    ([8, 4, 8, math.inf], None, "infinite"),
]


@pytest.mark.parametrize(("scores", "sessions", "reason"), REASONS)
def test_a_series_that_cannot_be_judged_says_why(scores: Any, sessions: Any, reason: str) -> None:
    """No episode is found in it, and it is not counted as free of episodes."""
    ratings = one_member(scores, sessions)
    judged = ruptures.judge_series(ratings, "sd_lenient", settings=SETTINGS)

    assert ruptures.find_episodes(ratings, "sd_lenient", settings=SETTINGS).empty
    assert judged[["judged", "reason"]].values.tolist() == [[False, reason]]
    assert judged["criterion"].isna().all()


def test_a_judged_series_without_an_episode_is_an_answer() -> None:
    """The series is judged, has a criterion and no reason."""
    judged = ruptures.judge_series(one_member([8, 8, 7.5, 8]), "sd_strict")

    assert judged["judged"].tolist() == [True]
    assert judged["reason"].isna().all()
    assert judged["criterion"].tolist() == pytest.approx([0.5])


def test_a_scale_without_a_known_criterion_judges_nobody() -> None:
    """NaN says that no reliable change criterion is known: not one member is "without a drop"."""
    ratings = one_member([8, 8, 1, 8])

    assert ruptures.find_episodes(ratings, "reliable_change", criterion=math.nan).empty
    assert ruptures.judge_series(ratings, "reliable_change", criterion=math.nan)["reason"].tolist() == ["no_criterion"]


def test_a_single_rated_pair_is_enough_for_a_known_criterion() -> None:
    """Only rules that estimate a standard deviation from the ratings need four of them."""
    assert episodes_of([8, 4]) == [(2, 2, 2, 4.0, "undetermined")]
    assert episodes_of([8, 4], rule="sd_lenient") == []


@pytest.mark.parametrize("rule", list(ruptures.RULES))
def test_no_ratings_at_all_give_empty_tables(rule: str) -> None:
    """A group that handed in nothing has no series, no episode and no error."""
    nothing = one_member([])

    assert ruptures.find_episodes(nothing, rule, criterion=3).columns.tolist()[:9] == COLUMNS
    assert ruptures.judge_series(nothing, rule, criterion=3).empty


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda rows: rows.drop(columns="session"), "scores lack the column.* session"),
        (lambda rows: rows.assign(member_id=None), "without a member_id"),
        (lambda rows: rows.assign(session=np.nan), "without a session"),
        (lambda rows: rows.assign(score="high"), "score must be numbers"),
        (lambda rows: pd.concat([rows, rows]), "share member, group, level and session"),
    ],
)
def test_scores_that_are_no_series_are_refused(damage: Any, message: str) -> None:
    """A plain sentence says what is wrong; nothing is guessed."""
    with pytest.raises(ValueError, match=message):
        ruptures.find_episodes(damage(one_member([8, 8, 4, 8])), "sd_strict")


def test_a_rule_without_what_it_needs_is_refused() -> None:
    """Reliable change needs a criterion, or SD and reliability; an unknown rule is named."""
    ratings = one_member([8, 8, 4, 8])

    with pytest.raises(ValueError, match="reliable_change needs a criterion in points"):
        ruptures.find_episodes(ratings, "reliable_change", sd=1.0)
    with pytest.raises(ValueError, match="there is no rule 'rci'; the rules are reliable_change"):
        ruptures.find_episodes(ratings, "rci")
