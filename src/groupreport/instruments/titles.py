"""The names of questionnaires and scales in the language of a report; what is not translated keeps the catalog's."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from groupreport.errors import ParameterError, Problem
from groupreport.instruments.records import Instrument
from groupreport.parameters import WORDING_FOLDER, Project
from groupreport.parameters.yaml_files import YamlFile, read_yaml

TITLES_FILE = "instruments.yml"


def with_titles(catalog: Mapping[str, Instrument], project: Project, language: str) -> dict[str, Instrument]:
    """The catalog with the names that `templates/wording/<language>/instruments.yml` gives.

    A file holds a block a questionnaire: `phq9: {name: ..., scales: {total: ...}}`. The program's own wins over the
    packaged one.

    Raises:
        ParameterError: A file names a questionnaire or a scale that the catalog does not have, or gives it no name.
    """
    relative = f"{WORDING_FOLDER}/{language}/{TITLES_FILE}"
    titled = dict(catalog)
    for path in reversed(project.every(relative)):
        file = read_yaml(path, relative)
        problems = list(_problems(file, catalog))
        if problems:
            raise ParameterError(problems)
        titled |= {name: _titled(titled[name], given) for name, given in file.values.items()}
    return titled


def _titled(instrument: Instrument, given: Mapping[str, Any]) -> Instrument:
    labels = given.get("scales", {})
    scales = tuple(
        scale.model_copy(update={"label": labels[scale.scale]}) if scale.scale in labels else scale
        for scale in instrument.scales
    )
    return instrument.model_copy(update={"name": given.get("name", instrument.name), "scales": scales})


def _problems(file: YamlFile, catalog: Mapping[str, Instrument]) -> Iterator[Problem]:
    for name, given in file.values.items():
        if name not in catalog:
            yield _problem(file, (name,), f"names the questionnaire '{name}', which the catalog does not have", catalog)
            continue
        if not isinstance(given, dict):
            yield _problem(file, (name,), f"must give '{name}' a name or names of scales")
            continue
        for key in given.keys() - {"name", "scales"}:
            yield _problem(file, (name, key), f"holds the unknown key '{key}'", ("name", "scales"))
        labels = given.get("scales", {})
        if not isinstance(labels, dict):
            yield _problem(file, (name, "scales"), f"must give the scales of '{name}' as `scale: name` lines")
            continue
        known = [scale.scale for scale in catalog[name].scales]
        for scale, label in labels.items():
            if scale not in known:
                yield _problem(file, (name, "scales", scale), f"names the scale '{scale}', which '{name}' lacks", known)
            elif not _is_name(label):
                yield _problem(file, (name, "scales", scale), f"gives the scale '{scale}' no name")
        if "name" in given and not _is_name(given["name"]):
            yield _problem(file, (name, "name"), f"gives '{name}' no name")


def _is_name(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _problem(file: YamlFile, place: tuple[str, ...], message: str, known: Iterable[str] = ()) -> Problem:
    return Problem(
        rule="wording-override",
        message=message,
        remedy="Correct it; `groupreport instruments` lists the questionnaires and their scales.",
        file=file.shown_as,
        line=file.line_of(place),
        suggestion=next(iter(difflib.get_close_matches(place[-1], list(known), n=1)), None),
    )
