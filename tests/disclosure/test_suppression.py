from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure import patterns
from groupreport.disclosure.attack import feasible_intervals
from groupreport.disclosure.published import SuppressedTable
from groupreport.disclosure.suppression import suppress

THRESHOLD = 11


def withheld(result) -> set:
    places = {place for place, gone in result.table.isna().stack().items() if gone}
    places |= {(row, "Total") for row in result.row_totals.index[result.row_totals.isna()]}
    places |= {("Total", column) for column in result.column_totals.index[result.column_totals.isna()]}
    return places | ({("Total", "Total")} if np.isnan(result.total) else set())


def full(counts: pd.DataFrame) -> dict:
    cells = dict(counts.stack())
    cells |= {(row, "Total"): total for row, total in counts.sum(axis=1).items()}
    cells |= {("Total", column): total for column, total in counts.sum(axis=0).items()}
    return cells | {("Total", "Total"): counts.to_numpy().sum()}


def uncovered(counts: pd.DataFrame, threshold: int = THRESHOLD) -> list:
    """The small cells, margins among them, of which an attacker can rule out a value from 1 to threshold - 1."""
    result = suppress(counts, threshold)
    intervals = feasible_intervals(result)
    return [
        place
        for place, count in full(counts).items()
        if 0 < count < threshold and not (intervals["low"][place] <= 1 and intervals["high"][place] >= threshold - 1)
    ]


def random_counts(seed: int, largest: int = 25) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    rows, columns = draw.integers(1, 6), draw.integers(1, 5)
    counts = draw.integers(0, largest, (rows, columns)) * (draw.random((rows, columns)) > 0.2)
    return pd.DataFrame(counts, index=[f"r{i}" for i in range(rows)], columns=[f"c{i}" for i in range(columns)])


def test_region_by_gender_of_sdctable():
    """sdcTable OPT and Tau-Argus OPT withhold exactly A and C for both genders, and so does this."""
    regions = pd.DataFrame({"f": [2, 19, 10, 14], "m": [18, 14, 12, 11]}, index=list("ABCD"))

    assert withheld(suppress(regions)) == {("A", "f"), ("A", "m"), ("C", "f"), ("C", "m")}


def test_differencing_example_keeps_the_one_female_uncertain():
    """OpenSAFELY: heart disease by age, of 8, 10, 15, 25 people 7, 5, 8, 13 male."""
    heart_disease = pd.DataFrame({"male": [7, 5, 8, 13], "female": [1, 5, 7, 12]}, index=["-40", "-60", "-80", "80+"])

    assert uncovered(heart_disease) == []


@pytest.mark.parametrize("seed", range(100))
def test_every_small_count_stays_anything_from_one_to_ten(seed):
    """Margins are counts as well; the attacker knows sums, whole numbers and that none is negative."""
    assert uncovered(random_counts(seed)) == []


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("threshold", [2, 5, 8])
def test_other_thresholds_are_kept_as_well(threshold, seed):
    """The threshold is the policy's, not the program's."""
    assert uncovered(random_counts(seed, largest=12), threshold) == []


@pytest.mark.parametrize("seed", range(20))
def test_what_is_shown_is_exact(seed):
    """Nothing is rounded or perturbed."""
    counts = random_counts(seed)
    result = suppress(counts)
    shown = {place: count for place, count in full(counts).items() if place not in withheld(result)}

    assert shown == {place: count for place, count in full(counts).items() if place in shown}
    pd.testing.assert_frame_equal(result.table, counts.astype(float).where(result.table.notna()))
    pd.testing.assert_series_equal(
        result.row_totals, counts.sum(axis=1).astype(float).where(result.row_totals.notna()), check_names=False
    )


def cheapest_by_trying_all(counts: pd.DataFrame, threshold: int) -> int:
    """The smallest number of inner cells whose withholding protects the table with all its margins shown, or -1."""
    places = [(row, column) for row in counts.index for column in counts.columns]
    small = [place for place in places if 0 < counts.loc[place] < threshold]
    for extra in range(len(places) - len(small) + 1):
        for added in combinations([place for place in places if place not in small], extra):
            table = counts.astype(float)
            for place in [*small, *added]:
                table.loc[place] = np.nan
            margins = (counts.sum(axis=1), counts.sum(axis=0), counts.to_numpy().sum())
            intervals = feasible_intervals(SuppressedTable(table, *margins))
            if all(intervals["low"][place] <= 1 and intervals["high"][place] >= threshold - 1 for place in small):
                return len(small) + extra
    return -1


@pytest.mark.parametrize("seed", range(8))
def test_no_pattern_with_fewer_cells_exists(seed):
    """All patterns of a 3 by 3 table of similar counts tried out: none withholds fewer cells and is safe."""
    draw = np.random.default_rng(seed)
    values = draw.integers(30, 36, (3, 3))
    values[draw.integers(0, 3), draw.integers(0, 3)] = 4
    counts = pd.DataFrame(values, index=list("xyz"), columns=list("abc"))
    result = suppress(counts)

    assert int(result.table.isna().to_numpy().sum()) == cheapest_by_trying_all(counts, THRESHOLD) == 4


