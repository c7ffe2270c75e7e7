"""The texts and number formats that the sheets of an XLSX workbook share."""

from __future__ import annotations

import re

from groupreport.intake.workbooks.number_formats import NumberFormat, number_format
from groupreport.intake.workbooks.package import Package
from groupreport.intake.workbooks.safe_xml import Attributes, own_name, parse
from groupreport.intake.workbooks.workbook_error import WorkbookError, damaged
from groupreport.intake.workbooks.xlsx_values import unescaped

_MOST_TEXTS = 5_000_000


def read_texts(package: Package, part: str | None) -> list[str]:
    """The shared texts in their order; formats within a text are left out, as is what tells how to pronounce it."""
    texts = _Texts()
    if part is not None:
        parse(package.pieces(part), start=texts.start, end=texts.end, text=texts.text)
    return texts.found


class _Texts:
    """The texts that were met so far."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._is_wanted = False
        self._aside = 0

    def start(self, name: str, _: Attributes) -> None:
        match own_name(name):
            case "si":
                self._pieces.clear()
            case "rPh":
                self._aside += 1
            case "t":
                self._is_wanted = not self._aside

    def end(self, name: str) -> None:
        match own_name(name):
            case "t":
                self._is_wanted = False
            case "rPh":
                self._aside -= 1
            case "si":
                self.found.append(unescaped("".join(self._pieces)))
                if len(self.found) > _MOST_TEXTS:
                    message = f"holds more than {_MOST_TEXTS:,} different texts"
                    raise WorkbookError("workbook-unsafe", message, "Export the tables as CSV files.")

    def text(self, piece: str) -> None:
        if self._is_wanted:
            self._pieces.append(piece)


def read_formats(package: Package, part: str | None) -> list[NumberFormat]:
    """How the numbers of each style are shown, in the order of the styles."""
    codes: dict[int, str] = {}
    formats: list[NumberFormat] = []
    within = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal within
        match own_name(name):
            case "numFmt":
                codes.setdefault(_number(attributes.get("numFmtId")), attributes.get("formatCode", ""))
            case "cellXfs":
                within = True
            case "xf" if within:
                identifier = _number(attributes.get("numFmtId", "0"))
                formats.append(number_format(identifier, codes.get(identifier)))

    def end(name: str) -> None:
        nonlocal within
        if own_name(name) == "cellXfs":
            within = False

    if part is not None:
        parse(package.pieces(part), start=start, end=end)
    return formats


def _number(written: str | None) -> int:
    if written is None or not re.fullmatch("[0-9]{1,9}", written):
        raise damaged("a number format has no number")
    return int(written)
