"""From exported tables to the frozen term: everything is checked once, here, and trusted afterwards."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from groupreport.intake.contract import TABLES, Column, Table
from groupreport.intake.safe_name import safe_name

if TYPE_CHECKING:
    from groupreport.intake.data_notes import DataNote
    from groupreport.intake.freezing import check_term, freeze, inspect_term
    from groupreport.intake.term import Term, TermTables, open_term

__all__ = [
    "TABLES",
    "Column",
    "DataNote",
    "Table",
    "Term",
    "TermTables",
    "check_term",
    "freeze",
    "inspect_term",
    "open_term",
    "safe_name",
]

# Imported on first use: whoever needs a safe file name does not pay for reading terms.
_HOMES = {
    "DataNote": "data_notes",
    "Term": "term",
    "TermTables": "term",
    "check_term": "freezing",
    "freeze": "freezing",
    "inspect_term": "freezing",
    "open_term": "term",
}


def __getattr__(name: str) -> object:
    """The public name, imported from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
