"""Mistakes in `data.tables`: each with its line in program.yml, in the same pass as the data's problems."""

from __future__ import annotations

import pytest

BASE = """\
program: {name: x}
instruments: [alliance_1_10, phq9]
characteristics: [age_band]
data:
  tables:
"""


def judged(term, block):
    term.set_program(BASE + block)
    return [
        (problem.rule, problem.line, problem.column, problem.suggestion)
        for problem in term.problems()
        if problem.file == "params/program.yml" and problem.severity == "error"
    ]


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            "    feedback:\n      columns:\n        leader_id: leader_id\n        vieved: viewed\n",
            ("column-mapped-unknown", 9, "data.tables.feedback.columns", "viewed"),
        ),
        (
            "    feedback:\n      constants: {sesion: 1}\n",
            ("column-mapped-unknown", 7, "data.tables.feedback.constants", "session"),
        ),
        (
            "    ratings:\n      carry: [member_id, grup_id]\n",
            ("column-mapped-unknown", 7, "data.tables.ratings.carry", "group_id"),
        ),
        (
            "    attendance:\n      values:\n        statuss: {Came: attended}\n",
            ("column-mapped-unknown", 8, "data.tables.attendance.values", "status"),
        ),
        (
            "    outcomes:\n      values:\n        phq_9: {Often: 3}\n",
            ("column-mapped-unknown", 8, "data.tables.outcomes.values", "phq9"),
        ),
        (
            "    feedback:\n      columns: {session: session}\n      constants: {session: 1}\n",
            ("column-mapped-twice", 8, "data.tables.feedback.constants", None),
        ),
        (
            "    feedback:\n      columns:\n        group_id: group_id\n        leader_id: group_id\n",
            ("column-mapped-twice", 9, "data.tables.feedback.columns", None),
        ),
        (
            "    outcomes:\n      answers:\n        Q1: phq9.1\n        Q2: phq9.01\n",
            ("column-mapped-twice", 9, "data.tables.outcomes.answers", None),
        ),
        (
            "    outcomes:\n      columns: {member_id: Q1}\n      answers:\n        Q1: phq9.1\n",
            ("column-mapped-twice", 9, "data.tables.outcomes.answers", None),
        ),
        (
            "    outcomes:\n      answers:\n        Q1: phq99.1\n",
            ("instrument-unknown", 8, "data.tables.outcomes.answers", "phq9"),
        ),
        (
            "    outcomes:\n      answers:\n        Q1: gad7.1\n",
            ("instrument-not-listed", 8, "data.tables.outcomes.answers", None),
        ),
        (
            "    outcomes:\n      answers:\n        Q1: phq9.10\n",
            ("item-unknown", 8, "data.tables.outcomes.answers", "phq9.1"),
        ),
        (
            "    feedback:\n      answers:\n        Q1: phq9.1\n",
            ("column-mapped-kind", 7, "data.tables.feedback.answers", None),
        ),
        (
            "    feedback:\n      columns:\n        leader_id: {checkboxes: leader_id}\n",
            ("column-mapped-kind", 8, "data.tables.feedback.columns", None),
        ),
        (
            "    feedback:\n      columns:\n        leader_id: {joined: leader_id}\n",
            ("column-mapped-kind", 8, "data.tables.feedback.columns", None),
        ),
        (
            "    sessions:\n      columns:\n        session: {day_of: held_on}\n",
            ("column-mapped-kind", 8, "data.tables.sessions.columns", None),
        ),
        (
            "    feedback:\n      from_roster: [group_id]\n",
            ("column-mapped-kind", 7, "data.tables.feedback.from_roster", None),
        ),
        (
            "    events:\n      carry: [member_ids]\n      columns:\n        member_ids: {joined: member_ids}\n",
            ("column-mapped-kind", 9, "data.tables.events.columns", None),
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(small_term, block, expected):
    """Whoever wrote the block finds the line, and the near name where there is one."""
    assert expected in judged(small_term, block)


def test_the_block_of_a_list_is_found(small_term):
    """A table of several parts has a block each, and the right one is named."""
    block = "    feedback:\n      - {file: feedback.csv}\n      - file: feedback.csv\n        constants: {sesion: 1}\n"

    assert judged(small_term, block)[0][:2] == ("column-mapped-unknown", 9)


def test_all_mistakes_and_the_datas_are_found_in_one_pass(small_term):
    """Nobody has to correct program.yml in order to see what is wrong with the data."""
    small_term.add("attendance", "999,G01,1,attended")
    judged(small_term, "    feedback:\n      columns: {vieved: viewed}\n      constants: {sesion: 1}\n")

    assert {found[0] for found in small_term.found()} >= {"column-mapped-unknown", "member-unknown"}


def test_a_constant_never_replaces_what_the_file_says(small_term):
    """A file of two groups read as one group's would mix them."""
    judged(small_term, "    feedback:\n      constants: {group_id: G02}\n")
    problem = small_term.the("column-mapped-twice")

    assert (problem.file, problem.line, problem.column, problem.severity) == (
        "data/2026-fall/feedback.csv",
        2,
        "group_id",
        "error",
    )


def test_a_constant_that_agrees_with_the_file_is_none(small_term):
    """The same said twice is no contradiction."""
    judged(small_term, "    feedback:\n      constants: {group_id: G01}\n")

    assert small_term.found() == []


def test_columns_may_change_places(small_term):
    """Two columns that the export calls by each other's name are both kept."""
    small_term.change("feedback", "viewed,discussed\n", "discussed,viewed\n")
    judged(small_term, "    feedback:\n      columns: {viewed: discussed, discussed: viewed}\n")
    row = small_term.open().table("feedback").iloc[0]

    assert (row["viewed"], row["discussed"]) == (True, False)


def test_a_column_that_is_read_as_another_one_is_not_read_as_itself(small_term):
    """A file may call one thing by the contract's name of another."""
    text = small_term.path("sessions").read_text().replace("status", "stage").replace(",held\n", ",in_person\n")
    small_term.write("sessions", text.replace(",canceled", ",online"))
    judged(small_term, "    sessions:\n      columns: {modality: stage}\n")

    assert [found for found in small_term.found() if found[3] == "error"] == []
    assert small_term.open().table("sessions")["stage"].isna().all()


def test_one_column_may_serve_two(small_term):
    """The person who leads may be the one who reports, and stands in one column."""
    small_term.change("events", "group_id,session,reported_by,level,kind", "group_id,session,reported_by,level,who")
    judged(small_term, "    events:\n      columns: {kind: who, note: who}\n")
    event = small_term.open().table("events").iloc[0]

    assert (event["kind"], event["note"]) == ("confrontation", "confrontation")


def test_a_column_that_is_read_from_another_one_is_told(small_term):
    """A file may have a column of the contract's name that is not the one to read."""
    small_term.change("feedback", "viewed,discussed\nG01,1,L1,yes,no", "viewed,discussed,Q1\nG01,1,L1,yes,no,no")
    judged(small_term, "    feedback:\n      columns: {viewed: Q1}\n")
    problem = small_term.the("column-mapped-twice")

    assert (problem.severity, problem.column) == ("info", "viewed")
    assert not small_term.open().table("feedback")["viewed"].item()


def test_a_missing_column_is_named_once(small_term):
    """A name that is wrong in program.yml is one problem, not also a missing column."""
    judged(small_term, "    feedback:\n      columns:\n        viewed: Seen\n")

    assert [found[0] for found in small_term.found()] == ["column-mapped-missing"]
    assert "params/program.yml (line 8)" in small_term.the("column-mapped-missing").remedy
