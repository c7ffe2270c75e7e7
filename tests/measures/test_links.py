"""Links of ratings with outcomes, against lme4, sandwich and psych, and against cases worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.measures.links import LaggedLink, cluster_robust, lagged_link, next_scores, term_link, three_levels

from .nested_rows import ratings_and_outcomes

# t(18) and t(4) at .975, from tables: members - groups, and groups - 2.
T18, T4 = 2.100922, 2.776445


def of_pairs(rows: pd.DataFrame, controlled: bool = False) -> LaggedLink:
    previous = rows["previous"] if controlled else None
    return lagged_link(rows["rating"], rows["outcome"], rows["member"], rows["group"], previous)


def test_three_levels_add_up_to_the_value():
    """By hand: group A has members 1 (4, 6) and 2 (9), group B member 3 (1); mean of all 5, of A 19 / 3."""
    parts = three_levels(np.array([4.0, 6, 9, 1]), np.array([0, 0, 1, 2]), np.array([0, 0, 0, 1]))

    assert parts.within_member.tolist() == pytest.approx([-1, 1, 0, 0])
    assert parts.between_members.tolist() == pytest.approx([5 - 19 / 3, 5 - 19 / 3, 9 - 19 / 3, 0])
    assert parts.between_groups.tolist() == pytest.approx([19 / 3 - 5] * 3 + [-4])


def test_the_next_score_is_that_of_the_next_session_with_one():
    """Sessions 1 and 2 pair with the score of session 4, the rating of 4 with none: 9 is four sessions away."""
    rated = pd.DataFrame({"group_id": "G", "member_id": "M", "place": [1, 2, 4], "score": [7.0, 8.0, 6.0]})
    scored = pd.DataFrame({"group_id": "G", "member_id": "M", "place": [1, 4, 9], "score": [20.0, 18.0, 9.0]})

    pairs = next_scores(rated, scored, max_gap=2)

    assert pairs[["place", "outcome"]].to_numpy().tolist() == [[1, 18], [2, 18]]
    assert pairs["previous"].iloc[0] == 20
    assert math.isnan(pairs["previous"].iloc[1])


def test_a_score_never_pairs_with_another_members_rating():
    """The next score of somebody else, or of the same person in another group, is nobody's next score."""
    rated = pd.DataFrame({"group_id": ["G", "G"], "member_id": ["M", "N"], "place": [1, 1], "score": [7.0, 8.0]})
    scored = pd.DataFrame({"group_id": ["G", "H"], "member_id": ["O", "M"], "place": [2, 2], "score": [1.0, 2.0]})

    assert next_scores(rated, scored, max_gap=2).empty


def test_two_scores_of_a_session_are_refused():
    """Nobody can say which of the two comes next."""
    rated = pd.DataFrame({"group_id": "G", "member_id": "M", "place": [1], "score": [7.0]})
    with pytest.raises(ValueError, match="two rows"):
        next_scores(rated, pd.concat([rated, rated]), max_gap=1)


def test_links_at_three_levels_are_those_of_lme4():
    """R 4.2.2, lme4 1.1-31: outcome ~ within + between + group + (1 | member) + (1 | group) on 144 pairs."""
    found = of_pairs(ratings_and_outcomes())

    assert found.within_member.value == pytest.approx(0.5983653, rel=1e-5)
    assert found.between_members.value == pytest.approx(1.5035485, rel=1e-5)
    assert found.between_groups.value == pytest.approx(0.7755480, rel=1e-5)
    assert found.within_member.high - found.within_member.value == pytest.approx(T18 * 0.1899803, rel=1e-4)
    # lmerTest gives 16.9987 degrees here, which is less than 24 members - 6 groups: t(17) = 2.109816.
    assert found.between_members.high - found.between_members.value == pytest.approx(2.109816 * 0.6219821, rel=1e-4)
    assert found.between_groups.high - found.between_groups.value == pytest.approx(T4 * 0.7475187, rel=1e-3)
    assert (found.model, found.groups_as, found.pairs, found.members, found.groups) == ("mixed", "random", 144, 24, 6)


def test_the_previous_outcome_can_be_held_constant():
    """The same with + previous in lme4: .6082841 within and 1.6103167 between members."""
    found = of_pairs(ratings_and_outcomes(), controlled=True)

    assert found.controlled
    assert found.within_member.value == pytest.approx(0.6082841, rel=1e-4)
    assert found.between_members.value == pytest.approx(1.6103167, rel=1e-4)
    assert found.within_member.value - found.within_member.low == pytest.approx(T18 * 0.1836583, rel=1e-3)


def test_under_five_groups_nothing_is_said_between_groups():
    """lme4 with factor(group) on three groups: .6143144 (.2677715) within, 2.2464790 between members."""
    found = of_pairs(ratings_and_outcomes().query("group < 3"))

    assert found.groups_as == "fixed"
    assert found.within_member.value == pytest.approx(0.6143144, rel=1e-5)
    assert found.between_members.value == pytest.approx(2.2464790, rel=1e-5)
    assert math.isnan(found.between_groups.value)


