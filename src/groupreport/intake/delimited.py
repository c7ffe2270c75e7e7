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

_CHUNK = 50_000
_TEXT = pa.dictionary(pa.int32(), pa.string())
Lines = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Cells:
    """The header's cells, the other rows' cells column by column, and the line of each row."""

    header: list[str]
    header_line: int
    columns: list[pd.Categorical]
    lines: Lines


def read_cells(text: str, delimiter: str, file: str, findings: Findings) -> Cells | None:
    """Divide a file's text into cells.

    Rows with too many or too few fields are noted as problems and left out of the cells; blank lines are passed
    over. None where the text cannot be divided at all.
    """
    # The standard library's reader knows the line of each row and everything about quotes, but takes seconds for a
    # million rows. A file without quotes, the usual export, has one row a line and is divided faster.
    if '"' in text or "\r" in text.replace("\r\n", ""):
        return _read_quoted(text, delimiter, file, findings)
    return _read_plain(text, delimiter, file, findings)


def _read_plain(text: str, delimiter: str, file: str, findings: Findings) -> Cells | None:
    content = text.encode() if text.endswith("\n") else f"{text}\n".encode()
    letters = np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(letters == ord("\n"))
    starts = np.concatenate(([0], ends[:-1] + 1))
    blank = (ends == starts) | ((ends == starts + 1) & (letters[starts] == ord("\r")))
    marks = np.searchsorted(np.flatnonzero(letters == ord(delimiter)), np.append(starts, len(letters)))
    fields = np.diff(marks) + 1
    rows = np.flatnonzero(~blank)
    header_row, body = int(rows[0]), rows[1:]
    header = content[starts[header_row] : ends[header_row]].decode().removesuffix("\r").split(delimiter)
    uneven = fields[body] != len(header)
    _note_uneven(body[uneven] + 1, fields[body[uneven]], len(header), file, findings)
    names = [str(number) for number in range(len(header))]
    if not len(body):
        columns = [pd.Categorical.from_codes([], categories=pd.Index([], dtype=object)) for _ in names]
        return Cells(header=header, header_line=header_row + 1, columns=columns, lines=np.zeros(0, dtype=np.int64))
    cells = pyarrow.csv.read_csv(
        pa.BufferReader(content),
        read_options=pyarrow.csv.ReadOptions(column_names=names, skip_rows=header_row + 1, use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter, quote_char=False, ignore_empty_lines=True, invalid_row_handler=lambda _: "skip"
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, _TEXT), strings_can_be_null=False, check_utf8=False
        ),
    )
    lines = body[~uneven].astype(np.int64) + 1
    return Cells(header=header, header_line=header_row + 1, columns=[_merged(column) for column in cells], lines=lines)


def _read_quoted(text: str, delimiter: str, file: str, findings: Findings) -> Cells | None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = _numbered(reader)
    begun = 1
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
            begun = chunk[-1][0]
    except csv.Error as error:
        _note_quote(text, delimiter, file, begun, str(error), findings)
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


def _note_quote(text: str, delimiter: str, file: str, begun: int, reason: str, findings: Findings) -> None:
    """Find the line on which the broken row begins: read once more, row by row."""
    line = begun
    try:
        for line_and_row in _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)):
            line = line_and_row[0]
    except csv.Error:
        pass
    unclosed = "end of data" in reason or "field limit" in reason
    message = (
        "has a quote that is never closed, in or after this row" if unclosed else "has a stray quote after this row"
    )
    findings.add("quote", file, message, "Close the quote, or double it inside a quoted cell.", line=line)


def _note_uneven(lines: Lines, counts: Lines, expected: int, file: str, findings: Findings) -> None:
    for rule, rows, word in (
        ("fields-extra", counts > expected, "more"),
        ("fields-missing", counts < expected, "fewer"),
    ):
        if rows.any():
            first = int(np.flatnonzero(rows)[0])
            times = f" (and {int(rows.sum()) - 1} more such rows)" if rows.sum() > 1 else ""
            findings.add(
                rule,
                file,
                f"has {int(counts[first])} fields where the header has {expected}, so its cells would shift{times}",
                "Put quotes around a cell that holds the delimiter, and give every row every cell."
                if word == "more"
                else "Give every row every cell, also the empty ones at its end.",
                line=int(lines[first]),
            )


def _merged(column: Any) -> pd.Categorical:  # noqa: ANN401 - Arrow's types are untyped
    whole = column.unify_dictionaries().combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):  # older versions of Arrow keep a chunked array
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], type=_TEXT)
    texts = pd.Index(whole.dictionary.to_pylist(), dtype=object)
    codes = whole.indices.to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes, categories=texts)
