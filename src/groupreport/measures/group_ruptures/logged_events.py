"""Whether members who were not named in a logged rupture drop next."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import rows_that_agree
from groupreport.measures.group_ruptures.able_ratings import PLACE
from groupreport.measures.group_ruptures.contagion import followed_rows, uninvolved

_SESSION = ["group_id", "session"]


def followed_after_events(able: pd.DataFrame, episodes: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Follow members who are not named in a session's logged ruptures to the next session that they rated.

    Who is followed, and how far, is as in `followed_after_drops`. Sessions with a logged rupture that names nobody are
    left out: who had no part in it is not known. A session without a logged rupture is one in which nobody logged one.

    Args:
        able: The result of `able_ratings`.
        episodes: One row a drop: member_id, group_id, onset_session, end_session (places).
        events: One row a logged rupture: group_id, session (a place), member_ids (joined by semicolons, or missing).

    Returns:
        One row a member and session followed: member_id, group_id, session, after (bool: a rupture was logged there),
        dropped (bool: the member's drop began at the next session).

    Examples:
        >>> able = pd.DataFrame({"member_id": ["A"] * 3 + ["B"] * 3, "group_id": "G", "session": [2, 3, 4] * 2})
        >>> drops = pd.DataFrame({"member_id": ["B"], "group_id": "G", "onset_session": 3, "end_session": 4})
        >>> events = pd.DataFrame({"group_id": ["G"], "session": 2, "member_ids": "A"})
        >>> found = followed_after_events(able.assign(able=True), drops, events)
        >>> found[["member_id", "session", "after", "dropped"]].values.tolist()  # A is named in session 2
        [['A', 3, False, False], ['B', 2, True, True]]
    """
    rows = uninvolved(able, episodes)
    members = [[] if pd.isna(ids) else [one.strip() for one in ids.split(";")] for ids in events["member_ids"]]
    unnamed = np.array([not any(ids) for ids in members], dtype=bool)
    named = events[_SESSION].take(np.repeat(np.arange(len(events)), [len(ids) for ids in members]))
    named = named.assign(member_id=[one for ids in members for one in ids])
    left_out = rows_that_agree(rows, events[unnamed], _SESSION) | rows_that_agree(rows, named, PLACE)
    logged = pd.Series(rows_that_agree(rows, events, _SESSION), index=rows.index)
    return followed_rows(rows, rows["followed"] & ~left_out, logged)
