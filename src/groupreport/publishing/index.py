"""The page that opens the published folder: every report, for whom, made when and from what, and what went wrong."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from markupsafe import Markup

from groupreport.parameters import Audience, BrandSettings, PageWords, Project
from groupreport.parameters.page_words import IndexWords
from groupreport.publishing.brand import read_brand
from groupreport.publishing.html_writer import data_uri_of_logo, page_template
from groupreport.publishing.page import readers_of
from groupreport.publishing.style_sheet import STYLE_FILE, checked_inline, style_sheet

INDEX_TEMPLATE = "templates/index.html.j2"
INDEX_STYLE = "templates/index.css"
INDEX_SCRIPT = "templates/index.js"
IndexStatus = Literal["published", "failed", "refused", "not_made", "outdated"]
_ORDER: tuple[Audience, ...] = ("leadership", "funder", "evaluator")  # the short ones first


@dataclass(frozen=True, kw_only=True)
class IndexFile:
    """One file of a report.

    Attributes:
        path: Relative to the index, with `/`.
        pages: The number of pages of a PDF.
    """

    path: str
    pages: int | None = None

    @property
    def link(self) -> str:
        """The path as a link."""
        return quote(self.path)

    @property
    def is_of_appendix(self) -> bool:
        """Whether it is a report's technical appendix."""
        return "/appendix/" in self.path

    @property
    def kind(self) -> str:
        """`HTML`, `PDF`, `CSV`."""
        return self.path.rpartition(".")[2].upper()

    def length(self, words: IndexWords) -> str:
        """How long it is on paper, such as `4 pages`; empty where it is not made for paper."""
        return "" if self.pages is None else words.pages.say(self.pages)


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """One report.

    Attributes:
        audience: `evaluator`, `leadership` or `funder`.
        title: What the report is about, such as the group's name.
        subtitle: The line below it; may be empty.
        status: What became of it in the last run; `outdated` where that would have made it anew, had it been asked to.
        reason: Why it failed or was refused; None if published.
        files: Its pages. A failed report may still have those of an earlier run.
        made_on: The day on which the files were made, in words; None without files.
        group_id: The group that it is about; None for a report on the program.
        program: The program that the group belongs to; empty for a report on all of them, or where none is named.
    """

    audience: Audience
    title: str
    subtitle: str
    status: IndexStatus
    reason: str | None
    files: tuple[IndexFile, ...]
    made_on: str | None
    group_id: str | None = None
    program: str = ""

    @property
    def full_title(self) -> str:
        """Title and subtitle, which together tell reports apart."""
        return ", ".join(filter(None, (self.title, self.subtitle)))

    @property
    def opened(self) -> IndexFile | None:
        """What the title opens: the report's page, else the first of its files."""
        files = [file for file in self.files if not file.is_of_appendix]
        return next((file for file in files if file.kind == "HTML"), files[0] if files else None)

    @property
    def searched(self) -> str:
        """The words by which it is found."""
        return " ".join(filter(None, (self.title, self.subtitle, self.group_id, self.program)))

    @property
    def parts(self) -> tuple[tuple[bool, tuple[IndexFile, ...]], ...]:
        """The files of the report and, marked by True, those of its technical appendix; what has none is left out."""
        kinds = ((kind, tuple(file for file in self.files if file.is_of_appendix is kind)) for kind in (False, True))
        return tuple((kind, files) for kind, files in kinds if files)


@dataclass(frozen=True, kw_only=True)
class IndexPage:
    """Everything that the index says.

    Attributes:
        program: The program's name.
        term: The term's name.
        dates: From when to when the term runs, in words.
        entries: Every report that the term should have.
        finished_on: When the last run ended, in words.
        finished_day: Its day, in words; what was made on another day says so.
        data: The first characters of the data's hash.
        version: groupreport's version.
        renderer: Which renderer made the pages, with its versions.
        confidentiality: Who may open the folder; may be empty.
        language: A BCP 47 tag.
        words: The page's words in that language.
        brand: What the program sets of the look.
    """

    program: str
    term: str
    dates: str
    entries: tuple[IndexEntry, ...]
    finished_on: str
    finished_day: str
    data: str
    version: str
    renderer: str
    language: str
    words: PageWords
    confidentiality: str = ""
    brand: BrandSettings = BrandSettings()


