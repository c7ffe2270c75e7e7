"""The frozen term: read, validated and written once; an unchanged input leaves it untouched."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groupreport.errors import InvalidDataError, Problem
from groupreport.instruments import Instrument
from groupreport.intake.earlier_edition import EarlierEdition
from groupreport.intake.hashes import digest
from groupreport.intake.term import PREVIOUS, read_facts
from groupreport.intake.term_input import TermInput, read_input
from groupreport.parameters import Parameters, Project

if TYPE_CHECKING:
    from groupreport.intake.making import Inspection


def freeze(
    project: Project,
    parameters: Parameters,
    catalog: Mapping[str, Instrument],
    *,
    earlier: EarlierEdition | None = None,
    today: datetime.date | None = None,
) -> Path:
    """Read, validate and write a term, and the term that it is compared with.

    The result is made beside its place and moved there when it is whole. It is left untouched while the files, the
    parameters and the catalog are the ones it was made from.

    Args:
        project: The program's folder.
        parameters: The program's and the term's settings.
        catalog: The questionnaires, from `load_catalog(project)`.
        earlier: How the term to compare with was last published; None where that is not known.
        today: Sessions after this day, of which nothing is recorded, lie ahead. Left out: the computer's date.

    Returns:
        The folder for `open_term`, `build/<term>/frozen`.

    Raises:
        InvalidDataError: The tables break the contract; every problem of both terms is listed.
        ParameterError: The parameters name what the data or the catalog do not have.
        SetupError: Another run is freezing this term.
        SourceError: The data cannot be fetched for a reason outside of them and of the parameters.
    """
    today = today or datetime.date.today()
    given = read_input(project, parameters, catalog, earlier=earlier)
    frozen = project.build_folder(parameters.term.id) / "frozen"
    if _is_current(frozen, given, today):
        return frozen
    from groupreport.intake.making import make_frozen  # heavy, and not needed where nothing has changed

    make_frozen(frozen, given, today)
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
    return list(inspect_term(project, parameters, catalog, today=today).problems)


def inspect_term(
    project: Project,
    parameters: Parameters,
    catalog: Mapping[str, Instrument],
    *,
    today: datetime.date | None = None,
) -> Inspection:
    """The problems that `check_term` lists, and the term itself where its tables have no error.

    The arguments and what is raised are as for `check_term`; nothing is written.
    """
    from groupreport.intake.making import inspect

    return inspect(read_input(project, parameters, catalog), today or datetime.date.today())


def _is_current(frozen: Path, given: TermInput, today: datetime.date) -> bool:
    """Whether the frozen term was made from this input and is still whole."""
    try:
        facts = read_facts(frozen)
    except InvalidDataError:
        return False
    if facts["fingerprint"] != given.fingerprint or _has_come(facts, today):
        return False
    previous = given.previous
    return _is_whole(frozen, facts) and (previous is None or _is_current(frozen / PREVIOUS, previous, today))


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
