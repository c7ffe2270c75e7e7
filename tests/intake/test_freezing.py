"""The frozen term: made once, whole or not at all, the same for the same input."""

from __future__ import annotations

import datetime
import json
import re
import shutil
import stat
import sys

import pytest

from groupreport.errors import InvalidDataError
from groupreport.intake import making, open_term


def files_of(folder):
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in folder.rglob("*") if path.is_file()}


def test_an_unchanged_input_leaves_the_frozen_term_untouched(small_term):
    """Freezing again writes no file."""
    before = files_of(small_term.freeze())
    small_term.freeze()

    assert files_of(small_term.freeze()) == before


@pytest.mark.parametrize("change", ["data", "program", "term", "catalog"])
def test_a_changed_input_is_frozen_anew(small_term, change):
    """Whatever a report rests on makes the frozen term stale."""
    before = json.loads((small_term.freeze() / "term.json").read_text())["fingerprint"]
    if change == "data":
        small_term.change("ratings", "1,8\n", "1,9\n")
    elif change == "program":
        small_term.set_program("program: {name: Other}\ninstruments: [alliance_1_10, phq9]\n")
    elif change == "term":
        small_term.set_term("term: {id: 2026-fall, starts: 2026-09-01, ends: 2026-12-12}\n")
    else:
        small_term.set_program("program: {name: Evening groups}\ninstruments: [phq9, alliance_1_10]\n")

    assert json.loads((small_term.freeze() / "term.json").read_text())["fingerprint"] != before


def test_the_order_of_rows_does_not_matter(small_term):
    """Two exports of the same rows give the same hashes."""
    before = small_term.open()
    for table in ("roster", "ratings", "attendance", "outcomes", "groups"):
        header, *rows = small_term.path(table).read_text().splitlines()
        small_term.write(table, "\n".join([header, *reversed(rows)]) + "\n")
    after = small_term.open()

    assert after.data_hash == before.data_hash
    assert after.group_ids == before.group_ids == ("G01", "G02")


def test_a_group_keeps_its_hash_when_another_changes(small_term):
    """Only the changed group's report is stale."""
    before = small_term.open()
    small_term.change("ratings", "102,G02,3,alliance_1_10,1,4", "102,G02,3,alliance_1_10,1,5")
    after = small_term.open()

    assert after.partition_hash("G01") == before.partition_hash("G01")
    assert after.partition_hash("G02") != before.partition_hash("G02")
    assert after.data_hash != before.data_hash


@pytest.mark.parametrize("name", ["term.json", "whole/ratings.parquet", "groups/G01/ratings.parquet"])
@pytest.mark.parametrize("damage", ["cut", "removed", "edited"])
def test_a_damaged_frozen_term_is_made_again(small_term, name, damage):
    """A half-written or edited file never counts as up to date."""
    frozen = small_term.freeze()
    sound = (frozen / name).read_bytes()
    if damage == "removed":
        (frozen / name).unlink()
    else:
        (frozen / name).write_bytes(sound[:-9] if damage == "cut" else sound.replace(sound[40:44], b"0000"))

    assert (small_term.freeze() / name).read_bytes() == sound


def test_a_run_that_is_killed_leaves_the_term_that_was_there(small_term, monkeypatch):
    """The new one is moved into place when it is whole; what a killed run left is cleared away."""
    frozen = small_term.freeze()
    before = files_of(frozen)
    small_term.change("ratings", "1,8\n", "1,9\n")

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(making, "write_facts", stop)
    with pytest.raises(KeyboardInterrupt):
        small_term.freeze()
    monkeypatch.undo()

    assert files_of(frozen) == before
    small_term.freeze()
    assert [path.name for path in frozen.parent.iterdir() if path.name.startswith(".frozen")] == []


def test_nothing_is_written_when_there_is_an_error(small_term):
    """A refused term leaves no folder behind."""
    small_term.change("ratings", "1,8\n", "1,88\n")
    with pytest.raises(InvalidDataError, match="answer-out-of-range"):
        small_term.freeze()

    assert not (small_term.folder / "build").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access rights elsewhere")
