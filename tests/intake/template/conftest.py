"""Programs whose template is made."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from groupreport.intake.template import write_workbook
from groupreport.parameters import Project

PROGRAM = """\
program: {{name: Evening groups}}
data: {{layout: {layout}}}
instruments: [alliance_1_10, gcq_s, gsrs, phq9]
characteristics: [age_band]
"""


def project_of(folder: Path, layout: str = "long", program: str = PROGRAM) -> Project:
    """A program that has parameters and nothing else."""
    (folder / "params").mkdir(parents=True)
    (folder / "params" / "program.yml").write_text(program.format(layout=layout), encoding="utf-8")
    return Project(folder)


@pytest.fixture(scope="session")
def long_project(tmp_path_factory) -> Project:
    return project_of(tmp_path_factory.mktemp("long") / "project")


@pytest.fixture(scope="session")
def wide_project(tmp_path_factory) -> Project:
    return project_of(tmp_path_factory.mktemp("wide") / "project", "wide")


@pytest.fixture(scope="session")
def workbook(tmp_path_factory, long_project) -> Workbook:
    """The long template, as a spreadsheet program opens it; never changed."""
    path = tmp_path_factory.mktemp("books") / "long.xlsx"
    write_workbook(path, long_project)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="session")
def wide_workbook(tmp_path_factory, wide_project) -> Workbook:
    """The wide template; never changed."""
    path = tmp_path_factory.mktemp("books") / "wide.xlsx"
    write_workbook(path, wide_project)
    return openpyxl.load_workbook(path)
