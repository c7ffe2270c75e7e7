"""Recovered, improved, unchanged or deteriorated: each person's class of change."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
import pandas as pd

from groupreport.measures.change.pairing import paired
from groupreport.measures.change.thresholds import CutoffIs, is_clinical, is_functional, reaches
from groupreport.measures.inputs import Values

ChangeClass = Literal["recovered", "improved", "unchanged", "deteriorated"]


def classify_change(
    pre: Values,
    post: Values,
    criterion: float,
    cutoff: float | None = None,
    higher_is: Literal["better", "worse"] = "worse",
    *,
    inclusive: bool = False,
    cutoff_is: CutoffIs = "neither",
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
    before, after = paired(pre, post)
    judged = np.isfinite(before) & np.isfinite(after) & math.isfinite(criterion)
    direction = 1.0 if higher_is == "better" else -1.0
    better = np.where(judged, direction * (np.where(judged, after, 0) - np.where(judged, before, 0)), np.nan)
    improved = reaches(better, criterion, inclusive=inclusive)
    deteriorated = reaches(-better, criterion, inclusive=inclusive)
    recovered = (
        improved
        & is_clinical(before, cutoff, direction, cutoff_is)
        & is_functional(after, cutoff, direction, cutoff_is)
    )
    classes = np.select(
        [~judged, recovered, improved, deteriorated], ["", "recovered", "improved", "deteriorated"], "unchanged"
    )
    result = pd.Series(classes, index=pre.index if isinstance(pre, pd.Series) else None, dtype=object, name="outcome")
    return result.where(judged, np.nan)
