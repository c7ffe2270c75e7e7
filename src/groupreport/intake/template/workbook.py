"""The workbook to fill in, as bytes that are the same every time."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

from groupreport.instruments import Instrument
from groupreport.intake.template.fields import HandedTable
from groupreport.intake.template.guide_sheets import add_dictionary, add_questionnaires, add_start
from groupreport.intake.template.questionnaires import Questionnaires
from groupreport.intake.template.styles import Styles
from groupreport.intake.template.table_sheets import add_table

# A fixed day instead of now, so that the same package writes the same bytes.
_CREATED = datetime.datetime(2026, 1, 1)
_AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def workbook_of(tables: Sequence[HandedTable], in_use: Sequence[Instrument]) -> bytes:
    """An .xlsx file: where to begin, a sheet a table, the data dictionary, and the questionnaires in use."""
    from xlsxwriter import Workbook  # only here is a workbook written

    content = io.BytesIO()
    with Workbook(content, _AS_WRITTEN) as book:
        book.set_properties({"title": "The tables of one term", "created": _CREATED})
        styles = Styles(book)
        questionnaires = Questionnaires.of(in_use)
        add_start(book, styles, tables)
        for table in tables:
            add_table(book, styles, table, questionnaires)
        add_dictionary(book, styles, tables)
        add_questionnaires(book, styles, questionnaires)
    return content.getvalue()
