"""Withhold counts of two-way tables so that no small count can be worked out from the rest."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from groupreport.disclosure import rules
from groupreport.disclosure.attack import Attack, attack_on_tables
from groupreport.disclosure.cell_system import CELL_COST, GRAND_TOTAL_COST, MARGIN_COST, CellSystem, SystemBuilder
from groupreport.disclosure.movements import NoPatternError
from groupreport.disclosure.patterns import Pattern, cheapest_pattern
from groupreport.disclosure.published import TOTAL, Cell, Link, SameCount, Status, SumOf, SuppressedTable
from groupreport.disclosure.recalled import pattern_of
from groupreport.disclosure.rules import Protected

__all__ = [
    "SuppressedTable",
    "everything_withheld",
    "least_withheld",
    "nothing_told",
    "stands_up",
    "stays_uncertain",
    "suppress",
    "suppress_jointly",
]

# By how many of a cell's two categories are "Total".
COSTS = (CELL_COST, MARGIN_COST, GRAND_TOTAL_COST)
# Why everything is withheld, as codes.
NO_PATTERN = "no_pattern"
BROKEN = "broken"


def suppress(counts: pd.DataFrame, threshold: int = 11, *, protect_from_members: bool = True) -> SuppressedTable:
    """Publish as many counts of a table as can be, and none from which a count of 1 to threshold - 1 can be told.

    Counts (margins too) of 1 to threshold - 1 are withheld, and with them the cheapest set of other cells for which
    an attacker who knows the sums, and that counts are whole and not negative, is left with an interval that covers 1
    to threshold - 1 for each small count. Zeros may be shown and may be withheld to protect others; a column
    without anybody is always shown, because its zeros may be known. A withheld margin costs as much as ten cells,
    the total of all as much as twenty. The
    exact solution (Fischetti and Salazar 2000) is always attacked before it is returned. The order of rows and columns
    does not change which cells are withheld.

    The attacker is a reader of the table. One who has this program can ask which other tables it would have published
    alike, and may be left with one alone where the totals are small too; that is not covered.

    Args:
        counts: People by row and column category, without margins: whole numbers from 0 up, unique labels, none of
            them "Total".
        threshold: The smallest count that may be shown; at least 2.
        protect_from_members: Whether the attacker may also be the one person in a cell of 1, who knows that count.

    Returns:
        The published table, margins missing like any other cell where withheld.

    Raises:
        ValueError: The counts are not counts, labels are not unique, or the threshold is below 2.

    Examples:
        >>> counts = pd.DataFrame({"f": [2, 19, 10, 14], "m": [18, 14, 12, 11]}, index=list("ABCD"))
        >>> suppress(counts).table
              f     m
        A   NaN   NaN
        B  19.0  14.0
        C   NaN   NaN
        D  14.0  11.0
    """
    if threshold < 2:
        raise ValueError(f"threshold must be 2 or more, got {threshold}")
    if counts.empty:
        raise ValueError("the table has no cells")
    check_counts(counts)
    protected = list(rules.small_counts("", counts, threshold))
    return suppress_jointly({"": counts}, protected, protect_from_members=protect_from_members)[""]


def suppress_jointly(
    tables: Mapping[str, pd.DataFrame],
    protected: Sequence[Protected],
    links: Sequence[Link] = (),
    *,
    behind: Mapping[Cell, int] = MappingProxyType({}),
    known: Collection[Cell] = (),
    protect_from_members: bool = True,
    patterns: Path | None = None,
) -> dict[str, SuppressedTable]:
    """Withhold cells of all tables of a release together, so that none betrays what another withholds.

    Args:
        tables: Counts by name, as in `suppress`.
        protected: What must stay uncertain; single cells among it are withheld.
        links: Which cells of different tables hold the same people, or some of the people of another.
        behind: The cells of tables that nobody is shown, and that are named by links alone, with their people.
        known: Cells that readers have already, from an earlier release: withholding them would protect nothing.
        protect_from_members: As in `suppress`; the member's cell and the protected count are of one table.
        patterns: The folder of patterns that were found before, if there is one (`recalled`).

    Returns:
        The published tables by name. Where no safe pattern was found, everything is withheld, with the reason.
    """
    members = [cell for name, counts in tables.items() for cell in rules.singletons(name, counts)]
    members = members if protect_from_members else []
    system = _system(tables, protected, links, members, known, behind)
    primary = {item.cell for item in protected if item.cell is not None}

    def as_published(pattern: Pattern) -> dict[str, SuppressedTable]:
        withheld = {name for name, gone in zip(system.names, pattern.withheld, strict=True) if gone}
        return {name: _published(name, counts, withheld, primary, pattern.status) for name, counts in tables.items()}

    def holds(pattern: Pattern) -> bool:
        return stands_up(as_published(pattern), protected, links, members)

    try:
        pattern, attacked = pattern_of(system, patterns, lambda: cheapest_pattern(system), holds)
    except NoPatternError:
        return everything_withheld(tables, primary, NO_PATTERN)
    return as_published(pattern) if attacked or holds(pattern) else everything_withheld(tables, primary, BROKEN)


def stands_up(
    published: Mapping[str, SuppressedTable],
    protected: Sequence[Protected],
    links: Sequence[Link] = (),
    members: Sequence[Cell] = (),
) -> bool:
    """Whether an attacker, also one who is the one person in a cell, is left with all that must stay uncertain."""
    outsider = attack_on_tables(published, links)
    if not all(stays_uncertain(outsider, item) for item in protected):
        return False
    for member in members:
        attack = outsider.knowing({member: 1})
        theirs = [item for item in protected if _may_learn(member, item)]
        if not all(stays_uncertain(attack, item) for item in theirs):
            return False
    return True


def stays_uncertain(attack: Attack, item: Protected) -> bool:
    """Whether the attacker's interval of a protected count reaches as far as it must."""
    return attack.leaves(item.factors, item.low, item.high)


