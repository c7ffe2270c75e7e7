"""A table that would lose too much is put together to fewer columns first."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure import release, rules
from groupreport.disclosure.coarsening import coarser
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL, SameCount
from groupreport.disclosure.release import protect
from groupreport.disclosure.suppression import least_withheld, suppress_jointly
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


@pytest.mark.parametrize("seed", range(25))
def test_no_release_withholds_less_of_a_table_than_the_table_alone_needs(seed):
    """Read beside another table of the same people, at least as many cells are withheld as in the table alone."""
    draw = np.random.default_rng(seed)
    one = pd.DataFrame(draw.integers(0, 25, (2, 3)), index=["x", "y"], columns=list("abc"))
    moved = np.minimum(draw.integers(0, 9, 2), one["a"])
    two = pd.DataFrame({"d": moved, "e": one.sum(axis=1) - moved}, index=["x", "y"])
    tables = {"one": one, "two": two}
    links = [SameCount(("one", row, TOTAL), ("two", row, TOTAL)) for row in ("x", "y", TOTAL)]
    protected = {name: list(rules.small_counts(name, counts, 11)) for name, counts in tables.items()}
    published = suppress_jointly(tables, [*protected["one"], *protected["two"]], links)

    for name, counts in tables.items():
        least = least_withheld(name, counts, protected[name])
        assert least.primary == published[name].primary
        assert least.complementary <= published[name].complementary


def test_a_step_that_a_table_asks_for_alone_costs_no_search_of_the_release(monkeypatch):
    """Four classes of 2 and 1 who got worse lose nearly everything whatever else is published."""
    searched = []
    search = release.suppress_jointly
    monkeypatch.setattr(release, "suppress_jointly", lambda *of, **more: searched.append(of) or search(*of, **more))
    protect({"changed": _table([[13, 6, 13, 2], [5, 2, 13, 1]])}, Policy(name="default"))

    assert [list(tables["changed"].columns) for tables, *_ in searched] == [["Better", "Not better"]]
