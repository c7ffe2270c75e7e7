"""The frozen term: read, validated and written once; an unchanged input leaves it untouched."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import filelock

from groupreport.errors import InvalidDataError, ParameterError, Problem, SetupError
from groupreport.instruments import Instrument
from groupreport.intake.findings import Findings, in_order
from groupreport.intake.parquet import digest
from groupreport.intake.term import FORMAT, read_facts
from groupreport.intake.term_input import TermInput, read_input
from groupreport.intake.validation import ValidatedTables, validate
from groupreport.intake.writing import write_facts, write_tables
from groupreport.parameters import Parameters, Project

_PREVIOUS = "previous"


def freeze(
    project: Project,
    parameters: Parameters,
    catalog: Mapping[str, Instrument],
    *,
    today: datetime.date | None = None,
) -> Path:
    """Read, validate and write a term, and the term that it is compared with.

    The result is made beside its place and moved there when it is whole. It is left untouched while the files, the
    parameters and the catalog are the ones it was made from.

    Args:
        project: The program's folder.
        parameters: The program's and the term's settings.
        catalog: The questionnaires, from `load_catalog(project)`.
        today: Sessions after this day, of which nothing is recorded, lie ahead. Left out: the computer's date.

    Returns:
        The folder for `open_term`, `build/<term>/frozen`.

    Raises:
        InvalidDataError: The tables break the contract; every problem of both terms is listed.
        ParameterError: The parameters name what the data or the catalog do not have.
        SetupError: Another run is freezing this term.
    """
    today = today or datetime.date.today()
    given = read_input(project, parameters, catalog)
    build = project.build_folder(parameters.term.id)
    frozen = build / "frozen"
    if _is_current(frozen, given, today):
        return frozen
    validated = _validated(given, today)
    _raise_errors([problem for tables in validated for problem in tables.problems])
    build.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with filelock.FileLock(build / "frozen.lock", timeout=60, mode=0o600):
            for left_over in build.glob(".frozen-*"):
                shutil.rmtree(left_over)
            made = Path(tempfile.mkdtemp(prefix=".frozen-", dir=build))
            _write(made, given, validated)
            _move_into_place(made, frozen)
    except filelock.Timeout as error:
        raise SetupError(f"another run is freezing the term {parameters.term.id}; wait for it to end.") from error
    return frozen


def check_term(
    project: Project,
    parameters: Parameters,
    catalog: Mapping[str, Instrument],
    *,
    today: datetime.date | None = None,
) -> list[Problem]:
    """Everything that `freeze` would find, errors first; nothing is written and nothing raised.

    Args:
        project: The program's folder.
        parameters: The program's and the term's settings.
        catalog: The questionnaires, from `load_catalog(project)`.
        today: As in `freeze`.

    Raises:
        ParameterError: The parameters of the term to compare with cannot be read.
    """
    given = read_input(project, parameters, catalog)
    validated = _validated(given, today or datetime.date.today())
    return in_order(problem for tables in validated for problem in tables.problems)


def _validated(given: TermInput, today: datetime.date) -> list[ValidatedTables]:
    """This term's tables, then those of the term to compare with if there is one."""
    findings = Findings()
    findings.extend(given.found)
    own = validate(given.project, given.parameters, given.catalog, given.sources, findings, today)
    return [own, *(_validated(given.previous, today) if given.previous else [])]


def _raise_errors(problems: list[Problem]) -> None:
    errors = [problem for problem in in_order(problems) if problem.severity == "error"]
    if not errors:
        return
    if all(problem.file.startswith("params/") for problem in errors):
        raise ParameterError(errors)
    raise InvalidDataError([problem for problem in in_order(problems) if problem.severity != "info"])


def _write(folder: Path, given: TermInput, validated: list[ValidatedTables]) -> None:
    own, *others = validated
    if given.previous:
        (folder / _PREVIOUS).mkdir(mode=0o700)
        _write(folder / _PREVIOUS, given.previous, others)
    written = write_tables(folder, own.frames, own.tables, own.group_ids)
    catalog_entries = [entry.model_dump(mode="json") for entry in own.instruments.values()]
    facts: dict[str, Any] = {
        "format": FORMAT,
        "fingerprint": given.fingerprint,
        "next_session": own.next_session.isoformat() if own.next_session else None,
        "parameters": _without_path(given.parameters).model_dump(mode="json"),
        "instruments": catalog_entries,
        "collected": sorted(own.frames),
        "notes": [_sentence(problem) for problem in own.problems],
        "data_folder": given.sources.shown_folder,
        "inputs": given.sources.hashes,
        "previous": _PREVIOUS if given.previous else None,
        **written,
    }
    write_facts(folder, facts)


def _is_current(frozen: Path, given: TermInput, today: datetime.date) -> bool:
    """Whether the frozen term was made from this input and is still whole."""
    try:
        facts = read_facts(frozen)
    except InvalidDataError:
        return False
    if facts["fingerprint"] != given.fingerprint or _has_come(facts, today):
        return False
    previous = given.previous
    return _is_whole(frozen, facts) and (previous is None or _is_current(frozen / _PREVIOUS, previous, today))


def _has_come(facts: Mapping[str, Any], today: datetime.date) -> bool:
    return facts["next_session"] is not None and datetime.date.fromisoformat(facts["next_session"]) <= today


def _is_whole(frozen: Path, facts: Mapping[str, Any]) -> bool:
    expected = {f"whole/{name}.parquet": value for name, value in facts["whole"].items()}
    for part in facts["groups"].values():
        expected |= {f"groups/{part['folder']}/{name}.parquet": value for name, value in part["files"].items()}
    try:
        return all(digest((frozen / name).read_bytes()) == value for name, value in expected.items())
    except OSError:
        return False


def _move_into_place(made: Path, frozen: Path) -> None:
    old = frozen.with_name(f".frozen-old-{made.name.removeprefix('.frozen-')}")
    if frozen.exists():
        frozen.rename(old)
    made.rename(frozen)
    shutil.rmtree(old, ignore_errors=True)


def _without_path(parameters: Parameters) -> Parameters:
    """The parameters without a path of this machine: the frozen term can be handed on."""
    data = parameters.settings.data
    path = Path(data.path)
    if not path.is_absolute():
        return parameters
    settings = parameters.settings.model_copy(update={"data": data.model_copy(update={"path": path.name})})
    return parameters.model_copy(update={"settings": settings})


def _sentence(problem: Problem) -> str:
    """A problem as a sentence for a report's notes; it holds no value."""
    place = problem.file.rsplit("/", 1)[-1]
    if problem.column:
        place += f", column {problem.column}"
    if problem.line:
        place += f", line {problem.line}"
    times = f" ({problem.count} times; the first is named)" if problem.count > 1 else ""
    return f"{place}: {problem.message}{times}. {problem.remedy}"
