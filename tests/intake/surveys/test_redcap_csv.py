"""REDCap's CSV exports: rows of several forms, values that stand in another row, boxes, forms left empty."""

from __future__ import annotations

import csv
import io

import pytest


def rows_of(term, name):
    return list(csv.reader(io.StringIO(term.path(name).read_text())))


def change(term, surveys, name, row, column, value):
    """Put a value into one cell; rows count from the header, which is 0."""
    rows = rows_of(term, name)
    rows[row][rows[0].index(column)] = value
    return term.write(name, surveys.delimited(rows))


def row_where(term, name, **cells):
    rows = rows_of(term, name)
    for number, row in enumerate(rows):
        if all(row[rows[0].index(column)] == value for column, value in cells.items()):
            return number
    raise ValueError(f"no row with {cells}")


def test_a_value_is_carried_from_the_record(exported):
    """The group stands once, with the enrolment, and holds for every rating of the record."""
    ratings = exported("redcap-raw").open().table("ratings")

    assert set(zip(ratings["member_id"], ratings["group_id"], strict=True)) == {
        ("007", "G01"),
        ("008", "G01"),
        ("NA", "G01"),
        ("101", "G02"),
        ("102", "G02"),
    }


def test_a_record_without_the_value_is_named_once(exported, surveys):
    """The rating's line is named, not each of its answers, and not a second time as an empty cell."""
    term = exported("redcap-raw")
    enrolment = row_where(term, "members", record_id="101", redcap_repeat_instrument="")
    change(term, surveys, "members", enrolment, "group", "")
    rating = row_where(term, "members", record_id="101", redcap_repeat_instrument="session_rating")
    problem = term.the("carry-none")

    assert (problem.line, problem.column, problem.count) == (rating + 1, "group", 1)
    assert [found for found in term.found() if found[1] == "members.csv"] == [
        ("value-missing", "members.csv", enrolment + 1, "error"),
        ("carry-none", "members.csv", rating + 1, "error"),
    ]


def test_two_values_of_one_record_are_a_conflict(exported, surveys):
    """Which of two groups a rating belongs to is never guessed."""
    term = exported("redcap-raw")
    post = row_where(term, "members", record_id="007", redcap_event_name="end_arm_1")
    change(term, surveys, "members", post, "group", "G02")
    problem = term.the("carry-conflict")

    assert (problem.column, problem.count) == ("group", 1)
    assert "from_roster" in problem.remedy


def test_a_row_with_the_value_itself_keeps_it(exported, surveys):
    """What a rating says of its group goes before what its record says."""
    term = exported("redcap-raw")
    for row in range(1, len(rows_of(term, "members"))):
        if rows_of(term, "members")[row][0] == "102" and "session_rating" in rows_of(term, "members")[row]:
            change(term, surveys, "members", row, "group", "G01")

    assert [found[0] for found in term.found() if found[3] == "error"] == ["member-not-in-group"]


def test_rows_of_other_forms_are_left_out_and_counted(exported):
    """A table is read from its own form's rows; how many others there are is told."""
    left_out = [problem for problem in exported("redcap-raw").problems() if problem.rule == "where-left-out"]

    assert {problem.message for problem in left_out} == {
        "has 1 row without 'intake_arm_1' in the column 'redcap_event_name'",
        "has 5 rows with something in the column 'redcap_repeat_instrument'",
        "has 6 rows without 'session_rating' in the column 'redcap_repeat_instrument'",
        "has 5 rows without 'rupture' in the column 'redcap_repeat_instrument'",
        "has 4 rows without 'feedback' in the column 'redcap_repeat_instrument'",
    }


def test_a_misspelt_form_is_an_error_with_the_near_name(exported, surveys, programs):
    """A filter that keeps nothing would look as if nobody had answered."""
    data = programs.KINDS["redcap-raw"][0].replace("instrument: feedback}", "instrument: feedbacks}")
    problem = exported("redcap-raw").set_program(surveys.PROGRAM + data).the("where-none")

    assert (problem.severity, problem.suggestion) == ("error", "feedback")
    assert "params/program.yml (line" in problem.remedy


def test_a_form_that_nobody_filled_in_yet_is_a_warning(exported, surveys):
    """Early in a term a form may have no rows at all."""
    term = exported("redcap-raw")
    rows = [row for row in rows_of(term, "leaders") if "rupture" not in row]
    term.write("leaders", surveys.delimited(rows))

    assert term.the("where-none").severity == "warning"
    assert len(term.open().table("events")) == 0


def test_boxes_give_the_ids_that_were_ticked(exported):
    """Codes stand in the columns' names; the one that REDCap wrote in small letters is translated."""
    assert exported("redcap-raw").open().table("events")["member_ids"].tolist() == ["007;NA", "102"]


def test_a_code_in_small_letters_is_not_taken_for_the_id(exported, surveys, programs):
    """REDCap writes NA as na: that nobody on the roster is called so is said, with the reason."""
    data = programs.KINDS["redcap-raw"][0].replace("      values: {member_ids: {na: NA}}\n", "")
    problem = exported("redcap-raw").set_program(surveys.PROGRAM + data).the("member-unknown")

    assert (problem.column, problem.count) == ("involved___…", 1)
    assert "differs by letter case" in problem.message
    assert "data.tables.events.values" in problem.remedy


