"""A block of `data.tables` in program.yml: what it says of one part of a table, and on which lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from groupreport.parameters import PROGRAM_FILE, DataSource, TableSource, line_of_key

_Place = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """One block of `data.tables`.

    Attributes:
        table: The contract's table.
        settings: What the block says.
        program_file: The program.yml that it stands in.
        place: The way to it there.
    """

    table: str
    settings: TableSource
    program_file: Path
    place: _Place

    @classmethod
    def of(cls, table: str, settings: TableSource, data: DataSource, program_file: Path) -> Block:
        """The block in which these settings stand; where the program says nothing of the table, its place to be."""
        several = {**data.tables}.get(table)  # type: ignore[call-overload]
        place: _Place = ("data", "tables", table)
        if isinstance(several, tuple):
            place = (*place, _number_of(settings, several))
        return cls(
            table=table,
            settings=settings,
            program_file=program_file,
            place=place,
        )

    @property
    def name(self) -> str:
        """The block as a person finds it: `data.tables.ratings`."""
        return f"data.tables.{self.table}"

    def line(self, *keys: str | int) -> int | None:
        """The line of program.yml on which a key of the block stands."""
        return line_of_key(self.program_file, (*self.place, *keys))

    def shown(self, *keys: str | int) -> str:
        """The file and the line of a key, as the end of a sentence."""
        line = self.line(*keys)
        return PROGRAM_FILE if line is None else f"{PROGRAM_FILE} (line {line})"


def _number_of(settings: TableSource, written: tuple[TableSource, ...]) -> int:
    """Which of a table's blocks a part is read by: the equal one, else one that a source has filled in."""
    if settings in written:
        return written.index(settings)
    return next((number for number, each in enumerate(written) if _is_same(each, settings)), 0)


def _is_same(written: TableSource, read: TableSource) -> bool:
    """Whether a part that is read is the written one; a source may fill in a term's id or its own format."""
    filled_in = {key: getattr(read, key) for key in ("format", "where", "events")}
    return written.model_copy(update=filled_in) == read


def blocks_of(data: DataSource, program_file: Path) -> list[Block]:
    """Every block of `data.tables`, in the file's order."""
    return [Block.of(table, settings, data, program_file) for table in data.tables for settings in data.parts_of(table)]
