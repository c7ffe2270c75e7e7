"""How reliable the scales are in the program's own data, with one form a person."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.agreement import (
    cronbach_alpha,
    cronbach_alpha_interval,
    omega_total,
    omega_total_interval,
)
from groupreport.summaries.item_tables import item_tables
from groupreport.summaries.scale_facts import SCALE_FACTS
from groupreport.summaries.scope import Scope

ONE_ITEM = "a single item, or scores without their items"
TOO_FEW = "too few people answered every item, or an item does not vary"
NO_OMEGA = "omega needs three items and three people an item"


def reliability_of_scales(scope: Scope) -> pd.DataFrame:
    """One row a scale: alpha and omega of each person's first complete form.

    Later forms of the same person would count the same person's habits again as if they were another's.
    """
    scores = scope.process_scores
    complete = scores[scores["status"] == "complete"].sort_values("session", kind="stable")
    first = complete.drop_duplicates(["scale_number", "member_id"])
    rows = []
    for items in item_tables(scope, first):
        table = items.turned
        alpha, omega = cronbach_alpha(table), omega_total(table)
        low, high = cronbach_alpha_interval(table)
        omega_low, omega_high = omega_total_interval(table)
        several = table.shape[1] > 1
        note = ONE_ITEM if not several else TOO_FEW if np.isnan(alpha) else NO_OMEGA if np.isnan(omega) else ""
        rows.append(
            {
                "scale_number": items.scale_number,
                "people": len(table),
                "items": table.shape[1],
                "alpha": alpha,
                "alpha_low": low,
                "alpha_high": high,
                "omega": omega,
                "omega_low": omega_low,
                "omega_high": omega_high,
                "note": note,
            }
        )
    columns = ["scale_number", "people", "items", "alpha", "alpha_low", "alpha_high", "omega", "omega_low"]
    found = pd.DataFrame(rows, columns=[*columns, "omega_high", "note"]).set_index("scale_number")
    return scope.process_scales[SCALE_FACTS].join(found, how="inner")
