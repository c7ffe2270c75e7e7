"""Repairs followed to the end of the ratings: by hand, and the curve as in R."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from groupreport.measures.repairs import (
    drops_from_the_top,
    first_episodes,
    repair_by_tolerance,
    repair_by_window,
    repair_curve,
    repaired_by,
    second_anchor,
    time_to_repair,
)
from groupreport.measures.retention import median_session
from groupreport.measures.ruptures import find_episodes
from groupreport.parameters import RuptureSettings

STATUSES = ["repaired", "partially_repaired", "unrepaired", "undetermined"]


def rated(scores: list[float | None], first: int = 1, member: str = "M1") -> pd.DataFrame:
    """One member's ratings from a session on; None where the member did not rate."""
    sessions = range(first, first + len(scores))
    return pd.DataFrame({"member_id": member, "group_id": "G1", "level": "L", "session": sessions, "score": scores})


def followed(scores: list[float | None], criterion: float = 3, **settings: object) -> list[list[object]]:
    """Time, repaired and reason of censoring of every drop of one member."""
    ratings, program = rated(scores), RuptureSettings(**settings)
    episodes = find_episodes(ratings, "reliable_change", criterion=criterion, settings=program)
    return time_to_repair(episodes, ratings, settings=program)[["time", "repaired", "censored_by"]].values.tolist()


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([8, 4, 8], [[1, True, None]]),  # at once
        ([8, 4, 5, 7], [[2, True, None]]),  # 3 of the 4 points are three quarters
        ([8, 4, 5, 6.9], [[2, False, "last_rating"]]),  # 2.9 are not
        ([8, 8, 4], [[0, False, "last_rating"]]),  # a drop that ends the ratings
        ([8, 4, 4, 8], [[2, True, None]]),  # of equal lowest ratings the first one counts
        ([8, 4, 5, 5, 5, 5, 7], [[5, True, None]]),  # unrepaired within three ratings, made good later
        ([8, 4, None, 5, None, 8], [[2, True, None]]),  # ratings are counted, not sessions
        ([8, 4, 5, None, None, None, 8], [[1, False, "gap"]]),  # three missed sessions: nobody can say
    ],
)
def test_the_time_counts_ratings_after_the_lowest_one(scores, expected):
    """Each series worked out by hand, with a criterion of 3 points, a quarter's tolerance and a gap of 2."""
    assert followed(scores) == expected


def test_a_lower_rating_after_the_window_moves_neither_goal_nor_count():
    """8 to 4 asks for 7. After the window of 3 the member falls to 1 (5 to 1, a second drop, which asks for 4).

    The ratings after session 2 are 5, 5, 5, 1, 4, 7: the first drop is made good by the sixth, the second by the first.
    """
    assert followed([8, 4, 5, 5, 5, 1, 4, 7]) == [[6, True, None], [1, True, None]]


def test_a_lower_rating_within_the_window_is_the_one_counted_from():
    """8, 5, 4: the lowest rating is session 3, so 7 in session 5 is the second rating after it."""
    assert followed([8, 5, 4, 5, 7]) == [[2, True, None]]


def test_late_joiners_and_leavers_are_followed_for_what_they_rated():
    """A member who joins in session 9 and one who leaves after session 3, in one frame and any order of rows."""
    ratings = pd.concat([rated([9, 5, 6, 9], first=9, member="late"), rated([9, 9, 5], member="left")])
    ratings = pd.concat([ratings, rated([4], member="once")]).sample(frac=1, random_state=1)
    episodes = find_episodes(ratings, "reliable_change", criterion=3)

    times = time_to_repair(episodes, ratings).set_index("member_id")

    assert times.loc["late", ["onset_session", "time", "repaired"]].tolist() == [10, 2, True]
    assert times.loc["left", ["onset_session", "time", "repaired"]].tolist() == [3, 0, False]
    assert "once" not in times.index


def test_no_episodes_give_no_rows_and_no_rate():
    """Nothing to follow is no repair of 0 %."""
    ratings = rated([5, 5, 5])
    episodes = find_episodes(ratings, "reliable_change", criterion=3)
    times = time_to_repair(episodes, ratings)
    windows = repair_by_window(episodes, ratings)

    assert times.empty
    assert repair_curve(times).empty
    assert repaired_by(repair_curve(times))["share"].isna().all()
    assert windows["episodes"].tolist() == [0] * 5
    assert windows[["rate", "low", "high"]].isna().all(axis=None)
    assert second_anchor(episodes, ratings).empty


