"""The event log: ruptures that people saw, what was done about them, and whether ratings saw them as well."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.responses.steps import STEPS
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
    ordered = events.sort_values(["group_id", "session", "event_id"], ignore_index=True)
    steps = ordered[list(STEPS)]
    described = ordered.drop(columns=["note", "member_ids"])
    between = (
        described[["resolved_session"]]
        .assign(event=range(len(described)), began=described["session"], group_id=described["group_id"])
        .merge(held[["group_id", "session"]], on="group_id")
    )
    inside = (between["session"] > between["began"]) & (between["session"] <= between["resolved_session"])
    count = between.loc[inside.fillna(False).astype(bool)].groupby("event").size().reindex(range(len(described)))
    resolved = (described["resolved_session"] >= described["session"]).fillna(False).astype(bool)
    resolved &= (described["repair_status"] != "none").fillna(True).astype(bool)  # the two contradict each other
    return described.assign(
        sessions_to_resolution=count.fillna(0).astype("Int64").to_numpy(),
        steps_taken=steps.eq(True).fillna(False).to_numpy(bool).sum(axis=1, dtype="int64"),
        steps_recorded=steps.notna().to_numpy(bool).sum(axis=1, dtype="int64"),
    ).assign(sessions_to_resolution=lambda rows: rows["sessions_to_resolution"].where(resolved))


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
    logged = events.groupby(["group_id", "session"]).size().rename("events")
    rated = (
        onsets.rename(columns={"onset_session": "session"}).groupby(["group_id", "session"]).size().rename("episodes")
    )
    sessions = pd.concat([logged, rated], axis=1).fillna(0).astype("int64").sort_index().reset_index()
    seen_by = np.select([sessions["events"] == 0, sessions["episodes"] == 0], ["rating_only", "log_only"], "both")
    return sessions.assign(seen_by=pd.Series(seen_by, index=sessions.index, dtype=TEXT))
