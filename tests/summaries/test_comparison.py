"""This term beside an earlier one."""

from __future__ import annotations

import pandas as pd

from groupreport.summaries import summarize_program


def test_the_same_term_twice_gives_the_same_numbers(small, tables, open_small):
    """17 of 23 expected attendances, and A's recovery of 2 pairs, in both."""
    comparison = summarize_program(open_small(tables, previous=small)).comparison.set_index("measure")

    assert comparison.loc["attendance_rate", ["previous", "current"]].tolist() == [17 / 23, 17 / 23]
    assert comparison.loc["improved.phq9.total", ["previous", "previous_n", "current"]].tolist() == [0.5, 2, 0.5]
    assert comparison.loc["alliance_1_10.member_group", ["previous", "current_n"]].tolist() == [7.0, 3]
    assert (comparison["note"] == "").all()


def test_a_measure_with_another_definition_is_withheld(small, tables, open_small):
    """With another dose share the earlier dose is not shown, and the note says why; attendance still is."""
    changed = open_small(tables, previous=small, attendance={"dose_share": 0.75})
    comparison = summarize_program(changed).comparison.set_index("measure")

    dose = comparison.loc["dose_reached"]
    assert pd.isna(dose["previous"])
    assert pd.isna(dose["previous_n"])
    assert dose["current"] == 3 / 5
    assert dose["note"] == "dose"
    assert comparison.loc["attendance_rate", "note"] == ""


def test_other_repair_settings_withhold_the_repaired_share(small, tables, open_small):
    """A longer repair window finds more repairs, so the two shares are not the same measure."""
    changed = open_small(tables, previous=small, ruptures={"repair_window": 5})

    repaired = summarize_program(changed).comparison.set_index("measure").loc["repaired_share"]
    assert pd.isna(repaired["previous"])
    assert repaired["note"] == "repairs"


def test_a_questionnaire_of_one_term_only_is_said(small, tables, open_small):
    """The earlier term had no WAI-SR."""
    wai_sr = [("E", "G2", 1, "wai_sr", str(item), 4) for item in range(1, 13)]
    added = pd.DataFrame(wai_sr, columns=tables["ratings"].columns)
    tables["ratings"] = pd.concat([tables["ratings"], added], ignore_index=True)
    changed = open_small(tables, previous=small, instruments=["alliance_1_10", "wai_sr", "phq9"])

    row = summarize_program(changed).comparison.set_index("measure").loc["wai_sr.total"]
    assert row[["current", "note"]].tolist() == [4.0, "no_data_then"]
