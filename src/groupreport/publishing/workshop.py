"""Make the stale reports: each executed in a kernel of its own and rendered, as many at once as there are cores."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from groupreport.errors import GroupReportError, NotebookError, RenderError
from groupreport.parameters import Project
from groupreport.publishing.jobs import Job
from groupreport.publishing.keys import data_hash
from groupreport.publishing.leftovers import note_folder, remove_leftovers
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.provenance import PublishedFile
from groupreport.publishing.publication import checked_file
from groupreport.publishing.rendering import Renderer, page_facts, render_report

if TYPE_CHECKING:
    from groupreport.intake import Term
    from groupreport.publishing.kernels import KernelPlace


class Watcher(Protocol):
    """Whoever shows the progress of a run."""

    def planned(self, stale: Sequence[PlannedReport], current: Sequence[PlannedReport]) -> None:
        """The run knows what it has to do."""

    def began(self, job: Job) -> None:
        """A report is in work."""

    def ended(self, made: MadeReport) -> None:
        """A report is made, or has failed."""


@dataclass(frozen=True, kw_only=True)
class MadeReport:
    """What became of one report: its checked files in the staging folder, or the error that stopped it."""

    planned: PlannedReport
    seconds: float
    files: dict[str, Path] = field(default_factory=dict)
    facts: tuple[PublishedFile, ...] = ()
    error: GroupReportError | None = None
    guarantee: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """Where and with what reports are made."""

    project: Project
    term: Term
    renderer: Renderer
    formats: tuple[str, ...]
    workers: int
    build: Path

    def make(self, stale: Sequence[PlannedReport], watcher: Watcher) -> list[MadeReport]:
        """Make every stale report; one that fails does not stop the others.

        An interruption ends all kernels before it is passed on; nothing has been published then.
        """
        from groupreport.publishing.kernels import KernelPlace  # heavy, and only for what has to be made

        self.clear()
        remove_leftovers(self.build)  # of a run that was killed
        made = []
        hidden = self.term.parameters.settings.data.secret_variables
        with (
            KernelPlace(warm=len(stale) > 1, project=self.project.folder, hidden=hidden) as place,
            ThreadPoolExecutor(self.workers) as pool,
        ):
            note_folder(self.build, place.folder)
            work: Callable[[PlannedReport], MadeReport] = lambda planned: self._make_one(planned, place, watcher)  # noqa: E731
            futures: list[Future[MadeReport]] = [pool.submit(work, planned) for planned in stale]
            try:
                for future in as_completed(futures):
                    made.append(future.result())
                    watcher.ended(made[-1])
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                place.close()
                raise
        remove_leftovers(self.build)
        order = {planned.job.name: position for position, planned in enumerate(stale)}
        return sorted(made, key=lambda report: order[report.planned.job.name])

    @property
    def staging(self) -> Path:
        """Where pages wait until all of them are checked; nobody else can look into it."""
        return self.build / "staging"

    def clear(self) -> None:
        """Take away what a run has left in the staging folder."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def _make_one(self, planned: PlannedReport, place: KernelPlace, watcher: Watcher) -> MadeReport:
        watcher.began(planned.job)
        started = time.monotonic()
        try:
            files, guarantee = self._execute_and_render(planned, place)
            facts = tuple(checked_file(planned.job.name, path, name) for name, path in files.items())
        except RenderError as error:  # the renderers know only the file's name, which two audiences may share
            named = RenderError(planned.job.name, error.reason)
            return MadeReport(planned=planned, seconds=time.monotonic() - started, error=named)
        except GroupReportError as error:
            return MadeReport(planned=planned, seconds=time.monotonic() - started, error=error)
        except OSError as error:
            reason = f"a file could not be written: {error.strerror or error}"
            failed = NotebookError(planned.job.name, reason, "build")
            return MadeReport(planned=planned, seconds=time.monotonic() - started, error=failed)
        seconds = time.monotonic() - started
        return MadeReport(planned=planned, seconds=seconds, files=files, facts=facts, guarantee=guarantee)

    def _execute_and_render(
        self, planned: PlannedReport, place: KernelPlace
    ) -> tuple[dict[str, Path], dict[str, Any] | None]:
        from groupreport.publishing.attachments import guarantee_of, write_attachments
        from groupreport.publishing.documents import documents_of
        from groupreport.publishing.notebook import execute_notebook

        job, parameters = planned.job, self.term.parameters
        executed = execute_notebook(
            self.project.find(job.notebook),
            self.build / "executed" / job.audience / f"{job.stem}.ipynb",
            job.notebook_parameters(str(self.term.folder.resolve())),
            report=job.name,
            place=place,
            time_limit=parameters.settings.render.timeout_seconds,
        )
        facts = page_facts(self.project, parameters, job.audience, data_hash(job, self.term))
        staging = self.staging
        made: list[Path] = []
        for document in documents_of(executed, staging / "documents" / job.audience):
            pages = render_report(
                self.renderer,
                document.notebook,
                title=job.title,
                subtitle=job.subtitle if document.kind == "report" else job.appendix_subtitle,
                facts=replace(facts, kind=document.kind),
                formats=self.formats,
                project=self.project,
                parameters=parameters,
                destination=staging / job.audience / ("" if document.kind == "report" else document.kind),
                stem=job.stem,
            )
            made += pages.values()
        made += write_attachments(executed, staging / job.audience)
        return {path.relative_to(staging).as_posix(): path for path in made}, guarantee_of(executed)
