"""Which two scores of a person are compared."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.measures.outcome_pairs import outcome_pairs


def scores_of(*rows: tuple[str, float | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["occasion", "score"]).astype({"score": "float64"})
    return frame.assign(member_id="A", instrument="phq9", scale="total", measured_on=pd.NaT)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([("pre", 15), ("mid", 12), ("post", 7)], (15, 12, 7, -8), id="named-occasions"),
        pytest.param([("1", 15), ("4", 12), ("10", 9)], (15, None, 9, -6), id="session-numbers-not-as-text"),
        pytest.param([("pre", 15), ("mid", 12)], (15, 12, None, None), id="mid-never-stands-in-for-post"),
        pytest.param([("pre", 15), ("follow_up", 5)], (15, None, None, None), id="follow-up-is-no-end"),
        pytest.param([("post", 5)], (None, None, 5, None), id="post-alone-is-no-change"),
        pytest.param([("3", 9)], (9, None, None, None), id="one-session-is-a-start"),
        pytest.param([("pre", None), ("post", 5)], (None, None, 5, None), id="an-unscored-form-is-no-score"),
        pytest.param([("pre", 15), ("6", 9), ("8", 8)], (15, None, 8, -7), id="last-session-where-post-is-absent"),
    ],
)
def test_pre_and_post_are_the_first_and_the_last_occasion(rows, expected):
    """The change is from the start to the last occasion of the program, never to something in between."""
    pair = outcome_pairs(scores_of(*rows)).iloc[0]

    found = tuple(None if pd.isna(pair[name]) else pair[name] for name in ("pre", "mid", "post", "change"))
    assert found == expected


def test_scores_from_two_groups_make_one_pair():
    """Somebody who moved has two pre and two post scores: the earliest and the latest count."""
    scores = scores_of(("pre", 18), ("post", 14), ("pre", 13), ("post", 6)).assign(
        measured_on=pd.to_datetime(["2026-09-01", "2026-10-01", "2026-10-05", "2026-12-01"])
    )

    assert outcome_pairs(scores)[["pre", "post"]].to_numpy().tolist() == [[18, 6]]


def test_nobody_scored_gives_no_row():
    """An empty result keeps its columns."""
    pairs = outcome_pairs(scores_of(("pre", None)))

    assert pairs.empty
    assert {"member_id", "pre", "mid", "post", "change"} <= set(pairs.columns)
