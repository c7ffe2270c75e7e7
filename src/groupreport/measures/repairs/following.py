"""The ratings after the lowest one of each episode, up to the end of the member's ratings or a gap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.inputs import Numbers, as_numbers
from groupreport.measures.ruptures import RatedSeries

_KEY = ["member_id", "group_id", "level"]


@dataclass(frozen=True)
class Followed:
    """What was rated after each episode's lowest rating.

    Attributes:
        depth: Points from the level before to the lowest rating, one an episode.
        seen: How many ratings follow the lowest one without a gap of more than `max_gap` missed sessions.
        gap: Whether a gap ended them, and not the end of the member's ratings.
        regained: One row an episode, one column a rating after the lowest one: points above the lowest rating, below 0
            where a later rating is lower still; NaN where none was seen.
    """

    depth: Numbers
    seen: npt.NDArray[np.intp]
    gap: npt.NDArray[np.bool_]
    regained: Numbers


def follow_on(episodes: pd.DataFrame, series: RatedSeries, max_gap: int) -> Followed:
    """Look up the ratings after each episode's lowest one.

    What must be regained is fixed by the episode: its level before and its lowest rating. A rating that is lower still
    (after the repair window, or the window would have started again) moves neither: a repair is never made easier by a
    further fall, and the ratings are counted on from the same session.

    Raises:
        ValueError: An episode's lowest rating is not among the ratings.
    """
    at = rating_places(episodes, series, "nadir_session")
    new_series = np.diff(series.number) > 0
    after_gap = (np.diff(series.session_number) - 1 > max_gap) & ~new_series
    ends = np.append(np.flatnonzero(new_series | after_gap), len(series.score) - 1).astype(np.intp)
    last = ends[np.searchsorted(ends, at)]
    seen = (last - at).astype(np.intp)
    regained = np.full((len(at), int(seen.max(initial=0))), np.nan)
    for later in range(regained.shape[1]):
        there = seen > later
        regained[there, later] = series.score[at[there] + later + 1] - series.score[at[there]]
    cut = np.append(after_gap, False)
    return Followed(as_numbers(episodes["depth"], "depth"), seen, cut[last], regained)


def rating_places(episodes: pd.DataFrame, series: RatedSeries, column: str) -> npt.NDArray[np.intp]:
    """The place, among all ratings, of the rating in each episode's session of that column.

    Raises:
        ValueError: There is no such rating.
    """
    number_of = dict(zip(_labels(series.keys), range(len(series.keys)), strict=True))
    number = np.array([number_of.get(label, np.nan) for label in _labels(episodes)], dtype=np.float64)
    known, of_rating = np.unique(series.session_number, return_inverse=True)
    session = as_numbers(episodes[column], column)
    of_episode = np.searchsorted(known, session)
    # One growing number for series and session, so that a single search finds every rating.
    sought = number * max(len(known), 1) + of_episode
    codes = series.number * max(len(known), 1) + of_rating
    places = np.searchsorted(codes, sought)
    inside = np.minimum(places, max(len(codes) - 1, 0))
    if len(sought) and not (len(codes) and np.isin(session, known).all() and (codes[inside] == sought).all()):
        raise ValueError(f"an episode's {column} is no rated session of its member")
    return inside.astype(np.intp)


def _labels(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    """The member, group and level of each row, with None where there is none."""
    columns = [rows[name].to_numpy(dtype=object, copy=True) for name in _KEY]
    for labels in columns:
        labels[pd.isna(labels)] = None
    return list(zip(*columns, strict=True))


def ratings_before(episodes: pd.DataFrame, series: RatedSeries) -> Numbers:
    """The member's rating right before each episode's onset."""
    onset = rating_places(episodes, series, "onset_session")
    return series.score[np.maximum(onset - 1, series.first[series.number[onset]])]
