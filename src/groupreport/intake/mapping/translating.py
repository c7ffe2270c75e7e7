"""A program's own words as the contract's words and the questionnaires' numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.renaming import PROGRAM
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, rows_where, texts_of
from groupreport.intake.spelling import nearest
from groupreport.parameters import TableSource


def translate(text: TextTable, settings: TableSource, findings: Findings) -> TextTable:
    """Replace the words that `values` lists; other words stay and are judged like any.

    A key of `values` is a column of the contract, or an instrument whose answers have words of their own.
    """
    rows = dict(text.rows.items())
    for key, words in settings.values.items():
        everywhere: Mask = np.ones(len(text.lines), dtype=bool)
        if key in rows:
            column, where = key, everywhere
        elif text.has("instrument", "value"):
            column, where = "value", rows_where(text.rows["instrument"], key.__eq__)
        elif key in text.table.column_names:
            continue
        else:
            column, where = key, ~everywhere
        if not where.any() and len(where):
            _note_unknown(key, text, findings)
            continue
        rows[column], changed = _translated(rows[column], words, where)
        message = f"holds a word that data.tables.{text.table.name}.values translates"
        findings.add_rows("value-translated", text, column, changed, message, "It was read as translated.", "info")
    return text.with_rows(pd.DataFrame(rows, index=text.rows.index))


def _translated(cells: pd.Series, words: Mapping[str, str], where: Mask) -> tuple[pd.Series, Mask]:
    """The column with its words translated where asked (a word may mean nothing), and where that was."""
    codes, texts = categorical(cells).codes, texts_of(cells)
    listed = np.append(np.array([text in words for text in texts], dtype=bool), False)
    changed: Mask = where & listed[codes]
    meant = [words.get(text, text) or None for text in texts]
    numbers, different = pd.factorize(np.array([*texts, *meant], dtype=object))
    before, after = np.append(numbers[: len(texts)], -1), np.append(numbers[len(texts) :], -1)
    translated = pd.Categorical.from_codes(
        np.where(changed, after[codes], before[codes]), categories=pd.Index(different, dtype=object)
    )
    return pd.Series(translated, name=cells.name, index=cells.index), changed


def _note_unknown(key: str, text: TextTable, findings: Findings) -> None:
    known = [*map(str, text.rows.columns), *(texts_of(text.rows["instrument"]) if text.has("instrument") else ())]
    findings.add(
        "column-mapped-unknown",
        PROGRAM,
        f"data.tables.{text.table.name}.values names '{key}', which is neither a column nor an instrument there",
        "Name a column of the contract, or an instrument whose answers stand in this part.",
        severity="warning",
        column=f"data.tables.{text.table.name}.values",
        suggestion=nearest(key, known),
    )
