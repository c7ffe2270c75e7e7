"""Rows by number: what pandas' own grouping and joining say, which takes longer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groupreport.instruments.row_numbers import (
    agreeing_row,
    agreeing_rows,
    first_rows,
    row_numbers,
    rows_that_agree,
    runs_of,
)
from groupreport.measures.text import TEXT

COLUMNS = ["member_id", "session", "held_on"]
ROW = st.tuples(
    st.sampled_from(["A", "B", "C", None]),
    st.sampled_from([1, 2, 10, None]),
    st.sampled_from(["2026-09-01", "2026-09-08", None]),
)
CHOSEN = st.lists(st.sampled_from(COLUMNS), min_size=1, unique=True)


def table(rows: list[tuple[str | None, int | None, str | None]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    return frame.astype({"member_id": TEXT, "session": "Int64", "held_on": "datetime64[ns]"})


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(ROW, max_size=12), columns=CHOSEN, sort=st.booleans())
def test_rows_are_numbered_as_pandas_groups_them(rows: list, columns: list[str], sort: bool) -> None:
    """Rows with the same labels have one number, in order of the labels or of appearance, missing ones included."""
    frame = table(rows)
    expected = frame.groupby(columns, sort=sort, dropna=False).ngroup()
    assert row_numbers(frame, columns, sort=sort).tolist() == expected.tolist()
    assert first_rows(frame, columns).tolist() == np.flatnonzero(~frame.duplicated(columns)).tolist()


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(ROW, max_size=8), others=st.lists(ROW, max_size=8), columns=CHOSEN)
def test_rows_are_joined_as_pandas_joins_them(rows: list, others: list, columns: list[str]) -> None:
    """Every pair that pandas joins is found, in its order, and a single match is that of the pair."""
    left, right = table(rows), table(others)
    joined = left.assign(row=range(len(left))).merge(right.assign(other=range(len(right))), on=columns)
    row, other = agreeing_rows(left, right, columns)
    assert list(zip(row, other, strict=True)) == list(zip(joined["row"], joined["other"], strict=True))
    assert np.flatnonzero(rows_that_agree(left, right, columns)).tolist() == sorted(set(row.tolist()))
    single = right.drop_duplicates(columns, ignore_index=True)
    place = agreeing_row(left, single, columns)
    assert np.flatnonzero(place >= 0).tolist() == sorted(set(row.tolist()))
    assert single[columns].take(place[place >= 0]).astype(str).values.tolist() == (
        left[columns][place >= 0].astype(str).values.tolist()
    )


def test_a_row_that_could_belong_to_two_is_refused() -> None:
    """Where several rows agree with one that may have one only, no row is chosen silently."""
    twice = pd.DataFrame({"member_id": ["A", "A"], "session": [1, 1]})
    with pytest.raises(ValueError, match="member_id, session"):
        agreeing_row(twice.iloc[:1], twice, ["member_id", "session"])


def test_more_combinations_than_fit_a_number_are_told_apart() -> None:
    """Columns of so many labels that no single number could count their combinations keep their own numbers."""
    numbers = np.arange(2000)
    rows = pd.DataFrame({f"column_{place}": np.roll(numbers, place) for place in range(8)})
    assert row_numbers(pd.concat([rows, rows]), list(rows), sort=True).tolist() == numbers.tolist() * 2


def test_a_run_ends_with_its_member() -> None:
    """Two members' rows below each other are two runs, and a row without the flag parts a run."""
    flags, number = np.array([True, True, False, True, True, True]), np.array([0, 0, 0, 0, 1, 1])
    assert [places.tolist() for places in runs_of(flags, number)] == [[0, 3, 4], [1, 3, 5]]
    assert [places.tolist() for places in runs_of(np.zeros(0, dtype=bool), np.zeros(0, dtype=int))] == [[], []]
