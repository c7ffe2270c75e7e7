"""The columns of an export that a block of program.yml names."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.text_table import TextTable
from groupreport.intake.spelling import nearest


@dataclass(frozen=True)
class Found:
    """A column of the contract as the export has it.

    Attributes:
        name: What it is called there.
        cells: Its cells.
        used: The export's columns that it was made of.
    """

    name: str
    cells: pd.Series
    used: tuple[str, ...]


def column_of(
    text: TextTable, wanted: str, block: Block, keys: tuple[str | int, ...], findings: Findings
) -> str | None:
    """A column of the export by its name there, as it stands in the table; a note where there is none of the name.

    None, too, where several columns have that name, which was noted already.
    """
    plain = plain_name(wanted)
    if plain in text.rows:
        return plain
    if plain in text.withheld:
        return None
    note_not_there(text, f"has no column '{plain}'", plain, block, keys, findings)
    return None


def note_not_there(
    text: TextTable, message: str, name: str, block: Block, keys: tuple[str | int, ...], findings: Findings
) -> None:
    """Note that a file lacks what a key of a block names."""
    findings.add(
        "column-mapped-missing",
        text.file,
        f"{message}, which {block.name}.{keys[0]} names",
        f"Correct the name in {block.shown(*keys)}, or export the column.",
        sheet=text.sheet,
        line=text.header_line,
        column=name,
        suggestion=nearest(name, _free_columns(text, block)),
    )


def _free_columns(text: TextTable, block: Block) -> list[str]:
    """The columns that nothing is read from yet: one that is read already was not meant."""
    named = {plain_name(name) for name in block.settings.named_columns}
    return [str(name) for name in text.rows.columns if name not in named]
