"""The standardized mean change of people with both scores."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln

from groupreport.measures.change.estimate import NO_ESTIMATE, Estimate
from groupreport.measures.change.pairing import complete_pairs, varies
from groupreport.measures.change.shares import QUANTILE_975
from groupreport.measures.inputs import Values

FEWEST_PAIRS = 3


def standardized_mean_change(pre: Values, post: Values) -> Estimate:
    """SMCR: the mean change in standard deviations of the scores before, with its 95 % interval.

    J (mean post - mean pre) / SD pre, J the exact small-sample correction with n - 1 degrees of freedom; positive
    if scores rise. The interval is value ± 1.959964 √v with v = 2 (1 - r) / n + value² / (2 n), r the correlation
    of the two occasions: metafor's default variance (vtype "LS") and its interval.

    Args:
        pre: Scores before, one a person.
        post: Scores after. Two Series are matched by their index labels, plain arrays by position. Pairs with a
            missing score are left out.

    Returns:
        NaN throughout with fewer than three pairs, an infinite score, or scores before that do not vary; only the
        interval is NaN where the scores after do not vary.

    Raises:
        ValueError: Lengths differ, the indexes match only in part, or scores are not numbers.

    Source: Becker 1988; Morris 2008; R's metafor::escalc(measure="SMCR").

    Examples:
        >>> change = standardized_mean_change([10, 12, 14, 16], [9, 13, 11, 11])
        >>> f"{change.value:.4f} ({change.low:.4f} to {change.high:.4f})"
        '-0.5605 (-1.7705 to 0.6495)'
    """
    before, after = complete_pairs(pre, post)
    pairs = len(before)
    if pairs < FEWEST_PAIRS or not (np.isfinite(before).all() and np.isfinite(after).all()) or not varies(before):
        return NO_ESTIMATE
    value = small_sample_correction(pairs - 1) * float((after - before).mean() / before.std(ddof=1))
    if not varies(after):
        return Estimate(value=value, low=math.nan, high=math.nan)
    # 2 (1 - r) as the mean square between standardized scores: 1 - r itself loses its digits where r is nearly 1.
    apart = _standardized(after) - _standardized(before)
    variance = float((apart**2).sum()) / (pairs - 1) / pairs + value**2 / (2 * pairs)
    margin = QUANTILE_975 * math.sqrt(variance)
    return Estimate(value=value, low=value - margin, high=value + margin)


def _standardized(scores: np.ndarray) -> np.ndarray:
    return np.asarray((scores - scores.mean()) / scores.std(ddof=1))


def small_sample_correction(degrees: int) -> float:
    """Hedges' exact J: Γ(m/2) / (√(m/2) Γ((m - 1)/2))."""
    return math.exp(float(gammaln(degrees / 2) - gammaln((degrees - 1) / 2)) - 0.5 * math.log(degrees / 2))
