"""A run's progress: a bar that names the reports in work, or plain lines where the terminal is not one."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from groupreport.command_line.messages import complain

if TYPE_CHECKING:
    from rich.progress import Progress

    from groupreport.publishing.jobs import Job
    from groupreport.publishing.making import MadeReport
    from groupreport.publishing.plan import PlannedReport
    from groupreport.publishing.workshop import Watcher


# More names in work than fit beside the bar are counted.
_MOST_NAMES = 6


@contextlib.contextmanager
def progress() -> Iterator[Watcher]:
    """Show a run's progress on standard error, so that the answer alone is on standard output."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar)


class _InWork:
    """The names of the reports in work; several threads add and remove."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._lock = threading.Lock()

    def add(self, name: str) -> str:
        with self._lock:
            self._names.append(name)
            return self._said()

    def remove(self, name: str) -> str:
        with self._lock:
            self._names.remove(name)
            return self._said()

    def _said(self) -> str:
        more = len(self._names) - _MOST_NAMES
        return ", ".join(self._names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


class _Bar:
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("reading and checking the data", total=None)
        self._in_work = _InWork()

    def planned(self, stale: Sequence[PlannedReport], current: Sequence[PlannedReport]) -> None:
        self._bar.update(self._task, total=len(stale), description="starting", completed=0)

    def began(self, job: Job, where: str) -> None:
        self._bar.update(self._task, description=self._in_work.add(_named(job, where)))

    def ended(self, made: MadeReport) -> None:
        description = self._in_work.remove(_named(made.planned.job, made.where))
        self._bar.update(self._task, description=description, advance=1)

    def lost(self, job: Job, where: str) -> None:
        self._bar.update(self._task, description=self._in_work.remove(_named(job, where)))
        self._bar.console.print(_lost(job, where), markup=False, highlight=False)

    def refused(self, where: str, why: str) -> None:
        self._bar.console.print(_refused(where, why), markup=False, highlight=False)


class _Lines:
    def __init__(self) -> None:
        self._total = self._done = 0

    def planned(self, stale: Sequence[PlannedReport], current: Sequence[PlannedReport]) -> None:
        self._total = len(stale)

    def began(self, job: Job, where: str) -> None:
        """Only endings are lines."""

    def ended(self, made: MadeReport) -> None:
        self._done += 1
        word = "made" if made.error is None else "failed"
        there = f" on {made.where}" if made.where else ""
        complain(f"[{self._done}/{self._total}] {word} {made.planned.job.name} in {made.seconds:.1f} s{there}")

    def lost(self, job: Job, where: str) -> None:
        complain(_lost(job, where))

    def refused(self, where: str, why: str) -> None:
        complain(_refused(where, why))


def _named(job: Job, where: str) -> str:
    return f"{job.stem} on {where}" if where else job.stem


def _lost(job: Job, where: str) -> str:
    return f"{where} has gone while {job.name} was in work there"


def _refused(where: str, why: str) -> str:
    return f"{where} gets no reports: {why}"
