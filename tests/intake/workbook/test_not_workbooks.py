"""A file that is no workbook, or must not be opened, is refused in plain words with what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _problem(books: Any, content: bytes, name: str = "term.xlsx") -> Any:
    books.path(name).write_bytes(content)
    books.use(f"source: workbook\n  path: data/{name}")
    (problem,) = [each for each in books.term.problems() if each.severity == "error"]
    assert problem.file == f"data/{name}"
    assert problem.remedy
    return problem


@pytest.mark.parametrize(
    ("content", "rule", "message"),
    [
        (b"", "file-empty", "is empty"),
        (b" \r\n", "file-empty", "is empty"),
        (_OLD, "file-format", "is an old Excel workbook (.xls)"),
        (_OLD + "EncryptedPackage".encode("utf-16-le"), "workbook-password", "is protected by a password"),
        (b"member_id,group_id\r\n007,G01\r\n", "file-format", "is plain text, such as a CSV file, under a workbook's"),
        (b"\xff\xfem\0e\0", "file-format", "is no XLSX or ODS workbook"),
        (b"  <!DOCTYPE html><html>Log in</html>", "file-format", "is a web page, perhaps a log-in page"),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", "file-format",
         "is a workbook in plain XML"),
        (b"%PDF-1.7", "file-format", "is a PDF"),
        (b"\x1f\x8b\x08", "file-format", "is a compressed file"),
        (b"\x89PNG\r\n\x1a\n\0\0", "file-format", "is no XLSX or ODS workbook"),
        (b"PK\x03\x04" + bytes(40), "file-format", "is damaged: its parts cannot be found"),
        (b"PK\x05\x06" + bytes(18), "file-format", "is a ZIP archive, not a workbook"),
    ],
)  # fmt: skip
def test_other_files(books: Any, content: bytes, rule: str, message: str) -> None:
    """Whatever stands under a workbook's name is recognized by its content."""
    problem = _problem(books, content)
    assert (problem.rule, problem.message[: len(message)]) == (rule, message)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"roster.csv": "a"}, "is a ZIP archive, not a workbook"),
        ({"Index/Document.iwa": "a"}, ""),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "is a Word or PowerPoint file"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "is an OpenDocument file under the ending .xlsx"),
        ({"[Content_Types].xml": "<a/>"}, "is damaged: it does not say which of its parts is the workbook"),
    ],
)
def test_other_archives(books: Any, zip_of: Callable[..., bytes], parts: dict[str, str], message: str) -> None:
    """Other kinds of ZIP archives are recognized as well."""
    assert _problem(books, zip_of(parts)).message == (message or "is a Numbers document")


def test_other_documents(books: Any, zip_of: Callable[..., bytes]) -> None:
    """An OpenDocument text is no spreadsheet."""
    content = zip_of({"mimetype": "application/vnd.oasis.opendocument.text"})
    assert _problem(books, content, "term.ods").message == "is no spreadsheet but another kind of document"


@pytest.mark.parametrize(
    ("name", "rule"),
    [("term.xlsm", "workbook-macros"), ("term.xlsb", "file-format"), ("term.numbers", "file-format"),
     ("term.xls", "file-format"), ("term.ods", "file-format"), ("term", "file-format")],
)  # fmt: skip
def test_endings(books: Any, name: str, rule: str) -> None:
    """An ending that is refused, or that does not fit the content, is told with the right one."""
    content = books.xlsx(books.tables()).read_bytes()
    problem = _problem(books, content, name)
    assert problem.rule == rule
    assert "xlsx" in problem.remedy


@pytest.mark.parametrize("ending", ["numbers", "xlsb", "xls"])
def test_endings_in_a_folder(books: Any, ending: str) -> None:
    """A table's file of another spreadsheet format is refused as one, not as a bad CSV file."""
    folder = books.term.path("groups").parent
    for name, text in books.csv.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / f"roster.{ending}").write_bytes(_OLD)
    books.use("source: folder", f"  tables: {{roster: {{file: roster.{ending}}}}}")
    problem = books.term.the("file-format")
    assert problem.file == f"data/2026-fall/roster.{ending}"
    assert ".xlsx" in problem.remedy


def test_macros(books: Any, xlsx_of: Callable[..., bytes], ods_of: Callable[..., bytes]) -> None:
    """A workbook with macros is refused under any name."""
    for parts in ({"xl/vbaProject.bin": "x"}, {"[Content_Types].xml": "<Types>…sheet.macroEnabled.main+xml</Types>"}):
        assert _problem(books, xlsx_of(parts=parts)).rule == "workbook-macros"
    parts = {"Basic/Standard/script-lb.xml": "<a/>"}
    assert _problem(books, ods_of({"groups": ""}, parts=parts), "term.ods").rule == "workbook-macros"


def test_passwords(books: Any, ods_of: Callable[..., bytes]) -> None:
    """A protected ODS file is told as one."""
    manifest = {"META-INF/manifest.xml": "<a><manifest:encryption-data/></a>"}
    assert _problem(books, ods_of({"groups": ""}, parts=manifest), "term.ods").rule == "workbook-password"


def test_protected_sheet_is_readable(books: Any) -> None:
    """A sheet that is only protected against changes is read."""
    books.openpyxl(books.tables(), lambda book: setattr(book["roster"].protection, "sheet", True))
    assert books.term.found() == []


def test_cut_file(books: Any) -> None:
    """A workbook that was not copied to its end is refused, wherever it was cut."""
    content = books.xlsx(books.tables()).read_bytes()
    for share in (0.1, 0.5, 0.9, 0.999):
        problem = _problem(books, content[: int(len(content) * share)], f"cut-{share}.xlsx")
        assert problem.rule == "file-format"


def test_changed_bytes(books: Any) -> None:
    """A workbook with a part that is not as it was packed is refused."""
    content = bytearray(books.xlsx(books.tables()).read_bytes())
    place = content.index(b"xl/worksheets/sheet1.xml") + 200
    content[place] ^= 0xFF
    books.path("term.xlsx").write_bytes(bytes(content))
    books.use("source: workbook\n  path: data/term.xlsx")
    problem = next(each for each in books.term.problems() if each.rule == "file-format")
    assert problem.message.startswith("is damaged")
