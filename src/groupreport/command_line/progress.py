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
    from groupreport.publishing.plan import PlannedReport
    from groupreport.publishing.workshop import MadeReport, Watcher


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
            return ", ".join(self._names)

    def remove(self, name: str) -> str:
        with self._lock:
            self._names.remove(name)
            return ", ".join(self._names)


class _Bar:
    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("reading and checking the data", total=None)
        self._in_work = _InWork()

    def planned(self, stale: Sequence[PlannedReport], current: Sequence[PlannedReport]) -> None:
        self._bar.update(self._task, total=len(stale), description="starting", completed=0)

    def began(self, job: Job) -> None:
        self._bar.update(self._task, description=self._in_work.add(job.stem))

    def ended(self, made: MadeReport) -> None:
        self._bar.update(self._task, description=self._in_work.remove(made.planned.job.stem), advance=1)


class _Lines:
    def __init__(self) -> None:
        self._total = self._done = 0

    def planned(self, stale: Sequence[PlannedReport], current: Sequence[PlannedReport]) -> None:
        self._total = len(stale)

    def began(self, job: Job) -> None:
        """Only endings are lines."""

    def ended(self, made: MadeReport) -> None:
        self._done += 1
        word = "made" if made.error is None else "failed"
        complain(f"[{self._done}/{self._total}] {word} {made.planned.job.name} in {made.seconds:.1f} s")
