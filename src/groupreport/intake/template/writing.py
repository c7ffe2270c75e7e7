"""The template's files, made for one program's questionnaires and characteristics, or for the packaged ones."""

from __future__ import annotations

from pathlib import Path

from groupreport.errors import ParameterError, SetupError
from groupreport.instruments import Instrument, load_catalog
from groupreport.intake.checks.settings import instruments_in_use
from groupreport.intake.findings import Findings
from groupreport.intake.new_files import write_new
from groupreport.intake.template.fields import handed_tables
from groupreport.intake.template.schemas import schema_files
from groupreport.intake.template.workbook import workbook_of
from groupreport.parameters import ProgramSettings, Project, packaged_folder, read_program


def write_workbook(path: Path, project: Project | None = None) -> None:
    """Write the workbook to fill in.

    Raises:
        ParameterError: The program's settings are wrong.
        SetupError: The name does not end in .xlsx, or something else is there already.
    """
    if path.suffix.lower() != ".xlsx":
        raise SetupError(f"{path} does not end in .xlsx; a workbook's name does. Nothing was written.")
    settings, in_use = _program(project)
    write_new({path: workbook_of(handed_tables(settings, in_use), in_use)})


def write_schemas(folder: Path, project: Project | None = None) -> list[Path]:
    """Write `<table>.schema.json` for every table and a `datapackage.json`; returns their paths.

    Raises:
        ParameterError: The program's settings are wrong.
        SetupError: Something else is there already under one of the names.
    """
    settings, in_use = _program(project)
    files = {folder / name: content for name, content in schema_files(settings, in_use).items()}
    write_new(files)
    return list(files)


def _program(project: Project | None) -> tuple[ProgramSettings, tuple[Instrument, ...]]:
    """A program's settings and its questionnaires; the packaged ones where there is no program yet."""
    home = project or Project(packaged_folder())
    findings = Findings()
    settings = read_program(home)
    in_use = instruments_in_use(home, settings, load_catalog(project), findings)
    if findings.errors:
        raise ParameterError(findings.errors)
    return settings, tuple(in_use.values())
