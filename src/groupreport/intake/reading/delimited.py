"""Delimited text to columns of text, with the line that every row begins on."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from groupreport.intake.findings import Findings
from groupreport.intake.reading.cells import Cells, Numbers

_CHUNK = 50_000
_TEXT = pa.dictionary(pa.int32(), pa.string())
Letters = npt.NDArray[np.uint8]


def read_cells(text: str, delimiter: str, file: str, findings: Findings) -> Cells | None:
    """Divide a file's text into cells.

    Rows with too many or too few fields are noted as problems and left out of the cells; blank lines are passed
    over. None where the text cannot be divided at all.
    """
    # The standard library's reader knows the line of each row and everything about quotes, but takes many seconds
    # for a million rows. Where every row is one line, as in nearly every export, Arrow's reader gives the same cells.
    if "\r" in text.replace("\r\n", ""):
        return _read_row_by_row(text, delimiter, file, findings)
    lines = _Lines.of(text)
    try:
        if '"' not in text:
            return _read_unquoted(lines, delimiter, file, findings)
        cells = _read_simply_quoted(lines, delimiter) if lines.hold_whole_rows(delimiter) else None
    except pa.ArrowInvalid:  # such as a cell of more than a megabyte
        cells = None
    return cells or _read_row_by_row(text, delimiter, file, findings)


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """A text's bytes, and where each line of it begins and ends."""

    content: bytes
    letters: Letters
    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, text: str) -> _Lines:
        content = text.encode() if text.endswith("\n") else f"{text}\n".encode()
        letters = np.frombuffer(content, dtype=np.uint8)
        ends = np.flatnonzero(letters == ord("\n"))
        return cls(content=content, letters=letters, starts=np.concatenate(([0], ends[:-1] + 1)), ends=ends)

    @property
    def filled(self) -> Numbers:
        """The places of the lines that are not blank."""
        blank = (self.ends == self.starts) | ((self.ends == self.starts + 1) & (self.letters[self.starts] == ord("\r")))
        return np.flatnonzero(~blank)

    def count(self, letter: str) -> Numbers:
        """How often each line holds a letter."""
        found = np.flatnonzero(self.letters == ord(letter))
        return np.diff(np.searchsorted(found, np.append(self.starts, len(self.letters))))

    def hold_whole_rows(self, delimiter: str) -> bool:
        """Whether each row is one line, with quotes only around whole cells or doubled within them."""
        if (self.count('"') % 2).any():
            return False
        quotes = np.flatnonzero(self.letters == ord('"'))
        opening, closing = quotes[0::2], quotes[1::2]
        # The first half of a doubled quote closes and the second opens again, right behind it.
        doubled = opening[1:] == closing[:-1] + 1
        begins = np.isin(self.letters[opening - 1], _bytes_of(f"{delimiter}\n")) | (opening == 0)
        ends = np.isin(self.letters[closing + 1], _bytes_of(f"{delimiter}\r\n"))
        return bool((begins | np.append(False, doubled)).all() and (ends | np.append(doubled, False)).all())

    def header(self, delimiter: str) -> list[str]:
        """The cells of the first line that is not blank."""
        line = self.content[self.starts[self.filled[0]] : self.ends[self.filled[0]]].decode()
        return next(csv.reader([line.removesuffix("\r")], delimiter=delimiter))

    def cells(self, delimiter: str, width: int, *, quoted: bool) -> list[pd.Categorical]:
        """The cells below the header, column by column; rows of another width are left out."""
        if len(self.filled) == 1:
            return [pd.Categorical.from_codes([], categories=pd.Index([], dtype=object)) for _ in range(width)]
        names = [str(number) for number in range(width)]
        cells = pyarrow.csv.read_csv(
            pa.BufferReader(self.content[self.ends[self.filled[0]] + 1 :]),
            read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter, quote_char='"' if quoted else False, invalid_row_handler=lambda _: "skip"
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXT), strings_can_be_null=False, check_utf8=False
            ),
        )
        return [_merged(column) for column in cells]


def _bytes_of(letters: str) -> Letters:
    return np.frombuffer(letters.encode(), dtype=np.uint8)


