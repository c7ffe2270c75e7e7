"""The sound term: nothing is reported, everything arrives as it was written."""

from __future__ import annotations

import pandas as pd


def test_a_sound_term_has_no_problem(small_term):
    """A term that keeps to the contract is neither refused nor warned of."""
    assert small_term.found() == []


def test_ids_stay_text(small_term):
    """Leading zeros and ids such as NA, which readers of numbers lose, arrive as they were written."""
    assert small_term.open().table("roster")["member_id"].tolist() == ["007", "008", "101", "102", "NA"]


def test_every_column_of_the_contract_is_there_with_its_type(small_term):
    """A report can rely on every column, also on those that were not exported."""
    roster = small_term.open().table("roster", "G02")
    expected = pd.DataFrame(
        {
            "member_id": ["101", "102"],
            "group_id": ["G02", "G02"],
            "enrolled_on": pd.to_datetime(["2026-09-01", "2026-09-08"]).astype("datetime64[ns]"),
            "ended_on": pd.to_datetime(["2026-09-20", None]).astype("datetime64[ns]"),
            "end_reason": ["completed", None],
            "age_band": ["30-44", "18-29"],
        }
    )

    pd.testing.assert_frame_equal(roster, expected)


def test_an_empty_cell_is_missing(small_term):
    """A rating that was not given is missing, never 0, and its row stays."""
    values = small_term.open().table("ratings", "G01")["value"]

    assert values.isna().tolist() == [False, False, False, True]


def test_yes_and_no_are_read_as_such(small_term):
    """yes/no columns become booleans; one that was not exported is missing throughout."""
    event = small_term.open().table("events").iloc[0]

    assert (event["named"], event["cultural"], event["disarmed"]) == (True, False, pd.NA)
