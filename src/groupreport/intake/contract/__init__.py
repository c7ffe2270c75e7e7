"""The tables that a program hands in, as data: what one row is, every column, its meaning, kind and allowed values."""

from __future__ import annotations

from dataclasses import replace

from groupreport.intake.contract.columns import KEY_KINDS, OCCASIONS, PANDAS_TYPES, Column, Kind, Table, must
from groupreport.intake.contract.optional_tables import EVENTS, FEEDBACK, OUTCOMES, PARTICIPATION
from groupreport.intake.contract.required_tables import ATTENDANCE, GROUPS, RATINGS, ROSTER, SESSIONS

__all__ = [
    "EXAMPLE_ID",
    "GUIDE_SHEETS",
    "KEY_KINDS",
    "OCCASIONS",
    "PANDAS_TYPES",
    "TABLES",
    "Column",
    "Kind",
    "Table",
    "with_characteristics",
]

# The id of the group, the member and the event in the template's example rows, which are refused where they are left.
EXAMPLE_ID = "EXAMPLE"
# The template's sheets that explain the others; no table is read from them.
GUIDE_SHEETS = ("start here", "data dictionary", "questionnaires")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (GROUPS, ROSTER, SESSIONS, ATTENDANCE, RATINGS, OUTCOMES, EVENTS, PARTICIPATION, FEEDBACK)
}


def with_characteristics(characteristics: tuple[str, ...]) -> dict[str, Table]:
    """The contract's tables, with the program's own characteristics as further text columns of the roster."""
    own = tuple(_characteristic(name) for name in characteristics if name not in ROSTER.column_names)
    return {**TABLES, "roster": replace(ROSTER, columns=(*ROSTER.columns, *own))}


def _characteristic(name: str) -> Column:
    words = name.replace("_", " ")
    meaning = f"The member's {words}, in a few broad categories; reports may break numbers down by it."
    return must(name, "text", meaning, "", filled=False)
