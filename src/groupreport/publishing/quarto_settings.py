"""What a program's own `_quarto.yml` must keep, so that Quarto makes the pages that are promised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Project, packaged_folder
from groupreport.parameters.yaml_files import Place, YamlFile, read_yaml

PROJECT_FILE = "_quarto.yml"
TEMPLATES_FOLDER = "templates"
_BARE = re.compile(r"[\w-]+")
# The templates hold the confidentiality line and the page's policy; the filters bring what the templates state.
_KEPT: tuple[Place, ...] = (
    ("project", "render"),
    ("filters",),
    ("format", "html", "template"),
    ("format", "html", "minimal"),
    ("format", "typst", "template-partials"),
    ("format", "typst", "pdf-standard"),
)


def check_quarto_settings(project: Project) -> None:
    """Refuse a `_quarto.yml` of the program's own whose pages would lack their lines, their policy or their tags.

    Filters may be added, as files in `templates/`; what else is kept has the packaged file's value.

    Raises:
        ParameterError: A setting differs, or a filter is nowhere; the problem names it and its line.
    """
    own = project.folder / PROJECT_FILE
    if not own.is_file():
        return
    given, packaged = read_yaml(own, PROJECT_FILE), _packaged()
    problems = [_lost(given, place) for place in _KEPT if not _is_kept(_at(given, place), _at(packaged, place))]
    problems += [
        _not_found(given, number, path) for number, path in _added_filters(given) if not _is_template(project, path)
    ]
    if problems:
        raise ParameterError(problems)


def own_filters(project: Project) -> list[str]:
    """The files of the filters that a program adds, by their names from its folder."""
    own = project.folder / PROJECT_FILE
    return [path for _, path in _added_filters(read_yaml(own, PROJECT_FILE))] if own.is_file() else []


def _added_filters(given: YamlFile) -> list[tuple[int, str]]:
    """Each with its place in the list; a bare name such as `citeproc` is Quarto's own and has no file."""
    listed, packaged = _at(given, ("filters",)), _at(_packaged(), ("filters",))
    if not isinstance(listed, list):
        return []
    paths = [
        (number, str(one.get("path") if isinstance(one, dict) else one))
        for number, one in enumerate(listed)
        if one not in packaged
    ]
    return [(number, path) for number, path in paths if not _BARE.fullmatch(path)]


def _is_template(project: Project, path: str) -> bool:
    folder = (project.folder / TEMPLATES_FOLDER).resolve()
    file = (project.folder / path).resolve()
    return not Path(path).is_absolute() and file.is_file() and folder in file.parents


def _packaged() -> YamlFile:
    return read_yaml(packaged_folder() / PROJECT_FILE)


def _at(file: YamlFile, place: Place) -> Any:  # noqa: ANN401 - YAML
    value: Any = file.values
    for part in place:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _is_kept(given: Any, needed: Any) -> bool:  # noqa: ANN401 - YAML
    if isinstance(needed, list) and isinstance(given, list):
        return [one for one in given if one in needed] == needed
    return bool(given == needed)


def _not_found(given: YamlFile, number: int, path: str) -> Problem:
    return Problem(
        rule="quarto-settings",
        message=f"there is no filter `{path}` in the program's own `{TEMPLATES_FOLDER}/`, where reports look for it",
        remedy=f"Put the filter's file into `{TEMPLATES_FOLDER}/` and name it `{TEMPLATES_FOLDER}/...`.",
        file=given.shown_as,
        line=given.line_of(("filters", number)),
    )


def _lost(given: YamlFile, place: Place) -> Problem:
    key = ".".join(map(str, place))
    return Problem(
        rule="quarto-settings",
        message=f"`{key}` is not as in the file that comes with groupreport, so pages would not be as promised",
        remedy="Put its value there, remove the file where it belongs to something else, or use --renderer embedded.",
        file=given.shown_as,
        line=given.line_of(place),
    )
