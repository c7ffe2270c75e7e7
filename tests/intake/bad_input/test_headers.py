"""Headers that are not the columns' names, and rows that do not fit them."""

from __future__ import annotations

import pytest

KEEP = "Keep one of them, or give the other another name"
FORMAT = "; if a survey system wrote the file, name it under data.tables as `format`."
FEW = "Export it again so that every row has all cells, also the empty ones at its end."
MANY = "Put quotes around a cell that holds the delimiter itself, such as a comma in a name."
OWN = "Mend the export so that each name stands above its own column."


def attendance_of(term):
    return term.path("attendance").read_text()


def with_ends(text, header_end, row_end):
    """Every row with something more at its end."""
    header, *rows = text.splitlines()
    return "\n".join([header + header_end, *(row + row_end for row in rows)]) + "\n"


def test_two_columns_of_one_name_are_an_error_and_hide_nothing_else(small_term, said):
    """Nobody guesses which is meant; the other columns are judged all the same."""
    small_term.write("attendance", with_ends(attendance_of(small_term), ",status", ",attended"))
    small_term.add("attendance", "999,G01,1,attended,attended")

    assert said(small_term) == [
        (
            f"error attendance.csv:1:status header-duplicate: has more than one column of the name status (2 times). "
            f"{KEEP}{FORMAT}"
        ),
        (
            "error attendance.csv:13:member_id member-unknown: names a member who is not on the roster. "
            "Add the member to the roster, or correct the id."
        ),
    ]


def test_columns_that_differ_by_letter_case_alone_are_an_error(small_term, said):
    """On some systems they are one column."""
    small_term.write("attendance", with_ends(attendance_of(small_term), ",Member_ID", ",7"))

    assert said(small_term) == [
        (
            "error attendance.csv:1:member_id header-letter-case: has columns that differ by letter case alone: "
            f"member_id, Member_ID. {KEEP}."
        )
    ]


def test_what_no_one_can_see_in_a_name_is_left_out_and_told(small_term, said):
    """Spaces of any kind and invisible characters do not hide a column."""
    small_term.change("roster", "member_id,group_id,", " member_id ,\u00a0group\u200b_id\ufeff,")

    assert said(small_term, "header-spaces") == [
        (
            "info roster.csv:1 header-spaces: has spaces or invisible characters around the column names member_id, "
            "group_id. They were left out."
        )
    ]


def test_a_column_without_a_name_is_refused_where_it_holds_something(small_term, said):
    """Cells under no heading may be anything; an empty column is nothing."""
    empty = with_ends(attendance_of(small_term), ",", ",")

    assert said(small_term.write("attendance", empty)) == []
    assert said(small_term.write("attendance", empty.replace("no_show,", "no_show,x"))) == [
        (
            "error attendance.csv:1 header-unnamed: has a column with values but without a name. "
            "Give it a name in the header, or delete it."
        )
    ]


@pytest.mark.parametrize("table", ["attendance", "ratings"])
def test_a_misspelt_required_column_is_one_problem(small_term, said, table):
    """The near name is offered, and rows that seem alike without the column are not called repetitions."""
    small_term.change(table, "member_id", "Member ID No")

    assert said(small_term) == [
        (
            f"error {table}.csv:1:member_id column-missing: the required column 'member_id' is missing. "
            f"Did you mean 'Member ID No'? Rename that to 'member_id', or name it under data.tables.{table}.columns "
            "in params/program.yml."
        )
    ]


def test_a_misspelt_optional_column_of_the_key_is_one_problem(small_term, said):
    """Ratings of two raters are not called contradictions because `rater` was misspelt."""
    header = "member_id,group_id,session,instrument,item,value,raters\n"
    rows = "007,G01,1,alliance_1_10,1,8,member\n007,G01,1,alliance_1_10,1,7,leader\n"
    small_term.write("ratings", header + rows)

    assert said(small_term, "default-rater") == [
        (
            "warning ratings.csv:1:raters column-unknown: the column 'raters' is not known here and is not read. "
            "Did you mean 'rater'? Rename it, or name it under data.tables.ratings.columns in params/program.yml."
        )
    ]


def test_a_column_that_is_not_there_says_what_the_table_needs(small_term, said):
    """Where nothing is near, the list of what to export is told."""
    small_term.write("attendance", with_ends(attendance_of(small_term), "", "").replace(",status", ",room"))

    assert said(small_term)[0] == (
        "error attendance.csv:1:status column-missing: the required column 'status' is missing. "
        "Export it too; the table needs: member_id, group_id, session, status."
    )


def test_columns_that_nobody_knows_are_told(small_term, said):
    """They are not read; those that look like names or birth dates keep reports to the evaluator."""
    small_term.write("attendance", with_ends(attendance_of(small_term), ",room,Last Name,dob", ",1,x,y"))

    assert said(small_term) == [
        *(
            f"warning attendance.csv:1:{name} identifying-column: the column '{name}' looks like it identifies people. "
            "Take it out of the export: no report needs it."
            for name in ("Last Name", "dob")
        ),
        (
            "warning attendance.csv:1:room column-unknown: the column 'room' is not known here and is not read. "
            "Nothing needs to be done, unless reports should use them."
        ),
    ]


@pytest.mark.parametrize("end", [",", ",x"], ids=["delimiter-at-the-end", "field"])
def test_one_field_more_in_every_row_is_one_problem(small_term, said, end):
    """No column is shifted, and the table is not called empty."""
    small_term.write("attendance", with_ends(attendance_of(small_term), "", end))

    assert said(small_term) == [
        (
            "error attendance.csv:2 fields-extra: every row has 5 cells where the header has 4 names (11 times). "
            f"A column has no name in the header, or each row ends with one delimiter too many. {OWN}"
        )
    ]


