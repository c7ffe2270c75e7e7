"""What all reports of a term were made from and with, beside its data: files, settings, questionnaires and seeds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from groupreport.parameters import Project, Record
from groupreport.publishing.keys import digest, file_digest
from groupreport.seeds import SEEDS

if TYPE_CHECKING:
    from groupreport.intake import Term

_NOTEBOOKS, _TEMPLATES, _PARAMS = "reports", "templates", "params"


class Questionnaire(Record):
    """Which entry of the catalog, or of the program's own, scored a questionnaire."""

    version: int
    sha256: str


class Ingredients(Record):
    """Everything beside the data that a term's reports follow from.

    files: the SHA-256 of every file of parameters, notebook and template in use, by its path from the project's folder.
    settings: the values of all parameters that can change a report, given or by default; never where data come from.
    policy: SHA-256 of the rules that funders' numbers are protected by. fonts: of the fonts that pages are set in.
    """

    files: dict[str, str]
    settings: dict[str, Any]
    instruments: dict[str, Questionnaire]
    policy: str
    fonts: str
    seeds: dict[str, int]


def ingredients_of(project: Project, term: Term) -> Ingredients:
    """What the reports of a term are made from now."""
    parameters = term.parameters
    settings = parameters.settings.model_dump(mode="json", exclude={"data", "render"})
    settings["audiences"]["evaluator"].pop("pseudonym_key_file")  # a place on this machine
    templates = {**project.find_all(_TEMPLATES, "*"), "_quarto.yml": project.find("_quarto.yml")}
    used = {**_own_parameters(project, term), **project.find_all(_NOTEBOOKS, "*.ipynb"), **templates}
    return Ingredients(
        files={name: file_digest(path) for name, path in sorted(used.items())},
        settings={**settings, "term": parameters.term_settings.model_dump(mode="json")},
        instruments={
            entry.id: Questionnaire(version=entry.version, sha256=digest(entry.model_dump(mode="json")))
            for entry in term.instruments.values()
        },
        policy=digest(settings["audiences"]["funder"]),
        fonts=digest({name: file_digest(path) for name, path in templates.items() if "/fonts/" in name}),
        seeds=dict(SEEDS),
    )


def _own_parameters(project: Project, term: Term) -> dict[str, Path]:
    """The program's own files of parameters that this term's reports depend on."""
    folder = project.folder / _PARAMS
    terms = [term.parameters.term.id, term.parameters.term_settings.compare_with]
    files = [project.program_file, *(project.term_file(name) for name in terms if name)]
    files += sorted((folder / "instruments").glob("*.yml"))
    return {path.relative_to(project.folder).as_posix(): path for path in files if path.is_file()}
