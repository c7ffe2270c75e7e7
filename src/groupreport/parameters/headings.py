"""The headings of notebooks in the language of a report: notebooks hold them in English."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from groupreport.errors import ParameterError, Problem
from groupreport.parameters.project import WORDING_FOLDER, Project
from groupreport.parameters.yaml_files import YamlFile, read_yaml

HEADINGS_FILE = "headings.yml"
_HEADING = re.compile(r"^(#{1,6} +)(.+?)( *)$", re.MULTILINE)


def read_headings(project: Project, language: str) -> dict[str, str]:
    """By heading as it stands in a notebook: the heading as it is printed, the program's own before the packaged.

    Raises:
        ParameterError: A file cannot be read, or a heading is not one line of text.
    """
    relative = f"{WORDING_FOLDER}/{language}/{HEADINGS_FILE}"
    found: dict[str, str] = {}
    for path in reversed(project.every(relative)):
        found |= _headings(read_yaml(path, relative))
    return found


def with_headings(markdown: str, headings: Mapping[str, str]) -> str:
    """The Markdown of a notebook's cell with its headings translated; one that has no translation stays as it is."""
    return _HEADING.sub(lambda found: f"{found[1]}{headings.get(found[2], found[2])}{found[3]}", markdown)


def headings_of(notebook: Path) -> list[str]:
    """Every heading that a stored notebook holds, in order; none where the file is no notebook."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # whoever runs the notebook says what is wrong with it
    return [found[2] for text in prose for found in _HEADING.finditer(text)]


def _headings(file: YamlFile) -> dict[str, str]:
    problems = [
        Problem(
            rule="wording-heading",
            message=f"the heading '{heading}' is translated as something that is not one line of text",
            remedy="Write the heading in quotes, on one line.",
            file=file.shown_as,
            line=file.line_of((heading,)),
        )
        for heading, said in file.values.items()
        if not (isinstance(said, str) and said.strip() and len(said.splitlines()) == 1)
    ]
    if problems:
        raise ParameterError(problems)
    return {heading: str(said).strip() for heading, said in file.values.items()}
