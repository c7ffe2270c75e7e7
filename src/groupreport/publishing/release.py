"""What a run leaves behind: new files in place, untrue ones withdrawn, the index, and the manifest last."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.errors import DisclosureError
from groupreport.parameters import Project, read_page_words
from groupreport.publishing.ingredients import ingredients_of
from groupreport.publishing.jobs import Job
from groupreport.publishing.keys import digest, tool_versions
from groupreport.publishing.layers import Layers, keep_numbers, layers_of
from groupreport.publishing.provenance import Manifest, ReportEntry, manifest_text, write_text_whole
from groupreport.publishing.publication import publish_files, withdraw

if TYPE_CHECKING:
    from groupreport.intake import Term
    from groupreport.publishing.making import MadeReport
    from groupreport.publishing.rendering import Renderer


def record_run(
    project: Project,
    term: Term,
    renderer: Renderer,
    before: Manifest | None,
    made: Sequence[MadeReport],
    jobs: Sequence[Job],
    now: datetime.datetime,
    *,
    published: Path,
) -> Manifest:
    """Publish what was made and write the index and the manifest.

    A failed report keeps the files of the last good run, and the index says how old they are. A report that was
    refused loses them: what may no longer be shown is withdrawn. So does a report whose group has gone.
    """
    entries = {entry.name: entry for entry in before.reports} if before else {}
    build = project.build_folder(term.parameters.term.id)
    gone = [entry for name, entry in entries.items() if name not in {job.name for job in jobs}]
    if before is not None and not made and not gone:
        return before
    from groupreport.publishing.crate import CRATE_FILE, crate_text
    from groupreport.publishing.index import render_index  # heavy, and not needed where nothing has changed
    from groupreport.publishing.index_page import index_page

    for report in made:
        entry = _entry(report, entries.get(report.planned.job.name), now, build=build, renderer=str(renderer))
        if report.error is None:
            publish_files(report.files, published, private=entry.audience == "evaluator")
            keep_numbers(build, entry.name, report.planned.job.executed(build))
        old = entries.get(entry.name)
        kept = {file.path for file in entry.files}
        withdraw([file.path for file in old.files if file.path not in kept] if old else [], published)
        entries[entry.name] = entry
    for entry in gone:
        withdraw([file.path for file in entry.files], published)
        del entries[entry.name]
    manifest = Manifest(
        program=term.parameters.settings.program.name,
        term=term.parameters.term.id,
        renderer=str(renderer),
        tools=dict(tool_versions()),
        data=term.data_hash,
        inputs=dict(term.inputs),
        parameters=digest(term.parameters.model_dump(mode="json")),
        ingredients=ingredients_of(project, term),
        reports=tuple(sorted(entries.values(), key=lambda entry: entry.name)),
        finished_at=now.isoformat(),
    )
    words = read_page_words(project, term.parameters.settings.language)
    published.mkdir(parents=True, exist_ok=True)
    write_text_whole(published / "index.html", render_index(index_page(manifest, jobs, term, words), project))
    write_text_whole(published / CRATE_FILE, crate_text(manifest))
    write_text_whole(published / "manifest.json", manifest_text(manifest))
    return manifest


def _entry(
    report: MadeReport, old: ReportEntry | None, now: datetime.datetime, *, build: Path, renderer: str
) -> ReportEntry:
    job, error = report.planned.job, report.error
    if error is None:
        files, key, made_at, guarantee = report.facts, report.planned.key, now.isoformat(), report.guarantee
        layers = layers_of(job.executed(build), renderer)
        if old is not None and old.key == key:  # another format of the same report stays true
            endings = {Path(file.path).suffix for file in files}
            files += tuple(file for file in old.files if Path(file.path).suffix not in endings)
    elif isinstance(error, DisclosureError) or old is None:
        files, key, made_at, guarantee, layers = (), report.planned.key, None, None, Layers()
    else:
        files, key, made_at, guarantee, layers = old.files, old.key, old.made_at, old.guarantee, old.layers
    status = "published" if error is None else "refused" if isinstance(error, DisclosureError) else "failed"
    return ReportEntry(
        name=job.name,
        audience=job.audience,
        title=job.title,
        subtitle=job.subtitle,
        group_id=job.group_id,
        status=status,
        reason=str(error) if error is not None else None,
        key=key,
        files=files,
        layers=layers,
        made_at=made_at,
        seconds=round(report.seconds, 2),
        guarantee=guarantee,
    )
