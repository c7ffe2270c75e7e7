"""The catalog: the packaged questionnaires and a program's own, one YAML file each."""

from __future__ import annotations

import difflib
from pathlib import Path

from groupreport.errors import ParameterError, Problem
from groupreport.instruments.records import Instrument
from groupreport.parameters import Project, read_record

_PACKAGED = Path(__file__).resolve().parent
_SHOWN = "instruments/catalog"
_OWN = "params/instruments"


def load_catalog(project: Project | None = None) -> dict[str, Instrument]:
    """Read every questionnaire that a program can use, by id in alphabetical order.

    A file in the project's `params/instruments/` adds a questionnaire, or replaces the packaged one of the same id
    as a whole.

    Raises:
        ParameterError: An entry is wrong; every problem of every file is listed with file, line and key.
    """
    own_folder = project.folder / _OWN if project else None
    catalog: dict[str, Instrument] = {}
    problems: list[Problem] = []
    for folder, shown_folder in ((_PACKAGED, _SHOWN), (own_folder, _OWN)):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.iterdir()):
            shown_as = f"{shown_folder}/{path.name}"
            if path.suffix == ".yaml":
                problems.append(_misnamed(shown_as, "the ending is .yaml", f"Rename it to {path.stem}.yml."))
            if path.suffix != ".yml":
                continue
            try:
                instrument = read_record(path, Instrument, shown_as)
            except ParameterError as error:
                problems += error.problems
                continue
            if instrument.id != path.stem:
                message = f"the file is named '{path.stem}' but its id is '{instrument.id}'"
                problems.append(_misnamed(shown_as, message, "Give both the same name."))
            catalog[instrument.id] = instrument
    problems += _strangers(project, catalog)
    if problems:
        raise ParameterError(problems)
    return dict(sorted(catalog.items()))


def where_from(project: Project | None, instrument_id: str) -> str:
    """The file that a questionnaire of the catalog comes from, as a message names it."""
    own = f"{_OWN}/{instrument_id}.yml"
    return own if project is not None and (project.folder / own).is_file() else f"{_SHOWN}/{instrument_id}.yml"


def _strangers(project: Project | None, catalog: dict[str, Instrument]) -> list[Problem]:
    return [
        Problem(
            rule="instrument-file",
            message=f"confusable_with names '{name}', which is not in the catalog",
            remedy="Write the id of a questionnaire of the catalog or of params/instruments/.",
            file=where_from(project, instrument.id),
            suggestion=next(iter(difflib.get_close_matches(name, catalog, n=1)), None),
        )
        for instrument in catalog.values()
        for name in instrument.confusable_with
        if name not in catalog
    ]


def _misnamed(file: str, message: str, remedy: str) -> Problem:
    return Problem(rule="instrument-file", message=message, remedy=remedy, file=file)
