"""One member's ratings on one level in order of session: a long frame sorted into series."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.inputs import Numbers, as_numbers

KEY = ["member_id", "group_id", "level"]


@dataclass(frozen=True, kw_only=True)
class Ratings:
    """Ratings in order of series and session, as plain arrays; none is missing.

    `number` says which of the `count` series a rating belongs to; a series may be without a rating.
    """

    count: int
    number: npt.NDArray[np.intp]
    session_number: Numbers
    score: Numbers

    @cached_property
    def ratings(self) -> npt.NDArray[np.intp]:
        """How many ratings each series has."""
        return np.bincount(self.number, minlength=self.count)

    @cached_property
    def first(self) -> npt.NDArray[np.intp]:
        """The place of each series' first rating (of where it would be, for a series without any)."""
        return np.cumsum(self.ratings) - self.ratings

    def stretches(self, max_gap: int) -> Stretches:
        """The stretches of one series without more than `max_gap` missed sessions in a row."""
        if not len(self.score):
            return Stretches(start=np.zeros(0, dtype=np.intp), length=np.zeros(0, dtype=np.intp))
        new_series = np.diff(self.number) > 0
        after_gap = np.diff(self.session_number) - 1 > max_gap
        start = np.concatenate([[0], np.flatnonzero(new_series | after_gap) + 1]).astype(np.intp)
        return Stretches(start=start, length=np.diff(start, append=len(self.score)))


@dataclass(frozen=True, kw_only=True)
class Stretches:
    """Where stretches of ratings that can be compared with their neighbors begin, and how long they are."""

    start: npt.NDArray[np.intp]
    length: npt.NDArray[np.intp]

    @property
    def position(self) -> npt.NDArray[np.intp]:
        """The place of each rating in its stretch, from 0."""
        return np.arange(int(self.length.sum()), dtype=np.intp) - np.repeat(self.start, self.length)


@dataclass(frozen=True, kw_only=True)
class RatedSeries(Ratings):
    """Every series of a frame: whose ratings, in which group, on which level, and the sessions as they are called.

    `resolved` says of reported ruptures whether the member calls them resolved: 1, 0, or NaN for no answer.
    """

    keys: pd.DataFrame
    session: pd.Series[Any]
    resolved: Numbers

    @cached_property
    def group_and_level(self) -> npt.NDArray[np.intp]:
        """The number of each series' combination of group and level."""
        return row_numbers(self.keys, ["group_id", "level"], sort=True)

    @cached_property
    def member_and_group(self) -> npt.NDArray[np.intp]:
        """The number of each series' combination of member and group."""
        return row_numbers(self.keys, ["member_id", "group_id"], sort=True)


def rated_series(scores: pd.DataFrame) -> RatedSeries:
    """Sort a long frame into series by member, group and level (group and level may be absent or missing).

    Only the rule for ruptures that members report themselves looks at a column `resolved` (yes, no or missing).

    Raises:
        ValueError: A column is absent, a member or a session is missing, sessions or scores are not numbers, or a
            member has two scores on one level in one session.

    Examples:
        >>> scores = pd.DataFrame({"member_id": ["M1"] * 4, "session": [10, 9, 12, 11], "score": [6, 8, 7, None]})
        >>> series = rated_series(scores)
        >>> series.session.tolist(), series.score.tolist()  # in order of session; a missing score is no rating
        ([9, 10, 12], [8.0, 6.0, 7.0])
    """
    absent = [column for column in ("member_id", "session", "score") if column not in scores.columns]
    if absent:
        raise ValueError(f"scores lack the column(s) {', '.join(absent)}")
    if scores["member_id"].isna().any():
        raise ValueError("scores hold rows without a member_id")
    session, score = as_numbers(scores["session"], "session"), as_numbers(scores["score"], "score")
    if np.isnan(session).any():
        raise ValueError("scores hold rows without a session")
    present = [column for column in KEY if column in scores.columns]
    number = row_numbers(scores, present, sort=True)
    order = np.lexsort((session, number))
    order_rated = order[~np.isnan(score[order])]
    _refuse_duplicates(number[order_rated], session[order_rated])
    keys = _keys(scores, present, number)
    return RatedSeries(
        count=len(keys),
        keys=keys,
        number=number[order_rated],
        session=scores["session"].iloc[order_rated].reset_index(drop=True),
        resolved=_resolved(scores)[order_rated],
        session_number=session[order_rated],
        score=score[order_rated],
    )


def _resolved(scores: pd.DataFrame) -> Numbers:
    if "resolved" not in scores.columns:
        return np.full(len(scores), np.nan)
    return as_numbers(scores["resolved"], "resolved")


def _keys(scores: pd.DataFrame, present: list[str], number: npt.NDArray[np.intp]) -> pd.DataFrame:
    _, first_row = np.unique(number, return_index=True)
    keys = scores[present].iloc[first_row].reset_index(drop=True)
    for column in KEY:
        if column not in keys.columns:
            keys[column] = pd.Series([None] * len(keys), dtype=object)
    return keys[KEY]


def _refuse_duplicates(number: npt.NDArray[np.intp], session: Numbers) -> None:
    twice = (np.diff(number) == 0) & (np.diff(session) == 0)
    if twice.any():
        raise ValueError(
            f"{int(twice.sum())} score(s) share member, group, level and session with another; give one scale at a time"
        )
