"""The page of measures lists every number of the three reports, with a test that is there."""

from __future__ import annotations

import ast
import dataclasses
import fnmatch
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

import groupreport
from groupreport.instruments import load_catalog
from groupreport.intake import freeze
from groupreport.parameters import Project, packaged_folder, read_parameters
from groupreport.simulation import write_demo_project

DOCS = packaged_folder() / "docs"
TESTS = Path(__file__).parents[1]
PACKAGES = (
    *("agreement", "benchmarks", "calibration", "change", "consequences", "data_quality", "group_ruptures"),
    *("growth", "links", "repairs", "responses", "retention", "ruptures"),
)
FACTS_OF_THE_TERM = "term"
# Whole summaries beside the program's own, for what their readers know: their numbers are listed as those.
OTHER_SUMMARIES = {"for_funders", "last_term"}
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not part of an installed package")


class Row(NamedTuple):
    """One line of a table of the page."""

    fields: list[str]
    meaning: str
    source: str
    tests: list[str]


def rows() -> list[Row]:
    """The lines of all tables of the page."""
    page = (DOCS / "measures.md").read_text(encoding="utf-8")
    found = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))]
        if line.startswith("|") and len(cells) == 4 and cells[0] != "number" and not set(cells[0]) <= {"-"}:
            spans = [re.findall(r"`([^`]+)`", cell) for cell in (cells[0], cells[3])]
            found.append(Row(spans[0], cells[1], cells[2], spans[1]))
    return found


def numbers_of(record: object, path: str = "") -> Iterator[str]:
    """The path of every number in a summary: fields of records, columns of frames."""
    if isinstance(record, pd.DataFrame):
        for name in record.columns:
            if pd.api.types.is_numeric_dtype(record[name]):
                yield f"{path}.{name}"
    elif isinstance(record, dict):
        for key, value in record.items():
            yield from numbers_of(value, f"{path}[{key}]")
    elif isinstance(record, tuple | list):
        for value in record:
            yield from numbers_of(value, path)
    elif dataclasses.is_dataclass(record):
        for field in dataclasses.fields(record):
            if path or field.name not in {FACTS_OF_THE_TERM, *OTHER_SUMMARIES}:
                yield from numbers_of(getattr(record, field.name), f"{path}.{field.name}".strip("."))
    elif isinstance(record, int | float) and not isinstance(record, bool):
        yield path


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every number of the demo's three summaries."""
    folder = tmp_path_factory.mktemp("demo")
    write_demo_project(folder)
    project = Project(folder)
    term = groupreport.open_term(freeze(project, read_parameters(project, "2026-fall"), load_catalog(project)))
    records = [
        groupreport.summarize_group(term, term.group_ids[0]),
        groupreport.summarize_program(term),
        groupreport.summarize_outcomes(term),
    ]
    return {path for record in records for path in numbers_of(record)}


def public_functions() -> set[str]:
    """`package.function` for all that the packages of measures offer."""
    names = set()
    for package in PACKAGES:
        module = importlib.import_module(f"groupreport.measures.{package}")
        names |= {f"{package}.{name}" for name in module.__all__ if inspect.isfunction(getattr(module, name))}
    return names


def test_every_number_of_the_reports_is_on_the_page(numbers: set[str]) -> None:
    """Whoever reads a number finds what it means and which test holds it."""
    patterns = [pattern.replace("[", "[[]") for row in rows() for pattern in row.fields]

    assert {path for path in numbers if not any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)} == set()


def test_every_function_of_the_measures_is_on_the_page() -> None:
    """What the packages offer is listed, so that a formula can be found from the page."""
    listed = {name for row in rows() for name in row.fields}

    assert {name for name in public_functions() if not any(fnmatch.fnmatchcase(name, one) for one in listed)} == set()


def test_the_page_lists_nothing_that_is_not_there(numbers: set[str]) -> None:
    """A field that was renamed or a function that went leaves the page as well."""
    known = numbers | public_functions()
    patterns = {pattern: pattern.replace("[", "[[]") for row in rows() for pattern in row.fields}

    assert {name for name, pattern in patterns.items() if not fnmatch.filter(known, pattern)} == set()


def test_every_number_names_its_meaning_its_source_and_a_test_that_exists() -> None:
    """The tests are those of the repository, and each states its promise."""
    missing = []
    for row in rows():
        assert row.meaning
        assert row.source
        assert row.tests
        for reference in row.tests:
            file, _, name = reference.partition("::")
            tree = ast.parse((TESTS / file).read_text(encoding="utf-8")) if (TESTS / file).is_file() else None
            functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)} if tree else {}
            if tree is None or (name and not (name in functions and ast.get_docstring(functions[name]))):
                missing.append(reference)

    assert missing == []
