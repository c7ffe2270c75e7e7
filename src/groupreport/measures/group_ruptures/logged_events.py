"""Whether members who were not named in a logged rupture drop next."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.group_ruptures.able_ratings import PLACE
from groupreport.measures.group_ruptures.contagion import uninvolved

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
    logged = events[[*_SESSION, "member_ids"]]
    unnamed = logged["member_ids"].isna() | (logged["member_ids"].astype(object).fillna("").str.strip() == "")
    named = logged[~unnamed].assign(member_id=logged.loc[~unnamed, "member_ids"].astype(object).str.split(";"))
    named = named.explode("member_id")
    named["member_id"] = named["member_id"].astype(object).str.strip()
    event = _found(rows, logged, _SESSION)
    left_out = _found(rows, logged[unnamed], _SESSION) | _found(rows, named, PLACE)
    kept = rows[rows["followed"] & ~left_out]
    found = kept.assign(after=event[kept.index], dropped=kept["next_onset"])
    return found[[*PLACE, "after", "dropped"]].reset_index(drop=True)


def _found(rows: pd.DataFrame, other: pd.DataFrame, on: list[str]) -> pd.Series[bool]:
    """Whether the other frame has a row with the same labels."""
    keys = set(other[on].itertuples(index=False, name=None))
    return pd.Series([key in keys for key in rows[on].itertuples(index=False, name=None)], index=rows.index, dtype=bool)
