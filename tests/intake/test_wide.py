"""Wide exports, one column an answer, give the same term as long ones."""

from __future__ import annotations

import pytest

WIDE = "program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\ndata: {layout: wide}\n"
RATINGS = """\
member_id,group_id,session,alliance_1_10_1,alliance_1_10_2,alliance_1_10_3
007,G01,1,8,,7
007,G01,3,,,
102,G02,1,10,9,8
"""


@pytest.fixture
def wide_term(small_term):
    return small_term.set_program(WIDE).write("ratings", RATINGS)


def test_each_answer_becomes_a_row(wide_term):
    """The column's name says instrument and item; outcomes that are long already stay so."""
    ratings = wide_term.open().table("ratings", "G02")

    assert wide_term.found() == []
    assert ratings[["instrument", "item", "value"]].values.tolist() == [
        ["alliance_1_10", "1", 10.0],
        ["alliance_1_10", "2", 9.0],
        ["alliance_1_10", "3", 8.0],
    ]


def test_an_empty_cell_among_answers_is_an_unanswered_item(wide_term):
    """A questionnaire that was given keeps its gaps; one that was not given has no rows."""
    ratings = wide_term.open().table("ratings", "G01")

    assert ratings["session"].tolist() == [1, 1, 1]
    assert ratings["value"].isna().tolist() == [False, True, False]


def test_a_problem_names_the_wide_column(wide_term):
    """The cell is named as the person sees it in the file."""
    wide_term.change("ratings", "102,G02,1,10,9,8", "102,G02,1,10,9,88")
    problem = wide_term.the("answer-out-of-range")

    assert (problem.line, problem.column) == (4, "alliance_1_10_3")


def test_an_item_that_the_questionnaire_lacks_is_named(wide_term):
    """A fourth item of three is no answer."""
    wide_term.change("ratings", "alliance_1_10_3", "alliance_1_10_4")

    assert ("item-unknown", "ratings.csv", 1, "error") in wide_term.found()


def test_a_questionnaire_that_is_not_listed_is_named(wide_term):
    """A known questionnaire's columns are not taken for unknown ones."""
    wide_term.change("ratings", "alliance_1_10_3", "gcs7_3")

    assert ("instrument-not-listed", "ratings.csv", 2, "error") in wide_term.found()


def test_two_wide_rows_of_one_member_and_session_contradict_each_other(wide_term):
    """The key of an answer is the same in both layouts; a form with one other answer is not called a copy as well."""
    wide_term.add("ratings", "102,G02,1,9,9,8")

    assert [found[:3] for found in wide_term.found()] == [("duplicate-conflict", "ratings.csv", 5)]


def test_a_wide_row_that_stands_there_twice_is_a_copy(wide_term):
    """All of its answers are the same."""
    wide_term.add("ratings", "102,G02,1,10,9,8")

    assert [found[:3] for found in wide_term.found()] == [("duplicate-row", "ratings.csv", 5)]


def test_a_file_without_an_answers_column_is_named(wide_term):
    """Nothing to read is said, not passed over."""
    wide_term.write("ratings", "member_id,group_id,session\n007,G01,1\n")

    assert ("wide-answers-missing", "ratings.csv", 1, "error") in wide_term.found()


def test_a_wide_file_under_a_long_layout_names_the_parameter(small_term):
    """The one who forgot `layout: wide` is told so."""
    small_term.write("ratings", RATINGS)

    assert any("set data.layout to wide" in problem.remedy for problem in small_term.problems())
