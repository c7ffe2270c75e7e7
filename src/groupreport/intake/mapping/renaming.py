"""A program's own columns as the contract's: rows of other things left out, columns renamed, constants added."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.checkboxes import ticked
from groupreport.intake.mapping.records import carry_from_record
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.text_table import TextTable, rows_where
from groupreport.intake.spelling import nearest
from groupreport.parameters import Checkboxes, SessionOfDay, TableSource

PROGRAM = "params/program.yml"


def map_columns(text: TextTable, settings: TableSource, findings: Findings) -> TextTable:
    """Give the columns that `settings` names the contract's names; the others stay as they are."""
    text = carry_from_record(text, settings, findings)
    text = _kept(text, settings, findings)
    rows = {str(name): cells for name, cells in text.rows.items()}
    names = dict(text.names[0])
    for column, source in settings.columns.items():
        if not _is_of_contract(column, text, settings, findings):
            continue
        if isinstance(source, Checkboxes):
            found = ticked(text, column, source, findings)
        else:
            wanted = source.day_of if isinstance(source, SessionOfDay) else source
            found = _column(text, wanted, f"columns.{column}", findings)
        if found is None:
            continue
        theirs, cells = found
        if theirs in rows and theirs not in _still_needed(settings, column):
            rows.pop(theirs)
        rows[column] = cells.rename(column)
        names[column] = theirs
    for column, value in settings.constants.items():
        if _is_of_contract(column, text, settings, findings):
            constant = pd.Categorical.from_codes(
                np.zeros(len(text.lines), dtype=np.int8), categories=pd.Index([value], dtype=object)
            )
            rows[column] = pd.Series(constant, name=column)
    return replace(
        text,
        rows=pd.DataFrame(rows, index=pd.RangeIndex(len(text.lines))),
        given=frozenset(rows),
        names=(names,),
    )


def _kept(text: TextTable, settings: TableSource, findings: Findings) -> TextTable:
    """Only the rows that `where` asks for."""
    for wanted, words in settings.where.items():
        found = _column(text, wanted, "where", findings)
        if found is None:
            continue
        name, cells = found
        allowed = frozenset(words if isinstance(words, tuple) else (words,))
        kept = rows_where(cells, allowed.__contains__)
        if "" in allowed:
            kept |= cells.isna().to_numpy()
        listed = " or ".join(f"'{word}'" for word in sorted(allowed))
        if not kept.any() and len(kept):
            message = f"has no row with {listed} in the column '{name}'"
            remedy = f"Correct data.tables.{text.table.name}.where in {PROGRAM}."
            findings.add("where-none", text.file, message, remedy, sheet=text.sheet, line=text.header_line, column=name)
        elif not kept.all():
            message = f"has {int((~kept).sum())} rows without {listed} in the column '{name}'"
            remedy = f"They were left out, as data.tables.{text.table.name}.where asks."
            findings.add("where-left-out", text.file, message, remedy, severity="info", sheet=text.sheet, column=name)
        text = text.keep(kept)
    return text


def _column(text: TextTable, wanted: str, key: str, findings: Findings) -> tuple[str, pd.Series] | None:
    """A column of the export by its name there; a note where it has none of that name."""
    plain = plain_name(wanted)
    if plain in text.rows:
        return plain, text.rows[plain]
    message = f"has no column '{plain}', which data.tables.{text.table.name}.{key} names"
    findings.add(
        "column-mapped-missing",
        text.file,
        message,
        f"Correct the name in {PROGRAM}, or export the column.",
        sheet=text.sheet,
        line=text.header_line,
        column=plain,
        suggestion=nearest(plain, map(str, text.rows.columns)),
    )
    return None


def _is_of_contract(column: str, text: TextTable, settings: TableSource, findings: Findings) -> bool:
    if column in text.table.column_names:
        return True
    key = "columns" if column in settings.columns else "constants"
    findings.add(
        "column-mapped-unknown",
        PROGRAM,
        f"data.tables.{text.table.name}.{key} names '{column}', which is no column of {text.table.name}",
        f"Its columns are: {', '.join(text.table.column_names)}.",
        column=f"data.tables.{text.table.name}.{key}",
        suggestion=nearest(column, text.table.column_names),
    )
    return False


def _still_needed(settings: TableSource, column: str) -> set[str]:
    """The export's columns that another of the contract's columns is read from as well."""
    return {
        plain_name(source) for other, source in settings.columns.items() if other != column and isinstance(source, str)
    }
