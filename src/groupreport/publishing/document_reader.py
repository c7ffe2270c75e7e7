"""Executed notebooks as supported documents: what both renderers make pages of, or refuse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from groupreport.publishing.cells import read_cells
from groupreport.publishing.cross_references import number_document
from groupreport.publishing.document import Document
from groupreport.publishing.page import PageFacts
from groupreport.publishing.page_breaks import mark_page_breaks
from groupreport.publishing.pandoc import read_markdown
from groupreport.publishing.pictures import take_pictures
from groupreport.publishing.supported import supported_blocks


def read_document(notebook: Path, report: str, facts: PageFacts) -> Document:
    """The executed notebook as a supported document, numbered and checked.

    Raises:
        RenderError: It holds something else.
        SetupError: pandoc cannot be started.
    """
    return read_documents([notebook], report, facts)[0]


def read_documents(notebooks: Sequence[Path], report: str, facts: PageFacts) -> list[Document]:
    """The same for the documents of one report, which pandoc reads in one go: to begin costs it as much as a few pages.

    Each is numbered on its own, as if they had been read one by one; only the anchors of headings are told apart over
    all of them, so that a heading of the report's name in the appendix is `outcomes-1`.
    """
    parts = [take_pictures(read_cells(notebook, report, facts.headings), report) for notebook in notebooks]
    marked = [mark_page_breaks(cells, report) for cells, _ in parts]
    blocks = iter(read_markdown([cell for cells in marked for cell in cells], report))
    documents = []
    for cells, (_, pictures) in zip(marked, parts, strict=True):
        read = [next(blocks) for _ in cells]
        documents.append(number_document(supported_blocks(read, pictures, report), report, facts.words))
    return documents
