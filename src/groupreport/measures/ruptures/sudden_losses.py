"""Sudden losses: falls from one session to the next that are large, large for the member, and lasting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit

from groupreport.measures.inputs import Numbers, as_table
from groupreport.measures.ruptures.marks import reaches
from groupreport.measures.ruptures.series import Ratings

_SESSIONS_EACH_SIDE = 3
_MINIMUM_EACH_SIDE = 2


@dataclass(frozen=True)
class TestedIntervals:
    """For each step to a session from the one before: whether it could be judged, and whether it is a loss."""

    testable: npt.NDArray[np.bool_]
    loss: npt.NDArray[np.bool_]


def sudden_losses(scores: pd.DataFrame, cutoff: float, share: float = 0.25) -> pd.DataFrame:
    """Sudden losses by the three criteria of Tang and DeRubeis, mirrored: the score falls and higher is better.

    From session n to n + 1 the score falls (1) by at least `cutoff`, (2) by at least `share` of the score at n, and
    (3) lastingly: the mean of up to three sessions before minus the mean of up to three after is strictly more than
    t times their pooled standard deviation, t the two-sided 5 % point with (values before + values after - 2)
    degrees of freedom. An interval can be judged only where neither of its two scores is missing and at least two
    scores lie on each side, so the first is 2 to 3 and the last k - 2 to k - 1. No paper on sudden losses of
    alliance was found: this mirror image is the package's own.

    Args:
        scores: A row a person, a column a session, in order of session (numbered columns are put in order).
        cutoff: The smallest fall that counts, in scale points: usually the reliable change criterion.
        share: The smallest fall as a share of the score before it, from 0 to 1.

    Returns:
        A row a loss: person (the row's label), session (the column's label after the fall).

    Raises:
        ValueError: Cut-off or share is negative or missing, share is over 1, or scores are not numbers.

    Source: Tang & DeRubeis 1999; R's suddengains::identify_sg on the same scores, whose gains are falls.

    Examples:
        >>> wide = pd.DataFrame([[9, 8, 9, 4, 3, 4], [9, 8, 9, 4, 9, 8]], index=["M1", "M2"], columns=range(1, 7))
        >>> sudden_losses(wide, cutoff=3).to_dict("records")  # M2's fall does not last
        [{'person': 'M1', 'session': 4}]
    """
    if not cutoff >= 0:
        raise ValueError(f"cutoff must be a number of points from 0 up, not {cutoff}")
    if not 0 <= share <= 1:
        raise ValueError(f"share must lie between 0 and 1, it is {share}")
    in_order = scores
    if len(scores.columns) and all(
        isinstance(label, int | float | np.number) and not isinstance(label, bool) for label in scores.columns
    ):
        in_order = scores.iloc[:, np.argsort(scores.columns.to_numpy(dtype=float), kind="stable")]
    rows, columns = np.nonzero(tested_intervals(as_table(in_order, "scores"), cutoff, share).loss)
    return pd.DataFrame(
        {"person": in_order.index.take(rows).to_numpy(), "session": in_order.columns.take(columns).to_numpy()}
    )


def tested_steps(ratings: Ratings, cutoff: Numbers | float, share: float) -> TestedIntervals:
    """The same for each rating of series: the step to it from the session before; one cut-off, or one a series.

    Raises:
        ValueError: A session is no whole number, so that nobody can say which sessions are neighbors.
    """
    if not len(ratings.score):
        return TestedIntervals(np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
    wide, column = _wide(ratings)
    tested = tested_intervals(wide, cutoff, share)
    return TestedIntervals(tested.testable[ratings.number, column], tested.loss[ratings.number, column])


def _wide(ratings: Ratings) -> tuple[Numbers, npt.NDArray[np.intp]]:
    """Series by sessions, and the column of each rating."""
    from_first = ratings.session_number - ratings.session_number.min()
    column = from_first.astype(np.intp)
    if (column != from_first).any():
        raise ValueError("sudden losses need whole session numbers")
    wide = np.full((ratings.count, int(column.max()) + 1), np.nan)
    wide[ratings.number, column] = ratings.score
    return wide, column


def testable_series(ratings: Ratings) -> npt.NDArray[np.bool_]:
    """Whether a series has a step that could be judged."""
    if not len(ratings.score):
        return np.zeros(ratings.count, dtype=bool)
    return np.asarray(_testable(np.isfinite(_wide(ratings)[0])).any(axis=1))


def tested_intervals(scores: Numbers, cutoff: Numbers | float, share: float) -> TestedIntervals:
    """The three criteria for every step of a persons-by-sessions array; column j is the step to session j.

    The cut-off is one number, or one for each person.
    """
    finite = np.where(np.isfinite(scores), scores, np.nan)
    testable = _testable(np.isfinite(scores))
    loss = np.zeros_like(testable)
    fall = np.zeros_like(scores)
    fall[:, 1:] = finite[:, :-1] - finite[:, 1:]
    large = testable & (fall > 0)
    large &= reaches(
        fall, np.broadcast_to(np.asarray(cutoff, dtype=np.float64), (len(scores),))[:, None], inclusive=True
    )
    # The few falls that are large enough are looked at one session after the other.
    for after in np.flatnonzero(large.any(axis=0)):
        rows = np.flatnonzero(large[:, after])
        rows = rows[reaches(fall[rows, after], share * finite[rows, after - 1], inclusive=True)]
        before_side = finite[rows, max(0, after - _SESSIONS_EACH_SIDE) : after]
        loss[rows, after] = _lasting(before_side, finite[rows, after : after + _SESSIONS_EACH_SIDE])
    return TestedIntervals(testable, loss)


def _testable(rated: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Whether a step has both its scores, and enough on either side."""
    persons, sessions = rated.shape
    total = np.zeros((persons, sessions + 1), dtype=np.int32)
    np.cumsum(rated, axis=1, out=total[:, 1:])
    place = np.arange(sessions)
    before = total[:, place] - total[:, np.maximum(place - _SESSIONS_EACH_SIDE, 0)]
    after = total[:, np.minimum(place + _SESSIONS_EACH_SIDE, sessions)] - total[:, place]
    both = rated.copy()
    both[:, 1:] &= rated[:, :-1]
    both[:, :1] = False
    return np.asarray(both & (before >= _MINIMUM_EACH_SIDE) & (after >= _MINIMUM_EACH_SIDE))


def _lasting(before: Numbers, after: Numbers) -> npt.NDArray[np.bool_]:
    """Criterion 3, for rows with at least two values on each side."""
    degrees = _count(before) + _count(after) - 2
    pooled = np.sqrt((_squares(before) + _squares(after)) / np.maximum(degrees, 1))
    shift = np.nansum(before, axis=1) / np.maximum(_count(before), 1)
    shift = shift - np.nansum(after, axis=1) / np.maximum(_count(after), 1)
    return np.asarray(shift > stdtrit(np.maximum(degrees, 1), 0.975) * pooled)


def _squares(side: Numbers) -> Numbers:
    """Sum of squared distances from the row's mean; 0 exactly where all values of a row are the same."""
    means = np.nansum(side, axis=1) / np.maximum(_count(side), 1)
    return np.asarray(np.nansum((side - means[:, np.newaxis]) ** 2, axis=1))


def _count(side: Numbers) -> npt.NDArray[np.intp]:
    return np.asarray((~np.isnan(side)).sum(axis=1))
