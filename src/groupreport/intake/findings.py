"""Problems as they are found: repeated ones of one rule and column become one problem with a count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from groupreport.errors import Problem, Severity

if TYPE_CHECKING:
    from groupreport.intake.reading.text_table import Mask, TextTable

_ORDER = {"error": 0, "warning": 1, "info": 2}


class Findings:
    """A growing list of problems. A message never holds a cell's value; `Problem.value` does."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(
        self,
        rule: str,
        file: str,
        message: str,
        remedy: str,
        *,
        severity: Severity = "error",
        line: int | None = None,
        column: str | None = None,
        count: int = 1,
    ) -> None:
        """Note a problem of a whole file, a line or a column."""
        self.problems.append(
            Problem(
                rule=rule,
                file=file,
                message=message,
                remedy=remedy,
                severity=severity,
                line=line,
                column=column,
                count=count,
            )
        )

    def add_rows(
        self,
        rule: str,
        text: TextTable,
        column: str,
        rows: Mask,
        message: str,
        remedy: str,
        severity: Severity = "error",
    ) -> None:
        """Note that the mask's rows have a problem in a column; the first of them by line is shown."""
        where = rows.nonzero()[0]
        if not len(where):
            return
        first = int(where[text.lines[where].argmin()])
        cell = text.rows[column].iloc[first] if column in text.rows else None
        self.problems.append(
            Problem(
                rule=rule,
                message=message,
                remedy=remedy,
                file=text.file,
                line=int(text.lines[first]),
                column=text.source_column(column, first),
                value=_shown(cell),
                severity=severity,
                count=len(where),
            )
        )

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems that others have found."""
        self.problems.extend(problems)

    @property
    def errors(self) -> list[Problem]:
        """What must be mended before anything can run."""
        return [problem for problem in self.problems if problem.severity == "error"]


def _shown(cell: object) -> str | None:
    """A cell as a person would write it; None for a missing one."""
    import pandas as pd  # heavy, and not needed where no row has been read

    if cell is None or cell is pd.NA or cell is pd.NaT or cell != cell:
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Errors first, then warnings, then notes; within these as they were found, without repetitions."""
    return sorted(dict.fromkeys(problems), key=lambda problem: _ORDER[problem.severity])
