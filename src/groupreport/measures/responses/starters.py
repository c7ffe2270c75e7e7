"""Who took the first step towards a repair."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.responses.kinds import ROLES
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped

_TRIED = ("attempted", "partial", "full")


def repair_starters(events: pd.DataFrame) -> pd.DataFrame:
    """Count who started the repair, of the ruptures that somebody tried to repair.

    Somebody tried where the repair was attempted, partial or full, or where it is on record who started it.

    Args:
        events: repair_status and repair_started_by (a role's code, missing where it was not recorded).

    Returns:
        One row a role that started any, then not_recorded: role, repairs. Together: all that somebody tried to repair.

    Examples:
        >>> events = {"repair_status": ["full", "partial", "attempted", "none"]}
        >>> events |= {"repair_started_by": ["leader", "member", None, None]}
        >>> repair_starters(pd.DataFrame(events)).values.tolist()  # nobody tried to repair the last one
        [['leader', 1], ['member', 1], ['not_recorded', 1]]
    """
    starter = events["repair_started_by"]
    tried = starter[events["repair_status"].isin(_TRIED) | starter.notna()]
    counts = tried.value_counts()
    rows = [(role, int(counts[role])) for role in ROLES if role in counts.index]
    found = pd.DataFrame([*rows, ("not_recorded", int(tried.isna().sum()))], columns=["role", "repairs"])
    return retyped(found, {"role": TEXT, "repairs": "int64"})
