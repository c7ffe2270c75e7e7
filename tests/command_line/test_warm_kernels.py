"""Warm kernels only save time: what they execute is what a new kernel executes."""

from __future__ import annotations

import nbformat
import pytest

from groupreport.instruments import load_catalog
from groupreport.intake import freeze
from groupreport.parameters import Project, packaged_folder, read_parameters
from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.notebook import execute_notebook
from groupreport.publishing.nursery_process import can_fork

TERM = "2026-fall"


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.skipif(not can_fork(), reason="warm kernels need Linux")
@pytest.mark.parametrize(
    ("notebook", "audience", "group"),
    [("group", "evaluator", "G04"), ("program", "leadership", None), ("funder", "funder", None)],
)
def test_outputs_equal_those_of_a_new_kernel(small_project, tmp_path, notebook, audience, group):
    """Every output and its metadata, for each of the three notebooks, byte for byte."""
    project = Project(small_project)
    frozen = freeze(project, read_parameters(project, TERM), load_catalog(project)).resolve()
    given = {"term_folder": str(frozen), "audience": audience} | ({"group_id": group} if group else {})
    outputs = []
    for warm in (True, False):
        executed = tmp_path / f"warm-{warm}.ipynb"
        with KernelPlace(warm=warm, project=small_project) as place:
            source = packaged_folder() / "reports" / f"{notebook}.ipynb"
            execute_notebook(source, executed, given, report=notebook, place=place, time_limit=120)
        cells = nbformat.read(executed, as_version=4).cells
        outputs.append([cell.outputs for cell in cells if cell.cell_type == "code"])

    assert sum(len(each) for each in outputs[0]) > 5
    assert outputs[0] == outputs[1]
