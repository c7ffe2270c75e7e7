"""Rating drops consistent with a rupture, by every rule that the program sets, and what became of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd

from groupreport.measures.alliance import followed_scales
from groupreport.measures.rupture_criteria import headline_rule
from groupreport.measures.ruptures import (
    MembersByChance,
    Rule,
    find_episodes,
    judge_series,
    members_by_chance,
    rule_named,
)
from groupreport.measures.text import TEXT
from groupreport.parameters import RuleName, RuptureSettings
from groupreport.summaries.followed_ratings import FollowedRatings, followed_ratings, places_of_sessions
from groupreport.summaries.process import why_no_scores
from groupreport.summaries.records import Ruptures, Unavailable
from groupreport.summaries.rule_rows import rule_counts, rule_text
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
    "status",
    "rule",
]
_SERIES = ["member_id", "group_id", "instrument", "scale", "level", "rule", "judged", "reason"]
_SESSIONS = ("onset_session", "nadir_session", "end_session")


@dataclass(frozen=True)
class RatingDrops:
    """The episodes of every rule, and every series with whether a rule could judge it."""

    headline: RuleName
    episodes: pd.DataFrame
    series: pd.DataFrame
    rules: pd.DataFrame

    @property
    def headline_episodes(self) -> pd.DataFrame:
        """The episodes of the headline rule."""
        return self.episodes[self.episodes["rule"] == self.headline].reset_index(drop=True)

    @property
    def headline_series(self) -> pd.DataFrame:
        """The series, as the headline rule could judge them."""
        return self.series[self.series["rule"] == self.headline].reset_index(drop=True)


def ruptures_of_group(drops: RatingDrops | Unavailable) -> Ruptures | Unavailable:
    """A group's rating drops, as its report shows them."""
    if isinstance(drops, Unavailable):
        return drops
    return Ruptures(headline=drops.headline, episodes=drops.episodes, rules=drops.rules)


def rating_drops(scope: Scope, *, by_chance: bool = False) -> RatingDrops | Unavailable:
    """The rating drops of a scope; a group's are the same whether alone or among the program's groups.

    With `by_chance` the rules also say how many members would have one if each member's ratings stood in random order.
    """
    missing = why_no_scores(scope)
    if missing:
        return missing
    followed = followed_scales(scope.term.instruments.values())
    if not followed:
        return Unavailable("not_collected", "The program lists no alliance questionnaire to follow for rating drops.")
    settings = scope.term.parameters.settings.ruptures
    headline = headline_rule(settings, followed)
    names = [*settings.rules, *({headline} - set(settings.rules))]
    ratings = followed_ratings(scope, followed)
    if ratings is None:
        return Unavailable("not_enough_data", "No alliance questionnaire followed for rating drops was answered.")
    found = [_judge(ratings, rule_named(name), settings) for name in names]
    places = _seen_once(pd.concat([episodes for episodes, _ in found], ignore_index=True), ratings.rows)
    all_episodes = _as_rated(places, ratings.rows, scope)
    all_series = _named(pd.concat([series for _, series in found], ignore_index=True), ratings.rows)[_SERIES]
    rules = [
        rule_counts(name, headline, all_episodes, all_series)
        | {"criterion": rule_text(name, headline, settings.headline, followed)}
        | (_expected(_members_by_chance(ratings, rule_named(name), settings)) if by_chance else {})
        for name in names
    ]
    return RatingDrops(headline=headline, episodes=all_episodes, series=all_series, rules=pd.DataFrame(rules))


def _judge(ratings: FollowedRatings, rule: Rule, settings: RuptureSettings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The episodes and the series of one rule; level stands for the series' code."""
    if rule.scale != "points":
        rated = ratings.in_points
        return find_episodes(rated, rule, settings=settings), judge_series(rated, rule, settings=settings)
    series = [
        judge_series(part, rule, criterion=criterion, settings=settings)
        for part, criterion in ((ratings.in_falls, 1.0), (ratings.without_fall, math.nan))
        if part is not None and len(part.keys)
    ]
    episodes = find_episodes(ratings.in_falls, rule, criterion=1.0, settings=settings)
    unit = ratings.falls_of(episodes)
    scaled = {name: episodes[name] * unit for name in ("score_before", "score_nadir", "depth")}
    return episodes.assign(**scaled), pd.concat(series, ignore_index=True)


def _members_by_chance(ratings: FollowedRatings, rule: Rule, settings: RuptureSettings) -> MembersByChance:
    if rule.scale != "points":
        return members_by_chance(ratings.in_points, rule, settings=settings)
    return members_by_chance(ratings.in_falls, rule, criterion=1.0, settings=settings)


def _expected(chance: MembersByChance) -> dict[str, float]:
    return {"expected_members": chance.expected, "expected_low": chance.low, "expected_high": chance.high}


def _seen_once(episodes: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Leave out a drop that an earlier questionnaire of program.yml shows as well: same member, level and sessions.

    Two questionnaires on one level would otherwise count a single drop twice, and make that level look worse.
    """
    levels = ratings.drop_duplicates("series").set_index("series")["level"]
    known = episodes.assign(row=range(len(episodes)), alliance=episodes["level"].map(levels)).dropna(subset="alliance")
    columns = ["row", "level", "onset_session", "end_session"]
    who = ["rule", "member_id", "group_id", "alliance"]
    both = known[[*who, *columns]].merge(known[[*who, *columns]], on=who, suffixes=("", "_before"))
    overlaps = (both["onset_session"] <= both["end_session_before"]) & (
        both["end_session"] >= both["onset_session_before"]
    )
    again = both.loc[(both["level_before"] < both["level"]) & overlaps, "row"]
    return episodes[~episodes.index.isin(again)].reset_index(drop=True)


def _named(rows: pd.DataFrame, ratings: pd.DataFrame) -> pd.DataFrame:
    """Put questionnaire, scale and level in the place of the series' code."""
    names = ratings[["series", "instrument", "scale", "level", "turn"]].drop_duplicates("series")
    return rows.rename(columns={"level": "series"}).merge(names, on="series", how="left")


def _as_rated(episodes: pd.DataFrame, ratings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Episodes with session numbers for places, and scores the way the questionnaire gives them."""
    named = _named(episodes, ratings)
    places = places_of_sessions(scope)
    session = dict(zip(zip(places["group_id"], places["place"], strict=True), places["session"], strict=True))
    for name in _SESSIONS:
        rated = zip(named["group_id"], named[name], strict=True)
        named[name] = pd.array([session[place] for place in rated], dtype="Int64")
    turned = {name: named[name] * named["turn"] for name in ("score_before", "score_nadir")}
    return named.assign(**turned)[EPISODE].astype({"rule": TEXT, "status": TEXT})
