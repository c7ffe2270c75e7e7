"""The rating drops of a group as a whole: at once, one after the other, in its mean and spread, by stage and level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.group_ruptures import (
    FollowedShares,
    able_ratings,
    at_once_by_chance,
    co_ruptures,
    compare_followed,
    followed_after_drops,
    followed_after_events,
    mean_falls,
    moving_apart,
    paired_steps,
)
from groupreport.measures.ruptures import STATUSES
from groupreport.measures.text import TEXT
from groupreport.summaries.drops_by_condition import Condition, drops_by_condition, in_order
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.records import GroupRuptures, Unavailable
from groupreport.summaries.scope import Scope

_SCALE = ["instrument", "scale", "level"]
_SERIES = ["group_id", *_SCALE]
_FACTS = ["instrument", "short_name", "scale", "label", "level"]
_NO_LOG = Unavailable("not_collected", "no_log")
_NO_EVENTS = Unavailable("not_enough_data", "no_rupture_logged")
_NOT_JUDGED = Unavailable("not_enough_data", "nobody_judged_by_leading_rule")


def group_ruptures(scope: Scope, drops: RatingDrops | Unavailable) -> GroupRuptures | Unavailable:
    """One group's drops looked at together; the scope is that of one group."""
    if isinstance(drops, Unavailable):
        return drops
    ratings = _judged_ratings(scope, drops)
    settings = scope.term.parameters.settings.group_ruptures
    able, episodes = able_ratings(ratings, _max_gap(scope)), _placed(scope, drops.headline_episodes)
    if not able["able"].any():
        return _NOT_JUDGED
    onsets = episodes.rename(columns={"onset_session": "session"})
    return GroupRuptures(
        sessions=_numbered(scope, co_ruptures(able, onsets, settings), "session").drop(columns="group_id"),
        chance=at_once_by_chance(able, onsets, settings),
        after_drops=compare_followed(followed_after_drops(able, episodes), settings.minimum_followed),
        after_events=_after_events(scope, able, episodes),
        steps=_steps(scope, drops),
        by_condition=_by_condition(scope, drops, ratings),
    )


def groups_with_co_ruptures(scope: Scope, drops: RatingDrops | Unavailable) -> pd.DataFrame | None:
    """One row a group in which the ratings of several members could show a drop at one session, with what chance gives.

    Several is the setting `co_members`: of a group with fewer it cannot be said whether drops began at once.

    group_id, marked (sessions with several members and a large share of them at once), sessions, sessions_expected,
    sessions_low, sessions_high, most, most_expected, most_low, most_high as `at_once_by_chance` says.
    """
    if isinstance(drops, Unavailable):
        return None
    settings = scope.term.parameters.settings.group_ruptures
    able = able_ratings(_judged_ratings(scope, drops), _max_gap(scope))
    onsets = _placed(scope, drops.headline_episodes).rename(columns={"onset_session": "session"})
    by_session = co_ruptures(able, onsets, settings)
    marked = (by_session["several"] & by_session["large_share"]).groupby(by_session["group_id"]).sum()
    rows: list[dict[str, Any]] = []
    own_onsets = dict(list(onsets.groupby("group_id")))
    most = by_session["members"].groupby(by_session["group_id"]).max()
    for group_id, own in able.groupby("group_id"):
        if own["able"].any() and most[group_id] >= settings.co_members:
            chance = at_once_by_chance(own, own_onsets.get(group_id, onsets.iloc[:0]), settings)
            rows.append({"group_id": group_id, "marked": int(marked[group_id]), **vars(chance)})
    names = ["group_id", "marked", *(f"{what}{end}" for what in ("sessions", "most") for end in _ENDS)]
    return pd.DataFrame(rows, columns=names).astype({"group_id": TEXT})


_ENDS = ("", "_expected", "_low", "_high")


def _max_gap(scope: Scope) -> int:
    return scope.term.parameters.settings.ruptures.max_gap


def _judged_ratings(scope: Scope, drops: RatingDrops) -> pd.DataFrame:
    """The ratings of the series that the headline rule could judge; session is the place among held sessions."""
    series = drops.headline_series
    judged = series.loc[series["judged"].astype(bool), ["member_id", *_SERIES]].drop_duplicates()
    rated = _rated(scope).merge(judged, on=["member_id", *_SERIES])
    return rated.assign(series=row_numbers(rated, _SCALE))


