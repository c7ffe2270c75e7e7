"""Judged tables as the frames that are frozen: the contract's types, the groups reported on, rows in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from groupreport.intake.contract import OCCASIONS
from groupreport.intake.reading.text_table import Mask, TextTable


def natural_order(text: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key under which G2 comes before G10.

    Examples:
        >>> sorted(["G10", "G2", "g1"], key=natural_order)
        ['G2', 'G10', 'g1']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    return tuple((0, int(part), part) if part[0] in "0123456789" else (1, 0, part) for part in parts)


def typed_frames(
    tables: Mapping[str, TextTable], group_ids: Sequence[str], lies_ahead: Mask
) -> dict[str, pd.DataFrame]:
    """Each table's rows of the groups reported on, sorted by the table's key so that the file's order is no matter."""
    roster = tables["roster"].rows
    members = set(roster["member_id"][roster["group_id"].isin(group_ids)])
    frames = {}
    for name, text in tables.items():
        rows = text.rows
        if name == "sessions" and lies_ahead.any():
            status = rows["status"].astype(object).mask(lies_ahead, "planned")
            rows = rows.assign(status=pd.Categorical(status))
        kept = rows["group_id"].isin(group_ids)
        if name == "outcomes":
            kept |= rows["group_id"].isna() & rows["member_id"].isin(members)
        frames[name] = _in_order(rows[kept.to_numpy()], text.table.key).reset_index(drop=True)
    return frames


def given_to_groups(outcomes: pd.DataFrame, roster: pd.DataFrame) -> pd.DataFrame:
    """Give answers that name no group to each group that the member belongs to; the order of rows stays."""
    nameless = outcomes["group_id"].isna().to_numpy()
    if not nameless.any():
        return outcomes
    belongs = roster[["member_id", "group_id"]].astype(object).drop_duplicates()
    answers = pd.DataFrame({"member_id": outcomes["member_id"].astype(object), "row": np.arange(len(outcomes))})
    spread = answers[nameless].merge(belongs, on="member_id", how="inner")
    rows = np.concatenate([np.flatnonzero(~nameless), spread["row"]])
    groups = np.concatenate([outcomes["group_id"].astype(object)[~nameless], spread["group_id"]])
    order = np.argsort(rows, kind="stable")
    return outcomes.take(rows[order]).assign(group_id=pd.Categorical(groups[order])).reset_index(drop=True)


def _in_order(rows: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    places = [_sort_places(rows[name]) for name in key]
    combined = _combined(places)
    if combined is not None:
        if (combined[1:] > combined[:-1]).all():
            return rows
        order = np.argsort(combined, kind="stable")
        if (np.diff(combined[order]) > 0).all():
            return rows.take(order)
    # Rows of one key are refused, but a key may have missing parts; the other columns settle the order then.
    rest = [_sort_places(rows[name]) for name in rows.columns if name not in key]
    return rows.take(np.lexsort(list(reversed(places + rest))))


def _combined(places: Sequence[np.ndarray]) -> np.ndarray | None:
    """One number a row that sorts like the columns' places one after the other; None where it would be too large."""
    combined = np.zeros(len(places[0]), dtype=np.int64)
    size = 1
    for column in places:
        if not len(column) or column.dtype.kind != "i":
            return None
        lowest, highest = int(column.min()), int(column.max())
        size *= highest - lowest + 1
        if size > 2**62:
            return None
        combined = combined * (highest - lowest + 1) + (column - lowest)
    return combined


def _sort_places(cells: pd.Series) -> np.ndarray:
    if not isinstance(cells.dtype, pd.CategoricalDtype):
        if isinstance(cells.dtype, pd.BooleanDtype | pd.Int64Dtype):
            return np.asarray(cells.astype("Int64").fillna(-1).to_numpy(dtype=np.int64))
        if cells.dtype.kind == "M":
            return np.asarray(cells.astype("int64"))
        return np.asarray(cells.fillna(-np.inf).to_numpy(dtype=float))
    texts = [str(text) for text in cells.cat.categories]
    order = sorted(range(len(texts)), key=lambda place: _order_of(texts[place]))
    rank = np.empty(len(texts) + 1, dtype=np.int64)
    rank[order] = np.arange(len(texts))
    rank[-1] = -1
    return rank[cells.cat.codes]


def _order_of(text: str) -> tuple[tuple[int, int, str], ...]:
    if text in OCCASIONS:  # pre, mid, post, follow_up in that order, before any word
        return ((0, OCCASIONS.index(text), ""),)
    return natural_order(text)
