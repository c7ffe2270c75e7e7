"""Where a rule would say that a series has fallen, for rules that need not know what was found before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.series import Stretches

_RELATIVE_ROUNDING = 1e-9


@dataclass(frozen=True)
class Marks:
    """For each rating: in which of several ways a fall shows at it, how many ratings before it began, from which level.

    `fallen` and `began_before` have a row a way and a column a rating.
    """

    fallen: npt.NDArray[np.bool_]
    began_before: npt.NDArray[np.intp]
    level_before: Numbers

    def onset(self, place: npt.NDArray[np.intp], after: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
        """Where the fall that shows at each of these places began, after another place: the earliest, or -1."""
        onset = place - self.began_before[:, place]
        usable = self.fallen[:, place] & (onset > after)
        first = np.where(usable, onset, np.iinfo(np.intp).max).min(axis=0)
        return np.where(usable.any(axis=0), first, -1)


def marks_at_once(fallen: npt.NDArray[np.bool_], level_before: Numbers) -> Marks:
    """Falls that begin with the rating that shows them."""
    return Marks(fallen[np.newaxis], np.zeros((1, len(fallen)), dtype=np.intp), level_before)


def rating_before(score: Numbers, stretches: Stretches) -> Numbers:
    """The rating before each; NaN for the first of a stretch."""
    before = np.concatenate([[np.nan], score[:-1]]) if len(score) else np.zeros(0)
    before[stretches.start] = np.nan
    return before


def reaches(amount: Numbers, criterion: Numbers | float, *, inclusive: bool) -> npt.NDArray[np.bool_]:
    """Whether an amount meets a criterion; a difference by rounding alone (4.1 - 3.1 against 1) is none."""
    size = np.abs(criterion)
    rounding = np.where(np.isfinite(size), _RELATIVE_ROUNDING * np.maximum(1.0, size), 0.0)
    return np.asarray(amount >= criterion - rounding if inclusive else amount > criterion + rounding)
