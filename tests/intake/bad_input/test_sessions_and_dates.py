"""Sessions that stand there twice, out of order or outside the term, and days that have to be guessed."""

from __future__ import annotations

import re
import shutil

import pytest

DECLARE = (
    "Write dates as YYYY-MM-DD, or say in params/program.yml under data.date_format how they are written "
    "(%m/%d/%Y is month, day, year)."
)
STAY = "Correct the member's dates on the roster, or the session."


def sessions_written(term, write):
    """Every day of a session written otherwise."""
    text = term.path("sessions").read_text()
    return term.write("sessions", re.sub(r"2026-(\d\d)-(\d\d)", lambda day: write(day[1], day[2]), text))


def test_a_row_that_stands_there_twice_names_both_lines(small_term, said):
    """A copy and a contradiction are told apart, and nothing is dropped."""
    small_term.add("attendance", "102,G02,3,left_early")
    small_term.add("attendance", "102,G02,2,attended")

    assert said(small_term) == [
        "error attendance.csv:13:member_id duplicate-row: repeats the row on line 10. Delete one of the two rows.",
        (
            "error attendance.csv:14:member_id duplicate-conflict: has the same member, group and session as line 9 "
            "but says something else. Keep the right one of the two rows."
        ),
    ]


def test_a_row_of_another_file_is_named_with_it(small_term, said):
    """Where a table is in several files, the line alone would say nothing."""
    small_term.path("attendance").with_name("more.csv").write_text(
        "member_id,group_id,session,status\n007,G01,1,attended\n"
    )
    small_term.set_data("{tables: {attendance: {file: [attendance.csv, more.csv]}}}")

    assert said(small_term) == [
        (
            "error more.csv:2:member_id duplicate-row: repeats the row on line 2 of data/2026-fall/attendance.csv. "
            "Delete one of the two rows; where two exports hold the same, keep the newer one alone."
        )
    ]


def test_one_session_with_two_days_is_one_problem(small_term, said):
    """It is not called out of order as well."""
    small_term.add("sessions", "G02,2,2026-09-29,held")

    assert said(small_term) == [
        (
            "error sessions.csv:8:group_id duplicate-conflict: has the same group and session as line 6 but says "
            "something else. Keep the right one of the two rows."
        )
    ]


def test_what_is_recorded_outside_a_stay_is_doubted(small_term, said):
    """Before enrollment and after the end, in attendance and ratings."""
    small_term.change("roster", "102,G02,2026-09-08", "102,G02,2026-09-10")
    small_term.add("attendance", "101,G02,3,attended")

    assert said(small_term) == [
        (
            "warning attendance.csv:8:session before-enrollment: is about a session before the member was enrolled. "
            f"{STAY}"
        ),
        (f"warning attendance.csv:13:session after-end: is about a session after the member's stay had ended. {STAY}"),
        (f"warning ratings.csv:7:session before-enrollment: is about a session before the member was enrolled. {STAY}"),
    ]


@pytest.mark.parametrize("day", ["2026-08-08", "2026-12-22"], ids=["before-its-start", "after-its-end"])
def test_a_day_outside_the_term_is_one_problem(small_term, said, day):
    """Members' stays are not doubted because of a session's wrong day."""
    old = "1,2026-09-08" if day < "2026-09" else "3,2026-09-22"
    small_term.change("sessions", f"G02,{old}", f"G02,{old[0]},{day}")

    assert said(small_term) == [
        (
            f"warning sessions.csv:{4 + int(old[0])}:held_on date-outside-term: lies outside the term (2026-09-01 to "
            "2026-12-11). Correct the date, or the term's dates in params/terms/2026-fall.yml."
        )
    ]


@pytest.mark.parametrize(
    ("number", "what"),
    [
        ("-1", "number-too-small: is below 1. Correct it, or leave an unknown cell empty."),
        ("0", "number-too-small: is below 1. Correct it, or leave an unknown cell empty."),
        ("1.5", "number-not-whole: is not a whole number. Correct it, or export the right column here."),
        ("two", "number-format: is not a number written in plain digits. Write it in digits."),
        ("1e3", "number-format: is not a number written in plain digits. Write it in digits."),
        ("9999999999", "number-too-large: has more than nine digits. Correct it, or export the right column."),
        (
            "1,000",
            ("number-grouped: has a comma that may divide thousands or be the decimal mark. Export numbers without "
            "marks between thousands."),
        ),
        ("\uff12", ("number-digits: is a number in digits or with a minus sign that are not the plain ones. "
         "Retype it with the digits and the hyphen of the keyboard.")),
    ],
)  # fmt: skip
def test_a_session_number_that_is_none_is_one_problem(small_term, said, number, what):
    """Attendance and ratings of the session are not called unknown, nor the numbers called gapped."""
    small_term.change("sessions", "G02,2,", f'G02,"{number}",')

    assert said(small_term, "session-gap") == [f"error sessions.csv:6:session {what}"]


