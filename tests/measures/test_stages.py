"""Which stage a session belongs to, and the thirds of a term."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.measures.stages import stage_of_sessions, thirds


def test_the_recorded_stage_goes_before_the_programs_ranges():
    """Session 2 was recorded as process although the program calls sessions 1 to 4 commitment; 9 has no stage."""
    sessions = pd.Series([1, 2, 9], dtype="Int64")
    recorded = pd.Series([None, "process", None])

    stages = stage_of_sessions(sessions, recorded, {"commitment": (1, 4)})
    assert stages.iloc[:2].tolist() == ["commitment", "process"]
    assert pd.isna(stages.iloc[2])


@pytest.mark.parametrize(
    ("sessions", "first", "last"),
    [
        pytest.param([1, 2, 3], [1], [3], id="three-sessions"),
        pytest.param([1, 2, 3, 5, 6, 7, 8, 9, 10, 11], [1, 2, 3], [9, 10, 11], id="ten-held-with-a-gap"),
        pytest.param([1, 2], [], [], id="two-sessions-have-no-thirds"),
    ],
)
def test_thirds_never_overlap(sessions, first, last):
    """The first and the last third are rounded down, so that no session is in both."""
    assert thirds(pd.Series(sessions, dtype="Int64")) == (first, last)
