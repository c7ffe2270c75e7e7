"""Sessions found by their day and groups found on the roster: exactly, or not at all."""

from __future__ import annotations

import pytest

SMALL = "program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n"
DATA = """
data:
  tables:
    feedback:
      columns: {session: {day_of: filled_in}}
    outcomes:
      from_roster: [group_id]
"""


@pytest.fixture
def term(small_term, surveys):
    """Feedback that knows the day of the session, outcomes that know the member alone."""
    small_term.write("feedback", "group_id,filled_in,leader_id,viewed,discussed\nG01,2026-09-07 21:05,L1,yes,no\n")
    return small_term.set_program(surveys.PROGRAM.replace(", gcs7", "") + DATA)


def test_a_day_is_the_session_that_was_held_on_it(term):
    """The time of day is of no matter."""
    assert term.found() == []
    assert term.open().table("feedback")["session"].tolist() == [1]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-09-08", "is a day on which the group held no session"),
        ("2026-09-14", "is a day on which the group's session was canceled"),
    ],
)
def test_another_day_is_never_the_next_session(term, day, message):
    """A form filled in a day later belongs to no session until somebody says to which."""
    term.change("feedback", "2026-09-07 21:05", day)
    problem = term.the("session-of-day")

    assert (problem.line, problem.column, problem.message) == (2, "filled_in", message)
    assert term.found() == [("session-of-day", "feedback.csv", 2, "error")]


def test_two_sessions_on_one_day_are_not_told_apart(term):
    """Which of two sessions was meant, the day does not say; how many rows there are is told."""
    term.change("sessions", "G01,3,2026-09-21", "G01,3,2026-09-07")
    term.add("feedback", "G01,2026-09-07,L2,no,no")
    problem = term.the("session-of-day")

    assert (problem.message, problem.count) == ("is a day on which the group held more than one session", 2)


def test_a_row_without_a_day_has_an_empty_cell(term):
    """What is missing is the day, under its own name."""
    term.change("feedback", "2026-09-07 21:05", "")

    assert term.found() == [("value-missing", "feedback.csv", 2, "error")]
    assert term.the("value-missing").column == "filled_in"


def test_what_is_no_day_is_said_so(term):
    """A day has to be readable before it can be looked up."""
    term.change("feedback", "2026-09-07 21:05", "9/7/2026")

    assert term.found() == [("date-ambiguous", "feedback.csv", 2, "error")]


@pytest.mark.parametrize("cell", ["07.09.2026", "07.09.2026 21:05", "07.09.2026 9:05 PM"])
def test_the_parts_own_date_format_holds(term, surveys, cell):
    """With or without a time behind it."""
    term.change("feedback", "2026-09-07 21:05", cell)
    data = DATA.replace("columns: {s", 'date_format: "%d.%m.%Y"\n      columns: {s')
    term.set_program(surveys.PROGRAM.replace(", gcs7", "") + data)

    assert term.found() == []


def test_a_session_of_an_unknown_group_is_one_problem(term):
    """The group is wrong, not the day."""
    term.change("feedback", "G01,2026", "G99,2026")

    assert [found[0] for found in term.found()] == ["group-unknown"]


def test_a_member_of_one_group_belongs_to_it_on_any_day(term):
    """A questionnaire before the first session is the group's as well."""
    term.change("outcomes", "102,pre,2026-09-08", "102,pre,2026-08-20")
    outcomes = term.open().table("outcomes")

    assert term.found() == []
    assert sorted(zip(outcomes["member_id"], outcomes["group_id"], strict=True)) == [
        ("007", "G01"),
        ("007", "G01"),
        ("102", "G02"),
    ]