def test_an_episode_of_other_ratings_is_refused():
    """Following it would count somebody else's ratings."""
    ratings = rated([8, 4, 8])
    episodes = find_episodes(ratings, "reliable_change", criterion=3)

    with pytest.raises(ValueError, match="nadir_session is no rated session"):
        time_to_repair(episodes, ratings[ratings["session"] != 2])
    with pytest.raises(ValueError, match="no rated session of its member"):
        time_to_repair(episodes.assign(member_id="M2"), ratings)


TIMES = [1, 1, 1, 2, 2, 3, 3, 4, 5, 0, 0, 1, 2, 3, 6, 7]
REPAIRED = [True] * 9 + [False] * 7


def test_the_curve_and_its_interval_are_those_of_r():
    """R 4.2.2, survival 3.5-3: summary(survfit(Surv(t, s) ~ 1, conf.type = "log-log"), times = 1:5), 1 - surv."""
    curve = repair_curve(pd.DataFrame({"time": TIMES, "repaired": REPAIRED}))
    found = repaired_by(curve)

    assert found["window"].tolist() == [1, 2, 3, 4, 5]
    assert found["at_risk"].tolist() == [14, 10, 7, 4, 3]
    expected = {
        "share": [0.2142857143, 0.3714285714, 0.5510204082, 0.6632653061, 0.7755102041],
        "low": [0.0746347737, 0.1735496398, 0.3071835852, 0.3945321269, 0.4965251830],
        "high": [0.5275363201, 0.6772788704, 0.8257577191, 0.9056937604, 0.9613156327],
    }
    for name, numbers in expected.items():
        assert found[name].tolist() == pytest.approx(numbers, abs=1e-9), name
    assert median_session(curve.assign(session=curve["after"], share=1 - curve["share"])) == 3  # print(fit): median 3


def test_beyond_the_last_rating_nothing_is_known_unless_all_were_repaired():
    """R's summary(fit, times = 4) has no row where the last time is 3; a curve that reached 0 stays there."""
    watched = repair_curve(pd.DataFrame({"time": [1, 3], "repaired": [True, False]}))
    whole = repair_curve(pd.DataFrame({"time": [1, 2], "repaired": [True, True]}))

    assert repaired_by(watched, [3, 4])["share"].tolist() == [pytest.approx(0.5), pytest.approx(math.nan, nan_ok=True)]
    assert repaired_by(whole, [2, 3])["share"].tolist() == [1.0, 1.0]
    assert repaired_by(whole, [3])[["low", "high"]].isna().all(axis=None)


def test_the_first_episode_of_each_member_counts():
    """A's first is that of session 4 on the first level; A in another group counts there too."""
    episodes = pd.DataFrame(
        [("A", "G1", "M", 4), ("A", "G1", "L", 4), ("A", "G1", "L", 9), ("A", "G2", "L", 2), ("B", "G1", "L", 7)],
        columns=["member_id", "group_id", "level", "onset_session"],
    )

    assert first_episodes(episodes).values.tolist() == [["A", "G1", "L", 4], ["A", "G2", "L", 2], ["B", "G1", "L", 7]]


def test_windows_by_hand():
    """Falls of 4 from 8 (7 repairs, 6 is half): four members, each window counted on paper.

    M1 4, 7: repaired by 1. M2 4, 5, 6, 7: not, half, repaired. M3 4, 5: not seen beyond 1. M4 4, 6, 5, 5, 5, 5: half.
    The rate leaves out who cannot be said: 1 of 4, 1 of 3, 2 of 3, 2 of 3, 2 of 3.
    """
    courses = {"M1": [8, 4, 7], "M2": [8, 4, 5, 6, 7], "M3": [8, 8, 4, 5], "M4": [8, 4, 6, 5, 5, 5, 5]}
    ratings = pd.concat([rated(scores, member=member) for member, scores in courses.items()])
    episodes = find_episodes(ratings, "reliable_change", criterion=4)

    found = repair_by_window(episodes, ratings)

    assert found[STATUSES].values.tolist() == [[1, 1, 2, 0], [1, 2, 0, 1], [2, 1, 0, 1], [2, 1, 0, 1], [2, 1, 0, 1]]
    assert found["rate"].tolist() == pytest.approx([1 / 4, 1 / 3, 2 / 3, 2 / 3, 2 / 3])


def test_the_rate_has_wilsons_interval():
    """9 of 12: R's prop.test(9, 12, correct = FALSE) gives .4676946651 to .9110583316."""
    repaired = [rated([8, 4, 8, 8, 8], member=f"R{number}") for number in range(9)]
    not_so = [rated([8, 4, 4, 4, 4], member=f"N{number}") for number in range(3)]
    ratings = pd.concat([*repaired, *not_so, rated([8, 8, 4], member="U")])
    third = repair_by_window(find_episodes(ratings, "reliable_change", criterion=3), ratings).set_index("window").loc[3]

    assert third[["repaired", "unrepaired", "undetermined"]].tolist() == [9, 3, 1]
    assert third[["rate", "low", "high"]].tolist() == pytest.approx([0.75, 0.4676946651, 0.9110583316])


