"""A funder release as its readers have it: the numbers read back from the published outcomes.csv, and nothing else."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from groupreport.disclosure.attack import Range
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL
from groupreport.errors import DisclosureError

COLUMNS = ("term", "part", "about", "rows", "row", "columns", "column", "measure", "value", "status")
NOT_TABLES = frozenset({"scales", "process"})
PEOPLE = "people"


@dataclass(frozen=True)
class ReadTable:
    """Counts by row and column category with their margins, as published; missing where withheld."""

    table: pd.DataFrame
    row_totals: pd.Series[float]
    column_totals: pd.Series[float]
    total: float


@dataclass(frozen=True)
class ReadNumber:
    """A number that is no count of a table: part, questionnaire, program, measure, and value (None: withheld)."""

    part: str
    about: str
    program: str
    measure: str
    value: float | None


@dataclass(frozen=True)
class ReadRelease:
    """All numbers of a release: tables of people by name, and the other numbers."""

    term: str
    tables: Mapping[str, ReadTable]
    numbers: tuple[ReadNumber, ...]


def read_release(path: Path) -> ReadRelease:
    """Read a published outcomes.csv.

    Raises:
        DisclosureError: The file is not a table of the form that is published, or a row contradicts itself.
    """
    term, rows = _rows_of(path)
    cells: dict[str, dict[tuple[str, str], float]] = {}
    numbers = []
    for row in rows:
        value = _value(row, path.name)
        if row["part"] in NOT_TABLES:
            given = None if math.isnan(value) else value
            numbers.append(ReadNumber(row["part"], row["about"], row["row"], row["measure"], given))
            continue
        place = row["row"], row["column"]
        table = cells.setdefault(row["part"], {})
        if row["measure"] != PEOPLE or place in table:
            raise DisclosureError(f"{path.name}: table '{row['part']}' has a row that is no count, or the same twice.")
        table[place] = value
    tables = {name: table_of_cells(name, found) for name, found in cells.items()}
    return ReadRelease(term, tables, tuple(numbers))


def read_numbers(path: Path) -> ReadRelease:
    """Read a published program.csv: leadership's numbers, of which none is a cell of a table with margins.

    Raises:
        DisclosureError: The file is not of the form that is published, or a row contradicts itself.
    """
    term, rows = _rows_of(path)
    numbers = []
    for row in rows:
        value = _value(row, path.name)
        given = None if math.isnan(value) else value
        numbers.append(ReadNumber(row["part"], row["about"], row["row"], row["measure"], given))
    return ReadRelease(term, {}, tuple(numbers))


def _rows_of(path: Path) -> tuple[str, list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DisclosureError(f"{path.name} has other columns than are published.")
        rows = list(reader)
    terms = {row["term"] for row in rows}
    if len(terms) != 1:
        raise DisclosureError(f"{path.name} is about {len(terms)} terms; it must be about one.")
    return next(iter(terms)), rows


def _value(row: Mapping[str, str], file: str) -> float:
    withheld = row["status"] == "withheld"
    if withheld == bool(row["value"]) or row["status"] not in ("withheld", "published"):
        raise DisclosureError(f"{file}: a row of '{row['part']}' is neither published with a value nor withheld.")
    return math.nan if withheld else float(row["value"])


def table_of_cells(name: str, cells: Mapping[tuple[str, str], float]) -> ReadTable:
    """A table from its cells and margins by row and column label, in the order in which they are given.

    Raises:
        DisclosureError: A cell or a margin is missing.
    """
    rows = list(dict.fromkeys(row for row, _ in cells if row != TOTAL))
    columns = list(dict.fromkeys(column for _, column in cells if column != TOTAL))
    if len(cells) != (len(rows) + 1) * (len(columns) + 1):
        raise DisclosureError(f"Table '{name}' lacks a cell or a margin.")
    return ReadTable(
        table=pd.DataFrame([[cells[row, column] for column in columns] for row in rows], index=rows, columns=columns),
        row_totals=pd.Series([cells[row, TOTAL] for row in rows], index=rows, dtype="float64"),
        column_totals=pd.Series([cells[TOTAL, column] for column in columns], index=columns, dtype="float64"),
        total=cells[TOTAL, TOTAL],
    )


def without_rounded(tables: Mapping[str, ReadTable], policy: Policy) -> tuple[dict[str, ReadTable], list[Range]]:
    """The tables as the attacker takes them: exact counts as they are, rounded ones as what they can have been.

    Returns:
        The tables, rounded counts missing in them, and for each of those between which counts it lies.
    """
    if policy.round_to == 1:
        return dict(tables), []
    ranges: list[Range] = []
    hidden = {}
    for name, table in tables.items():
        cells = list(cells_of(table))
        for row, column, count in cells:
            if not math.isnan(count):
                ranges.append(({(name, row, column): 1}, *policy.range_of(count)))
        hidden[name] = table_of_cells(name, {(row, column): math.nan for row, column, _ in cells})
    return hidden, ranges


def cells_of(table: ReadTable) -> Iterator[tuple[str, str, float]]:
    """Every cell and margin: row, column, and the count, missing where withheld."""
    for row in table.table.index:
        for column in table.table.columns:
            yield str(row), str(column), float(table.table.loc[row, column])
        yield str(row), TOTAL, float(table.row_totals[row])
    for column in table.table.columns:
        yield TOTAL, str(column), float(table.column_totals[column])
    yield TOTAL, TOTAL, table.total
