"""One sheet a table: its columns' names, an example row, and what may be typed below."""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING

from groupreport.intake.template.entry_rules import entry_rule
from groupreport.intake.template.wording import KINDS, need_of, range_of

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from groupreport.intake.template.fields import Field, HandedTable
    from groupreport.intake.template.questionnaires import Questionnaires
    from groupreport.intake.template.styles import Styles

_LAST_ROW = 1_048_575
_LAST_CELL = "XFD1048576"
_WHOSE = frozenset({"event_id", "member_id", "group_id", "session", "occasion"})
_TITLE, _NOTE = 32, 255  # what a spreadsheet shows of a note


def add_table(book: Workbook, styles: Styles, table: HandedTable, questionnaires: Questionnaires) -> None:
    """Add a table's sheet: header in row 1, the example in row 2."""
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, _leading_keys(table))
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 22)
    # An id of digits is text on purpose.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_LAST_CELL}"})
    for place, field in enumerate(table.fields):
        kind = field.column.kind
        sheet.set_column(place, place, _width(field), styles.cell(kind))
        sheet.write_string(0, place, field.name, styles.header(required=field.column.required))
        sheet.data_validation(0, place, 0, place, _note(field))
        _write_example(sheet, place, field, styles)
        rule = entry_rule(field, table, questionnaires)
        if rule is not None:
            sheet.data_validation(1, place, _LAST_ROW, place, rule)


def _leading_keys(table: HandedTable) -> int:
    """How many columns at the left say whose row it is; they stay in view."""
    return len(list(itertools.takewhile(lambda field: field.name in _WHOSE, table.fields)))


def _write_example(sheet: Worksheet, place: int, field: Field, styles: Styles) -> None:
    style = styles.example(field.column.kind)
    if not field.sample:
        sheet.write_blank(1, place, None, style)
    elif field.column.kind == "date":
        sheet.write_datetime(1, place, datetime.datetime.fromisoformat(field.sample), style)
    elif field.column.kind in {"whole", "number"}:
        sheet.write_number(1, place, float(field.sample), style)
    else:
        sheet.write_string(1, place, field.sample, style)


def _note(field: Field) -> dict[str, str]:
    """What is shown when somebody clicks on a column's name: as much as a spreadsheet allows."""
    message = field.column.meaning
    for fact in (need_of(field), KINDS[field.column.kind], range_of(field)):
        if fact and len(message) + len(fact) + 2 <= _NOTE:
            message += f"\n- {fact}" if "\n" not in message else f"; {fact}"
    return {"validate": "any", "input_title": field.name[:_TITLE], "input_message": message}


def _width(field: Field) -> int:
    return min(max(len(field.name), len(field.sample), 8) + 3, 34)
