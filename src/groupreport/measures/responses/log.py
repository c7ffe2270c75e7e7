"""The event log: ruptures that people saw, what was done about them, and whether ratings saw them as well."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.inputs import as_texts
from groupreport.measures.responses.resolution import sessions_until
from groupreport.measures.responses.steps import steps_of_events
from groupreport.measures.text import TEXT


def describe_events(events: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Add to each logged event how long it took to resolve and how many response steps were taken.

    Args:
        events: The events table: group_id, session, repair_status, resolved_session, the step columns, and others.
        held: The held sessions: group_id, session.

    Returns:
        The events in order of group, session and id, with sessions_to_resolution (held sessions after the event's
        until the one where it was resolved; 0: in the same one; missing: not resolved, or
        nobody tried to repair it), steps_taken and steps_recorded (steps for which yes or no was recorded). Free text
        and member ids are left out; the step columns stay.

    Source: the steps are those of Miles et al. 2021 for cultural ruptures, applied to every kind.

    Examples:
        >>> events = pd.DataFrame({"group_id": "G1", "session": [2], "event_id": "E1", "resolved_session": [5],
        ...     "repair_status": "full", "note": None, "member_ids": None, "named": [True], "disarmed": [False],
        ...     "supported_target": [True], "educated": None, "supported_other": None, "corrective": None})
        >>> held = pd.DataFrame({"group_id": "G1", "session": [1, 2, 3, 5]})  # session 4 was canceled
        >>> found = describe_events(events, held)
        >>> found[["sessions_to_resolution", "steps_taken", "steps_recorded"]].values.tolist()
        [[2, 2, 3]]
    """
    order = np.argsort(row_numbers(events, ["group_id", "session", "event_id"], sort=True), kind="stable")
    ordered = events.take(order).reset_index(drop=True)
    untried = as_texts(ordered["repair_status"]) == "none"  # with a session of resolution the two contradict each other
    resolved = (ordered["resolved_session"] >= ordered["session"]).to_numpy(dtype=bool, na_value=False) & ~untried
    taken, recorded = steps_of_events(ordered)
    return ordered.drop(columns=["note", "member_ids"]).assign(
        sessions_to_resolution=pd.Series(sessions_until(ordered, held)).where(resolved),
        steps_taken=taken.sum(axis=1),
        steps_recorded=recorded.sum(axis=1),
    )


def concordance(events: pd.DataFrame, onsets: pd.DataFrame) -> pd.DataFrame:
    """Set the event log beside the ratings, session by session.

    Args:
        events: One row an event: group_id, session.
        onsets: One row an episode: group_id, onset_session.

    Returns:
        One row a session with an event or the onset of an episode: group_id, session, events, episodes, seen_by
        (both, rating_only, log_only).

    Examples:
        >>> events = pd.DataFrame({"group_id": "G1", "session": [3, 3, 5]})
        >>> onsets = pd.DataFrame({"group_id": "G1", "onset_session": [3, 6]})
        >>> concordance(events, onsets)[["session", "events", "episodes", "seen_by"]].values.tolist()
        [[3, 2, 1, 'both'], [5, 1, 0, 'log_only'], [6, 0, 1, 'rating_only']]
    """
    place = ["group_id", "session"]
    began = onsets[["group_id", "onset_session"]].set_axis(place, axis="columns")
    every = pd.concat([events[place], began], ignore_index=True)
    _, first, session = np.unique(row_numbers(every, place, sort=True), return_index=True, return_inverse=True)
    parts = np.split(session, [len(events)])
    logged, rated = (np.bincount(part, minlength=len(first)) for part in parts)
    seen_by = np.select([logged == 0, rated == 0], ["rating_only", "log_only"], "both")
    sessions = every.take(first).reset_index(drop=True)
    return sessions.assign(events=logged, episodes=rated, seen_by=pd.Series(seen_by, dtype=TEXT))
