"""At which of their sessions a member's ratings could show that a drop began."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers

PLACE = ["member_id", "group_id", "session"]
_MEMBER = ["member_id", "group_id"]
_SERIES = [*_MEMBER, "series"]


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
    session = ratings["session"].to_numpy("int64")
    # Numbers of member and series, and of what makes a row of the result beside the session, in sorted order.
    series, cell = (row_numbers(ratings, names, sort=True) for names in (_SERIES, [*by, *_MEMBER]))
    order = np.lexsort((session, series))
    missed = np.diff(session[order], prepend=0) - 1
    able = np.zeros(len(ratings), dtype=bool)
    # A session that is there twice says nothing that the first row of it does not.
    able[order] = (np.diff(series[order], prepend=-1) == 0) & (missed >= 0) & (missed <= max_gap)
    order = np.lexsort((session, cell))
    first = (np.diff(cell[order], prepend=-1) != 0) | (np.diff(session[order], prepend=-1) != 0)
    found = ratings[[*by, *PLACE]].take(order[first]).reset_index(drop=True)
    return found.assign(able=np.bincount(np.cumsum(first) - 1, weights=able[order]) > 0)
