"""The contract says of every column what it means, in a sentence that a person who fills it in understands."""

from __future__ import annotations

import re

import pytest

from groupreport.errors import Problem
from groupreport.intake.contract import TABLES, with_characteristics

COLUMNS = [(table, column) for table in with_characteristics(("age_band",)).values() for column in table.columns]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, c in COLUMNS])
def test_every_column_has_a_meaning(table, column):
    """It is one sentence, short enough for a note in a spreadsheet, and says more than the column's name."""
    assert re.fullmatch(r"[A-Z][^\n]{15,119}\.", column.meaning)
    assert ". " not in column.meaning


def test_every_choice_has_an_example_from_its_list():
    """An example that is refused teaches a mistake."""
    choices = [column for _, column in COLUMNS if column.kind == "choice"]

    assert choices
    assert all(column.example in column.allowed for column in choices)


def test_a_term_of_the_examples_is_accepted(small_term):
    """What stands as an example in the data dictionary is read without a word about its form."""
    for table in TABLES.values():
        cells = [column.example for column in table.columns]
        small_term.write(table.name, f"{','.join(table.column_names)}\n{','.join(cells)}\n")
    small_term.add("roster", "0043,G07,2026-08-24,,")
    small_term.add("sessions", "G07,4,2026-09-21,held,commitment,in_person")
    small_term.set_program("program: {name: Evening groups}\ninstruments: [alliance_1_10, phq9]\n")
    small_term.set_term("term: {id: 2026-fall, starts: 2026-08-17, ends: 2026-12-11}\n")

    assert [str(problem) for problem in small_term.problems() if is_about_form(problem)] == []


def is_about_form(problem: Problem) -> bool:
    return problem.severity == "error" or problem.rule.startswith(("date-", "number-", "value-", "id-"))
