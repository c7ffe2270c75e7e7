"""Files that are no text although their name says so, recognized by their first bytes."""

from __future__ import annotations

from collections.abc import Callable

_SPREADSHEET = "Open it in the spreadsheet program and save it as 'CSV UTF-8'."
_STATISTICS = "Export it from the statistics program as CSV."
_UNPACK = "Unpack it and put the .csv file that is in it there."
_TABLE = "Export the table itself as CSV."

_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", _SPREADSHEET),
    (b"\x1f\x8b", "a compressed file (gzip)", _UNPACK),
    (b"BZh91AY&SY", "a compressed file (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", "a compressed file (xz)", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7z)", _UNPACK),
    (b"%PDF", "a PDF", _TABLE),
    (b"{\\rtf", "a text document (RTF)", _TABLE),
    (b"\x89PNG", "a picture", _TABLE),
    (b"\xff\xd8\xff", "a picture", _TABLE),
    (b"PAR1", "a Parquet file", _TABLE),
    (b"SQLite format 3\x00", "a SQLite database", "Set data.source to database in params/program.yml."),
    (b"$FL2", "an SPSS file", _STATISTICS),
    (b"$FL3", "an SPSS file", _STATISTICS),
    (b"<stata_dta>", "a Stata file", _STATISTICS),
)
# What stands in a ZIP archive says whose it is; the parts' names stand there uncompressed.
_ARCHIVES: tuple[tuple[Callable[[bytes], bool], str, str], ...] = (
    (lambda archive: b"opendocument.spreadsheet" in archive[:200], "an OpenDocument workbook (.ods)", _SPREADSHEET),
    (lambda archive: b"xl/workbook.bin" in archive, "an Excel workbook (.xlsb)", _SPREADSHEET),
    (lambda archive: b"xl/workbook.xml" in archive, "an Excel workbook (.xlsx)", _SPREADSHEET),
    (lambda archive: b"Index/Document.iwa" in archive, "a Numbers workbook", "Export it from Numbers as CSV."),
    (lambda archive: b"word/document.xml" in archive, "a Word document", _TABLE),
    (lambda _: True, "a ZIP archive", _UNPACK),
)


def foreign_kind(content: bytes) -> tuple[str, str] | None:
    """What the bytes are instead of text, and what to do about it; None where nothing is recognized."""
    if content.startswith(b"PK\x03\x04"):
        return next((kind, remedy) for holds, kind, remedy in _ARCHIVES if holds(content))
    found = ((kind, remedy) for beginning, kind, remedy in _BEGINNINGS if content.startswith(beginning))
    return next(found, None)


def foreign_text(text: str) -> tuple[str, str] | None:
    """What the text is instead of a table, and what to do about it; None where nothing is recognized."""
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<script")):
        return "a web page, perhaps a log-in page", "Log in and export the table again."
    if start.startswith(("<?xml", "<workbook", "<odm")):
        return "an XML file", "Export it as CSV."
    # REDCap and survey systems answer in JSON where they refuse an export.
    if start.startswith(('{"', '{ "', "{\n", "{\r", "[{", "[\n", "[]", "{}")):
        return "a JSON file, perhaps a refusal by the server", "Read it in an editor, and export the table as CSV."
    return None
