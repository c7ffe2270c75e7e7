"""One report from its notebook to its checked pages, on whatever machine does it."""

from __future__ import annotations

import importlib
import shutil
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groupreport.errors import GroupReportError, RenderError, SetupError
from groupreport.parameters import Project
from groupreport.publishing.disk import disk_refused
from groupreport.publishing.jobs import Job
from groupreport.publishing.keys import data_hash
from groupreport.publishing.layers import Layers, layers_of
from groupreport.publishing.page import PageSource
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.provenance import PublishedFile
from groupreport.publishing.publication import checked_file
from groupreport.publishing.rendering import Renderer, page_facts, render_report

if TYPE_CHECKING:
    from groupreport.intake import Term
    from groupreport.publishing.kernel_place import KernelPlace


# What makes a report: heavy, so only a run that has something to make imports it.
_TOOLS = (
    "papermill",
    "pikepdf",
    "groupreport.publishing.attachments",
    "groupreport.publishing.document_reader",
    "groupreport.publishing.documents",
    "groupreport.publishing.engine",
    "groupreport.publishing.notebook",
)
_tools_lock = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class MadeReport:
    """What became of one report: its checked files in the staging folder, or the error that stopped it.

    `layers` are those between data and pages, empty where it stopped. `where` is the machine that made it, empty for
    this one.
    """

    planned: PlannedReport
    seconds: float
    files: dict[str, Path] = field(default_factory=dict)
    facts: tuple[PublishedFile, ...] = ()
    error: GroupReportError | None = None
    guarantee: dict[str, Any] | None = None
    layers: Layers = Layers()
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What reports are made from, with what, and the folder that they are made in."""

    project: Project
    term: Term
    renderer: Renderer
    formats: tuple[str, ...]
    build: Path

    @property
    def staging(self) -> Path:
        """Where pages wait until all of them are checked; nobody else can look into it."""
        return self.build / "staging"

    def executed(self, job: Job) -> Path:
        """Where the executed notebook of a job lies, or the part of it that was executed."""
        return job.executed(self.build)

    def clear(self) -> None:
        """Take away what a run has left in the staging folder."""
        shutil.rmtree(self.staging, ignore_errors=True)

    def make(self, planned: PlannedReport, place: KernelPlace) -> MadeReport:
        """Execute, render and check one report; what stops it is part of the answer.

        Raises:
            SetupError: The machine lacks something, or its disk refuses a file.
        """
        started = time.monotonic()
        try:
            _import_tools()
            files, guarantee = self._execute_and_render(planned.job, place)
            facts = tuple(checked_file(planned.job.name, path, name) for name, path in files.items())
            layers = layers_of(self.executed(planned.job), str(self.renderer))
        except RenderError as error:  # the renderers know only the file's name, which two audiences may share
            named = RenderError(planned.job.name, error.reason)
            return MadeReport(planned=planned, seconds=time.monotonic() - started, error=named)
        except SetupError:
            raise
        except GroupReportError as error:
            return MadeReport(planned=planned, seconds=time.monotonic() - started, error=error)
        except Exception as error:  # a mistake of ours in one report does not take the others along
            refused = disk_refused(error, self.build, 1) if isinstance(error, OSError) else None
            if refused is not None:
                raise refused from error
            unexpected = RenderError(planned.job.name, f"an unexpected {type(error).__name__}; see groupreport --debug")
            unexpected.__cause__ = error
            return MadeReport(planned=planned, seconds=time.monotonic() - started, error=unexpected)
        seconds = time.monotonic() - started
        return MadeReport(
            planned=planned, seconds=seconds, files=files, facts=facts, guarantee=guarantee, layers=layers
        )

    def _execute_and_render(self, job: Job, place: KernelPlace) -> tuple[dict[str, Path], dict[str, Any] | None]:
        from groupreport.publishing.attachments import guarantee_of, outputs_of, write_attachments
        from groupreport.publishing.document_reader import read_documents
        from groupreport.publishing.documents import documents_of
        from groupreport.publishing.notebook import execute_notebook

        parameters = self.term.parameters
        executed = execute_notebook(
            self.project.find(job.notebook),
            self.executed(job),
            job.notebook_parameters(str(self.term.folder.resolve())),
            report=job.name,
            place=place,
            time_limit=parameters.settings.render.timeout_seconds,
            cell_limit=parameters.settings.render.cell_timeout_seconds,
        )
        facts = page_facts(self.project, parameters, job.audience, data_hash(job, self.term))
        staging = self.staging
        parts = documents_of(executed, staging / "documents" / job.audience)
        documents = read_documents([part.notebook for part in parts], job.stem, facts)
        sources = [
            PageSource(
                notebook=part.notebook,
                document=document,
                title=job.title,
                subtitle=job.subtitle if part.kind == "report" else job.appendix_subtitle,
                facts=replace(facts, kind=part.kind),
                destination=staging / job.audience / ("" if part.kind == "report" else part.kind),
            )
            for part, document in zip(parts, documents, strict=True)
        ]
        made = render_report(
            self.renderer,
            sources,
            formats=self.formats,
            project=self.project,
            parameters=parameters,
            stem=job.stem,
        )
        files = [page for pages in made for page in pages.values()]
        outputs = outputs_of(executed)
        files += write_attachments(outputs, staging / job.audience, job.stem)
        return {path.relative_to(staging).as_posix(): path for path in files}, guarantee_of(outputs, job.stem)


def _import_tools() -> None:
    """One thread at a time: where several import packages that need one another, Python lets one see half a module."""
    with _tools_lock:
        for name in _TOOLS:
            importlib.import_module(name)
