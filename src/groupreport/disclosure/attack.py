"""The attacker: what can be worked out about withheld counts from what is published.

Written apart from the suppressor, on purpose: it knows nothing of patterns or rules, only published numbers, sums,
and that people are counted in whole numbers from 0 up. A release is published only after it has stood up to this.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.disclosure.linear_program import BoundSum, LinearProgram, matrix_of
from groupreport.disclosure.published import TOTAL, Cell, Link, SameCount, SumOf, is_of_three
from groupreport.errors import DisclosureError

Place = tuple[Any, Any]
Interval = tuple[float, float]
Range = tuple[Mapping[Any, int], float, float]
Examples = npt.NDArray[np.float64]
WHOLE = 1e-6
# An attack on whole numbers that takes more than this is given up, and the release with it.
MOST_NODES = 20_000


class ContradictionError(DisclosureError):
    """No counts of people agree with all that the attacker knows or takes to be true."""


class PublishedTable(Protocol):
    """Counts by row and column category with their margins; missing where withheld."""

    @property
    def table(self) -> pd.DataFrame:
        """The inner counts."""

    @property
    def row_totals(self) -> pd.Series[float]:
        """One total a row of the table."""

    @property
    def column_totals(self) -> pd.Series[float]:
        """One total a column of the table."""

    @property
    def total(self) -> float:
        """The grand total."""


def feasible_intervals(published: PublishedTable, known: Mapping[Place, int] | None = None) -> pd.DataFrame:
    """The smallest and the largest count that each withheld cell can have, given everything else.

    Exact for whole numbers: both ends occur in some table of counts that agrees with all that is published.

    Args:
        published: A result of `suppression.suppress`, or any record with `table`, `row_totals`, `column_totals` and
            `total`, in which missing means withheld.
        known: Counts that the attacker knows from elsewhere, by (row, column).

    Returns:
        One row a withheld cell, indexed by `row` and `column` (the label "Total" stands for the margins, which are
        cells too); `low` (int64) and `high` (float64, infinite where nothing bounds the count).

    Raises:
        ContradictionError: No table of counts agrees with the published numbers.

    Examples:
        >>> import numpy as np
        >>> from groupreport.disclosure.suppression import SuppressedTable
        >>> table = pd.DataFrame({"a": [np.nan, np.nan, 3], "b": [np.nan, np.nan, 3]}, index=["x", "y", "z"])
        >>> rows = pd.Series([7, 3, 6], index=["x", "y", "z"])
        >>> columns = pd.Series([9, 7], index=["a", "b"])
        >>> feasible_intervals(SuppressedTable(table, rows, columns, 16))["high"].tolist()
        [6.0, 4.0, 3.0, 3.0]
    """
    attack = attack_on_tables({"": published}, known={("", *place): count for place, count in (known or {}).items()})
    withheld = [place for place, count in _cells(published).items() if count is None]
    intervals = [attack.interval({("", *place): 1}) for place in withheld]
    index = pd.MultiIndex.from_tuples(withheld, names=["row", "column"])
    return pd.DataFrame(
        {
            "low": np.array([low for low, _ in intervals], dtype=np.int64),
            "high": np.array([high for _, high in intervals], dtype=np.float64),
        },
        index=index if withheld else pd.MultiIndex.from_arrays([[], []], names=["row", "column"]),
    )


def _cells(published: PublishedTable) -> dict[Place, int | None]:
    """Every cell and margin: its count, or None where withheld."""
    cells: dict[Place, int | None] = {}
    rows, columns = list(published.table.index), list(published.table.columns)
    inner = published.table.to_numpy(dtype=float, na_value=np.nan)
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            cells[row, column] = _count(inner[i, j])
        cells[row, TOTAL] = _count(published.row_totals.iloc[i])
    for j, column in enumerate(columns):
        cells[TOTAL, column] = _count(published.column_totals.iloc[j])
    cells[TOTAL, TOTAL] = _count(published.total)
    return cells


def _count(value: float) -> int | None:
    return None if pd.isna(value) else int(value)


def attack_on_tables(
    tables: Mapping[str, PublishedTable],
    links: Iterable[Link] = (),
    known: Mapping[Cell, int] | None = None,
    ranges: Iterable[Range] = (),
    examples: Examples | None = None,
) -> Attack:
    """Everything that the tables of one release tell, together; cells are named (table, row, column)."""
    counts: dict[Cell, int | None] = {}
    zero: list[dict[Cell, int]] = []
    not_negative: list[dict[Cell, int]] = []
    for name, published in tables.items():
        counts |= {(name, *place): count for place, count in _cells(published).items()}
        rows, columns = list(published.table.index), list(published.table.columns)
        for row in [*rows, TOTAL]:
            zero.append({**{(name, row, column): 1 for column in columns}, (name, row, TOTAL): -1})
        for column in [*columns, TOTAL]:
            zero.append({**{(name, row, column): 1 for row in rows}, (name, TOTAL, column): -1})
    for link in links:
        if isinstance(link, SameCount):
            zero.append({link.one: 1, link.other: -1})
        elif isinstance(link, SumOf):
            counts |= dict.fromkeys(filter(is_of_three, (link.whole, *link.parts)))
            zero.append({link.whole: -1, **dict.fromkeys(link.parts, 1)})
        else:
            not_negative.append({link.whole: 1, link.part: -1})
    return Attack(counts, zero, not_negative, known, ranges, examples)


class Attack:
    """Published counts and the sums that everybody knows, as a system of equations over the withheld counts."""

    def __init__(
        self,
        counts: Mapping[Any, int | None],
        zero: Iterable[Mapping[Any, int]] = (),
        not_negative: Iterable[Mapping[Any, int]] = (),
        known: Mapping[Any, int] | None = None,
        ranges: Iterable[Range] = (),
        examples: Examples | None = None,
    ) -> None:
        """Set up the system.

        Args:
            counts: Every cell by name: its count, or None where withheld.
            zero: Sums of cells (a factor for each) that are 0.
            not_negative: Sums of cells that are 0 or more.
            known: Counts that this attacker knows from elsewhere.
            ranges: Sums of cells of which a reader knows between which numbers they lie, both included.
            examples: What another attack on the same cells found; what agrees with this one spares it searches.

        Raises:
            ContradictionError: No whole numbers from 0 up agree with all that.
        """
        self._counts = {cell: count for cell, count in counts.items() if count is not None}
        withheld = [cell for cell, count in counts.items() if count is None]
        self._number = {cell: position for position, cell in enumerate(withheld)}
        self._sums: list[BoundSum] = []
        for factors in zero:
            self._add_sum(factors, 0.0, 0.0)
        for factors in not_negative:
            self._add_sum(factors, 0.0, np.inf)
        for factors, low, high in ranges:
            self._add_sum(factors, low, high)
        for cell, count in (known or {}).items():
            self._add_sum({cell: 1}, count, count)
        self._matrix, self._low, self._high = matrix_of(self._sums, len(self._number))
        self._program = LinearProgram(self._matrix, self._low, self._high)
        # Counts that agree with all that is published, as they were found.
        self._examples = np.empty((0, len(self._number))) if examples is None else self._agreeing(examples)
        if self._number and not len(self._examples):
            self._solve(np.zeros(len(self._number)), whole=True)

    def _split(self, factors: Mapping[Any, int]) -> tuple[dict[int, float], int]:
        """The withheld part of a sum, by cell number, and the total of its published part."""
        unknown: dict[int, float] = {}
        published = 0
        for cell, factor in factors.items():
            if cell in self._counts:
                published += factor * self._counts[cell]
            else:
                unknown[self._number[cell]] = unknown.get(self._number[cell], 0.0) + factor
        return unknown, published

    def _add_sum(self, factors: Mapping[Any, int], low: float, high: float) -> None:
        unknown, published = self._split(factors)
        if unknown:
            self._sums.append((unknown, low - published, high - published))
        elif not low <= published <= high:
            raise ContradictionError("The published numbers contradict each other: a sum of published counts is wrong.")

    @property
    def cells(self) -> Iterable[Any]:
        """The names of the withheld cells, in their order."""
        return self._number.keys()

    @property
    def examples(self) -> Examples:
        """Counts that agree with all that is known, as they were found: a row each, withheld cells in their order."""
        return self._examples

    def knowing(self, known: Mapping[Any, int]) -> Attack:
        """The attack of somebody who knows these counts besides.

        Raises:
            DisclosureError: They cannot be the counts.
        """
        more = copy.copy(self)
        more._sums = self._sums.copy()
        for cell, count in known.items():
            more._add_sum({cell: 1}, count, count)
        more._matrix, more._low, more._high = matrix_of(more._sums, len(more._number))
        more._program = LinearProgram(more._matrix, more._low, more._high)
        more._examples = more._agreeing(self._examples)
        if self._number and not len(more._examples):
            more._solve(np.zeros(len(self._number)), whole=True)
        return more

    def interval_unless(self, factors: Mapping[Any, int], low: float, high: float) -> Interval:
        """The interval of a sum; where it reaches from *low* or lower to *high* or higher, perhaps only a part of it.

        Counts that agree with all that is published are kept from one question to the next, so that most questions of
        this kind are answered without a search.
        """
        least, most = self.seen(factors)
        return (least, most) if least <= low and most >= high else self.interval(factors)

    def seen(self, factors: Mapping[Any, int]) -> Interval:
        """The smallest and the largest value of a sum in the examples found so far; an empty interval without any."""
        objective, published = self._objective(factors)
        values = published + self._examples @ objective
        return float(values.min(initial=np.inf)), float(values.max(initial=-np.inf))

    def interval(self, factors: Mapping[Any, int]) -> Interval:
        """The smallest and the largest value of a sum of cells, each taken *factor* times; infinite if unbounded."""
        objective, published = self._objective(factors)
        if not objective.any():
            return float(published), float(published)
        return published + self._least(objective), published - self._least(-objective)

    def leaves(self, factors: Mapping[Any, int], low: float, high: float) -> bool:
        """Whether the sum may be *low* or less, and *high* or more, for all that this attacker can tell.

        Yes is said only where there are examples of both: whole counts that were checked, sum by sum and without
        rounding, against everything that is published.
        """
        objective, published = self._objective(factors)
        return self._falls_to(objective, low - published) and self._falls_to(-objective, published - high)

    def seen_width(self, factors: Mapping[Any, int]) -> float:
        """How many values the sum has between the smallest and the largest in the examples found so far."""
        low, high = self.seen(factors)
        return max(high - low, 0.0) + 1.0

    def _objective(self, factors: Mapping[Any, int]) -> tuple[npt.NDArray[np.float64], int]:
        unknown, published = self._split(factors)
        objective = np.zeros(len(self._number))
        for cell, factor in unknown.items():
            objective[cell] = factor
        return objective, published

    def _falls_to(self, objective: npt.NDArray[np.float64], least: float) -> bool:
        """Whether the withheld part of a sum can be *least* or less."""
        if not objective.any():
            return least >= 0
        if not (self._examples @ objective <= least).any():
            # No further than is asked for, so that there is an end to it where nothing else bounds the sum.
            self._least(objective, floor=least)
        return bool((self._examples @ objective <= least).any())

    def _least(self, objective: npt.NDArray[np.float64], floor: float = -np.inf) -> float:
        """The smallest value, from *floor* up, over all whole-number solutions; minus infinity if there is none."""
        solution = self._solve(objective, whole=False, floor=floor)
        if solution is None:
            return -np.inf
        if np.max(np.abs(solution - np.round(solution))) > WHOLE:
            exact = self._solve(objective, whole=True, floor=floor)
            solution = solution if exact is None else exact
        return float(objective @ np.round(solution))

    def _solve(
        self, objective: npt.NDArray[np.float64], *, whole: bool, floor: float = -np.inf
    ) -> npt.NDArray[np.float64] | None:
        """The counts that make the objective smallest; None where it can be made as small as one likes."""
        if whole:
            answer = self._program.smallest_whole(objective, floor=floor, most_nodes=MOST_NODES)
        else:
            answer = self._program.smallest(objective, floor=floor)
        if answer.found == "smallest" and answer.unknowns is not None:
            self._keep(np.round(answer.unknowns))
            return answer.unknowns
        if answer.found == "impossible" or (answer.found == "unbounded" and not objective.any()):
            raise ContradictionError(
                "The published numbers contradict each other: no counts of people agree with them."
            )
        # That the numbers agree with some counts was seen first, so "unbounded or impossible" is unbounded too.
        if answer.found == "unbounded":
            return None
        raise DisclosureError("The attack on the published numbers could not be finished: the search grew too large.")

    def _keep(self, counts: npt.NDArray[np.float64]) -> None:
        """Keep the counts as an example, if they are one: rounded, they agree with everything."""
        self._examples = np.vstack([self._examples, self._agreeing(counts[np.newaxis])])

    def _agreeing(self, examples: Examples) -> Examples:
        sums = (self._matrix @ examples.T).T
        agree = (examples >= 0).all(axis=1) & (sums >= self._low).all(axis=1) & (sums <= self._high).all(axis=1)
        return examples[agree]
