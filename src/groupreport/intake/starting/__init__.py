"""A new project: parameters for the place where a program's data are, and what there is to fill in."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from groupreport.errors import ParameterError, Problem, SetupError
from groupreport.instruments import load_catalog
from groupreport.intake.new_files import write_new
from groupreport.intake.spelling import nearest
from groupreport.intake.template import HandedTable, handed_tables, workbook_of
from groupreport.parameters import TERM_ID, ProgramSettings, packaged_folder

_FILES = Path(__file__).parent
# What program.yml says under `data:`, as files of this folder one below the other; the first begins with what to do.
SOURCES: dict[str, tuple[str, ...]] = {
    "folder": ("folder.yml",),
    "workbook": ("workbook.yml",),
    "qualtrics": ("qualtrics.yml",),
    "redcap-csv": ("redcap-csv.yml",),
    "google-forms": ("google-forms.yml",),
    "microsoft-forms": ("microsoft-forms.yml",),
    "redcap": ("redcap.yml",),
    "postgresql": ("postgresql.yml", "queries.yml"),
    "sqlite": ("sqlite.yml", "queries.yml"),
    "duckdb": ("duckdb.yml", "queries.yml"),
}


@dataclass(frozen=True)
class Started:
    """A new project: the files that were written, and what to do next, a line each."""

    files: tuple[Path, ...]
    steps: tuple[str, ...]


def start_project(folder: Path, term: str, source: str) -> Started:
    """Write a new project's parameters for a source, and the tables that have to be filled in.

    Raises:
        ParameterError: The term's id cannot be one, or the source is not known.
        SetupError: The folder already holds something.
    """
    _check(term, source)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SetupError(f"{folder} is not empty; nothing was written there.")
    block = "".join(_text(name) for name in SOURCES[source]).replace("<term>", term)
    program = _with_data(_packaged_program(), block)
    files = {
        "params/program.yml": program.encode(),
        f"params/terms/{term}.yml": _text("term.yml").replace("<term>", term).encode(),
        ".gitignore": b"/data/\n/build/\n/published/\n",
        **_empty_tables(program, term, with_optional=source == "folder"),
    }
    write_new({folder / name: content for name, content in files.items()})
    return Started(files=tuple(folder / name for name in files), steps=_steps(block))


def _check(term: str, source: str) -> None:
    problems = []
    if not re.fullmatch(TERM_ID, term):
        message = "a term's id holds letters, digits, '.', '_' and '-' only, and begins with a letter or digit"
        problems.append(Problem(rule="parameter", message=message, remedy="Write it as in 2026-fall.", file="--term"))
    if source not in SOURCES:
        message, remedy = f"there is no source '{source}'", f"Known are: {', '.join(SOURCES)}."
        meant = nearest(source, SOURCES)
        problems.append(
            Problem(rule="source-unknown", message=message, remedy=remedy, file="--source", suggestion=meant)
        )
    if problems:
        raise ParameterError(problems)


def _text(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")


def _packaged_program() -> str:
    return (packaged_folder() / "params" / "program.yml").read_text(encoding="utf-8")


def _with_data(program: str, block: str) -> str:
    """The packaged program.yml with another block `data:`; blank lines part its blocks."""
    parts = program.split("\n\n")
    return "\n\n".join(block.rstrip("\n") if part.startswith("data:") else part for part in parts)


def _steps(block: str) -> tuple[str, ...]:
    """The comment with which a block begins."""
    comment = itertools.takewhile(lambda line: line.startswith("#"), block.splitlines())
    return tuple(line.removeprefix("#").removeprefix(" ") for line in comment)


def _empty_tables(program: str, term: str, *, with_optional: bool) -> dict[str, bytes]:
    """The files that a person fills in: those of tables that program.yml does not find elsewhere."""
    settings = ProgramSettings.model_validate(yaml.safe_load(program))
    catalog = load_catalog()
    in_use = [catalog[name] for name in settings.instruments]
    tables = handed_tables(settings, in_use)
    path = settings.data.path_of(term)
    if settings.data.source == "workbook":
        return {path: workbook_of(tables, in_use)}
    if settings.data.source != "folder":
        return {}
    wanted = [
        table for table in tables if table.name not in settings.data.tables and (table.table.required or with_optional)
    ]
    return {f"{path}/{table.name}.csv": _header(table) for table in wanted}


def _header(table: HandedTable) -> bytes:
    return f"{','.join(field.name for field in table.fields)}\n".encode()
