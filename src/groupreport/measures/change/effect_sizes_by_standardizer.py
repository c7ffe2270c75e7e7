"""The mean change in other units than the spread before: the spread of the changes, and that of both occasions."""

from __future__ import annotations

import math

import numpy as np

from groupreport.measures.change.effect_size import FEWEST_PAIRS, small_sample_correction
from groupreport.measures.change.estimate import NO_ESTIMATE, Estimate
from groupreport.measures.change.pairing import complete_pairs, largest_of, varies
from groupreport.measures.change.shares import QUANTILE_975
from groupreport.measures.inputs import Values


def effect_size_dz(pre: Values, post: Values) -> Estimate:
    """d_z: the mean change in standard deviations of the changes, with its 95 % interval.

    J (mean change) / SD of the changes, J the exact small-sample correction with n - 1 degrees of freedom; positive
    if scores rise. The interval is value ± 1.959964 √v with v = 1 / n + value² / (2 n): metafor's large-sample
    variance (vtype "LS"), not the non-central t. It says how alike people changed, and depends on how closely the
    occasions correlate, so it cannot be compared with SMCR or with a difference between groups.

    Args:
        pre: Scores before, one a person.
        post: Scores after. Two Series are matched by their index labels, plain arrays by position. Pairs with a
            missing score are left out.

    Returns:
        NaN throughout with fewer than three pairs, an infinite score, or changes that do not vary.

    Raises:
        ValueError: Lengths differ, the indexes match only in part, or scores are not numbers.

    Source: Gibbons, Hedeker & Davis 1993; R's metafor::escalc(measure="SMCC").

    Examples:
        >>> change = effect_size_dz([18, 12, 15, 20, 9], [10, 11, 9, 16, 8])
        >>> f"{change.value:.4f} ({change.low:.4f} to {change.high:.4f})"
        '-1.0355 (-2.1218 to 0.0509)'
    """
    before, after = complete_pairs(pre, post)
    pairs = len(before)
    if pairs < FEWEST_PAIRS or not (np.isfinite(before).all() and np.isfinite(after).all()):
        return NO_ESTIMATE
    change = after - before
    if not varies(change, largest_of(before, after)):
        return NO_ESTIMATE
    value = small_sample_correction(pairs - 1) * float(change.mean() / change.std(ddof=1))
    margin = QUANTILE_975 * math.sqrt(1 / pairs + value**2 / (2 * pairs))
    return Estimate(value=value, low=value - margin, high=value + margin)


def effect_size_dav(pre: Values, post: Values) -> Estimate:
    """d_av: the mean change in the average spread of both occasions, with its 95 % interval.

    d = mean change / √((SD pre² + SD post²) / 2). The value is d √((n - 2) / (n - 1)), corrected for small samples;
    the interval is d ± 1.959964 √v around the uncorrected d, as its author has it, with
    v = d² (s₁⁴ + s₂⁴ + 2 r² s₁² s₂²) / (8 (n - 1) s⁴) + (s₁² + s₂² - 2 r s₁ s₂) / ((n - 1) s²), s the standardizer
    and r the correlation. The variances of the occasions may differ.

    Args:
        pre: Scores before, one a person.
        post: Scores after. Two Series are matched by their index labels, plain arrays by position. Pairs with a
            missing score are left out.

    Returns:
        NaN throughout with fewer than three pairs, an infinite score, or scores that vary on neither occasion; only
        the interval is NaN where they vary on one alone.

    Raises:
        ValueError: Lengths differ, the indexes match only in part, or scores are not numbers.

    Source: Bonett 2008, Psychological Methods 13, 99-109; R's statpsych::ci.stdmean.ps, unweighted standardizer.

    Examples:
        >>> change = effect_size_dav([18, 12, 15, 20, 9], [10, 11, 9, 16, 8])
        >>> f"{change.value:.4f} ({change.low:.4f} to {change.high:.4f})"
        '-0.9035 (-2.0591 to -0.0274)'
    """
    before, after = complete_pairs(pre, post)
    pairs = len(before)
    if pairs < FEWEST_PAIRS or not (np.isfinite(before).all() and np.isfinite(after).all()):
        return NO_ESTIMATE
    if not varies(before) and not varies(after):
        return NO_ESTIMATE
    spread, later_spread = float(before.var(ddof=1)), float(after.var(ddof=1))
    standardizer = (spread + later_spread) / 2
    uncorrected = float((after - before).mean()) / math.sqrt(standardizer)
    value = uncorrected * math.sqrt((pairs - 2) / (pairs - 1))
    if not varies(before) or not varies(after):
        return Estimate(value=value, low=math.nan, high=math.nan)
    together = float(np.cov(before, after, ddof=1)[0, 1])  # r s₁ s₂
    variance = uncorrected**2 * (spread**2 + later_spread**2 + 2 * together**2) / (8 * (pairs - 1) * standardizer**2)
    variance += (spread + later_spread - 2 * together) / ((pairs - 1) * standardizer)
    margin = QUANTILE_975 * math.sqrt(variance)
    return Estimate(value=value, low=uncorrected - margin, high=uncorrected + margin)
