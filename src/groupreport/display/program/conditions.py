"""Groups by modality and sessions by stage: means over groups side by side (evaluators)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.rounding import NOTHING, is_missing, number, percent, signed, signed_percent_points
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.summaries.records import Conditions


def conditions_pieces(found: Conditions, drawn: list[tuple[str, str]], words: Wording) -> list[Piece | None]:
    """A table by stage and one by modality.

    Args:
        found: The cells and differences.
        drawn: Short name and label of the scales that the report sets side by side.
        words: The wording.
    """
    kept = found.cells[_chosen(found.cells, drawn)]
    return [_table(by, kept[kept["by"] == by], words) for by in ("stage", "modality") if _cells_of(kept, by)]


def conditions_found(found: Conditions, drawn: list[tuple[str, str]], words: Wording) -> str:
    """Which differences between modalities go beyond their uncertainty; nothing where there is one modality."""
    kept = found.cells[_chosen(found.cells, drawn)]
    if len(_cells_of(kept, "modality")) < 2:
        return ""
    return _differences(found.differences[_chosen(found.differences, drawn)], bool(_cells_of(kept, "stage")), words)


def _chosen(rows: pd.DataFrame, drawn: list[tuple[str, str]]) -> pd.Series[bool]:
    scales = pd.Series(list(zip(rows["short_name"], rows["label"], strict=True)), index=rows.index, dtype=object)
    return (rows["measure"] != "scale") | scales.isin(drawn)


def _cells_of(rows: pd.DataFrame, by: str) -> list[str]:
    return list(dict.fromkeys(rows.loc[rows["by"] == by, "cell"]))


def _table(by: str, rows: pd.DataFrame, words: Wording) -> Piece:
    cells = [cell for cell in words.words(by) if (rows["cell"] == cell).any()]
    groups = {cell: int(rows.loc[rows["cell"] == cell, "groups"].max()) for cell in cells}
    columns = [tables.text(words.text("conditions.head_measure"), 24)]
    columns += [
        tables.numbers(words.text("conditions.head_cell", cell=words.word(by, cell), groups=groups[cell]), 16)
        for cell in cells
    ]
    printed = []
    for _, own in rows.groupby(["measure", "instrument", "scale", "level"], sort=False, dropna=False):
        by_cell = {row.cell: row for row in rows_of(own)}
        first = next(iter(by_cell.values()))
        name = _measure(first, words)
        write = _writer(str(first.measure))
        printed.append([name, *(_mean(by_cell.get(cell), write, words) for cell in cells)])
    return tables.table(by, words.say("conditions.caption", what=words.text(f"conditions.by_{by}")), columns, printed)


def _measure(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    if row.measure == "scale":
        return words.text("conditions.scale", label=str(row.label), short_name=str(row.short_name))
    return words.text(f"conditions.{row.measure}")


def _writer(measure: str) -> Callable[[float], str]:
    return percent if measure == "attendance" else number


def _mean(row: Any, write: Callable[[float], str], words: Wording) -> str:  # noqa: ANN401
    if row is None or is_missing(row.mean):
        return NOTHING
    known = not is_missing(row.low)
    ends = {"low": write(row.low) if known else None, "high": write(row.high) if known else None}
    return words.text("conditions.mean", mean=write(row.mean), **ends)


def _differences(rows: pd.DataFrame, stage: bool, words: Wording) -> str:
    compared = rows.dropna(subset=["low", "high"])
    beyond = compared[(compared["low"] > 0) | (compared["high"] < 0)]
    found = []
    for row in rows_of(beyond):
        write = signed_percent_points if row.measure == "attendance" else signed
        if write(0.0) in (write(row.low), write(row.high)):  # printed as 0, a limit does not exclude it for the reader
            continue
        found.append(
            {
                "measure": _measure(row, words),
                "higher": row.difference > 0,
                "first": row.first,
                "second": row.second,
                "difference": write(row.difference),
                "points": row.measure == "attendance",
                "low": write(row.low),
                "high": write(row.high),
            }
        )
    return words.say("conditions.differences", found=found, compared=len(compared), stage=stage)
