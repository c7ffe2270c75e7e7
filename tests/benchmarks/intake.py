"""How long a large term takes to be read, validated and frozen, beside `pandas.read_csv` of the same files.

    python tests/benchmarks/intake.py [--groups 250] [--json FILE]

One million ratings in 250 groups, and a tenth of that, to see how time grows; then one group is opened. Every figure
comes from a process of its own. Seconds are those of the processor, which hold on a busy machine; the clock's are
printed beside them. Nothing passes or fails.
"""

from __future__ import annotations

import argparse
import datetime
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

TERM = "2026-fall"
MEMBERS, SESSIONS = 10, 12
INSTRUMENTS = {"gcq_s": (12, 0, 6), "wai_sr": (12, 1, 5), "gcs7": (7, 1, 5)}
SHORT = ("alliance_1_10", 2)
PROGRAM = f"""\
program: {{name: A large program}}
instruments: [{", ".join([*INSTRUMENTS, SHORT[0], "phq9"])}]
characteristics: [age_band]
"""
DATES = f"term: {{id: {TERM}, starts: 2026-08-24, ends: 2026-12-11}}\n"


def write_project(folder: Path, groups: int) -> int:
    """Write a sound term of so many groups as CSV files; returns the number of ratings."""
    (folder / "params" / "terms").mkdir(parents=True)
    data = folder / "data" / TERM
    data.mkdir(parents=True)
    (folder / "params" / "program.yml").write_text(PROGRAM, encoding="utf-8")
    (folder / "params" / "terms" / f"{TERM}.yml").write_text(DATES, encoding="utf-8")
    generator = np.random.default_rng(1)
    tables = _tables(groups, generator)
    for name, rows in tables.items():
        rows.to_csv(data / f"{name}.csv", index=False, lineterminator="\n")
    return len(tables["ratings"])


def _tables(groups: int, generator: np.random.Generator) -> dict[str, pd.DataFrame]:
    ids = [f"G{number:04d}" for number in range(1, groups + 1)]
    monday = datetime.date(2026, 8, 24)
    days = [(monday + datetime.timedelta(days=7 * week)).isoformat() for week in range(SESSIONS)]
    of_members = pd.DataFrame(
        {
            "member_id": [f"M{number:05d}" for number in range(1, groups * MEMBERS + 1)],
            "group_id": np.repeat(ids, MEMBERS),
        }
    )
    of_sessions = pd.DataFrame({"session": range(1, SESSIONS + 1), "held_on": days})
    present = of_members.merge(of_sessions, how="cross")
    present["status"] = generator.choice(["attended", "late", "no_show"], len(present), p=[0.9, 0.1, 0.0])
    items = pd.DataFrame(
        [
            *(
                (name, item, low, high)
                for name, (count, low, high) in INSTRUMENTS.items()
                for item in range(1, count + 1)
            ),
            *((SHORT[0], item, 1, 10) for item in range(1, SHORT[1] + 1)),
        ],
        columns=["instrument", "item", "low", "high"],
    )
    ratings = present[present["status"] != "no_show"][["member_id", "group_id", "session"]].merge(items, how="cross")
    ratings["value"] = generator.integers(ratings["low"], ratings["high"] + 1)
    phq9 = pd.DataFrame({"instrument": "phq9", "item": range(1, 10)})
    outcomes = of_members[["member_id"]].merge(pd.DataFrame({"occasion": ["pre", "post"]}), how="cross")
    outcomes = outcomes.merge(phq9, how="cross")
    outcomes["value"] = generator.integers(0, 4, len(outcomes))
    return {
        "groups": pd.DataFrame(
            {
                "group_id": ids,
                "group_name": [f"Group {name}" for name in ids],
                "program": "Anxiety",
                "modality": "in_person",
                "enrollment": "closed",
                "planned_sessions": SESSIONS,
            }
        ),
        "roster": of_members.assign(
            enrolled_on=days[0], age_band=generator.choice(["18-29", "30-44"], len(of_members))
        ),
        "sessions": pd.DataFrame({"group_id": ids}).merge(of_sessions, how="cross").assign(status="held"),
        "attendance": present[["member_id", "group_id", "session", "status"]],
        "ratings": ratings.drop(columns=["low", "high"]),
        "outcomes": outcomes,
    }


