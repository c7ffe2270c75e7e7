"""The whole run on one page: from a program's exports to its published reports."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.errors import DisclosureError, GroupReportError, SetupError
from groupreport.instruments import load_catalog, with_titles
from groupreport.intake import Term, freeze, open_term
from groupreport.parameters import Audience, Parameters, Project, read_page_words, read_parameters
from groupreport.publishing.brand import read_brand
from groupreport.publishing.earlier_edition import earlier_edition
from groupreport.publishing.edition import settle
from groupreport.publishing.jobs import Job, chosen_jobs, jobs_of
from groupreport.publishing.lock import only_run
from groupreport.publishing.making import Bench, MadeReport
from groupreport.publishing.plan import PlannedReport, outdated_reports, plan_reports
from groupreport.publishing.provenance import Manifest, manifest_is_lost, read_manifest
from groupreport.publishing.quarto_settings import check_quarto_settings
from groupreport.publishing.release import record_run
from groupreport.publishing.rendering import Renderer, RendererChoice, choose_renderer
from groupreport.publishing.workshop import Watcher, Workshop

if TYPE_CHECKING:
    from groupreport.publishing.cluster.scheduler import Scheduler

CheckRelease = Callable[[Term, Audience, Sequence[Path]], None]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a run is asked to do; nothing named means everything.

    `workers` is how many reports are made at once, on this machine or, with a scheduler, on its cluster.
    """

    term: str
    groups: tuple[str, ...] = ()
    audiences: tuple[Audience, ...] = ()
    formats: tuple[str, ...] = ()
    renderer: RendererChoice = "auto"
    workers: int | None = None
    scheduler: Scheduler | None = None
    force: bool = False


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a run did; `outdated` are published reports that it was not asked for and that would be made anew."""

    published: Path
    renderer: Renderer
    current: tuple[PlannedReport, ...]
    made: tuple[MadeReport, ...]
    outdated: tuple[str, ...] = ()
    manifest: Manifest
    manifest_was_lost: bool = False

    @property
    def failed(self) -> tuple[MadeReport, ...]:
        """The reports that could not be made."""
        return tuple(report for report in self.made if report.error is not None)

    @property
    def exit_code(self) -> int:
        """0 all done, 1 some failed, 3 something was refused by disclosure control."""
        codes = {report.error.exit_code for report in self.failed if report.error is not None}
        return 3 if 3 in codes else int(bool(codes))


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A validated term and what has to be made of it."""

    project: Project
    parameters: Parameters
    term: Term
    renderer: Renderer
    formats: tuple[str, ...]
    reports: tuple[PlannedReport, ...]
    jobs: tuple[Job, ...]
    outdated: tuple[str, ...]
    manifest: Manifest | None

    @property
    def stale(self) -> tuple[PlannedReport, ...]:
        """What has to be made."""
        return tuple(report for report in self.reports if report.is_stale)

    @property
    def current(self) -> tuple[PlannedReport, ...]:
        """What is published as it would be made now."""
        return tuple(report for report in self.reports if not report.is_stale)

    def bench(self, build: Path) -> Bench:
        """Where it is made, with what this folder is for."""
        return Bench(project=self.project, term=self.term, renderer=self.renderer, formats=self.formats, build=build)


def publish_term(project: Project, request: Request, *, watcher: Watcher, check_release: CheckRelease) -> Run:
    """Read, validate, freeze, plan, execute, render, check, publish.

    Args:
        project: The program's folder.
        request: Which reports.
        watcher: Is told about the progress.
        check_release: Refuses files that may not leave the house by raising DisclosureError.

    Raises:
        ParameterError, InvalidDataError: Something is wrong before anything was run.
        SetupError: The machine lacks something, another run is at work, or the cluster cannot be used.
    """
    parameters = read_parameters(project, request.term)
    published, build = project.published_folder(request.term), project.build_folder(request.term)
    with only_run(build):
        settle(published)
        lost = manifest_is_lost(published)
        if lost and (request.groups or request.audiences or request.formats):
            raise SetupError(
                f"the manifest in {published} is damaged or of another version, so nothing that is published there "
                "counts as known. Make all reports again: groupreport render without --group, --audience and --to."
            )
        with Workshop(
            project, parameters, build=build, workers=request.workers, scheduler=request.scheduler
        ) as workshop:
            plan = plan_term(project, parameters, request)
            watcher.planned(plan.stale, plan.current)
            bench = plan.bench(build)
            allowed, refused = _allowed(plan)
            made = [*(workshop.make(bench, allowed, watcher) if allowed else []), *refused]
        # Funders' first: leadership's readers have both, so leadership's is looked at with the funder's in hand.
        made.sort(key=lambda report: report.planned.job.audience != "funder")
        made = [_released(report, plan.term, check_release) for report in made]
        manifest = record_run(
            project,
            plan.term,
            plan.renderer,
            plan.manifest,
            made,
            plan.jobs,
            _now(),
            published=published,
            outdated=plan.outdated,
        )
        bench.clear()
    return Run(
        published=published,
        renderer=plan.renderer,
        current=plan.current,
        made=tuple(made),
        outdated=plan.outdated,
        manifest=manifest,
        manifest_was_lost=lost,
    )


