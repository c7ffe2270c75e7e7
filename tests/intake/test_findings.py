"""Problems are grouped so that a person meets each mistake once, in the file where it stands."""

from __future__ import annotations

SEVERAL = """\
program: {name: Evening groups}
instruments: [alliance_1_10, phq9]
characteristics: [age_band]
data: {tables: {attendance: {file: "attendance-*.csv"}}}
"""
WIDE = "program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\ndata: {layout: wide}\n"


def in_two_files(small_term, word):
    """The attendance of two weeks in two files, with another word for the status of rows in both."""
    header, *rows = small_term.path("attendance").read_text().splitlines(keepends=True)
    small_term.path("attendance").unlink()
    small_term.write("attendance-1", header + "".join(rows[:5]).replace("attended", word))
    small_term.write("attendance-2", header + "".join(rows[5:]).replace("attended", word))
    return small_term.set_program(SEVERAL)


def test_a_problem_of_two_files_is_one_problem_in_each(small_term):
    """The lines are those of the file that is named."""
    in_two_files(small_term, "here")
    problems = [problem for problem in small_term.problems() if problem.rule == "value-unknown"]

    assert [(each.file.rsplit("/", 1)[-1], each.count, each.lines) for each in problems] == [
        ("attendance-1.csv", 3, (2, 5, 6)),
        ("attendance-2.csv", 2, (2, 3)),
    ]


def test_a_note_about_two_files_is_one_note_in_the_appendix(small_term):
    """A folder with a file for every week does not fill the appendix with the same sentence."""
    in_two_files(small_term, " attended")
    [note] = [note for note in small_term.open().notes if note.rule == "cell-spaces"]

    assert (note.file, note.column, note.line, note.count, note.files) == ("attendance-1.csv", "status", 2, 5, 2)


def test_a_problem_of_several_wide_columns_names_the_column_of_each_row(small_term):
    """An answer out of range is found in the column where it stands, not in the first one that has another."""
    small_term.set_program(WIDE)
    small_term.write("outcomes", "member_id,occasion,phq9_1,phq9_2,phq9_3\n007,pre,1,9,1\n102,pre,9,1,1\n")
    problem = small_term.the("answer-out-of-range")

    assert (problem.count, problem.lines, problem.columns) == (2, (2, 3), ("phq9_2", "phq9_1"))


def test_a_problem_of_one_column_names_no_others(small_term):
    """The column of the problem is the column of all its rows."""
    small_term.write("attendance", small_term.path("attendance").read_text().replace("attended", "here"))

    assert small_term.the("value-unknown").columns == ()


def test_the_same_about_many_columns_is_one_problem(small_term):
    """Spaces in every column of a survey are one note, which names the first of them."""
    header, *rows = small_term.path("events").read_text().splitlines()
    small_term.write("events", "\n".join([header, *(row.replace(",", " ,") for row in rows)]) + "\n")
    note = small_term.the("cell-spaces")

    assert (note.severity, note.count, len(note.columns), note.lines) == ("info", 7, 5, (2,) * 5)


def test_thousands_of_problems_of_one_rule_are_a_list_that_can_be_read(small_term):
    """A folder with files of other programs does not bury what is wrong; how many are not listed is said."""
    for number in range(150):
        small_term.write(f"zz{number:03}", "a\n1\n")
    strange = [problem for problem in small_term.problems() if problem.rule == "file-unknown"]

    assert len(strange) == 100
    assert strange[-1].message == "is found 51 more times here; these are not listed"


def test_a_flood_of_what_identifies_people_still_restricts(small_term):
    """No column goes unheeded because a hundred others stand before it."""
    names = [f"phone_{number}" for number in range(150)]
    small_term.change("feedback", "discussed\n", f"discussed,{','.join(names)}\n")
    small_term.change("feedback", "yes,no\n", f"yes,no{',1' * len(names)}\n")
    found = [problem for problem in small_term.problems() if problem.rule == "identifying-column"]

    assert (len(found), all(problem.restricts for problem in found)) == (100, True)
