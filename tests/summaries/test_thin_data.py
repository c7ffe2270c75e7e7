"""Terms with little or nothing in them: a reason instead of a number, never an error, never a 0 for unknown."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.summaries import summarize_group, summarize_outcomes, summarize_program
from groupreport.summaries.records import Unavailable


def emptied(tables, *names):
    return {name: rows.iloc[:0] if name in names else rows for name, rows in tables.items()}


def without(tables, *names):
    return {name: rows for name, rows in tables.items() if name not in names}


CASES = {
    "no sessions yet": lambda tables: emptied(tables, "sessions", "attendance", "ratings", "outcomes", "events"),
    "sessions lie ahead": lambda tables: (
        emptied(tables, "attendance", "ratings", "outcomes", "events")
        | {"sessions": tables["sessions"].assign(status="planned")}
    ),
    "no attendance": lambda tables: emptied(tables, "attendance"),
    "no ratings": lambda tables: emptied(tables, "ratings"),
    "no answers in the ratings": lambda tables: tables | {"ratings": tables["ratings"].assign(value=None)},
    "no outcomes": lambda tables: emptied(tables, "outcomes"),
    "no events": lambda tables: emptied(tables, "events"),
    "only what is required": lambda tables: without(tables, "outcomes", "events"),
    "nobody enrolled": lambda tables: emptied(tables, "roster", "attendance", "ratings", "outcomes", "events"),
    "two members": lambda tables: {
        name: rows[rows["member_id"].isin(["A", "D"])] if "member_id" in rows else rows for name, rows in tables.items()
    },
    "one session": lambda tables: {
        name: rows[rows["session"] == 1] if "session" in rows else rows for name, rows in tables.items()
    },
}


@pytest.mark.parametrize("case", CASES)
def test_every_report_can_be_summarized(case, tables, open_small, small):
    """No exception and no warning, with every part either said or explained."""
    term = open_small(CASES[case](tables), previous=small)

    for summary in (summarize_group(term, "G1"), summarize_group(term, "G2"), summarize_program(term)):
        parts = [getattr(summary, each.name) for each in dataclasses.fields(summary)]
        assert all(part.detail for part in parts if isinstance(part, Unavailable))
    assert summarize_outcomes(term).groups == 2


def test_a_term_without_sessions_says_so(tables, open_small):
    """Everybody is enrolled and nobody has attended yet, which is true; nothing else is said."""
    group = summarize_group(open_small(CASES["no sessions yet"](tables)), "G1")

    assert group.flow.enrolled == 4
    assert group.flow.never_attended == 4
    assert group.attendance_by_session == Unavailable("not_enough_data", "no_session_yet")
    assert group.scales_by_session == Unavailable("not_enough_data", "no_session_yet")


def test_unrecorded_attendance_is_not_absence(tables, open_small):
    """Sessions were held but no sheet was kept: counts that need it are missing, not 0."""
    term = open_small(CASES["no attendance"](tables))
    group = summarize_group(term, "G1")

    assert (group.flow.started, group.flow.never_attended, group.flow.dose_reached) == (None, None, None)
    assert group.flow.completed == 1
    assert isinstance(group.attendance_by_session, Unavailable)
    groups = summarize_program(term).groups
    assert groups[["started", "dose_reached", "attendance_rate"]].isna().all(axis=None)


def test_a_group_without_ratings_has_no_scores_and_no_drops(small):
    """G2 rated nothing; its other parts are there."""
    group = summarize_group(small, "G2")

    assert group.ruptures == Unavailable("not_enough_data", "no_session_questionnaire_answered")
    assert isinstance(group.scales_by_session, Unavailable)
    assert group.flow.enrolled == 2


def test_tables_not_collected_differ_from_empty_ones(tables, open_small):
    """An event log without entries says that nobody logged a rupture; a missing log says nothing."""
    empty = summarize_group(open_small(CASES["no events"](tables)), "G1")
    absent = summarize_group(open_small(CASES["only what is required"](tables)), "G1")

    assert empty.observed.events.empty
    assert absent.observed.reason == "not_collected"
    assert absent.outcomes.reason == "not_collected"


def test_a_missing_number_of_drops_is_not_zero(tables, open_small):
    """Without ratings no group has a count of episodes."""
    groups = summarize_program(open_small(CASES["no ratings"](tables))).groups

    assert groups[["members_judged", "episodes"]].isna().all(axis=None)
    assert pd.api.types.is_integer_dtype(groups["episodes"])


@pytest.mark.parametrize(
    ("of_the_first", "of_the_second", "told"),
    [
        (1, 1, {"attended"}),
        (2, 2, {"dose_reached"}),
        (1, 6, {"dose_reached"}),
        (6, 6, {"attendance_rate", "dose_reached"}),
    ],
)
def test_what_funders_are_told_of_attendance_goes_by_the_number_of_sessions(
    tables, open_small, of_the_first, of_the_second, told
):
    """Who came to the only session is a count of people, and called so only where nobody could come more often.

    With 54 people, 0.85 of two sessions attended and 0.76 who came to both leave one number who never came: three.
    Where groups met once beside others that met six times, the share is of sessions and not of people.
    """
    most = {"G1": of_the_first, "G2": of_the_second}
    few = {
        name: rows[rows["session"] <= rows["group_id"].map(most)] if "session" in rows else rows
        for name, rows in tables.items()
    }
    process = summarize_outcomes(open_small(few)).process

    assert set(process["measure"]) & {"attended", "attendance_rate", "dose_reached"} == told
