"""What went with drops in the small term, counted by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from groupreport.summaries import summarize_group, summarize_program
from groupreport.summaries.records import Consequences, OutcomeByDrops, Unavailable


@pytest.fixture(name="found", scope="module")
def _found(small):
    found = summarize_program(small).consequences
    assert isinstance(found, Consequences)
    return found


def test_only_members_whose_ratings_could_be_judged_are_in_it(found):
    """A alone has enough ratings; A's drop was repaired, A completed, and came twice after the lowest rating."""
    row = found.drop_out.set_index("status").loc["repaired"]

    assert (found.members, found.moved, found.window) == (1, 0, 3)
    assert row[["known", "left", "stayed"]].tolist() == [1, 0, 0]
    assert found.drop_out["known"].sum() == 1


def test_a_fall_on_a_scale_of_symptoms_is_turned_so_that_plus_is_better(found):
    """A's PHQ-9 fell from 18 to 9: +9, recovered. One member has neither an interval nor an effect size."""
    assert isinstance(found.outcome, OutcomeByDrops)
    row = found.outcome.by_status.set_index("status").loc["repaired"]

    assert row[["pairs", "change", "recovered"]].tolist() == [1, 9.0, 1]
    assert row[["low", "high", "d"]].isna().all()
    assert math.isnan(found.outcome.difference.difference)
    assert (found.outcome.difference.unrepaired, found.outcome.difference.repaired) == (0, 1)


def test_a_drop_open_at_a_drop_out_counts_as_unrepaired_in_the_second_look_only(tables, open_small):
    """A's ratings fell in session 6, the last one A came to before dropping out."""
    ratings = tables["ratings"].copy()
    own = ratings["member_id"] == "A"
    ratings.loc[own & (ratings["session"] == 4), "value"] = 8
    ratings.loc[own & (ratings["session"] == 6), "value"] = 3
    roster = tables["roster"].copy()
    roster.loc[roster["member_id"] == "A", "end_reason"] = "dropped_out"
    found = summarize_program(open_small(tables | {"ratings": ratings, "roster": roster})).consequences

    assert found.moved == 1
    by_status, if_left = (
        rows.set_index("status")["members"] for rows in (found.outcome.by_status, found.outcome.if_left)
    )
    assert (by_status["undetermined"], by_status["unrepaired"]) == (1, 0)
    assert (if_left["undetermined"], if_left["unrepaired"]) == (0, 1)
    assert found.drop_out.set_index("status").loc["undetermined", ["known", "left"]].tolist() == [1, 1]


def test_a_group_without_judged_ratings_says_why(small):
    """G2 handed in no ratings."""
    assert isinstance(summarize_group(small, "G2").consequences, Unavailable)


def test_without_outcomes_drop_out_is_still_counted(tables, open_small):
    """The part on outcomes says that they were not collected."""
    without = {name: table for name, table in tables.items() if name != "outcomes"}
    found = summarize_group(open_small(without), "G1").consequences

    assert isinstance(found.outcome, Unavailable)
    assert found.drop_out["known"].sum() == 1


def test_without_attendance_nobodys_drop_out_is_known(tables, open_small):
    """Members whose last session is not on record are in no share."""
    found = summarize_group(open_small(tables | {"attendance": tables["attendance"].iloc[:0]}), "G1").consequences

    assert found.members == 1
    assert found.drop_out["known"].sum() == 0


def test_every_judged_member_of_the_demo_is_in_one_row(demo):
    """The rows of outcome add up to the members judged, and no row has more pairs than members."""
    found = summarize_program(demo).consequences
    rows = found.outcome.by_status

    assert rows["members"].sum() == found.members == found.outcome.if_left["members"].sum()
    assert (rows["pairs"] <= rows["members"]).all()
    classes = ["recovered", "improved", "unchanged", "deteriorated"]
    assert rows[classes].sum(axis=1).tolist() == rows["pairs"].tolist()
    assert isinstance(rows, pd.DataFrame)
