"""Groups that the term's file names, and terms before or without sessions."""

from __future__ import annotations

import datetime

import pytest

from groupreport.errors import ParameterError
from groupreport.intake import open_term

TERM = "term: {id: 2026-fall, starts: 2026-09-01, ends: 2026-12-11}\n"
SUMMER = datetime.date(2026, 8, 1)


@pytest.mark.parametrize(
    ("text", "line"),
    [("groups: [G01, G03]\n", 2), ("overrides:\n  G03: {stages: {commitment: [1, 2]}}\n", 3)],
)
def test_a_group_that_the_data_do_not_have_is_a_parameter_error(small_term, text, line):
    """A misspelt group in the term's file never means another group, or none."""
    small_term.set_term(TERM + text)

    with pytest.raises(
        ParameterError,
        match=rf"params/terms/2026-fall\.yml:{line}:.*names the group 'G03', which the table groups does not have",
    ):
        small_term.freeze()


def test_only_the_listed_groups_are_frozen(small_term):
    """A report about some groups rests on no row of the others, and the notes say how many were left out."""
    small_term.set_term(f"{TERM}groups: [G02]\n")
    term = small_term.open()

    assert term.group_ids == ("G02",)
    assert set(term.table("ratings")["group_id"]) == {"G02"}
    assert term.table("outcomes")["member_id"].tolist() == ["102"]
    assert [dict(note.facts) for note in term.notes if note.rule == "groups-left-out"] == [{"left_out": 1, "groups": 2}]


def empty(small_term, *tables):
    for table in tables:
        small_term.write(table, small_term.path(table).read_text().split("\n")[0] + "\n")
    return small_term


def test_a_term_before_its_first_session_can_be_frozen(small_term):
    """A planned term has groups and members and nothing else; that is told and is no error."""
    empty(small_term, "sessions", "attendance", "ratings", "outcomes", "events", "feedback")

    assert {found[0] for found in small_term.found(SUMMER)} == {"table-empty"}
    assert {found[3] for found in small_term.found(SUMMER)} == {"warning"}
    assert open_term(small_term.freeze(SUMMER)).table("ratings", "G01").empty


def test_sessions_that_lie_ahead_are_planned(small_term):
    """A session without a status after today's date, of which nothing is recorded, does not count as held."""
    small_term.write("sessions", small_term.path("sessions").read_text().replace(",held\n", ",\n"))
    empty(small_term, "ratings", "events", "feedback")
    small_term.write("attendance", "member_id,group_id,session,status\n007,G01,1,attended\n")
    small_term.add("ratings", "007,G01,1,alliance_1_10,1,5")
    term = open_term(small_term.freeze(datetime.date(2026, 9, 15)))

    assert term.table("sessions", "G01")["status"].isna().tolist() == [True, False, False]
    assert term.table("sessions", "G01")["status"].tolist()[1:] == ["canceled", "planned"]


def test_a_term_is_read_anew_when_a_planned_sessions_day_has_come(small_term):
    """The same files mean another thing a week later."""
    small_term.write("sessions", small_term.path("sessions").read_text() + "G02,4,2026-12-01,\n")
    before = open_term(small_term.freeze(datetime.date(2026, 11, 30))).table("sessions", "G02")["status"].tolist()
    after = open_term(small_term.freeze(datetime.date(2026, 12, 1))).table("sessions", "G02")["status"]

    assert before[3] == "planned"
    assert after.isna().tolist() == [False, False, False, True]


def test_a_session_with_a_record_was_held_whatever_the_clock_says(small_term):
    """Attendance proves a session, on a computer with a wrong date too."""
    small_term.write("sessions", small_term.path("sessions").read_text().replace(",held\n", ",\n"))
    term = open_term(small_term.freeze(datetime.date(2020, 1, 1)))

    assert "planned" not in term.table("sessions")["status"].tolist()


def test_a_group_of_two_without_ratings_is_fine(small_term):
    """A small group with little data gets a report that says what is missing."""
    ratings = [line for line in small_term.path("ratings").read_text().splitlines() if "G02" not in line]
    small_term.write("ratings", "\n".join(ratings) + "\n")

    assert small_term.found() == []
    assert small_term.open().table("ratings", "G02").empty


def test_a_group_without_members_is_a_warning(small_term):
    """Most likely the roster was exported without it."""
    small_term.add("groups", "G03,New,Evening,online,open,3,L3")

    assert {(found[0], found[3]) for found in small_term.found()} == {
        ("group-without-roster", "warning"),
        ("group-without-sessions", "warning"),
    }