def test_a_gap_in_the_numbers_is_told(small_term, said):
    """A session may have been left out of the export, or numbers skipped on purpose."""
    for table in ("sessions", "attendance", "ratings"):
        small_term.write(table, small_term.path(table).read_text().replace("G02,3,", "G02,5,"))

    assert said(small_term, "session-gap") == [
        (
            "info sessions.csv:7:session session-gap: follows a gap in the group's session numbers. List the sessions "
            "between as well, canceled ones with that status, or leave it so if the numbers are right."
        )
    ]


def test_days_that_go_back_are_one_problem(small_term, said):
    """Stays are not doubted by days that cannot be right."""
    small_term.change("sessions", "G02,2,2026-09-15", "G02,2,2026-09-29")

    assert said(small_term) == [
        (
            "error sessions.csv:7:held_on session-order: is dated before a session with a lower number of the same "
            "group. Correct the date, or number the sessions in the order in which they were held."
        )
    ]


def test_two_sessions_on_a_day_are_doubted(small_term, said):
    """A group may meet twice a day, but seldom does."""
    small_term.change("sessions", "G02,2,2026-09-15", "G02,2,2026-09-08")

    assert said(small_term) == [
        (
            "warning sessions.csv:6:held_on session-same-day: is dated on the same day as another session of the "
            "group. Correct the date unless the group met twice that day."
        )
    ]


def test_stages_that_go_back_are_doubted(small_term, said):
    """Comparisons by stage rest on stages that follow one another."""
    text = small_term.path("sessions").read_text()
    stages = iter(["stage", "commitment", "", "change", "process", "commitment", "termination"])
    small_term.write("sessions", "".join(f"{line},{next(stages)}\n" for line in text.splitlines()))

    assert said(small_term) == [
        (
            "warning sessions.csv:6:stage session-stage-order: names a stage that comes before the stage of an earlier "
            "session of the group. Correct the stage or the session's number, unless the group really went back."
        )
    ]


def test_a_repair_before_its_rupture_is_an_error(small_term, said):
    """A time to repair is never negative; on the same day it may be none."""
    small_term.change("events", "E1,G01,1,", "E1,G01,3,")
    assert said(small_term) == []
    small_term.change("events", "full,3,yes", "full,1,yes")

    assert said(small_term) == [
        (
            "error events.csv:2:resolved_session resolved-before: names a session before the one in which the rupture "
            "happened. Correct one of the two session numbers."
        )
    ]


def test_a_wrong_word_of_a_status_is_one_problem(small_term, said):
    """It is not called empty as well."""
    small_term.change("sessions", "canceled", "called off")

    assert said(small_term, "default-status") == [
        (
            "error sessions.csv:3:status value-unknown: is not one of the allowed words. Write held, canceled or "
            "planned, or translate your own words under data.tables.sessions.values.status in params/program.yml."
        )
    ]


def test_a_day_in_the_future_is_doubted(small_term, said):
    """A slip of the year is found even where the session is planned."""
    small_term.add("sessions", "G02,4,2062-09-29,held")

    assert said(small_term) == [
        (
            "warning sessions.csv:8:held_on date-future: lies in the future, after the term's last day (2026-12-11). "
            "Correct the date, or the term's dates in params/terms/2026-fall.yml."
        )
    ]


SINGLE_DAYS = {
    "05/01/2026": f"date-ambiguous: could be two days, as it does not say which number is the month. {DECLARE}",
    "05/01/26": (
        "date-year: has a year of two digits. Export the year with four digits, or say in params/program.yml under "
        "data.date_format how the dates are written (%m/%d/%y is month, day, year of two digits)."
    ),
    "46273": (
        "date-serial: is the number by which a spreadsheet counts days, not a date. "
        "Format the column as a date (YYYY-MM-DD) and export it again."
    ),
    "1904-01-01": (
        "date-serial: is the first day that a program can count, which it writes for an empty cell. "
        "Leave the cell empty there, or correct the date."
    ),
    "1900-02-29": (
        "date-serial: is a day of 1900, which spreadsheets show for a small number. "
        "Enter the day, or leave the cell empty."
    ),
    "2026-02-31": "date-impossible: is a day that does not exist. Correct the date.",
    "0226-09-08": "date-year: is not in the years 1900 to 2199. Correct the year.",
    "2026-09-22T23:30:00-05:00": "date-zone: has a time zone. Export the day where the group met, as YYYY-MM-DD.",
    "last Tuesday": f"date-format: is not a date written as YYYY-MM-DD. {DECLARE}",
    "\uff12\uff10\uff12\uff16-09-01": (
        "date-format: is written with digits or signs that are not plain ones. "
        "Retype the date with the digits of the keyboard."
    ),
    "#VALUE!": "spreadsheet-error: is an error message of the spreadsheet. Mend the formula there and export again.",
}
ALIKE_DAYS = {
    "46273.0": "46273",
    "1899-12-30": "1904-01-01",
    "1900-01-01": "1904-01-01",
    "1970-01-01": "1904-01-01",
    "1900-01-00": "1900-02-29",
    "1900-01-17": "1900-02-29",
    "2027-13-01": "2026-02-31",
    "9999-12-31": "0226-09-08",
    "2026-09-22T00:00:00Z": "2026-09-22T23:30:00-05:00",
    "2026-9-22": "last Tuesday",
    "22-Sep-2026": "last Tuesday",
    "2026-09": "last Tuesday",
}


