"""What the terminal says: the only module that prints."""

from __future__ import annotations

import sys

from groupreport.errors import Problem

_MARKS = {"error": "error  ", "warning": "warning", "info": "note   "}


def say(line: str) -> None:
    """One line of an answer."""
    print(line, flush=True)


def complain(line: str) -> None:
    """One line about what went wrong, apart from the answer."""
    print(line, file=sys.stderr, flush=True)


def problem_line(problem: Problem, *, show_values: bool) -> str:
    """A problem as one line; its value, which may be health data, only where it was asked for."""
    value = f" Value: {problem.value!r}." if show_values and problem.value is not None else ""
    return f"{_MARKS[problem.severity]} {problem}{value}"
