"""Mean change of the same people, and the difference in means of two sets of people, with their t intervals."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtrit

from groupreport.measures.change.estimate import NO_ESTIMATE, Estimate
from groupreport.measures.change.pairing import complete_pairs, largest_of, varies
from groupreport.measures.inputs import Values, as_numbers


def mean_change(pre: Values, post: Values) -> Estimate:
    """The mean change of people with both scores, in scale points, with its 95 % t interval.

    Args:
        pre: Scores before, one a person.
        post: Scores after. Two Series are matched by their index labels, plain arrays by position. Pairs with a
            missing score are left out.

    Returns:
        NaN throughout without a pair or with an infinite score; only the interval is NaN with a single pair, or where
        everybody changed by the same.

    Raises:
        ValueError: Lengths differ, the indexes match only in part, or scores are not numbers.

    Source: Student's t for paired observations; R's t.test(paired = TRUE).

    Examples:
        >>> change = mean_change([18, 12, 15, 20, 9], [10, 11, 9, 16, 8])
        >>> f"{change.value:.2f} ({change.low:.2f} to {change.high:.2f})"
        '-4.00 (-7.83 to -0.17)'
    """
    before, after = complete_pairs(pre, post)
    if not len(before) or not (np.isfinite(before).all() and np.isfinite(after).all()):
        return NO_ESTIMATE
    change = after - before
    value = float(change.mean())
    if len(change) < 2 or not varies(change, largest_of(before, after)):
        return Estimate(value=value, low=math.nan, high=math.nan)
    margin = float(stdtrit(len(change) - 1, 0.975)) * float(change.std(ddof=1)) / math.sqrt(len(change))
    return Estimate(value=value, low=value - margin, high=value + margin)


def mean_difference(first: Values, second: Values) -> Estimate:
    """The mean of the first less that of the second, different people, with Welch's 95 % t interval.

    Args:
        first: Scores of some people; missing ones are left out.
        second: Scores of others.

    Returns:
        NaN throughout where either has nobody or an infinite score; only the interval is NaN where either has one
        person, or where neither varies.

    Raises:
        ValueError: Scores are not numbers.

    Source: Welch 1947; R's t.test.

    Examples:
        >>> difference = mean_difference([1, 2, 3, 4], [4, 5, 6])
        >>> f"{difference.value:.1f} ({difference.low:.2f} to {difference.high:.2f})"
        '-2.5 (-4.73 to -0.27)'
    """
    sides = [scores[~np.isnan(scores)] for scores in (as_numbers(first, "first"), as_numbers(second, "second"))]
    if any(not len(scores) or not np.isfinite(scores).all() for scores in sides):
        return NO_ESTIMATE
    value = float(sides[0].mean() - sides[1].mean())
    if any(len(scores) < 2 for scores in sides) or not any(varies(scores) for scores in sides):
        return Estimate(value=value, low=math.nan, high=math.nan)
    errors = [float(scores.var(ddof=1)) / len(scores) for scores in sides]
    degrees = sum(errors) ** 2 / sum(error**2 / (len(scores) - 1) for error, scores in zip(errors, sides, strict=True))
    margin = float(stdtrit(degrees, 0.975)) * math.sqrt(sum(errors))
    return Estimate(value=value, low=value - margin, high=value + margin)
