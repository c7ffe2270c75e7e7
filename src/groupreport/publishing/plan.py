"""What is stale and what is current: a report is made again only when something that it depends on has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.parameters import Project
from groupreport.publishing.jobs import Job
from groupreport.publishing.keys import key_parts, templates_digest
from groupreport.publishing.provenance import Manifest, ReportEntry
from groupreport.publishing.publication import intact

if TYPE_CHECKING:
    from groupreport.intake import Term


_OF_WHAT_IT_SAYS = ("data", "parameters", "instruments", "notebook", "package")


@dataclass(frozen=True, kw_only=True)
class PlannedReport:
    """A job, what it depends on now, and why it is stale (empty: it is current)."""

    job: Job
    key: dict[str, str]
    reasons: tuple[str, ...]
    published: ReportEntry | None

    @property
    def is_stale(self) -> bool:
        """Whether the report has to be made."""
        return bool(self.reasons)


def plan_reports(
    jobs: Sequence[Job],
    term: Term,
    project: Project,
    *,
    renderer: str,
    formats: Sequence[str],
    manifest: Manifest | None,
    published: Path,
    force: bool = False,
) -> list[PlannedReport]:
    """Compare every job's key with what is published."""
    templates = templates_digest(project)
    plan = []
    for job in jobs:
        key = key_parts(job, term, project, renderer=renderer, templates=templates)
        entry = manifest.entry(job.name) if manifest else None
        reasons = ("asked for with --force",) if force else _reasons(key, formats, entry, published)
        plan.append(PlannedReport(job=job, key=key, reasons=reasons, published=entry))
    return plan


def outdated_reports(
    jobs: Sequence[Job], term: Term, project: Project, *, manifest: Manifest | None
) -> tuple[str, ...]:
    """The names of those of the jobs that are published, and whose numbers or words would be made anew now.

    What only looks different does not count: another renderer, another style sheet.
    """
    outdated = []
    for job in jobs:
        entry = manifest.entry(job.name) if manifest else None
        if entry is not None and entry.status == "published":
            key = key_parts(job, term, project, renderer="", templates="")
            if any(key[part] != entry.key.get(part) for part in _OF_WHAT_IT_SAYS):
                outdated.append(job.name)
    return tuple(outdated)


def _reasons(
    key: dict[str, str], formats: Sequence[str], entry: ReportEntry | None, published: Path
) -> tuple[str, ...]:
    if entry is None or not entry.files:
        return (
            ("not published yet",) if entry is None or entry.status == "published" else (f"{entry.status} last time",)
        )
    if entry.status != "published":
        return (f"{entry.status} last time",)
    changed = tuple(f"{part} changed" for part in key if key[part] != entry.key.get(part))
    if changed:
        return changed
    lacking = tuple(
        f"no {ending} yet" for ending in formats if not any(file.path.endswith(f".{ending}") for file in entry.files)
    )
    if lacking:
        return lacking
    return () if intact(entry.files, published) else ("a published file was changed or removed by hand",)
