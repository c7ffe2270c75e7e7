"""Rows that name a group, member or session that the term does not have, or not then."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("table", "row", "rule", "column"),
    [
        pytest.param("roster", "103,G09,2026-09-01,,,", "group-unknown", "group_id", id="roster-group"),
        pytest.param("sessions", "G09,1,2026-09-08,held", "group-unknown", "group_id", id="sessions-group"),
        pytest.param("attendance", "999,G01,1,attended", "member-unknown", "member_id", id="attendance-member"),
        pytest.param("attendance", "007,G01,9,attended", "session-unknown", "session", id="attendance-session"),
        pytest.param("attendance", "007,G02,1,attended", "member-not-in-group", "member_id", id="other-group"),
        pytest.param("ratings", "999,G01,1,alliance_1_10,1,4", "member-unknown", "member_id", id="ratings-member"),
        pytest.param("ratings", "007,G01,8,alliance_1_10,1,4", "session-unknown", "session", id="ratings-session"),
        pytest.param("ratings", "007,G01,2,alliance_1_10,1,4", "session-canceled", "session", id="ratings-canceled"),
        pytest.param("attendance", "007,G01,2,attended", "session-canceled", "session", id="attended-canceled"),
        pytest.param("outcomes", "999,pre,2026-09-01,phq9,1,2", "member-unknown", "member_id", id="outcomes-member"),
        pytest.param(
            "events",
            "E2,G02,1,leader,subgroup,other,no,101;999,none,,",
            "member-unknown",
            "member_ids",
            id="events-member",
        ),
        pytest.param(
            "events", "E2,G02,1,leader,subgroup,other,no,007,none,,", "member-unknown", "member_ids", id="events-group"
        ),
        pytest.param(
            "events", "E2,G02,1,leader,subgroup,other,no,,full,9,", "session-unknown", "resolved_session", id="resolved"
        ),
        pytest.param("feedback", "G01,9,L1,yes,no", "session-unknown", "session", id="feedback-session"),
    ],
)
def test_a_name_that_nothing_stands_behind_is_an_error(small_term, table, row, rule, column):
    """What is recorded of an unknown member, group or session belongs to nobody."""
    small_term.add(table, row)
    errors = [problem for problem in small_term.problems() if problem.severity == "error"]

    assert [(problem.rule, problem.column) for problem in errors] == [(rule, column)]
    assert errors[0].line == len(small_term.path(table).read_text().splitlines())


def test_lost_leading_zeros_are_recognized(small_term):
    """A spreadsheet that made 7 of 007 is named as the likely reason."""
    small_term.change("attendance", "007,G01,1,", "7,G01,1,")

    assert "leading zeros" in small_term.the("member-unknown").message


def test_another_spelling_is_recognized(small_term):
    """An id in other letter case is another id, and the likely reason is named."""
    small_term.change("attendance", "NA,G01,1,", "na,G01,1,")

    assert "letter case" in small_term.the("member-unknown").message


def test_messages_hold_no_member_id(small_term):
    """A list of problems can be sent to the one who exports the data without naming anybody."""
    small_term.add("attendance", "SECRET7,G01,1,attended")

    assert "SECRET7" not in str(small_term.the("member-unknown"))
    assert small_term.the("member-unknown").value == "SECRET7"


def test_a_near_group_is_offered(small_term):
    """Group ids are needed to find the place, so the right one is told."""
    small_term.change("sessions", "G02,3,", "G2,3,")

    assert "Did you mean 'G02'?" in small_term.the("group-unknown").advice


def test_two_spellings_of_a_group_by_case_are_refused(small_term):
    """g01 and G01 would be one folder on some computers."""
    small_term.add("groups", "g01,Other,Evening,online,open,3,L3")

    assert ("group-letter-case", "groups.csv", 2, "error") in small_term.found()


def test_two_ids_that_look_like_one_member_are_doubted(small_term):
    """7 beside 007 on the roster is more likely one person than two."""
    small_term.add("roster", "7,G02,2026-09-01,,,")

    assert ("member-two-spellings", "roster.csv", 2, "warning") in small_term.found()


@pytest.mark.parametrize(
    ("table", "row", "rule"),
    [
        pytest.param("attendance", "101,G02,3,attended", "after-end", id="after-the-stay"),
        pytest.param("roster", "008,G02,2026-09-01,,,", "stay-overlap", id="two-groups-at-once"),
        pytest.param("ratings", "008,G01,3,alliance_1_10,2,4", None, id="rated-and-there"),
        pytest.param("ratings", "NA,G01,1,alliance_1_10,1,4", "rating-while-absent", id="rated-though-excused"),
        pytest.param("feedback", "G01,3,L9,yes,no", "leader-unknown", id="unknown-leader"),
        pytest.param("sessions", "G02,4,2026-09-22,held", "session-same-day", id="two-on-a-day"),
        pytest.param("sessions", "G02,4,2026-12-31,held", "date-outside-term", id="after-the-term"),
        pytest.param("outcomes", "101,post,2025-12-01,phq9,1,2", "date-outside-term", id="a-year-early"),
    ],
)
def test_what_is_unlikely_is_a_warning(small_term, table, row, rule):
    """What can be true but seldom is does not stop a report; it is told."""
    small_term.add(table, row)

    # A new stay or session has no attendance rows, which is told as well.
    told = [found[0] for found in small_term.found() if found[0] != "attendance-missing"]
    assert told == ([rule] if rule else [])
    assert all(found[3] == "warning" for found in small_term.found())


def test_a_rating_without_an_attendance_row_is_a_warning(small_term):
    """Who rated was there, so the row is missing."""
    small_term.change("attendance", "NA,G01,3,excused\n", "").add("ratings", "NA,G01,3,alliance_1_10,1,4")

    assert ("rating-without-attendance", "ratings.csv", 9, "warning") in small_term.found()


def test_a_session_before_enrollment_is_a_warning(small_term):
    """A member who was there before the roster says so."""
    small_term.change("roster", "102,G02,2026-09-08", "102,G02,2026-09-10")

    assert ("before-enrollment", "attendance.csv", 8, "warning") in small_term.found()


def test_a_date_in_the_future_is_a_warning(small_term):
    """A day that has not come yet and lies after the term is a slip."""
    small_term.add("sessions", "G02,4,2062-09-29,held")

    assert small_term.found() == [("date-future", "sessions.csv", 8, "warning")]


def test_sessions_out_of_order_are_an_error(small_term):
    """Reports follow the session's number, so its day must rise with it."""
    small_term.change("sessions", "G02,2,2026-09-15", "G02,2,2026-09-29")

    assert ("session-order", "sessions.csv", 7, "error") in small_term.found()


