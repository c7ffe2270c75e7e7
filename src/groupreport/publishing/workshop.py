"""Make the stale reports: as many at once as this machine has cores, or on a cluster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from groupreport.publishing.leftovers import note_folder, remove_leftovers
from groupreport.publishing.making import Bench, MadeReport
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.programs import end_programs

if TYPE_CHECKING:
    from groupreport.publishing.cluster.scheduler import Scheduler
    from groupreport.publishing.jobs import Job
    from groupreport.publishing.kernels import KernelPlace


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


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Who makes the reports of a bench: at most `workers` at once here, or a scheduler's workers."""

    bench: Bench
    workers: int | None = None
    scheduler: Scheduler | None = None

    def make(self, stale: Sequence[PlannedReport], watcher: Watcher) -> list[MadeReport]:
        """Make every stale report; one that fails does not stop the others.

        An interruption ends all kernels before it is passed on; nothing has been published then.

        Raises:
            SetupError: The machine lacks something or the disk is full, so that no other report would fare better; or
                the scheduler, or every worker of it, cannot be used, or the scheduler was lost.
        """
        self.bench.clear()
        remove_leftovers(self.bench.build)  # of a run that was killed
        if self.scheduler is None:
            made = self._make_here(stale, watcher)
        else:
            from groupreport.publishing.cluster.run import make_on_cluster  # only where there is one

            made = make_on_cluster(self.scheduler, self.bench, stale, most=self.workers, watcher=watcher)
        order = {planned.job.name: position for position, planned in enumerate(stale)}
        return sorted(made, key=lambda report: order[report.planned.job.name])

    def _make_here(self, stale: Sequence[PlannedReport], watcher: Watcher) -> list[MadeReport]:
        from groupreport.publishing.kernels import KernelPlace  # heavy, and only for what has to be made

        made = []
        hidden = self.bench.term.parameters.settings.data.secret_variables
        with (
            KernelPlace(warm=len(stale) > 1, project=self.bench.project.folder, hidden=hidden) as place,
            ThreadPoolExecutor(self.workers or os.cpu_count()) as pool,
        ):
            note_folder(self.bench.build, place.folder)
            futures: list[Future[MadeReport]] = [
                pool.submit(self._make_one, planned, place, watcher) for planned in stale
            ]
            try:
                for future in as_completed(futures):
                    made.append(future.result())
                    watcher.ended(made[-1])
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                place.close()
                end_programs()
                raise
        remove_leftovers(self.bench.build)
        return made

    def _make_one(self, planned: PlannedReport, place: KernelPlace, watcher: Watcher) -> MadeReport:
        watcher.began(planned.job, "")
        return self.bench.make(planned, place)
