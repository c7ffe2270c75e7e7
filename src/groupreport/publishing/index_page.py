"""What the index says, from the manifest: every report that the term should have, made or not."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from groupreport.parameters import PageWords
from groupreport.publishing.index import IndexEntry, IndexFile, IndexPage, IndexStatus
from groupreport.publishing.jobs import Job
from groupreport.publishing.page import confidentiality_of
from groupreport.publishing.provenance import Manifest, ReportEntry

if TYPE_CHECKING:
    from groupreport.intake import Term


def index_page(
    manifest: Manifest, jobs: Sequence[Job], term: Term, words: PageWords, outdated: Collection[str] = ()
) -> IndexPage:
    """The index of a published folder.

    Args:
        manifest: What is published.
        jobs: Every report of the term, in the order of the index; those without an entry have not been made.
        term: The frozen term.
        words: The page's words in the program's language.
        outdated: The names of published reports that would be made anew now.
    """
    facts = term.parameters.term
    return IndexPage(
        program=manifest.program,
        term=facts.name or facts.id,
        dates=words.dates_in_words(facts.starts, facts.ends),
        entries=tuple(
            _entry(job, manifest.entry(job.name), term.group_programs, words, is_outdated=job.name in outdated)
            for job in jobs
        ),
        finished_on=_moment(manifest.finished_at, words),
        finished_day=_day(manifest.finished_at, words),
        data=manifest.data[:12],
        version=manifest.tools["groupreport"],
        renderer=manifest.renderer,
        confidentiality=confidentiality_of(term.parameters.settings.program.confidentiality, words),
        language=term.parameters.settings.language,
        words=words,
        brand=term.parameters.settings.brand,
    )


def _entry(
    job: Job, entry: ReportEntry | None, programs: Mapping[str, str], words: PageWords, *, is_outdated: bool
) -> IndexEntry:
    status: IndexStatus = entry.status if entry else "not_made"
    return IndexEntry(
        audience=job.audience,
        title=job.title,
        subtitle=job.subtitle,
        status="outdated" if status == "published" and is_outdated else status,
        reason=entry.reason if entry else None,
        files=tuple(IndexFile(path=file.path, pages=file.pages) for file in (entry.files if entry else ())),
        made_on=_day(entry.made_at, words) if entry and entry.made_at else None,
        group_id=job.group_id,
        program=programs.get(job.group_id, "") if job.group_id else "",
    )


def _moment(text: str, words: PageWords) -> str:
    return words.moment_in_words(datetime.datetime.fromisoformat(text))


def _day(text: str, words: PageWords) -> str:
    return words.day_in_words(datetime.datetime.fromisoformat(text).date())
