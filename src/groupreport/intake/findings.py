"""Problems as they are found: repeated ones of one rule and column become one problem with a count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypedDict, Unpack

from groupreport.errors import Fact, Problem, Severity

if TYPE_CHECKING:
    from groupreport.intake.reading.text_table import Mask, TextTable

_LISTED = 5
_NO_FACTS: Mapping[str, Fact] = {}


class Advice(TypedDict, total=False):
    """What else may be said of any problem."""

    suggestion: str | None
    restricts: bool


class Fields(Advice, total=False):
    """What may be said of a problem that is not one of rows."""

    severity: Severity
    sheet: str | None
    line: int | None
    cell: str | None
    column: str | None
    value: str | None
    count: int


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
        facts: Mapping[str, Fact] = _NO_FACTS,
        **fields: Unpack[Fields],
    ) -> None:
        """Note a problem of a whole file, a line or a column; `fields` are fields of `Problem`."""
        line = fields.get("line")
        self.problems.append(
            Problem(
                rule=rule,
                file=file,
                message=message,
                remedy=remedy,
                lines=() if line is None else (line,),
                facts=tuple(facts.items()),
                **fields,
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
        *,
        facts: Mapping[str, Fact] = _NO_FACTS,
        **advice: Unpack[Advice],
    ) -> None:
        """Note that the mask's rows have a problem in a column: one problem a file, which shows the first of them.

        Where a line of a wide file became several rows, it counts once, unless its answers have the problem.
        """
        if text.value_columns is not None and column != "value":
            rows = text.once_a_line(rows)
        for own in text.by_file(rows.nonzero()[0]):
            places = [text.place(column, int(row)) for row in own[:_LISTED]]
            columns = tuple(place.column for place in places)
            cell = text.rows[column].iloc[int(own[0])] if column in text.rows else None
            self.problems.append(
                Problem(
                    rule=rule,
                    message=message,
                    remedy=remedy,
                    file=places[0].file,
                    sheet=places[0].sheet,
                    line=places[0].line,
                    cell=places[0].cell,
                    column=places[0].column,
                    value=_shown(cell),
                    severity=severity,
                    count=len(own),
                    lines=tuple(place.line for place in places),
                    columns=columns if len(set(columns)) > 1 else (),
                    facts=tuple(facts.items()),
                    **advice,
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
