"""Silence, growing quiet and change in the sharing of talk, counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.participation import gini
from groupreport.measures.participation_signs import (
    coefficient_of_variation,
    early_and_late,
    present_participation,
    silence_by_member,
    variation_by_session,
)

SIX = pd.Series([4.0, 9.0, 0.0, 12.0, 5.0, 6.0])


def talk(**turns: list[float | None]) -> pd.DataFrame:
    """Turns by member and session in one group; None has no record."""
    rows = [("G1", member, place, amount) for member, own in turns.items() for place, amount in enumerate(own, start=1)]
    frame = pd.DataFrame(rows, columns=["group_id", "member_id", "session", "turns"])
    return frame.assign(turns=frame["turns"].astype("float64"), minutes=np.nan)


def test_inequality_of_six_members_as_in_r():
    """Turns 4, 9, 0, 12, 5, 6: sd / mean = 0.6912147; the mean difference of all 30 ordered pairs over twice the mean
    = 0.4222222, which is the plain Gini 0.3518519 times 6/5. R 4.2.2: sd(w) / mean(w), outer(w, w, ...).
    """
    assert coefficient_of_variation(SIX) == pytest.approx(0.6912147118)
    assert gini(SIX) == pytest.approx(0.4222222222)


def test_the_correction_lets_one_voice_among_three_be_total_inequality():
    """The plain coefficient of 0, 0, 12 is 2/3; with n / (n - 1) it is 1, as for any size of group."""
    assert gini(pd.Series([0.0, 0.0, 12.0])) == pytest.approx(2 / 3 * 3 / 2)
    assert gini(pd.Series([0.0] * 9 + [12.0])) == pytest.approx(1)


@pytest.mark.parametrize("amounts", [[3.0], [0.0, 0.0], []])
def test_variation_needs_two_members_and_some_talk(amounts):
    """With nothing to share out, nothing varies."""
    assert np.isnan(coefficient_of_variation(pd.Series(amounts, dtype="float64")))


def test_an_absent_member_is_not_silent():
    """A recorded 0 of somebody on record as absent is left out; a 0 of somebody present stays, and so does any talk."""
    rows = pd.DataFrame(
        [("A", 1, "no_show"), ("B", 1, "attended"), ("C", 1, "excused"), ("D", 1, "unrecorded")],
        columns=["member_id", "session", "status"],
    ).assign(group_id="G1")
    kept = present_participation(talk(A=[0], B=[0], C=[3], D=[0]), rows)

    assert kept["member_id"].tolist() == ["B", "C", "D"]


def test_silence_is_a_recorded_zero_while_others_spoke():
    """A: silent in 1 and 2. B: no record in 2, silent in 3. Session 4, in which nobody spoke, does not count."""
    found = silence_by_member(talk(A=[0, 0, 2, 0], B=[3, None, 0, 0], C=[5, 5, 5, 0]), "turns").set_index("member_id")

    assert found["silent"].to_dict() == {"A": 2, "B": 1, "C": 0}
    assert found["often_silent"].to_dict() == {"A": True, "B": False, "C": False}
    assert found.loc["B", "sessions"] == 2


def test_growing_quiet_is_measured_against_the_own_median():
    """Ten turns a session for two: A speaks 6, 6, 6, 6, 1, 2, which is 1.2 times an equal share, then 0.2 and 0.4.

    A's median is 1.2: sessions 5 and 6 lie below 0.6. B speaks more and more: never quiet.
    """
    found = silence_by_member(talk(A=[6, 6, 6, 6, 1, 2], B=[4, 4, 4, 4, 9, 8]), "turns").set_index("member_id")

    assert found.loc["A", ["quiet_from", "quiet_until", "quiet_sessions"]].tolist() == [5, 6, 2]
    assert found.loc["B", "quiet_sessions"] == 0
    assert pd.isna(found.loc["B", "quiet_from"])


def test_one_quiet_session_or_three_recorded_ones_are_no_sign():
    """A is quiet once; C has three records only."""
    found = silence_by_member(
        talk(A=[6, 6, 1, 6, 6, 6], B=[4, 4, 9, 4, 4, 4], C=[None, None, None, 6, 0, 0]), "turns"
    ).set_index("member_id")

    assert found["quiet_sessions"].to_dict() == {"A": 0, "B": 0, "C": 0}


def test_early_and_late_are_thirds_of_the_held_sessions():
    """Of six held sessions 1-2 are early and 5-6 late; 6 has one member on record, which has no inequality.

    Session 1: 6 and 2 (Gini 4/8 = 0.5, top 0.75); 2: 4 and 4 (0, 0.5); 5: 9 and 1 (0.8, 0.9).
    """
    held = pd.DataFrame({"session": range(1, 7)})
    recorded = talk(A=[6, 4, 1, 1, 9, 3], B=[2, 4, 1, 1, 1, None])
    found = early_and_late(recorded, "turns", held).set_index("part")

    assert found.loc["early", ["sessions", "members", "gini", "top_share"]].tolist() == pytest.approx(
        [2, 2, 0.25, 0.625]
    )
    assert found.loc["late", ["sessions", "gini", "top_share"]].tolist() == pytest.approx([1, 0.8, 0.9])
    assert found.loc["late", "variation"] == pytest.approx(np.std([9, 1], ddof=1) / 5)
    assert early_and_late(recorded, "turns", held.iloc[:2])["gini"].isna().all()
    assert variation_by_session(recorded, "turns")["variation"].iloc[1] == 0


def test_sessions_in_which_nobody_spoke_say_nothing_of_anybody():
    """No share can be computed, so nobody is silent or quiet, and no row pretends so."""
    assert silence_by_member(talk(A=[0, 0], B=[0, None]), "turns").empty
    assert silence_by_member(talk(A=[None], B=[None]), "turns").empty
