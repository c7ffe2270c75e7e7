"""The commands: what each takes and what it says. The work is done in the rooms below."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from groupreport.command_line.messages import ask_for_tracebacks, complain_in_full, say

if TYPE_CHECKING:
    from groupreport.publishing.cluster.scheduler import Scheduler
    from groupreport.publishing.pipeline import Run

# The later of the demo's two terms; the earlier one is there to be compared with.
_DEMO_TERM = "2026-fall"
# Named here, because the help must not wait for what reads data.
SOURCES_IN_WORDS = (
    "folder, workbook, qualtrics, redcap-csv, google-forms, microsoft-forms, redcap, postgresql, sqlite, duckdb"
)

application = typer.Typer(
    name="groupreport",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class AudienceOption(StrEnum):
    """Who a report is for."""

    evaluator = "evaluator"
    leadership = "leadership"
    funder = "funder"


class FormatOption(StrEnum):
    """Which pages are made."""

    html = "html"
    pdf = "pdf"


class RendererOption(StrEnum):
    """What turns executed notebooks into pages."""

    auto = "auto"
    quarto = "quarto"
    embedded = "embedded"


class ListForm(StrEnum):
    """How the check's list is given."""

    table = "table"
    json = "json"
    csv = "csv"
    html = "html"


class CalibrationForm(StrEnum):
    """How a calibration is given."""

    text = "text"
    json = "json"
    csv = "csv"


class CatalogForm(StrEnum):
    """How the catalog is given."""

    table = "table"
    json = "json"


ProjectOption = Annotated[
    Path, typer.Option("--project", "-p", help="The program's folder (with params/ and data/).", show_default="here")
]
TermOption = Annotated[str | None, typer.Option("--term", "-t", help="The term's id; may be left out if there is one.")]
GroupOption = Annotated[list[str] | None, typer.Option("--group", "-g", help="Only this group's report; repeatable.")]
AudienceListOption = Annotated[
    list[AudienceOption] | None, typer.Option("--audience", "-a", help="Only reports for this audience; repeatable.")
]
FormatListOption = Annotated[list[FormatOption] | None, typer.Option("--to", help="Only this format; repeatable.")]
RendererChoiceOption = Annotated[RendererOption, typer.Option("--renderer", help="What makes the pages.")]
WorkersOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, help="Reports made at once; as many as cores if left out.")
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Have the workers of this Dask scheduler (tls://host:port) make the reports, one on each of their"
        " threads; --jobs then is the most at once on all of them.",
    ),
]
UnencryptedOption = Annotated[
    bool,
    typer.Option("--allow-unencrypted", help="Let health data cross the network to a scheduler without TLS."),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Make every report again, changed or not.")]
ShowValuesOption = Annotated[
    bool, typer.Option("--show-values", help="Show the values that are wrong; they may be health data.")
]

ListFormOption = Annotated[ListForm, typer.Option("--format", "-f", help="How the list is given.")]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="The file for the list; only its owner can read it.")
]
ExplainOption = Annotated[str | None, typer.Option("--explain", metavar="RULE", help="Only say what a rule means.")]


@application.callback()
def options(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show tracebacks of what goes wrong; they may quote the data.")
    ] = False,
) -> None:
    """Reproducible term reports on group-therapy programs."""
    ask_for_tracebacks(debug)


@application.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where the example project is made.")] = Path("groupreport-demo"),
    renderer: RendererChoiceOption = RendererOption.auto,
    workers: WorkersOption = None,
) -> None:
    """Make a complete example project with a simulated term and render all its reports."""
    from groupreport.simulation import write_demo_project

    write_demo_project(folder)
    say(f"The example project is in {folder}: params/ and data/ are as a program's own would be.")
    _render_term(folder, _DEMO_TERM, renderer=renderer, workers=workers)


@application.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The new project's folder.")],
    term: Annotated[str, typer.Option("--term", "-t", help="The first term's id.")] = "2026-fall",
    source: Annotated[str, typer.Option("--source", "-s", help=f"Where the data are: {SOURCES_IN_WORDS}.")] = "folder",
) -> None:
    """Make a new project: commented parameters for the place where your data are, and the tables to fill in."""
    from groupreport.intake.starting import start_project

    started = start_project(folder, term, source)
    for path in started.files:
        say(f"wrote {path}")
    say("Next:")
    for step in started.steps:
        say(f"  {step}")
    say(f"Then: groupreport check --project {folder}")