@pytest.mark.parametrize("seed", range(12))
def test_order_of_rows_and_columns_does_not_matter(seed):
    """The same counts in another order have the same cells withheld."""
    counts = random_counts(seed)
    draw = np.random.default_rng(seed)
    shuffled = counts.loc[draw.permutation(counts.index), draw.permutation(counts.columns)]

    assert withheld(suppress(shuffled)) == withheld(suppress(counts))


@pytest.mark.parametrize("seed", range(8))
def test_a_table_on_its_side_loses_as_many_people(seed):
    """Rows and columns are alike."""
    counts = random_counts(seed)
    upright, turned = suppress(counts), suppress(counts.T)

    assert len(withheld(upright)) == len(withheld(turned))


def test_the_same_counts_give_the_same_table():
    """A second run is no other release."""
    counts = random_counts(7)

    pd.testing.assert_frame_equal(suppress(counts).table, suppress(counts).table)


def test_large_counts_are_all_shown():
    """Nothing is withheld where nothing is small."""
    counts = pd.DataFrame({"a": [20, 30], "b": [40, 0]}, index=["x", "y"])
    result = suppress(counts)

    assert withheld(result) == set()
    assert (result.status, result.primary, result.complementary) == ("nothing to withhold", 0, 0)


def test_a_category_without_anybody_shows_its_zeros():
    """A reader may know that nobody can be in it, so its zeros protect nothing."""
    counts = pd.DataFrame({"a": [3, 20, 0], "b": [15, 17, 0], "none": [0, 0, 0]}, index=["x", "y", "nobody"])
    result = suppress(counts)

    assert (result.table["none"] == 0).all()
    assert (result.table.loc["nobody"] == 0).all()
    assert result.column_totals["none"] == 0


def test_a_tiny_table_is_withheld_with_its_total():
    """Five people in all: the total is a small count itself."""
    result = suppress(pd.DataFrame({"a": [2, 1], "b": [1, 1]}, index=["x", "y"]))

    assert np.isnan(result.total)
    assert result.table.isna().all(axis=None)


def test_the_one_person_in_a_cell_cannot_unmask_another():
    """In a 2 by 2 of withheld cells with margins shown, whoever is the 1 could work out the 4 from it."""
    counts = pd.DataFrame({"a": [1, 30, 30], "b": [30, 4, 30], "c": [30, 30, 40]}, index=["x", "y", "z"])
    result = suppress(counts)
    intervals = feasible_intervals(result, known={("x", "a"): 1})

    assert intervals["low"]["y", "b"] <= 1
    assert intervals["high"]["y", "b"] >= 10


@pytest.mark.parametrize("seed", range(30))
def test_search_that_grows_too_large_gives_way_to_a_safe_pattern(seed, monkeypatch):
    """What is not searched to the end may withhold more, never too little, and says that it was not."""
    monkeypatch.setattr(patterns, "MOST_ROUNDS", 0)
    counts = random_counts(seed)
    result = suppress(counts)
    intervals = feasible_intervals(result)
    small = [place for place, count in full(counts).items() if 0 < count < THRESHOLD]

    assert result.status in {"heuristic", "nothing to withhold"}
    assert (intervals.loc[small, "low"] <= 1).all()
    assert (intervals.loc[small, "high"] >= 10).all()


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        pytest.param(pd.DataFrame({"a": [1.5]}), "whole numbers from 0 up", id="half-a-person"),
        pytest.param(pd.DataFrame({"a": [-1]}), "whole numbers from 0 up", id="negative"),
        pytest.param(pd.DataFrame({"a": [np.nan]}), "none missing", id="missing"),
        pytest.param(pd.DataFrame({"a": []}), "no cells", id="empty"),
        pytest.param(pd.DataFrame({"Total": [3]}), "without margins", id="margin-given"),
        pytest.param(pd.DataFrame({"a": [1, 2]}, index=["x", "x"]), "must be unique", id="label-twice"),
    ],
)
def test_what_is_no_table_of_counts_is_refused(counts, message):
    """A wrong table is an error, not a guess."""
    with pytest.raises(ValueError, match=message):
        suppress(counts)


def test_threshold_below_two_is_refused():
    """Nothing is smaller than 1."""
    with pytest.raises(ValueError, match="threshold must be 2 or more"):
        suppress(pd.DataFrame({"a": [3]}), 1)


def test_the_solver_writes_nothing(capfd):
    """HiGHS prints a line of its own now and then, which would land in a notebook or a pipe."""
    for seed in range(5):
        suppress(random_counts(seed))

    assert capfd.readouterr().out == ""


def test_counts_given_are_left_as_they_are():
    """The argument is not changed."""
    counts = random_counts(2)
    before = counts.copy()
    suppress(counts)

    pd.testing.assert_frame_equal(counts, before)
