"""How a delimited file begins: what divides its columns, and on which line their names stand.

Both are declared, never guessed. But where a file is not as declared, one look at its first rows tells what to
declare, in one problem instead of hundreds of shifted cells.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import dataclass
from typing import Protocol

from groupreport.intake.findings import Findings
from groupreport.intake.reading.headers import plain_name
from groupreport.parameters import TableFormat

MARKS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_HEADER_WITHIN = 30
_SAMPLE = 65_536
_SAMPLE_ROWS = 200
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_FOR_EXCEL = re.compile(r"\s*\"?sep=(.)\"?\s*", re.IGNORECASE)


class Names(Protocol):
    """The names of columns, as `in` knows them."""

    def __contains__(self, cell: str, /) -> bool:
        """Whether a cell holds one of them."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is known of a file before it is looked at.

    Attributes:
        table: The table that it is a part of.
        delimiter: What divides its columns.
        decimal: The decimal mark of its numbers.
        table_format: What wrote it; survey systems begin with the column names, and other rows may hold names too.
        header_row: The line of the column names, where the program says so.
        names: The texts that are names of its columns.
    """

    table: str
    delimiter: str
    decimal: str
    table_format: TableFormat
    header_row: int | None
    names: Names


def header_from(text: str, expected: Expected, file: str, findings: Findings) -> str | None:
    """The text with every line above the header emptied, so that lines keep their numbers.

    None where the header is divided otherwise or stands elsewhere than declared, which is noted.
    """
    above = (expected.header_row or 1) - 1
    if above:
        text = _without_lines(text, above)
    elif text.lstrip()[:5].lower().startswith(("sep=", '"sep=')):
        without = _without_line_for_excel(text, expected, file, findings)
        if without is None:
            return None
        text = without
    looks = [_Look.at(text, mark, expected) for mark in {expected.delimiter: None, **MARKS}]
    declared = looks[0]
    if any(look.best for look in looks):
        best = max(looks, key=lambda look: look.best)
        if best is declared and 2 * declared.at_first >= declared.best:
            return text
    else:
        # None of the names is known; a delimiter that divides the first row where the declared one does not is likely.
        best = max(looks, key=lambda look: len(look.first))
        if len(declared.first) > 1 or best is declared:
            return text
    _note(best, expected, file, findings)
    return None


@dataclass(frozen=True)
class _Look:
    """The first rows of a file, as one delimiter divides them, and how many column names each of them holds."""

    delimiter: str
    rows: list[tuple[int, list[str]]]
    names: list[int]

    @classmethod
    def at(cls, text: str, delimiter: str, expected: Expected) -> _Look:
        reader = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter)
        rows: list[tuple[int, list[str]]] = []
        before = 0
        try:
            for row in itertools.islice(reader, _SAMPLE_ROWS):
                if any(cell.strip() for cell in row):
                    rows.append((before + 1, row))
                before = reader.line_num
        except csv.Error:  # whoever divides the whole file notes it
            pass
        within = 1 if expected.table_format != "plain" else _HEADER_WITHIN
        names = [len({plain_name(cell) for cell in row if cell in expected.names}) for _, row in rows[:within]]
        return cls(delimiter, rows, names)

    @property
    def first(self) -> list[str]:
        """The cells of the first row that is not blank."""
        return self.rows[0][1] if self.rows else []

    @property
    def at_first(self) -> int:
        """How many column names stand in the first row."""
        return self.names[0] if self.names else 0

    @property
    def best(self) -> int:
        """How many column names stand in the row that has most of them."""
        return max(self.names, default=0)

    @property
    def header_line(self) -> int:
        """The line of that row."""
        return self.rows[self.names.index(self.best)][0]

    @property
    def has_decimal_commas(self) -> bool:
        """Whether numbers below are written like 3,5."""
        return self.delimiter != "," and any(
            _DECIMAL_COMMA.fullmatch(cell.strip()) for _, row in self.rows for cell in row
        )


def _note(look: _Look, expected: Expected, file: str, findings: Findings) -> None:
    wrong, settings, edits = [], [], []
    if look.delimiter != expected.delimiter:
        wrong.append(f"has its columns divided by {_word(look.delimiter)}, not by {_word(expected.delimiter)}")
        settings.append(f"delimiter to {_quoted(look.delimiter)}")
        if look.has_decimal_commas and expected.decimal == ".":
            wrong.append("has decimal commas")
            settings.append('decimal to ","')
    line = look.header_line if look.best else look.rows[0][0]
    if look.best and line != look.rows[0][0]:
        wrong.append(f"has its column names on line {line}, below other lines")
        settings.append(f"header_row to {line}")
        edits.append("or delete the lines above")
    remedy = f"Set {_and(settings)} under data.tables.{expected.table} in params/program.yml"
    if not any(setting.startswith("header_row") for setting in settings):
        remedy += ", or under data if every file is written so"
    rule = "delimiter" if look.delimiter != expected.delimiter else "header"
    findings.add(rule, file, _and(wrong, ", and "), f"{', '.join([remedy, *edits])}.", line=line)


def _without_lines(text: str, count: int) -> str:
    """The text with its first lines emptied; an editor's lines, without other marks that Python takes for ends."""
    ends = itertools.islice(re.finditer(r"\r\n|\n|\r", text), count)
    last = 0
    for end in ends:
        last = end.end()
    return "\n" * count + text[last:]


def _without_line_for_excel(text: str, expected: Expected, file: str, findings: Findings) -> str | None:
    """The text without the line that tells Excel the delimiter; None where that is another one than declared."""
    first = re.split(r"\r\n|\n|\r", text.lstrip(), maxsplit=1)[0]
    told = _FOR_EXCEL.fullmatch(first)
    blank = re.split(r"\S", text, maxsplit=1)[0]
    line = len(re.findall(r"\r\n|\n|\r", blank)) + 1
    if told is None or told[1] == expected.delimiter:
        message = "begins with a line that tells Excel how its columns are divided (sep=)"
        findings.add("delimiter-line", file, message, "The line was left out.", severity="info", line=line)
        return _without_lines(text, line)
    message = f"says that its columns are divided by {_word(told[1])}, not by {_word(expected.delimiter)}"
    remedy = f"Set delimiter to {_quoted(told[1])} under data.tables.{expected.table} in params/program.yml."
    findings.add("delimiter", file, message, remedy, line=line)
    return None


def _word(delimiter: str) -> str:
    return MARKS.get(delimiter, f"'{delimiter}'")


def _quoted(delimiter: str) -> str:
    return '"\\t"' if delimiter == "\t" else f'"{delimiter}"'


def _and(parts: list[str], last: str = " and ") -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}{last}{parts[-1]}"
