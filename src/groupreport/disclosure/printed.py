"""Numbers as they are printed: rounded to the nearest, a half away from zero."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal


def as_written(value: float) -> Decimal:
    """The number as a person would write it: twelve significant digits, so that 0.285 is 0.285 and not 0.284999..."""
    return Decimal(f"{float(value):.12g}")


def as_printed(value: float, places: int) -> float:
    """The number with so many decimals; missing stays missing.

    >>> as_printed(0.285, 2), as_printed(-1.25, 1)
    (0.29, -1.3)
    """
    if math.isnan(value) or math.isinf(value):
        return float(value)
    return float(as_written(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def in_steps(share: float, steps: int) -> float:
    """The share to the nearest of so many steps from 0 to 1.

    >>> in_steps(0.68, 20)
    0.7
    """
    return float(share) if math.isnan(share) else as_printed(share * steps, 0) / steps
