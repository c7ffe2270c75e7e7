"""What the program cost for each person of whom something can be said."""

from __future__ import annotations

import math


def cost_per_person(total: float, people: float) -> float:
    """The whole cost over a number of people, in the currency of the total.

    An average, not what one more person would cost. Where nobody is counted there is no cost per person.

    Args:
        total: The whole cost of the term, for everybody enrolled; missing gives NaN.
        people: How many completed, recovered, or improved; 0 or missing gives NaN.

    Raises:
        ValueError: The total or the number is negative.

    Source: Definition.

    Examples:
        >>> cost_per_person(48000, 30), cost_per_person(48000, 0)
        (1600.0, nan)
    """
    if total < 0 or people < 0:
        raise ValueError(f"neither a cost nor a number of people is negative, they are {total} and {people}")
    return total / people if people > 0 and math.isfinite(people) else math.nan
