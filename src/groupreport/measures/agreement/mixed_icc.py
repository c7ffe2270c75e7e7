"""ICC(1) and ICC(2) by restricted maximum likelihood, and what nesting in groups costs in precision."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from groupreport.measures.agreement.between_groups import group_moments
from groupreport.measures.inputs import Labels, Values

# Ratios of the variance between groups to that within up to e^12 are told apart; beyond that, members do not differ.
_LARGEST_LOG_RATIO = 12.0


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

    def criterion(ratio: float) -> float:
        """Minus twice the restricted log likelihood, but for a constant, at a ratio of the two variances."""
        weights = sizes / (1 + sizes * ratio)
        center = (weights * means).sum() / weights.sum()
        spread = within + (weights * (means - center) ** 2).sum()
        return float((count - 1) * math.log(spread) + np.log1p(sizes * ratio).sum() + math.log(weights.sum()))

    if within <= 0:
        return MixedIcc(1.0, 1.0)
    found = minimize_scalar(
        lambda power: criterion(math.exp(power)), bounds=(-_LARGEST_LOG_RATIO, _LARGEST_LOG_RATIO), method="bounded",
        options={"xatol": 1e-10},
    )  # fmt: skip
    ratio = math.exp(found.x) if criterion(math.exp(found.x)) < criterion(0.0) else 0.0
    first = ratio / (1 + ratio)
    size = count / len(sizes)
    return MixedIcc(first, size * first / (1 + (size - 1) * first))


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
