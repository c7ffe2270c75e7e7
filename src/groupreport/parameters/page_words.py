"""The words of a page around what a report says: titles, readers, days, page numbers, and the index.

They stand in `templates/wording/<language>/page.yml`; a program changes single ones in a file of the same name.
"""

from __future__ import annotations

import datetime
import string
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field

from groupreport.parameters.project import WORDING_FOLDER, Project
from groupreport.parameters.reading import read_overlaid
from groupreport.parameters.record import Record

PAGE_WORDS_FILE = "page.yml"


def _with_facts(*facts: str, needed: tuple[str, ...] | None = None) -> Callable[[str], str]:
    """A check that a text holds facts in braces, such as `{term}`: all that it needs, and no other."""

    def check(text: str) -> str:
        try:
            held = [name for _, name, spec, conversion in string.Formatter().parse(text) if name is not None]
            plain = not any(spec or conversion for _, _, spec, conversion in string.Formatter().parse(text))
        except ValueError:
            held, plain = [], False
        wanted = facts if needed is None else needed
        if not plain or not set(held) <= set(facts) or not set(wanted) <= set(held):
            may = ", ".join(f"{{{name}}}" for name in facts)
            raise ValueError(f"must hold in braces, each as it is written here: {may}")
        return text

    return check


def _twelve(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) != 12:
        raise ValueError(f"must have one name for each of the 12 months, it has {len(names)}")
    return names


Said = Annotated[str, Field(min_length=1)]
OfTerm = Annotated[Said, AfterValidator(_with_facts("term"))]
OfPart = Annotated[Said, AfterValidator(_with_facts("title"))]
OfDay = Annotated[Said, AfterValidator(_with_facts("day"))]
OfCount = Annotated[Said, AfterValidator(_with_facts("count", "total", needed=()))]
# It stands inside a style, where these signs would end it.
InStyle = Annotated[str, Field(pattern=r"^[^\"'\\<>&;{}\r\n]+$")]
# Quarto reads these two words as Markdown, so they are words and nothing else.
Noun = Annotated[str, Field(pattern=r"^[^\W\d_]+( [^\W\d_]+)*$")]


class Readers(Record):
    """For whom a report is."""

    evaluator: Said
    leadership: Said
    funder: Said


class ReportTitles(Record):
    """The line below a report's title."""

    group: OfTerm
    group_appendix: OfTerm
    program: OfTerm
    program_for_leadership: OfTerm
    program_appendix: OfTerm
    funder: OfTerm


class Counted(Record):
    """A statement about one and about any other number."""

    one: OfCount
    many: OfCount

    def say(self, count: int, total: int = 0) -> str:
        """The statement about so many."""
        return (self.one if count == 1 else self.many).format(count=count, total=total)


class StatusWords(Record):
    """What became of a report that is not published, or not as it would be made now."""

    failed: Said
    refused: Said
    not_made: Said
    outdated: Said


class FindWords(Record):
    """The words of the index's search."""

    title: Said
    search: Said
    program: Said
    audience: Said
    status: Said
    all: Said
    published: Said
    clear: Said
    found: Counted
    none: Said


class IndexWords(Record):
    """The words of the page that opens a published folder."""

    skip: Said
    heading: OfTerm
    made: OfDay
    data: Annotated[Said, AfterValidator(_with_facts("data"))]
    attention: Said
    status: StatusWords
    files_of: OfPart
    no_file: Said
    appendix: Said
    appendix_of: OfPart
    find: FindWords
    outdated_files: Said
    older_files: Said
    pages: Counted
    none_made: Said
    all_published: Counted
    some_published: Counted
    waiting: Counted
    outdated: Counted
    made_from: Said
    data_head: Said
    data_note: Annotated[Said, AfterValidator(_with_facts("data", "manifest"))]
    made_by: Said
    rendered_by: Said
    finished: Said


class PageWords(Record):
    """Every word of a page that is not part of what a report says."""

    readers: Readers
    reports: ReportTitles
    months: Annotated[tuple[Said, ...], AfterValidator(_twelve)]
    date: Annotated[Said, AfterValidator(_with_facts("month", "day", "year"))]
    dates: Annotated[Said, AfterValidator(_with_facts("first", "last"))]
    moment: Annotated[Said, AfterValidator(_with_facts("day", "time"))]
    confidentiality: Said
    term: OfTerm
    term_dates: Annotated[Said, AfterValidator(_with_facts("term", "dates"))]
    data: Annotated[Said, AfterValidator(_with_facts("data"))]
    figure: Noun
    table: Noun
    page_number: Annotated[Said, AfterValidator(_with_facts("page", "pages"))]
    skip: Said
    contents: Said
    in_this_report: Said
    scroll_hint: InStyle
    index: IndexWords

    def day_in_words(self, day: datetime.date) -> str:
        """A day as readers write it; never by the machine's language."""
        return self.date.format(month=self.months[day.month - 1], day=day.day, year=day.year)

    def dates_in_words(self, first: datetime.date, last: datetime.date) -> str:
        """From one day to another."""
        return self.dates.format(first=self.day_in_words(first), last=self.day_in_words(last))

    def moment_in_words(self, moment: datetime.datetime) -> str:
        """A day and its time."""
        return self.moment.format(day=self.day_in_words(moment.date()), time=f"{moment:%H:%M}")

    @property
    def page_number_parts(self) -> tuple[str, str, str]:
        """What stands before, between and after a page's number and the number of pages, in this order."""
        before, _, rest = self.page_number.partition("{page}")
        between, _, after = rest.partition("{pages}")
        return before, between, after


def read_page_words(project: Project, language: str) -> PageWords:
    """The words of a page in one language, the program's own before the packaged ones.

    Raises:
        ParameterError: A word is missing, unknown or lacks a fact; the problem names the line.
    """
    return read_overlaid(project, f"{WORDING_FOLDER}/{language}/{PAGE_WORDS_FILE}", PageWords)
