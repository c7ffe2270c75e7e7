"""The notebooks are thin: public calls only, parameters that must be set, committed without output."""

from __future__ import annotations

import ast

import nbformat
import pytest
import yaml

import groupreport
from groupreport.parameters import packaged_folder

REPORTS = packaged_folder() / "reports"
NAMES = ["group", "program", "funder"]
PARAMETERS = {
    "group": {"term_folder", "group_id", "audience"},
    "program": {"term_folder", "audience"},
    "funder": {"term_folder", "audience"},
}


@pytest.fixture(name="notebook", params=NAMES)
def _notebook(request):
    return request.param, nbformat.read(REPORTS / f"{request.param}.ipynb", as_version=4)


def _code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_a_notebook_is_valid(notebook):
    """Jupyter opens it without repair."""
    nbformat.validate(notebook[1])


def test_a_notebook_is_committed_without_output(notebook):
    """No number of anybody's group is in the repository."""
    for cell in _code(notebook[1]):
        assert cell.outputs == []
        assert cell.execution_count is None


def test_the_header_tells_quarto_not_to_execute(notebook):
    """What Papermill computed is what is published."""
    first = notebook[1].cells[0]
    header = yaml.safe_load(first.source.strip().strip("-"))

    assert first.cell_type == "raw"
    assert header["execute"] == {"enabled": False, "echo": False}
    assert header["lang"] == "en"
    assert header["title"]


def test_the_defaults_of_parameters_are_invalid(notebook):
    """There is no default group whose numbers could be published by mistake."""
    name, content = notebook
    (tagged,) = [cell for cell in content.cells if "parameters" in cell.metadata.get("tags", [])]
    given = {line.targets[0].id: ast.literal_eval(line.value) for line in ast.parse(tagged.source).body}

    assert given == dict.fromkeys(PARAMETERS[name], "not set")


def test_every_other_cell_is_public_calls(notebook):
    """No group-by, no threshold, no typed number stands in a notebook."""
    for cell in _code(notebook[1]):
        tree = ast.parse(cell.source)
        called = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

        assert attributes <= set(groupreport.__all__)
        assert len(called) <= 3
        assert all(isinstance(call.func, ast.Attribute) and call.func.value.id == "groupreport" for call in called)
        if "parameters" not in cell.metadata.get("tags", []):
            assert not [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]


def test_headings_are_of_the_first_level_and_stand_alone(notebook):
    """Outputs hold no heading, so the order of headings is the notebook's own."""
    texts = [cell.source for cell in notebook[1].cells if cell.cell_type == "markdown"]

    assert texts
    assert all(text.startswith("# ") and "\n" not in text for text in texts)


# For notebooks of a program's own.
OWN_FIGURES = {"show_own_figure", "use_report_style"}


def test_every_display_is_used_by_a_notebook():
    """What no notebook shows does not need to exist."""
    shown = "".join((REPORTS / f"{name}.ipynb").read_text(encoding="utf-8") for name in NAMES)

    assert {name for name in groupreport.__all__ if f"groupreport.{name}(" not in shown} == OWN_FIGURES