def test_one_field_less_in_every_row_is_one_problem(small_term, said):
    """Missing cells are not taken for missing values."""
    small_term.write("attendance", with_ends(attendance_of(small_term), ",note", ""))

    assert said(small_term) == [
        (
            "error attendance.csv:2 fields-missing: every row has 4 cells where the header has 5 names (11 times). "
            f"The header names a column that the rows do not have. {OWN}"
        )
    ]


@pytest.mark.parametrize(
    ("table", "old", "new", "line", "cells", "names"),
    [
        ("roster", "completed,30-44", "completed,moved, 30-44", 5, 7, 6),
        ("roster", "102,G02,2026-09-08,,,18-29", "102,G02,2026-09-08", 6, 3, 6),
        ("sessions", "G02,3,2026-09-22,held", "G02,3,2026-09-22", 7, 3, 4),
        ("groups", "Grief,Evening,online", "Grief, old,Evening,online", 3, 8, 7),
        ("attendance", "102,G02,3,left_early", "102,G02,3", 10, 3, 4),
    ],
    ids=["roster-more", "roster-less", "sessions-less", "groups-more", "attendance-less"],
)
def test_a_row_that_does_not_fit_is_one_problem(small_term, said, table, old, new, line, cells, names):
    """The row is left out, and nothing that refers to it is called unknown, missing or empty."""
    small_term.change(table, old, new)
    rule, advice = ("fields-extra", MANY) if cells > names else ("fields-missing", FEW)

    assert said(small_term) == [
        (
            f"error {table}.csv:{line} {rule}: has {cells} cells where the header has {names} names, so values would "
            f"change columns. {advice}"
        )
    ]


@pytest.mark.parametrize(
    ("above", "line"), [("Who,,When,What\n", 2), ("Attendance,,,\n,,,\n", 3)], ids=["two-rows", "row-three"]
)
def test_a_header_below_another_one_is_found(small_term, said, above, line):
    """Merged headings above the column names are named with the line to set."""
    small_term.write("attendance", above + attendance_of(small_term))

    assert said(small_term) == [
        (
            f"error attendance.csv:{line} header: has its column names on line {line}, below other lines. "
            f"Set header_row to {line} under data.tables.attendance in params/program.yml, or delete the lines above."
        )
    ]


def test_a_line_of_explanations_below_the_header_is_one_problem(small_term, said):
    """The words of a second heading are not judged as a session, a status and a member."""
    small_term.change("attendance", "status\n", "status\nWho came,Which group,Which session,How\n")

    assert said(small_term) == [
        (
            "error attendance.csv:2:member_id header-again: is a second line of column names, or explains them. "
            "Delete the line, or set format under data.tables if a survey system wrote it."
        )
    ]


def test_a_header_in_the_middle_is_one_problem(small_term, said):
    """Files that were put one below the other repeat the column names."""
    small_term.add("attendance", "member_id,group_id,session,status")

    assert said(small_term) == [
        (
            "error attendance.csv:13:member_id header-again: repeats the column names. "
            "Delete the row, or export the table as one."
        )
    ]


def test_a_file_without_a_header_shows_no_cell(small_term, said):
    """The first row of data is not printed as column names."""
    small_term.write("attendance", attendance_of(small_term).partition("\n")[2])

    assert said(small_term) == [
        (
            "error attendance.csv:1 header: holds none of the column names that the table attendance needs: member_id, "
            "group_id, session, status. Write the column names into the first line. If they stand further down, set "
            "data.tables.attendance.header_row in params/program.yml; if the export has other names, list them there "
            "under data.tables.attendance.columns."
        )
    ]


def test_a_wide_file_that_was_not_declared_is_one_problem(small_term, said):
    """A column for each answer explains that three columns are missing."""
    header = "member_id,group_id,session,alliance_1_10_1,alliance_1_10_2\n"
    small_term.write("ratings", f"{header}007,G01,1,8,7\n")

    assert said(small_term) == [
        (
            "error ratings.csv:1 column-missing: has no columns instrument, item and value, but columns that end in a "
            "number, such as 'alliance_1_10_1'. If each answer has its own column, set data.layout to wide in "
            "params/program.yml (or layout under data.tables.ratings)."
        )
    ]


@pytest.mark.parametrize(
    ("header", "ends", "what"),
    [
        (
            "Client,group_id,session,status,Client",
            ",x",
            (
                "Client header-duplicate: has more than one column of the name Client (2 times). Keep one of them, "
                "or give the other another name; if a survey system wrote the file, name it under data.tables as "
                "`format`."
            ),
        ),
        (
            "Cleint,group_id,session,status",
            "",
            (
                "Client column-mapped-missing: has no column 'Client', which data.tables.attendance.columns names. "
                "Did you mean 'Cleint'? Correct the name in params/program.yml (line 4), or export the column."
            ),
        ),
    ],
    ids=["twice", "misspelt"],
)
def test_a_mapped_column_that_cannot_be_read_is_one_problem(small_term, said, header, ends, what):
    """The contract's column behind it is not called missing as well."""
    rows = attendance_of(small_term).splitlines()[1:]
    small_term.write("attendance", "\n".join([header, *(row + ends for row in rows)]) + "\n")
    small_term.set_data("{tables: {attendance: {columns: {member_id: Client}}}}")

    assert said(small_term) == [f"error attendance.csv:1:{what}"]
