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

    assert (repairs.rule, repairs.episodes, repairs.repaired, repairs.median) == ("sd_strict", 1, 1, 1.0)
    assert repairs.by_window[STATUSES].values.tolist() == [[1, 0, 0, 0]] * 5
    assert repairs.by_window["share"].tolist() == [1.0] * 5
    assert repairs.by_tolerance["repaired"].tolist() == [1, 1]


def test_two_other_ratings_are_too_few_for_a_usual_level(small):
    """Beside the drop and the rating before it A gave 8 in sessions 1 and 6: of the drop's start nothing is said."""
    repairs = summarize_group(small, "G1").repairs
    mark = repairs.marks.iloc[0]

    assert mark[["member_id", "scale", "onset_session"]].tolist() == ["A", "member_group", 4]
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
    """A's 8, 8, 1, 1, 8 are a drop from 1, the best, to 8 at the last session: censored at once, shown as given."""
    ratings = tables["ratings"]
    low = (ratings["member_id"] == "A") & (ratings["session"] == 5)
    lowest = (ratings["member_id"] == "A") & (ratings["session"] == 4)
    tables["ratings"] = ratings.assign(value=ratings["value"].mask(low | lowest, 1))
    term = open_small(tables, ruptures={"headline": "sd_lenient"})
    instrument = term.instruments["alliance_1_10"]
    scales = tuple(scale.model_copy(update={"higher_is": "worse"}) for scale in instrument.scales)
    turned = {**term.instruments, "alliance_1_10": instrument.model_copy(update={"scales": scales})}
    group = summarize_group(dataclasses.replace(term, instruments=turned), "G1")

    assert group.ruptures.headline_episodes[["onset_session", "score_before", "score_nadir"]].values.tolist() == [
        [6, 1.0, 8.0]
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
    """One mark a drop of the headline rule; a drop from a high is one whose lowest rating is no fall from the usual."""
    assert program.repairs.marks is None
    for group in groups.values():
        marks, episodes = group.repairs.marks, group.ruptures.headline_episodes
        key = ["member_id", "instrument", "scale", "onset_session"]
        assert marks[key].values.tolist() == episodes[key].values.tolist()
        known = marks["from_high"].fillna(False).to_numpy(bool)
        assert (episodes["score_before"].to_numpy()[known] > marks["median"].to_numpy()[known]).all()
