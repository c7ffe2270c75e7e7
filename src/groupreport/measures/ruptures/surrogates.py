"""The same ratings in orders in which nothing happens but chance, what carries over, and a trend common to all."""

from __future__ import annotations

import numpy as np

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.common_course import CommonCourse, courses_of
from groupreport.measures.ruptures.occasions import Occasions, Places, occasions
from groupreport.measures.ruptures.series import RatedSeries, Ratings
from groupreport.seeds import SURROGATES

# How what is put in is found: so many occasions in all are tried in each round, in so few to so many orders.
_TRIED, _FEWEST_TIMES, _MOST_TIMES, _ROUNDS, _MOST = 20_000, 2, 12, 6, 0.97


def surrogates(series: RatedSeries, times: int, course: CommonCourse, random: np.random.Generator) -> Ratings:
    """The same series as often as asked, each time with every member's sessions in another order.

    What a member gave at one session, on every scale, stays together and changes places as a whole, so that scales
    that go together still do. The ratings are the very ones that were given, ceiling and ties included, at the
    sessions at which the member rated anything. Without a course every order is equally likely. Else the sessions take
    the order of a first-order autoregressive series of normal numbers around the trend, its lowest number standing
    where the session with the lowest standing goes: ratings then resemble their neighbors, and rise or fall over the
    term, as much as the program's own do, but nothing happens at any session.

    Source: permutation within persons; with a course, amplitude-adjusted surrogates (Theiler et al. 1992).
    """
    seen = occasions(series)
    target = _targets(seen, times, course, random)[:, seen.of_rating]
    order = np.argsort(series.number * max(len(seen.person), 1) + target, axis=1, kind="stable")
    sessions = np.take_along_axis(seen.session_number[target], order, axis=1) if len(seen.person) else target
    return Ratings(
        count=series.count * times,
        number=(series.number + np.arange(times, dtype=np.intp)[:, np.newaxis] * series.count).ravel(),
        session_number=np.asarray(sessions, dtype=np.float64).ravel(),
        score=series.score[order].ravel(),
    )


def course_to_order_by(series: RatedSeries, course: CommonCourse) -> CommonCourse:
    """The course of the ordering series with which the ordered ratings have this one.

    Ratings that are put in order keep their own distances, which takes away from what carries over and from the trend.
    What is put in is raised until what comes out, estimated from the ordered ratings in the same way, is what was
    asked for, or until an autocorrelation of .97: short series of ratings cannot carry over more.
    """
    if course.autocorrelation == 0 and course.trend == 0:
        return course
    seen = occasions(series)
    times = int(np.clip(_TRIED // max(len(seen.person), 1), _FEWEST_TIMES, _MOST_TIMES))
    given = course
    for _ in range(_ROUNDS):
        # The same draws each time: what comes out then depends on what was put in alone.
        target = _targets(seen, times, given, np.random.default_rng(SURROGATES))
        standings = np.empty(target.shape)  # that each place has after the move
        np.put_along_axis(standings, target, np.broadcast_to(seen.standing, target.shape), axis=1)
        carried, trend = courses_of(seen, standings)
        given = CommonCourse(
            autocorrelation=float(np.clip(given.autocorrelation + course.autocorrelation - carried.mean(), 0.0, _MOST)),
            trend=given.trend + course.trend - float(trend.mean()),
        )
    return given


def _targets(seen: Occasions, times: int, course: CommonCourse, random: np.random.Generator) -> Places:
    """For each time and occasion, the place that it goes to among the occasions of its member."""
    target = np.tile(np.arange(len(seen.person), dtype=np.intp), (times, 1))
    lengths, first = seen.lengths, seen.first
    # Members with as many sessions make a block that is put in order at once.
    for length in np.unique(lengths[lengths >= 2]):
        block = first[lengths == length][:, np.newaxis] + np.arange(length)
        if course.autocorrelation == 0 and course.trend == 0:
            target[:, block] = random.permuted(target[:, block], axis=-1)
            continue
        path = _paths(seen.session_number[block], times, course, random)
        by_standing = np.broadcast_to(seen.standing[block].argsort(axis=-1, kind="stable"), path.shape)
        placed = np.empty(path.shape, dtype=np.intp)
        np.put_along_axis(placed, by_standing, path.argsort(axis=-1), axis=-1)
        target[:, block] = first[lengths == length][:, np.newaxis] + placed
    return target


def _paths(sessions: Numbers, times: int, course: CommonCourse, random: np.random.Generator) -> Numbers:
    """Autoregressive series around the trend, stationary from their first number on: one a time and member."""
    noise = random.standard_normal((times, *sessions.shape), dtype=np.float32)
    kept, fresh = np.float32(course.autocorrelation), np.float32(np.sqrt(1 - course.autocorrelation**2))
    for place in range(1, noise.shape[-1]):
        noise[..., place] = kept * noise[..., place - 1] + fresh * noise[..., place]
    since_middle = sessions - sessions.mean(axis=-1, keepdims=True)
    return np.asarray(noise + course.trend * since_middle, dtype=np.float64)
