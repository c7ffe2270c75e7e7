"""What somebody who has this program learns from the choice of cells: `python tests/benchmarks/minimality.py`.

The attacker of the guarantee reads the sums. This one also runs the program: of all tables that agree with what is
published, those remain that the program would have published alike. Small tables are drawn, all tables that agree with
their publication are put through `suppress`, and how many of the values 1 to threshold - 1 are left for a small count
is compared with how many the sums leave. A count with less than half of them left is told apart.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from groupreport.disclosure.attack import feasible_intervals
from groupreport.disclosure.published import SuppressedTable
from groupreport.disclosure.suppression import suppress

TABLES = 20
# Publications that leave more tables than this are passed over: each of them has to be put through the program.
MOST_TABLES = 60
SEED = 2026


def tables_that_agree(published: SuppressedTable) -> Iterator[pd.DataFrame]:
    """Every table of whole counts from 0 up that agrees with a publication in which every inner count is bounded."""
    intervals = feasible_intervals(published)
    gone = [place for place in intervals.index if place[0] in published.table.index and place[1] in published.table]
    ranges = [range(int(intervals["low"][place]), int(intervals["high"][place]) + 1) for place in gone]
    for values in itertools.product(*ranges):
        counts = published.table.copy()
        for (row, column), value in zip(gone, values, strict=True):
            counts.loc[row, column] = value
        if _agrees(counts, published):
            yield counts.astype("int64")


def _agrees(counts: pd.DataFrame, published: SuppressedTable) -> bool:
    margins = (
        (counts.sum(axis=1), published.row_totals),
        (counts.sum(axis=0), published.column_totals),
        (pd.Series([counts.to_numpy().sum()]), pd.Series([published.total])),
    )
    return all((told.isna() | (told == true)).all() for true, told in margins)


def published_alike(counts: pd.DataFrame, published: SuppressedTable, threshold: int) -> bool:
    """Whether the program would have published this table, which agrees with the publication, in the same way."""
    other = suppress(counts, threshold)
    return all(
        np.array_equal(np.isnan(np.asarray(one, dtype=float)), np.isnan(np.asarray(two, dtype=float)))
        for one, two in (
            (other.table, published.table),
            (other.row_totals, published.row_totals),
            (other.column_totals, published.column_totals),
            (other.total, published.total),
        )
    )


def values_left(counts: pd.DataFrame, threshold: int) -> Iterator[tuple[int, int]]:
    """For every small inner count, how many of 1 to threshold - 1 the sums leave, and how many the program's choice."""
    published = suppress(counts, threshold)
    intervals = feasible_intervals(published)
    inner = [place for place in intervals.index if "Total" not in place]
    spread = math.prod(intervals["high"][place] - intervals["low"][place] + 1 for place in inner)
    if not inner or not spread <= MOST_TABLES**2:
        return
    agreeing = list(itertools.islice(tables_that_agree(published), MOST_TABLES + 1))
    if len(agreeing) > MOST_TABLES:
        return
    alike = [other for other in agreeing if published_alike(other, published, threshold)]
    for place in inner:
        if 0 < counts.loc[place] < threshold:
            small = range(1, threshold)
            yield (
                len({int(other.loc[place]) for other in agreeing} & set(small)),
                len({int(other.loc[place]) for other in alike} & set(small)),
            )


def drawn(random: np.random.Generator, threshold: int, shape: tuple[int, int], few: bool) -> pd.DataFrame:
    """A table of one or two small counts among large ones or, of *few* people, one of mostly small counts."""
    values = random.integers(0, 2 * threshold, shape) if few else random.integers(threshold, 3 * threshold, shape)
    if not few:
        small = random.choice(values.size, size=random.integers(1, 3), replace=False)
        values.flat[small] = random.integers(1, threshold, len(small))
    return pd.DataFrame(values, index=list("wxyz")[: shape[0]], columns=list("abc")[: shape[1]])


def main() -> None:
    """One line a threshold, shape and kind of table."""
    print(
        f"{'threshold':>9}{'table':>7}{'people':>8}{'small':>7}{'by sums':>9}{'by choice':>11}{'under half':>12}"
        f"{'one':>6}"
    )
    random = np.random.default_rng(SEED)
    for threshold, few, shape in itertools.product((5, 11), (False, True), ((2, 2), (3, 3))):
        left: list[tuple[int, int]] = []
        for _ in range(TABLES):
            left += values_left(drawn(random, threshold, shape, few), threshold)
        sums, choice = np.array(left).T if left else np.zeros((2, 1))
        print(
            f"{threshold:>9}{f'{shape[0]}x{shape[1]}':>7}{'few' if few else 'many':>8}{len(left):>7}{sums.mean():>9.1f}"
            f"{choice.mean():>11.1f}{(choice < (threshold - 1) / 2).mean():>12.0%}{(choice <= 1).mean():>6.0%}",
            flush=True,
        )


if __name__ == "__main__":
    main()
