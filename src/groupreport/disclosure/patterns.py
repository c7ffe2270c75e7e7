"""Which cells to withhold so that every requirement of a cell system holds, at the least cost.

The problem is that of Fischetti and Salazar (2000), "Models and algorithms for optimizing cell suppression in tabular
data with linear constraints", JASA 95: a cell stays uncertain when another table exists that agrees with everything
published and differs in that cell by as much as is required. The cheapest pattern that satisfies the inequalities found
so far is looked for, then inequalities that it breaks, until it breaks none: that pattern is the cheapest of all.

No clock takes part. The costs of a system make one pattern the cheapest, so that it is found on every machine, by
however many threads and in whatever order the inequalities are found. Where the search would grow too large, counted in
its own steps, the thrifty pattern is taken instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import sparse

from groupreport.disclosure.cell_system import CellSystem
from groupreport.disclosure.cuts import Cut, CutFinder
from groupreport.disclosure.linear_program import LinearProgram
from groupreport.disclosure.movements import Examples, Withheld, cells_that_must_move

MOST_ROUNDS = 200
MOST_NODES = 2000
# A program of 12 groups takes some 700 searches, in five seconds of one processor.
MOST_SEARCHES = 4000


@dataclass(frozen=True)
class Pattern:
    """The cells to withhold, and whether no cheaper pattern exists (`optimal`) or one was not looked for to the end."""

    withheld: Withheld
    status: Literal["nothing to withhold", "optimal", "heuristic"]


def cheapest_pattern(system: CellSystem) -> Pattern:
    """The cheapest safe pattern, or the thrifty one where the search grows too large.

    Raises:
        NoPatternError: No pattern is safe.
    """
    withheld = system.primary | system.hidden
    if not system.requirements:
        return Pattern(withheld, "nothing to withhold")
    examples, finder = Examples(system), CutFinder(system)
    cuts: list[Cut] = []
    for _ in range(MOST_ROUNDS):
        found, safe = _broken_by(system, withheld, examples, finder)
        if safe:
            return Pattern(withheld, "optimal")
        cuts += found
        cheapest = _cheapest(system, cuts) if found else None
        if cheapest is None:
            break
        withheld = cheapest
    return thrifty_pattern(system)


def _broken_by(system: CellSystem, withheld: Withheld, examples: Examples, finder: CutFinder) -> tuple[list[Cut], bool]:
    """Some inequalities that the pattern breaks, and whether it is safe, so that there are none.

    Each is looked for in the pattern with what satisfies the ones before: a larger pattern that breaks an inequality
    shows that the smaller one does, too, because weights are not negative, and none is found twice.
    """
    cuts: list[Cut] = []
    safe, larger = True, withheld
    for movement in examples.movements:
        while not examples.has(movement, larger):
            safe = False
            cut = finder.find(movement, larger)
            if cut is None:
                break
            cuts.append(cut)
            larger = cut.met_by(larger, system.costs)
            if not cut.is_met(larger):  # whatever is withheld: there is no safe pattern
                return cuts, safe
    return cuts, safe


def _cheapest(system: CellSystem, cuts: list[Cut]) -> Withheld | None:
    """The cheapest pattern that satisfies the inequalities; None where there is none or the search is too large."""
    size = len(system.names)
    forced = system.primary | system.hidden
    weights = sparse.lil_array((len(cuts), size))
    for position, cut in enumerate(cuts):
        weights[position, cut.cells] = cut.weights
    program = LinearProgram(
        weights.tocsr(), 1.0, np.inf, least=forced.astype(float), most=np.where(system.shown & ~forced, 0.0, 1.0)
    )
    answer = program.smallest_whole(system.costs, most_nodes=MOST_NODES)
    if answer.found != "smallest" or answer.unknowns is None:
        return None
    return np.asarray((answer.unknowns > 0.5) | forced)


def thrifty_pattern(system: CellSystem) -> Pattern:
    """A safe pattern without waste: no cell of it can be published again alone.

    One movement after the other is made possible at the least extra cost; then cells are published again, the most
    costly first, where every movement stays possible. After `MOST_SEARCHES` the rest stays withheld; a clock would make
    a busy machine withhold other cells than an idle one, and two patterns of one table can betray what each protects.

    Raises:
        NoPatternError: No pattern is safe.
    """
    forced = system.primary | system.hidden
    if not system.requirements:
        return Pattern(forced, "nothing to withhold")
    examples = Examples(system)
    withheld = forced.copy()
    for movement in examples.missing(withheld):
        if not examples.has(movement, withheld):
            withheld = withheld | cells_that_must_move(system, movement, withheld)
    complementary = np.flatnonzero(withheld & ~forced)
    for cell in sorted(complementary, key=lambda position: (-system.costs[position], position)):
        if examples.searches > MOST_SEARCHES:
            break
        without = withheld.copy()
        without[cell] = False
        if examples.allow(without):
            withheld = without
    return Pattern(withheld, "heuristic")
