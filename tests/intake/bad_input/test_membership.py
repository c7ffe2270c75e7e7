"""Rows of members, groups and leaders that do not belong together."""

from __future__ import annotations

ADD = "Add the member to the roster, or correct the id."


def test_an_unknown_member_is_an_error(small_term, said):
    """What is recorded of nobody would be lost or counted for somebody else."""
    small_term.add("attendance", "999,G01,1,attended")

    assert said(small_term) == [
        f"error attendance.csv:13:member_id member-unknown: names a member who is not on the roster. {ADD}"
    ]


def test_an_unknown_group_is_masked(small_term, said):
    """What stands in the column may be a member's id that slipped; a near group's id is offered."""
    small_term.add("attendance", "007,SECRET,1,attended")
    small_term.change("sessions", "G02,3,", "G2,3,")
    correct = "Correct the id, add the group to the table groups, or leave the rows out."

    assert said(small_term) == [
        (
            "error sessions.csv:7:group_id group-unknown: names a group that the table groups does not have. "
            f"Did you mean 'G02'? {correct}"
        ),
        f"error attendance.csv:13:group_id group-unknown: names a group that the table groups does not have. {correct}",
    ]


def test_a_member_of_two_groups_at_once_is_doubted(small_term, said):
    """It may be right, and counts once where people are counted."""
    small_term.add("roster", "008,G02,2026-09-22,,,")

    assert said(small_term)[0] == (
        "warning roster.csv:7:enrolled_on stay-overlap: begins a stay while the member is still in another group. "
        "Correct the dates if that is wrong. If it is right, nothing needs to be done: the member counts in each "
        "group's report, and once in the program's and the funder's."
    )


def test_a_member_may_change_groups(small_term, said):
    """Two stays one after the other are one person's course; what is recorded on the wrong side is doubted."""
    small_term.add("roster", "101,G01,2026-09-20,,,")
    small_term.add("attendance", "101,G01,3,attended")
    small_term.add("attendance", "101,G02,3,attended")

    assert said(small_term) == [
        (
            "warning attendance.csv:14:session after-end: is about a session after the member's stay had ended. "
            "Correct the member's dates on the roster, or the session."
        )
    ]


def test_a_member_in_the_wrong_group_is_an_error(small_term, said):
    """The roster says in which group somebody is."""
    small_term.add("attendance", "007,G02,1,attended")

    assert said(small_term) == [
        (
            "error attendance.csv:13:member_id member-not-in-group: names a member who is on the roster, but in "
            "another group. Add the member's stay in this group to the roster, or correct the group."
        )
    ]


def test_a_stay_in_an_unknown_group_is_one_problem(small_term, said):
    """The member's attendance elsewhere is not called wrong because of it."""
    small_term.change("roster", "102,G02", "102,G09")

    assert [line.split(": ")[0] for line in said(small_term)] == ["error roster.csv:6:group_id group-unknown"]


def test_a_leader_in_a_members_place_is_an_error(small_term, said):
    """A leader's attendance or rating is not a member's."""
    small_term.add("attendance", "L1,G01,1,attended")
    small_term.add("ratings", "L1,G01,1,alliance_1_10,1,5")
    message = "names a leader of a group where a member should stand. Leave the row out"

    assert said(small_term) == [
        f"error attendance.csv:13:member_id leader-as-member: {message}.",
        f"error ratings.csv:9:member_id leader-as-member: {message}; where a leader rated, say so in the column rater.",
    ]


def test_a_leader_on_the_roster_is_doubted(small_term, said):
    """A leader among the members is counted as somebody in therapy; or two people have one number."""
    small_term.add("roster", "L1,G01,2026-12-11,,,")

    assert said(small_term) == [
        (
            "warning roster.csv:7:member_id leader-as-member: is the id of a leader of a group, too. Leave leaders "
            "out of the roster; if leaders and members are numbered apart, write L before leaders' ids."
        )
    ]


def test_a_rating_without_attendance_and_one_while_absent_are_doubted(small_term, said):
    """Who was not there can hardly have rated."""
    small_term.add("ratings", "NA,G01,1,alliance_1_10,1,4")
    small_term.change("attendance", "102,G02,3,left_early\n", "")
    correct = "Correct whichever of the two tables is wrong."

    assert said(small_term)[:2] == [
        (
            "warning ratings.csv:8:member_id rating-without-attendance: is a rating by a member who has no row in "
            f"attendance for this session. {correct}"
        ),
        (
            "warning ratings.csv:9:member_id rating-while-absent: is a rating by a member who was not there: "
            f"attendance says excused or no_show. {correct}"
        ),
    ]


def test_a_misspelt_attendance_is_not_a_missing_one_as_well(small_term, said):
    """The rating of the session is not doubted because the attendance row's id is wrong."""
    small_term.change("attendance", "102,G02,3,left_early", "1O2,G02,3,left_early")

    assert [line.split(": ")[0] for line in said(small_term)] == ["error attendance.csv:10:member_id member-unknown"]
