"""Steps, starters, time to resolution, thirds and cells of the event log: small logs counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.responses import (
    STEPS,
    events_by_cell,
    events_by_third,
    repair_starters,
    steps_by_sort,
    times_to_resolution,
)
from groupreport.measures.retention import kaplan_meier, median_session

HELD = pd.DataFrame({"group_id": "G1", "session": pd.array([1, 2, 3, 5, 6, 7, 8], dtype="Int64")})


def log(*rows: tuple, group: str = "G1") -> pd.DataFrame:
    """Events as (session, repair_status, resolved_session)."""
    frame = pd.DataFrame(rows, columns=["session", "repair_status", "resolved_session"])
    return frame.astype({"session": "Int64", "resolved_session": "Int64"}).assign(group_id=group)


def test_what_was_never_resolved_counts_until_the_last_held_session():
    """Session 4 was canceled: 2 to 5 are 2 sessions; 3, never resolved: 4 more were held; 8, in the last one: none."""
    found = times_to_resolution(log((2, "full", 5), (3, "none", None), (8, "attempted", None)), HELD)

    assert found["time"].tolist() == [2, 4, 0]
    assert found["resolved"].tolist() == [True, False, False]


def test_the_same_session_takes_no_session():
    """A rupture that was resolved in its own session has time 0, which is an answer."""
    assert times_to_resolution(log((3, "full", 3)), HELD).to_numpy().tolist() == [[0, True]]


def test_a_partial_repair_with_a_session_is_resolved_there():
    """The session says when, however far it went."""
    assert times_to_resolution(log((3, "partial", 6)), HELD).to_numpy().tolist() == [[2, True]]


def test_a_resolution_that_nobody_worked_for_says_nothing():
    """Neither resolved nor censored: one of the two columns is wrong, and nobody knows which."""
    found = times_to_resolution(log((2, "none", 5), (2, None, 5)), HELD)

    assert found["time"].isna().tolist() == [True, False]
    assert found["resolved"].tolist() == [False, True]


def test_a_full_repair_without_a_session_and_one_before_its_rupture_say_nothing():
    """Neither has a time, and neither may stand as not resolved. Intake refuses the second; no time is made of it."""
    found = times_to_resolution(log((2, "full", None), (5, "full", 3)), HELD)

    assert found["time"].isna().all()


def test_an_event_in_a_canceled_session_counts_from_the_next_one_held():
    """Written down for session 4, which was canceled, and resolved in 6: 5 and 6 were held."""
    assert times_to_resolution(log((4, "full", 6)), HELD).to_numpy().tolist() == [[2, True]]


def test_each_groups_own_sessions_count():
    """G2 held one session after the event; those of G1 are none of its."""
    held = pd.concat([HELD, pd.DataFrame({"group_id": "G2", "session": pd.array([1, 2], dtype="Int64")})])
    found = times_to_resolution(log((1, "none", None), group="G2"), held)

    assert found["time"].tolist() == [1]


def test_an_empty_log_has_no_times():
    """No row in, no row out, and no curve."""
    found = times_to_resolution(log(), HELD)

    assert found.empty
    assert np.isnan(median_session(kaplan_meier(found["time"], found["resolved"])))


def test_the_median_is_that_of_everybody_not_of_the_resolved():
    """Times 0, 1, 2, 2, 5 resolved; 3, 4, 6 not. R 4.2.2, survival 3.5-3, survfit(conf.type = "log-log").

    The resolved alone have a mean of 2 and would hide that a quarter is never seen resolved.
    """
    times = pd.DataFrame({"time": [0, 1, 2, 2, 3, 4, 5, 6], "resolved": [True] * 4 + [False, False, True, False]})
    curve = kaplan_meier(times["time"], times["resolved"])

    assert curve["share"].tolist() == pytest.approx([0.875, 0.75, 0.5, 0.5, 0.5, 0.25, 0.25])
    assert curve.loc[2, ["low", "high"]].tolist() == pytest.approx([0.1520359, 0.774865], abs=1e-6)
    assert curve.loc[5, ["low", "high"]].tolist() == pytest.approx([0.0144204, 0.635494], abs=1e-6)
    assert median_session(curve) == 2


def test_steps_of_cultural_ruptures_stand_apart_and_blanks_are_no_steps():
    """Two cultural, one other, one of which it is not recorded: named yes and blank; no; yes."""
    events = pd.DataFrame({"cultural": pd.array([True, True, False, None], dtype="boolean")})
    events = events.assign(**dict.fromkeys(STEPS, pd.array([None] * 4, dtype="boolean")))
    events["named"] = pd.array([True, None, False, True], dtype="boolean")
    found = steps_by_sort(events)
    named = found[found["step"] == "named"].set_index("sort")

    assert named["events"].to_dict() == {"cultural": 2, "not_cultural": 1, "not_recorded": 1}
    counts = ["taken", "not_taken", "not_recorded"]
    assert named[counts].to_numpy().tolist() == [[1, 0, 1], [0, 1, 0], [1, 0, 0]]
    assert (found[counts].sum(axis=1) == found["events"]).all()


def test_who_started_is_of_the_repairs_that_somebody_tried():
    """One by a leader, one by a co-leader, two by members, one tried by nobody knows whom, one that nobody tried."""
    events = pd.DataFrame(
        {
            "repair_status": ["full", "partial", "attempted", "none", "full", "none"],
            "repair_started_by": ["leader", "co_leader", "member", "member", None, None],
        }
    )

    assert repair_starters(events).to_numpy().tolist() == [
        ["leader", 1],
        ["co_leader", 1],
        ["member", 2],
        ["not_recorded", 1],
    ]


def test_thirds_are_of_each_groups_own_held_sessions():
    """G1 held seven: 1, 2 | 3, 5, 6 | 7, 8. G2 held two and has no thirds. Session 4 of G1 was not held."""
    held = pd.concat([HELD, pd.DataFrame({"group_id": "G2", "session": pd.array([1, 2], dtype="Int64")})])
    events = pd.DataFrame({"group_id": ["G1"] * 4 + ["G2"], "session": [2, 3, 8, 4, 1]})
    found = events_by_third(events, held)

    assert found["part"].tolist() == ["early", "middle", "late", "outside"]
    assert found["events"].tolist() == [1, 1, 1, 2]
    assert found["sessions"].tolist()[:3] == [2, 3, 2]


def test_cells_have_levels_and_kinds_with_what_is_recorded():
    """Five withdrawals, resolved after 1, 1, 2 and not after 3 and 4: half within 2; the one subgrouping has no median.

    Of the intensities 2, 4 and two blanks and 5 the median is 4.
    """
    events = pd.DataFrame(
        {
            "level": ["member_leader"] * 6,
            "kind": ["withdrawal"] * 5 + ["subgrouping"],
            "cultural": pd.array([None, False, False, False, False, True], dtype="boolean"),
            "intensity": [2.0, 4.0, None, None, 5.0, None],
            "repair_status": ["full", "full", "partial", "none", "none", "none"],
        }
    )
    times = pd.DataFrame({"time": pd.array([1, 1, 2, 3, 4, 2], dtype="Int64"), "resolved": [True] * 3 + [False] * 3})
    found = events_by_cell(events, times).set_index("cell")

    assert found["by"].tolist() == ["level", "kind", "kind"]
    row = found.loc["withdrawal"]
    assert row[["events", "cultural", "intensity_recorded", "repaired_full"]].tolist() == [5, 0, 3, 2]
    assert row[["intensity_median", "intensity_lowest", "intensity_highest"]].tolist() == [4, 2, 5]
    assert row["median_sessions"] == 2
    assert found.loc["subgrouping", ["intensity_median", "median_sessions"]].isna().all()
    assert found.loc["subgrouping", "cultural"] == 1


def test_no_event_has_no_cell():
    """An empty log has no row, and the columns stay."""
    nothing = pd.DataFrame(columns=["level", "kind", "cultural", "intensity", "repair_status"])
    found = events_by_cell(nothing.astype({"intensity": "float64"}), pd.DataFrame(columns=["time", "resolved"]))

    assert found.empty
    assert "median_sessions" in found
