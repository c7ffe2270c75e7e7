"""Whether ruptures were logged early, in the middle or late in the groups' terms."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.stages import thirds
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped

PARTS = ("early", "middle", "late")


def events_by_third(events: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Count the events in the first third of each group's held sessions, in the last, and between.

    A third is rounded down, so the middle holds what is left. Groups that held fewer than three sessions have no
    thirds, and an event at a session that was not held is in none.

    Args:
        events: group_id, session.
        held: The held sessions: group_id, session.

    Returns:
        One row each for early, middle and late, then one for outside: part, sessions (held, over all groups; missing
        for outside), events. Together: all events.

    Examples:
        >>> held = pd.DataFrame({"group_id": "G", "session": [1, 2, 3, 4, 5, 6, 7]})
        >>> events_by_third(pd.DataFrame({"group_id": "G", "session": [2, 3, 9]}), held).values.tolist()
        [['early', 2, 1], ['middle', 3, 1], ['late', 2, 0], ['outside', <NA>, 1]]
    """
    parts: dict[tuple[str, int], str] = {}
    for group_id, own in held.groupby("group_id", observed=True):
        early, late = thirds(own["session"])
        if early:
            places = dict.fromkeys(map(int, own["session"]), "middle")
            places |= dict.fromkeys(early, "early") | dict.fromkeys(late, "late")
            parts |= {(str(group_id), session): part for session, part in places.items()}
    sessions = pd.Series(list(parts.values()), dtype=TEXT).value_counts()
    told = [
        parts.get((str(group_id), int(session)), "outside")
        for group_id, session in zip(events["group_id"], events["session"], strict=True)
    ]
    logged = pd.Series(told, dtype=TEXT).value_counts()
    rows = [(part, int(sessions.get(part, 0)), int(logged.get(part, 0))) for part in PARTS]
    outside = ("outside", None, int(logged.get("outside", 0)))
    found = pd.DataFrame([*rows, outside], columns=["part", "sessions", "events"])
    return retyped(found, {"part": TEXT, "sessions": "Int64", "events": "int64"})
