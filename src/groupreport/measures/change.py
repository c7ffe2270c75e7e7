"""Change of people from one occasion to another: reliable change, classes of change, effect size, shares.

Thin or degenerate data (no pair, no variance, an infinite score) give NaN or a missing class, never 0 and never an
error; an error means that the call itself is wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import gammaln

from groupreport.measures.inputs import Numbers, Values, as_numbers, order_like

ChangeClass = Literal["recovered", "improved", "unchanged", "deteriorated"]

_RELIABLE_Z = 1.96  # as Jacobson & Truax print it; the intervals below use the exact quantile
_QUANTILE_975 = 1.959963984540054
_RELATIVE_ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class ReliableChangeCriterion:
    """How large a change must be before it is larger than measurement error, with the steps to it, in scale points."""

    sd: float
    reliability: float
    standard_error_of_measurement: float
    standard_error_of_difference: float
    criterion: float


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A value with its 95 % interval; NaN where it cannot be computed."""

    value: float
    low: float
    high: float


def reliable_change(sd: float, reliability: float) -> ReliableChangeCriterion:
    """The reliable change criterion of a scale.

    SEM = SD √(1 - r), S_diff = √2 SEM, criterion = 1.96 S_diff.

    Args:
        sd: Standard deviation of the scores, in scale points; 0 or missing gives NaN steps.
        reliability: Between 0 and 1; a missing one gives NaN steps.

    Raises:
        ValueError: The SD is negative, or the reliability is not between 0 and 1.

    Source: Jacobson & Truax 1991, with their 1.96 (the exact normal quantile moves the fifth digit).

    Examples:
        >>> steps = reliable_change(sd=7.5, reliability=0.80)
        >>> f"{steps.standard_error_of_measurement:.2f} {steps.standard_error_of_difference:.2f} {steps.criterion:.2f}"
        '3.35 4.74 9.30'
    """
    if sd < 0:
        raise ValueError(f"sd must not be negative, it is {sd}")
    if reliability < 0 or reliability > 1:
        raise ValueError(f"reliability must lie between 0 and 1, it is {reliability}")
    # Scores that do not vary say nothing about error: a criterion of 0 would call every change reliable.
    usable = math.isfinite(sd) and sd > 0 and not math.isnan(reliability)
    measurement = sd * math.sqrt(1 - reliability) if usable else math.nan
    difference = math.sqrt(2) * measurement
    return ReliableChangeCriterion(
        sd=sd,
        reliability=reliability,
        standard_error_of_measurement=measurement,
        standard_error_of_difference=difference,
        criterion=_RELIABLE_Z * difference,
    )