def test_a_member_who_changed_groups_belongs_to_that_of_the_day(term):
    """The stay that covers the day decides."""
    term.change("roster", "007,G01,2026-09-01,,,18-29", "007,G01,2026-09-01,2026-11-01,transferred,18-29")
    term.add("roster", "007,G02,2026-11-02,,,18-29")
    outcomes = term.open().table("outcomes")

    assert term.found() == []
    assert outcomes[outcomes["member_id"] == "007"].set_index("occasion")["group_id"].to_dict() == {
        "pre": "G01",
        "post": "G02",
    }


@pytest.mark.parametrize(
    ("stay", "message"),
    [
        (
            "007,G02,2026-12-05,,,18-29",
            "names a member who was in several groups, but in none of them on the row's day",
        ),
        ("007,G02,2026-08-30,,,18-29", "names a member who was in more than one group on the row's day"),
    ],
)
def test_a_group_that_the_day_does_not_tell_is_a_problem(term, stay, message):
    """No stay on that day, or two of them: the group is not guessed."""
    term.change("roster", "007,G01,2026-09-01,,,18-29", "007,G01,2026-09-01,2026-12-01,transferred,18-29")
    term.add("roster", stay)
    term.change("outcomes", "007,post,2026-12-01", "007,post,2026-12-02" if "12-05" in stay else "007,post,2026-12-01")
    errors = [problem for problem in term.problems() if problem.severity == "error"]

    assert {(problem.rule, problem.column, problem.message) for problem in errors} == {
        ("group-from-roster", "member_id", message)
    }


def test_a_row_without_a_day_needs_one_to_choose(term):
    """Where a member was in several groups, the row has to say when."""
    term.change("roster", "007,G01,2026-09-01,,,18-29", "007,G01,2026-09-01,2026-11-01,transferred,18-29")
    term.add("roster", "007,G02,2026-11-02,,,18-29")
    term.change("outcomes", "007,pre,2026-09-01", "007,pre,")

    assert term.the("group-from-roster").message.endswith("and the row has no day")


def test_a_group_that_the_row_has_itself_stays(term):
    """Only empty cells are filled."""
    text = term.path("outcomes").read_text().replace("member_id,", "member_id,group_id,").replace("007,", "007,G02,")
    term.write("outcomes", text.replace("102,", "102,,"))

    assert [found[:3] for found in term.found()] == [("member-not-in-group", "outcomes.csv", 2)]
    assert term.the("member-not-in-group").count == 2


def test_an_unknown_member_is_one_problem(term):
    """Nobody on the roster has no group, and that is said once."""
    term.change("outcomes", "102,pre", "999,pre")

    assert [found[0] for found in term.found()] == ["member-unknown"]


@pytest.mark.parametrize("rater", ["leader", "observer"])
def test_a_rating_by_somebody_off_the_roster_is_never_lost(small_term, rater):
    """Whose group the roster does not know, a leader's or an observer's, is named: no row goes without a word."""
    rows = f"007,1,alliance_1_10,1,8,member\nL1,1,alliance_1_10,1,7,{rater}\n,1,alliance_1_10,1,6,{rater}\n"
    small_term.write("ratings", f"member_id,session,instrument,item,value,rater\n{rows}")
    small_term.set_program(f"{SMALL}data: {{tables: {{ratings: {{from_roster: [group_id]}}}}}}\n")
    problem = small_term.the("group-from-roster")

    assert (problem.severity, problem.line, problem.count) == ("error", 3, 2)
    assert problem.message == "is a rating by a leader or an observer, and the roster has no group of theirs"


def test_a_session_whose_day_cannot_be_read_is_one_problem(small_term):
    """An answer of that day is not said to belong to no session as well."""
    small_term.change("sessions", "G01,1,2026-09-07", "G01,1,2026-09-77")
    small_term.write("feedback", "group_id,day,leader_id,viewed,discussed\nG01,2026-09-07,L1,yes,no\n")
    small_term.set_program(f"{SMALL}data: {{tables: {{feedback: {{columns: {{session: {{day_of: day}}}}}}}}}}\n")

    assert [found[0] for found in small_term.found() if found[3] == "error"] == ["date-impossible"]
