"""Patterns that were found before, so that the report for leadership does not look for the funder's a second time.

What is kept says which cells are withheld and how good that is, and no count. What is read back is never trusted: a
pattern of another form is no pattern, and whoever uses one attacks it as if it had just been found.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import filelock
import numpy as np

from groupreport.disclosure.cell_system import CellSystem
from groupreport.disclosure.patterns import Pattern
from groupreport.whole_files import write_whole_together

FOLDER = "patterns"  # in the folder of a run
KEPT = 60
# Two notebooks that need the same pattern at once: the second waits so long for the first, then finds its own.
SECONDS_TO_WAIT = 300
_SOLVERS = ("numpy", "highspy")


def pattern_of(
    system: CellSystem, folder: Path | None, find: Callable[[], Pattern], holds: Callable[[Pattern], bool]
) -> tuple[Pattern, bool]:
    """The pattern for a system: the one that the folder has, where it holds, or else one that is found and kept there.

    Args:
        system: Cells, sums and requirements.
        folder: Where patterns are kept; None: nowhere.
        find: Looks for a pattern.
        holds: Whether a pattern that was read back withstands the attack.

    Returns:
        The pattern, and whether it was attacked already.

    Raises:
        NoPatternError: There is none.
    """
    if folder is None or not system.requirements:
        return find(), False
    file = folder / f"{_key(system)}.json"
    with _alone(file):
        kept = _read(file, system)
        if kept is not None and holds(kept):
            return kept, True
        found = find()
        _write(file, found)
    return found, False


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """No other process looks for this pattern meanwhile; where that cannot be had, both do."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = filelock.FileLock(file.with_suffix(".lock"), mode=0o600)
    try:
        lock.acquire(timeout=SECONDS_TO_WAIT)
    except (filelock.Timeout, OSError):
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _read(file: Path, system: CellSystem) -> Pattern | None:
    try:
        kept = json.loads(file.read_bytes())
        withheld = np.array([letter == "x" for letter in kept["withheld"]], dtype=bool)
        status = kept["status"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if status not in ("optimal", "heuristic") or withheld.shape != system.shown.shape:
        return None
    must_be, must_not_be = system.primary | system.hidden, system.shown & ~system.primary
    return Pattern(withheld, status) if withheld[must_be].all() and not withheld[must_not_be].any() else None


def _write(file: Path, found: Pattern) -> None:
    text = json.dumps({"status": found.status, "withheld": "".join("x" if gone else "." for gone in found.withheld)})
    write_whole_together(file, text.encode())
    by_age = sorted(file.parent.glob("*.json"), key=lambda one: one.stat().st_mtime)
    for old in by_age[:-KEPT]:
        old.unlink(missing_ok=True)
        old.with_suffix(".lock").unlink(missing_ok=True)


def _key(system: CellSystem) -> str:
    """The system, and the programs that would solve it."""
    matrix = system.equations.tocoo()
    told = hashlib.sha256(_programs())
    for part in (system.counts, system.costs, system.hidden, system.shown, matrix.row, matrix.col, matrix.data):
        told.update(np.ascontiguousarray(part).astype("float64").tobytes() + b"|")
    told.update(repr([(one.cell, one.low, one.high, one.known) for one in system.requirements]).encode())
    return told.hexdigest()


@cache
def _programs() -> bytes:
    own = b"".join(hashlib.sha256(file.read_bytes()).digest() for file in sorted(Path(__file__).parent.glob("*.py")))
    return own + repr([(name, importlib.metadata.version(name)) for name in _SOLVERS]).encode()
