"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import math
from collections.abc import Sequence

from groupreport.display.rounding import MINUS

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def round_ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers within a range, evenly apart, with at most so many gaps between its ends.

    >>> round_ticks(0.57, 1.02, 9)
    [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1.0]
    """
    least = (high - low) / most
    power = 10.0 ** math.floor(math.log10(least))
    step = next(power * factor for factor in _STEPS if power * factor >= least * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def written_alike(values: Sequence[float]) -> list[str]:
    """Numbers with as many decimals as the finest of them needs.

    >>> written_alike([-0.5, 0, 1])
    ['\N{MINUS SIGN}0.5', '0.0', '1.0']
    """
    places = max((len(f"{value:.6f}".rstrip("0").partition(".")[2]) for value in values), default=0)
    return [f"{value:.{places}f}".replace("-", MINUS) for value in values]
