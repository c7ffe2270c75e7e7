"""The small term's answers as survey systems export them."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def _load(name: str) -> ModuleType:
    # Tests are imported one by one, so a helper beside them is loaded by its path.
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="session")
def surveys() -> ModuleType:
    """The module that writes the files."""
    return _load("survey_files")


@pytest.fixture(scope="session")
def programs() -> ModuleType:
    """The module that describes them in program.yml."""
    return _load("survey_programs")


def _with_everybody_there(small_term: Any) -> Any:
    """The small term in which everybody who rates a session was there."""
    rows = small_term.path("attendance").read_text(encoding="utf-8")
    return small_term.write("attendance", rows.replace("NA,G01,3,excused", "NA,G01,3,attended"))


@pytest.fixture
def plain_term(small_term: Any, surveys: ModuleType) -> Callable[..., Any]:
    """Makes the term of some answers as plain tables."""

    def make(answers: Any = None) -> Any:
        for table, text in (answers or surveys.sample()).plain().items():
            small_term.write(table, text)
        return _with_everybody_there(small_term).set_program(surveys.PROGRAM)

    return make


@pytest.fixture
def exported(small_term: Any, surveys: ModuleType, programs: ModuleType) -> Callable[..., Any]:
    """Makes the term of some answers as a kind of export; other tables stay as they are."""

    def make(kind: str, answers: Any = None) -> Any:
        data, write, encoding, tables = programs.KINDS[kind]
        _with_everybody_there(small_term)
        for table in tables:
            small_term.path(table).unlink()
        for name, text in write(surveys, answers or surveys.sample()).items():
            (small_term.path("groups").parent / name).write_bytes(text.encode(encoding))
        if encoding == "utf-16":  # one encoding and one delimiter hold for all tables
            for table in ("groups", "roster", "sessions", "attendance"):
                text = small_term.path(table).read_text().replace(",", "\t")
                small_term.write(table, text.encode(encoding))
        return small_term.set_program(surveys.PROGRAM + data)

    return make
