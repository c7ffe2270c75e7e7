"""An ODS workbook: where its sheets begin and end, and what it brings along."""

from __future__ import annotations

from dataclasses import dataclass, field

from groupreport.intake.workbooks.ods_sheet import read_sheet
from groupreport.intake.workbooks.package import Package
from groupreport.intake.workbooks.records import Sheet, Workbook
from groupreport.intake.workbooks.safe_xml import Attributes, feed, new_parser
from groupreport.intake.workbooks.workbook_error import WorkbookError, damaged
from groupreport.parameters import Limits

_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
# Every program writes these prefixes; behind others, cells could hide.
_NAMESPACES = {
    f"xmlns:{prefix}": f"urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0" for prefix in ("office", "table", "text")
}
_MACROS = ("basic/", "scripts/")


def open_ods(package: Package) -> Workbook:
    """Find the sheets.

    Raises:
        WorkbookError: The workbook is damaged, encrypted, holds macros, or is another kind of document.
    """
    if not package.read("mimetype").startswith(_MIMETYPE):
        raise WorkbookError("file-format", "is no spreadsheet but another kind of document", "Save the tables as .ods.")
    if package.has("encrypted-package") or b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise WorkbookError("workbook-password", "is protected by a password", "Save it without a password.")
    if any(name.startswith(_MACROS) for name in package.names):
        raise WorkbookError("workbook-macros", "holds macros", "Delete them (Tools, Macros) and save it again.")
    content = package.read("content.xml")
    found = _Contents(content)
    sheets = {entry.name: entry for entry in found.entries if not entry.is_link}
    if len(sheets) != sum(not entry.is_link for entry in found.entries):
        raise damaged("it has two sheets of one name")
    # Of the other sheets nothing is read again, and nothing is copied.
    view = memoryview(content)
    before_sheets = view[: min((entry.begins for entry in found.entries), default=0)]

    def read(name: str, limits: Limits) -> Sheet:
        return read_sheet((before_sheets, view[sheets[name].begins : sheets[name].ends]), limits)

    return Workbook(
        sheets=tuple(sheets),
        hidden=frozenset(name for name, entry in sheets.items() if entry.style in found.hiding),
        never_calculated=False,
        links=len(sheets) != len(found.entries),
        dates_1904=False,  # days are written as dates
        read=read,
    )


@dataclass
class _Entry:
    """A sheet: its name and style, and where it begins and ends; a link is a copy of a sheet of another file."""

    name: str
    style: str
    begins: int
    ends: int = 0
    is_link: bool = False


@dataclass
class _Contents:
    """The sheets of a workbook, and the styles that hide one."""

    content: bytes
    entries: list[_Entry] = field(default_factory=list)
    hiding: set[str] = field(default_factory=set)
    _style: str = ""
    _depth: int = 0
    _is_book: bool = False

    def __post_init__(self) -> None:
        self._parser = new_parser(start=self._start, end=self._end)
        feed(self._parser, (self.content,))
        if not self._is_book:
            raise damaged("it holds no sheets")

    def _start(self, name: str, attributes: Attributes) -> None:
        match name:
            case "table:table":
                self._depth += 1
                if self._depth > 1:
                    raise WorkbookError("file-format", "has a table within a cell", "Put it on a sheet of its own.")
                named, styled = attributes.get("table:name", ""), attributes.get("table:style-name", "")
                self.entries.append(_Entry(named, styled, self._parser.CurrentByteIndex))
            case "table:table-source" if self.entries:
                self.entries[-1].is_link = True
            case "style:style":
                self._style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self.hiding.add(self._style)
            case "office:spreadsheet":
                self._is_book = True
            case "office:document-content":
                if any(attributes.get(prefix) != name for prefix, name in _NAMESPACES.items()):
                    raise damaged("the XML in it has uncommon names")

    def _end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1
            # The parser stands before the closing tag.
            self.entries[-1].ends = self.content.index(b">", self._parser.CurrentByteIndex) + 1
