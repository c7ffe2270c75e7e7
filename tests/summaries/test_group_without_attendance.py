"""A program with a group that never recorded attendance: nobody in it is counted as somebody who did not come."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.measures.flow import NEEDS_ATTENDANCE
from groupreport.summaries import summarize_outcomes, summarize_program


@pytest.fixture
def without(tables):
    """The small term; G2, of the program Anxiety, has no attendance."""
    tables["attendance"] = tables["attendance"][tables["attendance"]["group_id"] == "G1"]
    return tables


def test_who_came_is_told_only_of_programs_whose_groups_all_recorded_it(without, open_small):
    """B and E of G2 may have come to every session: neither Anxiety nor all programs can say how many came."""
    flows = summarize_program(open_small(without)).flows.set_index("program")

    assert flows.loc["Loss", "started"] == 3
    assert flows.loc[["Anxiety", "All programs"], list(NEEDS_ATTENDANCE)].isna().all(axis=None)
    assert flows["enrolled"].to_dict() == {"Anxiety": 2, "Loss": 4, "All programs": 5}


@pytest.mark.parametrize("terms", ["now", "then"])
def test_regular_attendance_is_not_compared_with_a_term_that_lacks_it(small, without, open_small, terms):
    """Attendance itself is, over what was recorded."""
    lacking = open_small(without)
    term = open_small(without, previous=small) if terms == "now" else small_beside(small, lacking)
    measures = summarize_program(term).comparison["measure"].tolist()

    assert "dose_reached" not in measures
    assert "attendance_rate" in measures


def small_beside(small, earlier):
    return small.__class__(**(vars(small) | {"previous": earlier}))


def test_funders_are_not_told_of_regular_attendance(without, open_small):
    """Of all people it would count the unknown ones as people who came too seldom."""
    process = summarize_outcomes(open_small(without)).process

    assert isinstance(process, pd.DataFrame)
    assert "dose_reached" not in process["measure"].tolist()
