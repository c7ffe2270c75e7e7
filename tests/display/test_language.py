"""A report is written in the language that the program names, from first to last."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import groupreport
from groupreport.disclosure.views import EvaluatorGroupView, FunderView, ProgramView
from groupreport.display.wording import wording

REPORTS = Path(groupreport.__file__).parent / "display"


def _calls(path: Path) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("report", ["group", "program", "funder"])
def test_every_part_of_a_report_asks_for_the_reports_language(report):
    """One part that forgets it would stand in English in the middle of a Spanish report."""
    calls = [
        (path.name, call)
        for path in sorted((REPORTS / report).glob("*.py"))
        for call in _calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "wording"
    ]
    assert calls, "no part asks for its wording: the test looks in the wrong place"
    assert [(name, call.lineno) for name, call in calls if ast.unparse(call) != "wording(view.language)"] == []


@pytest.mark.parametrize("view", [EvaluatorGroupView, ProgramView, FunderView])
def test_every_view_says_its_language(view):
    """Whoever writes from a view needs nothing else to know the language."""
    assert isinstance(view.language, property)


def _reasons() -> set[str]:
    """The codes with which summaries say that a part is unavailable."""
    found = set()
    for path in (Path(groupreport.__file__).parent / "summaries").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "Unavailable":
                code = call.args[1]
                found.add(named[code.id] if isinstance(code, ast.Name) else ast.literal_eval(code))
    return found


def test_every_reason_has_its_words_and_every_words_their_reason():
    """A part that cannot be reported says why; a reason that no part gives any more is no translator's work."""
    assert _reasons() == set(wording("en").words("reason"))
