"""Attendance is counted from enrollment on, against each member's own sessions."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from groupreport.measures.attendance import attendance_by_member, attendance_by_session, member_sessions
from groupreport.measures.attendance_completeness import attendance_completeness
from groupreport.measures.flow import ENDINGS, flow_counts, people

# Four held sessions on Mondays, one canceled in between.
SESSIONS = pd.DataFrame(
    {
        "group_id": "G1",
        "session": pd.array([1, 2, 3, 4, 5], dtype="Int64"),
        "held_on": pd.to_datetime(["2026-09-07", "2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05"]),
        "status": ["held", "held", "canceled", "held", "held"],
    }
)


def stays_of(*rows: tuple[str, str, str, str | None, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["member_id", "group_id", "enrolled_on", "ended_on", "end_reason"])
    return frame.assign(
        enrolled_on=pd.to_datetime(frame["enrolled_on"]),
        ended_on=pd.to_datetime(frame["ended_on"]),
        end_reason=frame["end_reason"].astype("string"),
    )


def attendance_of(*rows: tuple[str, int, str], group_id: str = "G1") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["member_id", "session", "status"])
    return frame.assign(group_id=group_id, session=frame["session"].astype("Int64"))


@pytest.fixture(name="stays")
def _stays() -> pd.DataFrame:
    return stays_of(
        ("A", "G1", "2026-09-01", None, None),  # all 4 held sessions
        ("B", "G1", "2026-09-14", None, "completed"),  # joins on the day of session 2: sessions 2, 4, 5
        ("C", "G1", "2026-09-01", "2026-09-14", "dropped_out"),  # leaves on the day of session 2: sessions 1, 2
        ("D", "G1", "2026-09-01", "2026-10-01", "referred"),  # never came: sessions 1, 2, 4
        ("E", "G1", "2026-10-06", None, None),  # enrolled after the last session: none
    )


@pytest.fixture(name="attendance")
def _attendance() -> pd.DataFrame:
    return attendance_of(
        ("A", 1, "attended"),
        ("A", 2, "late"),
        ("A", 4, "left_early"),
        ("A", 5, "no_show"),
        ("B", 2, "attended"),
        ("B", 4, "excused"),
        ("B", 5, "attended"),
        ("C", 1, "attended"),
        ("C", 4, "attended"),  # after leaving: counts nowhere
        ("D", 1, "no_show"),
    )


def test_a_session_counts_members_enrolled_that_day(stays, attendance):
    """Rates are the members who came over those enrolled on that date with a record, who never came included."""
    by_session = attendance_by_session(member_sessions(stays, SESSIONS, attendance))

    # 1: A C D enrolled, A C came. 2: A B C D, A B came (C, D unrecorded). 4: A B D, A came (D not). 5: A B, B came.
    assert by_session["session"].tolist() == [1, 2, 4, 5]
    assert by_session["expected"].tolist() == [3, 2, 2, 2]
    assert by_session["present"].tolist() == [2, 2, 1, 1]
    assert by_session["unrecorded"].tolist() == [0, 2, 1, 0]
    assert by_session["rate"].tolist() == pytest.approx([2 / 3, 2 / 2, 1 / 2, 1 / 2])


def test_a_missing_row_is_absence_only_where_the_program_says_so(stays, attendance):
    """With sheets of those who came, C and D missed session 2 and D session 4; nothing is left unrecorded."""
    rows = member_sessions(stays, SESSIONS, attendance, absent_without_row=True)
    by_session = attendance_by_session(rows)

    assert by_session["expected"].tolist() == [3, 4, 3, 2]
    assert by_session["no_show"].tolist() == [1, 2, 1, 1]
    assert by_session["unrecorded"].sum() == 0
    assert by_session["rate"].tolist() == pytest.approx([2 / 3, 2 / 4, 1 / 3, 1 / 2])
    assert rows.loc[rows["assumed"], ["member_id", "session"]].to_numpy().tolist() == [["C", 2], ["D", 2], ["D", 4]]


@pytest.mark.parametrize("absent_without_row", [False, True])
def test_a_session_that_nobody_has_a_row_for_is_absence_for_nobody(absent_without_row, stays, attendance):
    """A sheet that was never handed in says nothing, whatever a missing row means on the others."""
    without_fifth = attendance[attendance["session"] != 5]
    rows = member_sessions(stays, SESSIONS, without_fifth, absent_without_row=absent_without_row)

    fifth = rows[(rows["session"] == 5) & rows["member_id"].isin(["A", "B"])]
    assert fifth["status"].tolist() == ["unrecorded", "unrecorded"]
    assert not fifth[["expected", "unknown", "assumed"]].any(axis=None)


def test_every_enrolled_member_has_one_status_a_session(stays, attendance):
    """The statuses of a session add up to the members enrolled that day."""
    by_session = attendance_by_session(member_sessions(stays, SESSIONS, attendance))

    statuses = by_session[["attended", "late", "left_early", "excused", "no_show", "unrecorded"]].sum(axis=1)
    assert statuses.tolist() == [3, 4, 3, 2] == (by_session["expected"] + by_session["unrecorded"]).tolist()


def test_what_is_not_on_record_is_counted_and_bounded(stays, attendance):
    """12 attendances were possible, 9 are on record with 6 attended; the other 3 may all be missed, or none."""
    found = attendance_completeness(member_sessions(stays, SESSIONS, attendance))

    assert (found.possible, found.recorded, found.present, found.unknown) == (12, 9, 6, 3)
    assert (found.assumed, found.at_unrecorded_sessions, found.sessions, found.unrecorded_sessions) == (0, 0, 4, 0)
    assert (found.rate, found.lowest_rate, found.highest_rate) == (6 / 9, 6 / 12, 9 / 12)


def test_a_session_without_a_sheet_is_told_apart_from_a_missing_row(stays, attendance):
    """Without the rows of session 5 the attendances of A and B at it are not on record, at one session."""
    found = attendance_completeness(member_sessions(stays, SESSIONS, attendance[attendance["session"] != 5]))

    assert (found.possible, found.recorded, found.unknown) == (12, 7, 3)
    assert (found.at_unrecorded_sessions, found.unrecorded_sessions) == (2, 1)


def test_nothing_held_is_nothing_possible(stays, attendance):
    """Before the first session there is no rate, not a rate of 0."""
    found = attendance_completeness(member_sessions(stays, SESSIONS.iloc[:0], attendance))

    assert (found.possible, found.sessions) == (0, 0)
    assert math.isnan(found.rate)
    assert math.isnan(found.lowest_rate)
    assert math.isnan(found.highest_rate)


def test_a_member_is_measured_against_their_own_sessions(stays, attendance):
    """Joining late or leaving early shortens what is expected; both days themselves count."""
    rows = member_sessions(stays, SESSIONS, attendance)

    by_member = attendance_by_member(rows, stays, dose_share=0.6).set_index("member_id")
    assert by_member["expected"].to_dict() == {"A": 4, "B": 3, "C": 1, "D": 1, "E": 0}
    assert by_member["present"].to_dict() == {"A": 3, "B": 2, "C": 1, "D": 0, "E": 0}
    assert by_member["unknown"].to_dict() == {"A": 0, "B": 0, "C": 1, "D": 2, "E": 0}
    assert by_member.loc["E", ["share", "dose_reached", "first_session"]].isna().all()


def test_a_dose_is_called_reached_only_where_missing_rows_cannot_undo_it(stays, attendance):
    """Of 60 %: A 3 of 4, B 2 of 3; C came to 1 or 2 of 2 and D to 0 to 2 of 3, so that nobody knows."""
    by_member = attendance_by_member(member_sessions(stays, SESSIONS, attendance), stays, dose_share=0.6)
    reached = by_member.set_index("member_id")["dose_reached"]

    assert reached.dropna().to_dict() == {"A": True, "B": True}
    by_half = attendance_by_member(member_sessions(stays, SESSIONS, attendance), stays, dose_share=0.5)
    assert by_half.set_index("member_id")["dose_reached"].dropna().to_dict() == {"A": True, "B": True, "C": True}


def test_attendance_outside_a_stay_is_marked_and_not_counted(stays, attendance):
    """A presence recorded after the member left is an export's mistake, not attendance."""
    rows = member_sessions(stays, SESSIONS, attendance)

    uncounted = rows[rows["uncounted"]]
    assert uncounted[["member_id", "session"]].to_numpy().tolist() == [["C", 4]]
    assert uncounted["status"].tolist() == ["not_enrolled"]