def test_robust_errors_are_those_of_sandwich():
    """R's sandwich 3.0-2, vcovCL(type = "HC1") by member; clubSandwich 0.5.8 gives the same as CR1S."""
    rows = ratings_and_outcomes()
    parts = three_levels(rows["rating"].to_numpy(), rows["member"].to_numpy(), rows["group"].to_numpy())
    columns = np.column_stack([parts.within_member, parts.between_members, parts.between_groups, np.ones(144)])

    fit = cluster_robust(columns, rows["outcome"].to_numpy(), rows["member"].to_numpy())

    assert fit.fixed[:3] == pytest.approx([0.5983652719, 1.5035485061, 0.7755480117], rel=1e-8)
    assert fit.errors[:3] == pytest.approx([0.202860935, 0.757705952, 0.511220317], rel=1e-8)
    assert fit.degrees == 23


def test_robust_errors_need_clusters_and_columns_of_their_own():
    """One cluster, or columns that say the same twice: no answer."""
    columns = np.column_stack([np.arange(6.0), np.ones(6)])
    assert cluster_robust(columns, np.arange(6.0), np.zeros(6, int)) is None
    assert cluster_robust(columns[:, [0, 0]], np.arange(6.0), np.arange(6)) is None


def test_the_term_link_is_the_partial_correlation():
    """psych 2.2.9's partial.r (and the correlation of lm's residuals): .4181303; by hand 5 groups + 1 are held, so
    tanh(artanh .4181303 -/+ 1.959964 / sqrt(24 - 6 - 3)) = -.0605623 and .7404544."""
    rows = ratings_and_outcomes().groupby("member")
    first, last = rows.first(), rows.last()

    found = term_link(first["rating"], first["previous"], last["outcome"], first["group"])

    assert found.correlation == pytest.approx(0.4181302859, rel=1e-8)
    assert (found.low, found.high) == pytest.approx((-0.06056230847, 0.74045439341), rel=1e-7)
    assert (found.people, found.groups) == (24, 6)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: rows.head(12), "too_few_pairs"),
        (lambda rows: rows[rows["member"] < 7], "too_few_pairs"),
        (lambda rows: rows.assign(rating=rows["rating"] * np.nan), "too_few_pairs"),
        (lambda rows: rows.assign(rating=6.1), "no_variance_within_members"),
        (lambda rows: rows.assign(outcome=6.1), "no_variance_within_members"),
        (lambda rows: rows.assign(rating=rows["rating"].where(rows.index > 0, math.inf)), "infinite"),
        (lambda rows: rows.assign(rating=rows["member"] + 0.1), "no_variance_within_members"),
    ],
)
def test_a_link_that_cannot_be_told_has_a_reason(change, reason):
    """Too few pairs or members, missing, constant or infinite ratings: no number, and why."""
    found = of_pairs(change(ratings_and_outcomes()))

    assert found.reason == reason
    assert found.model is None
    assert math.isnan(found.within_member.value)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda rows: rows.head(10), "too_few_people"),
        (lambda rows: rows.assign(rating=5.1), "no_variance_beyond_first"),
        (lambda rows: rows.assign(outcome=5.1), "no_variance_beyond_first"),
        (lambda rows: rows.assign(group=rows["member"]), "too_few_in_groups"),
        (lambda rows: rows.assign(outcome=rows["outcome"].where(rows["member"] > 0, math.inf)), "infinite"),
    ],
)
def test_a_term_link_that_cannot_be_told_has_a_reason(change, reason):
    """Too few people, constant ratings or scores, everybody in a group of their own: no number, and why."""
    rows = change(ratings_and_outcomes().groupby("member").first().reset_index())

    found = term_link(rows["rating"], rows["previous"], rows["outcome"], rows["group"])

    assert found.reason == reason
    assert math.isnan(found.correlation)


@settings(max_examples=20, deadline=None)
@given(shift=st.floats(-100, 100), factor=st.floats(0.05, 20), seed=st.integers(0, 10**6))
def test_units_and_order_make_no_difference_to_links(shift, factor, seed):
    """Other units of the outcome scale the slopes, and correlations stay; the order of rows changes nothing."""
    rows = ratings_and_outcomes()
    other = rows.assign(outcome=rows["outcome"] * factor + shift).sample(frac=1, random_state=seed)
    people, turned = (one.sort_index().groupby("member").first() for one in (rows, other))

    assert of_pairs(other).within_member.value == pytest.approx(of_pairs(rows).within_member.value * factor, rel=1e-4)
    assert term_link(
        turned["rating"], turned["previous"], turned["outcome"], turned["group"]
    ).correlation == pytest.approx(
        term_link(people["rating"], people["previous"], people["outcome"], people["group"]).correlation, rel=1e-6
    )
