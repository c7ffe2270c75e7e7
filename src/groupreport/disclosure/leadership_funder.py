"""What a reader of leadership's pages knows who has funders' pages of the same term as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from groupreport.disclosure import rules
from groupreport.disclosure.coarsening import as_counted, coarser
from groupreport.disclosure.known_sums import KnownSums, Place
from groupreport.disclosure.leadership_numbers import about
from groupreport.disclosure.published import TOTAL, Cell, SameCount, SumOf
from groupreport.disclosure.release import links_between
from groupreport.disclosure.rules import Protected
from groupreport.disclosure.safe import SafeNumber, SafeTable
from groupreport.disclosure.three_way import counts_behind, small_of_three
from groupreport.measures.flow import ENDINGS
from groupreport.measures.outcomes import CLASSES
from groupreport.summaries.records import ALL_PROGRAMS, CountTable, FunderSummary, Outcomes, ProgramSummary

# The class of a table of changes, and the column of a summary of outcomes that counts the same people.
BETTER = {"improved_reliably": "improved_share"}
OF_FUNDERS = "funder "
FINE = " in detail"  # the table before its columns were put together


def add_funder_release(
    known: KnownSums,
    summary: ProgramSummary,
    counted: FunderSummary,
    tables: dict[str, SafeTable],
    process: tuple[SafeNumber, ...],
    smallest: int,
) -> None:
    """Add the counts behind a funder release, what it publishes of them, and what they share with leadership's.

    Funders count a person in the program of the last stay, leadership in every program; the two are the same where
    nobody was in two programs.
    """
    published = {name: _as_published(counted.tables[name], safe) for name, safe in tables.items()}
    for name, table in published.items():
        _add_table(known, name, table.counts, smallest)
        known.told |= {
            _place((name, row, column))
            for row, counts in tables[name].with_margins().iterrows()
            for column, count in counts.items()
            if not pd.isna(count)
        }
    known.counts |= {_place(cell): count for cell, count in counts_behind(published).items()}
    known.protected += [_at_places(item) for item in small_of_three(published, smallest)]
    for cell in counts_behind(published):
        known.protect({_place(cell): 1}, smallest)
    for link in links_between(published):
        if isinstance(link, SameCount):
            known.equal(_place(link.one), _place(link.other))
        elif isinstance(link, SumOf):
            known.equal(_place(link.whole), *map(_place, link.parts))
        else:
            known.at_most(_place(link.part), _place(link.whole))
    for name, table in published.items():
        _add_detail(known, name, table)
    for here, there in same_people(summary, published):
        if here in known.counts and known.counts[here] == known.counts.get(there):
            known.equal(here, there)
        elif here in known.counts and there in known.counts:
            # Who was in several programs: readers of both see how many those are.
            known.protect({here: 1, there: -1}, smallest)
            known.protect({here: -1, there: 1}, smallest)
    for number in process:
        known.told |= {place for place in _of_all(summary, number.measure) if not number.withheld} & set(known.counts)


def same_people(summary: ProgramSummary, tables: Iterable[str]) -> Iterator[tuple[Place, Place]]:
    """Places of the summary with the place of a funder's table, by name, that counts the same people, if it has one."""
    for name in tables:
        for place, cell in _of_table(summary, name):
            yield place, _place(cell)
            yield place, _place((name + FINE, *cell[1:]))


def _of_table(summary: ProgramSummary, name: str) -> Iterator[tuple[Place, Cell]]:
    if name == "stayed":
        for row in summary.flows.index:
            label = summary.flows["program"][row]
            of = TOTAL if label == ALL_PROGRAMS else label
            yield ("flows", row, "enrolled"), (name, of, TOTAL)
            for end in ENDINGS:
                yield ("flows", row, end), (name, of, end)
    frame = summary.equity if isinstance(summary.equity, pd.DataFrame) else pd.DataFrame()
    for row in frame.index:
        category, of = str(frame["category"][row]), frame["characteristic"][row]
        if name == f"served_{of}":
            yield ("equity", row, "enrolled"), (name, TOTAL, category)
        if name == f"completed_{of}":
            yield ("equity", row, "completed"), (name, category, "completed")
        if name == "_".join(("improved", *about("equity", frame, row).split("."), of)):
            yield ("equity", row, "pairs"), (name, category, TOTAL)
            yield ("equity", row, "improved"), (name, category, "improved_reliably")
    yield from _of_changes(summary, name)


