"""The columns of an export that a block of program.yml names."""

from __future__ import annotations

from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.text_table import TextTable
from groupreport.intake.spelling import nearest


def column_of(
    text: TextTable, wanted: str, block: Block, keys: tuple[str | int, ...], findings: Findings
) -> str | None:
    """A column of the export by its name there, as it stands in the table; a note where there is none of the name."""
    plain = plain_name(wanted)
    if plain in text.rows:
        return plain
    findings.add(
        "column-mapped-missing",
        text.file,
        f"has no column '{plain}', which {block.name}.{keys[0]} names",
        f"Correct the name in {block.shown(*keys)}, or export the column.",
        sheet=text.sheet,
        line=text.header_line,
        column=plain,
        suggestion=nearest(plain, map(str, text.rows.columns)),
    )
    return None