@application.command()
def template(
    workbook: Annotated[
        Path | None, typer.Argument(metavar="FILE.xlsx", help="The workbook that is written.", show_default=False)
    ] = None,
    project: Annotated[
        Path | None,
        typer.Option("--project", "-p", help="The program whose questionnaires and characteristics are asked for."),
    ] = None,
    schema: Annotated[
        Path | None,
        typer.Option("--schema", metavar="FOLDER", help="Write the tables' rules here, as Frictionless Table Schema."),
    ] = None,
) -> None:
    """Write an empty workbook to fill in, with drop-down lists, a data dictionary and an example row a table."""
    from groupreport.intake.template import write_schemas, write_workbook
    from groupreport.parameters import Project

    program = Project(project) if project is not None else None
    if schema is not None:
        for path in write_schemas(schema, program):
            say(f"wrote {path}")
    if workbook is not None or schema is None:
        path = workbook or Path("groupreport-template.xlsx")
        write_workbook(path, program)
        say(f"wrote {path}")
        say("Next: begin on its first sheet. It says what to fill in, and to delete the example rows.")


@application.command()
def check(
    project: ProjectOption = Path(),
    term: TermOption = None,
    show_values: ShowValuesOption = False,
    form: ListFormOption = ListForm.table,
    output: OutputOption = None,
    explain: ExplainOption = None,
) -> None:
    """Read and validate a term's tables; list every problem; run nothing."""
    from groupreport.command_line.checking import check_project, explain_rule, give_list

    if explain is not None:
        explain_rule(explain)
        return
    listed = check_project(project, term, show_values=show_values)
    give_list(listed, form.value, output, project)
    if listed.exit_code:
        raise typer.Exit(listed.exit_code)


@application.command()
def instruments(
    instrument_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Show one questionnaire with all that is known of it.")
    ] = None,
    project: Annotated[
        Path | None, typer.Option("--project", "-p", help="The program whose own questionnaires are listed as well.")
    ] = None,
    form: Annotated[CatalogForm, typer.Option("--format", "-f", help="How it is given.")] = CatalogForm.table,
    schema: Annotated[
        Path | None,
        typer.Option("--schema", metavar="FILE.json", help="Write the rules of a questionnaire's file, for editors."),
    ] = None,
) -> None:
    """List the questionnaires of the catalog, or show one: its key, thresholds, license and sources."""
    from groupreport.command_line.catalog import show_instruments, write_schema

    if schema is not None:
        write_schema(schema)
        return
    show_instruments(instrument_id, project, form.value)


@application.command()
def calibrate(  # noqa: PLR0913 - one argument an option
    project: Annotated[
        Path | None,
        typer.Option("--project", "-p", help="Take sessions, noise, gaps and reliability from this program's term."),
    ] = None,
    term: TermOption = None,
    members: Annotated[int | None, typer.Option(min=1, help="Members of a term.", show_default="40")] = None,
    sessions: Annotated[int | None, typer.Option(min=2, help="Sessions of each member.", show_default="12")] = None,
    reliability: Annotated[
        float | None, typer.Option(min=0.0, max=0.99, help="The scale's reliability.", show_default="0.80")
    ] = None,
    autocorrelation: Annotated[
        float | None,
        typer.Option(min=-0.99, max=0.99, help="How much of a rating's noise the next one keeps.", show_default="0.20"),
    ] = None,
    depth: Annotated[
        list[float] | None,
        typer.Option(
            min=0.0,
            max=20.0,
            help="Depth of the planted falls in SDs of noise; repeatable.",
            show_default="1, 1.5, 2, 3",
        ),
    ] = None,
    length: Annotated[
        list[str] | None,
        typer.Option(
            help="Sessions that a planted fall stays low, or 'end' for to the end of the term; repeatable, for falls of"
            " several lengths.",
            show_default="1, 2, 4, end",
        ),
    ] = None,
    onset: Annotated[
        int | None, typer.Option(min=1, help="Sessions that it takes to fall: 1 is sudden.", show_default="1")
    ] = None,
    missing: Annotated[
        float | None, typer.Option(min=0.0, max=0.99, help="Share of ratings missing.", show_default="0.10")
    ] = None,
    share: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Share of members with a fall.", show_default="0.25")
    ] = None,
    trend: Annotated[
        float | None,
        typer.Option(min=-5.0, max=5.0, help="Change a session, in SDs of noise.", show_default="0"),
    ] = None,
    noise_spread: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, help="How members differ in their noise: SD of the log of its SD.", show_default="0"
        ),
    ] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", "-r", help="Only this rule; repeatable.")] = None,
    most_false_alarms: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            help="Largest share of members without a fall whom a headline rule may flag.",
            show_default="0.25",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same numbers.")] = 2026,
    replications: Annotated[
        int | None,
        typer.Option(min=1, help="Simulated terms of each depth.", show_default="as many as make 4,000 members"),
    ] = None,
    form: Annotated[
        CalibrationForm, typer.Option("--format", "-f", help="How the answer is given.")
    ] = CalibrationForm.text,
    figure: Annotated[
        Path | None, typer.Option("--figure", metavar="FILE.svg|png", help="Draw what was found into this file.")
    ] = None,
) -> None:
    """Say how far each rule about rating drops can be trusted: what it finds of planted falls, and its false alarms."""
    from groupreport.command_line.calibrating import Wanted, calibrate_design

    wanted = Wanted(
        members=members,
        sessions=sessions,
        reliability=reliability,
        autocorrelation=autocorrelation,
        depths=tuple(depth or ()),
        lengths=tuple(length or ()),
        onset=onset,
        missing=missing,
        share=share,
        trend=trend,
        noise_spread=noise_spread,
        rules=tuple(rule or ()),
        most_false_alarms=most_false_alarms,
        seed=seed,
        replications=replications,
    )
    calibrate_design(wanted, project, term, form=form.value, figure=figure)


