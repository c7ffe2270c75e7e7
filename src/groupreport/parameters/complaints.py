"""What pydantic says about a record, as problems in the words of the person who wrote the file."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from groupreport.errors import Problem
from groupreport.parameters.yaml_files import Place, YamlFile

_REMEDY = "Correct it; docs/settings.md and docs/questionnaires.md list the keys and what each may be."
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
    "too_short": "must have at least one entry",
}
# How a value is written whose key asks for a pattern.
_PATTERNS = {
    "id": "may hold letters, digits, '.', '_' and '-' only, and begins with a letter or digit",
    "scale": "may hold small letters, digits and '_' only, and begins with a letter",
    "answers": "must be a questionnaire and an item with a point between them, such as wai_sr.3",
    "by": "must be what stands between two choices, such as ', ', without letters and digits",
    "delimiter": "must be one character, such as ',' or ';', and no letter, digit or quote",
    "url": "must be an address that begins with https://",
    "token_variable": "must be the name of an environment variable: letters, digits and '_'",
    "url_variable": "must be the name of an environment variable: letters, digits and '_'",
    "password_variable": "must be the name of an environment variable: letters, digits and '_'",
    "logo": "must be the name of an .svg or .png file in params/, with letters, digits, '.', '_' and '-' only",
    "primary": "must be a color such as #7a1f3d",
    "language": "must be the tag of a language, such as en or es",
    "figure": "must be one or more words, of letters only",
    "table": "must be one or more words, of letters only",
    "size": "must be a size in points, such as 10pt",
    "path": "must be the name of an .svg or .png file, with letters, digits, '.', '_', '-' and '/' only",
    "family": "must be the name of a font: letters, digits, spaces, '.' and '-'",
    "palette": "must be a color such as #0072B2, under a name of small letters, digits and '-'",
}
_BOUNDS = {
    "greater_than_equal": ("ge", "must be {} or more"),
    "greater_than": ("gt", "must be more than {}"),
    "less_than_equal": ("le", "must be {} or less"),
    "less_than": ("lt", "must be less than {}"),
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
    message = _wanted(kind, place, detail)
    remedy, suggestion = _REMEDY, None
    if kind == "extra_forbidden":
        known = _fields_at(record, detail["loc"][:-1])
        message = f"holds the unknown key '{place[-1]}'"
        remedy = f"The keys that may stand here are: {', '.join(known)}."
        suggestion = _nearest(str(place[-1]), known)
    elif kind == "missing":
        is_key = isinstance(place[-1], str)
        message = f"lacks the key '{place[-1]}'" if is_key else "is a list with too few entries"
        remedy = "Add it." if is_key else "Add what is missing."
    elif kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", detail["ctx"]["expected"])
        message = f"must be one of {', '.join(map(repr, allowed))}"
        if _is_in_union(detail["loc"]):
            message += ", or a list"
        remedy = "Write one of these."
        suggestion = _nearest(str(detail["input"]), allowed)
    elif kind == "value_error":
        remedy = "Change one of the two." if not place else "Correct it."
    return Problem(
        rule="parameter",
        message=message,
        remedy=remedy,
        file=file.shown_as,
        line=file.line_of(place),
        column=".".join(part for part in place if isinstance(part, str)) or None,
        suggestion=suggestion,
    )


def _wanted(kind: str, place: Place, detail: Any) -> str:  # noqa: ANN401 - pydantic's
    if kind == "string_pattern_mismatch":
        keys = [part for part in reversed(place) if part in _PATTERNS]
        return _PATTERNS[str(keys[0])] if keys else "holds a character that is not allowed here"
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return words.format(detail["ctx"][bound])
    return _WANTED.get(kind, _plain(str(detail["msg"])))


def _is_in_union(loc: Iterable[str | int]) -> bool:
    return any(isinstance(part, str) and part.startswith("literal[") for part in loc)


def _plain(message: str) -> str:
    plain = message.removeprefix("Value error, ").replace("Input should be", "must be")
    plain = re.sub(r"^(?:Input|Value|Tuple) should have", "must have", plain)
    return plain.replace(" after validation", "")


def _nearest(given: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(given.lower(), list(known), n=1)), None)


def _fields_at(record: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    fields, possible = record, [record]
    for part in loc:
        if isinstance(part, str) and part in fields.model_fields:
            possible = list(_records_in(fields.model_fields[part].annotation))
            fields = next(iter(possible), fields)
        elif isinstance(part, str) and part.startswith("kind:"):
            # Of several records that may stand there, the one that was meant is named by its first key.
            meant = part.removeprefix("kind:")
            fields = next((each for each in possible if next(iter(each.model_fields)) == meant), fields)
    return sorted(fields.model_fields)


def _records_in(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401 - an annotation has no type of its own
    """The records that a field may hold: itself, in a list, as a block's values, or optionally."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        yield from (annotation,) if issubclass(annotation, BaseModel) else ()
        return
    for part in typing.get_args(annotation):
        yield from _records_in(part)