def classify_change(
    pre: Values,
    post: Values,
    criterion: float,
    cutoff: float | None = None,
    higher_is: Literal["better", "worse"] = "worse",
    *,
    inclusive: bool = False,
    cutoff_is: Literal["clinical", "functional", "neither"] = "neither",
) -> pd.Series[Any]:
    """Each person's class of change: recovered, improved, unchanged or deteriorated.

    A change is reliable if it is larger than the criterion. Recovered: reliably better, clinical before and
    functional after; without a cut-off nobody is recovered. Deteriorated: reliably worse, whatever the sides.

    Args:
        pre: Scores before, one a person.
        post: Scores after. Two Series are matched by their index labels, plain arrays by position.
        criterion: The smallest reliable change in scale points, from `reliable_change` or a manual; a missing one
            leaves every class missing.
        cutoff: The line between the clinical and the functional range, in scale points.
        higher_is: What a high score means.
        inclusive: Whether a change equal to the criterion is reliable (NHS rules say so, Jacobson & Truax do not).
        cutoff_is: The side that a score on the cut-off is on. "neither" is the strict rule of
            clinicalsignificance: such a person is neither clinical before nor functional after.

    Returns:
        A Series in the order (and with the index) of `pre`; missing where a score is missing or infinite.

    Raises:
        ValueError: The criterion is negative, `higher_is` or `cutoff_is` is none of its words, lengths differ, the
            indexes match only in part, or scores are not numbers.

    Source: Jacobson & Truax 1991; R's clinicalsignificance (its "harmed" counts as deteriorated here).

    Examples:
        >>> classify_change([20, 20, 20, 8, 20], [9, 14, 19, 15, None], criterion=5, cutoff=10).tolist()
        ['recovered', 'improved', 'unchanged', 'deteriorated', nan]
    """
    if higher_is not in ("better", "worse"):
        raise ValueError(f"higher_is must be 'better' or 'worse', not {higher_is!r}")
    if cutoff_is not in ("clinical", "functional", "neither"):
        raise ValueError(f"cutoff_is must be 'clinical', 'functional' or 'neither', not {cutoff_is!r}")
    if criterion < 0:
        raise ValueError(f"criterion must not be negative, it is {criterion}")
    before, after = _paired(pre, post)
    judged = np.isfinite(before) & np.isfinite(after) & math.isfinite(criterion)
    direction = 1.0 if higher_is == "better" else -1.0
    better = np.where(judged, direction * (np.where(judged, after, 0) - np.where(judged, before, 0)), np.nan)
    improved, deteriorated = _reaches(better, criterion, inclusive), _reaches(-better, criterion, inclusive)
    recovered = improved & _crossed(before, after, cutoff, direction, cutoff_is)
    classes = np.select(
        [~judged, recovered, improved, deteriorated], ["", "recovered", "improved", "deteriorated"], "unchanged"
    )
    result = pd.Series(classes, index=pre.index if isinstance(pre, pd.Series) else None, dtype=object, name="outcome")
    return result.where(judged, np.nan)


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
    before, after = _paired(pre, post)
    complete = ~(np.isnan(before) | np.isnan(after))
    before, after = before[complete], after[complete]
    pairs = len(before)
    missing = Estimate(value=math.nan, low=math.nan, high=math.nan)
    if pairs < 3 or not (np.isfinite(before).all() and np.isfinite(after).all()) or not _varies(before):
        return missing
    value = _small_sample_correction(pairs - 1) * float((after - before).mean() / before.std(ddof=1))
    if not _varies(after):
        return Estimate(value=value, low=math.nan, high=math.nan)
    correlation = float(np.corrcoef(before, after)[0, 1])
    variance = 2 * (1 - correlation) / pairs + value**2 / (2 * pairs)
    margin = _QUANTILE_975 * math.sqrt(variance)
    return Estimate(value=value, low=value - margin, high=value + margin)


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
    share, squared = successes / n, _QUANTILE_975**2
    center = (share + squared / (2 * n)) / (1 + squared / n)
    margin = _QUANTILE_975 / (1 + squared / n) * math.sqrt(share * (1 - share) / n + squared / (4 * n**2))
    # At the ends the formula gives exactly 0 or 1, which rounding would miss by its last digit.
    return (0.0 if successes == 0 else center - margin), (1.0 if successes == n else center + margin)


def _paired(pre: Values, post: Values) -> tuple[Numbers, Numbers]:
    before, after = as_numbers(pre, "pre"), as_numbers(post, "post")
    order = order_like(
        pre if isinstance(pre, pd.Series) else before, post if isinstance(post, pd.Series) else after, ("pre", "post")
    )
    return before, after[order]


def _reaches(amount: Numbers, criterion: float, inclusive: bool) -> npt.NDArray[np.bool_]:
    """Whether an amount exceeds the criterion; amounts that differ from it by rounding alone are equal to it."""
    equal = np.isclose(amount, criterion, rtol=_RELATIVE_ROUNDING, atol=1e-12)
    return (amount > criterion) & ~equal | (equal & inclusive)


def _crossed(
    before: Numbers, after: Numbers, cutoff: float | None, direction: float, cutoff_is: str
) -> npt.NDArray[np.bool_]:
    """Whether a person went from the clinical to the functional side."""
    if cutoff is None or math.isnan(cutoff):
        return np.zeros(len(before), dtype=bool)
    clinical = _reaches(direction * cutoff - direction * before, 0.0, cutoff_is == "clinical")
    functional = _reaches(direction * after - direction * cutoff, 0.0, cutoff_is == "functional")
    return clinical & functional


def _varies(scores: Numbers) -> bool:
    return bool(scores.max() > scores.min())


def _small_sample_correction(degrees: int) -> float:
    """Hedges' exact J: Γ(m/2) / (√(m/2) Γ((m - 1)/2))."""
    return math.exp(float(gammaln(degrees / 2) - gammaln((degrees - 1) / 2)) - 0.5 * math.log(degrees / 2))
