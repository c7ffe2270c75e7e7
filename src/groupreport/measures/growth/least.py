"""The least value of a smooth function of a few numbers, by Newton's method from its slopes.

A general optimizer spends more on each step here than the function itself, and several threads make it worse.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from groupreport.measures.inputs import Numbers

_STEPS = 60
_HALVINGS = 30
_DIFFERENCE = 1e-5
_LONGEST_STEP = 2.0
_LEVEL = 1e-6  # slopes below this, in units of the function, are level ground


def least(
    function: Callable[[Numbers], tuple[Numbers, Numbers]], start: Numbers, largest: float
) -> tuple[Numbers, bool]:
    """Where the function is least near the start, and whether the ground is level there.

    Curvatures are differences of slopes; where a direction curves downwards the step goes down it all the same, and
    a step is halved until the function falls.

    Args:
        function: Of points as rows, its values (infinite where it has none) and its slopes.
        start: Where to begin.
        largest: A number beyond which a parameter has run away.
    """
    at = start.astype(np.float64)
    value, slopes, curvature = _around(function, at)
    for _ in range(_STEPS):
        if not math.isfinite(value) or np.abs(at).max() > largest:
            return at, False
        if np.abs(slopes).max() < _LEVEL:
            return at, True
        step = _downhill(slopes, curvature)
        for _ in range(_HALVINGS):
            trial = _around(function, at + step)
            if trial[0] < value + 1e-4 * float(slopes @ step):
                break
            step = step / 2
        else:
            # Nothing falls any more: rounding hides what is left of the slope.
            return at, bool(np.abs(slopes).max() < math.sqrt(_LEVEL))
        at = at + step
        value, slopes, curvature = trial
    return at, False


def _around(function: Callable[[Numbers], tuple[Numbers, Numbers]], at: Numbers) -> tuple[float, Numbers, Numbers]:
    """The value, the slopes and the curvatures at a point, from one look at it and at the points beside it."""
    moves = _DIFFERENCE * np.eye(len(at) + 1, len(at), -1)
    values, slopes = function(at + moves)
    return float(values[0]), slopes[0], (slopes[1:] - slopes[0]) / _DIFFERENCE


def _downhill(slopes: Numbers, curvature: Numbers) -> Numbers:
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    firm = np.maximum(np.abs(values), 1e-6 * max(float(np.abs(values).max()), 1.0))
    step = -vectors @ ((vectors.T @ slopes) / firm)
    length = float(np.sqrt(step @ step))
    return np.asarray(step * min(1.0, _LONGEST_STEP / length) if length > 0 else step)
