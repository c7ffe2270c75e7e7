"""What was gathered to tables of text with the contract's columns: everything as it was written, nothing guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from groupreport.intake.checks.examples import without_examples
from groupreport.intake.contract import Table
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.checkboxes import without_box
from groupreport.intake.mapping.columns import match_columns
from groupreport.intake.mapping.days import note_zones
from groupreport.intake.mapping.filtering import rows_asked_for
from groupreport.intake.mapping.header_rows import without_header_again, without_second_header
from groupreport.intake.mapping.known_names import KnownNames
from groupreport.intake.mapping.lookups import look_up
from groupreport.intake.mapping.parts import joined
from groupreport.intake.mapping.records import carry_from_record
from groupreport.intake.mapping.renaming import map_columns
from groupreport.intake.mapping.responses import note_responses, without_empty_forms
from groupreport.intake.mapping.translating import translate
from groupreport.intake.mapping.wide import WIDE_TABLES, WideColumns, lengthen
from groupreport.intake.reading.beginnings import Expected, header_from
from groupreport.intake.reading.cells import Cells
from groupreport.intake.reading.decoding import decode
from groupreport.intake.reading.delimited import read_cells
from groupreport.intake.reading.headers import plain_name, read_header
from groupreport.intake.reading.limits import within_limits
from groupreport.intake.reading.survey_formats import as_exported
from groupreport.intake.reading.text_table import (
    Origin,
    TextTable,
    categorical,
    recoded,
    rows_of_flags,
    texts_of,
)
from groupreport.intake.reading.total_rows import without_total_rows
from groupreport.intake.reading.workbook import Workbooks, read_sheet
from groupreport.intake.sources import SourcePart, Sources
from groupreport.intake.values.typed import type_table
from groupreport.parameters import Dialect, Parameters, TableSource

_ANSWER_DIALECT = {"encoding": "utf-8", "delimiter": ","}


@dataclass(frozen=True)
class ReadTables:
    """The tables of a term: their cells as text, and typed."""

    texts: dict[str, TextTable] = field(default_factory=dict)
    typed: dict[str, TextTable] = field(default_factory=dict)


def read_tables(
    sources: Sources,
    tables: Mapping[str, Table],
    parameters: Parameters,
    program_file: Path,
    wide_columns: WideColumns,
    findings: Findings,
) -> ReadTables:
    """Read each part of each table, map it to the contract's columns, type its cells and put the parts together.

    Columns that the contract does not know are left out, optional ones that were not given are there and missing.
    A part with a problem that leaves no cells to judge is noted and absent from the result. Tables are read in the
    contract's order, so that later ones can be looked up in groups, roster and sessions. `program_file` is the file
    whose lines are named where a mapping is wrong.
    """
    reader = _Reader(
        sources=sources,
        tables=tables,
        parameters=parameters,
        program_file=program_file,
        wide_columns=wide_columns,
        findings=findings,
    )
    read = ReadTables()
    for name, table in tables.items():
        parts = [reader.read(part, table, read) for part in sources.parts if part.table == name]
        whole = [part for part in parts if part is not None]
        if whole:
            read.texts[name] = joined([text for text, _ in whole])
            read.typed[name] = joined([typed for _, typed in whole])
    return read


@dataclass(frozen=True, kw_only=True)
class _Reader:
    sources: Sources
    tables: Mapping[str, Table]
    parameters: Parameters
    program_file: Path
    wide_columns: WideColumns
    findings: Findings
    _cells: dict[tuple[object, ...], Cells | None] = field(default_factory=dict)
    _workbooks: Workbooks = field(default_factory=Workbooks)

    def read(self, part: SourcePart, table: Table, read: ReadTables) -> tuple[TextTable, TextTable] | None:
        """One part as text and typed, both with the contract's columns."""
        settings, findings = self.parameters.settings, self.findings
        dialect = settings.data.dialect_of(part.settings)
        cells = self._cells_of(part, dialect)
        if cells is None:
            return None
        block = Block.of(table.name, part.settings, settings.data, self.program_file)
        text = _as_table(cells, part, table, findings)
        text = without_header_again(text, findings)
        text = _without_blank_rows(_without_spaces(text, part.settings, findings), findings)
        text = self._own_rows(text, block, dialect)
        text = without_examples(map_columns(text, block, dialect.missing_codes, findings), findings)
        text = without_second_header(text, part.settings, findings)
        note_zones(text, block, findings)
        if _is_wide(block, dialect):
            lengthened = lengthen(text, self.wide_columns, block, dialect.missing_codes, findings)
            if lengthened is None:
                return None
            text = lengthened
        text = translate(text, self.wide_columns, block, dialect.missing_codes, findings)
        text = look_up(text, block, dialect, read.typed, findings)
        elsewhere = self._read_elsewhere(part, map(str, text.rows.columns))
        text = match_columns(text, settings.characteristics, part.settings, elsewhere, findings)
        return text, type_table(text, dialect, findings)

    def _own_rows(self, text: TextTable, block: Block, dialect: Dialect) -> TextTable:
        """The rows that the part is about, with what stands in other rows of their records; still as exported."""
        findings = self.findings
        kept = rows_asked_for(text, block, findings)
        text = carry_from_record(text, block, kept, findings).keep(kept)
        is_wide = _is_wide(block, dialect)
        answers = self.wide_columns.answers_of(text, block) if is_wide else []
        note_responses(text, block, answers, dialect.missing_codes, findings)
        return text if is_wide else without_empty_forms(text, block, findings)

    def _read_elsewhere(self, part: SourcePart, columns: Iterable[str]) -> frozenset[str]:
        """Which columns of the part's file are read in another way: by other parts, or to choose its rows."""
        parts = self._parts_beside(part)
        named = {plain_name(name) for each in parts for name in each.settings.named_columns}
        named |= {name for each in parts for name in self.tables[each.table].column_names}
        data = self.parameters.settings.data
        any_wide = any(data.dialect_of(each.settings).layout == "wide" for each in parts if each is not part)
        return frozenset(
            name
            for name in columns
            if name in named
            or without_box(name) in named
            or (any_wide and self.wide_columns.place_of(name) is not None)
        )

    def _cells_of(self, part: SourcePart, dialect: Dialect) -> Cells | None:
        """A file's cells; several tables may stand in one file or sheet, which is read once."""
        own = part.settings
        wanted = (*_stands_in(part), own.format, own.header_row, *dialect.model_dump().values())
        if wanted not in self._cells:
            self._cells[wanted] = self._read_cells(part, dialect)
        return self._cells[wanted]

    def _read_cells(self, part: SourcePart, dialect: Dialect) -> Cells | None:
        file, limits = part.file, self.parameters.settings.data.limits
        if file.kind == "workbook":
            cells = read_sheet(part, self._workbooks, self._names(part), dialect, limits, self.findings)
        else:
            written = dialect.model_copy(update=_ANSWER_DIALECT) if file.kind == "answer" else dialect
            text = decode(file, written.encoding, self.findings)
            if text is not None and file.kind == "delimited":
                text = header_from(text, self._expected(part, written), file.shown_as, self.findings)
            if text is None:
                return None
            cells = read_cells(text, written.delimiter, file.shown_as, limits, self.findings)
        if cells is None or not within_limits(cells, file.shown_as, limits, self.findings):
            return None
        cells = as_exported(cells, part.settings.format, file.shown_as, self.findings)
        return without_total_rows(cells, file.shown_as, self.findings) if cells is not None else None

    def _expected(self, part: SourcePart, dialect: Dialect) -> Expected:
        """How the file should begin."""
        return Expected(
            table=part.table,
            delimiter=dialect.delimiter,
            decimal=dialect.decimal,
            table_format=part.settings.format,
            header_row=part.settings.header_row,
            names=self._names(part),
        )

    def _names(self, part: SourcePart) -> KnownNames:
        """What the columns of a file or sheet may be called; other parts may stand there, too."""
        beside = self._parts_beside(part)
        return KnownNames.of(((self.tables[other.table], other.settings) for other in beside), self.wide_columns)

    def _parts_beside(self, part: SourcePart) -> list[SourcePart]:
        """The parts that stand in the same file or sheet, the part itself among them."""
        return [other for other in self.sources.parts if _stands_in(other) == _stands_in(part)]


