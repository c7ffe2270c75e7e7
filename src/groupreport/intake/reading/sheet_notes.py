"""What a workbook does not show whoever looks at it: hidden rows, formulas without results, merged cells, comments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groupreport.intake.findings import Findings
from groupreport.intake.reading.sheet_texts import SheetTexts
from groupreport.intake.workbooks import Place, Sheet, Workbook, column_letters

_MEND_FORMULAS = "Open the workbook in Excel or LibreOffice and save it, or paste the values instead of the formulas."


@dataclass(frozen=True, kw_only=True)
class SheetNotes:
    """Notes on one sheet.

    Attributes:
        file: The workbook as a person knows it.
        name: The sheet.
        sheet: What is in it.
        texts: Its cells.
        header: The row of the header, from 0.
        findings: Gains the notes.
    """

    file: str
    name: str
    sheet: Sheet
    texts: SheetTexts
    header: int
    findings: Findings

    def note(self, book: Workbook) -> None:
        """Note everything."""
        self._note_hidden(book)
        self._note_merged()
        self._note_formulas(book)
        self._note_asides(book)

    def _note_hidden(self, book: Workbook) -> None:
        remedy = "Look at what is hidden, and delete what should not count."
        if self.name in book.hidden:
            self.findings.add(
                "sheet-hidden",
                self.file,
                "is a hidden sheet, and was read",
                remedy,
                severity="warning",
                sheet=self.name,
                facts={"what": "sheet"},
            )
        hidden = np.zeros(self.texts.length, dtype=bool)
        for first, last in self.sheet.hidden_rows:
            hidden[max(first, self.header + 1) : last + 1] = True
        rows = np.flatnonzero(hidden & np.logical_or.reduce(self.texts.filled))
        if len(rows):
            how = "that a filter hides" if self.sheet.filtered else "that are hidden"
            self.findings.add(
                "sheet-hidden",
                self.file,
                f"has rows {how}, and they were read",
                remedy,
                severity="warning",
                sheet=self.name,
                line=int(rows[0]) + 1,
                count=len(rows),
                facts={"what": "filtered_rows" if self.sheet.filtered else "rows"},
            )
        columns = [
            column_letters(place)
            for place in self.texts.places
            if any(first <= place <= last for first, last in self.sheet.hidden_columns)
        ]
        if columns:
            message = f"has hidden columns, and they were read: {', '.join(columns)}"
            self.findings.add(
                "sheet-hidden",
                self.file,
                message,
                remedy,
                severity="warning",
                sheet=self.name,
                facts={"what": "columns"},
            )

    def _note_merged(self) -> None:
        last = self.texts.places[-1]
        merged = [
            Place(area.top, area.left)
            for area in self.sheet.merged
            if self.header <= area.bottom and area.top < self.texts.length and area.left <= last
        ]
        if merged:
            where = "its header" if merged[0].row <= self.header else "the table"
            self._add_place(
                "sheet-merged",
                f"has merged cells in {where}",
                "Unmerge them (Home, Merge & Center) and write the value into each cell that it belongs to.",
                merged[0],
                len(merged),
            )

    def _note_formulas(self, book: Workbook) -> None:
        missing = self.sheet.first_uncalculated
        if missing is not None:
            message = "has formulas without their results"
            self._add_place("sheet-formula", message, _MEND_FORMULAS, missing, self.sheet.uncalculated)
        elif self.sheet.formulas and book.never_calculated:
            message = "has formulas that no spreadsheet program has worked out since a program wrote them"
            self.findings.add(
                "sheet-formula", self.file, message, _MEND_FORMULAS, sheet=self.name, count=self.sheet.formulas
            )
        elif self.sheet.formulas:
            message, remedy = "has formulas", "Their last results were read."
            self.findings.add(
                "sheet-formula",
                self.file,
                message,
                remedy,
                severity="info",
                sheet=self.name,
                count=self.sheet.formulas,
            )
        if self.sheet.formulas and book.links:
            message = "has formulas, and the workbook takes values from other files or a database"
            remedy = "Nothing was fetched: update them in Excel, or paste the values."
            self.findings.add("workbook-links", self.file, message, remedy, severity="warning", sheet=self.name)

    def _note_asides(self, book: Workbook) -> None:
        if self.sheet.comments:
            self.findings.add(
                "sheet-comments",
                self.file,
                "has comments",
                "They were not read; put into a column what matters.",
                severity="info",
                sheet=self.name,
                count=self.sheet.comments,
            )
        if self.sheet.padded is not None:
            place = self.sheet.padded
            message = "has numbers that are shown with zeros before them, which are no part of the number"
            remedy = "They were read without. If they are ids, format the column as text and enter them again."
            self.findings.add(
                "id-number",
                self.file,
                message,
                remedy,
                severity="warning",
                sheet=self.name,
                line=place.row + 1,
                cell=str(place),
                facts={"padded": True},
            )
        if book.dates_1904 and self.sheet.has_days:
            message = "counts its days from 1904, as old Excel for Mac does"
            remedy = "They were read as the days that Excel shows."
            self.findings.add("workbook-dates-1904", self.file, message, remedy, severity="info", sheet=self.name)

    def _add_place(self, rule: str, message: str, remedy: str, place: Place, count: int) -> None:
        self.findings.add(
            rule, self.file, message, remedy, sheet=self.name, line=place.row + 1, cell=str(place), count=count
        )