def test_a_session_without_any_record_has_no_rate(stays, attendance):
    """Where nobody filled in the sheet nobody is counted as absent."""
    without_fifth = attendance[attendance["session"] != 5]
    rows = member_sessions(stays, SESSIONS, without_fifth)

    by_session = attendance_by_session(rows).set_index("session")
    assert pd.isna(by_session.loc[5, "rate"])
    assert by_session.loc[5, ["expected", "unrecorded"]].tolist() == [0, 2]
    by_member = attendance_by_member(rows, stays, dose_share=0.6).set_index("member_id")
    assert by_member.loc["A", "expected"] == 3
    assert by_member.loc["A", "share"] == 1.0


def test_six_of_ten_reach_a_dose_of_sixty_percent():
    """The dose is reached at its share, not only above it."""
    sessions = pd.DataFrame(
        {
            "group_id": "G1",
            "session": pd.array(range(1, 11), dtype="Int64"),
            "held_on": pd.date_range("2026-09-07", periods=10, freq="7D"),
            "status": "held",
        }
    )
    stays = stays_of(("A", "G1", "2026-09-01", None, None))
    attendance = attendance_of(*[("A", n, "attended" if n <= 6 else "no_show") for n in range(1, 11)])

    by_member = attendance_by_member(member_sessions(stays, sessions, attendance), stays, dose_share=0.6)
    assert by_member["dose_reached"].tolist() == [True]


