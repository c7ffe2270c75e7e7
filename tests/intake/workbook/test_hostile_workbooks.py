"""Files that are built to exhaust or to mislead end within seconds, in little memory, in a plain refusal."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groupreport.intake.workbooks import WorkbookError, open_workbook
from groupreport.parameters import Limits

Make = Callable[..., bytes]
_MEGABYTES = 400
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_READ = """
import pathlib, resource, sys
from groupreport.intake.workbooks import WorkbookError, open_workbook
from groupreport.parameters import Limits

resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
for path in sys.argv[1:]:
    try:
        book = open_workbook(open(path, "rb").read(), path)
        for sheet in book.sheets:
            book.read(sheet, Limits())
        print("read")
    except WorkbookError as refusal:
        print(refusal.rule, "|", refusal.message)
# The kernel's other figure, ru_maxrss, begins with what the process that started this one held.
status = pathlib.Path("/proc/self/status")
held = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
print(int(held[0].split()[1]) // 1024 if held else 0)
"""


def _far(place: str) -> str:
    row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{place}"><v>2</v></c></row>'


def _xlsx_files(make: Make) -> Mapping[str, tuple[bytes, str]]:
    entity = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c SYSTEM "file:///etc/hostname">]>'
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
    sheet = f"<worksheet {_MAIN}><sheetData>{{}}</sheetData></worksheet>"
    two_columns = "".join(f'<c r="{_letters(place)}1"><v>1</v></c>' for place in range(50_000))
    long_text = f"<si><t>{'x' * 99_000}</t></si>"
    lows = "".join(f'<c r="{_letters(place)}1048576"><v>1</v></c>' for place in range(4000))
    return {
        "doctype in a sheet": (make(sheet=entity + sheet.format(cell.format("&b;&c;"))), "workbook-unsafe"),
        "billion laughs": (make(sheet=f'<!DOCTYPE a [<!ENTITY a0 "ha">{laughs}]>{sheet}'), "workbook-unsafe"),
        "doctype in the texts": (make(parts={"xl/sharedStrings.xml": f"{entity}<sst {_MAIN}/>"}), "workbook-unsafe"),
        "doctype in the styles": (make(parts={"xl/styles.xml": f"{entity}<a/>"}), "workbook-unsafe"),
        "doctype in the workbook": (make(parts={"xl/workbook.xml": f"{entity}<a/>"}), "workbook-unsafe"),
        "doctype in the listing": (make(parts={"_rels/.rels": f"{entity}<a/>"}), "workbook-unsafe"),
        "far corner": (make(_far("XFD1048576")), "too-many-columns"),
        "beyond the corner": (make(_far("ZZZZZZ1")), "too-many-columns"),
        "beyond every row": (make(_far("A4294967297")), "file-format"),
        "below the limit": (make(_far("A99999999")), "too-many-rows"),
        "thousands of columns a million rows down": (make(f'<row r="1048576">{lows}</row>'), "workbook-unsafe"),
        "claimed size": (make(sheet=f'<worksheet {_MAIN}><dimension ref="A1:XFD1048576"/><sheetData>'
                              f'{_far("B3")}</sheetData></worksheet>'), "read"),
        "claimed number": (make(parts={"xl/sharedStrings.xml": f'<sst {_MAIN} uniqueCount="9999999999"/>'}), "read"),
        "text of no number": (make('<row r="1"><c r="A1" t="s"><v>x</v></c></row>', texts="<si/>"), "file-format"),
        "text beyond the last": (make('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', texts="<si/>"), "file-format"),
        "long text a million times": (make("".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>'
                                           for row in range(1, 100_000)), texts=long_text), "read"),
        "50,000 columns": (make(f'<row r="1">{two_columns}</row>'), "too-many-columns"),
        "10 MB in a cell": (make(cell.format("x" * 10_000_000)), "cell-too-long"),
        "cell twice": (make('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), "file-format"),
        "cell in another row": (make('<row r="1"><c r="A2"><v>1</v></c></row>'), "file-format"),
        "cell of no kind": (make('<row r="1"><c r="A1" t="x"><v>1</v></c></row>'), "file-format"),
        "style that is not there": (make('<row r="1"><c r="A1" s="99"><v>1</v></c></row>'), "file-format"),
        "two names": (make(f'<row r="1"><x:c xmlns:x="{_MAIN[7:-1]}" r="A1"><v>1</v></x:c></row>'), "file-format"),
        "unknown encoding": (make(sheet=f'<?xml version="1.0" encoding="UTF-88"?>{sheet}'), "file-format"),
        "no sheet": (make(sheet="<a/>"), "file-format"),
        "broken XML": (make('<row r="1"><c r="A1"><v>1</v></row>'), "file-format"),
        "shift in a comment": (make('<row r="1"><c r="A1"><v>5<!-- x -->0</v></c></row>'), "read"),
    }  # fmt: skip


def _ods_files(make: Make) -> Mapping[str, tuple[bytes, str]]:
    number = 'office:value-type="float" office:value="1"'
    spaces = '<text:p>a<text:s text:c="999999999"/></text:p>'
    doctype = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>'

    def cells(kind: str, *, rows: int = 1, columns: int = 1, within: str = "") -> bytes:
        cell = f'<table:table-cell table:number-columns-repeated="{columns}" {kind}>{within}</table:table-cell>'
        return make({"a": f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'})

    wide = f'<table:table-cell table:number-columns-repeated="4000" {number}/>'
    low = f'<table:table-row table:number-rows-repeated="1048575"><table:table-cell {number}/></table:table-row>'
    return {
        "every row": (cells(number, rows=1_048_576), "read"),
        "every column": (cells(number, columns=16_384), "too-many-columns"),
        "every cell": (cells(number, rows=1_048_576, columns=4999), "workbook-unsafe"),
        "every column once": (make({"a": f"<table:table-row>{wide}</table:table-row>{low}"}), "workbook-unsafe"),
        "every cell is empty": (cells("", rows=1_048_576, columns=16_384), "read"),
        "no end of rows": (cells(number, rows=999_999_999), "too-many-rows"),
        "negative rows": (cells(number, rows=-1), "file-format"),
        "no end of spaces": (cells('office:value-type="string"', within=spaces), "cell-too-long"),
        "doctype": (make({"a": ""}, start=doctype), "workbook-unsafe"),
        "table in a cell": (make({"a": '<table:table table:name="b"/>'}), "file-format"),
    }


def _letters(place: int) -> str:
    letters = ""
    while place >= 0:
        place, letter = divmod(place, 26)
        letters, place = chr(65 + letter) + letters, place - 1
    return letters


def _zip_files(make: Make) -> Mapping[str, tuple[bytes, str]]:
    sheet = b"xl/worksheets/sheet1.xml"
    bomb = make(sheet=f"<worksheet {_MAIN}>" + " " * 100_000_000)
    lying = bytearray(bomb)
    # Where the part's own header, of 30 bytes, and the list of parts, of 46 bytes each, have the unpacked size.
    for place in (lying.index(sheet) - 30 + 22, lying.rindex(sheet) - 46 + 24):
        lying[place : place + 4] = struct.pack("<I", 1000)
    twice = io.BytesIO(make())
    with zipfile.ZipFile(twice, "a") as package:
        package.writestr("XL/worksheets/Sheet1.xml", "<a/>")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as package:
        for number in range(10_500):
            package.writestr(f"{number}", "")
    strange = io.BytesIO()
    with zipfile.ZipFile(strange, "w", zipfile.ZIP_LZMA) as package:
        package.writestr("[Content_Types].xml", "<a/>")
        package.writestr("_rels/.rels", "<a/>")
    outside = make(parts={"../../etc/passwd": "x", "/etc/passwd": "x", "C:\\x": "x"})
    return {
        "bomb": (bomb, "workbook-unsafe"),
        "bomb that lies about its size": (bytes(lying), "file-format"),
        "part twice": (twice.getvalue(), "workbook-unsafe"),
        "ten thousand parts": (many.getvalue(), "workbook-unsafe"),
        "packed otherwise": (strange.getvalue(), "file-format"),
        "names outside": (outside, "read"),
    }


def test_hostile_files(tmp_path: Path, xlsx_of: Make, ods_of: Make) -> None:
    """Each of these files is refused, or read for what it really holds, within little memory and time."""
    pytest.importorskip("resource")
    files = {**_xlsx_files(xlsx_of), **_zip_files(xlsx_of)}
    cases = [(name, ".xlsx", *case) for name, case in files.items()]
    cases += [(name, ".ods", *case) for name, case in _ods_files(ods_of).items()]
    paths = []
    for number, (_, ending, content, _) in enumerate(cases):
        paths.append(tmp_path / f"{number}{ending}")
        paths[-1].write_bytes(content)
    done = subprocess.run([sys.executable, "-c", _READ, *map(str, paths)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    *verdicts, megabytes = done.stdout.splitlines()
    found = {case[0]: verdict.split(" | ")[0] for case, verdict in zip(cases, verdicts, strict=True)}
    assert found == {case[0]: case[3] for case in cases}
    assert int(megabytes) < _MEGABYTES


def test_comment_within_a_number(xlsx_of: Make) -> None:
    """A number with an XML comment in it is the whole number, not what stands before the comment."""
    book = open_workbook(xlsx_of('<row r="1"><c r="A1"><v>5<!-- x -->0</v></c></row>'), "a.xlsx")
    assert book.read("groups", Limits()).grid.columns[0].values == [50.0]


def test_refusal_in_the_list_of_problems(books: Any, xlsx_of: Make) -> None:
    """A hostile sheet is one problem with its sheet, and no traceback."""
    books.path().write_bytes(xlsx_of(_far("XFD1048576")))
    problem = books.term.the("too-many-columns")
    assert (problem.sheet, problem.severity) == ("groups", "error")


def test_limits_of_program(books: Any) -> None:
    """The limits that program.yml sets hold for sheets."""
    books.xlsx(books.tables())
    books.use("source: workbook\n  limits: {rows: 5}")
    assert {each.sheet for each in books.term.problems() if each.rule == "too-many-rows"} == {
        "attendance", "ratings", "sessions"
    }  # fmt: skip


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A small workbook of each format, unpacked part by part."""
    import openpyxl

    path = tmp_path_factory.mktemp("seeds") / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["member_id", "held_on", "value"])
    sheet.append(["007", "2026-09-01", 7.5])
    sheet.append(["=A1", True, "#N/A"])
    sheet.merge_cells("A4:B5")
    book.save(path)
    return {"a.xlsx": path.read_bytes()}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes(seeds: dict[str, bytes], ods_of: Make, data: st.DataObject) -> None:
    """Whatever bytes of a workbook, or of the XML in it, are changed: it is read or refused, and never crashes."""
    kind = 'office:value-type="date" office:date-value="2026-09-01"'
    cell = f"<table:table-cell {kind}><text:p>a</text:p></table:table-cell>"
    files = {**seeds, "a.ods": ods_of({"a": f"<table:table-row>{cell * 3}</table:table-row>" * 3})}
    name = data.draw(st.sampled_from(sorted(files)))
    content = files[name]
    if data.draw(st.booleans()):
        content = _changed(content, data)
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {each: package.read(each) for each in package.namelist()}
        part = data.draw(st.sampled_from(sorted(parts)))
        parts[part] = _changed(parts[part], data)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as package:
            for each, piece in parts.items():
                package.writestr(each, piece)
        content = packed.getvalue()
    with suppress(WorkbookError):
        book = open_workbook(content, name)
        for sheet in book.sheets:
            book.read(sheet, Limits(rows=1000, columns=100))


def _changed(content: bytes, data: st.DataObject) -> bytes:
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        piece = data.draw(st.binary(min_size=0, max_size=6) | st.sampled_from([b"<", b"&", b"</", b'"', b"99999999"]))
        changed[place : place + data.draw(st.integers(0, 8))] = piece
    return bytes(changed)
