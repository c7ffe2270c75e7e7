"""One sheet of a workbook to cells of text."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.reading.beginnings import Names
from groupreport.intake.reading.cells import Cells
from groupreport.intake.reading.sheet_header import find_header
from groupreport.intake.reading.sheet_notes import SheetNotes
from groupreport.intake.reading.sheet_texts import SheetTexts
from groupreport.intake.sources import SourceFile, SourcePart
from groupreport.intake.sources.workbook import note_missing_sheet, opened
from groupreport.intake.workbooks import Workbook, WorkbookError, column_letters
from groupreport.parameters import Dialect, Limits


@dataclass(frozen=True)
class Workbooks:
    """The workbooks of a term, each opened once."""

    _opened: dict[str, Workbook | None] = field(default_factory=dict)

    def of(self, file: SourceFile, findings: Findings) -> Workbook | None:
        """The workbook, or None where a problem was noted."""
        if file.shown_as not in self._opened:
            self._opened[file.shown_as] = opened(file, findings)
        return self._opened[file.shown_as]


def read_sheet(
    part: SourcePart, workbooks: Workbooks, names: Names, dialect: Dialect, limits: Limits, findings: Findings
) -> Cells | None:
    """The cells of the sheet that a part names, or None where a problem was noted.

    `names` are the texts that are names of its columns. A part without a sheet stands in the sheet of its table's
    name, or in the only one that there is.
    """
    file = part.file.shown_as
    book = workbooks.of(part.file, findings)
    if book is None:
        return None
    name = part.settings.sheet or part.table
    if part.settings.sheet is None and len(book.sheets) == 1:
        name = book.sheets[0]
    if name not in book.sheets:
        note_missing_sheet(part.table, name, book.sheets, file, findings)
        return None
    try:
        sheet = book.read(name, limits)
    except WorkbookError as refusal:
        findings.add(refusal.rule, file, refusal.message, refusal.remedy, sheet=name, line=refusal.line)
        return None
    texts = SheetTexts.of(sheet, dialect)
    header = find_header(texts, part, name, names, findings)
    if header is None:
        return None
    SheetNotes(file=file, name=name, sheet=sheet, texts=texts, header=header, findings=findings).note(book)
    return _cells(name, texts, header)


def _cells(name: str, texts: SheetTexts, header: int) -> Cells:
    return Cells(
        header=texts.row(header),
        header_line=header + 1,
        columns=[column[header + 1 :] for column in texts.columns],
        lines=np.arange(header + 2, texts.length + 1, dtype=np.int64),
        sheet=name,
        letters=tuple(column_letters(place) for place in texts.places),
    )
