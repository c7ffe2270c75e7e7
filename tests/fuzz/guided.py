"""Look for a table's bytes by the code that they reach, with Atheris (`pip install atheris`).

    python -m tests.fuzz.guided CORPUS_FOLDER -max_total_time=600

An input's first byte chooses the table, the rest is its file. What is read is held against an independent reading.
Everything after the module's name goes to libFuzzer, which keeps in the folder what reaches something new.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["groupreport.intake"]):
    from groupreport.intake.findings import Findings
    from groupreport.intake.mapping.wide import WideColumns
    from groupreport.intake.reading.tables import read_tables
    from groupreport.intake.sources import SourceFile, SourcePart, Sources

from groupreport.parameters import Project, TableSource, read_parameters

from .oracle import CONTRACT, FoundError, compare_frame, within
from .terms import FORMS, TABLES, csv_bytes, read_csv, write_project

NAMES = sorted(TABLES)
PROGRAM_FILE = Path("params/program.yml")


def _parameters(folder: Path) -> object:
    write_project(folder, FORMS["csv"], {})
    return read_parameters(Project(folder), "t")


with tempfile.TemporaryDirectory() as home:
    PARAMETERS = _parameters(Path(home))


def test_one_input(data: bytes) -> None:
    """Read one table of these bytes alone."""
    name, content = NAMES[data[0] % len(NAMES)] if data else NAMES[0], data[1:]
    file = SourceFile.of(f"{name}.csv", content, "delimited")
    sources = Sources(shown_folder="", parts=(SourcePart(table=name, file=file, settings=TableSource()),))
    findings = Findings()
    with within(20):
        read = read_tables(sources, CONTRACT, PARAMETERS, PROGRAM_FILE, WideColumns((), ()), findings)
    if findings.errors:
        return
    if name not in read.typed:
        raise FoundError(f"{name} was neither read nor refused")
    compare_frame(name, read.typed[name].rows, read_csv(content), {problem.rule for problem in findings.problems})


def main() -> None:
    """Put the whole term's tables into the folder as first inputs, and let libFuzzer spoil them."""
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    for place, name in enumerate(NAMES):
        (corpus / name).write_bytes(bytes([place]) + csv_bytes(TABLES[name]))
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
