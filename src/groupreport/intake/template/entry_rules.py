"""What a spreadsheet lets a person type below a column's name, as XlsxWriter's data validation."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from groupreport.intake.template.wording import range_of

if TYPE_CHECKING:
    from groupreport.intake.template.fields import Field, HandedTable
    from groupreport.intake.template.questionnaires import Questionnaires

# Earlier days are numbers that somebody typed, later ones slips of a digit.
_FIRST_DAY, _LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2199, 12, 31)
_HIGHEST_COUNT = 1000
# Where the ids stand that other tables name, and how many rows are looked through.
_KNOWN = {"group_id": ("groups", 2_000), "member_id": ("roster", 20_000)}

Rule = dict[str, Any]


def entry_rule(field: Field, table: HandedTable, questionnaires: Questionnaires) -> Rule | None:
    """The rule for the cells of a column; None where anything may be typed."""
    if field.name == "instrument" and field.instruments:
        source = f"={questionnaires.ids_of(table.name)}"
        return _stop({"validate": "list", "source": source}, "Take a questionnaire of the list.")
    if field.name == "value" and field.instruments:
        cells = [f"{table.letter_of(name)}2" for name in ("instrument", "value")]
        message = "The number lies outside the questionnaire's range, or the row names no questionnaire."
        return _stop({"validate": "custom", "value": f"={questionnaires.accepts(*cells)}"}, message)
    match field.column.kind:
        case "choice" | "yes_no" | "occasion":
            return _of_words(field)
        case "date":
            between = {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
            return _stop(between, "Type the day with year, month and day, such as 2026-09-14.")
        case "whole" | "number":
            return _of_numbers(field)
        case "id":
            return _of_known_ids(field.name, table.name)
        case _:
            return None


def _of_words(field: Field) -> Rule:
    rule: Rule = {"validate": "list", "source": list(field.words)}
    if field.column.kind == "occasion":
        return rule | _complaint("warning", "Take a word of the list, or type the number of a session.")
    return _stop(rule, f"Take a word of the list: {', '.join(field.words)}.")


def _of_numbers(field: Field) -> Rule | None:
    lowest, highest = field.column.minimum, field.maximum
    whole = field.column.kind == "whole"
    if whole and highest is None:
        highest = _HIGHEST_COUNT
    if lowest is None:
        return None
    message = f"Type a {'whole ' if whole else ''}number: {range_of(field)}."
    rule: Rule = {"validate": "integer" if whole else "decimal"}
    if highest is None:
        return _stop(rule | {"criteria": ">=", "value": lowest}, message)
    return _stop(rule | {"criteria": "between", "minimum": lowest, "maximum": highest}, message)


def _of_known_ids(column: str, table: str) -> Rule | None:
    """A drop-down list of the ids that groups or roster have; another id may be typed all the same."""
    sheet, rows = _KNOWN.get(column, ("", 0))
    if not sheet or sheet == table:
        return None
    cells = f"{sheet}!$A$2:$A${rows + 1}"
    # No longer than the ids go: a spreadsheet would open a longer list at its first empty line.
    source = f"=OFFSET({sheet}!$A$2,0,0,MAX(1,COUNTA({cells})),1)"
    return {"validate": "list", "source": source} | _complaint("warning", f"The sheet {sheet} has no such id.")


def _stop(rule: Rule, message: str) -> Rule:
    return rule | _complaint("stop", message)


def _complaint(severity: str, message: str) -> Rule:
    return {"error_type": severity, "error_title": "groupreport", "error_message": message}
