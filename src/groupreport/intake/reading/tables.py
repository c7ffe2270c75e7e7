"""A folder of exported files to tables of text: everything as it was written, nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from groupreport.intake.contract import Table
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.columns import match_columns
from groupreport.intake.mapping.wide import WIDE_TABLES, WideColumns, lengthen
from groupreport.intake.reading.decoding import decode
from groupreport.intake.reading.delimited import Cells, read_cells
from groupreport.intake.reading.headers import read_header
from groupreport.intake.reading.text_table import TextTable, categorical, recoded, rows_of_flags, texts_of
from groupreport.intake.sources.folder import SourceFile, Sources
from groupreport.parameters import Parameters


def read_folder(
    sources: Sources,
    tables: Mapping[str, Table],
    parameters: Parameters,
    wide_columns: WideColumns,
    findings: Findings,
) -> dict[str, TextTable]:
    """Read each file into a table of text with the contract's columns.

    Columns that the contract does not know are left out, optional ones that were not given are there and missing.
    A file with a problem that leaves no cells to judge is noted and absent from the result.
    """
    read: dict[str, TextTable] = {}
    for name, file in sources.files.items():
        text = read_text_table(file, tables[name], parameters, findings)
        if text is not None and parameters.settings.data.layout == "wide" and name in WIDE_TABLES:
            text = lengthen(text, wide_columns, findings)
        if text is not None:
            read[name] = match_columns(text, parameters.settings.characteristics, findings)
    return read


def read_text_table(file: SourceFile, table: Table, parameters: Parameters, findings: Findings) -> TextTable | None:
    """Read one file as text, with its own columns, outer spaces left out and empty cells missing."""
    data = parameters.settings.data
    text = decode(file, data.encoding, findings)
    cells = read_cells(text, data.delimiter, file.shown_as, findings) if text is not None else None
    if cells is None:
        return None
    names = read_header(cells.header, file.shown_as, cells.header_line, data.delimiter, findings)
    if names is None:
        return None
    return _without_blank_rows(_without_spaces(_as_table(cells, names, file, table, findings), findings), findings)


def _as_table(cells: Cells, names: list[str], file: SourceFile, table: Table, findings: Findings) -> TextTable:
    columns = {}
    for name, column in zip(names, cells.columns, strict=True):
        if name:
            columns[name] = pd.Series(column, name=name)
        elif any(text.strip() for text in column.categories):
            message = "has a column with values but without a name"
            findings.add("header-unnamed", file.shown_as, message, "Name it or delete it.", line=cells.header_line)
    return TextTable(
        table=table,
        file=file.shown_as,
        rows=pd.DataFrame(columns, index=pd.RangeIndex(len(cells.lines))),
        lines=cells.lines,
        given=frozenset(columns),
        header_line=cells.header_line,
    )


def _without_spaces(text: TextTable, findings: Findings) -> TextTable:
    """Leave out outer spaces and note where; an id that has some is worth a warning."""
    columns = {}
    for name, cells in text.rows.items():
        before = texts_of(cells)
        after = [value.strip() for value in before]
        stray = rows_of_flags(cells, [new != old and new != "" for new, old in zip(after, before, strict=True)])
        is_id = any(column.name == name and column.kind in {"id", "ids"} for column in text.table.columns)
        findings.add_rows(
            "id-spaces" if is_id else "cell-spaces",
            text,
            str(name),
            stray,
            "has spaces around the id" if is_id else "has spaces around the value",
            "It was read without them; correct the export.",
            "warning" if is_id else "info",
        )
        columns[name] = recoded(cells, [value or None for value in after])
    return text.with_rows(pd.DataFrame(columns, index=text.rows.index))


def _without_blank_rows(text: TextTable, findings: Findings) -> TextTable:
    if text.rows.empty:
        return text
    blank = np.logical_and.reduce([categorical(cells).codes < 0 for _, cells in text.rows.items()])
    if blank.any():
        first = int(text.lines[np.flatnonzero(blank)[0]])
        message = f"has {int(blank.sum())} rows without any value"
        findings.add("row-blank", text.file, message, "They were passed over.", severity="info", line=first)
    return text.keep(~blank)
