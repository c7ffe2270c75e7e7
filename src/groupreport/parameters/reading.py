"""YAML to checked records: an unknown, missing or ill-typed key is named with its file and line."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from groupreport.errors import ParameterError, Problem
from groupreport.parameters.project import Project
from groupreport.parameters.records import Parameters, ProgramSettings, Stage, TermSettings

AnyRecord = TypeVar("AnyRecord", bound=BaseModel)
Place = tuple[str | int, ...]


class _UniqueKeyLoader(yaml.SafeLoader):
    """Plain YAML, except that a key given twice is refused instead of the first being lost."""


def _construct_mapping(loader: _UniqueKeyLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
        if key in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key '{key}' is given twice", key_node.start_mark)
        seen[key] = loader.construct_object(value_node, deep=True)  # type: ignore[no-untyped-call]
    return seen


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


def read_record(path: Path, record: type[AnyRecord], shown_as: str | None = None) -> AnyRecord:
    """Read one YAML file into one record.

    Raises:
        ParameterError: The file is absent, is not YAML, or says something that the record does not allow. Every
            problem names the line.
    """
    file = shown_as or path.as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_UniqueKeyLoader)
        given = yaml.load(text, Loader=_UniqueKeyLoader)
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "the file is not UTF-8 text"
        raise ParameterError(
            [Problem(rule="parameter-file", message=f"cannot be read: {reason}", remedy="Check the path.", file=file)]
        ) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = Problem(
            rule="parameter-syntax",
            message=f"is not valid YAML: {error.problem}",
            remedy="Mend the indentation, quote or bracket there.",
            file=file,
            line=mark.line + 1 if mark else None,
        )
        raise ParameterError([problem]) from error
    if not isinstance(given, dict):
        raise ParameterError(
            [
                Problem(
                    rule="parameter-file",
                    message="holds no `key: value` lines",
                    remedy=f"It needs: {', '.join(_required(record))}.",
                    file=file,
                )
            ]
        )
    try:
        return record.model_validate(given)
    except ValidationError as error:
        raise ParameterError([_problem(file, node, record, detail) for detail in error.errors()]) from error


def line_of_key(path: Path, place: Place) -> int | None:
    """The line of a YAML file on which a key or list entry stands, or None where the file cannot be read."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return None
    return None if node is None else _line_of(node, place)


def read_parameters(project: Project, term_id: str) -> Parameters:
    """Read `params/program.yml` and `params/terms/<term>.yml` of a project and check them together.

    Raises:
        ParameterError: A file is missing or wrong, or the two do not fit together.
    """
    if not project.program_file.is_file():
        problem = Problem(
            rule="project-missing",
            message=f"there is no groupreport project in {project.folder.resolve()}",
            remedy="Give its folder with --project, or make one with `groupreport init FOLDER`.",
            file="params/program.yml",
        )
        raise ParameterError([problem])
    if term_id not in project.terms:
        close = difflib.get_close_matches(term_id, project.terms, n=1)
        known = ", ".join(project.terms) or "none yet"
        problem = Problem(
            rule="term-unknown",
            message=f"there is no term '{term_id}'; known terms: {known}",
            remedy=f"Did you mean '{close[0]}'?" if close else "Add its file, with id, starts and ends.",
            file=f"params/terms/{term_id}.yml",
        )
        raise ParameterError([problem])
    settings = read_record(project.program_file, ProgramSettings, "params/program.yml")
    shown_term_file = f"params/terms/{term_id}.yml"
    term_settings = read_record(project.term_file(term_id), TermSettings, shown_term_file)
    problems = [*_term_problems(project, term_id, term_settings, shown_term_file)]
    problems += _stage_problems(settings.stages, "params/program.yml", "stages")
    for group_id, override in term_settings.overrides.items():
        problems += _stage_problems(override.stages, shown_term_file, f"overrides.{group_id}.stages")
    if problems:
        raise ParameterError(problems)
    return Parameters(settings=settings, term_settings=term_settings)


def _term_problems(project: Project, term_id: str, term: TermSettings, file: str) -> list[Problem]:
    problems = []
    if term.term.id != term_id:
        problems.append(
            Problem(
                rule="term-id",
                message=f"the file is named '{term_id}' but its id is '{term.term.id}'",
                remedy="Give both the same name.",
                file=file,
                column="term.id",
            )
        )
    if term.compare_with is not None and term.compare_with not in project.terms:
        problems.append(
            Problem(
                rule="term-unknown",
                message=f"compare_with names the unknown term '{term.compare_with}'",
                remedy=f"Known terms: {', '.join(project.terms)}. Leave the line out if there is nothing to compare.",
                file=file,
                column="compare_with",
            )
        )
    return problems


def _stage_problems(stages: dict[Stage, tuple[int, int]] | None, file: str, key: str) -> list[Problem]:
    problems = []
    previous_name, previous_last = "", 0
    for name, (first, last) in (stages or {}).items():
        if last < first or first <= previous_last:
            reason = "ends before it begins" if last < first else f"overlaps the stage '{previous_name}' before it"
            problems.append(
                Problem(
                    rule="stage-order",
                    message=f"the stage '{name}' ([{first}, {last}]) {reason}",
                    remedy="Give each stage its first and last session, in order, without overlap.",
                    file=file,
                    column=key,
                )
            )
        previous_name, previous_last = name, max(last, previous_last)
    return problems


def _problem(file: str, node: yaml.Node, record: type[BaseModel], detail: Any) -> Problem:  # noqa: ANN401 - pydantic's
    place: Place = tuple(part for part in detail["loc"] if not _is_union_branch(part))
    remedy = "See the README for the keys that a program may set."
    message = str(detail["msg"]).removeprefix("Value error, ")
    match detail["type"]:
        case "extra_forbidden":
            known = _fields_at(record, place[:-1])
            close = difflib.get_close_matches(str(place[-1]), known, n=1)
            message = f"unknown key '{place[-1]}'"
            remedy = f"Did you mean '{close[0]}'?" if close else f"Known here: {', '.join(known)}."
        case "missing":
            message = f"the key '{place[-1]}' is missing"
            remedy = "Add it."
        case "literal_error":
            message = f"must be one of {detail['ctx']['expected']}"
            remedy = "Write one of these."
        case "value_error":
            remedy = "Change one of the two."
        case _:
            remedy = f"Found a value of type {type(detail['input']).__name__}; correct it."
    return Problem(
        rule="parameter",
        message=message,
        remedy=remedy,
        file=file,
        line=_line_of(node, place),
        column=".".join(str(part) for part in place) or None,
    )


def _is_union_branch(part: str | int) -> bool:
    return isinstance(part, str) and (part.startswith(("literal[", "tuple[", "constrained-")))


def _line_of(node: yaml.Node, place: Place) -> int:
    line = int(node.start_mark.line) + 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                return line
            line, node = int(pair[0].start_mark.line) + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = int(node.start_mark.line) + 1
    return line


def _fields_at(record: type[BaseModel], place: Place) -> list[str]:
    fields: type[BaseModel] = record
    for part in place:
        if str(part) not in fields.model_fields:
            return sorted(fields.model_fields)
        annotation = fields.model_fields[str(part)].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return sorted(fields.model_fields)
        fields = annotation
    return sorted(fields.model_fields)


def _required(record: type[BaseModel]) -> list[str]:
    return [name for name, field in record.model_fields.items() if field.is_required()]
