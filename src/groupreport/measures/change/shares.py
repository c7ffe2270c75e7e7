"""How sure a share of people is."""

from __future__ import annotations

import math

from groupreport.measures.change.estimate import NO_ESTIMATE, Estimate

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


def difference_of_shares(successes: float, n: float, other_successes: float, other_n: float) -> Estimate:
    """The difference of two independent shares with Newcombe's 95 % interval, as shares of 1.

    d = p - q; low = d - √((p - l)² + (u' - q)²), high = d + √((u - p)² + (q - l')²), l, u and l', u' the Wilson
    limits of the first and the second share.

    Args:
        successes: How many of the first.
        n: Of how many.
        other_successes: How many of the second.
        other_n: Of how many; if either has nobody, or a count is missing, everything is NaN.

    Raises:
        ValueError: A count is negative or infinite, or there are more successes than n.

    Source: Newcombe 1998, Statistics in Medicine 17, 873-890, method 10.

    Examples:
        >>> found = difference_of_shares(56, 70, 48, 80)
        >>> f"{found.value:.4f} ({found.low:.4f} to {found.high:.4f})"
        '0.2000 (0.0524 to 0.3339)'
    """
    low, high = wilson_interval(successes, n)
    other_low, other_high = wilson_interval(other_successes, other_n)
    if math.isnan(low) or math.isnan(other_low):
        return NO_ESTIMATE
    share, other = successes / n, other_successes / other_n
    difference = share - other
    return Estimate(
        value=difference,
        low=difference - math.hypot(share - low, other_high - other),
        high=difference + math.hypot(high - share, other - other_low),
    )
