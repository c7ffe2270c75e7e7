"""What is withheld of a category as a whole, so that the choice of single cells tells nothing of it."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

from groupreport.disclosure.policy import Policy
from groupreport.disclosure.release import protect
from groupreport.measures.outcomes import CLASSES
from groupreport.summaries.records import CountTable

POLICY = Policy(name="default")
PROGRAMS = ["A", "B"]


def _table(rows, columns, counts):
    return CountTable(rows=rows, columns=columns, counts=counts, groups_behind=counts.clip(upper=2))


def _published(tables):
    return {name: table.with_margins() for name, table in protect(tables, POLICY).tables.items()}


def _genders(nonbinary):
    """Served by program: of 23 and 12 who are not women three are nonbinary, so many of them in each program."""
    few = pd.Series(nonbinary, index=PROGRAMS)
    return pd.DataFrame({"man": pd.Series([23, 12], index=PROGRAMS) - few, "nonbinary": few, "woman": [41, 29]})


def test_in_which_programs_a_small_category_is_does_not_show():
    """Three nonbinary people, in one program or the other or in both: what is published is the same."""
    pages = [_published({"served_gender": _table("program", "gender", _genders((k, 3 - k)))}) for k in range(4)]

    assert pages[0]["served_gender"]["nonbinary"].isna().all()
    for page in pages[1:]:
        pd.testing.assert_frame_equal(page["served_gender"], pages[0]["served_gender"])


@pytest.mark.parametrize("table", ["completed_gender", "changed_phq9"])
def test_which_outcomes_a_small_category_has_does_not_show(table):
    """Four people in a category or program, or none who are counted: nobody in a column is a blank like any count."""
    pages = []
    for few in ([1, 2, 1], [2, 2, 0], [0, 1, 3], [4, 0, 0], [0, 0, 0]):
        rows = {"a": [34 - few[0], 36 - few[1], 38 - few[2]], "b": [45, 50, 55], "few": few}
        counts = pd.DataFrame.from_dict(rows, orient="index", columns=["one", "two", "three"])
        pages.append(_published({table: _table("of", "outcome", counts)})[table])

    assert pages[0].loc["few"].isna().all()
    for page in pages[1:]:
        pd.testing.assert_frame_equal(page, pages[0])


NOBODY_TO_TEN = [[[0] * 4] * 2, [[1, 0, 0, 0], [0] * 4], [[0, 0, 2, 0], [0, 0, 0, 3]], [[4, 0, 0, 0], [6, 0, 0, 0]]]


def test_whether_nobody_or_a_few_were_measured_does_not_show():
    """Nobody, one person, five or ten of 115 have both scores, and fare one way or another: the release is the same."""
    stayed = pd.DataFrame({"completed": [30, 35], "dropped_out": [20, 30]}, index=PROGRAMS)
    together = dict(zip(CLASSES, ["better"] * 2 + ["not"] * 2, strict=True))
    pages = []
    for changed in NOBODY_TO_TEN:
        counts = pd.DataFrame(changed, index=PROGRAMS, columns=CLASSES)
        table = dataclasses.replace(_table("program", "outcome", counts), about="PHQ-9", coarser=(together,))
        pages.append(_published({"stayed": _table("program", "end", stayed), "changed_phq9": table}))

    assert pages[0]["changed_phq9"].isna().all(axis=None)
    assert pages[0]["stayed"].notna().all(axis=None)
    for page in pages[1:]:
        pd.testing.assert_frame_equal(page["changed_phq9"], pages[0]["changed_phq9"])
        pd.testing.assert_frame_equal(page["stayed"], pages[0]["stayed"])


def test_release_of_few_people_tells_nothing():
    """Ten people in all: no count is told of any table."""
    counts = pd.DataFrame({"completed": [2, 3], "dropped_out": [1, 4]}, index=PROGRAMS)

    assert _published({"stayed": _table("program", "end", counts)})["stayed"].isna().all(axis=None)


def test_category_whose_people_are_withheld_has_no_other_count():
    """Men's number is withheld for the sake of the two nonbinary people; their 11 who did not improve stay with it."""
    counts = pd.DataFrame({"better": [9, 0, 14], "same": [11, 2, 23]}, index=["man", "nonbinary", "woman"])
    shown = _published({"completed_gender": _table("gender", "end", counts)})["completed_gender"]

    assert math.isnan(shown.loc["man", "Total"])
    assert shown.loc[["man", "nonbinary"]].isna().all(axis=None)


def test_category_by_program_goes_with_its_total():
    """Where the people of a column are withheld over all programs, so are those of each program."""
    counts = pd.DataFrame({"a": [12, 6], "b": [4, 3], "c": [40, 30]}, index=PROGRAMS)
    shown = _published({"served_age": _table("program", "age", counts)})["served_age"]

    assert math.isnan(shown.loc["Total", "a"])
    assert shown[["a", "b"]].isna().all(axis=None)


def test_who_improved_is_told_of_a_category_as_a_whole_or_not_at_all():
    """Pages tell how many of how many; a file that held one of the two would be finer than they are."""
    counts = pd.DataFrame(
        {"improved_reliably": [18, 30, 25], "not_improved": [16, 5, 25]}, index=["18-24", "25-34", "35-49"]
    )
    shown = _published({"improved_phq9_age": _table("age", "outcome", counts)})["improved_phq9_age"]
    rows = shown.drop(index="Total")

    assert rows.isna().any(axis="columns").equals(rows.isna().all(axis="columns"))
    assert rows.isna().any(axis=None)
    assert shown.loc["Total"].tolist() == [73, 46, 119]
