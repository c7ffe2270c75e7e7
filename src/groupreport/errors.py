"""The errors that groupreport raises on purpose; each carries its facts and the exit code of the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from groupreport.rules import RULES
from groupreport.rules import Severity as Severity  # part of a problem

# What a report's sentence about a finding may hold: a count, a name from the settings or the catalog, or several.
Fact = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing that is wrong, or was normalized, in a file that a person can mend.

    Attributes:
        rule: The rule's id, which stays the same between versions.
        message: What is wrong, without any value.
        remedy: What to do about it.
        file: The file, query or form as a person knows it.
        sheet: The sheet of a workbook.
        line: The line of the file, or the row of a sheet or of an answer, that comes first.
        cell: The cell of a sheet, such as `C14`.
        column: The column by its name in the file.
        value: The first wrong value. It may be health data: whoever shows a problem masks it unless asked not to,
            and a traceback that prints the problem does not hold it.
        severity: `error` stops a run, `warning` is worth a look, `info` tells what was assumed or normalized.
        count: How many rows have the problem.
        lines: The first of these rows, at most five.
        columns: The columns in which these first rows have it, where that is not `column` for all of them.
        suggestion: The known name that was probably meant.
        restricts: Whether reports for leadership and funders are refused for it.
        facts: What a report, which words the rule in its own language, has to know beside the fields above. No value.
    """

    rule: str
    message: str
    remedy: str
    file: str
    sheet: str | None = None
    line: int | None = None
    cell: str | None = None
    column: str | None = None
    value: str | None = field(default=None, repr=False)
    severity: Severity = "error"
    count: int = 1
    lines: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    suggestion: str | None = None
    restricts: bool = False
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def why(self) -> str:
        """Why the rule matters: what would go wrong in a report if nobody looked."""
        return RULES[self.rule].why if self.rule in RULES else ""

    @property
    def is_outside(self) -> bool:
        """Whether it is wrong outside of the data and of the parameters."""
        return self.rule in RULES and RULES[self.rule].outside

    @property
    def place(self) -> str:
        """`file:line:column`, or `workbook[sheet]:cell:column`."""
        file = f"{self.file}[{self.sheet}]" if self.sheet is not None else self.file
        position = self.cell if self.cell is not None else self.line
        return ":".join(str(part) for part in (file, position, self.column) if part is not None)

    @property
    def advice(self) -> str:
        """What to do, the probable name first."""
        meant = f"Did you mean '{self.suggestion}'?" if self.suggestion is not None else ""
        return " ".join(part for part in (meant, self.remedy) if part)

    def __str__(self) -> str:
        """`place [rule] message (n times). Advice`, without the value."""
        times = f" ({self.count} times; the first is shown)" if self.count > 1 else ""
        return f"{self.place} [{self.rule}] {self.message}{times}. {self.advice}"


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


class SourceError(ProblemsError):
    """The data cannot be fetched for a reason outside of them and of the parameters, such as a server that is down."""

    exit_code = 4
    subject = "fetching the data"


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


class _ReportError(GroupReportError):
    """One report could not be made."""

    def __init__(self, report: str, reason: str) -> None:
        super().__init__(report, reason)
        self.report = report
        self.reason = reason

    def __str__(self) -> str:
        """Which report and why."""
        return f"{self.report}: {self.reason}"


class RenderError(_ReportError):
    """An executed notebook could not be turned into a page."""


class WorkerError(_ReportError):
    """A report could not be made on a cluster: its workers went away, or what they sent is not whole."""


class DisclosureError(GroupReportError):
    """A number may not be shown to this audience; nothing is published for it."""

    exit_code = 3


class SetupError(GroupReportError):
    """The machine lacks something: a renderer, room on the disk, or the lock that another run holds."""

    exit_code = 4
