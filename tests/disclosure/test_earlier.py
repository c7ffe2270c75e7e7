"""What is public already is shown again, and no other cell than before is withheld for it."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd

from groupreport.disclosure.earlier import Earlier, Window
from groupreport.disclosure.ledger import RecordedRelease, rules_of
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.read_back import ReadTable, table_of_cells
from groupreport.disclosure.release import protect
from groupreport.disclosure.rules import with_margins
from groupreport.summaries.records import CountTable

FALL = Window(term="2026-fall", starts=datetime.date(2026, 8, 24), ends=datetime.date(2026, 12, 11))
SPRING = Window(term="2026-spring", starts=datetime.date(2026, 1, 19), ends=datetime.date(2026, 5, 8))
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


def test_other_terms_and_no_ledger_ask_nothing():
    """Two terms beside each other are different people, and a first release is read beside nothing."""
    counts = _counts([[30, 14, 40], [25, 12, 30]])
    other = _recorded(_as_shown(_counts([[30, 14, 41], [25, 12, 30]])), SPRING)

    assert _protect(counts, other).withheld == 0
    assert Earlier().shown({"served_gender": counts}, POLICY) == []
