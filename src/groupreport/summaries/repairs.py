"""Repairs of the headline rule's drops, watched to the end of the ratings."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
import pandas as pd

from groupreport.measures.alliance import FollowedScale, followed_scales
from groupreport.measures.repairs import (
    drops_from_the_top,
    first_episodes,
    measures_from_a_mean,
    repair_by_tolerance,
    repair_by_window,
    repair_curve,
    repaired_by,
    second_anchor,
    time_to_repair,
)
from groupreport.measures.repairs.following import follow_on, ratings_before
from groupreport.measures.repairs.from_the_top import at_best
from groupreport.measures.retention import median_session
from groupreport.measures.ruptures import RatedSeries, Repair, rule_named
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped
from groupreport.parameters import RuptureSettings
from groupreport.summaries.followed_ratings import FollowedRatings
from groupreport.summaries.rating_drops import RatingDrops
from groupreport.summaries.records import Repairs, Unavailable
from groupreport.summaries.scope import Scope

MARK = [
    "member_id",
    "instrument",
    "scale",
    "level",
    "onset_session",
    "rated_before",
    "median",
    "from_high",
    "from_best",
]


def repairs(scope: Scope, drops: RatingDrops | Unavailable, *, with_marks: bool) -> Repairs | Unavailable:
    """The headline rule's drops followed further; `with_marks` adds a row a drop, for a group's report."""
    if isinstance(drops, Unavailable):
        return drops
    ratings, episodes = drops.headline_ratings, drops.headline_found
    if ratings is None:
        return Unavailable("not_enough_data", "no_followed_answered")
    followed = followed_scales(scope.term.instruments.values())
    settings = _with_repair_of(drops.headline, scope.term.parameters.settings.ruptures)
    series = ratings.series
    followed_on = follow_on(episodes, series, settings.max_gap)
    times = time_to_repair(episodes, series, settings=settings, followed=followed_on)
    curve, first = repair_curve(times), repair_curve(first_episodes(times))
    anchors = _anchors(drops.headline, episodes, series)
    # Where a rule measures from the member's own mean, a drop still begins at the rating before its onset.
    episodes = episodes.assign(rated_before=ratings_before(episodes, series))
    best = _best(followed)
    by_tolerance = repair_by_tolerance(episodes, series, settings=settings, followed=followed_on)
    by_window = repair_by_window(episodes, series, settings=settings, followed=followed_on)
    found = Repairs(
        rule=drops.headline,
        window=settings.repair_window,
        episodes=len(episodes),
        repaired=int(times["repaired"].sum()),
        cut_by_gap=int((times["censored_by"] == "gap").sum()),
        first_episodes=int(first["at_risk"].iloc[0]) if len(first) else 0,
        median=_median(curve),
        median_first=_median(first),
        curve=curve,
        by_window=_beside_curves(by_window, curve, first),
        by_tolerance=retyped(by_tolerance, {"tolerance": TEXT}),
        top=_top(followed, ratings, episodes, best),
        anchored=int(anchors["from_high"].notna().sum()),
        from_high=int(anchors["from_high"].fillna(False).sum()),
    )
    return dataclasses.replace(found, marks=_marks(drops, episodes, anchors, best)) if with_marks else found


def _anchors(headline: str, episodes: pd.DataFrame, series: RatedSeries) -> pd.DataFrame:
    """The second anchor of each drop; nothing for a rule that measures from a mean and not from one rating."""
    anchors = second_anchor(episodes, series)
    if not measures_from_a_mean(rule_named(headline)):
        return anchors
    return anchors.assign(median=np.nan, from_high=pd.array([pd.NA] * len(anchors), dtype="boolean"))


def _with_repair_of(headline: str, settings: RuptureSettings) -> RuptureSettings:
    """The settings with the headline rule's own idea of a repair, where it has one."""
    repair = Repair.of(rule_named(headline, settings), settings)
    return settings.model_copy(update={"repair_tolerance": 1 - repair.regained, "repair_window": repair.window})


def _median(curve: pd.DataFrame) -> float:
    return median_session(curve.assign(session=curve["after"], share=1 - curve["share"]))


def _beside_curves(by_window: pd.DataFrame, curve: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """The counts of each window beside what the curves of all drops and of first drops say."""
    names = {name: f"share{end}" for name, end in (("share", ""), ("low", "_low"), ("high", "_high"))}
    of_all = repaired_by(curve).rename(columns=names)
    of_first = repaired_by(first).drop(columns="at_risk").rename(columns=names)
    of_first = of_first.rename(columns=lambda name: name.replace("share", "share_first"))
    # The same windows in the same order.
    return pd.concat([by_window, of_all.drop(columns="window"), of_first.drop(columns="window")], axis=1)


def _best(followed: Sequence[FollowedScale]) -> dict[str, float | None]:
    """The best possible score of each scale, turned so that higher is better."""
    best: dict[str, float | None] = {}
    for one in followed:
        worse = one.scale.higher_is == "worse"
        end = one.scale.minimum if worse else one.scale.maximum
        best[_label(one.instrument.id, one.scale.scale)] = None if end is None else -end if worse else end
    return best


def _label(instrument: object, scale: object) -> str:
    return f"{instrument} {scale}"


def _labels(rows: pd.DataFrame) -> list[str]:
    return [_label(*names) for names in zip(rows["instrument"], rows["scale"], strict=True)]


def _top(
    followed: Sequence[FollowedScale],
    ratings: FollowedRatings,
    episodes: pd.DataFrame,
    best: dict[str, float | None],
) -> pd.DataFrame:
    rated = pd.DataFrame({"scale": _labels(ratings.rows), "score": ratings.rows["score"].to_numpy()})
    starts = pd.DataFrame({"scale": _labels(episodes), "score_before": episodes["rated_before"].to_numpy()})
    found = drops_from_the_top(rated, starts, best)
    names = pd.DataFrame(
        {
            "instrument": [one.instrument.id for one in followed],
            "scale": [one.scale.scale for one in followed],
            "short_name": [one.instrument.short_name for one in followed],
            "label": [one.scale.label for one in followed],
        }
    ).astype(TEXT)
    return pd.concat([names, found.drop(columns="scale")], axis=1)


def _marks(
    drops: RatingDrops, episodes: pd.DataFrame, anchors: pd.DataFrame, best: dict[str, float | None]
) -> pd.DataFrame:
    """One row a drop, with the rating before it and the member's usual one the way the questionnaire gives them."""
    ends = np.array([best.get(label) for label in _labels(episodes)], dtype=np.float64)
    from_best = pd.array(at_best(episodes["rated_before"], ends), dtype="boolean")
    from_best[np.isnan(ends)] = pd.NA
    marks = drops.headline_episodes.assign(
        rated_before=(episodes["rated_before"] * episodes["turn"]).to_numpy() + 0.0,
        median=(anchors["median"] * episodes["turn"]).to_numpy(),
        from_high=anchors["from_high"].array,
        from_best=from_best,
    )
    return marks[MARK]