def _stands_in(part: SourcePart) -> tuple[str, str | None]:
    """The file of a part, and in a workbook its sheet."""
    sheet = (part.settings.sheet or part.table) if part.file.kind == "workbook" else None
    return part.file.shown_as, sheet


def _is_wide(block: Block, dialect: Dialect) -> bool:
    return block.table in WIDE_TABLES and (dialect.layout == "wide" or bool(block.settings.answers))


def _as_table(cells: Cells, part: SourcePart, table: Table, findings: Findings) -> TextTable:
    file = part.file.shown_as
    header = read_header(cells, file, part.settings.format, findings)
    columns = {}
    for place, (name, column) in enumerate(zip(header.names, cells.columns, strict=True)):
        if name:
            columns[name] = pd.Series(column, name=name)
        elif plain_name(cells.header[place]) not in header.withheld and any(text.strip() for text in column.categories):
            message = "has a column with values but without a name"
            remedy = "Give it a name in the header, or delete it."
            findings.add("header-unnamed", file, message, remedy, sheet=cells.sheet, line=cells.header_line)
    length = len(cells.lines)
    origin = Origin(
        file=file,
        sheet=cells.sheet,
        header_line=cells.header_line,
        letters=dict(zip(header.names, cells.letters, strict=False)),
        zones=dict(zip(header.names, cells.zones, strict=False)),
    )
    return TextTable(
        table=table,
        origins=(origin,),
        rows=pd.DataFrame(columns, index=pd.RangeIndex(length)),
        lines=cells.lines,
        origin=np.zeros(length, dtype=np.int64),
        given=frozenset(columns),
        names=({},),
        withheld=header.withheld,
        left_out=cells.left_out,
    )


