"""Damage exports of every kind at random and see that nothing crashes, hangs or is accepted without a word.

    python tests/fuzz/readers.py --minutes 60 [--seed 1] [--kind csv] [--findings FOLDER]

Each round takes a sound export, changes some bytes or cells of one file, and checks the term. What may come out is a
list of problems, or none; anything else is a finding: another error than the package's own, more than 20 seconds, or
more than 4 GB. Where the check finds no error, the term is frozen and compared with an independent reading by the csv
module: every row must be there with equal texts, numbers and days, and no other. The damaged files of a finding are
kept. A short run of the same rounds is among the tests.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import importlib.util
import io
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import xlsxwriter

from groupreport.errors import GroupReportError
from groupreport.instruments import load_catalog
from groupreport.intake import Term, check_term, freeze, open_term
from groupreport.parameters import Project, read_parameters

TESTS = Path(__file__).resolve().parents[1]
TERM, TODAY = "2026-fall", datetime.date(2026, 12, 31)
SECONDS, GIGABYTES = 20, 4
PIECES = (
    *('"', '""', ",", ";", "\t", "\n", "\r", "\r\n", "\0", "\ufeff", "\u200b", "\u202e", "\u00a0", "\u2212", "\uff15"),
    *("NA", "nan", "None", "null", "inf", "-9", "99", "1e3", "007", "12345.0", "1,005", "3,5", "TRUE", "#N/A", "=1+1"),
    *("2026-02-31", "05/01/2026", "46027", "1900-02-29", "2026-09-14T23:30:00Z", "last Tuesday", "../../etc", "CON"),
    *("pat@example.org", "123-45-6789", "<script>", "{{ x }}", "Gr\u00fcn", "G\u0438", "x" * 300, "sep=;\n", "Total"),
)
WORKBOOK = (
    "program: {name: x}\ninstruments: [alliance_1_10, phq9]\ncharacteristics: [age_band]\ndata: {source: workbook}\n"
)


def _load(path: str) -> ModuleType:
    name = f"fuzzed_{Path(path).stem}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, TESTS / "intake" / path)
        if spec is None or spec.loader is None:
            raise FileNotFoundError(path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


SMALL, SURVEYS, PROGRAMS = _load("conftest.py"), _load("surveys/survey_files.py"), _load("surveys/survey_programs.py")
CATALOG = load_catalog()


@dataclass(frozen=True)
class Export:
    """A sound project: its program.yml, and its files by their place in `data/`."""

    program: str
    files: Mapping[str, bytes]


def exports() -> dict[str, Export]:
    """A sound export of every kind."""
    plain = {f"{TERM}/{name}.csv": text.encode() for name, text in SMALL.TABLES.items()}
    found = {"csv": Export(SMALL.PROGRAM, plain), "xlsx": Export(WORKBOOK, {f"{TERM}.xlsx": _workbook(SMALL.TABLES)})}
    for kind, (data, write, encoding, replaced) in PROGRAMS.KINDS.items():
        files = {name: content for name, content in plain.items() if Path(name).stem not in replaced}
        if encoding == "utf-16":
            files = {name: text.decode().replace(",", "\t").encode(encoding) for name, text in files.items()}
        written = write(SURVEYS, SURVEYS.sample())
        files |= {f"{TERM}/{name}": text.encode(encoding) for name, text in written.items()}
        found[kind] = Export(SURVEYS.PROGRAM + data, files)
    return found


def _workbook(tables: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        for name, text in tables.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(csv.reader(io.StringIO(text))):
                for place, cell in enumerate(row):
                    sheet.write_string(number, place, cell)
    return file.getvalue()


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four changes, of bytes, of pieces, of lines or of cells."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice((_byte, _piece, _piece, _cut, _line, _cell, _cell, _cell))(content, chance)
    return content


def _byte(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + bytes([chance.randrange(256)]) + content[place + chance.randint(0, 1) :]


def _piece(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.choice(PIECES).encode() + content[place + chance.choice((0, 0, 1, 5)) :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.choice((1, 2, 10, 100, len(content))) :]


def _line(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    place, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(3):
        case 0:
            lines.insert(place, lines[other])
        case 1:
            lines[place], lines[other] = lines[other], lines[place]
        case _:
            del lines[place]
    return b"\n".join(lines)


def _cell(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    place = chance.randrange(len(lines))
    cells = lines[place].split(b",")
    old = chance.randrange(len(cells))
    match chance.randrange(4):
        case 0:
            cells[old] = chance.choice(PIECES).encode()
        case 1:
            cells[old] = b""
        case 2:
            cells[old] = chance.choice(chance.choice(lines).split(b","))
        case _:
            cells.insert(old, cells[old])
    lines[place] = b",".join(cells)
    return b"\n".join(lines)


def write_project(export: Export, folder: Path) -> None:
    """Write a project from its parts."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "params" / "terms").mkdir(parents=True)
    (folder / "data" / TERM).mkdir(parents=True)
    (folder / "params" / "program.yml").write_text(export.program, encoding="utf-8")
    (folder / "params" / "terms" / f"{TERM}.yml").write_text(SMALL.FALL, encoding="utf-8")
    for name, content in export.files.items():
        (folder / "data" / name).write_bytes(content)


