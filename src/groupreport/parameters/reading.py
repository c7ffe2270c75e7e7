"""Parameter files to checked records: what a program sets is right before anything else begins."""

from __future__ import annotations

import difflib
import json
import typing
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from groupreport.errors import ParameterError, Problem
from groupreport.parameters.complaints import problems_of
from groupreport.parameters.project import WORDING_FOLDER, Project
from groupreport.parameters.records import Parameters, ProgramSettings, SessionRange, Stage, TermSettings
from groupreport.parameters.yaml_files import Place, YamlFile, read_yaml

AnyRecord = TypeVar("AnyRecord", bound=BaseModel)


def read_record(path: Path, record: type[AnyRecord], shown_as: str | None = None) -> AnyRecord:
    """Read one YAML file into one record.

    Values are taken strictly: text is no number, `yes` is no 1, a day is written YYYY-MM-DD.

    Raises:
        ParameterError: The file is absent, is not YAML, or says something that the record does not allow. Every
            problem names the line.
    """
    return _checked(read_yaml(path, shown_as), record)


def read_overlaid(project: Project, relative: str, record: type[AnyRecord]) -> AnyRecord:
    """Read one file of words into one record: what the program's own says, else what the packaged one says.

    Args:
        project: The program's folder.
        relative: The file's place in it and in the package.
        record: What the two together must be.

    Raises:
        ParameterError: There is neither file, or they say something that the record does not allow.
    """
    files = [read_yaml(path, relative) for path in project.every(relative)]
    if not files:
        project.find(relative)  # raises, and names the file
    values: dict[str, Any] = {}
    for file in reversed(files):
        values = _overlaid(values, file.values)
    return _checked(YamlFile(shown_as=relative, values=values, root=files[0].root), record)


