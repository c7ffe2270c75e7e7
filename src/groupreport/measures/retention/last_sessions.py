"""When each person was last seen, in own sessions, and whether that was a drop-out."""

from __future__ import annotations

import pandas as pd


def last_sessions(persons: pd.DataFrame) -> pd.DataFrame:
    """Time to the last attended session.

    The time is the own session that was attended last, 0 for people who never came. It ends with a drop-out where the
    roster says so; everybody else (completed, still enrolled, transferred, referred) was attending until then and is
    censored there.

    Args:
        persons: The result of `courses`.

    Returns:
        One row a person: member_id, group_id, time (missing where nothing is on record of somebody who may have come),
        dropped_out (bool), uncertain (bool: a later own session is not on record, so the drop-out may have been later;
        the time is then the earliest possible).

    Examples:
        >>> persons = {"member_id": ["A", "B"], "group_id": "G", "end": ["dropped_out", "completed"]}
        >>> persons = pd.DataFrame(persons | {"last_attended": [3, 10], "last_possible": [4, 10]})
        >>> last_sessions(persons)[["time", "dropped_out", "uncertain"]].values.tolist()  # A may have come to session 4
        [[3, True, True], [10, False, False]]
    """
    nothing_known = (persons["last_attended"] == 0) & (persons["last_possible"] > 0)
    dropped = persons["end"] == "dropped_out"
    return persons[["member_id", "group_id"]].assign(
        time=persons["last_attended"].astype("Int64").mask(nothing_known),
        dropped_out=dropped,
        uncertain=dropped & ~nothing_known & (persons["last_possible"] > persons["last_attended"]),
    )
