"""Two occasions of the same people, side by side."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.inputs import Numbers, Values, as_numbers, order_like


def paired(pre: Values, post: Values) -> tuple[Numbers, Numbers]:
    """Scores before and after as arrays whose places belong to the same person."""
    before, after = as_numbers(pre, "pre"), as_numbers(post, "post")
    order = order_like(
        pre if isinstance(pre, pd.Series) else before, post if isinstance(post, pd.Series) else after, ("pre", "post")
    )
    return before, after[order]
