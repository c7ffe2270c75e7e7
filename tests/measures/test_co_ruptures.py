"""Drops of several members in one session, counted by hand, and what chance gives for them."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.group_ruptures import able_ratings, at_once_by_chance, co_ruptures
from groupreport.measures.ruptures import find_episodes, judge_series
from groupreport.parameters import GroupRuptureSettings, RuptureSettings

# Sessions 1 to 8; a drop is a fall of 3 points; "." is no rating. Onsets, read from the rows: A 4, B 4 and 7, C 4,
# D none, E joins in session 3 and falls in 4, F leaves after 3 and falls in 3, G rates once.
GROUP = {
    "A": "8 8 8 4 8 8 8 8",
    "B": "9 9 . 5 9 9 4 9",
    "C": "7 7 7 3 3 3 3 3",
    "D": "6 6 6 6 6 6 6 6",
    "E": ". . 9 5 5 9 9 9",
    "F": "8 8 4 . . . . .",
    "G": ". . . . 5 . . .",
}


def rated(rows: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"member_id": member, "group_id": "G1", "series": 0, "session": session, "score": float(score)}
            for member, scores in rows.items()
            for session, score in enumerate(scores.split(), start=1)
            if score != "."
        ]
    )


def looked_at(scores: pd.DataFrame, max_gap: int = 2) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sessions at which a drop could begin, and the onsets, of a group whose drops are falls of 3 points."""
    settings = RuptureSettings(max_gap=max_gap, minimum_ratings=2)
    series = judge_series(scores, "reliable_change", criterion=3, settings=settings)
    judged = scores[scores["member_id"].isin(series.loc[series["judged"], "member_id"])]
    episodes = find_episodes(scores, "reliable_change", criterion=3, settings=settings)
    return able_ratings(judged, max_gap), episodes.rename(columns={"onset_session": "session"})


