"""Make the stale reports: as many at once as this machine has cores, or on a cluster."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from groupreport.parameters import Parameters, Project
from groupreport.publishing.kernel_place import KernelPlace
from groupreport.publishing.leftovers import note_folder, remove_leftovers
from groupreport.publishing.making import Bench, MadeReport
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.programs import end_programs

if TYPE_CHECKING:
    from groupreport.publishing.cluster.scheduler import Scheduler
    from groupreport.publishing.jobs import Job


# While one report's pages are made, another's kernel waits after each cell for an answer that takes a fraction of a
# millisecond; at Python's own five milliseconds a turn, its notebook took more than twice as long.
_TURN = 0.0005  # seconds


class Watcher(Protocol):
    """Whoever shows the progress of a run. `where` is the machine that a report is made on, empty for this one."""

    def planned(self, stale: Sequence[PlannedReport], current: Sequence[PlannedReport]) -> None:
        """The run knows what it has to do."""

    def began(self, job: Job, where: str) -> None:
        """A report is in work."""

    def ended(self, made: MadeReport) -> None:
        """A report is made, or has failed."""

    def lost(self, job: Job, where: str) -> None:
        """A machine has gone while a report was in work there; the report waits again."""

    def refused(self, where: str, why: str) -> None:
        """A machine gets no reports."""


class Workshop:
    """Who makes a term's reports: at most `workers` at once here, or a scheduler's workers.

    Use it as a context manager around the reading of the term: its kernels import meanwhile what they will need.
    """

    def __init__(
        self,
        project: Project,
        parameters: Parameters,
        *,
        build: Path,
        workers: int | None = None,
        scheduler: Scheduler | None = None,
    ) -> None:
        self._build, self._workers, self._scheduler = build, workers, scheduler
        self._hidden = parameters.settings.data.secret_variables
        self._project = project.folder
        self._place: KernelPlace | None = None

    def __enter__(self) -> Workshop:
        remove_leftovers(self._build)  # of a run that was killed
        if self._scheduler is None:
            self._place = KernelPlace(project=self._project, hidden=self._hidden)
            note_folder(self._build, self._place.folder)
        return self

    def __exit__(self, *_: object) -> None:
        if self._place is not None:
            self._place.close()
            remove_leftovers(self._build)

    def make(self, bench: Bench, stale: Sequence[PlannedReport], watcher: Watcher) -> list[MadeReport]:
        """Make every stale report; one that fails does not stop the others.

        An interruption ends all kernels before it is passed on; nothing has been published then.

        Raises:
            SetupError: The machine lacks something or the disk is full, so that no other report would fare better; or
                the scheduler, or every worker of it, cannot be used, or the scheduler was lost.
        """
        bench.clear()
        begun = _longest_first(stale)
        if self._scheduler is not None:
            from groupreport.publishing.cluster.run import make_on_cluster  # only where there is one

            made = make_on_cluster(self._scheduler, bench, begun, most=self._workers, watcher=watcher)
        elif self._place is not None:
            made = _make_here(bench, begun, self._place, self._workers, watcher)
        else:
            raise RuntimeError("the workshop was not entered")
        order = {planned.job.name: position for position, planned in enumerate(stale)}
        return sorted(made, key=lambda report: order[report.planned.job.name])


def _longest_first(stale: Sequence[PlannedReport]) -> list[PlannedReport]:
    """What counts all groups together takes as long as several groups; begun last, it would leave cores idle."""
    return sorted(stale, key=lambda planned: planned.job.group_id is not None)


def _make_here(
    bench: Bench, stale: Sequence[PlannedReport], place: KernelPlace, workers: int | None, watcher: Watcher
) -> list[MadeReport]:
    place.settle()

    def make_one(planned: PlannedReport) -> MadeReport:
        watcher.began(planned.job, "")
        return bench.make(planned, place)

    made: list[MadeReport] = []
    with _short_turns(), ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        futures: list[Future[MadeReport]] = [pool.submit(make_one, planned) for planned in stale]
        try:
            for future in as_completed(futures):
                made.append(future.result())
                watcher.ended(made[-1])
                if len(made) == 1:
                    # The term and the libraries, all imported by now, outlast the run. Python need not look through
                    # them for what to give back whenever a document of many small parts is read: it took longer.
                    gc.freeze()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            place.close()
            end_programs()
            raise
        finally:
            gc.unfreeze()
    return made


@contextmanager
def _short_turns() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(min(before, _TURN))
    try:
        yield
    finally:
        sys.setswitchinterval(before)
