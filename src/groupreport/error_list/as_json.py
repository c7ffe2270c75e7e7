"""The list as JSON, for other programs: every field of every problem, under a version of its own."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import Any

from groupreport.display.plain_table import PlainTable
from groupreport.error_list.record import ErrorList
from groupreport.error_list.words import what_happens_now
from groupreport.errors import Problem

SCHEMA = "groupreport-check/1"


def as_json(listed: ErrorList) -> str:
    """The list as JSON text in ASCII, as docs/check-1.schema.json describes it.

    A problem's `value` is there only where values are shown. The version in `schema` changes when a field is taken
    away or means something else; a new field does not change it.
    """
    facts: dict[str, Any] = {
        "schema": SCHEMA,
        "groupreport": version("groupreport"),
        "project": listed.project,
        "program": listed.program or None,
        "term": listed.term or None,
        "exit_code": listed.exit_code,
        "values_shown": listed.show_values,
        "counts": {
            "errors": len(listed.of("error")),
            "warnings": len(listed.of("warning")),
            "notes": len(listed.of("info")),
        },
        "rules": [
            {"rule": each.rule, "severity": each.severity, "entries": each.entries, "rows": each.rows}
            for each in listed.rule_counts
        ],
        "restricted": bool(listed.restricting),
        "what_happens_now": list(what_happens_now(listed)),
        "problems": [_problem(problem, show_values=listed.show_values) for problem in listed.in_order],
        "quality": [_table(table) for table in listed.tables],
    }
    return json.dumps(facts, indent=1) + "\n"


def _problem(problem: Problem, *, show_values: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "severity": problem.severity,
        "rule": problem.rule,
        "file": problem.file,
        "sheet": problem.sheet,
        "line": problem.line,
        "cell": problem.cell,
        "column": problem.column,
        "message": problem.message,
        "suggestion": problem.suggestion,
        "remedy": problem.remedy,
        "why": problem.why,
        "count": problem.count,
        "lines": list(problem.lines),
        "columns": list(problem.columns),
        "restricts": problem.restricts,
    }
    return facts | ({"value": problem.value} if show_values else {})


def _table(table: PlainTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
        "note": table.note,
    }
