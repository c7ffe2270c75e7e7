"""A program's own words as the contract's words and the questionnaires' numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from groupreport.errors import Severity
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.wide import WideColumns
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, rows_of_flags, rows_where, texts_of
from groupreport.intake.spelling import nearest
from groupreport.parameters import PROGRAM_FILE

_Words = Mapping[str, str]
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def translate(
    text: TextTable,
    wide_columns: WideColumns,
    block: Block,
    missing_codes: Collection[str],
    findings: Findings,
) -> TextTable:
    """Replace the words that `values` lists, exactly as they are written; other words stay and are judged like any.

    Numbers are the same however they are written (`1` and `1.0`). Where a list of numbers moves them, a number that it
    does not list would be read as another answer than it is, so it is an error.

    A key of `values` is a column of the contract, or an instrument whose answers have words of their own; an
    instrument's words go before those of the column `value`. In a column of several ids each of them is translated.
    """
    rows = dict(text.rows.items())
    words = dict(text.words)
    for column, plans in _plans(text, wide_columns, block, findings).items():
        is_several = text.table.column(column).kind == "ids"
        changed: Mask = np.zeros(len(text.lines), dtype=bool)
        for listed, where in plans:
            _note_unlisted(text, column, listed, where & ~changed, missing_codes, block, findings)
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
    by_number = {number: meaning for word, meaning in words.items() if (number := _number(word)) is not None}
    meant = [_each(text, words) if is_several else _meaning(text, words, by_number) or None for text in texts]
    changing = np.append(np.array([new != old for new, old in zip(meant, texts, strict=True)], dtype=bool), False)
    changed: Mask = where & changing[codes]
    numbers, different = pd.factorize(np.array([*texts, *meant], dtype=object))
    before, after = np.append(numbers[: len(texts)], -1), np.append(numbers[len(texts) :], -1)
    translated = pd.Categorical.from_codes(
        np.where(changed, after[codes], before[codes]), categories=pd.Index(different, dtype=object)
    )
    return pd.Series(translated, name=cells.name, index=cells.index), changed


def _meaning(text: str, words: _Words, by_number: Mapping[float, str]) -> str:
    if text in words:
        return words[text]
    number = _number(text)
    return text if number is None else by_number.get(number, text)


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _note_unlisted(
    text: TextTable,
    column: str,
    words: _Words,
    where: Mask,
    missing_codes: Collection[str],
    block: Block,
    findings: Findings,
) -> None:
    """Note what a list of all words should have named: a number among moved ones, a code of a characteristic."""
    kind = text.table.column(column).kind
    numbers = [_number(word) for word in words]
    moves = None not in numbers and any(_number(meaning) != _number(word) for word, meaning in words.items())
    known = {*words, *words.values(), *missing_codes}
    if kind == "number" and moves:
        strange = [
            cell not in missing_codes and _number(cell) is not None and _number(cell) not in numbers
            for cell in texts_of(text.rows[column])
        ]
        message = f"is a number that {block.name}.values does not list, while it gives others another meaning"
    elif kind == "text" and text.table.name == "roster":
        strange = [
            cell not in known and (_number(cell) is None or _number(cell) not in numbers)
            for cell in texts_of(text.rows[column])
        ]
        message = f"is a word that {block.name}.values does not list, so it stands in reports as it is"
    else:
        return
    remedy = f"List it under {block.name}.values in {PROGRAM_FILE}, or declare it in missing_codes."
    severity: Severity = "error" if kind == "number" else "warning"
    rows = where & rows_of_flags(text.rows[column], strange)
    findings.add_rows("value-not-listed", text, column, rows, message, remedy, severity)


def _each(text: str, words: _Words) -> str | None:
    parts = [part.strip() for part in text.split(";")]
    if not words.keys() & set(parts):
        return text
    return ";".join(filter(None, (words.get(part, part) for part in parts))) or None


def _note_without_effect(key: str, what: str, text: TextTable, block: Block, findings: Findings) -> None:
    known = [*map(str, text.rows.columns), *(texts_of(text.rows["instrument"]) if text.has("instrument") else ())]
    findings.add(
        "column-mapped-unknown",
        PROGRAM_FILE,
        f"{block.name}.values translates words of {what}",
        "Take it out, or name the column or questionnaire that was meant.",
        severity="warning",
        line=block.line("values", key),
        column=f"{block.name}.values",
        facts={"key": key},
        suggestion=nearest(key, [name for name in known if name != key]),
    )
