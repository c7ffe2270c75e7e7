"""Columns that are missing, unknown, or that no report may ever hold."""

from __future__ import annotations

import pytest

from groupreport.intake.mapping.columns import is_identifying


def test_a_missing_column_is_named_with_what_looks_like_it(small_term):
    """A renamed column is found by the one who has to rename it back, and is not reported twice."""
    small_term.change("attendance", "member_id", "Member ID No")
    problem = small_term.the("column-missing")

    assert (problem.column, problem.line, problem.advice) == (
        "member_id",
        1,
        (
            "Did you mean 'Member ID No'? Rename that to 'member_id', or name it under "
            "data.tables.attendance.columns in params/program.yml."
        ),
    )
    assert [found[0] for found in small_term.found()] == ["column-missing"]


def test_an_unknown_column_is_not_read_and_that_is_said(small_term):
    """A column that no contract knows is worth a warning, as a misspelt optional one would be lost."""
    small_term.change("sessions", ",status", ",room")
    small_term.write("sessions", small_term.path("sessions").read_text())

    assert small_term.found() == [("column-unknown", "sessions.csv", 1, "warning")] + [
        found for found in small_term.found() if found[0] != "column-unknown"
    ]


def test_a_misspelt_optional_column_gets_a_suggestion(small_term):
    """`end_reasons` would otherwise silently be no end_reason."""
    small_term.change("roster", "end_reason", "end_reasons")

    assert small_term.the("column-unknown").advice == (
        "Did you mean 'end_reason'? Rename it, or name it under data.tables.roster.columns in params/program.yml."
    )


def test_spaces_in_a_header_are_left_out(small_term):
    """A space that no one can see does not hide a column."""
    small_term.change("roster", "member_id,group_id,", " member_id ,\u00a0group_id,")

    assert small_term.found() == []
    assert small_term.the("header-spaces").line == 1


def test_a_missing_characteristic_names_both_remedies(small_term):
    """A characteristic that program.yml asks for is in the roster, or is asked for no more."""
    small_term.change("roster", "age_band", "age_group")
    small_term.set_program("program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [gender]\n")

    assert small_term.the("column-missing").remedy == (
        "Export it too, or take it out of characteristics in params/program.yml."
    )


@pytest.mark.parametrize(
    "column", ["Last Name", "MemberName", "dob", "date_of_birth", "E-Mail", "phone_1", "SSN", "mrn", "ZIP code", "name"]
)
def test_what_identifies_people_leaves_reports_to_the_evaluator(small_term, column):
    """A column with names, birth dates, contacts or record numbers, in any table, refuses reports for others."""
    small_term.change("feedback", "discussed\n", f"discussed,{column}\n")
    small_term.change("feedback", "yes,no\n", "yes,no,x\n")

    assert small_term.found() == [("identifying-column", "feedback.csv", 1, "warning")]
    assert small_term.the("identifying-column").restricts
    assert column in small_term.the("identifying-column").message


@pytest.mark.parametrize("cell", ["", "anonymous", "*******"])
def test_a_column_that_says_nothing_of_anybody_is_no_risk(small_term, cell):
    """Survey systems keep a column for the e-mail address where an answer was anonymous."""
    small_term.change("feedback", "discussed\n", "discussed,email\n")
    small_term.change("feedback", "yes,no\n", f"yes,no,{cell}\n")

    assert small_term.found() == [("column-unknown", "feedback.csv", 1, "warning")]


@pytest.mark.parametrize("column", ["group_name", "site_name", "age_band", "gender", "phase", "embedded", "enamel"])
def test_what_identifies_nobody_is_not_refused(column):
    """Names of groups and sites, and words that only contain such letters, are no names of people."""
    assert not is_identifying(column)


def test_an_identifying_characteristic_is_refused(small_term):
    """Asking for a birth date as a characteristic does not make it publishable."""
    small_term.change("roster", "age_band", "dob")
    small_term.set_program("program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [dob]\n")

    assert small_term.found() == [("identifying-column", "roster.csv", 1, "error")]


def test_a_column_without_a_name_but_with_values_is_refused(small_term):
    """Cells under no heading may be anything."""
    small_term.change("feedback", "discussed\n", "discussed,\n")
    small_term.change("feedback", "yes,no\n", "yes,no,x\n")

    assert small_term.found() == [("header-unnamed", "feedback.csv", 1, "error")]


def test_a_file_without_column_names_shows_no_cell_as_one(small_term):
    """The first row of data is not taken for a header whose names are then printed."""
    rows = small_term.path("roster").read_text().partition("\n")[2]
    small_term.write("roster", rows)
    problem = small_term.the("header")

    assert (problem.line, problem.severity) == (1, "error")
    assert not any(cell in str(problem) for cell in ("007", "2026-09-01", "18-29"))


def test_many_unknown_columns_are_one_problem(small_term):
    """A survey export of hundreds of questions does not bury what is wrong."""
    names = [f"Q{number}" for number in range(300)]
    small_term.change("feedback", "discussed\n", f"discussed,{','.join(names)}\n")
    small_term.change("feedback", "yes,no\n", f"yes,no{',1' * len(names)}\n")

    assert small_term.the("column-unknown").message.startswith("has 300 columns that are not known here")


def test_many_unknown_items_of_a_wide_file_are_one_problem(small_term):
    """Two questionnaires under one name are one mistake."""
    names = [f"phq9_{number}" for number in range(1, 60)]
    small_term.set_program("program: {name: x}\ninstruments: [alliance_1_10, phq9]\ndata: {layout: wide}\n")
    small_term.write("outcomes", f"member_id,occasion,{','.join(names)}\n007,pre{',1' * len(names)}\n")

    assert "has 50 columns that are about no item of 'phq9'" in small_term.the("item-unknown").message


def test_no_cell_is_shown_as_a_column_where_a_constant_stands_beside_data(small_term):
    """A file without a header shows nobody's id as the name of a column, whatever else the program sets."""
    small_term.write("outcomes", "SECRET7,pre,2026-09-01,9,3\nSECRET8,pre,2026-09-02,9,1\n")
    small_term.set_program(
        "program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n"
        "data: {tables: {outcomes: {constants: {instrument: phq9}}}}\n"
    )

    assert small_term.the("header").file == "data/2026-fall/outcomes.csv"
    assert not any("SECRET" in str(problem) for problem in small_term.problems())
