"""How many members show an episode when their ratings stand in random order."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.ruptures import (
    CommonCourse,
    RatedSeries,
    common_course,
    find_episodes,
    members_by_chance,
    rated_series,
    rule_named,
)
from groupreport.measures.ruptures.surrogates import course_to_order_by, surrogates
from groupreport.parameters import RuptureSettings

SETTINGS = RuptureSettings()


def rated(scores: list[list[float]], levels: int = 1) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"member_id": f"M{row // levels}", "level": row % levels, "session": session, "score": score}
            for row, ratings in enumerate(scores)
            for session, score in enumerate(ratings, start=1)
        ]
    )


def test_three_ratings_can_be_worked_out() -> None:
    """Of the six orders of 1, 2 and 8 four fall by 5 or more, so 200 of 300 members are expected to."""
    found = members_by_chance(
        rated([[1, 2, 8]] * 300), rule_named("reliable_change"), criterion=5, settings=SETTINGS, shuffles=400
    )

    assert found.expected == pytest.approx(200, abs=2)
    assert found.low < 200 < found.high


def test_what_a_member_gave_at_a_session_stays_together() -> None:
    """Two levels rated alike fall in the same orders: 2 of 3 members, not the 8 of 9 of two levels shuffled apart."""
    found = members_by_chance(
        rated([[1, 2, 8]] * 180, levels=2), rule_named("reliable_change"), criterion=5, settings=SETTINGS, shuffles=400
    )

    assert found.expected == pytest.approx(60, abs=1)


def test_repairs_by_chance_are_those_of_all_orders() -> None:
    """Of the 15 orders of two 8 and four 2, counted one by one: members with a drop, and repairs of known ends."""
    orders = sorted(set(itertools.permutations([8.0, 8.0, 2.0, 2.0, 2.0, 2.0])))
    every = find_episodes(rated([list(order) for order in orders]), "reliable_change", criterion=5, settings=SETTINGS)
    known = every[every["status"] != "undetermined"]
    found = members_by_chance(
        rated([[8, 8, 2, 2, 2, 2]] * 200),
        rule_named("reliable_change"),
        criterion=5,
        settings=SETTINGS,
        shuffles=300,
    )

    assert len(orders) == 15
    assert found.expected / 200 == pytest.approx(every["member_id"].nunique() / 15, abs=0.01)
    assert found.repaired == pytest.approx((known["status"] == "repaired").mean(), abs=0.01)
    assert found.repaired_low < found.repaired < found.repaired_high


def null_term(trend: float, shared: float, seed: int, members: int = 60, sessions: int = 12) -> pd.DataFrame:
    """Three scales of members in whom nothing happens: noise of variance 1, a part of it shared by the scales."""
    random = np.random.default_rng(seed)
    common = random.normal(size=(members, 1, sessions)) * math.sqrt(shared)
    own = random.normal(size=(members, 3, sessions)) * math.sqrt(1 - shared)
    level = random.normal(0, 2, size=(members, 1, 1))
    return rated((level + common + own + trend * np.arange(sessions)).reshape(members * 3, sessions).tolist(), levels=3)


@pytest.mark.parametrize(
    ("trend", "shared"), [(0.0, 0.0), (0.0, 0.8), (0.1, 0.5), (-0.1, 0.5)], ids=["plain", "alike", "rising", "falling"]
)
def test_where_nothing_happens_as_many_members_drop_as_by_chance(trend: float, shared: float) -> None:
    """Twenty simulated terms without any rupture: observed and expected agree, whatever is common to all ratings.

    A common trend or scales that go together would otherwise look like fewer or more drops than by chance.
    """
    rule, differences, outside = rule_named("own_level"), [], 0
    for seed in range(20):
        series = rated_series(null_term(trend, shared, seed))
        course = common_course(series)
        found = members_by_chance(series, rule, settings=SETTINGS, course=course, shuffles=40, seed=seed)
        observed = find_episodes(series, rule, settings=SETTINGS)["member_id"].nunique()
        differences.append(observed - found.expected)
        outside += not found.low <= observed <= found.high

    # Standard error of a mean of 20 counts with an SD of about 4 members of 60.
    assert np.mean(differences) == pytest.approx(0, abs=3 * 4 / math.sqrt(20))
    assert outside <= 5


def test_a_trend_left_out_looks_like_fewer_drops_than_by_chance() -> None:
    """Of the same rising term, orders that know no trend expect far more members than have a drop."""
    series = rated_series(null_term(0.1, 0.5, seed=3))
    rule = rule_named("own_level")
    with_trend, without = (
        members_by_chance(series, rule, settings=SETTINGS, course=course).expected
        for course in (common_course(series), CommonCourse())
    )

    assert without > 1.3 * with_trend


def test_orders_carry_over_as_much_as_they_are_told_to() -> None:
    """Normal ratings put in orders of autocorrelation .6 have about that; without any they have none.

    The usual coefficient of a series of 40 is lower by (1 + 4 rho) / 40 (Kendall 1954): .515 and -.025. The ratings'
    own distances, which are not those of the series that orders them, take some more.
    """
    rows = rated(np.random.default_rng(4).normal(size=(2000, 40)).tolist())
    series = rated_series(rows)
    carried = surrogates(series, 1, CommonCourse(autocorrelation=0.6), np.random.default_rng(5)).score.reshape(2000, 40)
    fresh = surrogates(series, 1, CommonCourse(), np.random.default_rng(5)).score.reshape(2000, 40)

    def lag_one(table: np.ndarray) -> float:
        off = table - table.mean(axis=1, keepdims=True)
        return float(((off[:, 1:] * off[:, :-1]).sum(axis=1) / (off**2).sum(axis=1)).mean())

    assert lag_one(carried) == pytest.approx(0.515, abs=0.04)
    assert lag_one(fresh) == pytest.approx(-1 / 40, abs=0.01)
    np.testing.assert_allclose(np.sort(carried, axis=1), np.sort(series.score.reshape(2000, 40), axis=1))


def carrying_over(rho: float, seed: int, members: int = 200, sessions: int = 12) -> RatedSeries:
    """Members in whom nothing happens, whose noise is a first-order autoregressive series."""
    random = np.random.default_rng(seed)
    noise = random.normal(size=(members, sessions))
    for session in range(1, sessions):
        noise[:, session] = rho * noise[:, session - 1] + math.sqrt(1 - rho**2) * noise[:, session]
    return rated_series(rated(noise.tolist()))


@pytest.mark.parametrize("rho", [0.3, 0.6])
def test_ordered_ratings_carry_over_as_much_as_the_ratings_do(rho: float) -> None:
    """In short series ordered ratings lose a quarter of what is put in: as much more is put in as that takes."""
    series = carrying_over(rho, seed=1)
    course = common_course(series)
    given = course_to_order_by(series, course)
    ordered = surrogates(series, 1, given, np.random.default_rng(2)).score.reshape(200, 12)
    found = common_course(rated_series(rated(ordered.tolist())))

    assert given.autocorrelation > course.autocorrelation + 0.05
    assert found.autocorrelation == pytest.approx(course.autocorrelation, abs=0.06)


def test_drops_by_chance_are_those_of_ratings_that_carry_over() -> None:
    """Ten terms of 200 members with autocorrelation .6: falls of 2 SD in one step, found and expected.

    Ordered ratings keep their own distances, so some more are expected than there are; without what carries over nearly
    three times as many would be.
    """
    rule, observed, expected, without = rule_named("reliable_change"), [], [], []
    for seed in range(10):
        series = carrying_over(0.6, seed)
        observed.append(find_episodes(series, rule, criterion=2.0)["member_id"].nunique())
        for course, numbers in ((common_course(series), expected), (CommonCourse(), without)):
            chance = members_by_chance(
                series, rule, criterion=2.0, settings=SETTINGS, course=course, shuffles=20, seed=seed
            )
            numbers.append(chance.expected)

    assert np.mean(observed) * 0.9 < np.mean(expected) < np.mean(observed) * 1.35
    assert np.mean(without) > 2 * np.mean(observed)


def test_what_carries_over_makes_fewer_falls_from_session_to_session() -> None:
    """Neighbors that resemble each other differ less, so fewer members fall by chance."""
    rows = rated(np.random.default_rng(6).normal(size=(200, 12)).tolist())
    rule = rule_named("reliable_change")
    fresh, carried = (
        members_by_chance(
            rows, rule, criterion=2.77, settings=SETTINGS, course=CommonCourse(autocorrelation=rho)
        ).expected
        for rho in (0.0, 0.6)
    )

    # A reliable step of 12 independent ratings: about a quarter of members (normal theory, one in 40 each step).
    assert fresh == pytest.approx(50, abs=8)
    assert carried < fresh / 2


def test_common_course_is_what_was_put_in() -> None:
    """400 members of 12 sessions: slope .15 SD and autocorrelation .4 come back within two standard errors.

    The slope's error is 1 / sqrt(400 * 143), the autocorrelation's about 1 / sqrt(4,400).
    """
    random = np.random.default_rng(8)
    noise = random.normal(size=(400, 12))
    for session in range(1, 12):
        noise[:, session] = 0.4 * noise[:, session - 1] + math.sqrt(1 - 0.16) * noise[:, session]
    found = common_course(rated_series(rated((noise + 0.15 * np.arange(12)).tolist())))

    assert found.trend == pytest.approx(0.15, abs=0.012)
    assert found.autocorrelation == pytest.approx(0.4, abs=0.03)


def test_same_seed_gives_the_same_numbers() -> None:
    """A report is the same each time it is made."""
    rows = rated(np.random.default_rng(5).normal(5, 1, size=(20, 12)).tolist())
    first, again = (members_by_chance(rows, rule_named("sd_strict"), settings=SETTINGS) for _ in range(2))

    assert first == again


def test_without_a_judged_series_nothing_is_expected() -> None:
    """Missing, not 0."""
    found = members_by_chance(rated([[5.0, 4.0]]), rule_named("sd_strict"), settings=SETTINGS)

    assert math.isnan(found.expected)
    assert math.isnan(found.high)