@dataclass(frozen=True)
class IndexPart:
    """The reports for one audience: first those on all programs, then those on groups, by program.

    Attributes:
        identifier: An id for the heading.
        heading: For whom the reports are.
        lists: Each with a program's name, which is empty for the reports on all of them.
    """

    identifier: str
    heading: str
    lists: tuple[tuple[str, tuple[IndexEntry, ...]], ...]


def render_index(page: IndexPage, templates: Project) -> str:
    """The index as one HTML file; every text in it is escaped, and its policy allows no script but the search's.

    Raises:
        ParameterError: The brand, a style sheet or the search's script is wrong.
    """
    brand = read_brand(templates, page.brand)
    template = page_template(templates.find(INDEX_TEMPLATE).read_text(encoding="utf-8"))
    style = style_sheet(brand, templates, STYLE_FILE, INDEX_STYLE)
    script = f"\n{checked_inline(templates, INDEX_SCRIPT)}"
    return template.render(
        page=page,
        parts=index_parts(page.entries, page.words),
        summary=summary(page.entries, page.words.index),
        troubled=[entry for entry in page.entries if entry.status in ("failed", "refused")],
        words=page.words.index,
        readers=lambda audience: readers_of(audience, page.words),
        choices=_choices(page),
        style=Markup(style),  # checked: it cannot end the element
        script=Markup(script),  # the same
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        logo=brand.logo,
        logo_source=data_uri_of_logo(brand),
    )


def index_parts(entries: Sequence[IndexEntry], words: PageWords) -> tuple[IndexPart, ...]:
    """The entries by audience, in the order leadership, funder, evaluator; an audience without reports is left out."""
    known = {entry.audience for entry in entries}
    return tuple(
        IndexPart(
            f"for-{audience}",
            readers_of(audience, words),
            _by_program([one for one in entries if one.audience == audience]),
        )
        for audience in _ORDER
        if audience in known
    )


def _by_program(entries: Sequence[IndexEntry]) -> tuple[tuple[str, tuple[IndexEntry, ...]], ...]:
    programs = sorted({entry.program for entry in entries})  # the empty one first
    return tuple((program, tuple(one for one in entries if one.program == program)) for program in programs)


def _choices(page: IndexPage) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name, label and options of each choice that tells reports apart."""
    words, find = page.words.index, page.words.index.find
    status: dict[str, str] = {"published": find.published, **words.status.model_dump()}
    programs = sorted({entry.program for entry in page.entries if entry.program})
    present = {entry.audience for entry in page.entries}, {entry.status for entry in page.entries}
    choices: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("program", find.program, [(program, program) for program in programs]),
        ("audience", find.audience, [(one, readers_of(one, page.words)) for one in _ORDER if one in present[0]]),
        ("status", find.status, [(one, word) for one, word in status.items() if one in present[1]]),
    ]
    return [choice for choice in choices if len(choice[2]) > 1]


def summary(entries: Sequence[IndexEntry], words: IndexWords) -> str:
    """How many reports there are, in a sentence or two."""
    if not entries:
        return words.none_made
    published = sum(entry.status == "published" for entry in entries)
    if published == len(entries):
        return words.all_published.say(published, len(entries))
    said = [words.some_published.say(published, len(entries))]
    for status, counted in (("not_made", words.waiting), ("outdated", words.outdated)):
        count = sum(entry.status == status for entry in entries)
        said += [counted.say(count, len(entries))] if count else []
    return " ".join(said)