def test_only_the_owner_can_read_the_frozen_term(small_term):
    """Health data are not left open to other users of the computer."""
    frozen = small_term.freeze()
    rights = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in [frozen, *frozen.rglob("*")]}

    assert rights == {0}


def test_term_json_names_no_folder_of_this_computer(small_term):
    """The frozen term can be handed on; it holds neither paths nor values of cells."""
    elsewhere = small_term.folder / "elsewhere"
    shutil.move(small_term.folder / "data" / "2026-fall", elsewhere)
    program = f"program: {{name: x}}\ninstruments: [alliance_1_10, phq9]\ndata: {{path: '{elsewhere.as_posix()}'}}\n"
    text = (small_term.set_program(program).freeze() / "term.json").read_text()

    assert small_term.folder.as_posix() not in text
    assert "007" not in re.sub("[0-9a-f]{64}", "", text)  # a hash may hold any digits


def test_inputs_are_named_with_their_hash(small_term):
    """The manifest can say from which files a report was made."""
    inputs = small_term.open().inputs

    assert sorted(inputs) == [
        f"data/2026-fall/{table}.csv"
        for table in ("attendance", "events", "feedback", "groups", "outcomes", "ratings", "roster", "sessions")
    ]
    assert all(len(value) == 64 for value in inputs.values())


def test_notes_hold_what_was_assumed_and_what_was_doubted(small_term):
    """A reader of a report learns what it rests on, and where, without values."""
    small_term.add("sessions", "G02,4,2026-12-31,")
    notes = small_term.open().notes

    assert [(note.rule, note.file, note.column, note.line, dict(note.facts)) for note in notes] == [
        ("date-outside-term", "sessions.csv", "held_on", 8, {}),
        ("id-word", "roster.csv", "member_id", 4, {}),
        ("default-status", "sessions.csv", "status", 8, {"whole": False}),
        ("default-rater", "ratings.csv", None, None, {"whole": True}),
    ]


def spring_of(small_term):
    folder = small_term.folder / "data" / "2026-spring"
    shutil.copytree(small_term.folder / "data" / "2026-fall", folder)
    for path in folder.iterdir():
        path.write_text(path.read_text().replace("2026-09", "2026-02").replace("2026-12", "2026-04"))
    small_term.set_term("term: {id: 2026-spring, starts: 2026-02-01, ends: 2026-05-01}\n", "2026-spring")
    return small_term.set_term(
        "term: {id: 2026-fall, starts: 2026-09-01, ends: 2026-12-11}\ncompare_with: 2026-spring\n"
    )


def test_the_term_to_compare_with_is_frozen_too(small_term):
    """Both terms are opened from one folder, so that a later change of the earlier one is noticed."""
    term = spring_of(small_term).open()

    assert term.previous is not None
    assert term.previous.parameters.term.id == "2026-spring"
    assert term.previous.table("sessions")["held_on"].max() == datetime.datetime(2026, 2, 22)
    assert term.previous.previous is None


def test_a_change_in_the_earlier_term_is_noticed(small_term):
    """The comparison rests on it."""
    before = spring_of(small_term).open().previous.data_hash
    path = small_term.path("ratings", "2026-spring")
    path.write_text(path.read_text().replace("1,8\n", "1,9\n"))

    assert small_term.open().previous.data_hash != before


def test_an_error_in_the_earlier_term_stops_as_well(small_term):
    """A comparison with wrong data would be a plausible wrong number."""
    path = spring_of(small_term).path("ratings", "2026-spring")
    path.write_text(path.read_text().replace("1,8\n", "1,88\n"))

    with pytest.raises(InvalidDataError, match=r"data/2026-spring/ratings\.csv:2:value \[answer-out-of-range\]"):
        small_term.freeze()


def test_a_frozen_term_can_be_moved(small_term, tmp_path):
    """It depends on nothing outside its folder."""
    shutil.move(small_term.freeze(), tmp_path / "moved")

    assert open_term(tmp_path / "moved").table("roster", "G02")["member_id"].tolist() == ["101", "102"]
