"""How many held sessions passed until a logged rupture was resolved, with those that were not resolved counted in."""

from __future__ import annotations

import pandas as pd


def times_to_resolution(events: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """The time of each event to its resolution, or to the last held session of its group if it was not resolved.

    Leaving out what was never resolved would make repairs look quick; such an event is censored instead. Nothing can be
    said of an event whose session of resolution lies before it, that nobody tried to repair and that names one all the
    same, or that is fully repaired and does not say when.

    Args:
        events: group_id, session, repair_status, resolved_session (missing: not resolved).
        held: The held sessions: group_id, session.

    Returns:
        With the index of `events`: time (held sessions of the group after the event's until then; missing where nothing
        can be said), resolved (bool; false: censored). To be given to `retention.kaplan_meier`.

    Examples:
        >>> events = pd.DataFrame({"group_id": "G", "session": [2, 3], "repair_status": ["full", "none"]})
        >>> events["resolved_session"] = pd.array([5, None], dtype="Int64")
        >>> held = pd.DataFrame({"group_id": "G", "session": [1, 2, 3, 5, 6]})  # session 4 was canceled
        >>> times_to_resolution(events, held).values.tolist()
        [[2, True], [2, False]]
    """
    began, ended = events["session"], events["resolved_session"]
    resolved = (ended >= began).fillna(False).astype(bool)
    untried = (events["repair_status"] == "none").fillna(False).astype(bool) & ended.notna()
    contradiction = (ended < began).fillna(False).astype(bool) | untried
    when_unknown = (events["repair_status"] == "full").fillna(False).astype(bool) & ended.isna()
    pairs = (
        events[["group_id", "session", "resolved_session"]]
        .rename(columns={"session": "began"})
        .assign(event=range(len(events)))
        .merge(held[["group_id", "session"]], on="group_id")
    )
    inside = (pairs["session"] > pairs["began"]) & (
        pairs["resolved_session"].isna() | (pairs["session"] <= pairs["resolved_session"]).fillna(False)
    )
    passed = pairs.loc[inside.fillna(False).astype(bool)].groupby("event").size().reindex(range(len(events)))
    time = pd.Series(passed.fillna(0).astype("Int64").to_numpy(), index=events.index, dtype="Int64")
    return pd.DataFrame({"time": time.mask(contradiction | when_unknown), "resolved": resolved & ~contradiction})
