"""Who was there must be said of every enrolled member and held session; what is not said is told, never guessed."""

from __future__ import annotations

import datetime

import pytest

from groupreport.errors import InvalidDataError
from groupreport.summaries import summarize_group

from .conftest import PROGRAM

ABSENT, UNKNOWN = (f"{PROGRAM}attendance: {{without_row: {word}}}\n" for word in ("absent", "unknown"))


def list_of_those_who_came(term, members=5, sessions=6, missing=2):
    """One group whose attendance has rows with the status attended only; each session lacks the first members' rows."""
    ids, numbers = [f"A{place}" for place in range(members)], range(1, sessions + 1)
    days = {number: datetime.date(2026, 9, 7) + datetime.timedelta(weeks=number - 1) for number in numbers}
    tables = {
        "groups": ["group_id,group_name,program,modality,enrollment,planned_sessions", "G01,One,P,online,closed,6"],
        "roster": ["member_id,group_id,enrolled_on,age_band", *(f"{each},G01,2026-09-01," for each in ids)],
        "sessions": ["group_id,session,held_on", *(f"G01,{number},{day}" for number, day in days.items())],
        "attendance": [
            "member_id,group_id,session,status",
            *(f"{each},G01,{number},attended" for number in numbers for each in ids[missing:]),
        ],
        "ratings": ["member_id,group_id,session,instrument,item,value", "A4,G01,1,alliance_1_10,1,8"],
    }
    for name, lines in tables.items():
        term.write(name, "\n".join(lines) + "\n")
    for name in ("outcomes", "events", "feedback"):
        term.path(name).unlink()
    return term


def test_a_missing_row_of_one_member_is_named_by_its_session(small_term):
    """NA was enrolled on the day of G01's third session and has no row: 1 of the 3 rows of that session is missing."""
    small_term.change("attendance", "NA,G01,3,excused\n", "")
    problem = small_term.the("attendance-missing")

    assert (problem.file.rsplit("/", 1)[-1], problem.line, problem.column) == ("sessions.csv", 4, "session")
    assert (problem.severity, problem.count) == ("warning", 1)
    assert "(1 of 3 are missing)" in problem.message
    assert "for every enrolled member and held session" in problem.remedy


def test_missing_rows_of_several_sessions_are_one_problem_with_a_count(small_term):
    """Two sessions lack 2 of their 5 rows; the first in the file is named."""
    small_term.change("attendance", "NA,G01,3,excused\n", "").change("attendance", "102,G02,1,attended\n", "")
    problem = small_term.the("attendance-missing")

    assert (problem.count, problem.lines) == (2, (4, 5))
    assert "(2 of 5 are missing)" in problem.message


def test_a_session_without_any_row_is_told_apart(small_term):
    """Nobody handed in the sheet of G02's third session."""
    small_term.change("attendance", "102,G02,3,left_early\n", "")
    problem = small_term.the("attendance-missing")

    assert (problem.line, problem.count) == (7, 1)
    assert problem.message == "was held, but attendance has no row for any of the members enrolled that day"
    assert "status canceled" in problem.remedy


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        pytest.param("roster", "NA,G01,2026-09-01,,", "NA,G01,2026-09-22,,", id="not-enrolled-yet"),
        pytest.param("roster", "NA,G01,2026-09-01,,", "NA,G01,2026-09-01,2026-09-20,completed", id="left"),
        pytest.param("sessions", "G01,3,2026-09-21,held", "G01,3,2026-12-31,held", id="held-today"),
        pytest.param("sessions", "G01,3,2026-09-21,held", "G01,3,2027-09-21,", id="lies-ahead"),
    ],
)
def test_nobody_is_missed_who_could_not_have_been_there(small_term, table, old, new):
    """Only members enrolled that day are due at a session, and only sessions before today."""
    small_term.change("attendance", "NA,G01,3,excused\n", "").change(table, old, new)

    assert "attendance-missing" not in {problem.rule for problem in small_term.problems()}


def test_rows_that_could_not_be_read_are_no_missing_rows(small_term):
    """A member's id with an error in the attendance table is told once."""
    small_term.change("attendance", "NA,G01,3,excused", "XX,G01,3,excused")

    assert {found[0] for found in small_term.found()} == {"member-unknown"}


@pytest.mark.parametrize(
    ("program", "counted"), [(ABSENT, "missed"), (UNKNOWN, "neither attended nor missed")], ids=["absent", "unknown"]
)
def test_what_the_program_says_of_missing_rows_is_a_note(small_term, program, counted):
    """Once it is declared what no row means, nothing is left to mend."""
    small_term.set_program(program).change("attendance", "NA,G01,3,excused\n", "")
    problem = small_term.the("attendance-missing")

    assert problem.severity == "info"
    assert problem.remedy == f"They count as {counted}, as params/program.yml says."


def test_a_list_of_those_who_came_stops_the_run(small_term):
    """12 of 30 rows are missing and nobody was ever absent: every rate would be 100%, so the program must say more."""
    term = list_of_those_who_came(small_term)
    problem = term.the("attendance-only-present")

    assert (problem.severity, problem.count, problem.column) == ("error", 12, "status")
    assert problem.message == (
        "lists only members who came in 1 group, and has no row there for 12 of 30 possible attendances"
    )
    assert "without_row: absent" in problem.remedy
    with pytest.raises(InvalidDataError, match="lists only members who came"):
        term.freeze()


@pytest.mark.parametrize(
    ("program", "expected", "share"), [(ABSENT, 6, 0.0), (UNKNOWN, 0, None)], ids=["absent", "unknown"]
)
def test_the_reports_follow_what_the_program_says(small_term, program, expected, share):
    """A0 has no row at six sessions of which others have rows: missed all six, or nobody knows."""
    term = list_of_those_who_came(small_term).set_program(program)
    members = summarize_group(term.open(), "G01").attendance_by_member.set_index("member_id")

    assert members.loc["A0", "expected"] == expected
    assert members["share"].fillna(-1).loc["A0"] == (-1 if share is None else share)


def test_another_groups_absences_do_not_hide_a_list_of_those_who_came(small_term):
    """G02 records who was excused; G01 still lists only those who came, and only its rows are counted."""
    term = list_of_those_who_came(small_term)
    term.add("groups", "G02,Two,P,online,closed,1").add("roster", "B0,G02,2026-09-01,")
    term.add("sessions", "G02,1,2026-09-07").add("attendance", "B0,G02,1,excused")

    assert term.the("attendance-only-present").count == 12
    assert "attendance-missing" not in {problem.rule for problem in term.problems()}


def test_few_missing_rows_may_be_slips(small_term):
    """Six of 30 rows are missing, one a session."""
    assert list_of_those_who_came(small_term, missing=1).the("attendance-missing").count == 6


def test_one_absence_shows_that_absences_are_recorded(small_term):
    """With one excused member the twelve missing rows are slips, however many."""
    term = list_of_those_who_came(small_term).change("attendance", "A2,G01,1,attended", "A2,G01,1,excused")

    assert term.the("attendance-missing").severity == "warning"
