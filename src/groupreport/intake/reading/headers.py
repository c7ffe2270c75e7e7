"""A file's first row as column names."""

from __future__ import annotations

from collections.abc import Sequence

from groupreport.intake.findings import Findings
from groupreport.intake.spelling import without_invisible


def read_header(cells: Sequence[str], file: str, line: int, delimiter: str, findings: Findings) -> list[str] | None:
    """The column names without stray spaces, or None where the row is no header.

    An unnamed column has the name "".
    """
    if cells[0].strip().lower().startswith("sep=") and not any(cells[1:]):
        findings.add("header", file, "begins with a line for Excel, not with the header", "Delete it.", line=line)
        return None
    if len(cells) == 1:
        other = next((mark for mark in (",", ";", "\t", "|") if mark != delimiter and mark in cells[0]), None)
        if other:
            shown = {"\t": "tabs", ";": "semicolons", ",": "commas", "|": "bars"}[other]
            written = "\\t" if other == "\t" else other
            findings.add(
                "delimiter",
                file,
                f"has its columns divided by {shown}",
                f'Set data.delimiter to "{written}" in params/program.yml.',
                line=line,
            )
            return None
    names = [without_invisible(cell) for cell in cells]
    stray = [name for name, cell in zip(names, cells, strict=True) if name != cell and name]
    if stray:
        message = f"has spaces or invisible characters around the column names {', '.join(stray)}"
        findings.add("header-spaces", file, message, "They were left out.", severity="info", line=line)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    for name in twice:
        message = f"has the column '{name}' {names.count(name)} times"
        findings.add("header-duplicate", file, message, "Keep one of them.", line=line, column=name)
    return None if twice else names
