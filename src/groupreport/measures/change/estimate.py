"""A value with its interval."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A value with its 95 % interval; NaN where it cannot be computed."""

    value: float
    low: float
    high: float


NO_ESTIMATE = Estimate(value=math.nan, low=math.nan, high=math.nan)