def compare_term(project: Project, request: Request) -> Plan:
    """What a run would have to do. It waits for no other run: the frozen term must not change under its kernels.

    Raises:
        ParameterError, InvalidDataError: As in `publish_term`.
        SetupError: A run is at work on the term.
    """
    parameters = read_parameters(project, request.term)
    with only_run(project.build_folder(request.term)):
        settle(project.published_folder(request.term))
        return plan_term(project, parameters, request)


def plan_term(project: Project, parameters: Parameters, request: Request) -> Plan:
    """Freeze the validated term and compare every wanted report with what is published."""
    renderer = choose_renderer(request.renderer)
    read_brand(project, parameters.settings.brand)  # refused before anything is made
    if renderer.name == "quarto":
        check_quarto_settings(project)
    catalog = with_titles(load_catalog(project), project, parameters.settings.language)
    term = open_term(freeze(project, parameters, catalog, earlier=earlier_edition(project, parameters)))
    published = project.published_folder(request.term)
    manifest = read_manifest(published)
    formats = request.formats or parameters.settings.render.formats
    every = jobs_of(term, read_page_words(project, parameters.settings.language))
    audiences = request.audiences or parameters.settings.render.audiences
    wanted = chosen_jobs(every, groups=request.groups, audiences=audiences, known_groups=term.group_ids)
    others = [job for job in every if job not in wanted]
    reports = plan_reports(
        wanted,
        term,
        project,
        renderer=str(renderer),
        formats=formats,
        manifest=manifest,
        published=published,
        force=request.force,
    )
    for notebook in {report.job.notebook: report.job for report in reports if report.is_stale}.values():
        from groupreport.publishing.notebook import check_parameters  # heavy, and only for what has to be made

        check_parameters(project.find(notebook.notebook), notebook.notebook_parameters(""))
    return Plan(
        project=project,
        parameters=parameters,
        term=term,
        renderer=renderer,
        formats=tuple(formats),
        reports=tuple(reports),
        jobs=tuple(every),
        outdated=outdated_reports(others, term, project, manifest=manifest),
        manifest=manifest,
    )


def _allowed(plan: Plan) -> tuple[list[PlannedReport], list[MadeReport]]:
    """What may be made, and what is refused: whose exports identify people makes reports for evaluators only."""
    restricted = plan.term.restricted
    allowed = [report for report in plan.stale if not restricted or report.job.audience == "evaluator"]
    reason = f"the data may identify people: {'; '.join(restricted)}. Take it out of the exports"
    refused = [
        MadeReport(planned=report, seconds=0.0, error=DisclosureError(f"{report.job.name}: {reason}."))
        for report in plan.stale
        if report not in allowed
    ]
    return allowed, refused


def _released(report: MadeReport, term: Term, check_release: CheckRelease) -> MadeReport:
    """The report as made, or refused: a file that names a person never leaves the staging folder."""
    if report.error is not None:
        return report
    audience = report.planned.job.audience
    refused: GroupReportError
    try:
        check_release(term, audience, tuple(report.files.values()))
    except DisclosureError as error:
        refused = error
    except Exception as error:  # noqa: BLE001 - what could not be checked is not released, whatever the reason
        refused = DisclosureError(f"{audience}: the release could not be checked ({type(error).__name__}).")
    else:
        return report
    return MadeReport(planned=report.planned, seconds=report.seconds, error=refused)


def _now() -> datetime.datetime:
    return datetime.datetime.now().astimezone().replace(microsecond=0)