@application.command()
def render(  # noqa: PLR0913 - one argument an option
    project: ProjectOption = Path(),
    term: TermOption = None,
    group: GroupOption = None,
    audience: AudienceListOption = None,
    to: FormatListOption = None,
    renderer: RendererChoiceOption = RendererOption.auto,
    jobs: WorkersOption = None,
    scheduler: SchedulerOption = None,
    allow_unencrypted: UnencryptedOption = False,
    force: ForceOption = False,
) -> None:
    """Make the reports of a term: whatever is new or stale, for every audience, or what you name."""
    from groupreport.command_line.chosen_cluster import scheduler_of
    from groupreport.command_line.chosen_term import term_of
    from groupreport.parameters.project import Project

    _render_term(
        project,
        term_of(Project(project), term),
        groups=group,
        audiences=audience,
        formats=to,
        renderer=renderer,
        workers=jobs,
        scheduler=scheduler_of(scheduler, allow_unencrypted=allow_unencrypted),
        force=force,
    )


def _render_term(  # noqa: PLR0913 - one argument an option
    folder: Path,
    term: str,
    *,
    groups: Sequence[str] | None = None,
    audiences: Sequence[AudienceOption] | None = None,
    formats: Sequence[FormatOption] | None = None,
    renderer: RendererOption = RendererOption.auto,
    workers: int | None = None,
    scheduler: Scheduler | None = None,
    force: bool = False,
) -> None:
    from groupreport.parameters.project import Project
    from groupreport.publishing.unchanged import forget, remembered

    home = Project(folder)
    is_whole = not (groups or audiences or formats)
    known = remembered(home, term, renderer.value) if is_whole and not force else None
    if known is not None:
        _say_made(known.renderer, len(known.reports), 0, (), home.published_folder(term))
        return
    from functools import partial  # what follows is heavy, and not needed where nothing has changed

    from groupreport.command_line.own_wording import check_own_wording
    from groupreport.command_line.progress import progress
    from groupreport.command_line.release_check import check_release
    from groupreport.command_line.remembering import first_look, keep_after
    from groupreport.parameters import read_parameters, read_program
    from groupreport.publishing.pipeline import Request, publish_term

    request = Request(
        term=term,
        groups=tuple(groups or ()),
        audiences=tuple(audience.value for audience in audiences or ()),
        formats=tuple(ending.value for ending in formats or ()),
        renderer=renderer.value,
        workers=workers,
        scheduler=scheduler,
        force=force,
    )
    check_own_wording(home, read_program(home).language)
    before = first_look(home, read_parameters(home, term))
    forget(home, term)
    with progress() as watcher:
        run = publish_term(home, request, watcher=watcher, check_release=partial(check_release, project=folder))
    if is_whole:
        keep_after(run, home, renderer.value, before)
    _say_run(run, folder, term)
    if run.exit_code:
        raise typer.Exit(run.exit_code)


def _say_run(run: Run, folder: Path, term: str) -> None:
    from groupreport.command_line.release_list import withheld_beside

    if run.manifest_was_lost:
        say("The manifest was damaged or of another version: everything was made again, and what was not is withdrawn.")
    done, failed = len(run.made) - len(run.failed), [str(report.error) for report in run.failed]
    _say_made(str(run.renderer), len(run.current), done, failed, run.published)
    if run.outdated:
        say(f"Out of date, and not asked for: {len(run.outdated)}; `groupreport status` says why.")
    for report in run.failed:
        if report.error is not None:
            complain_in_full(report.error)
    for report in run.made:
        if report.error is None and report.guarantee is not None and report.planned.job.audience == "funder":
            for line in withheld_beside(folder, term, report.guarantee):
                say(line)
    if any(report.planned.job.audience == "evaluator" for report in run.made):
        say("Evaluator reports name members; keep them where the data may be kept.")


