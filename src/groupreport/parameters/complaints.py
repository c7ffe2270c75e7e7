"""What pydantic says about a record, as problems in the words of the person who wrote the file."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from groupreport.errors import Problem
from groupreport.parameters.yaml_files import Place, YamlFile

_README = "See the README for the keys that a program may set."
_WANTED = {
    "string_type": "must be text (put quotes around a number, or around yes, no, true and false)",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list, such as [one, two]",
    "dict_type": "must be a block of `key: value` lines",
    "model_type": "must be a block of `key: value` lines",
    "date_type": "must be a day written as YYYY-MM-DD",
    "date_parsing": "must be a day written as YYYY-MM-DD",
    "date_from_datetime_parsing": "must be a day written as YYYY-MM-DD",
    "date_from_datetime_inexact": "must be a day written as YYYY-MM-DD",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "may hold letters, digits, '.', '_' and '-' only, and begins with a letter or digit",
}


def problems_of(file: YamlFile, record: type[BaseModel], error: ValidationError) -> list[Problem]:
    """Each complaint about a file, once, with its line.

    Where a value may be one of several kinds, pydantic complains once a kind; here only the kind that was meant
    is complained about: a list is compared with a list.
    """
    details = error.errors(include_url=False)
    return list(dict.fromkeys(_problem(file, record, detail) for detail in details if _is_meant(detail, details)))


def _is_meant(detail: Any, details: Sequence[Any]) -> bool:  # noqa: ANN401 - pydantic's
    if detail["type"] == "too_short" and detail["input"]:
        return False  # the list is not empty: each of its entries has a complaint of its own
    branch = next((place for place, part in enumerate(detail["loc"]) if _is_union_branch(part)), None)
    if branch is None:
        return True
    others = [other for other in details if other["loc"][:branch] == detail["loc"][:branch] and other is not detail]
    if detail["type"] == "literal_error":
        return isinstance(detail["input"], str) or not others
    return not isinstance(detail["input"], str) or detail["type"] != "tuple_type"


def _is_union_branch(part: str | int) -> bool:
    return isinstance(part, str) and part.startswith(("literal[", "tuple[", "function-", "constrained-", "nullable["))


def _is_no_key(part: str | int) -> bool:
    """Whether a part of the way to a value is pydantic's or a record's own, and stands in no file."""
    return _is_union_branch(part) or part == "[key]" or str(part).startswith("kind:")


def _problem(file: YamlFile, record: type[BaseModel], detail: Any) -> Problem:  # noqa: ANN401 - pydantic's
    place: Place = tuple(part for part in detail["loc"] if not _is_no_key(part))
    kind = detail["type"]
    message = _WANTED.get(kind, _plain(str(detail["msg"])))
    remedy = _README
    if kind == "extra_forbidden":
        known = _fields_at(record, place[:-1])
        message = f"unknown key '{place[-1]}'"
        remedy = _suggestion(str(place[-1]), known) or f"Known here: {', '.join(known)}."
    elif kind == "missing":
        message, remedy = f"the key '{place[-1]}' is missing", "Add it."
    elif kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
        message = f"must be one of {', '.join(map(repr, allowed))}"
        if _is_in_union(detail["loc"]):
            message += ", or a list"
        remedy = _suggestion(str(detail["input"]), allowed) or "Write one of these."
    elif kind == "value_error":
        remedy = "Change one of the two." if not place else "Correct it."
    return Problem(
        rule="parameter",
        message=message,
        remedy=remedy,
        file=file.shown_as,
        line=file.line_of(place),
        column=".".join(part for part in place if isinstance(part, str)) or None,
    )


def _is_in_union(loc: Iterable[str | int]) -> bool:
    return any(isinstance(part, str) and part.startswith("literal[") for part in loc)


def _plain(message: str) -> str:
    plain = message.removeprefix("Value error, ").replace("Input should be", "must be")
    plain = re.sub(r"^(?:Input|Value|Tuple) should have", "must have", plain)
    return plain.replace(" after validation", "")


def _suggestion(given: str, known: Iterable[str]) -> str | None:
    close = difflib.get_close_matches(given.lower(), list(known), n=1)
    return f"Did you mean '{close[0]}'?" if close else None


def _fields_at(record: type[BaseModel], place: Place) -> list[str]:
    fields: type[BaseModel] = record
    for part in place:
        if isinstance(part, str) and part in fields.model_fields:
            inner = _record_in(fields.model_fields[part].annotation)
            if inner is not None:
                fields = inner
    return sorted(fields.model_fields)


def _record_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - an annotation has no type of its own
    """The record that a field holds: itself, in a list, as a block's values, or optionally."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        return annotation if issubclass(annotation, BaseModel) else None
    return next((inner for part in typing.get_args(annotation) if (inner := _record_in(part))), None)
