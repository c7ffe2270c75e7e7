"""A program's own words as the contract's words and the questionnaires' numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import PROGRAM, Block
from groupreport.intake.mapping.wide import WideColumns
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, rows_where, texts_of
from groupreport.intake.spelling import nearest

_Words = Mapping[str, str]


def translate(text: TextTable, wide_columns: WideColumns, block: Block, findings: Findings) -> TextTable:
    """Replace the words that `values` lists, exactly as they are written; other words stay and are judged like any.

    A key of `values` is a column of the contract, or an instrument whose answers have words of their own; an
    instrument's words go before those of the column `value`. In a column of several ids each of them is translated.
    """
    rows = dict(text.rows.items())
    words = dict(text.words)
    for column, plans in _plans(text, wide_columns, block, findings).items():
        is_several = text.table.column(column).kind == "ids"
        changed: Mask = np.zeros(len(text.lines), dtype=bool)
        for listed, where in plans:
            rows[column], now = _translated(rows[column], listed, where & ~changed, is_several)
            changed |= now
        words[column] = tuple(word for listed, _ in plans for word in listed)
        message = f"holds a word that {block.name}.values translates"
        findings.add_rows("value-translated", text, column, changed, message, "It was read as translated.", "info")
    return replace(text, rows=pd.DataFrame(rows, index=text.rows.index), words=words)


def _plans(
    text: TextTable, wide_columns: WideColumns, block: Block, findings: Findings
) -> dict[str, list[tuple[_Words, Mask]]]:
    """The words to translate in each column, and in which rows; those of an instrument first."""
    everywhere: Mask = np.ones(len(text.lines), dtype=bool)
    plans: dict[str, list[tuple[_Words, Mask]]] = {}
    for key, words in block.settings.values.items():
        if key in text.table.column_names:
            if key in text.rows:
                plans.setdefault(key, []).append((words, everywhere))
            else:
                _note_without_effect(key, f"'{key}', a column that this part does not have", text, block, findings)
        elif text.has("instrument", "value"):
            of_instrument = rows_where(text.rows["instrument"], key.__eq__)
            if of_instrument.any():
                plans.setdefault("value", []).insert(0, (words, of_instrument))
            elif len(of_instrument) and wide_columns.lists(key):
                _note_without_effect(key, f"'{key}', but no answer to it stands in this part", text, block, findings)
    return plans


def _translated(cells: pd.Series, words: _Words, where: Mask, is_several: bool) -> tuple[pd.Series, Mask]:
    """The column with its words translated where asked (a word may mean nothing), and where that was."""
    codes, texts = categorical(cells).codes, texts_of(cells)
    meant = [_each(text, words) if is_several else words.get(text, text) or None for text in texts]
    changing = np.append(np.array([new != old for new, old in zip(meant, texts, strict=True)], dtype=bool), False)
    changed: Mask = where & changing[codes]
    numbers, different = pd.factorize(np.array([*texts, *meant], dtype=object))
    before, after = np.append(numbers[: len(texts)], -1), np.append(numbers[len(texts) :], -1)
    translated = pd.Categorical.from_codes(
        np.where(changed, after[codes], before[codes]), categories=pd.Index(different, dtype=object)
    )
    return pd.Series(translated, name=cells.name, index=cells.index), changed


def _each(text: str, words: _Words) -> str | None:
    parts = [part.strip() for part in text.split(";")]
    if not words.keys() & set(parts):
        return text
    return ";".join(filter(None, (words.get(part, part) for part in parts))) or None


def _note_without_effect(key: str, what: str, text: TextTable, block: Block, findings: Findings) -> None:
    known = [*map(str, text.rows.columns), *(texts_of(text.rows["instrument"]) if text.has("instrument") else ())]
    findings.add(
        "column-mapped-unknown",
        PROGRAM,
        f"{block.name}.values translates words of {what}",
        "Take it out, or name the column or questionnaire that was meant.",
        severity="warning",
        line=block.line("values", key),
        column=f"{block.name}.values",
        suggestion=nearest(key, [name for name in known if name != key]),
    )
