"""What the term cost for each person who completed, recovered or improved."""

from __future__ import annotations

import math

import pandas as pd

from groupreport.measures.costs import cost_per_person
from groupreport.summaries.records import Costs, Outcomes, Unavailable
from groupreport.summaries.scope import Scope


def costs_of_term(scope: Scope, outcomes: Outcomes | Unavailable) -> Costs | Unavailable:
    """The cost for each person, with the number of people it was divided by."""
    given = scope.term.parameters.term_settings.costs
    if given is None:
        return Unavailable("not_collected", "no_costs")
    completed = int((scope.people["end"] == "completed").sum())
    rows = [("completed", None, None, completed, math.nan, cost_per_person(given.total, completed))]
    if isinstance(outcomes, Outcomes):
        for _, row in outcomes.by_instrument.iterrows():
            counted = {"recovered": row["recovered"], "improved": row["recovered"] + row["improved"]}
            for name, people in counted.items():
                if math.isnan(people) or (name == "recovered" and math.isnan(row["cutoff"])):
                    continue
                cost = cost_per_person(given.total, people)
                rows.append((name, row["instrument"], row["short_name"], int(people), int(row["pairs"]), cost))
    columns = ["counted", "instrument", "short_name", "people", "pairs", "cost"]
    return Costs(
        total=given.total,
        currency=given.currency,
        note=given.note or "",
        enrolled=len(scope.people),
        rows=pd.DataFrame(rows, columns=columns),
    )
