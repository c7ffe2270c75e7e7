"""What a notebook gets from a frozen term."""

from __future__ import annotations

import pytest

from groupreport.errors import InvalidDataError, ParameterError
from groupreport.intake import open_term


def test_a_group_gets_its_own_rows_only(small_term):
    """No row of another group reaches a group's report."""
    term = small_term.open()

    assert {name: set(term.table(name, "G02")["group_id"]) for name in sorted(term.collected)} == {
        "attendance": {"G02"},
        "events": set(),
        "feedback": set(),
        "groups": {"G02"},
        "outcomes": {"G02"},
        "ratings": {"G02"},
        "roster": {"G02"},
        "sessions": {"G02"},
    }


def test_the_whole_term_is_all_groups(small_term):
    """Every exported row is in the whole table once."""
    assert len(small_term.open().table("ratings")) == 7


def test_an_outcome_without_group_stands_in_each_of_the_members_groups(small_term):
    """A member of two groups is counted in both reports, and once in the program's."""
    small_term.add("roster", "102,G01,2026-10-01,,,")
    term = small_term.open()

    assert term.table("outcomes", "G01")["member_id"].tolist() == ["007", "007", "102"]
    assert term.table("outcomes", "G02")["member_id"].tolist() == ["102"]
    assert term.table("outcomes")["member_id"].tolist() == ["007", "007", "102"]
    assert term.table("outcomes")["group_id"].isna().all()


def test_occasions_stand_in_the_order_of_time(small_term):
    """pre comes before post although it is later in the alphabet."""
    assert small_term.open().table("outcomes", "G01")["occasion"].tolist() == ["pre", "post"]


def test_groups_stand_in_natural_order(small_term):
    """G2 comes before G10."""
    for path in small_term.path("groups").parent.iterdir():
        path.write_text(path.read_text().replace("G01", "G10").replace("G02", "G2"))

    assert small_term.open().group_ids == ("G2", "G10")


def test_an_unknown_group_is_refused(small_term):
    """A misspelt group never means another one."""
    with pytest.raises(ParameterError, match="has no group 'G1'.*Did you mean 'G01'"):
        small_term.open().table("ratings", "G1")


def test_a_table_that_was_not_collected_is_refused(small_term):
    """Nobody takes absence of a table for absence of events."""
    small_term.path("events").unlink()

    with pytest.raises(InvalidDataError, match="the table 'events' was not collected"):
        small_term.open().table("events")


def test_an_unknown_table_is_refused(small_term):
    """A misspelt table name in a notebook is a mistake in the notebook."""
    with pytest.raises(ValueError, match="there is no table 'rating'"):
        small_term.open().table("rating")


def test_instruments_stand_in_the_programs_order(small_term):
    """Reports follow the order that the program chose."""
    assert list(small_term.open().instruments) == ["alliance_1_10", "phq9"]


def test_a_folder_without_a_frozen_term_is_refused(tmp_path):
    """The message names the folder."""
    with pytest.raises(InvalidDataError, match="no frozen term in"):
        open_term(tmp_path)


@pytest.mark.parametrize("kept", [0, 1, 100, -2, -40])
def test_a_half_written_term_is_never_opened(small_term, kept):
    """A `term.json` that was cut anywhere is refused."""
    path = small_term.freeze() / "term.json"
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(InvalidDataError, match="frozen-term"):
        open_term(path.parent)


def test_an_edited_term_is_never_opened(small_term):
    """What was checked is what is read."""
    path = small_term.freeze() / "term.json"
    path.write_text(path.read_text().replace("Evening groups", "Morning groups"))

    with pytest.raises(InvalidDataError, match="is not whole"):
        open_term(path.parent)


def test_a_table_that_was_changed_is_not_read(small_term):
    """The hash of a file is compared each time it is read."""
    frozen = small_term.freeze()
    term = open_term(frozen)
    path = frozen / "groups" / "G01" / "ratings.parquet"
    path.write_bytes((frozen / "groups" / "G02" / "ratings.parquet").read_bytes())

    with pytest.raises(InvalidDataError, match="is not the file that was frozen"):
        term.table("ratings", "G01")


def test_group_ids_that_are_no_file_names_are_safe(small_term):
    """A group named after a path or a device has its own folder inside the frozen term."""
    for path in small_term.path("groups").parent.iterdir():
        path.write_text(path.read_text().replace("G01", "../../G01").replace("G02", "CON"))
    frozen = small_term.freeze()

    assert open_term(frozen).table("groups", "../../G01")["group_name"].tolist() == ["Anxiety"]
    assert sorted(path.name.rsplit("-", 1)[0] for path in (frozen / "groups").iterdir()) == ["CON", "G01"]
