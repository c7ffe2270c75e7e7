"""Repairs watched to the end of the ratings: by hand on the small term, and what must hold on the demo's."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.summaries import summarize_group, summarize_program
from groupreport.summaries.records import Unavailable

STATUSES = ["repaired", "partially_repaired", "unrepaired", "undetermined"]


@pytest.fixture(name="program", scope="module")
def _program(demo):
    return summarize_program(demo)


@pytest.fixture(name="groups", scope="module")
def _groups(demo):
    return {group_id: summarize_group(demo, group_id) for group_id in demo.group_ids}


def test_the_small_terms_one_drop_is_made_good_by_the_next_rating(small):
    """A's ratings 8, 8, 3, 8, 8: repaired 1 rating after the lowest one, by every window and by points as well."""
    repairs = summarize_group(small, "G1").repairs

    assert (repairs.rule, repairs.episodes, repairs.repaired, repairs.median) == ("own_level", 1, 1, 1.0)
    assert repairs.by_window[STATUSES].values.tolist() == [[1, 0, 0, 0]] * 5
    assert repairs.by_window["share"].tolist() == [1.0] * 5
    assert repairs.by_tolerance["repaired"].tolist() == [1, 1]


def test_a_rule_that_measures_from_a_mean_has_no_unusual_high(small):
    """A fell from 8 below the mean of the ratings before: of a high nothing is said, the rating before is shown."""
    repairs = summarize_group(small, "G1").repairs
    mark = repairs.marks.iloc[0]

    assert mark[["member_id", "scale", "onset_session", "rated_before"]].tolist() == ["A", "member_group", 4, 8.0]
    assert mark[["median", "from_high"]].isna().all()
    assert not mark["from_best"]
    assert (repairs.anchored, repairs.from_high) == (0, 0)


def test_ratings_at_the_top_of_each_followed_scale(tables, open_small):
    """Of A's 5, B's 2 and D's 2 ratings A's first two are made 10 of 10: 2 of 9, and the drop starts there."""
    ratings = tables["ratings"]
    first = (ratings["member_id"] == "A") & ratings["session"].isin([1, 2])
    tables["ratings"] = ratings.assign(value=ratings["value"].mask(first, 10))
    repairs = summarize_group(open_small(tables), "G1").repairs

    top = repairs.top.set_index("scale").loc["member_group"]
    assert top[["ratings", "at_best", "episodes", "from_best"]].tolist() == [9, 2, 1, 1]
    assert top["share"] == pytest.approx(2 / 9)
    assert repairs.marks["from_best"].tolist() == [True]


def test_a_scale_on_which_higher_is_worse_is_turned_and_turned_back(tables, open_small):
    """A's 8, 8, 1, 1, 8: the last is a drop from 1, the best, censored at once, shown as given.

    Within members the SD is sqrt(58.8 / 6), 3.13: 8 lies 3.5 beyond the mean of the four before it, so the program asks
    for .9 of it (3.15 after four ratings).
    """
    ratings = tables["ratings"]
    low = (ratings["member_id"] == "A") & (ratings["session"] == 5)
    lowest = (ratings["member_id"] == "A") & (ratings["session"] == 4)
    tables["ratings"] = ratings.assign(value=ratings["value"].mask(low | lowest, 1))
    term = open_small(tables, ruptures={"numbers": {"own_level": {"factor": 0.9}}})
    instrument = term.instruments["alliance_1_10"]
    scales = tuple(scale.model_copy(update={"higher_is": "worse"}) for scale in instrument.scales)
    turned = {**term.instruments, "alliance_1_10": instrument.model_copy(update={"scales": scales})}
    group = summarize_group(dataclasses.replace(term, instruments=turned), "G1")

    assert group.ruptures.headline_episodes[["onset_session", "score_before", "score_nadir"]].values.tolist() == [
        [6, 4.5, 8.0]
    ]
    assert group.repairs.curve[["after", "at_risk", "censored"]].values.tolist() == [[0, 1, 1]]
    assert group.repairs.marks["from_best"].tolist() == [True]
    assert group.repairs.top.set_index("scale").loc["member_group", "at_best"] == 2


def test_without_ratings_nothing_is_watched(tables, open_small):
    """Not collected is its own answer, for the group and for the program."""
    del tables["ratings"]
    term = open_small(tables)

    assert isinstance(summarize_group(term, "G1").repairs, Unavailable)
    assert isinstance(summarize_program(term).repairs, Unavailable)


def test_the_programs_own_window_has_the_headline_rules_counts(program):
    """Looked up again among the ratings, the statuses are those that the engine gave."""
    headline = program.rules[program.rules["headline"]].iloc[0]
    own = program.repairs.by_window.set_index("window").loc[program.repairs.window]

    assert own[["episodes", *STATUSES]].tolist() == headline[["episodes", *STATUSES]].tolist()
    assert program.repairs.by_tolerance.iloc[0][STATUSES].tolist() == headline[STATUSES].tolist()


def test_groups_add_up_to_the_program(program, groups):
    """Drops, repairs, drops from a high and ratings at the top are sums over groups; curves' risk sets too."""
    every = [group.repairs for group in groups.values()]

    for name in ("episodes", "repaired", "cut_by_gap", "first_episodes", "anchored", "from_high"):
        assert sum(getattr(repairs, name) for repairs in every) == getattr(program.repairs, name), name
    counts = ["episodes", *STATUSES]
    summed = sum(repairs.by_window.set_index("window")[counts] for repairs in every)
    pd.testing.assert_frame_equal(program.repairs.by_window.set_index("window")[counts], summed)
    assert program.repairs.curve["at_risk"].iloc[0] == program.repairs.episodes


def test_every_drop_of_a_group_is_marked_and_no_member_stands_in_the_programs(program, groups):
    """One mark a drop of the rule that leads; none is from a high where that measures from a mean."""
    assert program.repairs.marks is None
    for group in groups.values():
        marks, episodes = group.repairs.marks, group.ruptures.headline_episodes
        key = ["member_id", "instrument", "scale", "onset_session"]
        assert marks[key].values.tolist() == episodes[key].values.tolist()
        assert marks["from_high"].isna().all()


def test_a_drop_from_a_high_is_no_fall_from_the_usual_rating(demo):
    """By steps from one rating to the next, some of the demo's drops start higher than the member's earlier ratings."""
    settings = demo.parameters.settings
    rules = settings.ruptures.model_copy(update={"headline": "sd_lenient"})
    changed = demo.parameters.model_copy(update={"settings": settings.model_copy(update={"ruptures": rules})})
    group = summarize_group(dataclasses.replace(demo, parameters=changed), demo.group_ids[1])
    marks, episodes = group.repairs.marks, group.ruptures.headline_episodes
    high = marks["from_high"].fillna(False).to_numpy(bool)

    assert 0 < group.repairs.from_high == high.sum() < group.repairs.anchored < len(marks)
    assert (marks["rated_before"] == episodes["score_before"]).all()
    assert (episodes["score_before"].to_numpy()[high] > marks["median"].to_numpy()[high]).all()
