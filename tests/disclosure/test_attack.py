from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.attack import Attack, attack_on_tables, feasible_intervals
from groupreport.disclosure.published import PartOf, SameCount, SuppressedTable
from groupreport.errors import DisclosureError

GONE = np.nan


def published(table: dict, index: list, rows: list, columns: list, total: float) -> SuppressedTable:
    frame = pd.DataFrame(table, index=index)
    return SuppressedTable(
        frame, pd.Series(rows, index=index, dtype=float), pd.Series(columns, index=frame.columns, dtype=float), total
    )


def as_pairs(intervals: pd.DataFrame) -> dict:
    return {place: (row["low"], row["high"]) for place, row in intervals.iterrows()}


def test_geurts_example_of_the_handbook():
    """Geurts (1992), example 3 of the SDC handbook: totals 7, 3, 6 and 9, 7, third row 3 and 3 published."""
    geurts = published({"a": [GONE, GONE, 3], "b": [GONE, GONE, 3]}, ["x", "y", "z"], [7, 3, 6], [9, 7], 16)

    assert as_pairs(feasible_intervals(geurts)) == {
        ("x", "a"): (3, 6),
        ("x", "b"): (1, 4),
        ("y", "a"): (0, 3),
        ("y", "b"): (0, 3),
    }


def test_region_by_gender_of_sdctable():
    """The pattern that sdcTable and Tau-Argus find for its microdata leaves A f in 0..12 and C m in 10..22."""
    regions = published(
        {"f": [GONE, 19, GONE, 14], "m": [GONE, 14, GONE, 11]}, list("ABCD"), [20, 33, 22, 25], [45, 55], 100
    )
    intervals = as_pairs(feasible_intervals(regions))

    assert intervals["A", "f"] == (0, 12)
    assert intervals["C", "m"] == (10, 22)


def test_subtraction_between_two_published_columns_is_seen():
    """OpenSAFELY's differencing example: everybody and the males are published, so the one female is known."""
    heart_disease = published(
        {"male": [7, 5, 8, 13], "female": [GONE] * 4}, ["-40", "-60", "-80", "80+"], [8, 10, 15, 25], [33, 25], 58
    )

    assert as_pairs(feasible_intervals(heart_disease))["-40", "female"] == (1, 1)


def test_recoded_band_is_derived_from_a_linked_table():
    """Handbook: 6 males under 20 in one table, 7 under 25 in another with the same people: one is 20 to 24."""
    under_20 = published({"male": [6.0, GONE]}, ["under 20", "20-24"], [6, GONE], [GONE], GONE)
    under_25 = published({"male": [7.0]}, ["under 25"], [7], [7], 7)
    attack = attack_on_tables(
        {"fine": under_20, "coarse": under_25}, [SameCount(("fine", "Total", "male"), ("coarse", "under 25", "male"))]
    )

    assert attack.interval({("fine", "20-24", "male"): 1}) == (1, 1)


def test_part_cannot_be_larger_than_its_whole():
    """Of 5 people in a region, at most 5 are in a part of it."""
    region = published({"people": [5.0]}, ["region"], [5], [5], 5)
    town = published({"people": [GONE]}, ["town"], [GONE], [GONE], GONE)
    attack = attack_on_tables(
        {"region": region, "town": town}, [PartOf(("town", "town", "people"), ("region", "region", "people"))]
    )

    assert attack.interval({("town", "town", "people"): 1}) == (0, 5)


def test_what_is_in_no_published_sum_is_unbounded():
    """Without totals nothing bounds a count from above."""
    bare = published({"a": [GONE]}, ["x"], [GONE], [GONE], GONE)

    assert as_pairs(feasible_intervals(bare))["x", "a"] == (0, np.inf)


def test_nothing_withheld_leaves_nothing_to_attack():
    """The frame is empty and keeps its columns."""
    whole = published({"a": [1.0]}, ["x"], [1], [1], 1)
    intervals = feasible_intervals(whole)

    assert list(intervals.columns) == ["low", "high"]
    assert intervals.empty


def test_knowing_ones_own_cell_narrows_the_others():
    """The one person in a cell of a 2 by 2 table knows the other three."""
    square = published({"a": [GONE, GONE], "b": [GONE, GONE]}, ["x", "y"], [6, 5], [4, 7], 11)

    assert as_pairs(feasible_intervals(square, known={("x", "a"): 1}))["y", "b"] == (2, 2)


