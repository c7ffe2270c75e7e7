"""The term that a command is about: never another one by default."""

from __future__ import annotations

from groupreport.errors import ParameterError, Problem
from groupreport.parameters.project import Project


def term_of(project: Project, term: str | None) -> str:
    """The term that was named, or the project's only one.

    Raises:
        ParameterError: None was named, and the project has not just one.
    """
    if term is not None:
        return term
    if len(project.terms) == 1:
        return project.terms[0]
    known = ", ".join(project.terms)
    problem = Problem(
        rule="term-not-named",
        message=f"the project has the terms {known}" if known else "the project has no terms",
        remedy="Name one with --term." if known else "Make a project with `groupreport init FOLDER`.",
        file="--term",
    )
    raise ParameterError([problem])
