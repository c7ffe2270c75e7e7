"""The tables as Frictionless Table Schema (https://specs.frictionlessdata.io/table-schema/), for other programs.

A schema says what one table may hold, and which tables its ids refer to. It cannot say everything that `groupreport
check` looks for: days, orders, ranges that depend on the questionnaire.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

from groupreport.instruments import Instrument
from groupreport.intake.contract import OCCASIONS, Kind
from groupreport.intake.template.fields import Field, HandedTable, answer_range, handed_tables, widest
from groupreport.intake.values.allowed_values import YES_NO
from groupreport.parameters import Dialect, ProgramSettings

PACKAGE_FILE = "datapackage.json"
_TYPES: dict[Kind, str] = {"date": "date", "whole": "integer", "number": "number", "yes_no": "boolean"}
_PATTERNS: dict[Kind, str] = {
    "ids": "[^;]+(;[^;]+)*",
    "occasion": f"{'|'.join(OCCASIONS)}|[1-9][0-9]{{0,3}}",
}
# What a row names that another table has: its columns, and the table in which they stand together.
_REFERENCES = (
    (("group_id", "session"), "sessions"),
    (("member_id", "group_id"), "roster"),
    (("member_id",), "roster"),
    (("group_id",), "groups"),
)

Descriptor = dict[str, Any]


def schema_files(settings: ProgramSettings, in_use: Sequence[Instrument]) -> dict[str, bytes]:
    """`<table>.schema.json` for every table, and the `datapackage.json` that holds them together, by name."""
    tables = handed_tables(settings, in_use)
    dialects = {table.name: settings.data.dialect_of(settings.data.parts_of(table.name)[0]) for table in tables}
    files = {f"{table.name}.schema.json": _schema(table, dialects[table.name]) for table in tables}
    files[PACKAGE_FILE] = {
        "profile": "data-package",
        "name": "groupreport-tables",
        "title": f"{settings.program.name}: the tables of one term",
        "resources": [_resource(table, dialects[table.name]) for table in tables],
    }
    return {name: _as_json(descriptor) for name, descriptor in files.items()}


def _resource(table: HandedTable, dialect: Dialect) -> Descriptor:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": f"One row: {table.row}",
        "path": f"{table.name}.csv",
        "format": "csv",
        "encoding": dialect.encoding,
        "dialect": {"delimiter": dialect.delimiter},
        "schema": f"{table.name}.schema.json",
    }


def _schema(table: HandedTable, dialect: Dialect) -> Descriptor:
    key = [table.table.column(name) for name in table.key]
    # Cells of a primary key may not be empty, so keys in which some may be are not one.
    is_primary = all(column.filled for column in key)
    unique = table.key[0] if is_primary and len(key) == 1 else None
    return {
        "fields": [_descriptor(field, dialect, is_unique=field.name == unique) for field in table.fields],
        # Columns in any order; those that may be left out may be missing.
        "fieldsMatch": "superset",
        "missingValues": ["", *dialect.missing_codes],
        **({"primaryKey": list(table.key)} if is_primary else {}),
        "foreignKeys": _foreign_keys(table),
    }


def _descriptor(field: Field, dialect: Dialect, *, is_unique: bool) -> Descriptor:
    column = field.column
    described: Descriptor = {
        "name": field.name,
        "type": _TYPES.get(column.kind, "string"),
        "format": "default",
        "description": column.meaning,
    }
    if field.example:
        described["example"] = _as_written(field, dialect)
    if column.kind == "date" and dialect.date_format:
        described["format"] = dialect.date_format
    if column.kind == "number" and dialect.decimal != ".":
        described["decimalChar"] = dialect.decimal
    if column.kind == "yes_no":
        described |= {"trueValues": _spellings(of=True), "falseValues": _spellings(of=False)}
    constraints = _constraints(field) | ({"unique": True} if is_unique else {})
    return described | ({"constraints": constraints} if constraints else {})


def _as_written(field: Field, dialect: Dialect) -> str:
    """A column's example, days as the program's exports write them; a number is the same whatever its mark."""
    if field.column.kind == "date" and dialect.date_format:
        return datetime.date.fromisoformat(field.example).strftime(dialect.date_format)
    return field.example


def _constraints(field: Field) -> Descriptor:
    column = field.column
    lowest, highest = column.minimum, field.maximum
    if field.name == "value" and field.instruments:
        lowest, highest = widest([answer_range(instrument) for instrument in field.instruments])
    limits: Descriptor = {
        "required": column.filled or None,
        "enum": list(field.words) if field.words and column.kind in {"choice", "id"} else None,
        "pattern": _PATTERNS.get(column.kind),
        "minimum": lowest,
        "maximum": highest,
    }
    return {name: limit for name, limit in limits.items() if limit is not None}


def _foreign_keys(table: HandedTable) -> list[Descriptor]:
    keys: list[Descriptor] = []
    for columns, other in _REFERENCES:
        covered = any(set(columns) <= set(key["fields"]) for key in keys)
        if other != table.name and not covered and _names(table, columns):
            keys.append({"fields": list(columns), "reference": {"resource": other, "fields": list(columns)}})
    return keys


def _names(table: HandedTable, columns: tuple[str, ...]) -> bool:
    """Whether each row names something by these columns.

    Where a member's cell may be empty, the row may be a leader's or an observer's, who is on no roster.
    """
    if not {field.name for field in table.fields}.issuperset(columns):
        return False
    return columns == ("group_id",) or all(table.table.column(name).filled for name in columns)


def _spellings(*, of: bool) -> list[str]:
    """Yes or no as an export may write it, in any letter case."""
    words = [word for word, meaning in YES_NO.items() if meaning is of]
    return list(dict.fromkeys(spelled for word in words for spelled in (word, word.capitalize(), word.upper())))


def _as_json(descriptor: Descriptor) -> bytes:
    return (json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n").encode()
