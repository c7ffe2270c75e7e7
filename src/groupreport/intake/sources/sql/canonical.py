"""A database's values as the text that a CSV export of them holds; what is no single value is refused."""

from __future__ import annotations

import datetime
import struct
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal


class NoTextError(Exception):
    """A column gives values that are neither text, number, date nor yes/no; `kind` says what, not which."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def texts_of(values: Sequence[object], *, single: bool = False) -> list[str]:
    """One column's values as text; a missing one is empty.

    Text stays as it is, days and times are ISO 8601 (with the zone, if there is one), a yes/no is `true` or `false`.
    Decimal numbers keep the digits that the database gives (`7.00`), floating ones have the fewest digits that name
    the same number; neither has an exponent.

    Args:
        values: The column's values in some rows.
        single: Whether floating numbers have single precision, which Python does not tell.

    Raises:
        NoTextError: A value is of another kind, such as bytes or a list.
    """
    kinds = set(map(type, values))
    if kinds == {str}:
        return list(values)  # type: ignore[arg-type]
    if kinds == {int}:
        return list(map(str, values))
    makers = {kind: _maker(kind, single=single) for kind in kinds}
    return [makers[type(value)](value) for value in values]


def _maker(kind: type, *, single: bool) -> Callable[[object], str]:
    if kind is float:
        return _of_single if single else _of_float
    # The order matters: a datetime is a date, and what drivers derive from str (such as enumerations) is text.
    for base, maker in _MAKERS:
        if issubclass(kind, base):
            return maker
    raise NoTextError(kind.__name__)


def _of_float(value: object) -> str:
    text = repr(value)
    if "e" not in text:
        return text
    plain = format(Decimal(text), "f")
    return plain if "." in plain else f"{plain}.0"


def _of_single(value: object) -> str:
    """The fewest digits that give the same number in single precision: 3.7, not 3.700000047683716."""
    for digits in range(6, 10):
        text = f"{value:.{digits}g}"
        if struct.pack("f", float(text)) == struct.pack("f", value):
            return _of_float(float(text))
    return _of_float(value)


_MAKERS: tuple[tuple[type, Callable[..., str]], ...] = (
    (type(None), lambda value: ""),
    (str, str),
    (bool, lambda value: "true" if value else "false"),
    (int, str),
    (Decimal, lambda value: format(value, "f")),
    (datetime.date, lambda value: value.isoformat()),  # a day, or a day with its time
    (datetime.time, lambda value: value.isoformat()),
    (uuid.UUID, str),
)
