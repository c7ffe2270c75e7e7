"""Own sessions, completion and drop-out by several definitions, and the time to the last session."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from groupreport.measures.attendance import member_sessions
from groupreport.measures.retention import (
    courses,
    judge_courses,
    kaplan_meier,
    last_sessions,
    median_session,
    own_sessions,
    side_by_side,
)

NUMBERS = {"dose_share": 0.6, "last_sessions": 1, "fewest_sessions": 4, "finished_contacts": 2}
GROUPS = pd.DataFrame({"group_id": ["G1", "G2"], "enrollment": ["closed", "open"], "planned_sessions": [5, 5]})
DAYS = pd.date_range("2026-09-07", periods=5, freq="7D")
SESSIONS = pd.DataFrame(
    [(group, number, day, "held") for group in ("G1", "G2") for number, day in enumerate(DAYS, start=1)],
    columns=["group_id", "session", "held_on", "status"],
).astype({"session": "Int64"})


def person(**facts) -> pd.DataFrame:
    """A person's course: completed in a closed group that is over, ten own sessions, all attended, unless said else."""
    usual = {
        "member_id": "A",
        "group_id": "G1",
        "end": "completed",
        "end_reason": "completed",
        "open": False,
        "over": True,
        "after_group": False,
        "due": 10,
        "present": 10,
        "unknown": 0,
        "last_attended": 10,
        "last_possible": 10,
        "later": 0,
    }
    return pd.DataFrame([usual | facts])


def judged(**facts) -> dict[str, str]:
    """The result by definition, or the reason why it cannot be said."""
    rows = judge_courses(person(**facts), NUMBERS)
    return dict(zip(rows["definition"], rows["reason"].fillna(rows["result"]), strict=True))


def same(result: str) -> dict[str, str]:
    names = ("therapist_judgement", "per_protocol", "last_session", "fewer_than", "finished_course")
    return dict.fromkeys(names, result)


