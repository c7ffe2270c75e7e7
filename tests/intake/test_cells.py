"""Cells that are not what their column says: each named with its line, and with why."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(
    ("table", "old", "new", "rule", "line"),
    [
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,2026-09-31", "date-impossible", 6, id="no-such-day"),
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,09/08/2026", "date-ambiguous", 6, id="two-days"),
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,09/18/2026", "date-format", 6, id="slashes"),
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,46273", "date-serial", 6, id="spreadsheet-day"),
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,last Tuesday", "date-format", 6, id="words"),
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,0226-09-08", "date-year", 6, id="year-226"),
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,", "value-missing", 6, id="no-date"),
        pytest.param("roster", "102,G02,2026-09-08", "102,G02,2026-09-08T00:00:00Z", "date-zone", 6, id="time-zone"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,4,5", "fields-extra", 8, id="loose-comma"),
        pytest.param("ratings", "3,alliance_1_10,1,4", '3,alliance_1_10,1,"4,5"', "number-decimal", 8, id="comma"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,TRUE", "number-yes-no", 8, id="true"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,inf", "number-endless", 8, id="inf"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,NaN", "number-endless", 8, id="nan"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,agree", "number-format", 8, id="label"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,1e1", "number-format", 8, id="exponent"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,\uff14", "number-digits", 8, id="wide-digit"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,#N/A", "spreadsheet-error", 8, id="na"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,=A1", "spreadsheet-formula", 8, id="formula"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,4.5", "answer-not-whole", 8, id="half"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,11", "answer-out-of-range", 8, id="eleven"),
        pytest.param("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,0", "answer-out-of-range", 8, id="zero"),
        pytest.param("sessions", "G02,2,2026", "G02,1.5,2026", "number-not-whole", 6, id="session-one-and-a-half"),
        pytest.param("sessions", "G02,2,2026", "G02,-2,2026", "number-too-small", 6, id="session-minus-two"),
        pytest.param("sessions", "G02,2,2026", "G02,0,2026", "number-too-small", 6, id="session-zero"),
        pytest.param("sessions", "G02,2,2026", "G02,two,2026", "number-format", 6, id="session-two"),
        pytest.param("attendance", "no_show", "noshow", "value-unknown", 9, id="status"),
        pytest.param("attendance", "no_show", "", "value-missing", 9, id="no-status"),
        pytest.param("groups", ",open,", ",rolling,", "value-unknown", 3, id="enrollment"),
        pytest.param("events", "member_member", "member-member", "value-unknown", 2, id="level"),
        pytest.param("feedback", "yes,no", "yes,perhaps", "value-unknown", 2, id="perhaps"),
        pytest.param("outcomes", "102,pre", "102,before", "value-unknown", 4, id="occasion"),
        pytest.param("roster", "102,G02", "10\x072,G02", "id-unprintable", 6, id="bell-in-id"),
        pytest.param("roster", "102,G02", "10\u200b2,G02", "id-unprintable", 6, id="invisible-space-in-id"),
        pytest.param("roster", "102,G02", '"10\n2",G02', "id-unprintable", 6, id="line-break-in-id"),
        pytest.param("roster", "102,G02", ",G02", "value-missing", 6, id="no-id"),
    ],
)
def test_a_cell_that_breaks_the_contract_is_named(small_term, table, old, new, rule, line):
    """Each broken cell gives exactly its own problem at its own line."""
    small_term.change(table, old, new)
    own = [found for found in small_term.found() if found[1] == f"{table}.csv" and found[3] == "error"]

    assert own == [(rule, f"{table}.csv", line, "error")]


@pytest.mark.parametrize("identifier", ["pat@example.org", "123-45-6789"])
def test_an_id_that_identifies_a_person_restricts_who_gets_reports(small_term, identifier):
    """An e-mail address or a social security number in the place of an id may be in evaluators' reports alone."""
    small_term.change("roster", "102,G02", f"{identifier},G02")
    problem = small_term.the("identifying-value")

    assert (problem.line, problem.severity, problem.restricts) == (6, "warning", True)


@pytest.mark.parametrize(
    ("given", "meant"),
    [("No Show", "no_show"), ("Attended", "attended"), ("left early", "left_early"), ("absent", "no_show")],
)
def test_a_near_word_is_offered(small_term, given, meant):
    """The one who has to correct a word is told the right one."""
    small_term.change("attendance", "102,G02,2,no_show", f"102,G02,2,{given}")

    assert small_term.the("value-unknown").advice.startswith(f"Did you mean '{meant}'?")


