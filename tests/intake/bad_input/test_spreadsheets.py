"""What spreadsheet programs leave in files of text: formulas, errors, rows of totals, days as numbers."""

from __future__ import annotations


def test_formulas_and_errors_are_refused_in_every_kind_of_column(small_term, said):
    """A formula is nobody's id, no day, no word of a list and no answer."""
    formula = 'spreadsheet-formula: is a formula, not its result. Export the results; a value written ="007" without =.'
    error = "spreadsheet-error: is an error message of the spreadsheet. Mend the formula there and export again."
    small_term.change("roster", "102,G02,2026-09-08", "102,G02,=TODAY()")
    small_term.change("sessions", "2026-09-14,canceled", "2026-09-14,#N/A")
    small_term.change("attendance", "102,G02,2,no_show", "102,G02,=A1,no_show")
    small_term.change("events", "leader,member_member", "#REF!,member_member")
    small_term.change("feedback", "yes,no", "yes,=B2")

    assert said(small_term) == [
        f"error roster.csv:6:enrolled_on {formula}",
        f"error sessions.csv:3:status {error}",
        f"error attendance.csv:9:session {formula}",
        f"error events.csv:2:reported_by {error}",
        f"error feedback.csv:2:discussed {formula}",
    ]


def test_a_text_may_begin_with_an_equals_sign(small_term, said):
    """Free texts are read as they are."""
    small_term.change("groups", "Grief", "=Grief= & more")

    assert said(small_term) == []
    assert small_term.open().group_names["G02"] == "=Grief= & more"


def test_an_error_of_the_spreadsheet_may_be_declared_missing(small_term, said):
    """A program whose export writes #N/A for no answer can say so."""
    small_term.change("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,#N/A").set_data('{missing_codes: ["#N/A"]}')

    assert said(small_term, "missing-code") == [
        "info ratings.csv:8:value missing-code: holds a code that data.missing_codes lists. It was read as missing."
    ]


def test_a_row_of_totals_is_no_member(small_term, said):
    """What a spreadsheet adds below the rows is refused, not counted."""
    small_term.add("attendance", "Total,,,9")

    assert said(small_term) == [
        (
            "error attendance.csv:13:member_id sheet-total-row: is a row of totals below the table. Delete it from the "
            "export; if it is none, use another word than 'Total' or 'Sum' there."
        )
    ]


def test_rows_of_delimiters_are_left_out_and_told(small_term, said):
    """Spreadsheets export empty rows below the last one."""
    small_term.add("roster", ",,,,,\n,,,,,")

    assert said(small_term, "row-blank") == [
        "info roster.csv:7 row-blank: has 2 rows without any value. They were left out."
    ]
