"""`data.tables`: what was meant is complained about, once, on its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from groupreport.errors import ParameterError
from groupreport.parameters import Joined, Project, TableSource, read_parameters

BASE = "program: {name: x}\ninstruments: [phq9]\ndata:\n  tables:\n"


def project_of(folder: Path, block: str) -> Project:
    (folder / "params" / "terms").mkdir(parents=True)
    (folder / "params" / "program.yml").write_text(BASE + block, encoding="utf-8")
    term = "term: {id: t, starts: 2026-08-24, ends: 2026-12-11}\n"
    (folder / "params" / "terms" / "t.yml").write_text(term, encoding="utf-8")
    return Project(folder)


def part_of(folder: Path, block: str) -> TableSource:
    return read_parameters(project_of(folder, block), "t").settings.data.parts_of("events")[0]


@pytest.mark.parametrize(
    ("block", "line", "message"),
    [
        ("    events:\n      where: {Finished: True}\n", 6, "must be text (put quotes around a number, or around yes"),
        ("    events:\n      where: {Finished: [yes, 1]}\n", 6, "must be text (put quotes around a number, or around"),
        ("    events:\n      columns: {session: {day: x}}\n", 6, "must be a column of the export, or one of {checkbox"),
        ("    events:\n      columns: {session: 3}\n", 6, "must be a column of the export, or one of {checkboxes"),
        ("    events:\n      - column: {session: x}\n", 6, "holds the unknown key 'column'"),
        ("    events:\n      columns:\n        member_ids: {joined: x, bye: ','}\n", 7, "holds the unknown key 'bye'"),
        (
            "    ratings:\n      answers:\n        Q1: phq9\n",
            7,
            "must be a questionnaire and an item with a point",
        ),
        (
            "    events:\n      columns:\n        member_ids: {joined: x, by: and}\n",
            7,
            "must be what stands between two",
        ),
        ("    ratings:\n      format: quatrics\n", 6, "must be one of 'plain', 'qualtrics'"),
    ],
)
def test_one_slip_is_one_complaint(tmp_path, block, line, message):
    """A word is not complained about as a list, nor a block as a word."""
    with pytest.raises(ParameterError) as raised:
        read_parameters(project_of(tmp_path, block), "t")
    (problem,) = raised.value.problems

    assert problem.line == line
    assert problem.message.startswith(message)


def test_the_keys_of_what_was_meant_are_offered(tmp_path):
    """Of the ways to name a column, the one that was begun is explained."""
    block = "    events:\n      columns:\n        member_ids: {joined: x, bye: ','}\n"
    with pytest.raises(ParameterError) as raised:
        read_parameters(project_of(tmp_path, block), "t")

    assert raised.value.problems[0].remedy == "The keys that may stand here are: by, joined."


def test_what_joins_choices_keeps_its_space(tmp_path):
    """`, ` is not `,`: a choice may hold a comma."""
    part = part_of(tmp_path, '    events:\n      columns: {member_ids: {joined: Who?, by: ", "}}\n')

    assert part.columns["member_ids"] == Joined(joined="Who?", by=", ")


def test_words_may_be_written_as_numbers_and_as_yes_and_no(tmp_path):
    """YAML makes numbers and truths of words; in a translation they mean the contract's words."""
    part = part_of(tmp_path, "    events:\n      values: {named: {1: yes, 2: no}, intensity: {low: 1}}\n")

    assert part.values == {"named": {"1": "yes", "2": "no"}, "intensity": {"low": "1"}}


def test_every_named_column_is_known(tmp_path):
    """Whatever way a column is named, the block tells it."""
    block = (
        "    events:\n      columns: {kind: a, member_ids: {joined: b}, session: {day_of: c}}\n"
        "      answers: {d: phq9.1}\n      where: {e: x}\n"
    )

    assert part_of(tmp_path, block).named_columns == ("a", "b", "c", "d", "e")