def _say_made(renderer: str, current: int, done: int, failed: Sequence[str], published: Path) -> None:
    say(f"Renderer: {renderer}.")
    if current:
        say(f"Already current: {current}.")
    say(f"Made: {done} report{'' if done == 1 else 's'}.")
    for reason in failed:
        say(f"Not made: {reason}")
    say(f"Open {published / 'index.html'}")


@application.command()
def status(
    project: ProjectOption = Path(), term: TermOption = None, renderer: RendererChoiceOption = RendererOption.auto
) -> None:
    """Say which reports are current and which are stale, and why; run nothing."""
    from groupreport.command_line.chosen_term import term_of
    from groupreport.parameters.project import Project
    from groupreport.publishing.unchanged import remembered

    home = Project(project)
    term_id = term_of(home, term)
    known = remembered(home, term_id, renderer.value)
    if known is not None:
        _say_status([(name, ()) for name in known.reports])
        return
    from groupreport.command_line.remembering import compare  # heavy, and not needed where nothing has changed

    plan = compare(home, term_id, renderer.value)
    _say_status([(report.job.name, report.reasons) for report in plan.reports])


def _say_status(reports: Sequence[tuple[str, Sequence[str]]]) -> None:
    for name, reasons in reports:
        say(f"{'stale  ' if reasons else 'current'}  {name}  {', '.join(reasons)}".rstrip())
    stale = sum(bool(reasons) for _, reasons in reports)
    say(f"{len(reports) - stale} current, {stale} stale.")


@application.command()
def releases(
    project: ProjectOption = Path(),
    withdraw: Annotated[
        int | None, typer.Option(help="This release was never handed out; later ones need not be read beside it.")
    ] = None,
    why: Annotated[str, typer.Option(help="Why it counts as never handed out.")] = "",
    leadership: Annotated[
        bool, typer.Option("--leadership", help="The release to withdraw was one to leadership.")
    ] = False,
) -> None:
    """List what was released to leadership and funders, which every later release is attacked together with."""
    from groupreport.command_line.release_list import release_list, withdrawn
    from groupreport.parameters import Project

    home = Project(project).folder
    if withdraw is not None:
        say(withdrawn(home, "leadership" if leadership else "funder", withdraw, why))
    for line in release_list(home):
        say(line)


@application.command()
def purge(project: ProjectOption = Path(), term: TermOption = None) -> None:
    """Take away what a term's runs have left in build/, which holds members' data; published reports stay."""
    from groupreport.command_line.chosen_term import term_of
    from groupreport.parameters import Project
    from groupreport.publishing.purging import purge_term

    home = Project(project)
    removed = purge_term(home, term_of(home, term))
    for path in removed:
        say(f"Removed {path}")
    say("Your exports in data/ and the reports in published/ are where they were." if removed else "Nothing to remove.")


@application.command()
def verify(
    project: ProjectOption = Path(),
    term: TermOption = None,
    workers: WorkersOption = None,
    show_values: ShowValuesOption = False,
) -> None:
    """Make every published report again in a separate folder, compare it byte by byte, and say why it differs."""
    from groupreport.command_line.chosen_term import term_of
    from groupreport.command_line.progress import progress
    from groupreport.parameters import Project
    from groupreport.publishing.verification import verify_term

    home = Project(project)
    with progress() as watcher:
        findings = verify_term(home, term_of(home, term), watcher=watcher, workers=workers, show_values=show_values)
    for finding in findings:
        say(str(finding))
    different = [finding for finding in findings if not finding.same]
    say(f"{len(findings) - len(different)} of {len(findings)} files are reproduced byte by byte.")
    if different:
        raise typer.Exit(1)


@application.command()
def doctor(
    project: ProjectOption = Path(),
    bundle: Annotated[
        Path | None,
        typer.Option(
            "--bundle", metavar="FILE.zip", help="Write what a helper needs to know here: no values, no names, no ids."
        ),
    ] = None,
) -> None:
    """Look at the machine and the project's folders, and say what is wrong and what to do about it; change nothing."""
    from groupreport.doctor import look_at_machine, look_at_project, write_bundle
    from groupreport.parameters import Project

    home = Project(project)
    findings = [*look_at_machine(), *look_at_project(home)]
    for finding in findings:
        say(str(finding))
    if bundle is not None:
        names = write_bundle(bundle, home, findings)
        say(f"wrote {bundle}: {', '.join(names)}. Look into it before you send it.")
    wrong = [finding for finding in findings if finding.state == "wrong"]
    say(f"{len(wrong)} of {len(findings)} findings are wrong." if wrong else "All is well.")
    if wrong:
        raise typer.Exit(4)
