"""What may be true of everybody, given that some have no last score: from the worst to the best possible."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from groupreport.measures.change.pairing import paired
from groupreport.measures.inputs import Values

_ROUNDING = 1e-9  # of means of items times their number


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The lowest and the highest value that the missing scores leave possible; no confidence interval."""

    low: float
    high: float


def improvement_bounds(improved: float, pairs: float, everyone: float) -> Bounds:
    """The share of everybody who improved: if nobody without a pair did, and if all of them did.

    The worst case counts those without both scores as unchanged or worse, the best as improved. However the missing
    scores would have come out, the share lies between.

    Args:
        improved: People with both scores who improved reliably.
        pairs: People with both scores.
        everyone: All people, with or without scores; nobody, or a missing count, gives NaN.

    Raises:
        ValueError: The counts cannot be: not 0 <= improved <= pairs <= everyone.

    Source: Manski 1989 (bounds without an assumption on the missing); definition.

    Examples:
        >>> improvement_bounds(6, 10, 15)
        Bounds(low=0.4, high=0.7333333333333333)
    """
    if improved < 0 or improved > pairs or pairs > everyone:
        raise ValueError(f"of {everyone} people {pairs} have pairs and {improved} of these improved: that cannot be")
    if not everyone > 0 or math.isnan(improved):
        return Bounds(low=math.nan, high=math.nan)
    return Bounds(low=improved / everyone, high=(improved + everyone - pairs) / everyone)


def mean_change_bounds(pre: Values, post: Values, minimum: float, maximum: float) -> Bounds:
    """The mean change of everybody if missing scores were as low, or as high, as the scale goes.

    Args:
        pre: Scores before, one a person, everybody enrolled among them.
        post: Scores after. Two Series are matched by their index labels, plain arrays by position.
        minimum: The lowest possible score; NaN where it is not known.
        maximum: The highest possible score.

    Returns:
        NaN for nobody, for an infinite score, or for an unknown range where a score is missing.

    Raises:
        ValueError: A score lies outside the range, lengths differ, or scores are not numbers.

    Source: Manski 1989 (bounds without an assumption on the missing); definition.

    Examples:
        >>> mean_change_bounds([10, 20], [4, None], minimum=0, maximum=27)
        Bounds(low=-13.0, high=0.5)
    """
    before, after = paired(pre, post)
    known = np.concatenate([before[~np.isnan(before)], after[~np.isnan(after)]])
    if not len(before) or not np.isfinite(known).all():
        return Bounds(low=math.nan, high=math.nan)
    if len(known) and (known.min() < minimum - _ROUNDING or known.max() > maximum + _ROUNDING):
        raise ValueError(f"scores from {known.min():g} to {known.max():g} lie outside {minimum:g} to {maximum:g}")
    lowest = np.where(np.isnan(after), minimum, after) - np.where(np.isnan(before), maximum, before)
    highest = np.where(np.isnan(after), maximum, after) - np.where(np.isnan(before), minimum, before)
    return Bounds(low=float(lowest.mean()), high=float(highest.mean()))
