"""What leadership reads as a whole or not at all, and in which order it matters."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from groupreport.disclosure.known_sums import Place
from groupreport.disclosure.leadership_form import FOLLOWED
from groupreport.measures.ruptures import STATUSES
from groupreport.summaries.records import ALL_PROGRAMS, Outcomes, ProgramSummary

Block = list[Place]
OF_ALL_PROGRAMS = ("completed", "started", "dropped_out", "dose_reached")
OF_EACH_PROGRAM = ("enrolled", "dropped_out", "completed", "started", "dose_reached")


def blocks_of(summary: ProgramSummary) -> list[Block]:
    """The measures of the summary, the most needed first; a count that is in none of them is never shown."""
    return [
        *_of_everybody(summary),
        *_of_programs(summary),
        *_of_characteristics(summary.equity),
        *_of_drops(summary),
        *_of_the_log(summary),
    ]


def in_turn(summary: ProgramSummary) -> frozenset[Place]:
    """The counts by program of which none is shown after one that is withheld.

    People by program and what became of them are sums of each other, so that what is withheld, where a later measure
    is shown, leaves few ways to divide some twenty people.
    """
    rows = _rows(summary.flows, of_all=False)
    return frozenset(place for name in OF_EACH_PROGRAM for place in _column("flows", rows, name))


def _of_everybody(summary: ProgramSummary) -> Iterator[Block]:
    row = _rows(summary.flows, of_all=True)
    outcomes = summary.outcomes.by_instrument if isinstance(summary.outcomes, Outcomes) else None
    yield _column("flows", row, "enrolled") + (_column("outcomes.by_instrument", outcomes, "enrolled"))
    yield _column("outcomes.by_instrument", outcomes, "pairs")
    for name in OF_ALL_PROGRAMS:
        yield _column("flows", row, name)
    yield _column("outcomes.by_instrument", outcomes, "improved_share")
    yield _column("outcomes.by_instrument", outcomes, "recovered") + _column(
        "outcomes.by_instrument", outcomes, "improved"
    )
    # Together: were the unchanged told alone, it would follow that those who got worse are few, and how few.
    yield _column("outcomes.by_instrument", outcomes, "deteriorated") + _column(
        "outcomes.by_instrument", outcomes, "unchanged"
    )


def _of_programs(summary: ProgramSummary) -> Iterator[Block]:
    rows, by_program = _rows(summary.flows, of_all=False), _frame(summary.outcomes_by_program)
    for name in OF_EACH_PROGRAM:
        block = _column("flows", rows, name)
        yield block + (_column("outcomes_by_program", by_program, "enrolled") if name == "enrolled" else [])
    for name in ("pairs", "improved_share"):
        yield _column("outcomes_by_program", by_program, name)


def _of_characteristics(given: object) -> Iterator[Block]:
    equity = _frame(given)
    if equity is None:
        return
    for _, rows in equity.groupby("characteristic", sort=False):
        for name in ("enrolled", "completed"):
            yield _column("equity", rows, name)
        for _, of_scale in rows.groupby("instrument", sort=False):
            yield _column("equity", of_scale, "pairs") + _column("equity", of_scale, "improved")


def _of_drops(summary: ProgramSummary) -> Iterator[Block]:
    rules, stages = _frame(summary.rules), _frame(summary.ruptures_by_stage)
    yield _column("rules", rules, "members_judged") + _column("rules", rules, "members_with_episode")
    yield _column("rules", rules, "episodes")
    yield _column("rules", rules, "followed") + _column("rules", rules, "repaired")
    yield [place for name in FOLLOWED[1:] for place in _column("rules", rules, name)]
    yield [place for name in ("episodes", *STATUSES) for place in _column("ruptures_by_stage", stages, name)]


def _of_the_log(summary: ProgramSummary) -> Iterator[Block]:
    log, steps = _frame(summary.events_by_kind), _frame(summary.steps)
    for name in ("events", "repaired_full", "events_cultural"):
        yield _column("events_by_kind", log, name)
    yield _column("steps", steps, "taken") + _column("steps", steps, "not_taken")


def _rows(flows: pd.DataFrame, *, of_all: bool) -> pd.DataFrame:
    return flows[(flows["program"] == ALL_PROGRAMS) == of_all]


def _frame(given: object) -> pd.DataFrame | None:
    return given if isinstance(given, pd.DataFrame) else None


def _column(name: str, frame: pd.DataFrame | None, column: str) -> Block:
    """The places of a column; those without a count are passed over later."""
    if frame is None or column not in frame and column != "improved_share":
        return []
    return [(name, row, column) for row in frame.index]