def test_a_declared_date_format_is_followed(small_term):
    """Month and day cannot be swapped once the program has said how dates are written."""
    for path in small_term.path("groups").parent.iterdir():
        path.write_text(re.sub(r"2026-(\d\d)-(\d\d)", r"\1/\2/2026", path.read_text()))
    small_term.set_program(
        "program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n"
        'data: {date_format: "%m/%d/%Y"}\n'
    )

    assert small_term.found() == []
    assert small_term.open().table("sessions", "G01")["held_on"].dt.strftime("%Y-%m-%d").tolist() == [
        "2026-09-07",
        "2026-09-14",
        "2026-09-21",
    ]


def test_a_day_at_midnight_is_that_day(small_term):
    """Databases write days with a time of zero; that is the same day and no problem."""
    small_term.change("roster", "102,G02,2026-09-08", "102,G02,2026-09-08 00:00:00")

    assert small_term.found() == []
    assert not [problem for problem in small_term.problems() if problem.rule.startswith("date-")]


def test_a_declared_decimal_comma_is_read(small_term):
    """3,5 is three and a half where the program says so."""
    small_term.write("participation", 'member_id,group_id,session,minutes\n007,G01,1,"3,5"\n')
    settings = 'data: {decimal: ","}\n'
    small_term.set_program(
        f"program: {{name: x}}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n{settings}"
    )

    assert small_term.open().table("participation")["minutes"].tolist() == [3.5]


def test_undeclared_codes_for_missing_are_out_of_range(small_term):
    """99 never counts as an answer, and never silently as missing."""
    small_term.change("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,99")

    assert "data.missing_codes" in small_term.the("answer-out-of-range").remedy


def test_declared_codes_for_missing_are_missing(small_term):
    """99 is missing once program.yml says so, and the count of such cells is told."""
    small_term.change("ratings", "3,alliance_1_10,1,4", "3,alliance_1_10,1,99")
    small_term.change("ratings", "2,G02,1,alliance_1_10,1,10", "2,G02,1,alliance_1_10,1,99")
    settings = 'data: {missing_codes: ["99"]}\n'
    small_term.set_program(
        f"program: {{name: x}}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\n{settings}"
    )

    assert small_term.the("missing-code").count == 2
    assert small_term.open().table("ratings", "G02")["value"].isna().tolist() == [False, True, True]


def test_a_code_for_missing_that_is_an_answer_is_refused(small_term):
    """Declaring 9 as missing would lose every real 9 of a scale from 1 to 10."""
    settings = 'data: {missing_codes: ["99", "9"]}\n'
    small_term.set_program(f"program: {{name: x}}\ninstruments: [alliance_1_10]\n{settings}")
    problem = small_term.the("missing-code-is-answer")

    assert (problem.file, problem.line) == ("params/program.yml", 3)


def test_alert_cutoffs_for_what_is_not_in_use_are_refused(small_term):
    """A misspelt scale, or a questionnaire that is not listed, would alert nobody without a word."""
    small_term.set_program(
        "program: {name: x}\ninstruments: [alliance_1_10]\nruptures:\n  alerts:\n"
        "    alliance_1_10: {member_groop: {status: 4}, member_group: {change: 3}}\n"
        "    gq: {positive_bond: {status: 30}}\n"
    )
    found = [problem for problem in small_term.problems() if problem.rule == "alert-unknown"]

    assert [(problem.line, problem.suggestion) for problem in found] == [(5, "member_group"), (6, None)]
    assert "'alliance_1_10' has no such scale" in found[0].message
    assert "'gq' is not in use" in found[1].message


@pytest.mark.parametrize(
    ("settings", "said", "column"),
    [
        ("  rules: [own_level, alert_status]\n", "sets no cut-off 'status'", "ruptures.rules"),
        (
            "  alerts:\n    alliance_1_10: {member_group: {change: 3}}\n",
            "does not list 'alert_change'",
            "ruptures.alerts",
        ),
    ],
)
def test_half_an_alert_is_warned_of(small_term, settings, said, column):
    """A rule without cut-offs, and cut-offs without their rule, alert nobody: told, but no reason to stop."""
    small_term.set_program(f"program: {{name: x}}\ninstruments: [alliance_1_10]\nruptures:\n{settings}")
    problem = small_term.the("alert-unused")

    assert said in problem.message
    assert (problem.severity, problem.column) == ("warning", column)


def test_spaces_around_an_id_are_told(small_term):
    """They are left out, since no one can see them, and that is said."""
    small_term.change("attendance", "102,G02,2,", " 102 ,G02,2,")

    assert small_term.found() == [("id-spaces", "attendance.csv", 9, "warning")]


def test_repeated_problems_are_one_with_a_count(small_term):
    """A column that is wrong throughout is one problem, shown at its first row."""
    small_term.write("attendance", small_term.path("attendance").read_text().replace("attended", "Y"))
    problem = small_term.the("value-unknown")

    assert (problem.line, problem.count, problem.value) == (2, 5, "Y")
