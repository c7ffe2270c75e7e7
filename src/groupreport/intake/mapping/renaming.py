"""A program's own columns as the contract's: columns renamed, choices joined, constants added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.checkboxes import divided, ticked
from groupreport.intake.mapping.export_columns import Found, column_of
from groupreport.intake.reading.text_table import TextTable, rows_where
from groupreport.parameters import PROGRAM_FILE, Checkboxes, Joined, SessionOfDay


def map_columns(text: TextTable, block: Block, missing_codes: Collection[str], findings: Findings) -> TextTable:
    """Give the columns that a block names the contract's names; the others stay as they are.

    A column whose session has to be found by its day holds the day from here on.
    """
    mapped = {
        column: found
        for column in block.settings.columns
        if column in text.table.column_names
        and (found := _found(text, column, block, missing_codes, findings)) is not None
    }
    used = {name for found in mapped.values() for name in found.used}
    rows = {str(name): cells for name, cells in text.rows.items() if name not in used}
    for column in mapped.keys() & rows.keys():
        message = f"has a column '{column}' of its own, but {block.name} reads another one as it"
        remedy = f"Nothing needs to be done if that is meant; else take it out of {block.shown('columns', column)}."
        findings.add(
            "column-mapped-twice",
            text.file,
            message,
            remedy,
            severity="info",
            sheet=text.sheet,
            line=text.header_line,
            column=column,
        )
    rows.update({column: found.cells.rename(column) for column, found in mapped.items()})
    for column, value in block.settings.constants.items():
        if column in text.table.column_names and column not in block.settings.columns:
            _note_replaced(text, column, value, findings)
            rows[column] = _constant(column, value, len(text.lines))
    return replace(
        text,
        rows=pd.DataFrame(rows, index=pd.RangeIndex(len(text.lines))),
        given=frozenset(rows),
        withheld=text.withheld.union(block.settings.columns.keys() - mapped.keys()),
        names=({**text.names[0], **{column: found.name for column, found in mapped.items()}},),
    )


def _found(
    text: TextTable, column: str, block: Block, missing_codes: Collection[str], findings: Findings
) -> Found | None:
    source = block.settings.columns[column]
    if isinstance(source, Checkboxes | Joined) and text.table.column(column).kind != "ids":
        return None
    if isinstance(source, Checkboxes):
        return ticked(text, column, source, block, missing_codes, findings)
    if isinstance(source, Joined):
        return divided(text, column, source, block, findings)
    wanted = source.day_of if isinstance(source, SessionOfDay) else source
    name = column_of(text, wanted, block, ("columns", column), findings)
    return None if name is None else Found(name, text.rows[name], (name,))


def _note_replaced(text: TextTable, column: str, value: str, findings: Findings) -> None:
    """Note cells of the file that a constant would silently replace."""
    if column not in text.rows:
        return
    findings.add_rows(
        "column-mapped-twice",
        text,
        column,
        rows_where(text.rows[column], value.__ne__),
        f"says something else than the constant that data.tables.{text.table.name} sets for every row",
        f"Take '{column}' out of constants in {PROGRAM_FILE}, or leave the column out of the export.",
    )


def _constant(column: str, value: str, length: int) -> pd.Series:
    codes = np.zeros(length, dtype=np.int8)
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index([value], dtype=object)), name=column)
