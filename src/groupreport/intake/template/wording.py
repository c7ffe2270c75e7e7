"""What a column holds, in words for a person who fills it in."""

from __future__ import annotations

from groupreport.instruments import Instrument
from groupreport.intake.contract import Kind
from groupreport.intake.template.fields import Field, answer_range

KINDS: dict[Kind, str] = {
    "id": "id, as text",
    "ids": "ids joined by ;",
    "text": "text",
    "choice": "one of the allowed words",
    "occasion": "one of the allowed words, or a session's number",
    "item": "an item's number or a scale's name",
    "date": "day, written 2026-09-14",
    "whole": "whole number",
    "number": "number",
    "yes_no": "yes or no",
}


def need_of(field: Field) -> str:
    """Whether the column and its cells have to be there."""
    if not field.column.required:
        return "optional"
    return "required" if field.column.filled else "required, a cell may be empty"


def range_of(field: Field) -> str:
    """The range of a number with what it counts, such as `0 or more minutes`; empty where nothing limits it."""
    if field.instruments and field.name in {"item", "value"}:
        of_answers = field.name == "value"
        return "; ".join(
            f"{each.id} {answers_of(each) if of_answers else items_of(each)}" for each in field.instruments
        )
    lowest, highest = field.column.minimum, field.maximum
    limits = "" if lowest is None else f"{lowest:g} or more" if highest is None else f"{lowest:g} to {highest:g}"
    return " ".join(part for part in (limits, field.column.unit) if part)


def items_of(instrument: Instrument) -> str:
    """What `item` may hold: `1 to 12`, or scales' names."""
    names = instrument.answer_names
    return f"1 to {names[-1]}" if instrument.items else ", ".join(names)


def answers_of(instrument: Instrument) -> str:
    """The range of the answers, such as `0 to 6`."""
    lowest, highest = answer_range(instrument)
    return "any number" if lowest is None else f"{lowest:g} to {highest:g}"
