"""How every scale went from session to session, with members in groups."""

from __future__ import annotations

import dataclasses

import pandas as pd

from groupreport.measures.growth import Growth, growth
from groupreport.summaries.scale_facts import SCALE_FACTS
from groupreport.summaries.scope import Scope

GROWTH_FIELDS = tuple(field.name for field in dataclasses.fields(Growth))


def growth_of_scales(scope: Scope) -> pd.DataFrame:
    """One row a scale: the average change a session, counted over held sessions from each group's first."""
    place = scope.places["place"].to_numpy("float64")
    rows = []
    for number, scores in scope.process_scores.groupby("scale_number", sort=True):
        found = growth(
            scores["score"].to_numpy(),
            place[scores["held_number"].to_numpy()],
            scores["member_id"].to_numpy(dtype=object),
            scores["group_id"].to_numpy(dtype=object),
        )
        rows.append({"scale_number": number, **dataclasses.asdict(found)})
    table = pd.DataFrame(rows, columns=["scale_number", *GROWTH_FIELDS]).set_index("scale_number")
    return scope.process_scales[SCALE_FACTS].join(table)
