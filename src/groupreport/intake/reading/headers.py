"""A file's header as column names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells
from groupreport.intake.spelling import listed, without_invisible
from groupreport.parameters import TableFormat


@dataclass(frozen=True)
class Header:
    """The names of a file's columns, "" for one that is not read, and the names that cannot be told apart."""

    names: list[str]
    withheld: frozenset[str] = frozenset()


def plain_name(text: str) -> str:
    """A column's name on one line, without invisible characters: the text of a question may run over several."""
    return re.sub(r"\s+", " ", without_invisible(text))


def read_header(cells: Cells, file: str, table_format: TableFormat, findings: Findings) -> Header:
    """The column names without stray spaces.

    Columns of one name are noted, and none of them is read. Surveys may ask two questions in the same words: there
    the second is told apart by a number, as in `Your group (2)`.
    """
    names = [plain_name(cell) for cell in cells.header]
    if table_format != "plain":
        return Header(_numbered(names))
    stray = [name for name, cell in zip(names, cells.header, strict=True) if name != cell and name]
    if stray:
        message = f"has spaces or invisible characters around the column names {listed(stray)}"
        remedy = "They were left out."
        findings.add(
            "header-spaces",
            file,
            message,
            remedy,
            severity="info",
            sheet=cells.sheet,
            line=cells.header_line,
            facts={"names": tuple(stray)},
        )
    withheld = {*_note_twice(names, cells, file, findings), *_note_letter_case(names, cells, file, findings)}
    return Header(
        ["" if name in withheld else name for name in names], frozenset({*withheld, *map(str.casefold, withheld)})
    )


def _note_twice(names: list[str], cells: Cells, file: str, findings: Findings) -> list[str]:
    twice = sorted(name for name, times in Counter(filter(None, names)).items() if times > 1)
    for name in twice:
        message = f"has more than one column of the name {name}"
        remedy = (
            "Keep one of them, or give the other another name; "
            "if a survey system wrote the file, name it under data.tables as `format`."
        )
        findings.add(
            "header-duplicate",
            file,
            message,
            remedy,
            sheet=cells.sheet,
            line=cells.header_line,
            column=name,
            count=names.count(name),
        )
    return twice


def _note_letter_case(names: list[str], cells: Cells, file: str, findings: Findings) -> list[str]:
    different = dict.fromkeys(filter(None, names))
    folded = Counter(name.casefold() for name in different)
    alike = [name for name in different if folded[name.casefold()] > 1]
    for fold in dict.fromkeys(map(str.casefold, alike)):
        same = [name for name in alike if name.casefold() == fold]
        message = f"has columns that differ by letter case alone: {listed(same)}"
        remedy = "Keep one of them, or give the other another name."
        findings.add(
            "header-letter-case", file, message, remedy, sheet=cells.sheet, line=cells.header_line, column=same[0]
        )
    return alike


def _numbered(names: list[str]) -> list[str]:
    """The names, of which a repeated one is told apart by a number that no other name has."""
    taken: set[str] = set()
    numbered = []
    for name in names:
        shown, number = name, 1
        while shown and (shown in taken or (number > 1 and shown in names)):
            number += 1
            shown = f"{name} ({number})"
        taken.add(shown)
        numbered.append(shown)
    return numbered