def _of_changes(summary: ProgramSummary, name: str) -> Iterator[tuple[Place, Cell]]:
    frames: dict[str, pd.DataFrame] = {}
    if isinstance(summary.outcomes_by_program, pd.DataFrame):
        frames["outcomes_by_program"] = summary.outcomes_by_program
    if isinstance(summary.outcomes, Outcomes):
        frames["outcomes.by_instrument"] = summary.outcomes.by_instrument
    for frame_name, frame in frames.items():
        for row in frame.index:
            instrument, scale = frame["instrument"][row], frame["scale"][row]
            if name not in (f"changed_{instrument}", f"changed_{instrument}_{scale}"):
                continue
            of = frame["program"][row] if "program" in frame else TOTAL
            yield (frame_name, row, "pairs"), (name, of, TOTAL)
            for column in (*CLASSES, "improved_reliably"):
                yield (frame_name, row, BETTER.get(column, column)), (name, of, column)


def _of_all(summary: ProgramSummary, measure: str) -> set[Place]:
    rows = summary.flows.index[summary.flows["program"] == ALL_PROGRAMS]
    return {("flows", row, "started" if measure == "attended" else measure) for row in rows}


def _as_published(table: CountTable, safe: SafeTable) -> CountTable:
    """The table with its columns put together as far as the release has them; its categories keep their names."""
    while table.coarser and list(table.counts.columns) != list(safe.table.columns):
        table = coarser(table)
    return table


def _add_table(known: KnownSums, name: str, counts: pd.DataFrame, smallest: int) -> None:
    full = rules.with_margins(counts.astype("int64"))
    for row in full.index:
        for column in full.columns:
            known.counts[_place((name, row, column))] = int(full.loc[row, column])
    for row in full.index:
        known.equal(_place((name, row, TOTAL)), *(_place((name, row, column)) for column in counts.columns))
    for column in full.columns:
        known.equal(_place((name, TOTAL, column)), *(_place((name, row, column)) for row in counts.index))
    for row in full.index:
        for column in full.columns:
            here = _place((name, row, column))
            known.protect({here: 1}, smallest)
            if column != TOTAL and len(counts.columns) > 2:  # a rest of one cell is that cell
                known.protect({_place((name, row, TOTAL)): 1, here: -1}, smallest)
            if row != TOTAL and len(counts.index) > 2:
                known.protect({_place((name, TOTAL, column)): 1, here: -1}, smallest)


def _add_detail(known: KnownSums, name: str, published: CountTable) -> None:
    """The columns that the release puts together, one by one: nobody is shown them, but they add up."""
    fine, together = as_counted(published)
    if fine is published:
        return
    full = rules.with_margins(fine.counts.astype("int64"))
    for row in full.index:
        for column in fine.counts.columns:
            known.counts[_place((name + FINE, row, column))] = int(full.loc[row, column])
        for label in dict.fromkeys(together.values()):
            parts = [_place((name + FINE, row, column)) for column, of in together.items() if of == label]
            known.equal(_place((name, row, label)), *parts)
    for column in fine.counts.columns:
        known.equal(
            _place((name + FINE, TOTAL, column)), *(_place((name + FINE, row, column)) for row in fine.counts.index)
        )


def _at_places(item: Protected) -> Protected:
    return replace(item, factors={_place(cell): factor for cell, factor in item.factors.items()})


def _place(cell: Cell) -> Place:
    table, row, column = cell
    return f"{OF_FUNDERS}{table}", row, column
