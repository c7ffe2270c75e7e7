"""What funders may be told, counted by hand before disclosure control."""

from __future__ import annotations

import pytest

from groupreport.disclosure.policy import NOT_OF_PEOPLE
from groupreport.summaries import summarize_outcomes


@pytest.fixture(name="funder", scope="module")
def _funder(small):
    return summarize_outcomes(small)


def test_every_person_is_in_exactly_one_cell(funder):
    """B counts where the last stay was, so the programs add up to five people in both tables."""
    assert {name: int(funder.tables[name].counts.to_numpy().sum()) for name in ("served_gender", "stayed")} == {
        "served_gender": 5,
        "stayed": 5,
    }


def test_who_was_served(funder):
    """Anxiety: B and E; Loss: A, C, D."""
    counts = funder.tables["served_gender"].counts

    assert counts.loc["Anxiety"].to_dict() == {"Not recorded": 0, "man": 1, "woman": 1}
    assert counts.loc["Loss"].to_dict() == {"Not recorded": 1, "man": 1, "woman": 1}


def test_who_stayed(funder):
    """B's transfer is no end of the program."""
    counts = funder.tables["stayed"].counts

    assert counts.loc["Anxiety"].tolist() == [2, 0, 0, 0]
    assert counts.loc["Loss"].tolist() == [1, 1, 0, 1]


def test_what_changed(funder):
    """Classes of the pairs alone, each with the groups behind it."""
    table = funder.tables["changed_phq9"]

    assert table.counts.to_dict("index") == {
        "Anxiety": {"recovered": 0, "improved": 0, "unchanged": 1, "deteriorated": 0},
        "Loss": {"recovered": 1, "improved": 0, "unchanged": 0, "deteriorated": 0},
    }
    assert table.groups_behind.loc["Loss", "recovered"] == 1


def test_who_completed_by_characteristic(funder):
    """Both women and one man of two completed; of the one whose gender is not recorded the stay goes on."""
    counts = funder.tables["completed_gender"].counts

    assert counts.to_numpy().sum() == 5
    assert counts["completed"].sum() == funder.tables["stayed"].counts["completed"].sum() == 3


def test_a_category_of_whom_nobody_was_measured_has_its_row(funder):
    """Two of five people have both scores. That a gender had no row would say that neither of them is of it."""
    counts = funder.tables["improved_phq9_gender"].counts

    assert list(counts.index) == list(funder.tables["served_gender"].counts.columns)
    assert sorted(counts.sum(axis=1)) == [0, 1, 1]
    assert list(funder.tables["changed_phq9"].counts.index) == list(funder.tables["served_gender"].counts.index)


def test_effect_sizes_name_their_people_and_groups(funder):
    """Two pairs in all, from two groups."""
    scales = funder.scales.set_index("program")

    assert scales[["people", "groups"]].to_numpy().tolist() == [[1, 1], [1, 1], [2, 2]]
    assert scales.loc["All programs", "mean_change"] == -4.5


def test_process_numbers_name_their_people_and_groups(funder):
    """17 of 23 attendances by five people."""
    process = funder.process.set_index("measure")

    assert process.loc["attendance_rate", ["people", "groups"]].tolist() == [5, 2]
    assert process.loc["attendance_rate", "value"] == pytest.approx(17 / 23)


def test_regular_attendance_counts_a_persons_own_sessions(tables, open_small):
    """B leaves after 2 of 2 sessions and counts."""
    roster = tables["roster"]
    tables["roster"] = roster[~((roster["member_id"] == "B") & (roster["group_id"] == "G2"))].replace(
        "transferred", "dropped_out"
    )
    attendance = tables["attendance"]
    tables["attendance"] = attendance[~((attendance["member_id"] == "B") & (attendance["group_id"] == "G2"))]
    dose = summarize_outcomes(open_small(tables)).process.set_index("measure").loc["dose_reached"]

    # Of A (5 of 5), B (2 of 2), C (0 of 4), D (2 of 3) and E (5 of 6) only C misses the 60 %.
    assert dose["value"] == 4 / 5


def test_attendance_of_a_single_session_is_a_count_of_people(tables, open_small):
    """Where most people could come once, 83 % of 24 says that four did not: it is protected like any count.

    A regular dose is that session too, so that is not told a second time.
    """
    first = {name: tables[name][tables[name]["session"] == 1] for name in ("sessions", "attendance", "ratings")}
    no_events = tables["events"].iloc[:0]
    measures = set(summarize_outcomes(open_small({**tables, **first, "events": no_events})).process["measure"])

    assert "attended" in measures - NOT_OF_PEOPLE
    assert not {"attendance_rate", "dose_reached"} & measures


def test_no_member_and_no_group_is_named(funder):
    """Nothing in the summary can be traced to a person or a group."""
    shown = [
        *(table.counts.to_csv() for table in funder.tables.values()),
        funder.scales.to_csv(),
        funder.process.to_csv(),
    ]

    assert not [text for text in shown if "G1" in text or "Grief" in text]
    assert not {"member_id", "group_id"} & {*funder.scales.columns, *funder.process.columns}
