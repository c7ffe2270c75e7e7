"""Whether an amount reaches a criterion, and on which side of a cut-off a score lies."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers

CutoffIs = Literal["clinical", "functional", "neither"]

_RELATIVE_ROUNDING = 1e-9


def reaches(amount: Numbers, criterion: float, *, inclusive: bool) -> npt.NDArray[np.bool_]:
    """Whether an amount exceeds the criterion; amounts that differ from it by rounding alone are equal to it."""
    equal = np.isclose(amount, criterion, rtol=_RELATIVE_ROUNDING, atol=1e-12)
    return (amount > criterion) & ~equal | (equal & inclusive)


def is_clinical(scores: Numbers, cutoff: float | None, direction: float, cutoff_is: CutoffIs) -> npt.NDArray[np.bool_]:
    """Whether a score lies on the clinical side; nobody's does without a cut-off.

    Args:
        scores: Scores in scale points.
        cutoff: The line; None or NaN where there is none.
        direction: 1 where higher is better, -1 where it is worse.
        cutoff_is: The side that a score on the cut-off is on.
    """
    if cutoff is None or math.isnan(cutoff):
        return np.zeros(len(scores), dtype=bool)
    return reaches(direction * cutoff - direction * scores, 0.0, inclusive=cutoff_is == "clinical")


def is_functional(
    scores: Numbers, cutoff: float | None, direction: float, cutoff_is: CutoffIs
) -> npt.NDArray[np.bool_]:
    """Whether a score lies on the functional side; arguments as of `is_clinical`."""
    if cutoff is None or math.isnan(cutoff):
        return np.zeros(len(scores), dtype=bool)
    return reaches(direction * scores - direction * cutoff, 0.0, inclusive=cutoff_is == "functional")
