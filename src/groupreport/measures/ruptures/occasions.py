"""What a member gave at one session stays together: a member's sessions, with where the member stood at each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.series import RatedSeries
from groupreport.measures.ruptures.spread import deviations_within_members, own_means

Places = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True)
class Occasions:
    """The sessions at which a member of a group rated anything, by member and group and then session.

    Attributes:
        of_rating: The occasion of each rating of the series.
        person: The number of each occasion's member and group, rising.
        session_number: Its session.
        standing: The mean distance of its ratings from the member's own means, each in SDs of ratings within the
            members of its group and level; a level on which nobody's ratings vary counts as no distance.
    """

    of_rating: Places
    person: Places
    session_number: Numbers
    standing: Numbers

    @property
    def lengths(self) -> Places:
        """How many occasions each member has."""
        return np.bincount(self.person)

    @property
    def first(self) -> Places:
        """The place of each member's first occasion."""
        return np.cumsum(self.lengths) - self.lengths


def occasions(series: RatedSeries) -> Occasions:
    """The occasions of series that hold a rating or more."""
    known = np.sort(pd.unique(series.session_number))
    session = np.searchsorted(known, series.session_number)
    codes = series.member_and_group[series.number] * len(known) + session
    distinct, of_rating = np.unique(codes, return_inverse=True)
    person = np.unique(distinct // max(len(known), 1), return_inverse=True)[1]
    unit = deviations_within_members(series)
    unit = np.where(unit > 0, unit, np.inf)[series.number]
    distance = np.where(np.isfinite(series.score), series.score - own_means(series)[series.number], 0.0) / unit
    total = np.bincount(of_rating, weights=distance, minlength=len(distinct))
    return Occasions(
        of_rating=of_rating.astype(np.intp),
        person=person.astype(np.intp),
        session_number=known[distinct % max(len(known), 1)] if len(distinct) else np.zeros(0),
        standing=total / np.maximum(np.bincount(of_rating, minlength=len(distinct)), 1),
    )
