"""What the contract can say of a column and of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["id", "ids", "text", "choice", "occasion", "item", "date", "whole", "number", "yes_no"]

# pandas' own default for text is kept (str from pandas 3 on, object before), so that frames made elsewhere compare.
PANDAS_TYPES: dict[Kind, str] = {
    "id": "str",
    "ids": "str",
    "text": "str",
    "choice": "str",
    "occasion": "str",
    "item": "str",
    "date": "datetime64[ns]",
    "whole": "Int64",
    "number": "float64",
    "yes_no": "boolean",
}
KEY_KINDS: frozenset[Kind] = frozenset({"id", "ids", "item", "whole", "occasion"})
OCCASIONS = ("pre", "mid", "post", "follow_up")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a table.

    `meaning` is one sentence in the field's terms, `example` a cell as a person would write it. `required`: the
    column must be in the file. `filled`: every row must have a value there. `minimum` is the smallest number allowed,
    `unit` what it counts. `ids` holds several ids joined by `;`. Missing is an empty cell, never a word.
    """

    name: str
    kind: Kind
    meaning: str
    example: str = ""
    required: bool = False
    filled: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: `row` says what a row is; no two rows may have the same values in the columns of `key`."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    required: bool = False

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises:
            KeyError: The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column '{name}'; its columns are {list(self.column_names)}")

    @property
    def column_names(self) -> tuple[str, ...]:
        """Every column, in the contract's order."""
        return tuple(column.name for column in self.columns)


def must(
    name: str,
    kind: Kind,
    meaning: str,
    example: str,
    *,
    allowed: tuple[str, ...] = (),
    filled: bool = True,
    minimum: float | None = None,
    unit: str = "",
) -> Column:
    """A column that the table needs, with a value in every row unless `filled` is false."""
    return Column(
        name=name,
        kind=kind,
        meaning=meaning,
        example=example,
        required=True,
        filled=filled,
        allowed=allowed,
        minimum=minimum,
        unit=unit,
    )


def may(
    name: str,
    kind: Kind,
    meaning: str,
    example: str,
    *,
    allowed: tuple[str, ...] = (),
    minimum: float | None = None,
    unit: str = "",
) -> Column:
    """A column that may be left out, and whose cells may be empty."""
    return Column(name=name, kind=kind, meaning=meaning, example=example, allowed=allowed, minimum=minimum, unit=unit)
