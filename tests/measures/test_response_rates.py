"""How many of the members in the room answered."""

from __future__ import annotations

import pandas as pd
import pytest

from groupreport.measures.response_rates import members_asked, pooled_response_rates, response_rates


@pytest.fixture(name="rates")
def _rates() -> pd.DataFrame:
    rows = pd.DataFrame(
        [("A", 1, True), ("B", 1, True), ("C", 1, False), ("A", 2, True), ("B", 2, True), ("C", 2, True)]
        + [("A", 3, True), ("B", 3, False), ("C", 3, False)],
        columns=["member_id", "session", "present"],
    ).assign(group_id="G1")
    answers = pd.DataFrame(
        [("A", 1, "1", 4.0), ("A", 1, "2", 5.0), ("B", 1, "1", None), ("A", 3, "1", 3.0), ("B", 3, "1", 3.0)],
        columns=["member_id", "session", "item", "value"],
    ).assign(group_id="G1", instrument="wai_sr")
    sessions = pd.DataFrame({"group_id": "G1", "session": [1, 2, 3]})
    return response_rates(members_asked(rows, answers), answers, sessions)


def test_a_member_with_one_answer_has_answered(rates):
    """Session 1: A answered two items, B handed in an empty form, C was absent: 1 of 2."""
    first = rates[rates["session"] == 1].iloc[0]

    assert first[["expected", "answered", "rate"]].tolist() == [2, 1, 0.5]


def test_a_session_without_answers_has_no_rate(rates):
    """Exports do not tell a form that was not handed out from one that all left blank."""
    second = rates[rates["session"] == 2].iloc[0]

    assert second[["expected", "answered"]].tolist() == [3, 0]
    assert pd.isna(second["rate"])


def test_whoever_answered_was_asked(rates):
    """Session 3: B answered without a recorded presence, so 2 of 2 and never 2 of 1."""
    third = rates[rates["session"] == 3].iloc[0]

    assert third[["expected", "answered", "rate"]].tolist() == [2, 2, 1.0]


def test_the_terms_rate_leaves_out_sessions_without_answers(rates):
    """Sessions 1 and 3 together: 3 of 4."""
    pooled = pooled_response_rates(rates)

    assert pooled[["instrument", "expected", "answered", "rate"]].to_numpy().tolist() == [["wai_sr", 4, 3, 0.75]]