def placed(sessions: dict[str, tuple[range, list[int]]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Members with the sessions at which they could drop and those at which they did."""
    able = [(member, "G1", session, True) for member, (could, _) in sessions.items() for session in could]
    begun = [(member, "G1", session) for member, (_, did) in sessions.items() for session in did]
    place = ["member_id", "group_id", "session"]
    return pd.DataFrame(able, columns=[*place, "able"]), pd.DataFrame(begun, columns=place)


def test_drops_are_counted_by_hand() -> None:
    """Session 4: A, B, C and E of the five who rated and had rated before; session 5 counts D's steady ratings.

    B's rating of session 4 has one of session 2 before it. Members who joined late, left or rated once are not counted
    where their rating has nothing before it.
    """
    found = co_ruptures(*looked_at(rated(GROUP))).set_index("session")

    # Rated, of series that can be judged (G's one rating cannot).
    assert found["rated"].tolist() == [5, 5, 5, 5, 5, 5, 5, 5]
    assert found["members"].tolist() == [0, 5, 4, 5, 5, 5, 5, 5]
    assert found["dropped"].tolist() == [0, 0, 1, 4, 0, 0, 1, 0]
    assert found["several"].tolist() == [False] * 3 + [True] + [False] * 4
    assert found["large_share"].tolist() == [False] * 3 + [True] + [False] * 4
    assert found["share"].tolist()[3] == pytest.approx(0.8)
    assert math.isnan(found["share"][1])


def test_the_two_marks_are_the_programs() -> None:
    """Two of six are two members and a third of them; they are neither three members nor half of them."""
    able, onsets = placed({name: (range(2, 3), [2] if name in "AB" else []) for name in "ABCDEF"})
    one_third = co_ruptures(able, onsets).iloc[0]
    strict = co_ruptures(able, onsets, GroupRuptureSettings(co_members=3, co_share=0.5)).iloc[0]

    assert (one_third["several"], one_third["large_share"]) == (True, True)
    assert (strict["several"], strict["large_share"]) == (False, False)


def test_a_rating_after_a_long_gap_could_not_show_a_drop() -> None:
    """Two missed sessions are bridged, three are not; a second questionnaire can be near where the first is not."""
    one = pd.DataFrame({"member_id": "A", "group_id": "G1", "series": 0, "session": [1, 4, 8]})
    other = one.assign(series=1, session=[2, 6, 8])

    assert able_ratings(one, max_gap=2)["able"].tolist() == [False, True, False]
    both = able_ratings(pd.concat([one, other]), max_gap=2)
    assert both["session"].tolist() == [1, 2, 4, 6, 8]
    assert both["able"].tolist() == [False, False, True, False, True]


def test_a_member_counts_once_on_several_levels() -> None:
    """Drops on two scales in one session are one member's."""
    able, onsets = placed({"A": (range(2, 5), [3, 3]), "B": (range(2, 5), [])})

    assert co_ruptures(able, onsets)["dropped"].tolist() == [0, 1, 0]
    assert at_once_by_chance(able, onsets).most == 1


@pytest.mark.parametrize("shift", [0.0, -100.0, 12.5])
def test_neither_the_order_of_rows_nor_a_constant_changes_anything(shift: float) -> None:
    """The same ratings in another order, or all of them higher."""
    rows = rated(GROUP)
    mixed = rows.sample(frac=1, random_state=4).assign(score=lambda frame: frame["score"] + shift)

    pd.testing.assert_frame_equal(co_ruptures(*looked_at(mixed)), co_ruptures(*looked_at(rows)))
    assert at_once_by_chance(*looked_at(mixed)) == at_once_by_chance(*looked_at(rows))


def test_everyone_dropping_at_once() -> None:
    """Six members fall in session 4: by chance alone six in one session of seven would hardly ever meet."""
    able, onsets = looked_at(rated({name: "8 8 8 3 8 8 8 8" for name in "ABCDEF"}))
    found, chance = co_ruptures(able, onsets), at_once_by_chance(able, onsets)

    assert found["dropped"].tolist() == [0, 0, 0, 6, 0, 0, 0, 0]
    assert chance.most == 6
    assert chance.most > chance.most_high


def test_a_single_member_never_drops_at_once() -> None:
    """One member is no several; chance gives none either."""
    able, onsets = looked_at(rated({"A": "8 8 8 3 8 8 3 8"}))
    chance = at_once_by_chance(able, onsets)

    assert not co_ruptures(able, onsets)["several"].any()
    assert (chance.sessions, chance.sessions_expected, chance.most, chance.most_high) == (0, 0, 1, 1)


def test_one_session_could_show_nothing() -> None:
    """Not enough data, not 0 by chance."""
    able, onsets = looked_at(rated({name: "8" for name in "ABC"}))

    assert math.isnan(at_once_by_chance(able, onsets).sessions_expected)
    assert math.isnan(at_once_by_chance(able, onsets).most)


def test_chance_is_that_of_all_ways_to_place_the_drops() -> None:
    """Three members over sessions 2 to 5, 2 to 4 and 3 to 5, with one, two and one drop: 4 x 3 x 3 = 36 ways.

    Enumerated here one by one: the sessions with two or more drops, and the most in a session.
    """
    members = {"A": (range(2, 6), [2]), "B": (range(2, 5), [2, 4]), "C": (range(3, 6), [4])}
    ways = itertools.product(*(list(itertools.combinations(could, len(did))) for could, did in members.values()))
    counted = [Counter(itertools.chain(*way)) for way in ways]
    several = [sum(count >= 2 for count in way.values()) for way in counted]
    most = [max(way.values()) for way in counted]
    found = at_once_by_chance(*placed(members), shuffles=20_000)

    assert len(counted) == 36
    assert found.sessions == 2
    assert found.most == 2
    assert found.sessions_expected == pytest.approx(np.mean(several), abs=0.02)
    assert found.most_expected == pytest.approx(np.mean(most), abs=0.02)
    assert (found.sessions_low, found.sessions_high) == (min(several), max(several))


def test_the_same_seed_gives_the_same_numbers_and_one_group_is_asked_for() -> None:
    """A report is the same each time it is made; groups are never mixed."""
    able, onsets = looked_at(rated(GROUP))

    assert at_once_by_chance(able, onsets) == at_once_by_chance(able, onsets)
    with pytest.raises(ValueError, match="one group"):
        at_once_by_chance(pd.concat([able, able.assign(group_id="G2")]), onsets)


def test_members_who_have_nothing_to_do_with_each_other_stay_inside_chance() -> None:
    """Simulation: 8 members, 12 sessions, 15 % missing, steady normal ratings: at most about 1 term in 20 is outside.

    Counts are whole numbers, so that fewer than 5 % are. The mean of what is expected is the mean of what is seen.
    """
    random = np.random.default_rng(11)
    outside, seen, expected = 0, [], []
    for _ in range(150):
        scores = pd.DataFrame(
            {
                "member_id": np.repeat([f"M{number}" for number in range(8)], 12),
                "group_id": "G1",
                "series": 0,
                "session": np.tile(np.arange(1, 13), 8),
                "score": random.normal(0, 1.5, 96),
            }
        )[random.random(96) < 0.85]
        chance = at_once_by_chance(*looked_at(scores), shuffles=200)
        outside += not chance.sessions_low <= chance.sessions <= chance.sessions_high
        seen.append(chance.sessions)
        expected.append(chance.sessions_expected)

    assert outside <= 13  # 150 terms at 5 %: more than 13 in 1 of 40 such simulations
    assert np.mean(seen) == pytest.approx(np.mean(expected), abs=0.25)
