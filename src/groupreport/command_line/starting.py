"""A new project: commented parameters, and one CSV per table that holds only its header."""

from __future__ import annotations

from pathlib import Path

from groupreport.errors import SetupError
from groupreport.intake.contract import with_characteristics
from groupreport.parameters import ProgramSettings, packaged_folder, read_record

_TERM_FILE = """\
# The first and the last day decide which dates are in the term.
term: {{id: {term}, starts: 2026-08-24, ends: 2026-12-11}}
# compare_with: an-earlier-term
groups: all
# What is different for single groups:
# overrides:
#   G07: {{stages: {{commitment: [1, 4], process: [5, 9]}}}}
"""


def write_project(folder: Path, term: str) -> list[Path]:
    """Write a new project's files; returns their paths.

    Raises:
        SetupError: The folder already holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SetupError(f"{folder} is not empty; nothing was written there.")
    program = packaged_folder() / "params" / "program.yml"
    tables = with_characteristics(read_record(program, ProgramSettings).characteristics)
    texts = {
        "params/program.yml": program.read_text(encoding="utf-8"),
        f"params/terms/{term}.yml": _TERM_FILE.format(term=term),
        ".gitignore": "/data/\n/build/\n/published/\n",
        **{f"data/{term}/{table.name}.csv": ",".join(table.column_names) + "\n" for table in tables.values()},
    }
    written = []
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written
