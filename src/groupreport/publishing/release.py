"""What a run leaves behind, as one new edition: new files, none that is untrue, the index, and the manifest last."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from groupreport.errors import DisclosureError
from groupreport.parameters import Audience, Project, read_page_words
from groupreport.publishing.edition import new_edition
from groupreport.publishing.ingredients import ingredients_of
from groupreport.publishing.jobs import Job
from groupreport.publishing.keys import digest, file_digest, tool_versions
from groupreport.publishing.layers import Layers, keep_numbers
from groupreport.publishing.provenance import (
    INDEX_FILE,
    MANIFEST_FILE,
    Manifest,
    ReportEntry,
    manifest_text,
)
from groupreport.publishing.publication import intact, put_reports_in_place
from groupreport.whole_files import write_whole

if TYPE_CHECKING:
    from groupreport.intake import Term
    from groupreport.publishing.making import MadeReport
    from groupreport.publishing.rendering import Renderer

_ENDINGS = frozenset({".html", ".pdf", ".csv"})


def record_run(  # noqa: PLR0913 - everything that a run knows
    project: Project,
    term: Term,
    renderer: Renderer,
    before: Manifest | None,
    made: Sequence[MadeReport],
    jobs: Sequence[Job],
    now: datetime.datetime,
    *,
    published: Path,
    outdated: Sequence[str] = (),
) -> Manifest:
    """Publish what was made and write the index and the manifest.

    A failed report keeps the files of the last good run, and the index says how old they are. A report that was
    refused loses them: what may no longer be shown is withdrawn. So does a report whose group has gone, and a file
    that is not what was published. `outdated` are the reports that this run was not asked for and would have made anew:
    they stay, and the index says so.

    Raises:
        SetupError: The new edition cannot be put in place; what was published is as it was.
    """
    entries = {entry.name: entry for entry in before.reports} if before else {}
    build = project.build_folder(term.parameters.term.id)
    listed = {file.path for entry in entries.values() for file in entry.files}
    remaking = {report.planned.job.name for report in made}
    wanted = {job.name for job in jobs}
    gone = [name for name in entries if name not in wanted]
    if before is not None and not (made or gone or outdated) and _index_is_whole(before, published):
        return before
    from groupreport.publishing.crate import CRATE_FILE, crate_text
    from groupreport.publishing.index import render_index  # heavy, and not needed where nothing has changed
    from groupreport.publishing.index_page import index_page

    kept = [entry for name, entry in entries.items() if name in wanted and name not in remaking]
    # What was changed by hand is shown no longer; the index then says that the report is not made.
    now_true = {entry.name: entry for entry in kept if intact(entry.files, published)}
    for report in made:
        old = entries.get(report.planned.job.name)
        entry = _entry(report, old, now, published=published)
        now_true[entry.name] = entry
    manifest = Manifest(
        program=term.parameters.settings.program.name,
        term=term.parameters.term.id,
        renderer=str(renderer),
        tools=dict(tool_versions()),
        data=term.data_hash,
        inputs=dict(term.inputs),
        parameters=digest(term.parameters.model_dump(mode="json")),
        ingredients=ingredients_of(project, term),
        reports=tuple(sorted(now_true.values(), key=lambda entry: entry.name)),
        finished_at=now.isoformat(),
        index_sha256="",
    )
    words = read_page_words(project, term.parameters.settings.language)
    index = render_index(index_page(manifest, jobs, term, words, outdated), project)
    manifest = manifest.model_copy(update={"index_sha256": hashlib.sha256(index.encode()).hexdigest()})
    stay = {file.path for entry in manifest.reports for file in entry.files}
    ours = listed if before else _reports_in(published)
    size = sum(file.bytes for report in made for file in report.facts)
    with new_edition(published, without=ours - stay, size=size) as edition:
        new = [report for report in made if report.error is None]
        put_reports_in_place(((report.files, report.planned.job.audience == "evaluator") for report in new), edition)
        write_whole(edition / INDEX_FILE, index.encode())
        write_whole(edition / CRATE_FILE, crate_text(manifest).encode())
        write_whole(edition / MANIFEST_FILE, manifest_text(manifest).encode())
    for report in new:
        keep_numbers(build, report.planned.job.name, report.planned.job.executed(build))
    return manifest


def _index_is_whole(manifest: Manifest, published: Path) -> bool:
    index = published / INDEX_FILE
    return index.is_file() and file_digest(index) == manifest.index_sha256


def _reports_in(published: Path) -> set[str]:
    """Files that nothing says the origin of: they may be a group's that has gone, or refused by now."""
    audiences = get_args(Audience)
    found = (path for audience in audiences for path in (published / audience).rglob("*"))
    return {path.relative_to(published).as_posix() for path in found if path.suffix in _ENDINGS}


def _entry(report: MadeReport, old: ReportEntry | None, now: datetime.datetime, *, published: Path) -> ReportEntry:
    job, error = report.planned.job, report.error
    if error is None:
        files, key, made_at, guarantee = report.facts, report.planned.key, now.isoformat(), report.guarantee
        layers = report.layers
        if old is not None and old.key == key:  # another format of the same report stays true
            endings = {Path(file.path).suffix for file in files}
            others = (file for file in old.files if Path(file.path).suffix not in endings)
            files += tuple(file for file in others if intact([file], published))
    elif isinstance(error, DisclosureError) or old is None or not intact(old.files, published):
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
