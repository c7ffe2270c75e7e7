"""ICC(1) and ICC(2) by restricted maximum likelihood, and what nesting in groups costs in precision."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from groupreport.measures.agreement.between_groups import group_moments
from groupreport.measures.inputs import Labels, Numbers, Values

# Ratios of the variance between groups to that within up to e^12 are told apart; beyond that, members do not differ.
_LOG_RATIOS = np.linspace(-12.0, 12.0, 193)


@dataclass(frozen=True)
class MixedIcc:
    """ICC(1) and ICC(2) of a random-intercept model; both NaN where the data cannot tell."""

    icc1: float
    icc2: float


def icc_reml(values: Values, groups: Labels) -> MixedIcc:
    """ICC(1) and ICC(2) from a random-intercept model, estimated by restricted maximum likelihood.

    ICC(1) is the variance between groups over the variance in all. It weighs groups of unequal size as the model
    does and cannot be negative: 0 says that the model finds no difference between groups, where the ANOVA form of
    `icc1` goes below 0. ICC(2) is the reliability of a group's mean by Spearman and Brown with the mean group size.
    Missing (NaN) under the same conditions as `icc1`.

    Args:
        values: One rating a member, in any unit; missing values are left out.
        groups: The group of each rating, as any hashable labels; rows without a label are left out.

    Raises:
        ValueError: The two differ in length, their indexes match only in part, or values are not numbers.

    Source: Bliese 2000; R's multilevel::mult.icc, which fits the model with nlme::lme.

    Examples:
        >>> found = icc_reml([1, 2, 3, 4], ["A", "A", "B", "B"])
        >>> round(found.icc1, 6)  # equal sizes: as the ANOVA form, 3.5 / 4.5
        0.777778
    """
    moments = group_moments(values, groups)
    if moments is None:
        return MixedIcc(math.nan, math.nan)
    sizes, means, within = moments
    count = int(sizes.sum())

    if within <= 0:
        return MixedIcc(1.0, 1.0)
    ratio = _variance_ratio(sizes, means, within)
    first = ratio / (1 + ratio)
    size = count / len(sizes)
    return MixedIcc(first, size * first / (1 + (size - 1) * first))


def _variance_ratio(sizes: Numbers, means: Numbers, within: float) -> float:
    """The variance between groups over that within, by restricted maximum likelihood.

    Groups of very unequal size can give the likelihood two summits, so the highest is sought on a grid first; its
    place is then found to the last digits, as the root of the slope.
    """
    count = sizes.sum()

    def parts(ratio: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        weights = sizes / (1 + sizes * ratio[:, np.newaxis])
        centers = (weights * means).sum(axis=1) / weights.sum(axis=1)
        squares = (means - centers[:, np.newaxis]) ** 2
        return weights, squares, within + (weights * squares).sum(axis=1)

    def unlikely(ratio: Numbers) -> Numbers:
        """Minus twice the restricted log likelihood, but for a constant."""
        weights, _, spread = parts(ratio)
        sums = np.log1p(sizes * ratio[:, np.newaxis]).sum(axis=1) + np.log(weights.sum(axis=1))
        return np.asarray((count - 1) * np.log(spread) + sums)

    def slope(log_ratio: float) -> float:
        weights, squares, spread = parts(np.array([math.exp(log_ratio)]))
        explained = (count - 1) * (weights**2 * squares).sum() / spread[0]
        return float(weights.sum() - (weights**2).sum() / weights.sum() - explained)

    best = int(unlikely(np.exp(_LOG_RATIOS)).argmin())
    lower, upper = _LOG_RATIOS[max(best - 1, 0)], _LOG_RATIOS[min(best + 1, len(_LOG_RATIOS) - 1)]
    if slope(lower) < 0 < slope(upper):
        ratio = math.exp(brentq(slope, lower, upper, xtol=1e-12))
    else:  # the likelihood has no summit inside: it is highest at no difference between groups, or at nothing else
        ratio = math.exp(_LOG_RATIOS[best])
    return ratio if unlikely(np.array([ratio]))[0] < unlikely(np.zeros(1))[0] else 0.0


def design_effect(icc: float, group_size: float) -> float:
    """By how much the variance of a mean is larger than if members answered independently: 1 + (m - 1) ICC.

    A standard error that ignores the groups is too small by the square root of it. An ICC below 0 counts as 0, so
    that nesting is never said to help. NaN where the ICC is missing.

    Args:
        icc: ICC(1).
        group_size: m, the mean number of members.

    Source: Kish 1965.

    Examples:
        >>> round(design_effect(0.1, 8), 3)
        1.7
    """
    return 1 + (group_size - 1) * max(icc, 0.0) if not math.isnan(icc) else math.nan
