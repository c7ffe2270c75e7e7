"""A report is written in the language that the program names, from first to last."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import groupreport
from groupreport.disclosure.views import EvaluatorGroupView, FunderView, ProgramView

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