def _without_spaces(text: TextTable, settings: TableSource, findings: Findings) -> TextTable:
    """Leave out outer spaces and note where; an id that has some is worth a warning."""
    ids = {column.name for column in text.table.columns if column.kind in {"id", "ids"}}
    mapped = [source for column, source in settings.columns.items() if column in ids and isinstance(source, str)]
    ids.update(map(plain_name, mapped))
    columns = {}
    for name, cells in text.rows.items():
        before = texts_of(cells)
        after = [value.strip() for value in before]
        stray = rows_of_flags(cells, [new != old and new != "" for new, old in zip(after, before, strict=True)])
        is_id = name in ids
        findings.add_rows(
            "id-spaces" if is_id else "cell-spaces",
            text,
            str(name),
            stray,
            "has spaces around the id" if is_id else "has spaces around the value",
            "It was read without them; correct the export.",
            "warning" if is_id else "info",
        )
        columns[name] = recoded(cells, [value or None for value in after])
    return text.with_rows(pd.DataFrame(columns, index=text.rows.index))


def _without_blank_rows(text: TextTable, findings: Findings) -> TextTable:
    if text.rows.empty:
        return text
    blank = np.logical_and.reduce([categorical(cells).codes < 0 for _, cells in text.rows.items()])
    if blank.any():
        first = int(text.lines[np.flatnonzero(blank)[0]])
        rows = int(blank.sum())
        message = f"has {rows} rows without any value"
        remedy = "They were left out."
        findings.add(
            "row-blank",
            text.file,
            message,
            remedy,
            severity="info",
            sheet=text.sheet,
            line=first,
            facts={"rows": rows},
        )
    return text.keep(~blank)
