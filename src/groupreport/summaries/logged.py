"""The event log as every report counts it: kinds and roles as codes, never the words that staff wrote."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.responses import kinds_of, roles_of
from groupreport.summaries.scope import Scope, once_a_scope


@once_a_scope
def logged_events(scope: Scope) -> pd.DataFrame:
    """The events table with kind, reported_by and repair_started_by as codes, and own_words (the kind is on no list).

    Where it is not recorded whether a rupture was cultural, one of the kind cultural was. Where the log says that it
    was not, its kind is other: a row must not be counted both ways.
    """
    events = scope.table("events")
    kinds = kinds_of(events["kind"])
    by_kind = kinds["kind"].eq("cultural").fillna(False).astype(bool)
    cultural = events["cultural"].astype("boolean")
    return events.assign(
        kind=kinds["kind"].mask(by_kind & cultural.eq(False).fillna(False).astype(bool), "other"),
        own_words=kinds["own_words"],
        reported_by=roles_of(events["reported_by"]),
        repair_started_by=roles_of(events["repair_started_by"]),
        cultural=cultural.mask(cultural.isna() & by_kind, True),
    )
