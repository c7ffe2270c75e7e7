"""The same seed gives the same bytes, everywhere and whatever else is simulated."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from groupreport.simulation import even_design, simulate_term, table_files, write_tables
from groupreport.simulation.chance import Chance


def test_same_seed_same_bytes(tmp_path):
    """Two runs with one seed write the same files; another seed writes other ones."""
    design = even_design(groups=2)
    first, again, other = (table_files(simulate_term(design, seed)) for seed in (1, 1, 2))
    written = write_tables(simulate_term(design, 1), tmp_path / "data" / "term")

    assert first == again
    assert first["ratings.csv"] != other["ratings.csv"]
    assert {path.name: path.read_bytes() for path in written} == first


def test_bytes_are_pinned():
    """The bytes are those of the machine where this was written: a change of them is a change of every demo."""
    files = table_files(simulate_term(even_design(groups=1, members=6, sessions=4), seed=1))
    digest = hashlib.sha256(b"".join(files[name] for name in sorted(files))).hexdigest()

    assert digest == "1a26c123372e05202e570bfd7b7bd66c02f5ab21d40c22b990c95a08675538f5"


def test_known_numbers():
    """The raw stream is numpy's PCG64, of which the first fractions of this seed are known."""
    expected = np.random.Generator(np.random.PCG64([7, *b"people"])).random(3)

    assert Chance(7, "people").uniform(3).tolist() == expected.tolist()


def test_parts_do_not_shift_each_other():
    """Other questionnaires leave people and attendance as they are."""
    design = even_design(groups=2)
    other = type(design)(groups=design.groups, session_instruments=("gcs7",), missing_share=0.0)
    first, second = (simulate_term(chosen, seed=4).tables for chosen in (design, other))

    assert first["roster"]["gender"].equals(second["roster"]["gender"])


def test_normal_numbers():
    """The bell shape has mean 0, SD 1, and 95 percent within 1.96."""
    numbers = Chance(1, "test").normal(100_000)

    assert numbers.mean() == pytest.approx(0, abs=0.01)
    assert numbers.std() == pytest.approx(1, abs=0.01)
    assert np.mean(np.abs(numbers) < 1.96) == pytest.approx(0.95, abs=0.005)


def test_shares():
    """Whole numbers, picks and named shares come out as often as asked for."""
    chance = Chance(2, "test")
    names = [chance.one_of({"often": 3, "seldom": 1}) for _ in range(4000)]

    assert {chance.whole(2, 4) for _ in range(200)} == {2, 3, 4}
    assert names.count("often") / 4000 == pytest.approx(0.75, abs=0.03)
    assert len(set(chance.pick(list(range(10)), 4))) == 4
    assert chance.pick([1, 2], 5) == [1, 2]
