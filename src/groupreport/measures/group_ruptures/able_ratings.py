"""At which of their sessions a member's ratings could show that a drop began."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

PLACE = ["member_id", "group_id", "session"]
_MEMBER = ["member_id", "group_id"]


def able_ratings(ratings: pd.DataFrame, max_gap: int, by: Sequence[str] = ()) -> pd.DataFrame:
    """List the sessions that members rated, and whether a drop could begin there.

    A first rating has nothing to fall from, nor has one after more than `max_gap` missed sessions: counted as sessions
    without a drop they would make drops look rarer, and drops at once in later sessions look less like chance.

    Args:
        ratings: The ratings of series that could be judged: member_id, group_id, series, session (the place among the
            held sessions of the group), and the columns of *by*.
        max_gap: How many missed sessions may lie between two ratings of a series that are compared.
        by: Columns that tell ratings of one member and session apart, such as the level.

    Returns:
        A row a member and session (and value of *by*), in order: member_id, group_id, session, able (bool: on at least
        one series there is an earlier rating near enough), and the columns of *by* before them.

    Examples:
        >>> ratings = pd.DataFrame({"member_id": "A", "group_id": "G", "series": 0, "session": [1, 2, 6, 7]})
        >>> able_ratings(ratings, max_gap=2)["able"].tolist()  # three sessions missed before the sixth
        [False, True, False, True]
    """
    series = [*_MEMBER, "series"]
    rows = ratings.drop_duplicates([*series, "session"]).sort_values([*series, "session"], ignore_index=True)
    missed = rows.groupby(series, dropna=False, sort=False)["session"].diff() - 1
    able = (missed <= max_gap).fillna(False).astype(bool)
    found = rows.assign(able=able).groupby([*by, *PLACE], dropna=False)["able"].any().reset_index()
    return found[[*by, *PLACE, "able"]]
