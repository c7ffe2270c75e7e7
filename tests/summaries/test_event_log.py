"""The event log of the small term in numbers, counted by hand."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.summaries import summarize_group, summarize_program
from groupreport.summaries.records import EventLog, LogAndRatings, Unavailable


@pytest.fixture(name="found", scope="module")
def _found(small):
    found = summarize_program(small).event_log
    assert isinstance(found, EventLog)
    return found


def with_events(tables, *rows: dict):
    """The small term's tables with these events; what a row does not say is the first event's, but ids of members."""
    first = tables["events"].iloc[0].to_dict()
    events = [first | {"event_id": f"E{place}"} | row for place, row in enumerate(rows, start=1)]
    return tables | {"events": pd.DataFrame(events)}


def test_the_one_event_in_numbers(found):
    """A withdrawal from the group in session 4 of 1, 2, 4, 5, 6: the middle third; resolved one session later."""
    assert (found.events, found.own_words, found.resolved, found.unresolved, found.left_out) == (1, 0, 1, 0, 0)
    assert found.cells[["by", "cell", "events"]].to_numpy().tolist() == [
        ["level", "member_group", 1],
        ["kind", "withdrawal", 1],
    ]
    # G1: 1 | 2, 4, 5 | 6; G2: 1, 2 | 3, 4 | 5, 6.
    assert found.thirds["sessions"].tolist()[:3] == [3, 5, 3]
    assert found.thirds["events"].tolist() == [0, 1, 0, 0]
    assert found.starters.to_numpy().tolist() == [["not_recorded", 1]]
    assert found.median == 1


def test_sessions_in_which_a_drop_could_begin(found):
    """Only A could be judged: rated 1, 2, 4, 5, 6, so a drop could begin in four; at 4 it did, and was logged: 1/4."""
    assert isinstance(found.with_ratings, LogAndRatings)
    seen = found.with_ratings.sessions

    assert (seen.both, seen.rating_only, seen.log_only, seen.neither) == (1, 0, 0, 3)
    assert seen.expected == pytest.approx(0.25)
    assert found.with_ratings.outside == 0


@pytest.mark.parametrize(("first", "last"), [("leader", "members"), ("leader", None), (None, "group"), ("group", None)])
def test_ratings_of_a_series_that_cannot_be_judged_are_left_out(tables, open_small, first, last):
    """A is asked about one target at 1, 2, 4, 5, and otherwise once, at 6: no drop could be seen there, so 1/3."""
    extra = {"member_id": "D", "group_id": "G1", "session": 6, "instrument": "alliance_1_10", "item": "3", "value": 7}
    rated = pd.concat([tables["ratings"], pd.DataFrame([extra])], ignore_index=True)
    alone = (rated["member_id"] == "A") & (rated["session"] == 6)
    rated["target"] = np.where(alone, last, first)
    found = summarize_program(open_small(tables | {"ratings": rated})).event_log
    seen = found.with_ratings.sessions

    assert (seen.both, seen.rating_only, seen.log_only, seen.neither) == (1, 0, 0, 2)
    assert seen.expected == pytest.approx(1 / 3)


def test_without_members_on_record_nothing_is_said_of_them(found):
    """The event names nobody: it cannot be said, and the drop is not counted as missing from the log."""
    own = found.with_ratings.members

    assert (own.events, own.cannot_be_said) == (1, 1)
    assert math.isnan(own.expected)
    assert own.drops is None
    assert own.drops_logged is None


def test_members_on_record_are_looked_up_in_their_ratings(tables, open_small):
    """A's drop began at 4. Logged at 4 with A: same session; at 2: next rating; at 5: not seen; E has no rating.

    A's drop would be seen from 2 and 4. Of the four sessions other than its own that is one for the events at 4 and at
    2, and two for the one at 5.
    """
    changed = with_events(
        tables,
        {"member_ids": "A"},
        {"session": 2, "member_ids": "A;B", "resolved_session": 2},
        {"session": 5, "member_ids": "A"},
        {"group_id": "G2", "session": 2, "member_ids": "E", "resolved_session": None, "repair_status": "none"},
    )
    found = summarize_program(open_small(changed)).event_log
    own = found.with_ratings.members

    assert (own.seen_same, own.seen_next, own.not_seen, own.cannot_be_said) == (1, 1, 1, 1)
    assert own.expected == pytest.approx(1 / 4 + 1 / 4 + 2 / 4)
    assert (own.drops, own.drops_logged) == (1, 1)
    # G2's session has no rating of a member who could be judged.
    assert found.with_ratings.outside == 1


def test_an_event_in_a_canceled_session_is_in_no_third(tables, open_small):
    """Session 3 of G1 was canceled: the event counts, outside the thirds and outside what ratings could show."""
    found = summarize_group(open_small(with_events(tables, {"session": 3})), "G1").event_log

    assert found.thirds["events"].tolist() == [0, 0, 0, 1]
    assert found.with_ratings.outside == 1
    assert found.with_ratings.sessions.log_only == 0


def test_no_log_and_an_empty_log_are_told_apart(tables, open_small):
    """Not collected is a reason; an empty log says that nobody logged anything."""
    without = {name: table for name, table in tables.items() if name != "events"}
    missing = summarize_group(open_small(without), "G1").event_log
    assert isinstance(missing, Unavailable)
    assert missing.reason == "not_collected"

    empty = summarize_group(open_small(tables | {"events": tables["events"].iloc[:0]}), "G1").event_log
    assert isinstance(empty, EventLog)
    assert (empty.events, empty.resolved, empty.unresolved) == (0, 0, 0)
    assert math.isnan(empty.median)
    assert empty.with_ratings.sessions.rating_only == 1


def test_without_ratings_the_log_is_still_counted(tables, open_small):
    """The part beside the ratings says why it is not there."""
    found = summarize_group(open_small(tables | {"ratings": tables["ratings"].iloc[:0]}), "G1").event_log

    assert found.events == 1
    assert isinstance(found.with_ratings, Unavailable)


def test_no_word_that_staff_wrote_leaves_the_log(tables, open_small):
    """A kind, a role and a note with a name in them are nowhere in the summaries of group and program."""
    told = {"kind": "Kim shouted", "reported_by": "Kim", "repair_started_by": "Kim's friend", "note": "Kim cried"}
    term = open_small(with_events(tables, told))
    group, program = summarize_group(term, "G1"), summarize_program(term)

    assert group.event_log.own_words == 1
    assert group.observed.events[["kind", "reported_by"]].to_numpy().tolist() == [["other", "other"]]
    assert program.events_by_kind["kind"].tolist() == ["other"]
    for part in (group.observed, group.event_log, program.event_log, program.events_by_kind):
        frames = [part] if isinstance(part, pd.DataFrame) else dataclasses.asdict(part).values()
        assert "Kim" not in " ".join(one.to_string() if isinstance(one, pd.DataFrame) else str(one) for one in frames)


def test_a_microaggression_is_cultural_unless_the_log_says_it_is_not(tables, open_small):
    """Where the box is blank the kind decides; where it says no it stays no. Groups, kinds and steps count alike."""
    changed = with_events(
        tables,
        {"kind": "Microaggression", "cultural": None},
        {"kind": "microaggression", "cultural": False},
        {"kind": "withdrawal", "cultural": None},
    )
    program = summarize_program(open_small(changed))

    assert program.groups["events_cultural"].tolist() == [1, 0]
    assert program.event_log.steps.drop_duplicates("sort")["events"].tolist() == [1, 1, 1]
    # A kind that says cultural beside a count that does not would be one row read in two ways.
    kinds = program.event_log.cells.query("by == 'kind'").set_index("cell")[["events", "cultural"]]
    assert kinds.loc[["cultural", "other"]].to_numpy().tolist() == [[1, 1], [1, 0]]
    assert not program.events_by_kind.query("kind == 'cultural' and cultural == False").size


def test_leadership_does_not_get_it(small):
    """Counts of single ruptures and of the members behind drops are evaluators' alone."""
    program = summarize_program(small)
    shown = for_audience(program, "leadership").summary

    assert program.event_log is not None
    assert program.consequences is not None
    assert shown.event_log is None
    assert shown.consequences is None


def test_the_log_names_members_of_the_group_alone(tables, open_small):
    """G1's log names A, and E by a slip, who is in G2: G1's report names A alone; without a log nobody."""
    events = with_events(tables, {"member_ids": "A;E"})
    named = summarize_group(open_small(events), "G1").logged_members

    assert named[["event_id", "member_id"]].to_numpy().tolist() == [["E1", "A"]]
