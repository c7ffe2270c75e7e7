"""Rating drops consistent with a rupture, by every rule that the program sets, and what became of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import first_rows, rows_that_agree
from groupreport.measures.alliance import followed_scales
from groupreport.measures.rupture_criteria import headline_rule
from groupreport.measures.ruptures import (
    CommonCourse,
    Repair,
    Rule,
    common_course,
    members_by_chance_of_rules,
    rule_named,
)
from groupreport.measures.ruptures.episodes import find_and_judge
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped
from groupreport.parameters import RuleName, RuptureSettings
from groupreport.summaries.alert_ratings import alert_ratings, reported_ratings
from groupreport.summaries.drop_criteria import drop_criteria
from groupreport.summaries.followed_ratings import FollowedRatings, followed_ratings
from groupreport.summaries.process import why_no_scores
from groupreport.summaries.records import Ruptures, Unavailable
from groupreport.summaries.rule_rows import counts_of_rules, rule_numbers
from groupreport.summaries.scope import Scope

EPISODE = [
    "member_id",
    "group_id",
    "instrument",
    "scale",
    "level",
    "onset_session",
    "nadir_session",
    "end_session",
    "score_before",
    "score_nadir",
    "depth",
    "length",
    "status",
    "rule",
]
_SERIES = ["member_id", "group_id", "instrument", "scale", "level", "target", "rule", "judged", "reason"]
_NO_CHANCE = dict.fromkeys(
    (
        *("expected_members", "expected_low", "expected_high"),
        *("expected_repaired", "repaired_low", "repaired_high", "autocorrelation", "trend"),
    ),
    math.nan,
)
_NO_EPISODES = pd.DataFrame(columns=["series", "turn", *EPISODE])
_NO_SERIES = pd.DataFrame(columns=[*_SERIES, "criterion"])
_SESSIONS = ("onset_session", "nadir_session", "end_session")


@dataclass(frozen=True)
class RatingDrops:
    """The episodes of every rule, and every series with whether a rule could judge it.

    `headline_found` holds the headline rule's episodes row by row as the search found them in `headline_ratings`:
    level is the series' code, sessions are places among the held ones, and higher is better. `scored` are the scores of
    `process_scores` that are not missing.
    """

    headline: RuleName
    episodes: pd.DataFrame
    series: pd.DataFrame
    rules: pd.DataFrame
    criteria: pd.DataFrame
    headline_ratings: FollowedRatings | None
    headline_found: pd.DataFrame
    settings: RuptureSettings
    scored: pd.DataFrame

    @property
    def repair_window(self) -> int:
        """Within how many rated sessions a drop of the headline rule can be repaired."""
        return Repair.of(rule_named(self.headline, self.settings), self.settings).window

    @cached_property
    def headline_episodes(self) -> pd.DataFrame:
        """The episodes of the headline rule."""
        return self.episodes[self.episodes["rule"] == self.headline].reset_index(drop=True)

    @cached_property
    def headline_series(self) -> pd.DataFrame:
        """The series, as the headline rule could judge them."""
        return self.series[self.series["rule"] == self.headline].reset_index(drop=True)

    @cached_property
    def rated_sessions(self) -> pd.DataFrame:
        """The ratings that the headline rule could judge: member_id, group_id, session; a row a member and session."""
        series = self.headline_series
        # A level does not tell an answer that names its target from one that does not: they are two series.
        whose = ["member_id", "group_id", "instrument", "scale", "target"]
        judged = series[whose].take(np.flatnonzero(series["judged"].to_numpy(bool)))
        place = ["member_id", "group_id", "session"]
        rated = self.scored[place].take(np.flatnonzero(rows_that_agree(self.scored, judged, whose)))
        return rated.take(first_rows(rated, place)).reset_index(drop=True)


def ruptures_of_group(drops: RatingDrops | Unavailable) -> Ruptures | Unavailable:
    """A group's rating drops, as its report shows them."""
    if isinstance(drops, Unavailable):
        return drops
    return Ruptures(headline=drops.headline, episodes=drops.episodes, rules=drops.rules, criteria=drops.criteria)


def rating_drops(scope: Scope, *, by_chance: bool = False) -> RatingDrops | Unavailable:
    """The rating drops of a scope; a group's are the same whether alone or among the program's groups.

    With `by_chance` the rules also say how many members would have one if only chance, and what carries over from
    session to session, moved their ratings.
    """
    missing = why_no_scores(scope)
    if missing:
        return missing
    followed = followed_scales(scope.term.instruments.values())
    if not followed:
        return Unavailable("not_collected", "no_alliance_questionnaire")
    settings = scope.term.parameters.settings.ruptures
    headline = headline_rule(settings, followed)
    names = [*settings.rules, *({headline} - set(settings.rules))]
    ratings = followed_ratings(scope, followed)
    if ratings is None:
        return Unavailable("not_enough_data", "no_alliance_answered")
    sources = _Sources(ratings, scope)
    judged = [_Judged(rule_named(name, settings), sources) for name in names]
    found = [_found(same, settings) for same in _by_ratings(judged)] or [(_NO_EPISODES, _NO_SERIES)]
    episodes, all_series = (_in_order_of(names, parts) for parts in zip(*found, strict=True))
    places = _seen_once(episodes)
    all_episodes = _as_rated(places, scope)
    chance = _by_chance(judged, settings) if by_chance else {}
    counts = counts_of_rules([one.rule.name for one in judged], headline, all_episodes, all_series)
    rules = [
        counted | rule_numbers(one.rule, settings) | (chance.get(one.rule.name, _NO_CHANCE) if by_chance else {})
        for one, counted in zip(judged, counts, strict=True)
    ]
    leading = places[places["rule"] == headline].reset_index(drop=True)
    return RatingDrops(
        headline=headline,
        episodes=all_episodes,
        series=all_series[_SERIES],
        rules=pd.DataFrame(rules),
        criteria=drop_criteria(all_series),
        headline_ratings=next(one.ratings for one in judged if one.rule.name == headline),
        headline_found=leading.assign(level=leading["series"]),
        settings=settings,
        scored=scope.process_scored,
    )