def test_days_that_have_to_be_guessed_are_errors(small_term, said):
    """Each kind of a doubtful day is one problem with its own advice, however often it is there."""
    expected = []
    for day, what in SINGLE_DAYS.items():
        line = small_term.path("roster").read_text().count("\n") + 1
        same = [other for other, meant in ALIKE_DAYS.items() if meant == day]
        message, advice = re.match(r"(.*?)\. (.*)", what).groups()
        times = f" ({len(same) + 1} times)" if same else ""
        expected.append(f"error roster.csv:{line}:enrolled_on {message}{times}. {advice}")
        for number, each in enumerate([day, *same]):
            small_term.add("roster", f"X{line}-{number},G01,{each},,,")

    assert said(small_term) == expected


@pytest.mark.parametrize(
    ("write", "first", "date_format"),
    [
        (lambda month, day: f"{month}/{day}/2026", "month", "%m/%d/%Y"),
        (lambda month, day: f"{day}.{month}.2026", "day", "%d.%m.%Y"),
        (lambda month, day: f"{int(day)}-{int(month)}-2026", "day", "%d-%m-%Y"),
    ],
)
def test_a_column_that_shows_its_order_names_the_setting(small_term, said, write, first, date_format):
    """13/01 says which number is the day; nothing is read so before the program says it."""
    sessions_written(small_term, write)

    assert said(small_term) == [
        (
            f"error sessions.csv:2:held_on date-format: is written with the {first} first, as other dates of the "
            "column "
            f'show (6 times). Export the dates as YYYY-MM-DD, or set data.date_format to "{date_format}" in '
            "params/program.yml."
        )
    ]


def test_a_column_of_two_orders_is_one_problem(small_term, said):
    """Where the day and the month come first in turn, no setting mends it."""
    small_term.change("sessions", "2026-09-14", "09/14/2026").change("sessions", "2026-09-15", "15/09/2026")
    small_term.change("sessions", "2026-09-07", "07/09/2026")

    assert said(small_term) == [
        (
            "error sessions.csv:2:held_on date-ambiguous: stands in a column in which some dates have the day first "
            "and others the month (3 times). Export the dates as YYYY-MM-DD."
        )
    ]


def test_a_day_that_is_not_in_the_declared_format_is_an_error(small_term, said):
    """One format holds for all; a day that would fit another is not read so."""
    for path in small_term.path("groups").parent.iterdir():
        path.write_text(re.sub(r"2026-(\d\d)-(\d\d)", r"\1/\2/2026", path.read_text()))
    small_term.set_data('{date_format: "%m/%d/%Y"}').change("sessions", "09/22/2026", "22/09/2026")

    assert said(small_term) == [
        (
            "error sessions.csv:7:held_on date-format: is not a date written as data.date_format says (%m/%d/%Y). "
            "Correct the date, or data.date_format in params/program.yml."
        )
    ]


def test_a_time_of_day_is_left_out_and_told(small_term, said):
    """The day is the one that is written, also a minute before midnight."""
    small_term.change("sessions", "2026-09-22", "2026-09-22 23:59:59")

    assert said(small_term, "date-time") == [
        "info sessions.csv:7:held_on date-time: has a time of day. Only the day was read."
    ]
    assert small_term.open().table("sessions", "G02")["held_on"].dt.strftime("%Y-%m-%d").tolist()[-1] == "2026-09-22"


def test_a_term_that_overlaps_the_one_to_compare_with_is_doubted(small_term, said):
    """A session in both terms would be compared with itself."""
    shutil.copytree(small_term.folder / "data" / "2026-fall", small_term.folder / "data" / "2026-summer")
    small_term.set_term("term: {id: 2026-summer, starts: 2026-05-10, ends: 2026-12-11}\n", "2026-summer")
    small_term.set_term("term: {id: 2026-fall, starts: 2026-09-01, ends: 2026-12-11}\ncompare_with: 2026-summer\n")

    assert said(small_term) == [
        (
            "warning params/terms/2026-fall.yml:2:compare_with term-overlap: the term to compare with, "
            "'2026-summer', ends on 2026-12-11, not before this one begins. Correct starts and ends of the two "
            "terms, or name an earlier term in compare_with."
        )
    ]
