"""What earlier releases ask of a new one: restated terms, and terms that share days."""

from __future__ import annotations

import dataclasses
import datetime
import math

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.attack import feasible_intervals
from groupreport.disclosure.earlier import Earlier, Window
from groupreport.disclosure.earlier_releases import apart
from groupreport.disclosure.ledger import RecordedRelease, rules_of
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL
from groupreport.disclosure.read_back import ReadNumber, ReadTable, table_of_cells
from groupreport.disclosure.release import protect
from groupreport.disclosure.rules import with_margins
from groupreport.errors import DisclosureError
from groupreport.summaries.records import CountTable

FALL = Window(term="2026-fall", starts=datetime.date(2026, 8, 24), ends=datetime.date(2026, 12, 11))
SPRING = Window(term="2026-spring", starts=datetime.date(2026, 1, 19), ends=datetime.date(2026, 5, 8))
YEAR = Window(term="2026", starts=datetime.date(2026, 1, 1), ends=datetime.date(2026, 12, 31))
POLICY = Policy(name="default")


def _counts(rows):
    return pd.DataFrame(rows, index=["Anxiety", "Grief"], columns=["man", "nonbinary", "woman"]).astype("int64")


def _counted(counts):
    groups = pd.DataFrame(6, index=counts.index, columns=counts.columns)
    table = CountTable(rows="program", columns="gender", counts=counts, groups_behind=groups)
    return {"served_gender": table}


def _recorded(table, window, *, number=1, numbers=()):
    days = {"term": window.term, "starts": window.starts, "ends": window.ends}
    tables = {} if table is None else {"served_gender": table}
    return RecordedRelease(
        number=number, **days, data="0" * 64, rules=rules_of(POLICY), tables=tables, numbers=numbers, recorded_at=""
    )


def _as_shown(counts, *withheld):
    """The whole table as a reader has it, without the withheld places."""
    full = with_margins(counts).astype("float64")
    for place in withheld:
        full.loc[place] = math.nan
    return table_of_cells("t", {(row, column): full.loc[row, column] for row in full.index for column in full.columns})


def _protect(counts, *releases, window=FALL):
    return protect(_counted(counts), POLICY, earlier=Earlier(window=window, releases=releases)).tables["served_gender"]


def test_one_person_entered_late_cannot_be_seen_by_subtraction():
    """40 women before, 41 now, says that somebody was added: the new count must stay anything within 10 of the old."""
    before = _counts([[30, 14, 40], [25, 12, 30]])
    now = _counts([[30, 14, 41], [25, 12, 30]])

    table = _protect(now, _recorded(_as_shown(before), FALL))

    shown = table.with_margins()
    for place in [("Anxiety", "woman"), ("Anxiety", TOTAL), (TOTAL, "woman"), (TOTAL, TOTAL)]:
        assert np.isnan(shown.loc[place])
        low, high = feasible_intervals(table).loc[place]
        old = with_margins(before).loc[place]
        assert low <= old - 10
        assert high >= old + 10


def test_a_change_of_many_people_may_be_seen():
    """That 30 more people were entered says nothing about any of them."""
    before = _counts([[30, 14, 40], [25, 12, 30]])
    now = _counts([[30, 14, 70], [25, 12, 30]])

    assert _protect(now, _recorded(_as_shown(before), FALL)).withheld == 0


def test_the_same_counts_are_shown_again_and_no_others():
    """Made again from the same counts, a release must not show what the first one withheld to protect another."""
    counts = _counts([[22, 3, 39], [14, 12, 26]])
    first = _protect(counts)
    earlier = _recorded(ReadTable(first.table, first.row_totals, first.column_totals, first.total), FALL)

    again = _protect(counts, earlier)

    assert again.with_margins().equals(first.with_margins())


def test_two_releases_that_withhold_different_cells_are_seen_through():
    """Withheld then: 3 and 22. If now 3 and 39 were withheld, 22 now and 25 together then would give the 3 away."""
    counts = _counts([[22, 3, 39], [14, 12, 26]])
    hidden = [("Anxiety", "nonbinary"), ("Anxiety", "woman"), ("Grief", "nonbinary"), ("Grief", "woman")]
    earlier = _recorded(_as_shown(counts, *hidden), FALL)

    table = _protect(counts, earlier)

    assert set(zip(*np.where(table.with_margins().isna()), strict=True)) == {(0, 1), (0, 2), (1, 1), (1, 2)}


@pytest.mark.parametrize(
    ("window", "released", "shared"),
    [
        (YEAR, (FALL, SPRING), ("2026-fall", "2026-spring")),
        (FALL, (YEAR,), ("2026",)),
        (SPRING, (FALL,), ()),
        (dataclasses.replace(FALL, term="2026-fallx", ends=datetime.date(2026, 12, 10)), (FALL,), ("2026-fall",)),
        (dataclasses.replace(FALL, term="most groups"), (FALL,), ("2026-fall",)),
        (FALL, (FALL,), ()),
    ],
)
def test_terms_that_share_days_are_named(window, released, shared):
    """A year and its halves, and a term under another name, are about the same people, in whatever order."""
    table = _as_shown(_counts([[30, 14, 40], [25, 12, 30]]))
    releases = tuple(_recorded(table, one, number=number) for number, one in enumerate(released, 1))
    earlier = Earlier(window=window, releases=releases)

    assert earlier.overlapping == shared
    if shared:
        with pytest.raises(DisclosureError, match=f"shares days with {', '.join(shared)}"):
            apart(earlier)
    else:
        assert apart(earlier) is earlier


@pytest.mark.parametrize(("value", "told"), [(0.89, False), (0.9, True), (0.88, True), (0.7, False)])
def test_a_share_that_was_restated_by_a_few_people_is_told(value, told):
    """89 % of 105 are 93 people; 90 % are 94 or 95. 70 % are 20 fewer, which points at nobody."""
    before = (ReadNumber("process", "", "Total", "dose_reached", 0.89),)
    earlier = Earlier(window=FALL, releases=(_recorded(None, FALL, numbers=before),))

    assert earlier.restates("dose_reached", value, 105, 11) is told


def test_other_terms_and_no_ledger_ask_nothing():
    """Two terms beside each other are different people, and a first release is read beside nothing."""
    counts = _counts([[30, 14, 40], [25, 12, 30]])
    other = _recorded(_as_shown(_counts([[30, 14, 41], [25, 12, 30]])), SPRING)

    assert _protect(counts, other).withheld == 0
    assert Earlier().asks({"served_gender": counts}, POLICY) == []
