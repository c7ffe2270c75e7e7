"""The rating drops of a group as a whole: at once, one after the other, in its mean and spread, by stage and level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row, first_rows, row_numbers, rows_that_agree
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
from groupreport.measures.typed_table import retyped
from groupreport.summaries.drops_by_condition import Condition, counts_by_condition, drops_by_condition
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
    return retyped(pd.DataFrame(rows, columns=names), {"group_id": TEXT})


_ENDS = ("", "_expected", "_low", "_high")


def _max_gap(scope: Scope) -> int:
    return scope.term.parameters.settings.ruptures.max_gap


def _judged_ratings(scope: Scope, drops: RatingDrops) -> pd.DataFrame:
    """The ratings of the series that the headline rule could judge; session is the place among held sessions."""
    series = drops.headline_series
    judged = series.loc[series["judged"].astype(bool), ["member_id", *_SERIES]]
    rated = _rated(scope)
    rated = rated[rows_that_agree(rated, judged, ["member_id", *_SERIES])].reset_index(drop=True)
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
    events = scope.table("events")
    held = scope.numbers_of_held(events)
    events, held = events[held >= 0], held[held >= 0]
    if events.empty:
        return _NO_EVENTS
    logged = events.assign(session=scope.places["place"].to_numpy("int64")[held])
    followed = followed_after_events(able, episodes, logged)
    return compare_followed(followed, scope.term.parameters.settings.group_ruptures.minimum_followed)


def _steps(scope: Scope, drops: RatingDrops) -> pd.DataFrame:
    """Mean and spread of every scale followed for drops, higher better, over members who rated both sessions."""
    scores = _rated(scope)
    scores = scores.take(np.flatnonzero(rows_that_agree(scores, drops.series, _SCALE)))
    worse = (scores["higher_is"] == "worse").to_numpy(bool)
    turned = np.where(worse, -1.0, 1.0) * scores["score"].to_numpy("float64")
    # One score a member and session, where a questionnaire is asked about several targets.
    # One number for group and scale, which is quicker to tell apart than their names.
    scores = scores.assign(series=row_numbers(scores, _SERIES, sort=True))
    cell = ["series", "member_id", "session"]
    number = row_numbers(scores, cell, sort=True)
    first = np.unique(number, return_index=True)[1]
    own = scores[cell].take(first).assign(score=pd.Series(turned).groupby(number).mean().array)
    settings = scope.term.parameters.settings.group_ruptures
    steps = mean_falls(paired_steps(own, ["series"], _max_gap(scope)), ["series"], settings)
    of_series = (
        scores[["group_id", "scale_number"]].take(first[first_rows(own, ["series"])]).take(steps["series"].to_numpy())
    )
    facts = scope.process_scales.take(of_series["scale_number"].to_numpy()).reset_index(drop=True)
    widths = facts["maximum"] - facts["minimum"]
    found = moving_apart(steps, widths, settings).assign(group_id=of_series["group_id"].array)
    order = np.lexsort((found["session"], of_series["scale_number"]))
    found = pd.concat([facts[_FACTS], found], axis=1).take(order)
    found = _numbered(scope, found, "before", "session")
    measured = ["members", "change", "change_sd", "sd_before", "sd_after", "p", "own_limit", "chart_limit"]
    return found[[*_FACTS, "before", "session", *measured, "fell", "fall_reason", "apart", "apart_reason"]]


def _by_condition(scope: Scope, drops: RatingDrops, ratings: pd.DataFrame) -> pd.DataFrame:
    """Drops per 100 ratings that could show one, by stage and by modality, level by level."""
    by_level = able_ratings(ratings, _max_gap(scope), by=["level"])
    able = _numbered(scope, by_level[by_level["able"]], "session")
    held = scope.known_as_held(able, "session")
    parts, counts = [], ["episodes", *STATUSES]
    by: Condition
    for by in ("stage", "modality"):
        rows = counts_by_condition(scope, held, able["level"], by, {"ratings": np.ones(len(held))})
        dropped = drops_by_condition(scope, drops, by)
        place = agreeing_row(rows, dropped, [by, "level"])
        counted = {name: np.append(dropped[name].to_numpy(), 0)[place] for name in counts}
        named = {"by": np.full(len(rows), by), "cell": rows[by].array, "level": rows["level"].array}
        parts.append(pd.DataFrame(named | {"ratings": rows["ratings"].array} | counted))
    found = pd.concat(parts, ignore_index=True)
    found = found.assign(per_100=100 * found["episodes"] / found["ratings"])
    return retyped(found, {"by": TEXT, "level": TEXT})
