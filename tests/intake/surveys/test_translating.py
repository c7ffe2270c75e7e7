"""Words and numbers that a program translates: none is taken for another answer than it is."""

from __future__ import annotations

import pytest

PROGRAM = "program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n"
SHIFTED = PROGRAM + 'data: {tables: {outcomes: {values: {phq9: {"1": 0, "2": 1, "3": 2, "4": 3}}}}}\n'


def outcomes(first: str, second: str) -> str:
    rows = f"007,pre,2026-09-01,phq9,1,{first}\n007,post,2026-12-01,phq9,1,{second}\n"
    return f"member_id,occasion,measured_on,instrument,item,value\n{rows}"


@pytest.mark.parametrize(("first", "second"), [("4", "1"), ("4.0", "1.0"), ("4.00", "1")])
def test_a_number_is_translated_however_it_is_written(small_term, first, second):
    """Programs write 1.0 where a column has gaps; it is moved like 1, and no answer is off by one."""
    small_term.set_program(SHIFTED).write("outcomes", outcomes(first, second))

    assert sorted(small_term.open().table("outcomes")["value"]) == [0.0, 3.0]


def test_a_number_that_a_list_of_moved_numbers_leaves_out_is_an_error(small_term):
    """A 0 among answers from 1 to 4 would be read as the 1 that it is not."""
    small_term.set_program(SHIFTED).write("outcomes", outcomes("0", "1"))

    assert small_term.found() == [("value-not-listed", "outcomes.csv", 2, "error")]


def test_words_for_the_ends_of_a_scale_let_numbers_through(small_term):
    """Where only the ends have labels, the numbers between them are answers."""
    labels = PROGRAM + "data: {tables: {outcomes: {values: {phq9: {Not at all: 0, Nearly every day: 3}}}}}\n"
    small_term.set_program(labels).write("outcomes", outcomes("Nearly every day", "2"))

    assert small_term.found() == []
    assert sorted(small_term.open().table("outcomes")["value"]) == [2.0, 3.0]


def test_a_code_of_a_characteristic_that_is_not_listed_is_told(small_term):
    """A 4 does not become a category beside words because nobody listed it."""
    small_term.set_program(PROGRAM + "data: {tables: {roster: {values: {age_band: {18-29: young}}}}}\n")
    problem = small_term.the("value-not-listed")

    assert (problem.severity, problem.column, problem.count) == ("warning", "age_band", 2)


def test_one_of_several_words_of_a_filter_that_no_row_has_is_told_with_the_near_one(small_term):
    """A wave that is misspelt in `where` is not left out with a mere note."""
    small_term.set_program(PROGRAM + "data: {tables: {outcomes: {where: {occasion: [pre, psot]}}}}\n")
    problem = small_term.the("where-none")

    assert (problem.severity, problem.suggestion) == ("warning", "post")


def test_a_word_of_a_filter_like_no_other_is_left_alone(small_term):
    """Numbers and labels of one export may both be listed."""
    small_term.set_program(PROGRAM + 'data: {tables: {outcomes: {where: {occasion: [pre, post, "0"]}}}}\n')

    assert small_term.found() == []


def test_a_table_that_a_filter_empties_is_not_called_empty(small_term):
    """The file has rows; what is wrong is the filter."""
    small_term.set_program(PROGRAM + "data: {tables: {attendance: {where: {status: Attended}}}}\n")

    assert "has rows, but none of those that data.tables.attendance.where asks for" in [
        problem.message for problem in small_term.problems()
    ]


def test_a_term_that_has_begun_without_any_session_is_an_error(small_term):
    """Nobody is told that no session has been held where a query or an export lost them all."""
    for table in ("sessions", "attendance", "ratings"):
        small_term.write(table, small_term.path(table).read_text().splitlines()[0] + "\n")
    for table in ("events", "feedback"):
        small_term.path(table).unlink()

    assert ("table-empty", "sessions.csv", None, "error") in small_term.found()
