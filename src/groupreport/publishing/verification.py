"""Make published reports again, elsewhere, and compare: the proof that a report follows from its data."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

from groupreport.errors import SetupError
from groupreport.parameters import Project, read_parameters
from groupreport.publishing.edition import settle
from groupreport.publishing.keys import file_digest
from groupreport.publishing.lock import only_run
from groupreport.publishing.pipeline import Plan, Request, plan_term
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.provenance import PublishedFile
from groupreport.publishing.workshop import MadeReport, Watcher, Workshop


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Whether one published file is what its inputs give now."""

    path: str
    difference: str

    @property
    def same(self) -> bool:
        """Reproduced byte by byte."""
        return not self.difference

    def __str__(self) -> str:
        """One line an answer."""
        if self.same:
            return f"same       {self.path}"
        return f"different  {self.path}: {self.difference}"


def verify_term(project: Project, term_id: str, *, watcher: Watcher, workers: int | None = None) -> list[Finding]:
    """Make every published report of a term again in a separate folder and compare bytes.

    Raises:
        SetupError: Nothing is published for this term.
        ParameterError, InvalidDataError: The inputs cannot be read any more.
    """
    parameters = read_parameters(project, term_id)
    with only_run(project.build_folder(term_id)):
        settle(project.published_folder(term_id))
        plan = plan_term(project, parameters, Request(term=term_id))
        if plan.manifest is None:
            raise SetupError(
                f"nothing is published for {term_id}, or its manifest.json is damaged; run `groupreport render`."
            )
        published = [report for report in plan.reports if report.published is not None and report.published.files]
        watcher.planned(published, ())
        build = project.build_folder(term_id) / "verify"
        workshop = Workshop(
            project=project,
            term=plan.term,
            renderer=plan.renderer,
            formats=plan.formats,
            workers=workers or os.cpu_count() or 1,
            build=build,
        )
        try:
            made = workshop.make(published, watcher)
            return [finding for report in made for finding in _compare(project, plan, report)]
        finally:
            shutil.rmtree(build, ignore_errors=True)


def _compare(project: Project, plan: Plan, report: MadeReport) -> list[Finding]:
    entry = report.planned.published
    if entry is None:
        return []
    return [
        Finding(path=file.path, difference=_difference(project, plan, report, file))
        for file in entry.files
        if file.path in report.files or report.error is not None
    ]


def _difference(project: Project, plan: Plan, report: MadeReport, file: PublishedFile) -> str:
    published = project.published_folder(plan.parameters.term.id) / file.path
    if report.error is not None:
        return f"it cannot be made again: {report.error}"
    if not published.is_file() or file_digest(published) != file.sha256:
        return "the published file was changed or removed after it was published"
    if file_digest(report.files[file.path]) == file.sha256:
        return ""
    return _explanation(report.planned)


def _explanation(planned: PlannedReport) -> str:
    changed = [reason for reason in planned.reasons if reason.endswith(" changed")]
    if changed:
        return f"{', '.join(changed)} since it was published"
    return "the same inputs gave other bytes"
