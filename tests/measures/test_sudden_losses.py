"""Sudden losses, against the tables of R's suddengains and against falls worked by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from groupreport.measures import ruptures

NAMES = ["x_2n", "x_1n", "x_n", "x_n1", "x_n2", "x_n3"]


@pytest.fixture
def tables(truth_folder: Path) -> Path:
    return truth_folder / "suddengains_r"


def found(scores: pd.DataFrame, cutoff: float, share: float = 0.25) -> set[tuple[object, object]]:
    return set(ruptures.sudden_losses(scores, cutoff=cutoff, share=share).itertuples(index=False, name=None))


def test_falls_with_missing_sessions_are_those_of_suddengains(tables: Path) -> None:
    """Ten people, six sessions; a fall of a distress score is their gain, and the same numbers here."""
    scores = pd.read_csv(tables / "test_identify_sg_df1_input.csv", index_col="id")
    of_r = pd.read_csv(tables / "test_identify_sg_df1_expected.csv", index_col="id")
    expected = {
        (person, NAMES[place])
        for place, column in [(2, "sg_2to3"), (3, "sg_3to4"), (4, "sg_4to5")]
        for person in of_r.index[of_r[column] == 1]
    }

    assert len(expected) == 4
    assert found(scores, cutoff=7) == expected


def test_falls_at_each_place_are_those_of_suddengains(tables: Path) -> None:
    """Four people whose fall is at 2 to 3, 3 to 4, 4 to 5, and nowhere."""
    scores = pd.read_csv(tables / "test_identify_sg_df2_input.csv", index_col="id")
    of_r = json.loads((tables / "expected.json").read_text(encoding="utf-8"))["test_identify_sg_df2_expected_rows"]
    rows = np.array(of_r["rows"])
    expected = {(scores.index[row], NAMES[place + 2]) for row, place in zip(*np.nonzero(rows), strict=True)}

    assert found(scores, cutoff=of_r["cutoff"]) == expected


def test_a_whole_treatment_with_several_falls_is_that_of_suddengains(tables: Path) -> None:
    """Eighteen people over twelve sessions have fourteen; the session is the one after the fall."""
    scores = pd.read_csv(tables / "test_create_bysg_input.csv", index_col="id").drop(columns="bdi_s0")
    of_r = pd.read_csv(tables / "test_create_bysg_expected.csv")
    expected = {(row.id, f"bdi_s{row.sg_session_n + 1}") for row in of_r.itertuples()}

    assert len(expected) == 14
    assert found(scores, cutoff=7) == expected


def wide(*rows: list[float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, index=[f"M{row + 1}" for row in range(len(rows))], columns=range(1, len(rows[0]) + 1))


def test_a_rise_is_no_loss() -> None:
    """The mirror of a loss is a gain: not listed."""
    assert found(wide([4, 3, 4, 9, 8, 9]), cutoff=3) == set()


def test_a_fall_of_exactly_the_cutoff_and_share_counts() -> None:
    """8 to 6 is 2 points and a quarter; the criteria one and two say at least."""
    assert found(wide([8, 8, 8, 6, 6, 6]), cutoff=2) == {("M1", 4)}
    assert found(wide([8, 8, 8, 6, 6, 6]), cutoff=2.01) == set()
    assert found(wide([8, 8, 8, 6, 6, 6]), cutoff=2, share=0.26) == set()


def test_rounding_does_not_decide_about_the_cutoff() -> None:
    """4.1 to 3.1 is one point, though as binary numbers it is less."""
    assert found(wide([4.1, 4.1, 4.1, 3.1, 3.1, 3.1]), cutoff=1, share=0) == {("M1", 4)}


def test_a_fall_that_is_made_good_at_once_does_not_last() -> None:
    """Means 8.67 before and 7 after, pooled SD 2.04, t 2.776: 1.67 is not more than 5.7."""
    assert found(wide([9, 8, 9, 4, 9, 8]), cutoff=3) == set()


def test_scores_that_never_change_have_no_loss() -> None:
    """Even where a fall of 0 would do: a fall goes down."""
    assert found(wide([5, 5, 5, 5, 5, 5]), cutoff=0, share=0) == set()


@pytest.mark.parametrize(
    "row",
    [
        [9, 4, 4, 4, 4, 4],
        [9, 9, 9, 9, 9, 4],
        [9, 9, None, 4, 4, 4],
        [9, 9, 9, None, 4, 4],
        [None, None, 9, 4, 4, 4],
        [9, 4],
        [None, None, None, None],
    ],
)
def test_an_interval_that_cannot_be_judged_is_not_listed(row: list[float | None]) -> None:
    """The first and the last interval, a missing score beside the fall, one score on a side."""
    assert found(wide(row), cutoff=3) == set()


def test_numbered_sessions_are_put_in_order() -> None:
    """Columns 6, 2, 4, 1, 3, 5 are sessions, and 10 comes after 9."""
    scores = wide([9, 8, 9, 4, 3, 4])

    assert found(scores[[6, 2, 4, 1, 3, 5]], cutoff=3) == {("M1", 4)}


def test_persons_keep_their_labels() -> None:
    """Any index names the person."""
    scores = wide([9, 8, 9, 4, 3, 4]).set_index(pd.MultiIndex.from_tuples([("G1", "M1")]))

    assert ruptures.sudden_losses(scores, cutoff=3)["person"].tolist() == [("G1", "M1")]


@pytest.mark.parametrize(("cutoff", "share"), [(-7, 0.25), (float("nan"), 0.25), (7, -0.1), (7, 25)])
def test_a_cutoff_that_means_nothing_is_refused(cutoff: float, share: float) -> None:
    """Both are given as positive numbers, the share as a share of 1."""
    with pytest.raises(ValueError, match="must (be a number of points|lie between 0 and 1)"):
        ruptures.sudden_losses(wide([9, 8, 9, 4, 3, 4]), cutoff=cutoff, share=share)


def test_nobody_has_no_losses() -> None:
    """A frame without people or with three sessions gives an empty table with its columns."""
    empty = ruptures.sudden_losses(pd.DataFrame(columns=[1, 2, 3]), cutoff=3)

    assert empty.columns.tolist() == ["person", "session"]
    assert empty.empty
