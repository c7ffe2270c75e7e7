"""How far the members of one group agree, scale by scale, over the term."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.cohesion import FEWEST_MEMBERS, indices_of_agreement, spread_of_thirds
from groupreport.measures.inputs import Numbers
from groupreport.measures.stages import thirds
from groupreport.summaries.item_tables import ItemTable, process_items
from groupreport.summaries.scale_facts import SCALE_FACTS
from groupreport.summaries.scope import Scope

_COUNTS = ("fewest_raters", "most_raters", "small_sessions", "computable", "awg_computable")
_INDICES = ("average_deviation", "rwg", "rwg_star", "awg")


def agreement_of_group(scope: Scope) -> pd.DataFrame:
    """One row a scale that the group used: the median of each index over sessions, and how many sessions have one."""
    found = {items.scale_number: items for items in process_items(scope)}
    early, late = thirds(scope.held["session"])
    every = scope.process_scored[["scale_number", "held_number", "session", "score"]]
    by_scale = dict(list(every.groupby("scale_number")))
    rows = []
    for number in range(len(scope.process_scales)):
        scored = by_scale.get(number, every.iloc[:0])
        row: dict[str, object] = {"sessions": int(scored["held_number"].nunique())}
        row |= _medians(found.get(number))
        spread = spread_of_thirds(scored["score"], scored["session"], early, late)
        rows.append(row | {"spread_early": spread["early"], "spread_late": spread["late"]})
    return pd.concat([scope.process_scales[SCALE_FACTS], pd.DataFrame(rows)], axis=1)


def _medians(items: ItemTable | None) -> dict[str, object]:
    if items is None:
        nothing: dict[str, object] = dict.fromkeys(_INDICES, np.nan)
        return nothing | {"options": np.nan, **dict.fromkeys(_COUNTS, 0)}
    whole = items.instrument.items
    ends = None if whole is None else (whole.minimum, whole.maximum)
    by_session = indices_of_agreement(items.answers, items.held_number, ends, items.agreement)
    return {
        **{name: _median(by_session[name].to_numpy("float64")) for name in _INDICES},
        "options": np.nan if items.options is None else float(items.options),
        "fewest_raters": int(by_session["raters"].min()),
        "most_raters": int(by_session["raters"].max()),
        "small_sessions": int((by_session["raters"] < FEWEST_MEMBERS).sum()),
        "computable": int(by_session["average_deviation"].notna().sum()),
        "awg_computable": int(by_session["awg"].notna().sum()),
    }


def _median(values: Numbers) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else np.nan