def fault_of(folder: Path, *, is_plain: bool) -> tuple[str, str]:
    """What became of a project: `refused` or `accepted`, or else what is wrong with that, and its details."""
    try:
        with _time_limit():
            project = Project(folder)
            parameters = read_parameters(project, TERM)
            problems = check_term(project, parameters, CATALOG, today=TODAY)
            if any(problem.severity == "error" for problem in problems):
                return "refused", ""
            term = open_term(freeze(project, parameters, CATALOG, today=TODAY))
            difference = _difference(term, folder) if is_plain else ""
    except GroupReportError as error:
        return "refused late", str(error)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return f"crash: {type(error).__name__}", traceback.format_exc()
    return ("silent", difference) if difference else ("accepted", "")


@contextmanager
def _time_limit() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _difference(term: Term, folder: Path) -> str:
    """Where the frozen tables say something else than the csv module reads; empty where nothing does."""
    for path in sorted((folder / "data" / TERM).glob("*.csv")):
        if path.stem not in SMALL.TABLES:
            continue
        read = _read_simply(path)
        if path.stem not in term.collected:
            return f"{path.stem} is there but not collected"
        frozen = term.table(path.stem)
        columns = [name for name in read.columns if name in frozen.columns]
        expected = Counter(tuple(_plain(cell) for cell in row) for row in read[columns].itertuples(index=False))
        found = Counter(tuple(_plain(cell) for cell in row) for row in frozen[columns].itertuples(index=False))
        if expected != found:
            return (
                f"{path.stem}: only in the file {list(expected - found)[:3]}, only frozen {list(found - expected)[:3]}"
            )
    return ""


def _read_simply(path: Path) -> pd.DataFrame:
    # A quote that is never closed is refused by the check, and would swallow lines here.
    text = path.read_bytes().decode("utf-8-sig")
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(map(str.strip, row))]
    header, *rest = [[cell.strip(" \t\u00a0\u200b\ufeff\u202e") for cell in row] for row in rows]
    return pd.DataFrame([row[: len(header)] for row in rest], columns=header)


def _plain(cell: Any) -> str:
    """A cell as a text that is the same for 7, 7.0 and "7", for a day and its ISO form, and for all that is missing."""
    if cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and cell != cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    text = str(cell).strip()
    yes_no = {"yes": "1", "y": "1", "true": "1", "no": "0", "n": "0", "false": "0"}.get(text.lower())
    if yes_no is not None:
        return yes_no
    try:
        number = float(text) if text[:1] in "+-0123456789" else None
    except ValueError:
        number = None
    if number is not None and not (text.startswith("0") and text.isdigit() and len(text) > 1):
        return f"{number:.10g}"
    return text[:10] if len(text) > 10 and text[4:5] == text[7:8] == "-" and text[10] in "T " else text


def run(
    seconds: float, chance: random.Random, kinds: Mapping[str, Export], keep: Callable[[str, str, Path], None]
) -> Counter[tuple[str, str]]:
    """Damage and check until the time is over; how often each kind came to each end."""
    ends: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "project"
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            kind = chance.choice(list(kinds))
            export = kinds[kind]
            files = dict(export.files)
            for name in chance.sample(list(files), chance.choice((1, 1, 2))) if len(files) > 1 else list(files):
                files[name] = damaged(files[name], chance)
            write_project(Export(export.program, files), folder)
            end, details = fault_of(folder, is_plain=kind == "csv")
            ends[kind, end] += 1
            if end not in {"refused", "accepted"}:
                keep(f"{kind}: {end}", details, folder)
    return ends


def main() -> None:
    """Run for the time that is asked for, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append")
    parser.add_argument("--findings", type=Path, default=Path("fuzz-findings"))
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (GIGABYTES * 2**30, GIGABYTES * 2**30))
    seen: Counter[str] = Counter()

    def keep(title: str, details: str, folder: Path) -> None:
        last = details.strip().splitlines()[-1:] or [""]
        seen[f"{title}: {last[0][:150]}"] += 1
        if sum(seen.values()) <= 200:
            target = given.findings / f"{sum(seen.values()):03d}"
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(folder, target)
            (target / "details.txt").write_text(f"{title}\n{details}", encoding="utf-8")

    kinds = {name: export for name, export in exports().items() if not given.kind or name in given.kind}
    started = time.monotonic()
    ends = run(60 * given.minutes, random.Random(given.seed), kinds, keep)
    print(f"{sum(ends.values()):,} damaged exports in {(time.monotonic() - started) / 60:.1f} minutes")
    for (kind, end), count in sorted(ends.items()):
        print(f"  {kind:20} {end:30} {count:8,}")
    for title, count in seen.most_common():
        print(f"finding, {count} times: {title}")


if __name__ == "__main__":
    main()
