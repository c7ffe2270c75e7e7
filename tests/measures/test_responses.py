"""The event log: response steps, time to resolution, and what ratings saw as well."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.measures.responses import STEPS, concordance, count_steps, describe_events, members_in_log


@pytest.fixture(name="events")
def _events() -> pd.DataFrame:
    rows = pd.DataFrame(
        [
            # named, disarmed: taken, not taken, the rest not recorded; resolved two held sessions later (4 is canceled)
            {"event_id": "E1", "session": 2, "resolved_session": 5, "named": True, "disarmed": False},
            {"event_id": "E2", "session": 3, "resolved_session": 3, "named": True},
            {"event_id": "E3", "session": 5, "resolved_session": None, "named": False},
        ],
        columns=["event_id", "session", "resolved_session", *STEPS],
    )
    typed = dict.fromkeys(STEPS, "boolean") | {"session": "Int64", "resolved_session": "Int64"}
    return rows.astype(typed).assign(group_id="G1", note="free text", member_ids="A;B", repair_status="full")


HELD = pd.DataFrame({"group_id": "G1", "session": pd.array([1, 2, 3, 5, 6], dtype="Int64")})


def test_time_to_resolution_counts_held_sessions(events):
    """From session 2 to 5 with 4 canceled: 2 sessions; in the same session: 0; never: missing."""
    resolved = describe_events(events, HELD)["sessions_to_resolution"]

    assert resolved.iloc[:2].tolist() == [2, 0]
    assert pd.isna(resolved.iloc[2])


def test_a_resolution_that_nobody_worked_for_has_no_time(events):
    """Resolved in session 5 with nobody trying contradicts itself; a status that is not recorded does not."""
    status = pd.array(["none", None, "none"], dtype="str")
    resolved = describe_events(events.assign(repair_status=status), HELD)["sessions_to_resolution"]

    assert resolved.isna().tolist() == [True, False, True]


def test_steps_not_recorded_are_not_steps_not_taken(events):
    """An empty cell says that nobody noted it."""
    steps = count_steps(events).set_index("step")

    assert steps.loc["named"].tolist() == [2, 1, 0]
    assert steps.loc["disarmed"].tolist() == [0, 1, 2]
    assert (steps.sum(axis=1) == 3).all()
    described = describe_events(events, HELD)
    assert described["steps_taken"].tolist() == [1, 1, 0]
    assert described["steps_recorded"].tolist() == [2, 1, 1]


def test_free_text_and_member_ids_stop_here(events):
    """What people wrote about each other goes no further than the events table."""
    described = describe_events(events, HELD)

    assert not {"note", "member_ids"} & set(described.columns)


def test_log_and_ratings_are_set_beside_each_other(events):
    """Session 3 was seen by both, 2 and 5 by the log alone, 6 by the ratings alone."""
    onsets = pd.DataFrame({"group_id": "G1", "onset_session": pd.array([3, 3, 6], dtype="Int64")})

    table = concordance(events, onsets)
    assert table[["session", "events", "episodes", "seen_by"]].to_numpy().tolist() == [
        [2, 1, 0, "log_only"],
        [3, 1, 2, "both"],
        [5, 1, 0, "log_only"],
        [6, 0, 1, "rating_only"],
    ]


def test_members_are_named_once_for_each_rupture():
    """A list with a blank and a repeated id names each member once; a rupture without members has no row."""
    events = pd.DataFrame({"event_id": ["E1", "E2"], "session": [2, 3], "member_ids": ["B; A;B", None]})

    assert members_in_log(events).to_numpy().tolist() == [["E1", 2, "B"], ["E1", 2, "A"]]