LEFT = {"end": "dropped_out", "end_reason": "dropped_out"}
CASES = {
    "came to everything and completed": ({}, same("completed")),
    "never came": (
        LEFT | {"present": 0, "last_attended": 0, "last_possible": 0},
        same("dropped_out"),
    ),
    # 3 of 3 own sessions, but 10 were offered: 3 < 6 needed, 3 < 4, though 3 >= 2 finished a course.
    "left after three of ten": (
        LEFT | {"due": 3, "present": 3, "last_attended": 3, "last_possible": 3, "later": 7},
        same("dropped_out") | {"finished_course": "completed"},
    ),
    # 6 of 10 are exactly 60 %; the last attended was the ninth.
    "six of ten without the last": (
        {"present": 6, "last_attended": 9, "last_possible": 9},
        same("completed") | {"last_session": "dropped_out"},
    ),
    # 5 known of 10 with 1 unknown: 5 or 6 against 6 needed.
    "an unknown session decides": (
        {"present": 5, "unknown": 1, "last_attended": 10},
        same("completed") | {"per_protocol": "attendance_unknown"},
    ),
    "the last session is not on record": (
        {"present": 9, "unknown": 1, "last_attended": 9, "last_possible": 10},
        same("completed") | {"last_session": "attendance_unknown"},
    ),
    # Four sessions are four sessions, whatever comes.
    "goes on in an open group": (
        {"end": "still_enrolled", "end_reason": pd.NA, "open": True, "over": False, "present": 4, "last_attended": 4},
        same("still_enrolled") | {"fewer_than": "completed"},
    ),
    # A closed group is over, whether or not the roster says how it ended.
    "no end recorded in a group that is over": (
        {"end": "still_enrolled", "end_reason": pd.NA},
        same("completed") | {"therapist_judgement": "still_enrolled"},
    ),
    # The program moved the person on: what was reached counts, what was not cannot be said.
    "transferred after three": (
        {"end": "ended_otherwise", "end_reason": "transferred", "due": 3, "present": 3, "last_attended": 3},
        same("ended_otherwise"),
    ),
    "referred after five": (
        {"end": "ended_otherwise", "end_reason": "referred", "due": 5, "present": 5, "last_attended": 5},
        same("ended_otherwise") | {"fewer_than": "completed", "finished_course": "completed"},
    ),
    "left without a reason after the group": (
        {"end": "ended_otherwise", "end_reason": pd.NA, "after_group": True},
        same("completed") | {"therapist_judgement": "ended_after_group"},
    ),
    "left an open group without a reason": (
        {"end": "ended_otherwise", "end_reason": pd.NA, "open": True, "over": False},
        same("no_reason") | {"fewer_than": "completed", "finished_course": "completed"},
    ),
    # Joined for the last three sessions and came to all: nobody can come to four of three.
    "joined late": (
        {"due": 3, "present": 3, "last_attended": 3, "last_possible": 3},
        same("completed") | {"fewer_than": "fewer_offered"},
    ),
    "enrolled after the last session": (
        {"due": 0, "present": 0, "last_attended": 0, "last_possible": 0},
        same("no_session") | {"therapist_judgement": "completed"},
    ),
    "attendance was never recorded": (
        {"present": 0, "unknown": 10, "last_attended": 0, "last_possible": 10},
        same("attendance_unknown") | {"therapist_judgement": "completed"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_definition_says_it_or_says_why_not(case):
    """Worked by hand: roster's reason, 60 % of those offered, the last one, 4 sessions, 2 and ended."""
    facts, expected = CASES[case]

    assert judged(**facts) == expected


def test_counts_side_by_side_are_of_everyone_enrolled():
    """2 of 4 dropped out by the leaders, 1 cannot be said: Wilson for 2 of 4 is 15.0 to 85.0 % (R 4.2.2, prop.test)."""
    people = pd.concat(
        [
            person(member_id="A"),
            person(member_id="B", **LEFT),
            person(member_id="C", **LEFT),
            person(member_id="D", end="ended_otherwise", end_reason="referred"),
        ],
        ignore_index=True,
    )
    row = side_by_side(judge_courses(people, NUMBERS), NUMBERS).iloc[0]

    counts = ["enrolled", "completed", "dropped_out", "cannot_be_said", "ended_otherwise"]
    assert row[counts].tolist() == [4, 1, 2, 1, 1]
    assert row[["share", "low", "high"]].tolist() == pytest.approx([0.5, 0.1500390, 0.8499610], abs=1e-6)
    assert row["highest"] == 0.75


def test_nobody_enrolled_has_no_share():
    """0 of 0 is no drop-out of 0 %."""
    rows = side_by_side(judge_courses(person().iloc[:0], NUMBERS), NUMBERS)

    assert rows["enrolled"].eq(0).all()
    assert rows[["share", "low", "high", "highest"]].isna().all(axis=None)


def term(*stays, attended):
    """Courses of stays (member, group, enrolled on, ended on, reason) and the sessions each attended by group."""
    rows = pd.DataFrame(stays, columns=["member_id", "group_id", "enrolled_on", "ended_on", "end_reason"])
    rows = rows.assign(
        enrolled_on=pd.to_datetime(rows["enrolled_on"]),
        ended_on=pd.to_datetime(rows["ended_on"]),
        end_reason=rows["end_reason"].astype("string"),
    )
    given = pd.DataFrame(
        [
            (group, member, number, status)
            for (group, member), days in attended.items()
            for number, status in days.items()
        ],
        columns=["group_id", "member_id", "session", "status"],
    ).astype({"session": "Int64"})
    laid_out = member_sessions(rows, SESSIONS, given)
    own = own_sessions(laid_out, SESSIONS)
    return own, courses(rows, own, SESSIONS, GROUPS).set_index("member_id")


CAME, MISSED = "attended", "no_show"


def test_a_late_joiners_first_session_is_own_session_one():
    """B joins for sessions 3 to 5 of the group, which are own sessions 1 to 3."""
    own, people = term(
        ("B", "G1", "2026-09-21", None, "completed"), attended={("G1", "B"): {3: CAME, 4: MISSED, 5: CAME}}
    )

    assert own[["session", "own"]].to_numpy().tolist() == [[3, 1], [4, 2], [5, 3]]
    assert people.loc["B", ["due", "present", "last_attended"]].tolist() == [3, 2, 3]


def test_who_moves_or_comes_back_is_one_person_who_goes_on_counting():
    """Two sessions in G1, then three in G2 with the last one missed: one course of five, last seen at the fourth."""
    own, people = term(
        ("B", "G1", "2026-09-01", "2026-09-20", "transferred"),
        ("B", "G2", "2026-09-21", "2026-10-05", "completed"),
        attended={("G1", "B"): {1: CAME, 2: CAME}, ("G2", "B"): {3: CAME, 4: CAME, 5: MISSED}},
    )

    assert own["own"].tolist() == [1, 2, 3, 4, 5]
    assert own["group_id"].tolist() == ["G1", "G1", "G2", "G2", "G2"]
    assert people.loc["B", ["due", "present", "last_attended"]].tolist() == [5, 4, 4]
    assert people.loc["B", "end"] == "completed"


def test_who_never_came_is_there_with_zeros():
    """The member who never came is the one that counts of attendance lose first."""
    _, people = term(
        ("A", "G1", "2026-09-01", "2026-09-22", "dropped_out"),
        attended={("G1", "A"): {1: MISSED, 2: MISSED, 3: MISSED}},
    )

    assert people.loc["A", ["due", "present", "last_attended", "later"]].tolist() == [3, 0, 0, 2]


def test_leaving_on_the_day_of_a_session_is_after_it():
    """A left on the day of session 2: sessions 1 and 2 are own ones, 3 to 5 those that the group went on with."""
    _, people = term(("A", "G1", "2026-09-01", "2026-09-14", "dropped_out"), attended={("G1", "A"): {1: CAME, 2: CAME}})

    assert people.loc["A", ["due", "later"]].tolist() == [2, 3]


def test_a_last_session_is_a_drop_out_only_where_the_roster_says_so():
    """Dropped out after own session 2: an event at 2. Completed after missing the last: censored at 4."""
    _, people = term(
        ("A", "G1", "2026-09-01", "2026-09-15", "dropped_out"),
        ("B", "G1", "2026-09-01", None, "completed"),
        attended={("G1", "A"): {1: CAME, 2: CAME}, ("G1", "B"): {1: CAME, 2: CAME, 3: CAME, 4: CAME, 5: MISSED}},
    )
    last = last_sessions(people.reset_index())

    assert last["time"].tolist() == [2, 4]
    assert last["dropped_out"].tolist() == [True, False]


def test_a_last_session_that_is_not_on_record_is_told():
    """Later unknown sessions make a drop-out's time the earliest possible; with nothing on record there is no time."""
    people = pd.concat(
        [
            person(member_id="A", **LEFT, present=2, unknown=1, last_attended=2, last_possible=3),
            person(member_id="B", **LEFT, present=0, unknown=10, last_attended=0, last_possible=10),
        ],
        ignore_index=True,
    )
    last = last_sessions(people)

    assert last["time"].tolist() == [2, pd.NA]
    assert last["uncertain"].tolist() == [True, False]


TIMES = [0, 1, 2, 2, 3, 3, 4, 5, 5, 6]
EVENTS = [True, True, True, False, True, False, False, True, False, False]


def test_the_curve_by_hand():
    """9/10, then 8/9, 7/8, 5/6 (one censored at 2), and 2/3 of the three that are left at 5."""
    curve = kaplan_meier(TIMES, EVENTS)

    assert curve["at_risk"].tolist() == [10, 9, 8, 6, 4, 3, 1]
    assert curve["events"].tolist() == [1, 1, 1, 1, 0, 1, 0]
    assert curve["share"].tolist() == pytest.approx([0.9, 0.8, 0.7, 0.7 * 5 / 6, 0.7 * 5 / 6, 7 / 18, 7 / 18])
    assert median_session(curve) == 5


def test_the_curve_and_its_interval_as_in_r():
    """R 4.2.2, survival 3.5-3: survfit(Surv(t, e) ~ 1, conf.type = "log-log"), the ten people above."""
    curve = kaplan_meier(TIMES, EVENTS)

    low = [0.47300927136, 0.40869078163, 0.32871659328, 0.22978651892, 0.22978651892, 0.07235277626, 0.07235277626]
    high = [0.9852813934, 0.9458726458, 0.8919490412, 0.8207394972, 0.8207394972, 0.7120144955, 0.7120144955]
    assert curve["low"].tolist() == pytest.approx(low, abs=1e-9)
    assert curve["high"].tolist() == pytest.approx(high, abs=1e-9)


def test_published_data_as_in_r():
    """Remission in acute myelogenous leukemia (survival::aml, Miller 1997), R 4.2.2, survival 3.5-3, log-log."""
    maintained = [(9, 1), (13, 1), (13, 0), (18, 1), (23, 1), (28, 0), (31, 1), (34, 1), (45, 0), (48, 1), (161, 0)]
    others = [(5, 1), (5, 1), (8, 1), (8, 1), (12, 1), (16, 0), (23, 1), (27, 1), (30, 1), (33, 1), (43, 1), (45, 1)]
    times, events = zip(*maintained, *others, strict=True)
    curve = kaplan_meier(times, [event == 1 for event in events]).set_index("session")

    at = curve.loc[[5, 23, 48]]
    assert at["at_risk"].tolist() == [23, 13, 2]
    assert at["share"].tolist() == pytest.approx([0.91304347826, 0.54658385093, 0.08281573499])
    assert at["low"].tolist() == pytest.approx([0.694947537532, 0.319250413971, 0.006955966799])
    assert at["high"].tolist() == pytest.approx([0.9775156699, 0.7264491738, 0.2867603680])
    assert median_session(curve.reset_index()) == 27


def test_no_interval_where_everybody_or_nobody_attends():
    """At shares of 1 and 0 the log-log interval is not defined; R gives NA."""
    curve = kaplan_meier([1, 2, 3, 4], [False, False, True, True])

    assert curve["low"].isna().tolist() == [True, True, True, False, True]
    assert curve["share"].iloc[-1] == 0
    assert kaplan_meier([], []).empty
    assert math.isnan(median_session(kaplan_meier([], [])))


@pytest.mark.parametrize("times", [[-1.0], [1.5]])
def test_times_are_whole_sessions(times):
    """Half a session or one before the first is a wrong call, not a person to leave out."""
    with pytest.raises(ValueError, match="whole numbers of sessions"):
        kaplan_meier(times, [True])
