"""How long it takes to protect and to attack a funder release: `python tests/benchmarks/disclosure.py`.

Releases of five linked tables are made up, from the size of a small program to 84 cells a table and beyond, where the
exact search gives way to one that does not prove its result the cheapest. Ratios are to the
smallest release of the run.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from groupreport.disclosure.policy import Policy
from groupreport.disclosure.release import protect
from groupreport.summaries.records import CountTable

TABLES = 5
# Programs (rows) and categories (columns); with margins 15, 24, 45, 84 and 171 cells a table.
SIZES = ((2, 4), (3, 5), (4, 8), (6, 11), (18, 8))
PEOPLE_A_CELL = 14
SEED = 2026


def release(programs: int, categories: int, seed: int) -> dict[str, CountTable]:
    """Five tables of the same people by different categories, with small counts in about a third of the cells."""
    random = np.random.default_rng(seed)
    people = np.repeat(np.arange(programs), PEOPLE_A_CELL * categories)
    tables = {}
    for number in range(TABLES):
        shares = random.dirichlet(np.full(categories, 1.2))
        category = random.choice(categories, size=len(people), p=shares)
        counts = pd.crosstab(people, category).reindex(index=range(programs), columns=range(categories), fill_value=0)
        counts.index = [f"Program {row}" for row in counts.index]
        counts.columns = [f"Category {column}" for column in counts.columns]
        groups = pd.DataFrame(5, index=counts.index, columns=counts.columns)
        tables[f"served_{number}"] = CountTable(
            rows="program", columns=f"kind {number}", counts=counts, groups_behind=groups
        )
    return tables


def main() -> None:
    """One release a size; the processor time is that of protecting it, the attacks on the result included."""
    heads = f"{'programs':>9}{'categories':>11}{'cells':>7}{'small':>7}{'also':>6}  {'search':<20}"
    print(f"{heads}{'seconds':>8}{'ratio':>7}")
    first = None
    for programs, categories in SIZES:
        tables = release(programs, categories, SEED)
        began = time.process_time()
        guarantee = protect(tables, Policy(name="default")).guarantee
        seconds = time.process_time() - began
        first = first or seconds
        print(
            f"{programs:>9}{categories:>11}{guarantee.cells:>7}{guarantee.primary:>7}{guarantee.complementary:>6}  "
            f"{guarantee.solver:<20}{seconds:>8.2f}{seconds / first:>7.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
