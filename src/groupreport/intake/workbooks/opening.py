"""A file's bytes as a workbook, or a plain word for everything that only looks like one."""

from __future__ import annotations

from pathlib import PurePath

from groupreport.intake.workbooks.ods import open_ods
from groupreport.intake.workbooks.package import Package
from groupreport.intake.workbooks.records import Workbook
from groupreport.intake.workbooks.workbook_error import WorkbookError
from groupreport.intake.workbooks.xlsx import open_xlsx

_ZIP = b"PK"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_AS_XLSX = "Save it as .xlsx."
_BY_ENDING = {
    ".xlsm": WorkbookError("workbook-macros", "may hold macros", "Save it as .xlsx, which cannot hold them."),
    ".xlsb": WorkbookError("file-format", "is a binary Excel workbook (.xlsb)", _AS_XLSX),
    ".numbers": WorkbookError("file-format", "is a Numbers document", "In Numbers: File, Export To, Excel (.xlsx)."),
}
_CSV = "Name it .csv and set data.source to folder in params/program.yml, or save it as .xlsx."


def open_workbook(content: bytes, shown_as: str) -> Workbook:
    """Open an XLSX or ODS workbook.

    Args:
        content: The file.
        shown_as: Its name; an ending that says something else than the content is refused.

    Raises:
        WorkbookError: It is no such workbook, or one that must not be read.
    """
    ending = PurePath(shown_as).suffix.lower()
    if not content.strip():
        raise WorkbookError("file-empty", "is empty", "Save the workbook there again.")
    if ending in _BY_ENDING:
        raise _BY_ENDING[ending]
    if not content.startswith(_ZIP):
        raise _foreign(content)
    package = Package(content)
    if package.has("mimetype"):
        _check_ending(ending, ".ods", "an OpenDocument file")
        return open_ods(package)
    if not package.has("[Content_Types].xml"):
        if any(name.endswith((".iwa", "index.zip")) for name in package.names):
            raise _BY_ENDING[".numbers"]
        raise WorkbookError("file-format", "is a ZIP archive, not a workbook", "Unpack it first.")
    if package.has("word/document.xml") or package.has("ppt/presentation.xml"):
        raise WorkbookError("file-format", "is a Word or PowerPoint file", "Put the tables into a workbook.")
    _check_ending(ending, ".xlsx", "an Excel workbook")
    return open_xlsx(package)


def _check_ending(ending: str, right: str, what: str) -> None:
    if ending != right:
        message = f"is {what} under the ending {ending}" if ending else f"is {what} without an ending"
        raise WorkbookError("file-format", message, f"Name it {right}, and in params/program.yml as well.")


def _foreign(content: bytes) -> WorkbookError:
    """What a file is that is no ZIP file."""
    start = content[:4096].lstrip(b"\xef\xbb\xbf").lstrip().lower()
    if content.startswith(_OLD_OFFICE):
        if _ENCRYPTED in content:
            return WorkbookError("workbook-password", "is protected by a password", "Save it without a password.")
        return WorkbookError("file-format", "is an old Excel workbook (.xls)", _AS_XLSX)
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        message = "is a web page, perhaps a log-in page or an export that only calls itself a workbook"
        return WorkbookError("file-format", message, "Log in and export it again, or save it as .xlsx in Excel.")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b"office:document" in start:
        return WorkbookError("file-format", "is a workbook in plain XML", "Save it as .xlsx or .ods.")
    if content.startswith(b"%PDF"):
        return WorkbookError("file-format", "is a PDF", "Export the tables themselves.")
    if content.startswith(b"\x1f\x8b"):
        return WorkbookError("file-format", "is a compressed file", "Unpack it first.")
    if b"\0" not in content[:4096]:
        return WorkbookError("file-format", "is plain text, such as a CSV file, under a workbook's name", _CSV)
    return WorkbookError("file-format", "is no XLSX or ODS workbook", _AS_XLSX)
