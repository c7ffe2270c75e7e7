"""How large a fall must be on each scale, in points."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.summaries import summarize_group
from groupreport.summaries.drop_criteria import drop_criteria


def test_the_small_terms_own_level_asks_for_the_sd_within_members(small):
    """A's 8, 8, 3, 8, 8 (squares 20), B's 7, 7, D's 7, 7: 6 degrees. R 4.2.2: 1.96 * sqrt(20 / 6) = 3.578454."""
    criteria = summarize_group(small, "G1").ruptures.criteria
    own = criteria[criteria["rule"] == "own_level"]

    assert own[["instrument", "scale"]].values.tolist() == [["alliance_1_10", "member_group"]]
    assert own[["lowest", "highest"]].iloc[0].tolist() == pytest.approx([3.578454] * 2, abs=1e-6)


def test_what_could_not_be_judged_has_no_size_and_members_may_differ():
    """Two members judged on one scale, with 1 and 3 points; the third could not be judged, nor anybody on the other."""
    series = pd.DataFrame(
        [
            ("r", "i", "a", True, 3.0),
            ("r", "i", "a", True, 1.0),
            ("r", "i", "a", False, 9.0),
            ("r", "i", "b", False, 2.0),
        ],
        columns=["rule", "instrument", "scale", "judged", "criterion"],
    )

    assert drop_criteria(series).values.tolist() == [["r", "i", "a", 1.0, 3.0]]
    assert drop_criteria(series.head(0)).empty
