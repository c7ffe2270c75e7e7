"""The answer to "what has to be made?", remembered while it is "nothing" and everything lies as it lay.

To find out that nothing has changed, a run reads every input and every published page. Here that answer is kept with
the size, times and number of every file that it could depend on, so that the next run only has to look at those.

What is kept is believed only where all of it is as it was: any file of the program's folder, of the term's exports, of
what is published, of this package and of the folders that libraries are installed in; the settings of the environment;
and the day. It is never kept where a file was touched so shortly before that a second touch could have left the same
time behind. Every doubt costs only the look at everything that would have been taken without it.

This module is imported by commands that must answer at once, so it imports nothing that takes time.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import shutil
import stat
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from groupreport.parameters.project import PACKAGE, Project, packaged_folder
from groupreport.whole_files import write_whole

_FORMAT = 1
_FILE = "unchanged.json"
_MANIFEST = "manifest.json"
_VARIABLES = ("PATH", "PYPANDOC_PANDOC", "QUARTO_PATH")
_PROGRAMS = ("PYPANDOC_PANDOC", "QUARTO_PATH")  # variables that name one
_SHIPPED = ("params", "reports", "templates")
_MOST_FILES = 100_000  # a folder that holds more is no program's folder; looking at it would take longer than a run
_NANOSECONDS = 1_000_000_000
# How long a time stamp may stay the same while a file changes: a tick of the system's clock, or on some file systems,
# which keep whole seconds only, up to two of them.
_TICK, _LONG_TICK = _NANOSECONDS // 20, 5 * _NANOSECONDS // 2


@dataclass(frozen=True)
class Answer:
    """Everything is current: with which renderer, and which reports, in the order of the plan."""

    renderer: str
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """How everything that a term's reports could depend on lay at one moment.

    Attributes:
        term: The term's id.
        outside: The folders and files that were looked at beside the program's own and this package's.
        world: One hash over everything; None where that cannot be had.
    """

    term: str
    outside: tuple[str, ...]
    world: str | None


class _LeadsAwayError(Exception):
    """A folder stands in for another one, which may be anywhere."""


def remembered(project: Project, term: str, renderer: str) -> Answer | None:
    """The answer of an earlier run about the whole term, if it still holds; None says only that nobody knows."""
    try:
        facts = json.loads(_file(project, term).read_text(encoding="utf-8"))
        seal = facts.pop("seal")
        if seal != _digest(facts) or (facts["format"], facts["asked"]) != (_FORMAT, renderer):
            return None
        if look(project, term, facts["outside"]).world != facts["world"]:
            return None
        return Answer(renderer=facts["renderer"], reports=tuple(facts["reports"]))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None  # not there, or damaged


def forget(project: Project, term: str) -> None:
    """Before anything of the term is touched."""
    _file(project, term).unlink(missing_ok=True)


def remember(project: Project, renderer: str, answer: Answer, before: Look) -> None:
    """Keep an answer that was found after that look, unless something has changed since, or could have, unseen.

    Args:
        project: The program's folder.
        renderer: The renderer that was asked for.
        answer: What was found.
        before: How everything lay before anything was read.
    """
    if os.name != "posix" or before.world is None or look(project, before.term, before.outside) != before:
        return  # elsewhere the second time of a file is that of its making, and a change can hide
    facts = {
        "format": _FORMAT,
        "asked": renderer,
        "outside": list(before.outside),
        "world": before.world,
        "renderer": answer.renderer,
        "reports": list(answer.reports),
    }
    sealed = json.dumps({**facts, "seal": _digest(facts)})
    write_whole(_file(project, before.term), sealed.encode(), private=True)


def look(project: Project, term: str, outside: Sequence[str], *, in_files: bool = True) -> Look:
    """How everything lies now.

    Args:
        project: The program's folder.
        term: The term's id.
        outside: Folders and files that lie elsewhere, such as those of the exports.
        in_files: Whether the exports are files at all.
    """
    now = time.time_ns()
    world = hashlib.sha256(json.dumps(_surroundings(project)).encode())
    unknown = Look(term, tuple(outside), None)
    try:
        for count, (line, touched) in enumerate(_lie(project, term, outside) if in_files else ()):
            tick = _TICK if touched % _NANOSECONDS else _LONG_TICK
            if count > _MOST_FILES or touched + tick > now:
                return unknown
            world.update(line.encode("utf-8", "surrogateescape"))
    except (OSError, _LeadsAwayError):
        return unknown
    return replace(unknown, world=world.hexdigest()) if in_files else unknown


def wait_for_the_clock() -> None:
    """Until what was just written is old enough to be remembered."""
    time.sleep(1.2 * _TICK / _NANOSECONDS)


def _surroundings(project: Project) -> list[Any]:
    own = {name: value for name, value in os.environ.items() if name.startswith("GROUPREPORT_") or name in _VARIABLES}
    return [
        sorted(own.items()),
        [sys.version, sys.executable, str(project.folder.resolve())],
        datetime.date.today().isoformat(),
    ]


def _lie(project: Project, term: str, outside: Sequence[str]) -> Iterator[tuple[str, int]]:
    home, packaged = project.folder.resolve(), packaged_folder().resolve()
    published = project.published_folder(term).resolve()
    yield from _tree(home, without=("build", "published"))
    yield from _tree(project.build_folder(term) / "frozen")
    yield from _tree(published)
    # What an interrupted change of editions has left beside it is for the next run to put in order.
    yield from ((name, 0) for name in sorted(os.listdir(published.parent)) if name.startswith(f".{published.name}."))
    for name in sorted(os.listdir(published.parent)):  # a report says how the term before it was published
        manifest = published.parent / name / _MANIFEST
        if manifest.exists():
            yield _stamp(manifest)
    yield from _tree(PACKAGE)
    if not packaged.is_relative_to(PACKAGE):
        for name in _SHIPPED:
            yield from _tree(packaged / name)
        yield _stamp(packaged / "_quarto.yml")
    for place in outside:
        yield from _tree(Path(place)) if os.path.isdir(place) else (_stamp(Path(place)),)
    # Installing or removing a library touches the folder that it is in.
    working_folder = os.getcwd()
    for folder in sys.path:
        if folder and os.path.isdir(folder) and os.path.realpath(folder) != working_folder:
            yield _stamp(Path(folder))
    found = (shutil.which("quarto"), *(os.environ.get(name) for name in _PROGRAMS))
    for program in found:
        if program and os.path.exists(program):
            yield _stamp(Path(os.path.realpath(program)))


def _tree(folder: Path, without: Collection[str] = ()) -> Iterator[tuple[str, int]]:
    """Every file below a folder, in order of name; hidden folders and Python's own copies are left out."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir():
            if entry.is_symlink():
                raise _LeadsAwayError(entry.path)
            if entry.name not in without and entry.name != "__pycache__" and not entry.name.startswith("."):
                yield from _tree(Path(entry.path))
        else:
            yield _line(entry.path, entry.stat())


def _stamp(path: Path) -> tuple[str, int]:
    return _line(str(path), path.stat())


def _line(path: str, facts: os.stat_result) -> tuple[str, int]:
    size = 0 if stat.S_ISDIR(facts.st_mode) else facts.st_size
    line = f"{path}\0{size}\0{facts.st_mtime_ns}\0{facts.st_ctime_ns}\0{facts.st_ino}\0{facts.st_mode}\n"
    return line, max(facts.st_mtime_ns, facts.st_ctime_ns)


def _file(project: Project, term: str) -> Path:
    return project.build_folder(term) / _FILE


def _digest(facts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
