"""Suppression and attack held against every table there can be: small linked tables, tried out in full."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.attack import attack_on_tables
from groupreport.disclosure.published import TOTAL, SameCount, SuppressedTable
from groupreport.disclosure.rules import small_counts
from groupreport.disclosure.suppression import suppress_jointly

THRESHOLD = 4
LARGEST = 12
# Every 2 by 2 table with counts up to LARGEST, and its nine cells with margins.
INNER = np.array(list(itertools.product(range(LARGEST + 1), repeat=4)))
ROWS = np.column_stack([INNER[:, 0] + INNER[:, 1], INNER[:, 2] + INNER[:, 3]])
PLACES = [("x", "a"), ("x", "b"), ("y", "a"), ("y", "b"), ("x", TOTAL), ("y", TOTAL), (TOTAL, "a"), (TOTAL, "b")]
PLACES += [(TOTAL, TOTAL)]
EVERY = np.column_stack(
    [INNER, ROWS, INNER[:, 0] + INNER[:, 2], INNER[:, 1] + INNER[:, 3], INNER.sum(axis=1)],
)
LINKS = [SameCount(("one", row, TOTAL), ("two", row, TOTAL)) for row in ("x", "y", TOTAL)]


def two_tables(seed: int) -> dict[str, pd.DataFrame]:
    """The same people by two characteristics, zeros and single persons among them."""
    draw = np.random.default_rng(seed)
    one = draw.integers(0, 5, (2, 2)) * (draw.random((2, 2)) > 0.25)
    first = [int(draw.integers(max(0, people - LARGEST), min(people, LARGEST) + 1)) for people in one.sum(axis=1)]
    two = np.column_stack([first, one.sum(axis=1) - first])
    return {
        name: pd.DataFrame(table, index=["x", "y"], columns=["a", "b"])
        for name, table in zip(("one", "two"), (one, two), strict=True)
    }


def shown(table: SuppressedTable) -> dict:
    cells = {place: table.table.loc[place] for place in PLACES[:4]}
    cells |= {(row, TOTAL): table.row_totals[row] for row in ("x", "y")}
    return (
        cells | {(TOTAL, column): table.column_totals[column] for column in ("a", "b")} | {(TOTAL, TOTAL): table.total}
    )


def agreeing(published: dict[str, SuppressedTable], known: dict | None = None) -> dict[str, np.ndarray]:
    """Of each table, every one that agrees with what is published, with a table of the other and with what is known."""
    possible = {}
    for name, table in published.items():
        told = {place: count for place, count in shown(table).items() if not np.isnan(count)}
        told |= {place[1:]: count for place, count in (known or {}).items() if place[0] == name}
        columns = [PLACES.index(place) for place in told]
        possible[name] = EVERY[(EVERY[:, columns] == list(told.values())).all(axis=1)]
    margins = {name: set(map(tuple, tables[:, 4:6])) for name, tables in possible.items()}
    both = margins["one"] & margins["two"]
    return {name: tables[[tuple(row) in both for row in tables[:, 4:6]]] for name, tables in possible.items()}


def protect_both(seed: int):
    tables = two_tables(seed)
    protected = [item for name, counts in tables.items() for item in small_counts(name, counts, THRESHOLD)]
    return tables, protected, suppress_jointly(tables, protected, LINKS)


@pytest.mark.parametrize("seed", range(100))
def test_every_small_count_of_linked_tables_can_be_all_it_must(seed):
    """Among all tables that agree with both published ones, each small count is 1 in some and 3 in others."""
    _, protected, published = protect_both(seed)
    possible = agreeing(published)

    for item in protected:
        name, *place = item.cell
        values = possible[name][:, PLACES.index(tuple(place))]
        assert values.min() <= 1
        assert values.max() >= THRESHOLD - 1


@pytest.mark.parametrize("seed", range(100))
def test_who_is_alone_in_a_cell_learns_of_nobody_else_in_the_table(seed):
    """The one person in a cell knows that it is a 1; what is small besides stays as uncertain as for everybody."""
    tables, protected, published = protect_both(seed)
    for name, counts in tables.items():
        for place in PLACES[:4]:
            if counts.loc[place] != 1:
                continue
            possible = agreeing(published, {(name, *place): 1})
            others = [item.cell for item in protected if item.cell[0] == name and item.cell != (name, *place)]
            for other in others:
                values = possible[name][:, PLACES.index(other[1:])]
                assert values.min() <= 1
                assert values.max() >= THRESHOLD - 1


@pytest.mark.parametrize("seed", range(100))
def test_attack_on_linked_tables_finds_what_trying_all_finds(seed):
    """Any cells withheld, well or badly: both ends of each interval are those of all tables that agree."""
    tables, draw = two_tables(seed), np.random.default_rng(seed)
    published = {}
    for name, counts in tables.items():
        hidden = draw.random((2, 2)) < 0.7
        # The totals stay, so that no count beyond the tables that are tried out is possible.
        published[name] = SuppressedTable(
            counts.astype(float).mask(hidden),
            counts.sum(axis=1).astype(float).mask(draw.random(2) < 0.3),
            counts.sum(axis=0).astype(float),
            float(counts.to_numpy().sum()),
        )
    if any(table.column_totals.max() > LARGEST for table in published.values()):
        pytest.skip("a larger count than those tried out would be possible")
    possible = agreeing(published)
    attack = attack_on_tables(published, LINKS)

    for name, table in published.items():
        for place in shown(table):
            values = possible[name][:, PLACES.index(place)]
            interval = attack.interval({(name, *place): 1})
            assert interval == (values.min(), values.max())
            assert attack.leaves({(name, *place): 1}, *interval)
            assert not attack.leaves({(name, *place): 1}, interval[0] - 1, interval[1])
            assert not attack.leaves({(name, *place): 1}, interval[0], interval[1] + 1)


@pytest.mark.parametrize("seed", range(60))
def test_what_is_published_is_true_and_order_changes_nothing(seed):
    """Linked tables with rows and columns in another order have the same cells withheld, and show the same counts."""
    tables, _, published = protect_both(seed)
    turned = {name: counts.loc[["y", "x"], ["b", "a"]] for name, counts in reversed(tables.items())}
    protected = [item for name, counts in turned.items() for item in small_counts(name, counts, THRESHOLD)]
    again = suppress_jointly(turned, protected[::-1], LINKS[::-1])

    for name, counts in tables.items():
        told, told_again = shown(published[name]), shown(again[name])
        assert all(np.array_equal(told[place], told_again[place], equal_nan=True) for place in PLACES)
        assert all(told[place] == counts.loc[place] for place in PLACES[:4] if not np.isnan(told[place]))
