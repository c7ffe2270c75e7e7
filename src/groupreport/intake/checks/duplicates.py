"""Rows that say the same thing twice, or two things about one."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable

Codes = npt.NDArray[np.int64]


def note_duplicates(text: TextTable, findings: Findings) -> None:
    """Note each row whose key an earlier row of the file has: identical copies and contradictions apart.

    Nothing is dropped: which of two rows is right, only the person who exported them can say.
    """
    columns = [text.table.column(name) for name in text.table.key]
    needed = [column.name for column in columns if column.required]
    # A part of the key that stands there under another name, or could not be read, tells rows apart that seem alike.
    if not text.has(*needed) or text.withheld.intersection(text.table.key):
        return
    complete = text.rows[[column.name for column in columns if column.filled]].notna().all(axis=1).to_numpy()
    complete = complete & np.logical_and.reduce([text.could_read(name) for name in text.table.key])
    rows = text.rows[complete]
    if rows.empty:
        return
    keys = combined_codes(rows[name] for name in text.table.key)
    repeated = pd.Series(keys).duplicated(keep="first").to_numpy()
    if not repeated.any():
        return
    whole = combined_codes(rows[name] for name in text.table.column_names)
    identical = pd.Series(whole).duplicated(keep="first").to_numpy()
    places = np.flatnonzero(complete)
    copies, conflicts = repeated & identical, repeated & ~identical
    if text.value_columns is not None:
        # A form that was handed in twice and differs in one answer is no copy, though its other answers are.
        lines = combined_codes([pd.Series(text.origin[places]), pd.Series(text.lines[places])])
        copies = copies & ~np.isin(lines, lines[conflicts])
    for rule, picked, message, remedy in (
        ("duplicate-row", copies, "repeats the row on {}", _delete_one(text)),
        (
            "duplicate-conflict",
            conflicts,
            f"has the same {_words(text.table.key)} as {{}} but says something else",
            "Keep the right one of the two rows.",
        ),
    ):
        if picked.any():
            second = int(np.flatnonzero(picked)[0])
            first = int(np.flatnonzero(keys == keys[second])[0])
            mask = np.zeros(len(text.rows), dtype=bool)
            mask[places[picked]] = True
            column = text.table.key[0]
            other = _place(text, places[first], places[second])
            findings.add_rows(rule, text, column, mask, message.format(other), remedy)


def _delete_one(text: TextTable) -> str:
    if text.file.startswith("query "):
        return "Look at what the query joins: it gives a row more than once."
    if len(text.origins) > 1:
        return "Delete one of the two rows; where two exports hold the same, keep the newer one alone."
    return "Delete one of the two rows."


def note_answers_of_no_group_again(outcomes: TextTable, findings: Findings) -> None:
    """Note answers without a group that stand in the file with a group as well: the person would count twice."""
    own = ("member_id", "occasion", "instrument", "item")
    if not outcomes.has("group_id", *own):
        return
    complete = outcomes.rows[list(own)].notna().all(axis=1).to_numpy()
    nameless = outcomes.rows["group_id"].isna().to_numpy()
    keys = combined_codes(outcomes.rows[name] for name in own)
    findings.add_rows(
        "duplicate-without-group",
        outcomes,
        "group_id",
        complete & nameless & np.isin(keys, keys[complete & ~nameless]),
        "is an answer that stands here without a group and in another row with one",
        "Keep one of the two rows.",
    )


def combined_codes(columns: Iterable[pd.Series]) -> Codes:
    """One number for each different combination of the columns' values; missing equals missing."""
    combined: Codes | None = None
    for cells in columns:
        codes = codes_of(cells)
        if combined is None:
            combined = codes
            continue
        pairs = combined * (int(codes.max(initial=0)) + 1) + codes
        combined = pd.factorize(pairs)[0].astype(np.int64)
    if combined is None:
        raise ValueError("there is no column to combine")
    return combined


def codes_of(cells: pd.Series) -> Codes:
    """One number for each different value, 0 for missing."""
    codes = cells.cat.codes if isinstance(cells.dtype, pd.CategoricalDtype) else pd.factorize(cells)[0]
    return np.asarray(codes, dtype=np.int64) + 1


def _place(text: TextTable, row: int, seen_from: int) -> str:
    """A row's line, with its file where another row stands in another one."""
    here, there = text.place("", row), text.place("", seen_from)
    if (here.file, here.sheet) == (there.file, there.sheet):
        return f"line {here.line}"
    return f"line {here.line} of {here.file}" + (f"[{here.sheet}]" if here.sheet else "")


def _words(key: tuple[str, ...]) -> str:
    plain = [name.removesuffix("_id").replace("_", " ") for name in key]
    return plain[0] if len(plain) == 1 else f"{', '.join(plain[:-1])} and {plain[-1]}"