def _read_unquoted(lines: _Lines, delimiter: str, file: str, findings: Findings) -> Cells:
    header, rows = lines.header(delimiter), lines.filled
    fields = lines.count(delimiter)[rows] + 1
    uneven = (fields != len(header)) & (rows != rows[0])
    columns = lines.cells(delimiter, len(header), quoted=False)
    _note_uneven(rows[uneven] + 1, fields[uneven], len(header), file, findings)
    return Cells(header=header, header_line=int(rows[0]) + 1, columns=columns, lines=rows[~uneven][1:] + 1)


def _read_simply_quoted(lines: _Lines, delimiter: str) -> Cells | None:
    """The cells, or None where a row has another width than the header and has to be looked at."""
    header, rows = lines.header(delimiter), lines.filled
    columns = lines.cells(delimiter, len(header), quoted=True)
    if len(columns[0]) != len(rows) - 1:
        return None
    return Cells(header=header, header_line=int(rows[0]) + 1, columns=columns, lines=rows[1:] + 1)


def _read_row_by_row(text: str, delimiter: str, file: str, findings: Findings) -> Cells | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = _numbered(reader)
    try:
        header_line, header = next(rows)
        chunks: list[list[Any]] = []
        lines: list[int] = []
        uneven: list[tuple[int, int]] = []
        while chunk := list(itertools.islice(rows, _CHUNK)):
            even = [(line, row) for line, row in chunk if len(row) == len(header)]
            uneven += [(line, len(row)) for line, row in chunk if len(row) != len(header)]
            lines += [line for line, _ in even]
            columns = zip(*(row for _, row in even), strict=True) if even else iter([()] * len(header))
            chunks.append([pa.array(column, type=pa.string()).dictionary_encode() for column in columns])
    except csv.Error as error:
        _note_quote(text, delimiter, file, str(error), findings)
        return None
    _note_uneven(
        np.array([line for line, _ in uneven], dtype=np.int64),
        np.array([count for _, count in uneven], dtype=np.int64),
        len(header),
        file,
        findings,
    )
    parts = chunks or [[pa.array([], type=_TEXT) for _ in header]]
    joined = [_merged(pa.chunked_array([part[place] for part in parts])) for place in range(len(header))]
    return Cells(header=header, header_line=header_line, columns=joined, lines=np.array(lines, dtype=np.int64))


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - the csv module's reader has no public type
    """Each row with the line that it begins on; a quoted cell may span lines. Blank lines are no rows."""
    before = 0
    for row in reader:
        if row:
            yield before + 1, row
        before = reader.line_num


def _note_quote(text: str, delimiter: str, file: str, reason: str, findings: Findings) -> None:
    """Find the line on which the broken row begins: read once more, row by row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        pass
    # A field beyond the reader's limit is what follows an open quote.
    unclosed = "end of data" in reason or "field limit" in reason
    message = "has a quote that is never closed" if unclosed else "has a quote inside a quoted cell"
    findings.add("quote", file, message, "Close the quote; write a quote that belongs to the text twice.", line=line)


def _note_uneven(lines: Numbers, counts: Numbers, expected: int, file: str, findings: Findings) -> None:
    for rule, rows, word in (
        ("fields-extra", counts > expected, "more"),
        ("fields-missing", counts < expected, "fewer"),
    ):
        if rows.any():
            first = int(np.flatnonzero(rows)[0])
            findings.add(
                rule,
                file,
                f"has {int(counts[first])} cells where the header has {expected} names, so values would change columns",
                "Put quotes around a cell that holds the delimiter itself, such as a comma in a name."
                if word == "more"
                else "Export it again so that every row has all cells, also the empty ones at its end.",
                line=int(lines[first]),
                count=int(rows.sum()),
            )


def _merged(column: Any) -> pd.Categorical:  # noqa: ANN401 - Arrow's types are untyped
    whole = column.unify_dictionaries().combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):  # older versions of Arrow keep a chunked array
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], type=_TEXT)
    texts = pd.Index(whole.dictionary.to_pylist(), dtype=object)
    codes = whole.indices.to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes, categories=texts)
