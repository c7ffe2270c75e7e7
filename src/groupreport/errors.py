"""The errors that groupreport raises on purpose; each carries its facts and the exit code of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, or was normalized, in a file that a person can mend.

    `value` may be health data: whoever shows a problem masks it unless asked not to.
    """

    rule: str
    message: str
    remedy: str
    file: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    severity: Severity = "error"
    count: int = 1

    def __str__(self) -> str:
        """`file:line:column [rule] message (n times). Remedy`, without the value."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        times = f" ({self.count} times; the first is shown)" if self.count > 1 else ""
        return f"{place} [{self.rule}] {self.message}{times}. {self.remedy}"


class GroupReportError(Exception):
    """The base of every error that groupreport raises on purpose."""

    exit_code = 1


class ProblemsError(GroupReportError):
    """Something that a person wrote or exported is wrong; nothing was run."""

    exit_code = 2
    subject = "the files"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Every problem on a line of its own."""
        found = sum(problem.severity == "error" for problem in self.problems)
        listed = "\n".join(f"  {problem}" for problem in self.problems)
        return f"{found} problem{'' if found == 1 else 's'} in {self.subject}; nothing was run.\n{listed}"


class ParameterError(ProblemsError):
    """`program.yml`, a term's file, an instrument or a command-line option says something that cannot be followed."""

    subject = "the parameters"


class InvalidDataError(ProblemsError):
    """The exported tables break the contract, so no report was made."""

    subject = "the data"


class NotebookError(GroupReportError):
    """A report's notebook stopped; the executed part is kept for reading."""

    def __init__(self, report: str, reason: str, notebook: str, cell: int | None = None) -> None:
        super().__init__(report, reason, notebook, cell)
        self.report = report
        self.reason = reason
        self.notebook = notebook
        self.cell = cell

    def __str__(self) -> str:
        """Which report, where it stopped, why, and which file to open."""
        where = f" in cell {self.cell}" if self.cell is not None else ""
        return f"{self.report}: {self.reason}{where}. The stopped notebook is {self.notebook}."


class RenderError(GroupReportError):
    """An executed notebook could not be turned into a page."""

    def __init__(self, report: str, reason: str) -> None:
        super().__init__(report, reason)
        self.report = report
        self.reason = reason

    def __str__(self) -> str:
        """Which report and why."""
        return f"{self.report}: {self.reason}"


class DisclosureError(GroupReportError):
    """A number may not be shown to this audience; nothing is published for it."""

    exit_code = 3


class SetupError(GroupReportError):
    """The machine lacks something: a renderer, room on the disk, or the lock that another run holds."""

    exit_code = 4
