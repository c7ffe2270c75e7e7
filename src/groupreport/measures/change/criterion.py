"""How large a change must be before it is larger than measurement error."""

from __future__ import annotations

import math
from dataclasses import dataclass

_RELIABLE_Z = 1.96  # as Jacobson & Truax print it; intervals use the exact quantile


@dataclass(frozen=True, kw_only=True)
class ReliableChangeCriterion:
    """How large a change must be before it is larger than measurement error, with the steps to it, in scale points."""

    sd: float
    reliability: float
    standard_error_of_measurement: float
    standard_error_of_difference: float
    criterion: float


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
