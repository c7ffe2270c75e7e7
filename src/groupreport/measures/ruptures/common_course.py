"""What moves all members' ratings alike: how much carries over from session to session, and a common trend."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from groupreport.measures.autocorrelation import within_member_autocorrelations
from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.occasions import Occasions, occasions
from groupreport.measures.ruptures.series import RatedSeries


@dataclass(frozen=True, kw_only=True)
class CommonCourse:
    """How members' ratings move over the sessions.

    Attributes:
        autocorrelation: Of a member's standing with that at the session rated before, around the common trend.
        trend: Change of the standing a session, in SDs of what is left around it within members.
    """

    autocorrelation: float = 0.0
    trend: float = 0.0

    @property
    def known(self) -> bool:
        """Whether there was enough to go on."""
        return not math.isnan(self.autocorrelation)


def common_course(series: RatedSeries) -> CommonCourse:
    """Estimate what carries over and the common linear trend from where members stand at their sessions.

    A member's standing is the mean distance of the session's ratings from the member's own means, over all scales, in
    SDs of ratings within members. The trend is one slope for all members on the number of the session (least squares
    within members); the autocorrelation is that of what is left.

    Args:
        series: The ratings, of one group or of many.

    Returns:
        Both NaN with too little to go on, as `within_member_autocorrelation` says, or where nothing is left to vary.

    Source: pooled within-person regression; autocorrelation as in `within_member_autocorrelation`.

    Examples:
        >>> import pandas as pd
        >>> from groupreport.measures.ruptures import rated_series
        >>> noise = np.random.default_rng(1).normal(size=(200, 12))
        >>> rows = pd.DataFrame({"member_id": np.repeat(range(200), 12), "session": np.tile(range(12), 200)})
        >>> rising = common_course(rated_series(rows.assign(score=(noise + 0.2 * np.arange(12)).ravel())))
        >>> round(rising.trend, 1), round(rising.autocorrelation, 1)
        (0.2, 0.0)
    """
    return course_of(occasions(series))


def course_of(seen: Occasions) -> CommonCourse:
    """The same of occasions that are known."""
    (autocorrelation,), (trend,) = courses_of(seen, seen.standing[np.newaxis])
    return CommonCourse(autocorrelation=float(autocorrelation), trend=float(trend))


def courses_of(seen: Occasions, standings: Numbers) -> tuple[Numbers, Numbers]:
    """What carries over, and the trend, if members had other standings at these occasions; a row a set of them."""
    unknown = np.full(len(standings), np.nan)
    if not len(seen.person):
        return unknown, unknown
    lengths = seen.lengths
    time = seen.session_number - (np.bincount(seen.person, weights=seen.session_number) / lengths)[seen.person]
    cells = np.arange(len(standings))[:, np.newaxis] * len(lengths) + seen.person
    own = np.bincount(cells.ravel(), weights=standings.ravel()).reshape(len(standings), -1) / lengths
    standing = standings - own[:, seen.person]
    squares, degrees = float((time**2).sum()), len(time) - len(lengths) - 1
    if squares == 0 or degrees < 1:
        return unknown, unknown
    slope = (time * standing).sum(axis=1) / squares
    left = standing - slope[:, np.newaxis] * time
    spread = np.sqrt((left**2).sum(axis=1) / degrees)
    carried = within_member_autocorrelations(left, seen.person)
    known = ~np.isnan(carried) & (spread > 1e-9)
    return np.where(known, carried, np.nan), np.divide(slope, spread, out=unknown, where=known)