def freeze(folder: Path) -> None:
    """Read, validate and freeze the term."""
    from groupreport.instruments import load_catalog
    from groupreport.intake import freeze as freeze_term
    from groupreport.parameters import Project, read_parameters

    project = Project(folder)
    freeze_term(project, read_parameters(project, TERM), load_catalog(project))


def check(folder: Path) -> None:
    """Read and validate the term; write nothing."""
    from groupreport.instruments import load_catalog
    from groupreport.intake import check_term
    from groupreport.parameters import Project, read_parameters

    project = Project(folder)
    check_term(project, read_parameters(project, TERM), load_catalog(project))


def read_with_pandas(folder: Path) -> None:
    """Only read the same files, types guessed, with every check left out."""
    for path in sorted((folder / "data" / TERM).glob("*.csv")):
        pd.read_csv(path)


def read_text_with_pandas(folder: Path) -> None:
    """Only read the same files as text, which is what a reading that guesses nothing begins with."""
    for path in sorted((folder / "data" / TERM).glob("*.csv")):
        pd.read_csv(path, dtype=str, keep_default_na=False)


def open_one_group(folder: Path) -> list[float]:
    """Open one group's tables as a notebook does; milliseconds, several times."""
    from groupreport.intake import open_term

    times = []
    for _ in range(11):
        started = time.perf_counter()
        term = open_term(folder / "build" / TERM / "frozen")
        for name in sorted(term.collected):
            term.table(name, "G0002")
        times.append(1000 * (time.perf_counter() - started))
    return times


TASKS: dict[str, Callable[[Path], Any]] = {
    "check": check,
    "freeze": freeze,
    "pandas": read_with_pandas,
    "pandas text": read_text_with_pandas,
    "open": open_one_group,
}
SHOWN = {
    "freeze": "read, validated and frozen",
    "check": "read and validated",
    "pandas": "pandas.read_csv",
    "pandas text": "pandas.read_csv as text",
}


def measured(task: str, folder: Path) -> dict[str, Any]:
    """Run one task in a process of its own: seconds of the processor and on the clock, peak memory, its result."""
    command = [sys.executable, __file__, "--task", task, "--folder", str(folder)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def run_task(task: str, folder: Path) -> None:
    """What the process of one task does."""
    import pandas  # noqa: F401 - importing is measured in neither

    if task in {"check", "freeze"}:
        import groupreport.intake.making  # noqa: F401
    started, before = time.perf_counter(), _processor_seconds()
    result = TASKS[task](folder)
    facts = {
        "clock": time.perf_counter() - started,
        "processor": _processor_seconds() - before,
        "megabytes": _most_memory(),
        "result": result,
    }
    print(json.dumps(facts))


def _most_memory() -> float:
    """The most memory held, in MB; `ru_maxrss` would begin with what the process that started this one held."""
    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1024


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Write the terms, run every task and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=int, default=250)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--task", choices=TASKS)
    parser.add_argument("--folder", type=Path)
    arguments = parser.parse_args()
    if arguments.task:
        run_task(arguments.task, arguments.folder)
        return
    figures = {}
    for groups in (max(arguments.groups // 10, 1), arguments.groups):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "project"
            ratings = write_project(folder, groups)
            figures[groups] = {"ratings": ratings, **{task: measured(task, folder) for task in TASKS}}
    for groups, row in figures.items():
        print(f"{groups} groups, {row['ratings']:,} ratings")
        for task, name in SHOWN.items():
            facts = row[task]
            print(
                f"  {name:28} {facts['processor']:6.2f} s of the processor, {facts['clock']:6.2f} s on the clock, "
                f"{facts['megabytes']:5.0f} MB at most"
            )
        for task in ("pandas", "pandas text"):
            ratio = row["freeze"]["processor"] / row[task]["processor"]
            print(f"  {f'frozen to {SHOWN[task]}':35} {ratio:6.2f} times")
        print(f"  {'one group opened':28} {statistics.median(row['open']['result']):6.1f} ms (median)")
    small, large = figures.values()
    growth = large["freeze"]["processor"] / small["freeze"]["processor"] * small["ratings"] / large["ratings"]
    print(f"time per rating, large term to small: {growth:.2f}")
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
