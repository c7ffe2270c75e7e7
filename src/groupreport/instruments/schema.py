"""The rules of a questionnaire's file as JSON Schema, which an editor checks while the file is written."""

from __future__ import annotations

import json
from typing import Any

from groupreport.instruments.records import Instrument

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def instrument_schema() -> dict[str, Any]:
    """The JSON Schema of a questionnaire's file: its keys, their types and the words they may hold.

    How keys fit together (an item beyond the form, a cut-off outside the range) only reading the file can tell.

    Examples:
        >>> instrument_schema()["properties"]["given"]["enum"]
        ['session', 'occasion']
    """
    schema = {"$schema": _DIALECT, **_without_titles(Instrument.model_json_schema())}
    return {**schema, "title": "A questionnaire of groupreport, version 1"}


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(instrument_schema(), indent=1, ensure_ascii=True) + "\n"


def _without_titles(part: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Without the titles made from names, and with each description on one line."""
    if isinstance(part, list):
        return [_without_titles(each) for each in part]
    if not isinstance(part, dict):
        return part
    kept = {name: value for name, value in part.items() if not (name == "title" and isinstance(value, str))}
    return {
        name: " ".join(value.split()) if name == "description" and isinstance(value, str) else _without_titles(value)
        for name, value in kept.items()
    }
