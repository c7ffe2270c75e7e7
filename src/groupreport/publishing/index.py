"""The page that opens the published folder: every report, for whom, made when and from what, and what went wrong."""

from __future__ import annotations

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
from groupreport.publishing.style_sheet import STYLE_FILE, style_sheet

INDEX_TEMPLATE = "templates/index.html.j2"
INDEX_STYLE = "templates/index.css"
IndexStatus = Literal["published", "failed", "refused", "not_made"]
_ORDER: tuple[Audience, ...] = ("evaluator", "leadership", "funder")


@dataclass(frozen=True, kw_only=True)
class IndexFile:
    """One file of a report.

    Attributes:
        path: Relative to the index, with `/`.
        bytes: Its size.
        pages: The number of pages of a PDF.
    """

    path: str
    bytes: int
    pages: int | None = None

    @property
    def link(self) -> str:
        """The path as a link."""
        return quote(self.path)

    @property
    def kind(self) -> str:
        """`HTML`, `PDF`, `CSV`."""
        return self.path.rpartition(".")[2].upper()

    def size(self, words: PageWords) -> str:
        """The size in words, such as `48 kB, 4 pages`."""
        size = f"{self.bytes / 1_000_000:.1f} MB" if self.bytes >= 999_500 else f"{max(1, round(self.bytes / 1000))} kB"
        return size if self.pages is None else f"{size}, {words.index.pages.say(self.pages)}"


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """One report.

    Attributes:
        audience: `evaluator`, `leadership` or `funder`.
        title: What the report is about, such as the group's name.
        subtitle: The line below it; may be empty.
        status: What became of it in the last run.
        reason: Why it failed or was refused; None if published.
        files: Its pages. A failed report may still have those of an earlier run.
        made_on: When the files were made, in words; None without files.
    """

    audience: Audience
    title: str
    subtitle: str
    status: IndexStatus
    reason: str | None
    files: tuple[IndexFile, ...]
    made_on: str | None


@dataclass(frozen=True, kw_only=True)
class IndexPage:
    """Everything that the index says.

    Attributes:
        program: The program's name.
        term: The term's name.
        dates: From when to when the term runs, in words.
        entries: Every report that the term should have.
        finished_on: When the last run ended, in words.
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
    data: str
    version: str
    renderer: str
    language: str
    words: PageWords
    confidentiality: str = ""
    brand: BrandSettings = BrandSettings()


@dataclass(frozen=True)
class IndexPart:
    """The reports for one audience."""

    identifier: str
    heading: str
    entries: tuple[IndexEntry, ...]


def render_index(page: IndexPage, templates: Project) -> str:
    """The index as one HTML file without script; every text in it is escaped.

    Raises:
        ParameterError: The brand or a style sheet is wrong.
    """
    brand = read_brand(templates, page.brand)
    template = page_template(templates.find(INDEX_TEMPLATE).read_text(encoding="utf-8"))
    style = style_sheet(brand, templates, STYLE_FILE, INDEX_STYLE)
    return template.render(
        page=page,
        parts=index_parts(page.entries, page.words),
        summary=summary(page.entries, page.words.index),
        troubled=[entry for entry in page.entries if entry.status in ("failed", "refused")],
        words=page.words.index,
        readers=lambda audience: readers_of(audience, page.words),
        style=Markup(style),  # checked: it cannot end the element
        logo=brand.logo,
        logo_source=data_uri_of_logo(brand),
    )


def index_parts(entries: Sequence[IndexEntry], words: PageWords) -> tuple[IndexPart, ...]:
    """The entries by audience, in the order evaluator, leadership, funder; an audience without reports is left out."""
    known = {entry.audience for entry in entries}
    return tuple(
        IndexPart(
            f"for-{audience}", readers_of(audience, words), tuple(one for one in entries if one.audience == audience)
        )
        for audience in _ORDER
        if audience in known
    )


def summary(entries: Sequence[IndexEntry], words: IndexWords) -> str:
    """How many reports there are, in a sentence or two."""
    if not entries:
        return words.none_made
    published = sum(entry.status == "published" for entry in entries)
    waiting = sum(entry.status == "not_made" for entry in entries)
    if published == len(entries):
        return words.all_published.say(published, len(entries))
    said = words.some_published.say(published, len(entries))
    return f"{said} {words.waiting.say(waiting, len(entries))}" if waiting else said
