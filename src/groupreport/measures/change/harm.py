"""Who got reliably worse and crossed into the clinical range: a mark beside the four classes, not a fifth."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
import pandas as pd

from groupreport.measures.change.pairing import paired
from groupreport.measures.change.thresholds import CutoffIs, is_clinical, is_functional, reaches
from groupreport.measures.inputs import Values


def harmed(
    pre: Values,
    post: Values,
    criterion: float,
    cutoff: float | None,
    higher_is: Literal["better", "worse"] = "worse",
    *,
    inclusive: bool = False,
    cutoff_is: CutoffIs = "neither",
) -> pd.Series[Any]:
    """Whether each person got reliably worse and went from the functional to the clinical side of the cut-off.

    The mirror image of "recovered". Everybody so marked is deteriorated in `classify_change`. The word is the
    literature's; it says what scores did, not what did it.

    Args:
        pre: Scores before, one a person.
        post: Scores after. Two Series are matched by their index labels, plain arrays by position.
        criterion: The smallest reliable change in scale points; a missing one leaves every mark missing.
        cutoff: The line between the clinical and the functional range; without one every mark is missing, because
            nobody's side is known.
        higher_is: What a high score means.
        inclusive: Whether a change equal to the criterion is reliable.
        cutoff_is: The side that a score on the cut-off is on.

    Returns:
        A boolean Series (with NA) in the order and with the index of `pre`; missing where a score is.

    Raises:
        ValueError: The criterion is negative, a word is unknown, lengths differ, or scores are not numbers.

    Source: R's clinicalsignificance ("harmed").

    Examples:
        >>> harmed([8, 12, 20, 8], [15, 20, 9, None], criterion=5, cutoff=10).tolist()
        [True, False, False, <NA>]
    """
    if higher_is not in ("better", "worse"):
        raise ValueError(f"higher_is must be 'better' or 'worse', not {higher_is!r}")
    if criterion < 0:
        raise ValueError(f"criterion must not be negative, it is {criterion}")
    before, after = paired(pre, post)
    known_line = cutoff is not None and not math.isnan(cutoff)
    judged = np.isfinite(before) & np.isfinite(after) & (math.isfinite(criterion) and known_line)
    direction = 1.0 if higher_is == "better" else -1.0
    worse = np.where(judged, direction * (np.where(judged, before, 0) - np.where(judged, after, 0)), np.nan)
    marked = (
        reaches(worse, criterion, inclusive=inclusive)
        & is_functional(before, cutoff, direction, cutoff_is)
        & is_clinical(after, cutoff, direction, cutoff_is)
    )
    index = pre.index if isinstance(pre, pd.Series) else None
    return pd.Series(pd.arrays.BooleanArray(marked, ~judged), index=index, name="harmed")
