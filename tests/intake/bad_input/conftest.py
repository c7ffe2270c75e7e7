"""What a person is told about a damaged term, as whole lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from groupreport.errors import Problem

Said = Callable[..., list[str]]


def line_of(problem: Problem) -> str:
    """Severity, place, rule, message, count and advice of a problem."""
    file = problem.file.removeprefix("data/2026-fall/")
    place = ":".join(str(part) for part in (file, problem.cell or problem.line, problem.column) if part is not None)
    times = f" ({problem.count} times)" if problem.count > 1 else ""
    return f"{problem.severity} {place} {problem.rule}: {problem.message}{times}. {problem.advice}"


@pytest.fixture
def said() -> Said:
    """Everything that is said of a term; of notes only those of the rules that are named."""

    def lines(term, *notes: str) -> list[str]:
        problems = term.problems()
        return [line_of(problem) for problem in problems if problem.severity != "info" or problem.rule in notes]

    return lines