def _may_learn(member: Cell, item: Protected) -> bool:
    """Whether the item is of the member's own table, and neither the member's cell nor a sum with it."""
    return member not in item.factors and any(cell[0] == member[0] for cell in item.factors)


def check_counts(counts: pd.DataFrame) -> None:
    """Refuse what is not a two-way table of counts without margins.

    Raises:
        ValueError: Says what is wrong.
    """
    if not (counts.index.is_unique and counts.columns.is_unique):
        raise ValueError("the labels of rows and columns must be unique")
    if TOTAL in counts.index or TOTAL in counts.columns:
        raise ValueError(f"a row or column is called '{TOTAL}'; give the counts without margins")
    values = counts.to_numpy(dtype=float, na_value=np.nan)
    if not (np.isfinite(values).all() and (values >= 0).all() and (values == np.round(values)).all()):
        raise ValueError("counts must be whole numbers from 0 up, none missing")


def _system(
    tables: Mapping[str, pd.DataFrame],
    protected: Sequence[Protected],
    links: Sequence[Link],
    members: Sequence[Cell],
    known: Collection[Cell],
    behind: Mapping[Cell, int],
) -> CellSystem:
    builder = SystemBuilder()
    for name in sorted(tables):
        counts = tables[name].astype("int64")
        _add_table(builder, name, counts.loc[sorted(counts.index, key=str), sorted(counts.columns, key=str)])
    for cell in sorted(behind, key=str):
        builder.add_cell(cell, behind[cell], hidden=True)
    builder.shown.update(known)
    for link in links:
        if isinstance(link, SameCount):
            builder.equations.append({link.one: 1, link.other: -1})
        elif isinstance(link, SumOf):
            builder.equations.append({link.whole: -1, **dict.fromkeys(link.parts, 1)})
        else:
            builder.add_difference(("difference", link), {link.whole: 1, link.part: -1})
    knowing: list[tuple[Hashable, Hashable]] = []
    # In one order whatever the order of the input, so that of equally cheap patterns the same one is found.
    for item in sorted(protected, key=lambda item: sorted(map(str, item.factors.items()))):
        required: Hashable = item.cell
        if required is None:
            required = ("sum", frozenset(item.factors.items()))
            builder.add_difference(required, item.factors)
        builder.require(required, item.low, item.high)
        knowing += [(member, required) for member in members if _may_learn(member, item)]
    return builder.build(knowing=knowing)


