"""What was noticed in the data is told in the report's language, each rule by its own sentence."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import groupreport
from groupreport.display.data_note_words import data_note
from groupreport.display.wording import wording
from groupreport.display.wording_check import statements_of
from groupreport.intake.data_notes import ABOUT_FILES_ALONE, DataNote
from groupreport.parameters import WORDING_FOLDER, packaged_folder
from groupreport.rules import RULES

INTAKE = Path(groupreport.__file__).parent / "intake"
SENTENCES = statements_of(packaged_folder() / WORDING_FOLDER / "en" / "notes.j2")
TOLD = {name for name, rule in RULES.items() if {"warning", "info"} & {*rule.severities}} - ABOUT_FILES_ALONE
ALWAYS = {"rule", "column", "file"}


@pytest.fixture(name="words")
def _words():
    return wording()


def test_every_rule_that_may_be_a_note_has_a_sentence_and_no_other_has():
    """A rule without one would stop a report; one that only stops runs is no translator's work."""
    assert {rule.replace("-", "_") for rule in TOLD} == set(SENTENCES) - {"note", "more"}


def _found():
    """Every call that notes a warning or a note: its file, its rule, and the names of the facts that it gives."""
    for path in sorted(INTAKE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        given = {
            target.id: node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Dict)
            for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if not isinstance(call.func, ast.Attribute) or call.func.attr not in {"add", "add_rows"} or not call.args:
                continue
            rule, severity = call.args[0], [*call.args[6:7], *(k.value for k in call.keywords if k.arg == "severity")]
            if not isinstance(rule, ast.Constant) or not severity:
                continue
            facts = next((keyword.value for keyword in call.keywords if keyword.arg == "facts"), ast.Dict([], []))
            if isinstance(facts, ast.Name):
                facts = given[facts.id]
            yield path.name, rule.value, {key.value for key in facts.keys}


def test_who_notes_something_gives_the_facts_that_its_sentence_needs():
    """A fact that is missing would stop every report of that term."""
    found = list(_found())
    assert len(found) > 50, "the test looks in the wrong place"
    wrong = [
        (name, rule, sorted(facts), sorted(SENTENCES[rule.replace("-", "_")].facts))
        for name, rule, facts in found
        if rule in TOLD and facts != set(SENTENCES[rule.replace("-", "_")].facts) - ALWAYS
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (
            DataNote(rule="cell-spaces", file="attendance-1.csv", column="status", line=2, count=5, files=2),
            (
                "attendance-1.csv, column status, line 2: Spaces around a value were left out. (5 times in 2 files; the"
                " first is named.)"
            ),
        ),
        (
            DataNote(rule="id-spaces", file="term.xlsx", sheet="roster", column="member_id", cell="A4", line=4),
            "term.xlsx, sheet roster, column member_id, cell A4: Spaces around an id were left out.",
        ),
        (
            DataNote(rule="groups-left-out", file="groups.csv", facts=(("left_out", 1), ("groups", 2))),
            "groups.csv: 1 of 2 groups are left out, as the term's settings list the groups to report on.",
        ),
        (
            DataNote(rule="id-word", file="roster.csv", facts=(("more", 31),)),
            "roster.csv: The same rule (id-word) was broken 31 more times; these are not listed.",
        ),
    ],
)
def test_a_note_says_where_and_how_often(note, said, words):
    """File, sheet, column and cell or line; one place stands for many."""
    assert str(data_note(note, words)).replace("\\", "").replace("’", "'") == said


def test_names_of_the_file_are_escaped(words):
    """A column's name comes from the export and may hold anything."""
    note = DataNote(rule="column-unknown", file="a.csv", facts=(("names", ("<b>x</b>", "y*z*")),))

    assert "<b>" not in str(data_note(note, words))
    assert "y*z*" not in str(data_note(note, words))


def test_a_note_is_the_same_after_freezing():
    """The frozen term is read as it was written, lists of names included."""
    note = DataNote(rule="column-unknown", file="a.csv", line=1, facts=(("names", ("x", "y")),))

    assert DataNote.thawed({**note.frozen, "facts": {"names": ["x", "y"]}}) == note