def test_contradicting_numbers_are_refused():
    """A table whose totals cannot be true is an error of its own, not an interval."""
    wrong = published({"a": [GONE, 5.0]}, ["x", "y"], [GONE, 5], [4], 4)

    with pytest.raises(DisclosureError, match="contradict each other"):
        feasible_intervals(wrong)


def test_contradicting_published_sum_is_refused():
    """Even where nothing is withheld in the sum."""
    wrong = published({"a": [3.0]}, ["x"], [4], [3], 3)

    with pytest.raises(DisclosureError, match="a sum of published counts is wrong"):
        feasible_intervals(wrong)


def by_enumeration(table: SuppressedTable) -> dict:
    """Every table of whole numbers that agrees with the published one, tried out."""
    inner = table.table.to_numpy()
    gone = list(zip(*np.where(np.isnan(inner)), strict=True))
    tried = np.array(list(itertools.product(range(int(table.total) + 1), repeat=len(gone))))
    tables = np.repeat(inner[np.newaxis], len(tried), axis=0)
    for position, (row, column) in enumerate(gone):
        tables[:, row, column] = tried[:, position]
    agrees = tables.sum(axis=(1, 2)) == table.total
    for axis, totals in ((2, table.row_totals), (1, table.column_totals)):
        sums = tables.sum(axis=axis)
        agrees &= (np.isnan(totals.to_numpy()) | (sums == totals.to_numpy())).all(axis=1)
    possible = tried[agrees]
    names = [(table.table.index[row], table.table.columns[column]) for row, column in gone]
    return {
        name: (low, high) for name, low, high in zip(names, possible.min(axis=0), possible.max(axis=0), strict=True)
    }


@pytest.mark.parametrize("seed", range(120))
def test_intervals_equal_those_of_trying_every_table(seed):
    """Both ends of every interval occur in some table of counts, and nothing beyond them does."""
    draw = np.random.default_rng(seed)
    shape = (int(draw.integers(2, 4)), int(draw.integers(2, 4)))
    counts = pd.DataFrame(draw.integers(0, 3, shape), index=list("xyz")[: shape[0]], columns=list("abc")[: shape[1]])
    hidden = np.zeros(shape, dtype=bool)
    hidden.flat[draw.choice(counts.size, size=4, replace=False)] = True
    hide = draw.random(sum(shape)) < 0.3
    partly = SuppressedTable(
        counts.astype(float).mask(hidden),
        counts.sum(axis=1).astype(float).mask(hide[: shape[0]]),
        counts.sum(axis=0).astype(float).mask(hide[shape[0] :]),
        float(counts.to_numpy().sum()),
    )
    intervals = as_pairs(feasible_intervals(partly))

    assert {place: interval for place, interval in intervals.items() if "Total" not in place} == by_enumeration(partly)


@pytest.mark.parametrize("seed", range(20))
def test_withholding_more_never_narrows_an_interval(seed):
    """What is hidden besides cannot help the attacker."""
    draw = np.random.default_rng(seed)
    counts = pd.DataFrame(draw.integers(0, 15, (4, 3)), index=list("wxyz"), columns=list("abc")).astype(float)
    margins = (counts.sum(axis=1), counts.sum(axis=0), float(counts.to_numpy().sum()))
    hidden = draw.random((4, 3)) < 0.5
    more = hidden | (draw.random((4, 3)) < 0.3)
    before = feasible_intervals(SuppressedTable(counts.mask(hidden), *margins))
    after = feasible_intervals(SuppressedTable(counts.mask(more), *margins)).loc[before.index]

    assert (after["low"] <= before["low"]).all()
    assert (after["high"] >= before["high"]).all()


def test_whole_numbers_are_exact_where_halves_would_fit():
    """Three sums of pairs that are each 3 fit only halves; with one of them 4 the counts are whole and single."""
    counts = {("t", "x", name): None for name in "abc"}
    pairs = [("a", "b"), ("b", "c"), ("a", "c")]
    totals = {("t", "sum", "".join(pair)): 3 for pair in pairs}
    zero = [{("t", "x", one): 1, ("t", "x", other): 1, ("t", "sum", one + other): -1} for one, other in pairs]

    with pytest.raises(DisclosureError, match="no counts of people agree"):
        Attack({**counts, **totals}, zero)