def _add_table(builder: SystemBuilder, name: str, counts: pd.DataFrame) -> None:
    full = rules.with_margins(counts)
    for row in full.index:
        for column in full.columns:
            cell = (name, row, column)
            cost = COSTS[(row == TOTAL) + (column == TOTAL)]
            builder.add_cell(cell, int(full.loc[row, column]), cost=cost)
            if full.loc[TOTAL, column] == 0:
                builder.shown.add(cell)
    for row in full.index:
        builder.equations.append({**{(name, row, column): 1 for column in counts.columns}, (name, row, TOTAL): -1})
    for column in full.columns:
        builder.equations.append({**{(name, row, column): 1 for row in counts.index}, (name, TOTAL, column): -1})


def _published(
    name: str, counts: pd.DataFrame, withheld: Collection[object], primary: set[Cell], status: Status, reason: str = ""
) -> SuppressedTable:
    full = rules.with_margins(counts).astype("float64")
    gone = [(row, column) for row in full.index for column in full.columns if (name, row, column) in withheld]
    for row, column in gone:
        full.loc[row, column] = math.nan
    margins = full.drop(columns=TOTAL).T[TOTAL]
    of_this_table = sum((name, row, column) in primary for row, column in gone)
    return SuppressedTable(
        table=full.drop(index=TOTAL, columns=TOTAL),
        row_totals=full[TOTAL].drop(index=TOTAL).rename(None),
        column_totals=margins.rename(None),
        total=float(full[TOTAL].iloc[-1]),
        primary=of_this_table,
        complementary=len(gone) - of_this_table,
        status=status,
        reason=reason,
    )


def least_withheld(name: str, counts: pd.DataFrame, protected: Sequence[Protected]) -> SuppressedTable:
    """What any release withholds of a table at least: the cells of a rule, and how many others.

    No pattern of a release withholds fewer: what is safe where other tables and their links are read as well is safe
    for readers of this table alone, who know less. The others are only counted; which they are is left open.

    Args:
        name: The table's name in `protected`.
        counts: As in `suppress`.
        protected: What must stay uncertain about this table.
    """
    primary = {item.cell for item in protected if item.cell is not None}
    published = _published(name, counts, primary, primary, "optimal")
    system = _system({name: counts}, protected, (), rules.singletons(name, counts), (), {})
    try:
        pattern = cheapest_pattern(replace(system, costs=np.where(system.hidden, 0.0, 1.0)))
    except NoPatternError:
        return everything_withheld({name: counts}, primary, NO_PATTERN)[name]
    if pattern.status == "heuristic":  # fewer may do
        return published
    return replace(published, complementary=int((pattern.withheld & ~system.hidden).sum()) - published.primary)


def everything_withheld(
    tables: Mapping[str, pd.DataFrame], primary: set[Cell], reason: str
) -> dict[str, SuppressedTable]:
    """The tables without a single count, and why; `primary` are the cells that a rule withholds."""
    published = {}
    for name, counts in tables.items():
        published[name] = _published(name, counts, _every_cell(name, counts), primary, "everything withheld", reason)
    return published


def nothing_told(name: str, counts: pd.DataFrame) -> SuppressedTable:
    """The table without a single count, as it must be: every cell is withheld by a rule."""
    every_cell = _every_cell(name, counts)
    return _published(name, counts, every_cell, every_cell, "optimal")


def _every_cell(name: str, counts: pd.DataFrame) -> set[Cell]:
    full = rules.with_margins(counts)
    return {(name, row, column) for row in full.index for column in full.columns}
