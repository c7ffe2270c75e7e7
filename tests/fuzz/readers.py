"""Spoil a term's files again and again, and look for crashes, hangs and what is accepted silently.

    python -m tests.fuzz.readers --minutes 60 --form csv --form workbook --seed 1

Every input is made from the seed and a running number alone; what fails is kept in a folder, and `--only NUMBER` with
the same form and seed makes it again. `python -m tests.fuzz.guided` looks for bytes by the code that they reach.
"""

from __future__ import annotations

import argparse
import logging
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from .mutations import spoil_bytes, spoil_cells
from .oracle import FoundError, judge
from .surveys import survey_forms
from .terms import FORMS as PLAIN_FORMS
from .terms import write_project

FORMS = {**PLAIN_FORMS, **survey_forms()}
_BYTES = 4 * 2**30
log = logging.getLogger("fuzz")


def spoilt_files(form: str, seed: int, number: int) -> dict[str, bytes]:
    """The files of one input: cells are spoilt, or bytes, or both."""
    chance = random.Random(f"{form} {seed} {number}")
    way = chance.choice(["cells", "cells", "bytes", "both"])
    tables = FORMS[form].tables if way == "bytes" else spoil_cells(chance, FORMS[form].tables)
    files = FORMS[form].written(tables)
    if way != "cells":
        name = chance.choice(sorted(files))
        files[name] = spoil_bytes(chance, files[name])
    return files


def try_one(folder: Path, form: str, files: dict[str, bytes]) -> Counter[str]:
    """Judge one input; the rules that it breaks, and whether it was accepted."""
    write_project(folder, FORMS[form], files)
    problems = judge(folder, FORMS[form])
    accepted = not any(problem.severity == "error" for problem in problems)
    return Counter([*(problem.rule for problem in problems), *(["(accepted)"] if accepted else [])])


def keep(folder: Path, kept: Path, number: int, error: FoundError) -> None:
    """Copy what fails to a place that stays."""
    place = kept / str(number)
    shutil.copytree(folder, place, dirs_exist_ok=True)
    (place / "error.txt").write_text(f"{error}\n", encoding="utf-8", errors="backslashreplace")
    log.error("input %d: %s", number, str(error)[:500])


def main() -> int:
    """Run until the time is over; the exit code is 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--form", choices=FORMS, action="append", help="all of them if left out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one input")
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-found")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    forms = given.form or list(FORMS)
    found, tried, rules = 0, 0, Counter[str]()
    end = time.monotonic() + 60 * given.minutes
    with tempfile.TemporaryDirectory(prefix="fuzz-") as home:
        folder = Path(home) / "project"
        number = given.only or 0
        while time.monotonic() < end:
            try:
                form = forms[number % len(forms)]
                rules += try_one(folder, form, spoilt_files(form, given.seed, number))
            except FoundError as error:
                found += 1
                keep(folder, given.kept, number, error)
            tried, number = tried + 1, number + 1
            if given.only is not None:
                break
    log.info("%d inputs, %d found, rules broken: %s", tried, found, dict(rules.most_common()))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
