"""The cells that are withheld are those that the counts ask for: not the machine, the clock or chance."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure import patterns
from groupreport.disclosure.suppression import suppress

COUNTS = {"a": [3, 20, 14, 30], "b": [15, 17, 2, 30], "c": [25, 1, 25, 25], "d": [30, 30, 30, 5]}
INDEX = ["w", "x", "y", "z"]
PROGRAM = """
import json, os, sys
if len(sys.argv) > 2 and hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
import pandas as pd
from groupreport.disclosure.suppression import suppress
counts = pd.DataFrame(json.loads(sys.argv[1]), index=list("wxyz"))
print(json.dumps(suppress(counts).table.isna().to_numpy().tolist()))
"""


def here() -> list:
    return suppress(pd.DataFrame(COUNTS, index=INDEX)).table.isna().to_numpy().tolist()


@pytest.mark.parametrize(("hash_seed", "one_processor"), [("0", []), ("4242", ["one"])])
def test_another_process_withholds_the_same(hash_seed, one_processor):
    """With another seed of Python's hashes, another clock time, and one processor instead of all."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(COUNTS), *one_processor],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(result.stdout) == here()


def test_a_clock_that_races_changes_nothing(monkeypatch):
    """A machine so busy that every look at the clock is an hour later finds the same pattern."""
    before = here()
    clock = iter(range(0, 10**9, 3600))
    for name in ("monotonic", "perf_counter", "time"):
        monkeypatch.setattr(time, name, lambda: next(clock))

    assert here() == before


def test_what_was_solved_before_changes_nothing():
    """Nothing is carried over from one table to the next."""
    before = here()
    for seed in range(5):
        suppress(pd.DataFrame(np.random.default_rng(seed).integers(0, 30, (4, 3))))

    assert here() == before


@pytest.mark.parametrize("seed", range(3))
def test_the_way_to_the_cheapest_pattern_does_not_matter(seed, monkeypatch):
    """One pattern is the cheapest, whichever inequalities lead there and in whatever order they are found."""

    class InOtherOrder(patterns.Examples):
        def __init__(self, system):
            super().__init__(system)
            turned = np.random.default_rng(seed).permutation(len(self.movements))
            self.movements = [self.movements[place] for place in turned]

    before = here()
    monkeypatch.setattr(patterns, "Examples", InOtherOrder)

    assert here() == before
