"""Delimited text to columns of text, with the line that every row begins on."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from groupreport.intake.findings import Findings
from groupreport.intake.reading.broken_rows import note_broken_row, note_uneven, note_whole_rows
from groupreport.intake.reading.cells import Cells
from groupreport.intake.reading.limits import few_columns, few_rows
from groupreport.intake.reading.lines import Lines, is_blank
from groupreport.parameters import Limits

_CHUNK = 50_000
_REMEMBERED = 10_000
_TEXT = pa.dictionary(pa.int32(), pa.string())


def read_cells(text: str, delimiter: str, file: str, limits: Limits, findings: Findings) -> Cells | None:
    """Divide a file's text into cells.

    Rows with too many or too few fields are noted as problems and left out of the cells; blank lines are passed
    over. None where the text cannot be divided at all, or is beyond a limit.
    """
    # The standard library's reader knows the line of each row and everything about quotes, but takes many seconds
    # for a million rows. Where every row is one line, as in nearly every export, Arrow's reader gives the same cells.
    # Before anything is made of the lines; as many blank ones as rows are no reason to refuse them.
    if not few_rows(text.count("\n") - limits.rows, file, limits, findings):
        return None
    if "\r" in text.replace("\r\n", ""):
        return _read_row_by_row(text, delimiter, file, limits, findings)
    lines = Lines.of(text)
    if not len(lines.filled) or lines.longest > limits.cell_characters:
        return _read_row_by_row(text, delimiter, file, limits, findings)
    header = lines.header(delimiter)
    if len(header) == 1 or ('"' in text and not lines.hold_whole_rows(delimiter)):
        return _read_row_by_row(text, delimiter, file, limits, findings)
    if not few_columns(len(header), file, lines.header_line, limits, findings):
        return None
    if not few_rows(len(lines.filled) - 1, file, limits, findings):
        return None
    try:
        if '"' not in text:
            return _read_unquoted(lines, header, delimiter, file, findings)
        cells = _read_simply_quoted(lines, header, delimiter)
    except pa.ArrowInvalid:  # such as a line of more than a megabyte
        cells = None
    return cells or _read_row_by_row(text, delimiter, file, limits, findings)


def _read_unquoted(lines: Lines, header: list[str], delimiter: str, file: str, findings: Findings) -> Cells | None:
    rows = lines.filled[1:]
    fields = lines.count(delimiter)[rows] + 1
    uneven = fields != len(header)
    if not note_uneven(rows[uneven] + 1, fields[uneven], len(header), len(rows), file, findings):
        return None
    return Cells(
        header=header,
        header_line=lines.header_line,
        columns=_columns(lines, delimiter, len(header), quoted=False),
        lines=rows[~uneven] + 1,
        left_out=tuple(frozenset(lines.text_of(row).split(delimiter)) for row in rows[uneven][:_REMEMBERED]),
    )


def _read_simply_quoted(lines: Lines, header: list[str], delimiter: str) -> Cells | None:
    """The cells, or None where a row has another width than the header and has to be looked at."""
    columns = _columns(lines, delimiter, len(header), quoted=True)
    if len(columns[0]) != len(lines.filled) - 1:
        return None
    return Cells(header=header, header_line=lines.header_line, columns=columns, lines=lines.filled[1:] + 1)


def _columns(lines: Lines, delimiter: str, width: int, *, quoted: bool) -> list[pd.Categorical]:
    """The cells below the header, column by column; rows of another width are left out."""
    if len(lines.filled) == 1:
        return [pd.Categorical.from_codes([], categories=pd.Index([], dtype=object)) for _ in range(width)]
    names = [str(number) for number in range(width)]
    cells = pyarrow.csv.read_csv(
        pa.BufferReader(lines.below_header),
        read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter, quote_char='"' if quoted else False, invalid_row_handler=lambda _: "skip"
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, _TEXT), strings_can_be_null=False, check_utf8=False
        ),
    )
    return [_merged(column) for column in cells]


def _read_row_by_row(text: str, delimiter: str, file: str, limits: Limits, findings: Findings) -> Cells | None:
    chunks: list[list[Any]] = []
    lines: list[int] = []
    uneven: list[tuple[int, list[str]]] = []
    with _longest_cell(limits.cell_characters):
        rows = _numbered(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        try:
            header_line, header = next(rows, (0, []))
            if not header:
                findings.add("file-empty", file, "is empty", "Export it again, with its header.")
                return None
            if not few_columns(len(header), file, header_line, limits, findings):
                return None
            while chunk := list(itertools.islice(rows, _CHUNK)):
                even = [(line, row) for line, row in chunk if len(row) == len(header)]
                uneven += [(line, row) for line, row in chunk if len(row) != len(header)]
                lines += [line for line, _ in even]
                columns = zip(*(row for _, row in even), strict=True) if even else iter([()] * len(header))
                chunks.append([pa.array(column, type=pa.string()).dictionary_encode() for column in columns])
                if not few_rows(len(lines) + len(uneven), file, limits, findings):
                    return None
        except csv.Error as error:
            note_broken_row(text, delimiter, file, str(error), limits, findings)
            return None
    uneven_lines = np.array([line for line, _ in uneven], dtype=np.int64)
    fields = np.array([len(row) for _, row in uneven], dtype=np.int64)
    if not note_uneven(uneven_lines, fields, len(header), len(lines) + len(uneven), file, findings):
        return None
    parts = chunks or [[pa.array([], type=_TEXT) for _ in header]]
    joined = [_merged(pa.chunked_array([part[place] for part in parts])) for place in range(len(header))]
    cells = Cells(
        header=header,
        header_line=header_line,
        columns=joined,
        lines=np.array(lines, dtype=np.int64),
        left_out=tuple(frozenset(row) for _, row in uneven[:_REMEMBERED]),
    )
    note_whole_rows(cells, delimiter, file, findings)
    return cells


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - the csv module's reader has no public type
    """Each row with the line that it begins on; a quoted cell may span lines. Blank lines are no rows."""
    before = 0
    for row in reader:
        if not is_blank(row):
            yield before + 1, row
        before = reader.line_num


@contextmanager
def _longest_cell(characters: int) -> Iterator[None]:
    """Let the standard library's reader stop at a cell that is longer."""
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _merged(column: Any) -> pd.Categorical:  # noqa: ANN401 - Arrow's types are untyped
    whole = column.unify_dictionaries().combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if isinstance(whole, pa.ChunkedArray):  # older versions of Arrow keep a chunked array
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], type=_TEXT)
    texts = pd.Index(whole.dictionary.to_pylist(), dtype=object)
    codes = whole.indices.to_numpy(zero_copy_only=False)
    return pd.Categorical.from_codes(codes, categories=texts)
