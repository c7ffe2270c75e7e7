"""Two occasions of the same people, side by side."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.inputs import Numbers, Values, as_numbers, order_like


def paired(pre: Values, post: Values) -> tuple[Numbers, Numbers]:
    """Scores before and after as arrays whose places belong to the same person."""
    before, after = as_numbers(pre, "pre"), as_numbers(post, "post")
    order = order_like(
        pre if isinstance(pre, pd.Series) else before, post if isinstance(post, pd.Series) else after, ("pre", "post")
    )
    return before, after[order]


def complete_pairs(pre: Values, post: Values) -> tuple[Numbers, Numbers]:
    """The scores of the people with both, before and after."""
    before, after = paired(pre, post)
    complete = ~(np.isnan(before) | np.isnan(after))
    return before[complete], after[complete]


def varies(scores: Numbers, size: float | None = None) -> bool:
    """Whether scores differ by more than rounding, beside `size` (else the largest of them).

    Changes need the size of the scores that they are between: 0.3 - 0.2 and 0.2 - 0.1 are the same change.
    """
    largest = float(np.abs(scores).max()) if size is None else size
    return bool(float(scores.max() - scores.min()) > 1e-9 * largest)


def largest_of(*scores: Numbers) -> float:
    """The size of the largest score of several columns."""
    return max(float(np.abs(column).max()) for column in scores)
