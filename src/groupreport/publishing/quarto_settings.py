"""What a program's own `_quarto.yml` must keep, so that Quarto makes the pages that are promised."""

from __future__ import annotations

from typing import Any

from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Project, packaged_folder
from groupreport.parameters.yaml_files import Place, YamlFile, read_yaml

PROJECT_FILE = "_quarto.yml"
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

    Filters may be added; what else is kept has the packaged file's value.

    Raises:
        ParameterError: A setting differs; the problem names it and its line.
    """
    own = project.folder / PROJECT_FILE
    if not own.is_file():
        return
    given, packaged = read_yaml(own, PROJECT_FILE), read_yaml(packaged_folder() / PROJECT_FILE)
    problems = [_lost(given, place) for place in _KEPT if not _is_kept(_at(given, place), _at(packaged, place))]
    if problems:
        raise ParameterError(problems)


def _at(file: YamlFile, place: Place) -> Any:  # noqa: ANN401 - YAML
    value: Any = file.values
    for part in place:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _is_kept(given: Any, needed: Any) -> bool:  # noqa: ANN401 - YAML
    if isinstance(needed, list) and isinstance(given, list):
        return [one for one in given if one in needed] == needed
    return bool(given == needed)


def _lost(given: YamlFile, place: Place) -> Problem:
    key = ".".join(map(str, place))
    return Problem(
        rule="quarto-settings",
        message=f"`{key}` is not as in the file that comes with groupreport, so pages would not be as promised",
        remedy="Put its value there, remove the file where it belongs to something else, or use --renderer embedded.",
        file=given.shown_as,
        line=given.line_of(place),
    )
