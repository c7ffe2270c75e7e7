"""Ways to get a number past disclosure control into a funder's report, tried out."""

from __future__ import annotations

import copy
import dataclasses
import math
import pickle

import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.release import protect
from groupreport.disclosure.safe import SafeNumber, SafeScale, SafeTable
from groupreport.errors import DisclosureError

RECORDS = ["table", "number", "scale"]


@pytest.fixture(scope="module")
def records(make_funder_summary) -> dict:
    view = for_audience(make_funder_summary(), "funder")
    return {"table": view.tables["stayed"], "number": view.process[0], "scale": view.scales[0]}


@pytest.mark.parametrize("kind", [SafeTable, SafeNumber, SafeScale])
def test_record_cannot_be_made_by_hand(kind):
    """With or without fields."""
    with pytest.raises(DisclosureError, match="made only by disclosure control"):
        kind()
    with pytest.raises(DisclosureError, match="made only by disclosure control"):
        kind(**{field.name: 3.0 for field in dataclasses.fields(kind)})


@pytest.mark.parametrize("name", RECORDS)
def test_record_cannot_be_made_from_another(records, name):
    """`dataclasses.replace` would put any number into a record that was checked with another."""
    record = records[name]
    field = next(field.name for field in dataclasses.fields(record) if not field.name.startswith("_"))
    with pytest.raises(DisclosureError, match="made only by disclosure control"):
        dataclasses.replace(record, **{field: 3.0})


@pytest.mark.parametrize("name", RECORDS)
def test_record_cannot_be_written_to(records, name):
    """Its fields are read only."""
    field = dataclasses.fields(records[name])[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(records[name], field, 3.0)


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("store", [pickle.dumps, copy.copy, copy.deepcopy])
def test_record_cannot_be_stored_and_changed_on_the_way(records, name, store):
    """A pickle is bytes that anybody can write."""
    with pytest.raises(DisclosureError, match="is not stored"):
        store(records[name])


@pytest.mark.parametrize("kind", [SafeTable, SafeNumber, SafeScale])
def test_no_class_can_be_made_from_a_record(kind):
    """A class with a constructor of its own would pass for one that was checked."""
    with pytest.raises(DisclosureError, match="No class can be made from"):
        type("Easier", (kind,), {"__init__": lambda self: None})


def test_counts_changed_after_the_check_change_nothing(make_count_table):
    """The table keeps no frame of those who gave it the counts, and hands none of its own out."""
    counts = pd.DataFrame({"a": [4, 40, 30], "b": [30, 50, 30]}, index=["A", "B", "C"])
    counted = make_count_table("t", counts)
    table = protect({"t": counted}, Policy(name="default")).tables["t"]
    before = table.with_margins()
    counted.counts.loc[:, :] = 1
    for handed_out in (table.table, table.row_totals, table.column_totals, table.with_margins()):
        handed_out.iloc[:] = 1.0

    pd.testing.assert_frame_equal(table.with_margins(), before)
    assert math.isnan(table.table.loc["A", "a"])


def test_no_record_has_a_place_for_what_funders_never_see():
    """No least and largest value, no quantile, no single point, no date, no free text: there is no field."""
    fields = {field.name for kind in (SafeTable, SafeNumber, SafeScale) for field in dataclasses.fields(kind)}

    assert fields == {
        *("about", "rows", "columns", "smallest_count", "_published"),
        *("measure", "value", "decimals", "unit", "people", "withheld"),
        *("instrument", "short_name", "program", "mean_pre", "mean_post", "mean_change"),
        *("smcr", "smcr_low", "smcr_high", "criterion", "criterion_source"),
    }