def test_a_stay_that_ends_before_it_begins_is_an_error(small_term):
    """Two days that cannot both be right."""
    small_term.change("roster", "2026-09-20", "2026-08-20")

    assert ("stay-order", "roster.csv", 5, "error") in small_term.found()


def test_a_stay_that_ended_without_a_reason_is_told(small_term):
    """It counts as ended otherwise, so that fewer seem to have dropped out: the first place, and how many."""
    small_term.change("roster", "007,G01,2026-09-01,,", "007,G01,2026-09-01,2026-09-21,")
    small_term.change("roster", "NA,G01,2026-09-01,,", "NA,G01,2026-09-01,2026-10-01,")
    problem = small_term.the("end-missing")

    assert ("end-missing", "roster.csv", 2, "warning") in small_term.found()
    assert (problem.column, problem.lines, problem.count, problem.value) == ("end_reason", (2, 4), 2, None)
    assert "Fill in end_reason" in problem.advice


@pytest.mark.parametrize(
    "roster",
    [
        pytest.param(
            "member_id,group_id,enrolled_on,ended_on,end_reason\n101,G02,2026-09-01,2026-09-20,\n", id="empty-column"
        ),
        pytest.param("member_id,group_id,enrolled_on,ended_on\n101,G02,2026-09-01,2026-09-20\n", id="no-column"),
    ],
)
def test_a_roster_without_any_reason_is_not_told_stay_by_stay(small_term, roster):
    """Reports say then that nobody is on record as having completed or dropped out."""
    small_term.write("roster", roster)

    assert "end-missing" not in {rule for rule, *_ in small_term.found()}


