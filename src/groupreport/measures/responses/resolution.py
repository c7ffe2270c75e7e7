"""How many held sessions passed until a logged rupture was resolved, with those that were not resolved counted in."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_rows
from groupreport.measures.inputs import as_numbers


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
    time = pd.Series(sessions_until(events, held), index=events.index, dtype="Int64")
    return pd.DataFrame({"time": time.mask(contradiction | when_unknown), "resolved": resolved & ~contradiction})


def sessions_until(events: pd.DataFrame, held: pd.DataFrame) -> npt.NDArray[np.intp]:
    """The held sessions of its group after each event's own, until the one of its resolution, or the last one."""
    event, session = agreeing_rows(events, held, ["group_id"])
    number = as_numbers(held["session"], "session")[session]
    began, ended = (as_numbers(events[name], name)[event] for name in ("session", "resolved_session"))
    inside = (number > began) & (np.isnan(ended) | (number <= ended))
    return np.bincount(event[inside], minlength=len(events))