class _Sources:
    """The ratings that rules look at, each put together once: alerts and reports have scales of their own."""

    def __init__(self, followed: FollowedRatings, scope: Scope) -> None:
        self._followed, self._scope = followed, scope

    def of(self, rule: Rule) -> FollowedRatings | None:
        """The ratings that a rule is for; None where there are none."""
        if rule.kind == "reported":
            return self._reported
        if rule.basis in ("status_cutoff", "change_cutoff"):
            return self._alerts
        return self._followed.one_a_level if rule.kind == "split_levels" else self._followed

    @cached_property
    def _reported(self) -> FollowedRatings | None:
        return reported_ratings(self._scope)

    @cached_property
    def _alerts(self) -> FollowedRatings | None:
        return alert_ratings(self._scope)


class _Judged:
    """A rule with the ratings that it is for, and its criterion in them."""

    def __init__(self, rule: Rule, sources: _Sources) -> None:
        self.rule = rule
        self.ratings = sources.of(rule)
        self.criterion = None if self.ratings is None else self.ratings.criterion(rule)


def _by_ratings(judged: Sequence[_Judged]) -> list[list[_Judged]]:
    """The rules that look at the same ratings together, without those whose ratings nobody gave."""
    together: dict[int, list[_Judged]] = {}
    for one in judged:
        if one.ratings is not None:
            together.setdefault(id(one.ratings), []).append(one)
    return list(together.values())


def _found(same: Sequence[_Judged], settings: RuptureSettings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The episodes and the series of rules that look at the same ratings."""
    ratings = cast("FollowedRatings", same[0].ratings)
    rules = [(one.rule, one.criterion) for one in same]
    return find_and_judge(ratings.series, rules, settings, ratings.named_keys)


def _in_order_of(names: Sequence[str], parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Rows of several frames, rule by rule."""
    rows = pd.concat(parts, ignore_index=True)
    if len(parts) == 1:
        return rows
    place = {name: number for number, name in enumerate(names)}
    order = np.argsort([place[name] for name in rows["rule"]], kind="stable")
    return rows.take(order).reset_index(drop=True)


def _by_chance(judged: Sequence[_Judged], settings: RuptureSettings) -> dict[str, dict[str, float]]:
    """What chance gives by rule; rules that look at the same ratings see them in the same orders."""
    found = {}
    for same in _by_ratings(judged):
        ratings = cast("FollowedRatings", same[0].ratings)
        course = common_course(ratings.series)
        expected = members_by_chance_of_rules(
            ratings.series,
            [(one.rule, one.criterion) for one in same],
            settings=settings,
            course=_usable(course),
        )
        for one, chance in zip(same, expected, strict=True):
            found[one.rule.name] = {
                "expected_members": chance.expected,
                "expected_low": chance.low,
                "expected_high": chance.high,
                "expected_repaired": chance.repaired,
                "repaired_low": chance.repaired_low,
                "repaired_high": chance.repaired_high,
                "autocorrelation": course.autocorrelation,
                "trend": course.trend,
            }
    return found


def _usable(course: CommonCourse) -> CommonCourse:
    """Of too few ratings, any order is as likely as another; what carries over is never less than nothing."""
    return replace(course, autocorrelation=max(course.autocorrelation, 0.0)) if course.known else CommonCourse()


def _seen_once(episodes: pd.DataFrame) -> pd.DataFrame:
    """Leave out a drop that an earlier questionnaire of program.yml shows as well: same member, level and sessions.

    Two questionnaires on one level would otherwise count a single drop twice, and make that level look worse.
    """
    shown = np.ones(len(episodes), dtype=bool)
    kept: dict[tuple[object, ...], list[tuple[object, int, int]]] = {}
    columns = ["series", "rule", "member_id", "group_id", "level", "onset_session", "end_session"]
    rows = list(zip(range(len(episodes)), *(episodes[name].array for name in columns), strict=True))
    # Each further questionnaire adds the drops that none before it shows.
    for row, series, *who, onset, end in sorted(rows, key=lambda row: row[1]):
        if pd.isna(who[-1]):
            continue
        before = kept.setdefault(tuple(who), [])
        shown[row] = not any(of != series and onset <= last and end >= first for of, first, last in before)
        if shown[row]:
            before.append((series, onset, end))
    return episodes[shown].reset_index(drop=True)


def _as_rated(episodes: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Episodes with session numbers for places, and scores the way the questionnaire gives them."""
    numbered = {name: scope.sessions_at(episodes, name) for name in _SESSIONS}
    turned = {name: episodes[name] * episodes["turn"] + 0.0 for name in ("score_before", "score_nadir")}
    return retyped(episodes.assign(**numbered, **turned)[EPISODE], {"rule": TEXT, "status": TEXT})
