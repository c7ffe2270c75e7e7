"""An XLSX workbook: where its sheets, texts and formats are, and what it brings along."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from groupreport.intake.workbooks.package import Package
from groupreport.intake.workbooks.records import Sheet, Workbook
from groupreport.intake.workbooks.safe_xml import Attributes, own_name, parse
from groupreport.intake.workbooks.workbook_error import WorkbookError, damaged
from groupreport.intake.workbooks.xlsx_sheet import read_sheet
from groupreport.intake.workbooks.xlsx_texts import read_formats, read_texts
from groupreport.intake.workbooks.xlsx_values import Shared, is_true
from groupreport.parameters import Limits

_MACROS = frozenset({"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"})
_LINKS = frozenset({"externalLink", "externalLinkPath", "connections"})


@dataclass(frozen=True)
class _Relation:
    """That one part belongs to another: what it is to it, and its name."""

    kind: str
    part: str


@dataclass(frozen=True)
class _Entry:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    relation: str


def open_xlsx(package: Package) -> Workbook:
    """Find the sheets.

    Raises:
        WorkbookError: The workbook is damaged, holds macros, or is of another kind.
    """
    main = next((each.part for each in _relations(package, "").values() if each.kind == "officeDocument"), None)
    if main is None:
        raise damaged("it does not say which of its parts is the workbook")
    if main.endswith(".bin"):
        raise WorkbookError("file-format", "is a binary Excel workbook (.xlsb)", "Save it as .xlsx.")
    relations = _relations(package, main)
    kinds = {each.kind for each in relations.values()}
    if kinds & _MACROS or _says_macros(package):
        raise WorkbookError("workbook-macros", "holds macros", "Save it as .xlsx, which cannot hold them.")
    book = _read_main(package, main)
    sheets = {
        entry.name: entry
        for entry in book.entries
        if entry.relation in relations and relations[entry.relation].kind == "worksheet"
    }
    part_of = {relation.kind: relation.part for relation in relations.values()}

    @cache
    def shared() -> Shared:
        return Shared(
            texts=read_texts(package, part_of.get("sharedStrings")),
            formats=read_formats(package, part_of.get("styles")),
            dates_1904=book.dates_1904,
        )

    def read(name: str, limits: Limits) -> Sheet:
        part = relations[sheets[name].relation].part
        sheet = read_sheet(package.pieces(part), shared(), limits)
        beside = _relations(package, part).values()
        sheet.comments = sum(_comments(package, each.part) for each in beside if each.kind == "comments")
        return sheet

    return Workbook(
        sheets=tuple(sheets),
        hidden=frozenset(name for name, entry in sheets.items() if entry.hidden),
        never_calculated=book.never_calculated,
        links=bool(kinds & _LINKS),
        dates_1904=book.dates_1904,
        read=read,
    )


@dataclass(frozen=True, kw_only=True)
class _Main:
    entries: tuple[_Entry, ...]
    dates_1904: bool
    never_calculated: bool


def _read_main(package: Package, part: str) -> _Main:
    entries: list[_Entry] = []
    settings: Attributes = {}

    def start(name: str, attributes: Attributes) -> None:
        match own_name(name):
            case "sheet" if "sheetId" in attributes:
                relation = next((value for key, value in attributes.items() if own_name(key) == "id"), "")
                hidden = attributes.get("state", "visible") != "visible"
                entries.append(_Entry(attributes.get("name", ""), hidden, relation))
            case "workbookPr" | "calcPr":
                settings.update(attributes)

    parse(package.pieces(part), start=start)
    names = [entry.name.casefold() for entry in entries]
    if len(set(names)) != len(names):
        raise damaged("it has two sheets of one name")
    return _Main(
        entries=tuple(entries),
        dates_1904=is_true(settings.get("date1904")),
        never_calculated=is_true(settings.get("fullCalcOnLoad")),
    )


def _relations(package: Package, part: str) -> dict[str, _Relation]:
    """What belongs to a part, by the id that the part names it by; `""` is the workbook as a whole."""
    folder, name = posixpath.split(part)
    listing = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, _Relation] = {}

    def start(element: str, attributes: Attributes) -> None:
        if own_name(element) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
        kind = attributes.get("Type", "").rpartition("/")[2]
        found[attributes.get("Id", "")] = _Relation(kind, target.lstrip("/"))

    if package.has(listing):
        parse(package.pieces(listing), start=start)
    return found


def _says_macros(package: Package) -> bool:
    named = any(name.endswith("vbaproject.bin") for name in package.names)
    return named or b"macroEnabled" in package.read("[Content_Types].xml")


def _comments(package: Package, part: str) -> int:
    return _count(package.pieces(part), "comment")


def _count(pieces: Iterable[bytes], wanted: str) -> int:
    found = 0

    def start(name: str, _: Attributes) -> None:
        nonlocal found
        found += own_name(name) == wanted

    parse(pieces, start=start)
    return found
