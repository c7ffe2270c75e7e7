"""The grid: one design, and designs that differ from it in one thing at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from groupreport.measures.calibration.design import EVERY_LENGTH, Design
from groupreport.measures.calibration.planted import planted_term
from groupreport.measures.calibration.recovery import Recovery, recovery
from groupreport.measures.calibration.rules_in_reach import judged_rules
from groupreport.measures.ruptures import Rule, rated_series
from groupreport.parameters import RuptureSettings

_NO_SETTINGS_GIVEN = RuptureSettings()

# Twelve sessions, reliability .80, noise that carries over a little, a rating in ten missing. The scale has the range
# of one from 1 to 10 but does not end, so that nothing but the rules decides. Falls are of every length.
REFERENCE = Design(answer_range=9.0)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One design of the grid: what differs from the reference (`reference` where nothing does), and its value.

    The value of a fall that lasts to the end of the term is infinite.
    """

    varies: str
    value: float
    design: Design


def grid(reference: Design) -> tuple[Cell, ...]:
    """The cells around a design, each of which differs from it in one thing.

    The first is the design itself. The others differ in depth, length of the low phase, slow onset, sessions, missing
    ratings, what carries over, trend, how members differ in their noise, number of scales, reliability (the fall
    stays the same in points), and ratings in whole points from 1 to 10.

    Examples:
        >>> cells = grid(REFERENCE)
        >>> [cell.value for cell in cells if cell.varies == "depth"]
        [1.0, 1.5, 3.0]
    """
    changed = [Cell(varies=name, value=value, design=design) for name, value, design in _cells(reference)]
    return (
        Cell(varies="reference", value=0.0, design=reference),
        *(cell for cell in changed if cell.design != reference),
    )


def calibrate(
    design: Design,
    *,
    rules: Sequence[str | Rule] | None = None,
    terms: int,
    seed: int,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
) -> tuple[Recovery, ...]:
    """Every rule that can be tried, on the same simulated terms of a design.

    Args:
        design: What is simulated.
        rules: Only these; else all of `RULES`. Those that need more than one scale's ratings are left out.
        terms: How many terms; with members times terms grows the certainty of every share.
        seed: The same seed gives the same numbers.
        settings: The settings of `find_episodes`.

    Returns:
        One a rule, in order.

    Raises:
        ValueError: There is no such rule.

    Examples:
        >>> found = calibrate(Design(members=10), rules=["reliable_change"], terms=2, seed=1)
        >>> found[0].judged.total
        20
    """
    return tuple(_recoveries(design, judged_rules(rules, settings), terms, seed, settings))


def _recoveries(
    design: Design, rules: Iterable[Rule], terms: int, seed: int, settings: RuptureSettings
) -> Iterator[Recovery]:
    term = planted_term(design, seed=seed, terms=terms)
    series = rated_series(term.ratings)
    for rule in rules:
        yield recovery(term, rule, settings=settings, series=series)


def _cells(reference: Design) -> Iterator[tuple[str, float, Design]]:
    for name, values in (
        ("depth", (1.0, 1.5, 2.0, 3.0)),
        ("low_sessions", EVERY_LENGTH),
        ("onset_sessions", (1, 3)),
        ("sessions", (8, 12, 20, 30)),
        ("missing", (0.0, 0.1, 0.3)),
        ("autocorrelation", (0.0, 0.2, 0.4)),
        ("trend", (-0.1, 0.0, 0.1)),
        ("noise_spread", (0.0, 0.4)),
        ("scales", (1, 3, 4)),
    ):
        for value in values:
            changed: dict[str, Any] = {name: value}
            yield name, math.inf if value == "end" else float(value), replace(reference, **changed)
    for reliability in (0.7, 0.8, 0.9):
        same = math.isclose(reliability, reference.scale_reliability)
        yield "reliability", reliability, reference if same else reference.measured_with(reliability)
    yield "whole_points", 1.0, replace(reference, step=1.0, minimum=1.0, maximum=10.0)
