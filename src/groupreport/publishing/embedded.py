"""The renderer that needs no other program: pandoc reads the Markdown, Typst makes the PDF, both from packages."""

from __future__ import annotations

import base64
import functools
import os
import re
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import typst

from groupreport.errors import RenderError
from groupreport.parameters import Project
from groupreport.publishing.brand import Brand, read_brand
from groupreport.publishing.document import Document, Figure
from groupreport.publishing.document_reader import read_document
from groupreport.publishing.html_writer import write_html
from groupreport.publishing.laid_out import LAID_OUT
from groupreport.publishing.page import PageFacts, one_line
from groupreport.publishing.typst_writer import PAGE_FILE, write_typst

Format = Literal["html", "pdf"]
_fonts_lock = threading.Lock()


def render_embedded(  # noqa: PLR0913 - one call, the same for both renderers
    notebook: Path,
    *,
    title: str,
    subtitle: str,
    facts: PageFacts,
    formats: Sequence[Format],
    templates: Project,
    destination: Path,
    stem: str,
    timestamp: int,
    document: Document | None = None,
) -> dict[str, Path]:
    """Turn an executed notebook into pages.

    The same notebook, texts, templates and time stamp give the same bytes.

    Args:
        notebook: An executed notebook whose cells hold the supported Markdown.
        title: The report's title, taken literally.
        subtitle: The line below it, taken literally; may be empty.
        facts: What every page carries.
        formats: `html`, `pdf` or both.
        templates: Where the page template, style sheet, brand and fonts are found.
        destination: The folder that receives the files; it exists.
        stem: The files' name without the ending.
        timestamp: The PDF's date, in seconds since 1970.
        document: The notebook as `read_document` gives it, where it has been read.

    Returns:
        The file made for each format.

    Raises:
        RenderError: The notebook holds something outside the supported set, or a page cannot be made from it.
        ParameterError: The brand or a template is wrong.
        SetupError: pandoc is missing.
    """
    title, subtitle = one_line(title), one_line(subtitle)
    brand = read_brand(templates, facts.brand)
    document = document or read_document(notebook, stem, facts)
    made: dict[str, Path] = {}
    with tempfile.TemporaryDirectory(prefix=f".{stem}-", dir=destination) as work_folder:
        work = Path(work_folder)
        for wanted in formats:
            part = work / f"made.{wanted}"
            # Written here, not by Typst, so that a full disk is known as such.
            if wanted == "html":
                page = write_html(document, title=title, subtitle=subtitle, facts=facts, brand=brand, project=templates)
                part.write_text(page, encoding="utf-8", newline="\n")
            else:
                source = write_typst(document, title=title, subtitle=subtitle, facts=facts, brand=brand)
                _lay_out(work, source, document, brand, templates)
                part.write_bytes(_compile(work, brand.font_folders, timestamp, stem))
            made[wanted] = destination / f"{stem}.{wanted}"
            os.replace(part, made[wanted])
    return made


def _lay_out(work: Path, source: str, document: Document, brand: Brand, templates: Project) -> None:
    """Put everything that Typst may read into the work folder, which is also its root."""
    (work / "main.typ").write_text(source, encoding="utf-8")
    (work / PAGE_FILE).write_bytes(templates.find(f"templates/{PAGE_FILE}").read_bytes())
    for figure in (block for block in document.blocks if isinstance(block, Figure)):
        picture = base64.b64decode(figure.picture.encoded)
        (work / f"{figure.label}.{figure.picture.kind}").write_bytes(picture)
    if brand.logo is not None:
        (work / f"logo.{brand.logo.kind}").write_bytes(brand.logo.content)


def _compile(work: Path, font_folders: tuple[Path, ...], timestamp: int, report: str) -> bytes:
    fonts = _fonts(font_folders)
    try:
        with LAID_OUT.in_use(fonts):
            pdf, warnings = typst.compile_with_warnings(
                str(work / "main.typ"),
                root=str(work),
                font_paths=fonts,
                pdf_standards="ua-1",
                timestamp=timestamp,
            )
    except typst.TypstError as error:
        raise RenderError(report, f"the PDF cannot be made: {_without_quotes(str(error))}") from error
    if warnings:
        raise RenderError(report, f"the PDF would not be right: {_without_quotes(str(warnings[0].message))}")
    if not pdf:
        raise RenderError(report, "the PDF is empty")
    return bytes(pdf)


def _fonts(folders: tuple[Path, ...]) -> Any:  # noqa: ANN401 - Typst's fonts
    with _fonts_lock:  # else two reports that start together would both search
        return _search_fonts(folders)


@functools.cache
def _search_fonts(folders: tuple[Path, ...]) -> Any:  # noqa: ANN401 - Typst's fonts
    # Never the machine's own fonts: they would make another PDF on every machine.
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(one) for one in folders]
    )


def _without_quotes(message: str) -> str:
    # The first line, without what it quotes: that may be data.
    first = message.strip().partition("\n")[0]
    return re.sub(r"\"[^\"]*\"|`[^`]*`|'[^']*'", "...", first)[:200]
