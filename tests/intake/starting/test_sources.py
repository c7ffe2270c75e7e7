"""The program.yml of every source reads what such a source exports, and ends in the same term."""

from __future__ import annotations

import datetime
import json
import sqlite3
from pathlib import Path

import duckdb
import pytest

from groupreport.errors import Problem
from groupreport.instruments import load_catalog
from groupreport.intake import TABLES, check_term, freeze
from groupreport.intake.starting import start_project
from groupreport.parameters import Project, read_parameters

from .exports import (
    clinic_database,
    fill_template,
    write_folder,
    write_google_forms,
    write_microsoft_forms,
    write_qualtrics,
    write_redcap,
)

TERM = "2026-fall"
TODAY = datetime.date(2026, 12, 31)


def problems(folder: Path) -> list[Problem]:
    """What is said of a project's term."""
    project = Project(folder)
    return check_term(project, read_parameters(project, TERM), load_catalog(project), today=TODAY)


def data_hash(folder: Path) -> str:
    """What a project's data are, after every error was shown if there is one."""
    assert [str(problem) for problem in problems(folder) if problem.severity == "error"] == []
    project = Project(folder)
    frozen = freeze(project, read_parameters(project, TERM), load_catalog(project), today=TODAY)
    return str(json.loads((frozen / "term.json").read_text(encoding="utf-8"))["data_hash"])


def started(folder: Path, source: str) -> Path:
    """A new project for a source, without the files of optional tables that nobody filled in."""
    start_project(folder, TERM, source)
    for name in ("events", "participation", "feedback"):
        (folder / "data" / TERM / f"{name}.csv").unlink(missing_ok=True)
    return folder


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> dict[bool, str]:
    """The term from plain files, with and without the groups of outcomes, which surveys do not ask for."""
    hashes = {}
    for with_groups in (True, False):
        folder = started(tmp_path_factory.mktemp("plain") / "project", "folder")
        write_folder(folder / "data" / TERM, groups_of_outcomes=with_groups)
        hashes[with_groups] = data_hash(folder)
    return hashes


# How each survey's export is written, and whether it says in which group an outcome was measured.
SURVEYS = {
    "google-forms": (write_google_forms, False),
    "microsoft-forms": (write_microsoft_forms, False),
    "qualtrics": (write_qualtrics, False),
    "redcap-csv": (write_redcap, True),
}


@pytest.mark.parametrize("source", SURVEYS)
def test_a_surveys_export_is_read_as_init_describes_it(tmp_path, expected, source):
    """The export's own rows and columns, codes and times end in the same term as plain tables."""
    write, says_groups_of_outcomes = SURVEYS[source]
    folder = started(tmp_path / "project", source)
    write(folder / "data" / TERM)

    assert data_hash(folder) == expected[says_groups_of_outcomes]
    # Columns of names and addresses that the survey system left empty, as it was asked to, refuse no report.
    assert not any(problem.restricts for problem in problems(folder))


def test_the_template_filled_in_is_the_term(tmp_path, expected):
    """What `init` writes for a workbook is read without a change, and its sheets that explain are passed over."""
    folder = started(tmp_path / "project", "workbook")
    fill_template(folder / "data" / f"{TERM}.xlsx")

    assert data_hash(folder) == expected[True]
    assert not [problem for problem in problems(folder) if problem.severity == "warning"]


def test_the_template_as_it_is_written_is_refused(tmp_path):
    """Nobody gets a report about the group EXAMPLE; each sheet is named with the row to delete."""
    folder = started(tmp_path / "project", "workbook")
    found = [problem for problem in problems(folder) if problem.rule == "example-row"]

    assert {(problem.sheet, problem.line) for problem in found} == {(table, 2) for table in TABLES}
    assert all(problem.severity == "error" for problem in found)


@pytest.mark.parametrize("database", ["sqlite", "duckdb"])
def test_the_queries_of_init_run_as_they_stand(tmp_path, expected, database):
    """A database with these tables needs no other change than its address."""
    folder = started(tmp_path / "project", database)
    (folder / "data").mkdir()
    if database == "sqlite":
        connection = sqlite3.connect(folder / "data" / "clinic.db", isolation_level=None)
    else:
        connection = duckdb.connect(folder / "data" / "clinic.duckdb")
    clinic_database(connection.execute)
    connection.close()

    assert data_hash(folder) == expected[True]