def test_two_stays_in_one_group_count_each_session_once():
    """Whoever left and came back has one row, the sessions of both stays, and the last stay's end."""
    stays = stays_of(
        ("A", "G1", "2026-09-01", "2026-09-08", "other"),  # session 1
        ("A", "G1", "2026-09-28", None, "completed"),  # sessions 4, 5
    )
    attendance = attendance_of(("A", 1, "attended"), ("A", 4, "attended"), ("A", 5, "attended"))

    by_member = attendance_by_member(member_sessions(stays, SESSIONS, attendance), stays, dose_share=0.6)
    assert by_member[["expected", "present", "end_reason"]].to_numpy().tolist() == [[3, 3, "completed"]]
    assert by_member["enrolled_on"].tolist() == [pd.Timestamp("2026-09-01")]


def test_flow_starts_from_enrollment(stays, attendance):
    """Members who never came stay in the flow, and the endings add up to everyone enrolled."""
    by_member = attendance_by_member(member_sessions(stays, SESSIONS, attendance), stays, dose_share=0.6)

    counts = flow_counts(people(stays, by_member, dose_share=0.6))
    assert counts == {
        "enrolled": 5,
        "never_attended": 2,  # D, E
        "started": 3,  # A, B, C
        "attended_two_or_more": 2,  # A 3, B 2
        "dose_reached": 2,  # A 3 of 4, B 2 of 3
        "completed": 1,  # B
        "dropped_out": 1,  # C
        "ended_otherwise": 1,  # D
        "still_enrolled": 2,  # A, E
    }
    assert sum(counts[end] for end in ENDINGS) == counts["enrolled"]


def test_a_transferred_member_is_one_person_with_one_end():
    """Moving to another group adds the sessions of both and takes the end of the second stay."""
    other = SESSIONS.assign(group_id="G2")
    stays = stays_of(
        ("A", "G1", "2026-09-01", "2026-09-15", "transferred"),  # sessions 1, 2 of G1
        ("A", "G2", "2026-09-22", None, "completed"),  # sessions 4, 5 of G2
    )
    attendance = pd.concat(
        [attendance_of(("A", 1, "attended"), ("A", 2, "no_show")), attendance_of(("A", 4, "attended"), group_id="G2")]
    )

    by_member = attendance_by_member(
        member_sessions(stays, pd.concat([SESSIONS, other]), attendance), stays, dose_share=0.6
    )
    persons = people(stays, by_member, dose_share=0.6)
    # Session 5 of G2 has no attendance record at all, so 3 sessions are expected: 2 of 3 attended.
    assert persons[["expected", "present", "end", "group_id"]].to_numpy().tolist() == [[3, 2, "completed", "G2"]]
    assert flow_counts(persons)["dose_reached"] == 1
