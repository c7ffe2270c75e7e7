"""The texts and number formats that the sheets of an XLSX workbook share."""

from __future__ import annotations

import re

from groupreport.intake.workbooks.number_formats import NumberFormat, number_format
from groupreport.intake.workbooks.package import Package
from groupreport.intake.workbooks.safe_xml import Attributes, own_name, parse
from groupreport.intake.workbooks.workbook_error import damaged
from groupreport.intake.workbooks.xlsx_values import unescaped


def read_texts(package: Package, part: str | None) -> list[str]:
    """The shared texts in their order; formats within a text are left out, as is what tells how to pronounce it."""
    texts: list[str] = []
    pieces: list[str] = []
    aside = 0
    wanted = False

    def start(name: str, _: Attributes) -> None:
        nonlocal aside, wanted
        match own_name(name):
            case "si":
                pieces.clear()
            case "rPh":
                aside += 1
            case "t":
                wanted = not aside

    def end(name: str) -> None:
        nonlocal aside, wanted
        match own_name(name):
            case "t":
                wanted = False
            case "rPh":
                aside -= 1
            case "si":
                texts.append(unescaped("".join(pieces)))

    def text(piece: str) -> None:
        if wanted:
            pieces.append(piece)

    if part is not None:
        parse(package.pieces(part), start=start, end=end, text=text)
    return texts


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
