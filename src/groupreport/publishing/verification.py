"""Make published reports again, elsewhere, and compare: the proof that a report follows from its data."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from groupreport.errors import SetupError
from groupreport.parameters import Project, read_parameters
from groupreport.publishing.edition import settle
from groupreport.publishing.explanation import explanation
from groupreport.publishing.keys import file_digest
from groupreport.publishing.lock import only_run
from groupreport.publishing.making import MadeReport
from groupreport.publishing.pipeline import Plan, Request, plan_term
from groupreport.publishing.provenance import PublishedFile
from groupreport.publishing.read_pages import read_the_same
from groupreport.publishing.workshop import Watcher, Workshop

_FOLDER = "verify"


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


def verify_term(
    project: Project, term_id: str, *, watcher: Watcher, workers: int | None = None, show_values: bool = False
) -> list[Finding]:
    """Make every published report of a term again in a separate folder and compare bytes.

    Quarto does not repeat the order of attributes in HTML, so of its pages what is read is compared.

    Args:
        project: The program's folder.
        term_id: Which term.
        watcher: Is told about the progress.
        workers: Reports made at once.
        show_values: Whether numbers that differ are told, which may be health data.

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
        build = project.build_folder(term_id) / _FOLDER
        try:
            with Workshop(project, parameters, build=build, workers=workers) as workshop:
                made = workshop.make(plan.bench(build), published, watcher)
            return [finding for report in made for finding in _compare(project, plan, report, show_values)]
        finally:
            shutil.rmtree(build, ignore_errors=True)


def _compare(project: Project, plan: Plan, report: MadeReport, show_values: bool) -> list[Finding]:
    entry = report.planned.published
    if entry is None:
        return []
    return [
        Finding(path=file.path, difference=_difference(project, plan, report, file, show_values))
        for file in entry.files
        if file.path in report.files or report.error is not None
    ]


def _difference(project: Project, plan: Plan, report: MadeReport, file: PublishedFile, show_values: bool) -> str:
    published = project.published_folder(plan.parameters.term.id) / file.path
    if report.error is not None:
        return f"it cannot be made again: {report.error}"
    if not published.is_file() or file_digest(published) != file.sha256:
        return "the published file was changed or removed after it was published"
    made = report.files[file.path]
    if file_digest(made) == file.sha256 or (plan.renderer.name == "quarto" and read_the_same(published, made)):
        return ""
    build = project.build_folder(plan.parameters.term.id)
    executed = report.planned.job.executed(build / _FOLDER)
    return explanation(report.planned, executed, build=build, renderer=str(plan.renderer), show_values=show_values)
