"""The template's example rows are refused where they are left in, and nothing else is said about them."""

from __future__ import annotations

import pytest

from groupreport.intake.contract import EXAMPLE_ID


@pytest.mark.parametrize(
    ("table", "row", "column"),
    [
        ("groups", f"{EXAMPLE_ID},Evening group,Evening,in_person,closed,12,L01", "group_id"),
        ("roster", f"{EXAMPLE_ID},{EXAMPLE_ID},2026-08-24,,,18-29", "member_id"),
        ("outcomes", f"{EXAMPLE_ID},pre,2026-08-20,phq9,1,2", "member_id"),
        ("attendance", f"007,{EXAMPLE_ID},3,attended", "group_id"),
    ],
)
def test_an_example_row_is_refused_and_nothing_else_is_said_of_it(small_term, table, row, column):
    """One problem names the row; that its group is unknown and its day before the term is not said as well."""
    before = small_term.found()
    text = small_term.path(table).read_text(encoding="utf-8")
    header, *rows = text.splitlines()
    small_term.write(table, "\n".join([header, row, *rows]) + "\n")

    assert small_term.the("example-row").column == column
    assert small_term.the("example-row").line == 2
    assert len(small_term.found()) == len(before) + 1


def test_the_example_of_a_table_that_nobody_collected_says_to_delete_the_table(small_term):
    """An optional table without rows would count as collected, so the remedy names the other way out."""
    small_term.write("feedback", f"group_id,session,leader_id,viewed,discussed\n{EXAMPLE_ID},3,L01,yes,no\n")

    assert "delete its whole sheet or file" in small_term.the("example-row").remedy
