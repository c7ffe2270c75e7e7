"""How sure a share of people is."""

from __future__ import annotations

import math

QUANTILE_975 = 1.959963984540054  # of the standard normal distribution


def wilson_interval(successes: float, n: float) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share, without continuity correction, as shares of 1.

    Args:
        successes: How many of them.
        n: Of how many; 0 or a missing count gives (NaN, NaN).

    Raises:
        ValueError: A count is negative or infinite, or there are more successes than n.

    Source: Wilson 1927; Newcombe 1998, method 3; R's prop.test(correct=FALSE).

    Examples:
        >>> low, high = wilson_interval(81, 263)
        >>> f"{low:.4f} to {high:.4f}"
        '0.2553 to 0.3662'
    """
    if successes < 0 or n < 0 or math.isinf(n) or successes > n:
        raise ValueError(f"successes must lie between 0 and n, they are {successes} of {n}")
    if not n > 0 or math.isnan(successes):
        return math.nan, math.nan
    share, squared = successes / n, QUANTILE_975**2
    center = (share + squared / (2 * n)) / (1 + squared / n)
    margin = QUANTILE_975 / (1 + squared / n) * math.sqrt(share * (1 - share) / n + squared / (4 * n**2))
    # At the ends the formula gives exactly 0 or 1, which rounding would miss by its last digit.
    low, high = (0.0 if successes == 0 else center - margin), (1.0 if successes == n else center + margin)
    return float(low), float(high)
