"""The list as CSV: one row a problem, then one row a cell of the tables about the data's quality."""

from __future__ import annotations

from collections.abc import Iterator

from groupreport.error_list.record import ErrorList
from groupreport.errors import Problem
from groupreport.harmless import csv_text

_OF_A_PROBLEM = (
    *("severity", "rule", "file", "sheet", "line", "cell", "column", "message", "suggestion", "remedy", "why"),
    *("count", "lines", "columns", "restricts"),
)
_OF_A_TABLE = ("table", "row", "measure", "shown")


def as_csv(listed: ErrorList) -> str:
    """The list as CSV text that no spreadsheet takes for formulas.

    Columns: kind (`problem` or `quality`), then what is said of a problem, with `value` at its end where values are
    shown, then the table, the row, the measure and what is shown there of the data's quality. `lines` and `columns`
    are joined by `;`.
    """
    value = ("value",) if listed.show_values else ()
    columns = ("kind", *_OF_A_PROBLEM, *value, *_OF_A_TABLE)
    rows = [[row.get(column, "") for column in columns] for row in _rows(listed)]
    return csv_text(columns, rows)


def _rows(listed: ErrorList) -> Iterator[dict[str, str]]:
    for problem in listed.in_order:
        yield {"kind": "problem", **_facts(problem)}
    for table in listed.tables:
        for first, *cells in table.rows:
            for measure, shown in zip(table.columns[1:], cells, strict=True):
                yield {"kind": "quality", "table": table.title, "row": first, "measure": measure, "shown": shown}


def _facts(problem: Problem) -> dict[str, str]:
    return {
        "severity": problem.severity,
        "rule": problem.rule,
        "file": problem.file,
        "sheet": problem.sheet or "",
        "line": _number(problem.line),
        "cell": problem.cell or "",
        "column": problem.column or "",
        "message": problem.message,
        "suggestion": problem.suggestion or "",
        "remedy": problem.remedy,
        "why": problem.why,
        "count": str(problem.count),
        "lines": ";".join(map(str, problem.lines)),
        "columns": ";".join(problem.columns),
        "restricts": "yes" if problem.restricts else "no",
        "value": problem.value or "",
    }


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