def _rated(scope: Scope) -> pd.DataFrame:
    """Every score with the place of its session among the held ones of the group as session, the number as held."""
    scores = scope.process_scored.reset_index(drop=True)
    places = scope.places["place"].to_numpy("int64")
    return scores.assign(held=scores["session"], session=places[scores["held_number"].to_numpy()])


def _placed(scope: Scope, episodes: pd.DataFrame) -> pd.DataFrame:
    """Episodes with places for the numbers of their first and last session."""
    places, names = scope.places["place"].to_numpy("int64"), ["onset_session", "end_session"]
    placed = {name: places[scope.known_as_held(episodes, name)] for name in names}
    return episodes[["member_id", "group_id", *names]].assign(**placed)


def _numbered(scope: Scope, rows: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Rows with the numbers of sessions for their places."""
    return rows.reset_index(drop=True).assign(**{name: scope.sessions_at(rows, name) for name in names})


def _after_events(scope: Scope, able: pd.DataFrame, episodes: pd.DataFrame) -> FollowedShares | Unavailable:
    if not scope.collected("events"):
        return _NO_LOG
    events = scope.table("events").merge(scope.places, on=["group_id", "session"])
    if events.empty:
        return _NO_EVENTS
    logged = events.assign(session=events["place"].astype("int64"))
    followed = followed_after_events(able, episodes, logged)
    return compare_followed(followed, scope.term.parameters.settings.group_ruptures.minimum_followed)


def _steps(scope: Scope, drops: RatingDrops) -> pd.DataFrame:
    """Mean and spread of every scale followed for drops, higher better, over members who rated both sessions."""
    followed = drops.series[_SCALE].drop_duplicates()
    scores = _rated(scope).merge(followed, on=_SCALE)
    turned = scores["score"].where(scores["higher_is"] != "worse", -scores["score"])
    # One score a member and session, where a questionnaire is asked about several targets.
    # One number for group and scale, which is quicker to join than their names.
    scores = scores.assign(score=turned, series=row_numbers(scores, _SERIES, sort=True))
    own = scores.groupby(["series", "member_id", "session"], dropna=False)["score"].mean().reset_index()
    settings = scope.term.parameters.settings.group_ruptures
    steps = mean_falls(paired_steps(own, ["series"], _max_gap(scope)), ["series"], settings)
    facts = scope.process_scales.drop_duplicates(_SCALE)
    facts = facts.assign(turn=np.arange(len(facts)))[[*_FACTS, "minimum", "maximum", "turn"]]
    series = scores.drop_duplicates("series")[["series", *_SERIES]].merge(facts, on=_SCALE, how="left")
    named = steps.merge(series, on="series", how="left")
    found = moving_apart(named, named["maximum"] - named["minimum"], settings)
    found = _numbered(scope, found.sort_values(["turn", "session"], ignore_index=True), "before", "session")
    measured = ["members", "change", "change_sd", "sd_before", "sd_after", "p", "own_limit", "chart_limit"]
    return found[[*_FACTS, "before", "session", *measured, "fell", "fall_reason", "apart", "apart_reason"]]


def _by_condition(scope: Scope, drops: RatingDrops, ratings: pd.DataFrame) -> pd.DataFrame:
    """Drops per 100 ratings that could show one, by stage and by modality, level by level."""
    by_level = able_ratings(ratings, _max_gap(scope), by=["level"])
    able = _numbered(scope, by_level[by_level["able"]], "session")
    held = scope.held[["stage", "modality"]].take(scope.known_as_held(able, "session")).reset_index(drop=True)
    conditions = able[["level"]].join(held)
    parts = []
    by: Condition
    for by in ("stage", "modality"):
        rated = conditions.groupby([by, "level"], dropna=False).size().rename("ratings").reset_index()
        rows = in_order(rated.astype({by: TEXT, "level": TEXT}), by).merge(
            drops_by_condition(scope, drops, by).astype({by: TEXT, "level": TEXT}), on=[by, "level"], how="left"
        )
        parts.append(rows.rename(columns={by: "cell"}).assign(by=by))
    found = pd.concat(parts, ignore_index=True)
    counts = ["episodes", *STATUSES]
    found[counts] = found[counts].fillna(0).astype("int64")
    found = found.assign(per_100=100 * found["episodes"] / found["ratings"]).astype({"by": TEXT})
    return found[["by", "cell", "level", "ratings", *counts, "per_100"]]