def _overlaid(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Key by key, and so within blocks of keys; a list is replaced as a whole."""
    both = {
        name: _overlaid(under[name], value)
        for name, value in over.items()
        if isinstance(value, dict) and isinstance(under.get(name), dict)
    }
    return {**under, **over, **both}


def read_parameters(project: Project, term_id: str) -> Parameters:
    """Read `params/program.yml` and `params/terms/<term>.yml` of a project and check them together.

    Raises:
        ParameterError: A file is missing or wrong, or the two do not fit together; the problems of both are listed.
    """
    _require_files(project, term_id)
    problems: list[Problem] = []
    shown_term_file = f"params/terms/{term_id}.yml"
    settings = _read(project.program_file, ProgramSettings, "params/program.yml", problems)
    term_settings = _read(project.term_file(term_id), TermSettings, shown_term_file, problems)
    if settings is not None:
        file, program = settings
        problems += _stage_problems(program.stages, file, ("stages",))
        problems += _language_problems(project, program.language, file)
    if term_settings is not None:
        file, term = term_settings
        problems += _term_problems(project, term_id, term, file)
        for group_id, override in term.overrides.items():
            problems += _stage_problems(override.stages, file, ("overrides", group_id, "stages"))
    if problems or settings is None or term_settings is None:
        raise ParameterError(problems)
    return Parameters(settings=settings[1], term_settings=term_settings[1])


def read_program(project: Project) -> ProgramSettings:
    """Read `params/program.yml` alone, for what concerns no single term.

    Raises:
        ParameterError: The file is missing or wrong.
    """
    _require_program(project)
    file = read_yaml(project.program_file, "params/program.yml")
    settings = _checked(file, ProgramSettings)
    problems = _stage_problems(settings.stages, file, ("stages",))
    problems += _language_problems(project, settings.language, file)
    if problems:
        raise ParameterError(problems)
    return settings


def _read(
    path: Path, record: type[AnyRecord], shown_as: str, problems: list[Problem]
) -> tuple[YamlFile, AnyRecord] | None:
    try:
        file = read_yaml(path, shown_as)
        return file, _checked(file, record)
    except ParameterError as error:
        problems += error.problems
        return None


def _checked(file: YamlFile, record: type[AnyRecord]) -> AnyRecord:
    try:
        # Strict reading of Python values would refuse lists for tuples and text for days; of JSON it allows just these.
        return record.model_validate_json(json.dumps(file.values), strict=True)
    except ValidationError as error:
        raise ParameterError(problems_of(file, record, error)) from error


def _require_program(project: Project) -> None:
    if not project.program_file.is_file():
        problem = Problem(
            rule="project-missing",
            message=f"there is no groupreport project in {project.folder.resolve()}",
            remedy="Give its folder with --project, or make one with `groupreport init FOLDER`.",
            file="params/program.yml",
        )
        raise ParameterError([problem])


def _require_files(project: Project, term_id: str) -> None:
    _require_program(project)
    if term_id not in project.terms:
        close = difflib.get_close_matches(term_id, project.terms, n=1)
        known = ", ".join(project.terms) or "none yet"
        problem = Problem(
            rule="term-unknown",
            message=f"there is no term '{term_id}'; known terms: {known}",
            remedy="Name one of these, or add its file with id, starts and ends.",
            file=f"params/terms/{term_id}.yml",
            suggestion=close[0] if close else None,
        )
        raise ParameterError([problem])


def _language_problems(project: Project, language: str, file: YamlFile) -> list[Problem]:
    known = project.languages
    if language in known:
        return []
    close = difflib.get_close_matches(language, known, n=1)
    message = f"is '{language}', a language that reports cannot be written in"
    remedy = (
        f"Name one of {', '.join(known)}, or translate the folder {WORDING_FOLDER}/en to {WORDING_FOLDER}/{language}."
    )
    return [_problem("language-unknown", message, remedy, file, ("language",), close[0] if close else None)]


def _term_problems(project: Project, term_id: str, term: TermSettings, file: YamlFile) -> list[Problem]:
    problems = []
    if term.term.id != term_id:
        message = f"the file is named '{term_id}' but its id is '{term.term.id}'"
        problems.append(_problem("term-id", message, "Give both the same name.", file, ("term", "id")))
    if term.compare_with == term_id:
        message, remedy = "names the term itself", "Name an earlier term, or leave the line out."
        problems.append(_problem("term-itself", message, remedy, file, ("compare_with",)))
    elif term.compare_with is not None and term.compare_with not in project.terms:
        close = difflib.get_close_matches(term.compare_with, project.terms, n=1)
        message = f"names the term '{term.compare_with}', which has no file in params/terms"
        remedy = f"Known terms: {', '.join(project.terms)}. Leave the line out if there is nothing to compare."
        near = close[0] if close else None
        problems.append(_problem("term-unknown", message, remedy, file, ("compare_with",), near))
    return problems


def _stage_problems(stages: Mapping[Stage, SessionRange] | None, file: YamlFile, key: Place) -> list[Problem]:
    problems = []
    before: Stage | None = None
    last_before = 0
    for name in typing.get_args(Stage):
        if name not in (stages or {}):
            continue
        first, last = (stages or {})[name]
        if last < first or first <= last_before:
            reason = (
                "ends before it begins" if last < first else f"overlaps the stage '{before}', which comes before it"
            )
            message = f"the stage '{name}' ([{first}, {last}]) {reason}"
            remedy = "Give each stage its first and last session, in order, without overlap."
            problems.append(_problem("stage-order", message, remedy, file, (*key, name)))
        before, last_before = name, max(last, last_before)
    return problems


def _problem(
    rule: str, message: str, remedy: str, file: YamlFile, place: Place, suggestion: str | None = None
) -> Problem:
    return Problem(
        rule=rule,
        message=message,
        remedy=remedy,
        file=file.shown_as,
        line=file.line_of(place),
        column=".".join(map(str, place)),
        suggestion=suggestion,
    )
