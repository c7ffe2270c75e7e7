"""Groups that the export calls the same: sentences about one of them say which."""

from __future__ import annotations

import pytest

from groupreport.summaries import summarize_program


def named(tables, open_small, facts):
    """The program's groups where the export has these facts of them: group_name, program."""
    tables["groups"][["group_name", "program"]] = facts
    return summarize_program(open_small(tables)).groups["group_name"].tolist()


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ([("Monday", "Loss"), ("Tuesday", "Loss")], ["Monday", "Tuesday"]),
        ([("Monday", "Loss"), ("Monday", "Anxiety")], ["Monday (Loss)", "Monday (Anxiety)"]),
        ([("Monday", "Loss"), ("Monday", "Loss")], ["Monday (G1)", "Monday (G2)"]),
        (
            [("Monday (Loss)", "Anxiety"), ("Monday (Loss)", "Loss")],
            ["Monday (Loss) (Anxiety)", "Monday (Loss) (Loss)"],
        ),
    ],
)
def test_each_group_has_a_name_of_its_own(tables, open_small, facts, names):
    """The program, else the id stands after a name that several groups have; never where they meet."""
    assert sorted(named(tables, open_small, facts)) == sorted(names)
