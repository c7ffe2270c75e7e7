"""A table that would lose too much is put together to fewer columns first."""

from __future__ import annotations

import pandas as pd

from groupreport.disclosure.coarsening import coarser
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.release import protect
from groupreport.summaries.records import CountTable

CLASSES = ["Recovered", "Improved", "Unchanged", "Deteriorated"]
TWO = {"Recovered": "Better", "Improved": "Better", "Unchanged": "Not better", "Deteriorated": "Not better"}


def _table(rows, steps=(TWO,), groups=5):
    counts = pd.DataFrame(rows, index=["Anxiety", "Grief"], columns=CLASSES)
    behind = pd.DataFrame(groups, index=counts.index, columns=counts.columns)
    return CountTable(rows="program", columns="outcome", counts=counts, groups_behind=behind, coarser=steps)


def test_two_classes_are_told_where_four_would_be_withheld():
    """Of 34 and 21 people, 2 and 1 got worse: four classes lose nearly all cells, two can be told in all."""
    table = _table([[13, 6, 13, 2], [5, 2, 13, 1]])

    fine = protect({"changed": _table([[13, 6, 13, 2], [5, 2, 13, 1]], steps=())}, Policy(name="default"))
    made = protect({"changed": table}, Policy(name="default")).tables["changed"]

    assert fine.tables["changed"].withheld > 7
    assert list(made.table.columns) == ["Better", "Not better"]
    assert made.column_totals.to_dict() == {"Better": 26.0, "Not better": 29.0}


def test_a_table_that_can_be_told_stays_as_it_is():
    """Nothing is put together without need."""
    made = protect({"changed": _table([[30, 20, 25, 15], [22, 18, 24, 13]])}, Policy(name="default"))

    assert list(made.tables["changed"].table.columns) == CLASSES


def test_who_improved_is_told_rather_than_how_they_did():
    """Only 3 and 4 who got worse are small: protecting them must not cost the count of all who improved."""
    made = protect({"changed": _table([[30, 20, 25, 3], [25, 20, 20, 4]])}, Policy(name="default")).tables["changed"]

    assert made.column_totals.to_dict() == {"Better": 95.0, "Not better": 52.0}


def test_people_add_up_and_groups_are_not_invented():
    """6 and 13 people are 19; from 3 and 4 groups they come from 4 at least, for all that is known."""
    table = _table([[13, 6, 13, 2], [5, 2, 13, 1]])
    behind = table.groups_behind.copy()
    behind.loc["Anxiety", ["Recovered", "Improved"]] = [4, 3]

    made = coarser(CountTable(**{**vars(table), "groups_behind": behind}))

    assert made.counts.loc["Anxiety"].to_dict() == {"Better": 19, "Not better": 15}
    assert made.groups_behind.loc["Anxiety", "Better"] == 4
    assert made.coarser == ()


def test_without_a_step_left_the_rest_is_withheld():
    """A table that has nothing to put together is shown as far as it can be."""
    made = protect({"changed": _table([[2, 1, 1, 0], [1, 1, 0, 2]])}, Policy(name="default")).tables["changed"]

    assert list(made.table.columns) == ["Better", "Not better"]
    assert made.with_margins().isna().to_numpy().sum() > 5
