"""What every page of a report carries beside its content."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from groupreport.parameters import Audience, Boilerplate, BrandSettings, PageWords
from groupreport.publishing.documents import DocumentKind

if TYPE_CHECKING:
    from groupreport.publishing.document import Document

# Control characters and the marks that reverse the reading direction: never part of a name.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def one_line(text: str) -> str:
    """The text on one line: line breaks and control characters become spaces, runs of spaces become one."""
    return " ".join(_INVISIBLE.sub(" ", text).split())


@dataclass(frozen=True, kw_only=True)
class PageFacts:
    """The lines in a report's title block, page header and page footer.

    Attributes:
        program: The program's name, as its staff writes it.
        audience: `evaluator`, `leadership` or `funder`.
        confidentiality: Who may read the report; empty where anyone may.
        term: The term and its dates. Not the clock: the same data must give the same bytes.
        data: The first characters of the data's hash, which tie the page to the manifest.
        language: A BCP 47 tag, such as `en` or `en-US`.
        words: The page's words in that language.
        kind: A technical appendix is set denser than a report.
        brand: What the program sets of the look.
        boilerplate: The program's own lines for these readers.
        headings: The notebook's headings in that language; those that are left out stay as they are.
    """

    program: str
    audience: Audience
    confidentiality: str
    term: str
    data: str
    language: str
    words: PageWords
    kind: DocumentKind = "report"
    brand: BrandSettings = BrandSettings()
    boilerplate: Boilerplate = Boilerplate()
    headings: Mapping[str, str] = field(default_factory=dict)

    @property
    def setting(self) -> Literal["report", "appendix", "short"]:
        """How the page is set in print: an appendix denser than a report, and tighter what promises a few pages.

        Leadership reads four pages and funders two, in a language that needs more room as well.
        """
        if self.kind == "report" and self.audience in ("leadership", "funder"):
            return "short"
        return self.kind

    @property
    def readers(self) -> str:
        """For whom the report is, in words."""
        return readers_of(self.audience, self.words)

    @property
    def term_line(self) -> str:
        """The term and its dates, said to be them."""
        return self.words.term.format(term=self.term)

    @property
    def data_line(self) -> str:
        """The data's hash, said to be it; empty without one."""
        return self.words.data.format(data=self.data) if self.data else ""


@dataclass(frozen=True, kw_only=True)
class PageSource:
    """An executed notebook, or a part of one, that becomes a page in each format.

    Attributes:
        notebook: Its cells hold the supported Markdown.
        document: The notebook as `read_document` gives it.
        title: The page's title, taken literally.
        subtitle: The line below it, taken literally; may be empty.
        facts: What the page carries beside its content.
        destination: The folder that receives the page; it exists.
    """

    notebook: Path
    document: Document
    title: str
    subtitle: str
    facts: PageFacts
    destination: Path


def readers_of(audience: Audience, words: PageWords) -> str:
    """For whom an audience's reports are, in words."""
    return {
        "evaluator": words.readers.evaluator,
        "leadership": words.readers.leadership,
        "funder": words.readers.funder,
    }[audience]


def confidentiality_of(own: str | None, words: PageWords) -> str:
    """Who may read: the program's own line, else the language's; nothing where the program's own is empty."""
    return words.confidentiality if own is None else own
