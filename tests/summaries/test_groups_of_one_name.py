"""Groups that the export calls the same: sentences about one of them say which."""

from __future__ import annotations

import pytest

from groupreport.summaries import summarize_program


def named(tables, open_small, facts):
    """The program's groups where the export has these facts of them: group_name, program, site."""
    columns = ["group_name", "program", "site"]
    tables["groups"] = tables["groups"].assign(site=None)
    tables["groups"][columns] = facts
    return summarize_program(open_small(tables)).groups["group_name"].tolist()


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ([("Monday", "Loss", "North"), ("Tuesday", "Loss", "North")], ["Monday", "Tuesday"]),
        ([("Monday", "Loss", "North"), ("Monday", "Anxiety", "South")], ["Monday (Loss)", "Monday (Anxiety)"]),
        ([("Monday", "Loss", "North"), ("Monday", "Loss", "South")], ["Monday (North)", "Monday (South)"]),
        ([("Monday", "Loss", None), ("Monday", "Loss", None)], ["Monday (G1)", "Monday (G2)"]),
        ([("Monday", "Loss", None), ("Monday", "Loss", "South")], ["Monday", "Monday (South)"]),
    ],
)
def test_each_group_has_a_name_of_its_own(tables, open_small, facts, names):
    """The program, else the site, else the id stands after a name that several groups have."""
    assert sorted(named(tables, open_small, facts)) == sorted(names)