def test_a_negative_code_can_be_translated_to_nobody(exported, surveys, programs):
    """`____9` is the code -9, which REDCap cannot write into a column's name."""
    term = exported("redcap-raw")
    rupture = row_where(term, "leaders", redcap_repeat_instrument="rupture", group_id="G02")
    change(term, surveys, "leaders", rupture, "involved____9", "1")
    assert term.the("member-unknown").count == 1
    data = programs.KINDS["redcap-raw"][0].replace("{na: NA}", '{na: NA, -9: ""}')
    term.set_program(surveys.PROGRAM + data)

    assert term.found() == []
    assert term.open().table("events")["member_ids"].tolist() == ["007;NA", "102"]


@pytest.mark.parametrize(
    ("kind", "column"), [("redcap-raw", "involved___008"), ("redcap-labels", "Who was involved? (choice=008)")]
)
def test_a_box_that_is_neither_ticked_nor_not_is_named(exported, surveys, kind, column):
    """A box with a word in it is no box."""
    term = exported(kind)
    rupture = next(number for number, row in enumerate(rows_of(term, "leaders")) if "upture" in row[1])
    change(term, surveys, "leaders", rupture, column, "maybe")
    problem = term.the("value-unknown")

    assert (problem.line, problem.column) == (rupture + 1, column)
    assert "neither a ticked box" in problem.message


def test_boxes_that_are_not_there_are_missed(exported, surveys, programs):
    """The question's name is checked like any column's."""
    data = programs.KINDS["redcap-raw"][0].replace("{checkboxes: involved}", "{checkboxes: involvd}")
    problem = exported("redcap-raw").set_program(surveys.PROGRAM + data).the("column-mapped-missing")

    assert problem.message.startswith("has no columns of boxes that begin with 'involvd'")


def test_a_form_that_was_opened_and_left_gives_no_row(exported, surveys):
    """Without an answer there is no feedback, and no cell that would have to be filled in."""
    term = exported("redcap-raw")
    before = term.open().data_hash
    rows = rows_of(term, "leaders")
    empty = dict.fromkeys(rows[0], "") | {
        "group_id": "G01", "redcap_repeat_instrument": "feedback", "redcap_repeat_instance": "9",
        "feedback_complete": "0",
    }  # fmt: skip
    term.write("leaders", surveys.delimited([*rows, list(empty.values())]))
    problem = term.the("row-unfilled")

    assert (problem.severity, problem.line) == ("info", len(rows) + 1)
    assert term.open().data_hash == before


def test_an_incomplete_form_counts_and_that_is_told(exported, surveys):
    """What was filled in counts whatever the form's status; each table looks at its own form's."""
    term = exported("redcap-raw")
    rating = row_where(term, "members", record_id="008", redcap_repeat_instrument="session_rating")
    change(term, surveys, "members", rating, "session_rating_complete", "0")
    problem = term.the("form-incomplete")

    assert (problem.severity, problem.line, problem.column) == ("info", rating + 1, "session_rating_complete")


def test_a_form_that_is_called_after_its_questionnaire(small_term, surveys):
    """Its status and its time are no answers, and a form that was only opened gives none."""
    header = ["record_id", "redcap_event_name", "phq9_timestamp", *(f"phq9_{item}" for item in range(1, 10)),
              "phq9_complete"]  # fmt: skip
    filled = ["007", "pre", "2026-09-01 10:00", *"001122330", "2"]
    opened = ["008", "pre", "[not completed]", *[""] * 9, "0"]
    small_term.write("outcomes", surveys.delimited([header, filled, opened]))
    small_term.set_program(
        surveys.PROGRAM.replace(", gcs7", "")
        + "data:\n  tables:\n    outcomes:\n      format: redcap\n      layout: wide\n"
        "      columns: {member_id: record_id, occasion: redcap_event_name}\n"
    )

    assert small_term.found() == []
    assert small_term.open().table("outcomes")["value"].tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 0]


def test_labels_that_repeat_are_told_apart(exported):
    """Two forms may ask in the same words: the second is `Statement 1 (2)`, in the file's order."""
    ratings = exported("redcap-labels").open().table("ratings", "G02")
    first = ratings[(ratings["member_id"] == "102") & (ratings["item"] == "1")]

    assert first.set_index("instrument")["value"].to_dict() == {"alliance_1_10": 4.0, "gcs7": 1.0}


def test_the_participants_identifier_restricts_reports(exported, surveys):
    """REDCap keeps the address to which a survey was sent."""
    term = exported("redcap-raw")
    change(term, surveys, "members", 3, "redcap_survey_identifier", "somebody@clinic.example")

    assert term.the("identifying-column").restricts


def test_a_survey_that_was_not_completed_has_no_day(exported, surveys, programs):
    """REDCap writes `[not completed]` instead of a time; that is no session's day."""
    data = programs.KINDS["redcap-raw"][0].replace(
        "session: session_no}", "session: {day_of: session_rating_timestamp}}"
    )
    term = exported("redcap-raw").set_program(surveys.PROGRAM + data)
    assert term.found() == []
    rating = row_where(term, "members", record_id="008", redcap_repeat_instrument="session_rating")
    change(term, surveys, "members", rating, "session_rating_timestamp", "[not completed]")

    assert [found[:3] for found in term.found()] == [("session-of-day", "members.csv", rating + 1)]
    assert "survey was not completed" in term.the("session-of-day").message
