"""Who spoke how much."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.participation import (
    gini,
    participation_by_member,
    participation_by_session,
    recorded_unit,
)

TURNS = pd.DataFrame(
    [("A", 1, 6.0), ("B", 1, 2.0), ("C", 1, 0.0), ("A", 2, 5.0), ("B", 2, 5.0), ("C", 2, np.nan)],
    columns=["member_id", "session", "turns"],
).assign(group_id="G1", minutes=np.nan)


def test_gini_by_hand():
    """0, 2, 6: pairs of different people differ by 2, 6, 4, on average 4; over twice the mean 16/3 gives 0.75."""
    assert gini(pd.Series([6.0, 0.0, 2.0])) == pytest.approx(0.75)


@pytest.mark.parametrize("amounts", [pytest.param([3.0], id="one-member"), pytest.param([0.0, 0.0], id="nobody-spoke")])
def test_inequality_needs_two_members_and_some_talk(amounts):
    """With nothing to share out, nothing is shared unequally."""
    assert np.isnan(gini(pd.Series(amounts)))


def test_a_session_tells_silence_from_no_record():
    """C was silent in session 1 and has no record in session 2."""
    by_session = participation_by_session(TURNS, "turns").set_index("session")

    assert by_session["members"].tolist() == [3, 2]
    assert by_session["silent"].tolist() == [1, 0]
    assert by_session["top_share"].tolist() == [0.75, 0.5]
    assert by_session["gini"].tolist() == pytest.approx([0.75, 0.0])


def test_a_members_share_is_of_the_sessions_they_have_a_record_in():
    """A 11 of 18, B 7 of 18; C's 0 turns are of the 8 turns of session 1 alone."""
    by_member = participation_by_member(TURNS, "turns").set_index("member_id")

    assert by_member["share"].to_dict() == pytest.approx({"A": 11 / 18, "B": 7 / 18, "C": 0.0})
    assert by_member["sessions"].to_dict() == {"A": 2, "B": 2, "C": 1}


def test_equal_share_is_of_the_members_own_sessions():
    """Three shared the first session and two the second: A and B (1/3 + 1/2) / 2 = 5/12, C a third."""
    by_member = participation_by_member(TURNS, "turns").set_index("member_id")

    assert by_member["equal_share"].to_dict() == pytest.approx({"A": 5 / 12, "B": 5 / 12, "C": 1 / 3})


def test_minutes_are_used_where_no_turns_were_counted():
    """Which of the two it is must be known to whoever names the axis."""
    minutes = TURNS.assign(minutes=TURNS["turns"], turns=np.nan)

    assert recorded_unit(TURNS) == "turns"
    assert recorded_unit(minutes) == "minutes"
    assert recorded_unit(TURNS.assign(turns=np.nan)) is None
