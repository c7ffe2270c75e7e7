"""Workbooks as programs write them, and as nobody should: made of the CSV tables of the small term."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter

Cell = str | float | bool | datetime.date | None
Rows = list[list[Cell]]
Tables = dict[str, Rows]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"[1-9]\d*|0")
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LISTING = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_ODS = "urn:oasis:names:tc:opendocument:xmlns"
_ODS_PREFIXES = " ".join(f'xmlns:{name}="{_ODS}:{name}:1.0"' for name in ("office", "table", "text", "style", "draw"))
_ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


@dataclass(frozen=True)
class Books:
    """The small term without its CSV files, and workbooks to put in their place."""

    term: Any
    csv: Mapping[str, str]

    def path(self, name: str = "2026-fall.xlsx") -> Path:
        return Path(self.term.folder / "data" / name)

    def tables(self, *, dates: bool = True) -> Tables:
        """The cells of the tables as a person would have typed them: numbers as numbers, days as days if asked."""
        return {name: [[_typed(cell, dates) for cell in row] for row in csv.reader(io.StringIO(text))]
                for name, text in self.csv.items()}  # fmt: skip

    def use(self, settings: str = "source: workbook", tables: str = "") -> None:
        """Set `data` in program.yml."""
        program = (self.term.folder / "params" / "program.yml").read_text(encoding="utf-8").split("data:")[0]
        self.term.set_program(f"{program}data:\n  {settings}\n{tables}")

    def xlsx(self, tables: Tables, name: str = "2026-fall.xlsx", **options: Any) -> Path:
        """Written by XlsxWriter: texts that all sheets share, days in a format of their own."""
        with xlsxwriter.Workbook(self.path(name), options) as book:
            day = book.add_format({"num_format": "d mmm yyyy"})
            for title, rows in tables.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    for place, cell in enumerate(row):
                        if isinstance(cell, datetime.date):
                            sheet.write_datetime(number, place, _moment(cell), day)
                        elif isinstance(cell, str):
                            sheet.write_string(number, place, cell)
                        elif cell is not None:
                            sheet.write(number, place, cell)
        return self.path(name)

    def openpyxl(
        self, tables: Tables, change: Callable[[openpyxl.Workbook], object] | None = None, name: str = "2026-fall.xlsx"
    ) -> Path:
        """Written by openpyxl; `change` may add what a person would."""
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in tables.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        if change:
            change(book)
        book.save(self.path(name))
        return self.path(name)

    def ods(self, tables: Tables, name: str = "2026-fall.ods") -> Path:
        """Written by hand, as LibreOffice does it."""
        sheets = {title: "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
                  for title, rows in tables.items()}  # fmt: skip
        self.path(name).write_bytes(raw_ods(sheets))
        return self.path(name)


def ods_cell(cell: Cell) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case bool():
            kind = f'"boolean" office:boolean-value="{str(cell).lower()}"'
        case float() | int():
            kind = f'"float" office:value="{cell:g}"'
        case datetime.date():
            kind = f'"date" office:date-value="{cell.isoformat()}"'
        case str():
            kind = '"string"'
    shown = f"<text:p>{escape(str(cell))}</text:p>"
    return f"<table:table-cell office:value-type={kind}>{shown}</table:table-cell>"


def raw_ods(sheets: Mapping[str, str], *, styles: str = "", start: str = "", parts: Mapping[str, str] = {}) -> bytes:
    """An ODS file of sheets that are written in XML already."""
    body = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    content = (
        f"{start}<office:document-content {_ODS_PREFIXES} "
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": _ODS_TYPE, "META-INF/manifest.xml": "<m/>", "content.xml": content, **parts})


def raw_xlsx(
    rows: str = "",
    *,
    name: str = "groups",
    sheet: str | None = None,
    texts: str = "",
    formats: str = "",
    settings: str = "",
    parts: Mapping[str, str | bytes] = {},
    relations: str = "",
) -> bytes:
    """An XLSX file of one sheet whose rows, or which as a whole, is written in XML already."""
    whole = f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>" if sheet is None else sheet
    related = "".join(
        f'<Relationship Id="{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, kind, target in (
            ("r1", "worksheet", "worksheets/sheet1.xml"),
            ("r2", "sharedStrings", "sharedStrings.xml"),
            ("r3", "styles", "styles.xml"),
        )
    )
    main = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    xfs = "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 22, 46, 20))
    book = (
        f'<workbook {_MAIN} xmlns:r="{_RELATIONS}">{settings}'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": _LISTING.format(main),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": _LISTING.format(related + relations),
            "xl/sharedStrings.xml": f"<sst {_MAIN}>{texts}</sst>",
            "xl/styles.xml": f"<styleSheet {_MAIN}><numFmts>{formats}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>",
            "xl/worksheets/sheet1.xml": whole,
            **parts,
        }
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def _typed(cell: str, dates: bool) -> Cell:
    if not cell:
        return None
    if dates and _DATE.fullmatch(cell):
        return datetime.date.fromisoformat(cell)
    return float(cell) if _NUMBER.fullmatch(cell) else cell


def _moment(day: datetime.date) -> datetime.datetime:
    return day if isinstance(day, datetime.datetime) else datetime.datetime.combine(day, datetime.time())


@pytest.fixture
def books(small_term: Any) -> Books:
    texts = {}
    for path in sorted(small_term.path("groups").parent.iterdir()):
        texts[path.stem] = path.read_text(encoding="utf-8")
        path.unlink()
    made = Books(small_term, texts)
    made.use()
    return made


@pytest.fixture
def xlsx_of() -> Callable[..., bytes]:
    return raw_xlsx


@pytest.fixture
def ods_of() -> Callable[..., bytes]:
    return raw_ods


@pytest.fixture
def zip_of() -> Callable[..., bytes]:
    return zipped
