"""How long it takes to protect and to attack a funder release: `python tests/benchmarks/disclosure.py`.

Releases of the same people by program and five categories, and by how they ended, are made up, from the size of a small
program to 84 cells a table and beyond, where the exact search gives way to one that does not prove its result the
cheapest. Ratios are to the smallest release of the run.
"""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from groupreport.disclosure.policy import Policy
from groupreport.disclosure.release import protect
from groupreport.summaries.records import CountTable

TABLES = 5
# Programs (rows) and categories (columns); with margins 15, 24, 45, 84 and 171 cells a table of those.
SIZES = ((2, 4), (3, 5), (4, 8), (6, 11), (18, 8))
PEOPLE_A_CELL = 14
ENDINGS = ["completed", "not_completed"]
SEED = 2026


def release(programs: int, categories: int, seed: int) -> dict[str, CountTable]:
    """People by five kinds of categories and by ending, with small counts in about a third of the cells."""
    random = np.random.default_rng(seed)
    size = programs * PEOPLE_A_CELL * categories
    people = pd.DataFrame({"program": np.repeat([f"Program {row}" for row in range(programs)], size // programs)})
    people["end"] = pd.Categorical(random.choice(ENDINGS, size=size, p=[0.7, 0.3]), ENDINGS)
    kinds = [f"kind {number}" for number in range(TABLES)]
    for kind in kinds:
        shares = random.dirichlet(np.full(categories, 1.2))
        names = [f"Category {column}" for column in range(categories)]
        people[kind] = pd.Categorical(random.choice(names, size=size, p=shares), names)
    tables = {f"served_{kind}": _table(people, "program", kind) for kind in kinds}
    tables["stayed"] = _table(people, "program", "end")
    return tables | {f"completed_{kind}": _table(people, kind, "end") for kind in kinds}


def _table(people: pd.DataFrame, rows: str, columns: str) -> CountTable:
    counts = pd.crosstab(people[rows], people[columns], dropna=False)
    by_program = None if rows == "program" else pd.crosstab([people[rows], people["program"]], people[columns])
    return CountTable(rows=rows, columns=columns, counts=counts, groups_behind=counts * 0 + 5, by_program=by_program)


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
