"""Why a workbook, or one of its sheets, is not read."""

from __future__ import annotations

SAVE_AGAIN = "Open it in Excel or LibreOffice and save it again as .xlsx or .ods."


class WorkbookError(Exception):
    """Something that stops the reading of a workbook, in the words of a problem; it holds no cell's value."""

    def __init__(self, rule: str, message: str, remedy: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.remedy = remedy
        self.line = line


def damaged(what: str, *, line: int | None = None) -> WorkbookError:
    """The refusal of a workbook whose insides are not as a spreadsheet program writes them."""
    return WorkbookError("file-format", f"is damaged: {what}", SAVE_AGAIN, line=line)