def test_a_stay_that_was_taken_up_again_needs_no_reason(small_term):
    """How the last stay in a group ended is how the member's ended; a break before it decides nothing."""
    small_term.change("roster", "102,G02,2026-09-08,,,", "102,G02,2026-09-08,2026-09-10,,")
    small_term.add("roster", "102,G02,2026-09-14,,,")

    assert small_term.found() == []


def test_a_second_stay_after_the_first_is_fine(small_term):
    """A member may come back, or move on to another group on the day the first stay ends."""
    small_term.add("roster", "101,G02,2026-09-22,,,")
    small_term.add("roster", "101,G01,2026-09-20,2026-09-22,transferred,")
    small_term.add("attendance", "101,G02,3,attended").add("attendance", "101,G01,3,attended")

    assert small_term.found() == []


def test_overlapping_stays_in_one_group_are_an_error(small_term):
    """A member cannot be enrolled twice in one group at one time."""
    small_term.add("roster", "102,G02,2026-09-10,,,")

    assert small_term.found() == [("stay-twice", "roster.csv", 7, "error")]


def test_a_leader_may_rate(small_term):
    """A leader's rating stands under the leader's id, or is about a member, and needs no attendance row."""
    header = "member_id,group_id,session,instrument,item,value,rater\n"
    small_term.write("ratings", f"{header}L1,G01,1,alliance_1_10,1,8,leader\nNA,G01,1,alliance_1_10,1,8,leader\n")

    assert [found for found in small_term.found() if found[1] == "ratings.csv"] == []


def test_a_rating_by_nobody_is_an_error(small_term):
    """Only a leader's or observer's rating may be about no member."""
    header = "member_id,group_id,session,instrument,item,value,rater\n"
    small_term.write("ratings", f"{header},G01,1,alliance_1_10,1,8,observer\n,G01,1,alliance_1_10,1,8,member\n")

    assert ("value-missing", "ratings.csv", 3, "error") in small_term.found()


@pytest.mark.parametrize(
    "table", ["groups", "roster", "sessions", "attendance", "ratings", "outcomes", "events", "feedback"]
)
def test_a_row_twice_is_an_error(small_term, table):
    """Nothing is dropped silently, not even an identical row."""
    last = small_term.path(table).read_text().splitlines()
    small_term.add(table, last[-1])
    found = [each for each in small_term.found() if each[1] == f"{table}.csv" and each[3] == "error"]

    assert ("duplicate-row", f"{table}.csv", len(last) + 1, "error") in found
    assert small_term.the("duplicate-row").message == f"repeats the row on line {len(last)}"


def test_two_answers_to_one_question_are_an_error(small_term):
    """Which of two contradicting rows is right, only a person can say; both lines are named."""
    small_term.add("ratings", "007,G01,1,alliance_1_10,1,2")
    problem = small_term.the("duplicate-conflict")

    assert (problem.line, problem.message.endswith("as line 2 but says something else")) == (9, True)


def test_an_outcome_with_and_without_its_group_is_an_error(small_term):
    """The same answer would count twice for one person."""
    header = "member_id,group_id,occasion,instrument,item,value\n"
    small_term.write("outcomes", f"{header}102,G02,pre,phq9,1,2\n102,,pre,phq9,1,2\n102,,post,phq9,1,1\n")

    assert small_term.found() == [("duplicate-without-group", "outcomes.csv", 3, "error")]


def test_many_unknown_groups_are_few_problems(small_term):
    """A file of another term does not bury what else is wrong, and no group's id stands in a message."""
    strange = [f"X{number:03}" for number in range(200)]
    for group_id in strange:
        small_term.add("attendance", f"007,{group_id},1,attended")
    problems = [problem for problem in small_term.problems() if problem.rule == "group-unknown"]

    assert sum(problem.count for problem in problems) == len(strange)
    assert len(problems) <= 3
    assert not any(group_id in problem.message for group_id in strange for problem in problems)


def test_many_unknown_instruments_are_few_problems(small_term):
    """A shifted column would otherwise give a problem a row."""
    for number in range(200):
        small_term.add("ratings", f"007,G01,1,x{number},1,3")
    problems = [problem for problem in small_term.problems() if problem.rule == "instrument-unknown"]

    assert sum(problem.count for problem in problems) == 200
    assert len(problems) <= 3
