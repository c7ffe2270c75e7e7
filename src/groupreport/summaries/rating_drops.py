"""Rating drops consistent with a rupture, by every rule that the program sets, and what became of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from groupreport.measures.alliance import FollowedScale, followed_scales, higher_is_better
from groupreport.measures.rupture_criteria import headline_rule, reliable_falls
from groupreport.measures.ruptures import (
    MembersByChance,
    Rule,
    find_episodes,
    judge_series,
    members_by_chance,
    rule_named,
)
from groupreport.measures.text import TEXT
from groupreport.parameters import RuptureSettings
from groupreport.parameters.records import RuleName
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


def ruptures_of_group(scope: Scope) -> Ruptures | Unavailable:
    """A group's rating drops."""
    drops = rating_drops(scope, by_chance=True)
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
    ratings = _ratings(scope, followed)
    if ratings.empty:
        return Unavailable("not_enough_data", "No alliance questionnaire followed for rating drops was answered.")
    found = [_judge(ratings, rule_named(name), settings) for name in names]
    places = _seen_once(pd.concat([episodes for episodes, _ in found], ignore_index=True), ratings)
    all_episodes = _as_rated(places, ratings, scope)
    all_series = _named(pd.concat([series for _, series in found], ignore_index=True), ratings)[_SERIES]
    rules = [
        rule_counts(name, headline, all_episodes, all_series)
        | {"criterion": rule_text(name, headline, settings.headline, followed)}
        | (_expected(_members_by_chance(ratings, rule_named(name), settings)) if by_chance else {})
        for name in names
    ]
    return RatingDrops(headline=headline, episodes=all_episodes, series=all_series, rules=pd.DataFrame(rules))


def _ratings(scope: Scope, followed: Sequence[FollowedScale]) -> pd.DataFrame:
    """Every rating that is followed: higher is better, session as the place among the held sessions of the group.

    `series` joins questionnaire, scale, level and target, so that one call judges all; `points` is the reliable fall.
    """
    parts = [_followed_rows(scope, one) for one in followed]
    used = [part for part in parts if len(part)]
    if not used:
        return pd.DataFrame()
    rows = pd.concat(used, ignore_index=True).merge(_places(scope), on=["group_id", "session"])
    codes = rows.groupby(["instrument", "scale", "level", "target"], dropna=False, sort=False).ngroup()
    # Sessions are counted as held, so that a canceled one is no gap between two ratings.
    return rows.assign(series=codes, session=rows["place"])


def _followed_rows(scope: Scope, followed: FollowedScale) -> pd.DataFrame:
    scores = scope.process_scores
    rows = scores.loc[
        (scores["instrument"] == followed.instrument.id) & (scores["scale"] == followed.scale.scale),
        ["member_id", "group_id", "instrument", "scale", "level", "target", "session", "score"],
    ]
    return rows.assign(
        score=higher_is_better(rows["score"], followed.scale),
        turn=-1.0 if followed.scale.higher_is == "worse" else 1.0,
        points=rows["group_id"].map(reliable_falls(followed, rows)).astype("float64"),
    )


def _judge(ratings: pd.DataFrame, rule: Rule, settings: RuptureSettings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The episodes and the series of one rule; level stands for the series' code."""
    rows = ratings[["member_id", "group_id", "session"]].assign(level=ratings["series"], score=ratings["score"])
    if rule.scale != "points":
        return find_episodes(rows, rule, settings=settings), judge_series(rows, rule, settings=settings)
    # In units of the reliable fall one criterion, 1, holds for every scale and group.
    known = ratings["points"].notna()
    inside = rows.assign(score=ratings["score"] / ratings["points"])[known]
    series = [
        judge_series(part, rule, criterion=criterion, settings=settings)
        for part, criterion in ((inside, 1.0), (rows[~known], math.nan))
        if len(part)
    ]
    episodes = find_episodes(inside, rule, criterion=1.0, settings=settings)
    points = ratings.assign(level=ratings["series"]).drop_duplicates(["group_id", "level"])
    unit = episodes[["group_id", "level"]].merge(points, on=["group_id", "level"], how="left")["points"]
    scaled = {name: episodes[name] * unit for name in ("score_before", "score_nadir", "depth")}
    return episodes.assign(**scaled), pd.concat(series, ignore_index=True)


def _members_by_chance(ratings: pd.DataFrame, rule: Rule, settings: RuptureSettings) -> MembersByChance:
    rows = ratings[["member_id", "group_id", "session"]].assign(level=ratings["series"], score=ratings["score"])
    if rule.scale != "points":
        return members_by_chance(rows, rule, settings=settings)
    known = ratings["points"].notna()
    inside = rows.assign(score=ratings["score"] / ratings["points"])[known]
    return members_by_chance(inside, rule, criterion=1.0, settings=settings)


def _expected(chance: MembersByChance) -> dict[str, float]:
    return {"expected_members": chance.expected, "expected_low": chance.low, "expected_high": chance.high}


def _places(scope: Scope) -> pd.DataFrame:
    """The place of each held session among those of its group, from 1."""
    held = scope.held[["group_id", "session"]]
    return held.assign(place=(held.groupby("group_id").cumcount() + 1).astype("Int64"))


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
    session = _places(scope).set_index(["group_id", "place"])["session"]
    for name in _SESSIONS:
        place = pd.MultiIndex.from_frame(named[["group_id", name]])
        named[name] = session.reindex(place).astype("Int64").array
    turned = {name: named[name] * named["turn"] for name in ("score_before", "score_nadir")}
    return named.assign(**turned)[EPISODE].astype({"rule": TEXT, "status": TEXT})
