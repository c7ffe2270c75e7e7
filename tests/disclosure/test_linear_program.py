"""Linear programs: the same answers as trying every way, and as SciPy's own build of the solver."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from groupreport.disclosure.linear_program import LinearProgram

MOST_NODES = 1000
factors = st.lists(st.integers(-3, 3), min_size=4, max_size=4)


@given(
    sums=st.lists(factors, min_size=1, max_size=3),
    objectives=st.lists(factors, min_size=1, max_size=6),
    low=st.integers(-4, 4),
    width=st.integers(0, 4),
)
@settings(deadline=None, max_examples=60)
def test_every_question_is_answered_as_by_trying_every_way(sums, objectives, low, width):
    """Whole unknowns from 0 to 3, asked one sum after the other; in any numbers none is smaller than SciPy says."""
    matrix = np.array(sums, dtype=float)
    program = LinearProgram(sparse.csr_array(matrix), low, low + width, least=0.0, most=3.0)
    ways = [way for way in itertools.product(range(4), repeat=4) if _agrees(matrix @ way, low, low + width)]
    for objective in np.array(objectives, dtype=float):
        whole = program.smallest_whole(objective, most_nodes=MOST_NODES)
        if ways:
            assert whole.found == "smallest"
            assert objective @ whole.unknowns == pytest.approx(min(objective @ way for way in ways))
        else:
            assert (whole.found, whole.unknowns) == ("impossible", None)
        other = milp(objective, bounds=Bounds(0, 3), constraints=LinearConstraint(matrix, low, low + width))
        found = program.smallest(objective)
        assert (found.unknowns is None) == (other.x is None)
        if other.x is not None:
            assert objective @ found.unknowns == pytest.approx(other.fun, abs=1e-6)


def _agrees(values, low, high):
    return all(low <= value <= high for value in values)


@pytest.fixture
def pair():
    """Two unknowns from 0 up that differ by 3."""
    return LinearProgram(sparse.csr_array([[1.0, -1.0]]), 3.0, 3.0)


def test_what_has_no_end_is_unbounded_and_stops_at_a_floor(pair):
    """A floor holds for one question, not for the next one."""
    down = np.array([-1.0, -1.0])

    assert pair.smallest(down).found == "unbounded"
    assert down @ pair.smallest(down, floor=-9.0).unknowns == pytest.approx(-9.0)
    assert down @ pair.smallest_whole(down, floor=-9.0, most_nodes=MOST_NODES).unknowns == pytest.approx(-9.0)
    assert pair.smallest(down).found == "unbounded"
    assert pair.smallest(-down).unknowns.tolist() == [3.0, 0.0]


def test_other_bounds_hold_from_then_on(pair):
    """Also where no ways are left, and again after that."""
    up = np.array([1.0, 1.0])
    for least, answer in ((1.0, 5.0), (2.0, 7.0), (0.0, 3.0)):
        pair.within(np.array([0.0, least]), np.full(2, np.inf))
        assert up @ pair.smallest(up).unknowns == pytest.approx(answer)
    pair.within(np.zeros(2), np.ones(2))
    assert pair.smallest(up).found == "impossible"
    assert pair.smallest_whole(up, most_nodes=MOST_NODES).found == "impossible"
    pair.within(np.zeros(2), np.full(2, 4.0))
    assert pair.smallest(-up).unknowns.tolist() == [4.0, 1.0]


def test_prices_say_what_one_more_in_a_sum_costs(pair):
    """The first unknown must be one more, so the sum of both is one larger."""
    assert pair.smallest(np.array([1.0, 1.0])).prices.tolist() == [1.0]


def test_a_search_for_whole_numbers_that_grows_too_large_is_given_up():
    """Two sums that 12 people, each in or out, must split in half (Cornuejols and Dawande 1998), need many steps."""
    sums = np.random.default_rng(1).integers(0, 100, (2, 12)).astype(float)
    half = np.floor(sums.sum(axis=1) / 2)
    split = LinearProgram(sparse.csr_array(sums), half, half, most=1.0)

    assert split.smallest_whole(np.ones(12), most_nodes=1).found == "given up"
    assert split.smallest_whole(np.ones(12), most_nodes=100_000).found == "impossible"
    assert not any((sums @ way == half).all() for way in itertools.product((0, 1), repeat=12))


def test_nothing_is_written(pair, capfd):
    """A notebook's output and a command's are their own."""
    pair.smallest(np.array([1.0, 1.0]))
    pair.smallest_whole(np.array([1.0, 1.0]), most_nodes=MOST_NODES)

    assert capfd.readouterr() == ("", "")
