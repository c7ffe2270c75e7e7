"""Whether a run of many reports grows: `python tests/benchmarks/long_run.py [--groups 2000] [--whole]`.

One `groupreport render` over so many groups. While it runs, the memory of all its processes (shared pages once), their
open handles and their number are looked at after every twentieth part of the reports, with the seconds that each report
of the part took. The reports say one sentence, so that what could grow is the run itself; with `--whole` they are as
they really are, of 8 members and 8 sessions. Nothing passes or fails.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

import nbformat
import psutil

TERM = "2026-fall"
PARTS = 20
_MADE = re.compile(r"\[(\d+)/\d+\] made ")
_PROGRAM = """\
program: {name: Many groups}
data: {source: folder, path: "data/{term}"}
instruments: [gcq_s, wai_sr, alliance_1_10, phq9, gad7]
"""
_TERM = f"term: {{id: {TERM}, starts: 2026-08-24, ends: 2026-12-11}}\n"
_DECLARED = 'term_folder = "not set"\naudience = "not set"\n'
_SAYS = "from IPython.display import Markdown, display\ndisplay(Markdown(f'What {audience} reads.'))"


def write_project(folder: Path, groups: int, *, whole: bool) -> Path:
    """A program of so many groups of the same size."""
    from groupreport.simulation import even_design, simulate_term, write_tables

    members, sessions = (8, 8) if whole else (2, 2)
    design = even_design(groups=groups, members=members, sessions=sessions)
    (folder / "params" / "terms").mkdir(parents=True)
    (folder / "params" / "program.yml").write_text(_PROGRAM, encoding="utf-8")
    (folder / "params" / "terms" / f"{TERM}.yml").write_text(_TERM, encoding="utf-8")
    write_tables(simulate_term(design, seed=1), folder / "data" / TERM)
    if not whole:
        (folder / "reports").mkdir()
        for name, own in (("group", 'group_id = "not set"\n'), ("program", "")):
            declared = nbformat.v4.new_code_cell(_DECLARED + own)
            declared.metadata["tags"] = ["parameters"]
            book = nbformat.v4.new_notebook(cells=[declared, nbformat.v4.new_code_cell(_SAYS)])
            nbformat.write(book, folder / "reports" / f"{name}.ipynb")
    return folder


def looked_at(process: psutil.Process) -> dict[str, float]:
    """Megabytes, open handles and number of a process and all that it started."""
    found = {"megabytes": 0.0, "handles": 0.0, "processes": 0.0}
    for one in [process, *process.children(recursive=True)]:
        try:
            found["megabytes"] += one.memory_full_info().pss / 2**20
            found["handles"] += one.num_fds()
            found["processes"] += 1
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # a kernel that has ended meanwhile
    return found


def long_run(project: Path, reports: int) -> list[dict[str, float]]:
    """What was seen after every part of the run."""
    command = [sys.executable, "-m", "groupreport.command_line", "render", "--project", str(project), "--term", TERM]
    command += ["--audience", "evaluator", "--renderer", "embedded"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    process, seen = psutil.Process(run.pid), []
    made, last = 0, time.perf_counter()
    errors: IO[str] = run.stderr  # type: ignore[assignment]
    for line in errors:
        if not (found := _MADE.search(line)):
            continue
        number = int(found[1])
        if number * PARTS // reports > made * PARTS // reports:
            now = time.perf_counter()
            seen.append({"reports": number, "seconds": (now - last) / (number - made), **looked_at(process)})
            made, last = number, now
    if run.wait() != 0:
        raise SystemExit(f"the run ended with {run.returncode}")
    return seen


def lines(seen: list[dict[str, float]]) -> list[str]:
    """The figures as they are read, and how the last quarter compares with the second: the first one starts up."""
    quarter = len(seen) // 4
    second, last = seen[quarter : 2 * quarter], seen[-quarter:]
    ratios = {
        name: sum(one[name] for one in last) / sum(one[name] for one in second) for name in seen[0] if name != "reports"
    }
    return [
        f"{'reports':>8}{'s a report':>12}{'MB':>8}{'handles':>9}{'processes':>11}",
        *(
            f"{one['reports']:8.0f}{one['seconds']:12.3f}{one['megabytes']:8.0f}{one['handles']:9.0f}"
            f"{one['processes']:11.0f}"
            for one in seen
        ),
        "last quarter / second quarter: " + ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios.items()),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--groups", type=int, default=2000)
    parser.add_argument("--whole", action="store_true", help="reports as they really are")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        project = write_project(Path(home, "program"), given.groups, whole=given.whole)
        seen: list[dict[str, Any]] = long_run(project, given.groups + 1)
    sys.stdout.write("\n".join(lines(seen)) + "\n")
    if given.json:
        given.json.write_text(json.dumps(seen, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
