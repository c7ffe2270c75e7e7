"""A term made: its tables validated and written beside their place, then moved there whole."""

from __future__ import annotations

import datetime
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import filelock

from groupreport.errors import InvalidDataError, ParameterError, Problem, SetupError, SourceError
from groupreport.intake.checked_term import CheckedTerm
from groupreport.intake.condensing import in_order
from groupreport.intake.data_notes import data_notes
from groupreport.intake.findings import Findings
from groupreport.intake.term import FORMAT, PREVIOUS
from groupreport.intake.term_input import TermInput
from groupreport.intake.validation import ValidatedTables, validate
from groupreport.intake.writing import write_facts, write_tables
from groupreport.parameters import Parameters


def make_frozen(frozen: Path, given: TermInput, today: datetime.date) -> None:
    """Validate a term and put it in place of what is there.

    Raises:
        InvalidDataError: The tables break the contract; nothing is written.
        ParameterError: The parameters name what the data do not have.
        SetupError: Another run is freezing this term.
        SourceError: The data cannot be fetched for a reason outside of them and of the parameters.
    """
    validated = _validated(given, today)
    _raise_errors([problem for tables in validated for problem in tables.problems])
    build = frozen.parent
    build.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with filelock.FileLock(build / "frozen.lock", timeout=60, mode=0o600):
            for left_over in build.glob(".frozen-*"):
                shutil.rmtree(left_over)
            made = Path(tempfile.mkdtemp(prefix=".frozen-", dir=build))
            _write(made, given, validated)
            _move_into_place(made, frozen)
    except filelock.Timeout as error:
        term_id = given.parameters.term.id
        raise SetupError(f"another run is freezing the term {term_id}; wait for it to end.") from error


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """What was found in a term's files without writing anything.

    Attributes:
        problems: Everything that is wrong, or was noticed, with the term and the one to compare with; errors first.
        term: The term itself, to be summarized; None if its own tables have an error.
    """

    problems: tuple[Problem, ...]
    term: CheckedTerm | None


def inspect(given: TermInput, today: datetime.date) -> Inspection:
    """Validate a term and the one to compare with, and keep this term's tables."""
    validated = _validated(given, today)
    own = validated[0]
    term = CheckedTerm(
        parameters=given.parameters,
        instruments=own.instruments,
        group_ids=own.group_ids,
        _tables=own.tables,
        _frames=own.frames,
    )
    problems = in_order(problem for tables in validated for problem in tables.problems)
    return Inspection(problems=tuple(problems), term=None if own.errors else term)


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
    if all(problem.is_outside for problem in errors):
        raise SourceError(errors)
    if all(problem.file.startswith("params/") for problem in errors):
        raise ParameterError(errors)
    raise InvalidDataError([problem for problem in in_order(problems) if problem.severity != "info"])


def _write(folder: Path, given: TermInput, validated: list[ValidatedTables]) -> None:
    own, *others = validated
    if given.previous:
        (folder / PREVIOUS).mkdir(mode=0o700)
        _write(folder / PREVIOUS, given.previous, others)
    written = write_tables(folder, own.frames, own.tables, own.group_ids)
    catalog_entries = [entry.model_dump(mode="json") for entry in own.instruments.values()]
    facts: dict[str, Any] = {
        "format": FORMAT,
        "fingerprint": given.fingerprint,
        "next_session": own.next_session.isoformat() if own.next_session else None,
        "parameters": _without_path(given.parameters).model_dump(mode="json"),
        "instruments": catalog_entries,
        "collected": sorted(own.frames),
        "notes": [note.frozen for note in data_notes(own.problems)],
        "restricted": [_place(problem) for problem in own.problems if problem.restricts],
        "data_folder": given.sources.shown_folder,
        "inputs": given.sources.hashes,
        "previous": PREVIOUS if given.previous else None,
        "earlier_edition": given.earlier.model_dump(mode="json") if given.earlier else None,
        **written,
    }
    write_facts(folder, facts)


def _move_into_place(made: Path, frozen: Path) -> None:
    old = frozen.with_name(f".frozen-old-{made.name.removeprefix('.frozen-')}")
    if frozen.exists():
        frozen.rename(old)
    made.rename(frozen)
    shutil.rmtree(old, ignore_errors=True)


def _without_path(parameters: Parameters) -> Parameters:
    """The parameters without a path of this machine: the frozen term can be handed on."""
    settings = parameters.settings.model_copy(update={"data": parameters.settings.data.without_paths()})
    return parameters.model_copy(update={"settings": settings})


def _place(problem: Problem) -> str:
    """The file's name, and as far as they are known its sheet, the column and the cell."""
    parts = [
        problem.file.rsplit("/", 1)[-1],
        *([f"sheet {problem.sheet}"] if problem.sheet else []),
        *([f"column {problem.column}"] if problem.column else []),
        *([f"cell {problem.cell}"] if problem.cell else []),
    ]
    return ", ".join(parts)
