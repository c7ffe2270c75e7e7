"""What `groupreport check` does: read everything, and hold what is wrong with it as a list."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from groupreport.command_line.chosen_term import term_of
from groupreport.command_line.messages import say, show
from groupreport.command_line.own_wording import check_own_wording
from groupreport.command_line.quality import tables_of_quality
from groupreport.display.plain_table import PlainTable
from groupreport.error_list import ErrorList
from groupreport.error_list.as_csv import as_csv
from groupreport.error_list.as_json import as_json
from groupreport.error_list.saving import save_privately
from groupreport.error_list.terminal import OnTerminal, as_text, explained
from groupreport.error_list.words import totals
from groupreport.errors import ParameterError, Problem, ProblemsError
from groupreport.parameters import Parameters, Project, read_parameters
from groupreport.rules import RULES

Result = TypeVar("Result")


def check_project(folder: Path, term: str | None, *, show_values: bool) -> ErrorList:
    """Read a project's parameters and one term's tables; everything that is wrong is in the list.

    Args:
        folder: The project's folder.
        term: The term's id; None where the project has only one.
        show_values: Whether wrong values are shown.
    """
    from groupreport.instruments import load_catalog
    from groupreport.intake import inspect_term
    from groupreport.publishing.brand import read_brand

    home = Project(folder)
    found: list[Problem] = []
    tables: tuple[PlainTable, ...] = ()
    term_id = _or_noted(lambda: term_of(home, term), found)
    parameters = _or_noted(lambda: read_parameters(home, term_id), found) if term_id else None
    catalog = _or_noted(lambda: load_catalog(home), found)
    if parameters is not None:
        language = parameters.settings.language
        look = parameters.settings.brand
        _or_noted(lambda: check_own_wording(home, language), found)
        _or_noted(lambda: read_brand(home, look), found)
    if parameters is not None and catalog is not None:
        given, known = parameters, catalog
        inspected = _or_noted(lambda: inspect_term(home, given, known), found)
        if inspected is not None:
            found += inspected.problems
            tables = tables_of_quality(inspected.term, folder) if inspected.term else ()
    return ErrorList(
        project=folder.resolve().name,
        program=_program(parameters),
        term=term_id or "",
        problems=tuple(found),
        tables=tables,
        show_values=show_values,
    )


def give_list(listed: ErrorList, form: str, output: Path | None, folder: Path) -> None:
    """Print the list, or write it to a file that only its owner can read.

    Args:
        listed: What was found.
        form: `table`, `json`, `csv` or `html`.
        output: The file; None to print.
        folder: The project's folder, whose templates a page takes.
    """
    if form == "table" and output is None:
        show(OnTerminal(listed))
        return
    text = _written(listed, form, Project(folder))
    if output is None:
        say(text.rstrip("\n"))
        return
    mark = "\ufeff" if form == "csv" else ""  # without it spreadsheet programs take the letters for another encoding
    save_privately(output, f"{mark}{text}".encode())
    say(f"wrote {output}: {totals(listed)}")


def explain_rule(rule: str) -> None:
    """Say what a rule means, why it matters and how to mend it.

    Raises:
        ParameterError: There is no such rule.
    """
    if rule not in RULES:
        problem = Problem(
            rule="rule-unknown",
            message=f"there is no rule '{rule}'",
            remedy="The page about the rules lists them all.",
            file="--explain",
            suggestion=next(iter(difflib.get_close_matches(rule, RULES, n=1)), None),
        )
        raise ParameterError([problem])
    show(*explained(rule))


def _written(listed: ErrorList, form: str, project: Project) -> str:
    match form:
        case "json":
            return as_json(listed)
        case "csv":
            return as_csv(listed)
        case "html":
            from groupreport.error_list.as_html import as_html  # heavy, and only for a page

            return as_html(listed, project)
        case _:
            return as_text(listed)


def _or_noted(work: Callable[[], Result], found: list[Problem]) -> Result | None:
    """What the work gives, or None where it found problems; these are noted."""
    try:
        return work()
    except ProblemsError as error:
        found += error.problems
        return None


def _program(parameters: Parameters | None) -> str:
    return parameters.settings.program.name if parameters else ""
