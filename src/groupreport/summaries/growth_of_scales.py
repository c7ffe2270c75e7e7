"""How every scale went from session to session, with members in groups."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.growth import Growth, growth
from groupreport.summaries.scale_facts import SCALE_FACTS
from groupreport.summaries.scope import Scope

GROWTH_FIELDS = tuple(field.name for field in dataclasses.fields(Growth))


def growth_of_scales(scope: Scope) -> pd.DataFrame:
    """One row a scale: the average change a session, counted over held sessions from each group's first."""
    place = scope.places["place"].to_numpy("float64")
    scores, rows = scope.process_scores, []
    # Numbers in the order of the ids, which need not be sorted again for every scale.
    member, group = (row_numbers(scores, [name], sort=True) for name in ("member_id", "group_id"))
    score, session = scores["score"].to_numpy(), place[scores["held_number"].to_numpy()]
    scale = scores["scale_number"].to_numpy()
    for number in np.unique(scale).tolist():
        own = scale == number
        found = growth(score[own], session[own], member[own], group[own])
        rows.append({"scale_number": number, **dataclasses.asdict(found)})
    table = pd.DataFrame(rows, columns=["scale_number", *GROWTH_FIELDS]).set_index("scale_number")
    return scope.process_scales[SCALE_FACTS].join(table)
