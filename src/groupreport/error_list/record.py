"""The list: every problem of a project's parameters and of one term's data, and what they amount to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from groupreport.display.plain_table import PlainTable
from groupreport.errors import Problem, Severity
from groupreport.intake.contract import TABLES

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, kw_only=True)
class FilePart:
    """The problems of one severity in one file or sheet, from its first line to its last."""

    file: str
    sheet: str | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class RuleCount:
    """How often a rule was broken: entries of the list, and rows of the data."""

    rule: str
    severity: Severity
    entries: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class ErrorList:
    """Everything that the check has found.

    Attributes:
        project: The name of the project's folder.
        program: The program's name; empty where its parameters could not be read.
        term: The term's id; empty where none was named.
        problems: In any order.
        tables: The quality of the data.
        show_values: Whether wrong values are shown. They may be health data.
    """

    project: str = ""
    program: str = ""
    term: str = ""
    problems: tuple[Problem, ...]
    tables: tuple[PlainTable, ...] = ()
    show_values: bool = False

    def of(self, severity: Severity) -> tuple[Problem, ...]:
        """The problems of one severity."""
        return tuple(problem for problem in self.problems if problem.severity == severity)

    @property
    def exit_code(self) -> int:
        """2 with errors, 4 where all of them are outside of the data and of the parameters, else 0."""
        errors = self.of("error")
        if not errors:
            return 0
        return 4 if all(problem.is_outside for problem in errors) else 2

    @property
    def restricting(self) -> tuple[Problem, ...]:
        """What keeps reports from leadership and funders until it is mended."""
        return tuple(problem for problem in self.problems if problem.restricts)

    def parts(self, severity: Severity) -> tuple[FilePart, ...]:
        """The problems of one severity by file and sheet, in the order in which the files were met."""
        order = _order_of_files(self.problems)
        problems = sorted(
            self.of(severity), key=lambda each: (order[each.file, each.sheet], each.line or 0, each.column or "")
        )
        return tuple(
            FilePart(file=file, sheet=sheet, problems=tuple(own))
            for (file, sheet), own in groupby(problems, key=lambda each: (each.file, each.sheet))
        )

    @property
    def in_order(self) -> tuple[Problem, ...]:
        """Every problem: errors first, within these by file and line."""
        return tuple(self._in_order())

    def _in_order(self) -> Iterator[Problem]:
        for severity in SEVERITIES:
            for part in self.parts(severity):
                yield from part.problems

    @property
    def rule_counts(self) -> tuple[RuleCount, ...]:
        """How often each rule was broken, errors first."""
        entries = Counter((problem.severity, problem.rule) for problem in self.in_order)
        return tuple(
            RuleCount(rule=rule, severity=severity, entries=count, rows=_rows(self.problems, severity, rule))
            for (severity, rule), count in entries.items()
        )


def _order_of_files(problems: Iterable[Problem]) -> dict[tuple[str, str | None], int]:
    """Parameters first; then folder by folder in the order of the contract's tables, as later ones name earlier ones.

    Files and sheets under other names keep the order in which they were met.
    """
    met = list(dict.fromkeys((problem.file, problem.sheet) for problem in problems))
    folders = list(dict.fromkeys(PurePosixPath(file).parent for file, _ in met))
    tables = list(TABLES)

    def place(part: tuple[str, str | None]) -> tuple[bool, int, int]:
        file, sheet = part
        name = sheet or PurePosixPath(file).stem
        table = tables.index(name) if name in TABLES else len(tables)
        return not file.startswith(("params/", "--")), folders.index(PurePosixPath(file).parent), table

    return {part: number for number, part in enumerate(sorted(met, key=place))}


def _rows(problems: Iterable[Problem], severity: Severity, rule: str) -> int:
    """How many rows of data a rule is about; a problem without a line is about no row."""
    return sum(
        problem.count for problem in problems if (problem.severity, problem.rule) == (severity, rule) and problem.lines
    )