def test_points_and_share_differ_where_the_fall_is_large():
    """8 to 4 and back to 7 (a quarter of the fall is missing, 1 point); 3 to 2.2 and back to 2.9 (0.1 points)."""
    ratings = pd.concat([rated([8, 4, 7, 7, 7]), rated([3, 2.2, 2.9, 2.9, 2.9], member="M2")])
    episodes = find_episodes(ratings, "reliable_change", criterion=0.8)

    found = repair_by_tolerance(episodes, ratings).set_index("tolerance")

    assert found["repaired"].to_dict() == {"share": 2, "points": 1}
    assert found.loc["points", "partially_repaired"] == 1


def test_a_fall_within_the_tolerance_is_not_repaired_by_staying_where_it_is():
    """3 to 2.8, and 2.8 again: 0.25 points below the level before is above the lowest rating, and nothing rose."""
    ratings = rated([3, 2.8, 2.8, 2.8, 2.8])
    episodes = find_episodes(ratings, "reliable_change", criterion=0.2)

    found = repair_by_tolerance(episodes, ratings).set_index("tolerance")

    assert found.loc["points", STATUSES].tolist() == [0, 0, 1, 0]


@pytest.mark.parametrize(
    ("scores", "median", "earlier", "from_high"),
    [
        ([6, 5, 6, 9, 5, 6, 8, 6], 6.0, 3, True),  # 9 to 5; earlier 6, 5, 6: a fall of 1 from the usual 6
        ([9, 8, 9, 9, 5, 6, 8, 9], 9.0, 3, False),  # the same fall from the usual 9
        ([8, 8, 8, 9, 5, 6, 8], 8.0, 3, False),  # exactly the criterion of 3 below the median is a fall
        ([8, 8, 8, 9, 5, 5, 5, 5, 5, 5, 5], 8.0, 3, False),  # that the drop lasts does not make 8 an unusual high
        ([8, 4, 8], None, 0, None),  # nothing was rated earlier
        ([4, 1, 4], None, 0, None),  # nor before the first rating
        ([6, 6, 9, 5, 9, 9, 9, 9], None, 2, None),  # two earlier ratings are too few, whatever comes later
    ],
)
def test_the_second_anchor_is_the_median_of_the_earlier_ratings(scores, median, earlier, from_high):
    """By hand, criterion 3: those before the rating right before the onset, from which it fell."""
    ratings = rated(scores)
    row = second_anchor(find_episodes(ratings, "reliable_change", criterion=3), ratings).iloc[0]

    assert row["earlier"] == earlier
    assert (None if pd.isna(row["median"]) else row["median"]) == median
    assert (None if pd.isna(row["from_high"]) else bool(row["from_high"])) is from_high


def test_ratings_at_the_top_are_counted_and_warned_of_above_forty_percent():
    """5 of 12 are more than 40 %; 4 of 10 are 40 % and no more; of 9 ratings nothing is said; no end, no count."""
    ratings = pd.concat(
        [
            pd.DataFrame({"scale": "a", "score": [10.0] * 5 + [7.0] * 7}),
            pd.DataFrame({"scale": "b", "score": [5.0] * 4 + [3.0] * 6}),
            pd.DataFrame({"scale": "c", "score": [5.0] * 9}),
            pd.DataFrame({"scale": "d", "score": [5.0] * 12}),
        ]
    )
    episodes = pd.DataFrame({"scale": ["a", "a", "c"], "score_before": [10.0, 9.0, 5.0]})

    found = drops_from_the_top(ratings, episodes, {"a": 10.0, "b": 5.0, "c": 5.0, "d": None, "e": 5.0}).set_index(
        "scale"
    )

    assert found["at_best"].tolist() == [5, 4, 9, pd.NA, 0]
    assert found["from_best"].tolist() == [1, 0, 1, pd.NA, 0]
    assert found["warned"].tolist() == [True, False, pd.NA, pd.NA, pd.NA]
    assert found["share"].isna().tolist() == [False, False, False, True, True]


def test_a_scale_on_which_higher_is_worse_has_its_best_at_the_bottom():
    """Turned around, the best score of a 0 to 4 scale is 0, as minus zero or not."""
    ratings = pd.DataFrame({"scale": "distress", "score": [-0.0] * 6 + [-3.0] * 4})
    episodes = pd.DataFrame({"scale": ["distress"], "score_before": [-0.0]})
    found = drops_from_the_top(ratings, episodes, {"distress": -0.0}).iloc[0]

    assert found[["at_best", "from_best", "warned"]].tolist() == [6, 1, True]
