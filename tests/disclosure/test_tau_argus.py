"""Tau-Argus, the program of statistical offices, as a second opinion on which cells to withhold."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.suppression import suppress

pytauargus = pytest.importorskip("pytauargus", reason="pytauargus is not installed (it comes with the extra 'check')")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    """Tau-Argus writes logs of its solver to wherever it is called."""
    monkeypatch.chdir(tmp_path)


def withheld_by_tau_argus(counts: pd.DataFrame, smallest: int, folder) -> set:
    """The inner cells that its optimal method withholds, of people under a frequency rule."""
    people = [place for place, count in counts.stack().items() for _ in range(count)]
    columns = {"row": [row for row, _ in people], "column": [column for _, column in people], "one": [1] * len(people)}
    result = pytauargus.protect(
        columns, ["row", "column"], "one", safety_rules=f"FREQ({smallest},30)", suppress="OPT(1)", workdir=str(folder)
    )
    cells = pd.DataFrame(result.tables[0].dataframe())
    return {(row, column) for row, column, status in cells[["row", "column", "status"]].to_numpy() if status in "UM"}


def withheld_here(counts: pd.DataFrame, smallest: int) -> set:
    gone = suppress(counts, smallest).table.isna().stack()
    return set(gone.index[gone])


def test_region_by_gender_has_the_same_cells_withheld(tmp_path):
    """The microdata that come with sdcTable: 2 women in region A, and C to protect them."""
    counts = pd.DataFrame({"f": [2, 19, 10, 14], "m": [18, 14, 12, 11]}, index=list("ABCD"))

    assert withheld_by_tau_argus(counts, 3, tmp_path) == {("A", "f"), ("A", "m"), ("C", "f"), ("C", "m")}
    assert withheld_here(counts, 3) == withheld_here(counts, 11) == withheld_by_tau_argus(counts, 3, tmp_path)


@pytest.mark.parametrize("seed", range(6))
def test_as_many_cells_are_withheld_where_counts_are_alike(seed, tmp_path):
    """One or two small cells among counts of 30 to 35, none of them of one person, whom Tau-Argus does not protect."""
    draw = np.random.default_rng(seed)
    counts = draw.integers(30, 36, (4, 3))
    counts.flat[draw.choice(12, size=1 + seed % 2, replace=False)] = draw.integers(2, 5)
    frame = pd.DataFrame(counts, index=list("wxyz"), columns=list("abc"))

    assert len(withheld_here(frame, 5)) == len(withheld_by_tau_argus(frame, 5, tmp_path))
