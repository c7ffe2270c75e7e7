"""A small Quarto project for one report: its own copies of the notebooks and of every template, nothing shared."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from groupreport.parameters import Project
from groupreport.publishing.brand import BRAND_FILE, Brand
from groupreport.publishing.cells import MarkdownCell, read_cells
from groupreport.publishing.page import PageFacts, PageSource, one_line
from groupreport.publishing.pictures import take_pictures
from groupreport.publishing.quarto_settings import PROJECT_FILE, own_filters

NOTEBOOK_FOLDER = "reports"
FACTS_FOLDER = "templates/facts"
TEMPLATES = (
    "templates/report.css",
    "templates/report.quarto.html",
    "templates/quarto.lua",
    "templates/quarto-page.lua",
    "templates/typst-template.typ",
    "templates/typst-show.typ",
)


def lay_out_project(work: Path, sources: Sequence[PageSource], *, brand: Brand, project: Project) -> None:
    """Fill the folder: `reports/report.ipynb` and, where there is one, `reports/appendix.ipynb` are to be rendered.

    Titles and facts stand in files that `quarto.lua` reads: in the notebooks' headers Quarto would take them for
    Markdown and run shortcodes in them, and on the command line every user of the machine could read them.
    """
    filters = own_filters(project)
    for relative in (PROJECT_FILE, *TEMPLATES, *filters, *(_relative(file) for file in brand.files)):
        copy = work / relative
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(project.find(relative).read_bytes())
    (work / BRAND_FILE).write_text(brand.written, encoding="utf-8")
    if brand.logo is not None:
        (work / f"templates/logo.{brand.logo.kind}").write_bytes(brand.logo.content)
    for folder in (FACTS_FOLDER, NOTEBOOK_FOLDER):
        (work / folder).mkdir()
    common = {"put-aside": not filters}  # a filter of the program's own may look for any word
    for source in sources:
        stated = json.dumps(_stated(source, brand) | common, ensure_ascii=False)
        (work / FACTS_FOLDER / f"{source.facts.kind}.json").write_text(stated, encoding="utf-8")
        _write_notebook(source, work / NOTEBOOK_FOLDER)


def _stated(source: PageSource, brand: Brand) -> dict[str, Any]:
    title, subtitle, facts = one_line(source.title), one_line(source.subtitle), source.facts
    return {
        "title": title,
        "pagetitle": f"{title} – {subtitle}" if subtitle else title,
        **({"subtitle": subtitle} if subtitle else {}),
        "facts": {name: one_line(text) for name, text in _facts(facts).items() if text},
        "words": {
            "skip": facts.words.skip,
            "contents": facts.words.contents,
            "in-this-report": facts.words.in_this_report,
            "scroll-hint": facts.words.scroll_hint,
        },
        "page-number": facts.words.page_number_parts,
        **({"logo-words": brand.logo.alternative} if brand.logo else {}),
    }


def _write_notebook(source: PageSource, folder: Path) -> None:
    """With its pictures beside it: in the text Quarto would carry them along through all of its work."""
    kind = source.facts.kind
    cells, pictures = take_pictures(read_cells(source.notebook, kind, source.facts.headings), kind, kind)
    for name, picture in pictures.items():
        (folder / name).write_bytes(base64.b64decode(picture.encoded))
    nbformat.write(_notebook(source, cells), folder / f"{kind}.ipynb")


def _notebook(source: PageSource, cells: Sequence[MarkdownCell]) -> Any:  # noqa: ANN401 - nbformat's
    figure, table = source.facts.words.figure, source.facts.words.table
    settings = {
        "title": "Report",
        "lang": source.facts.language,
        "execute": {"enabled": False, "echo": False},
        "crossref": {"fig-title": figure, "fig-prefix": figure, "tbl-title": table, "tbl-prefix": table},
    }
    lines = "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in settings.items())
    return new_notebook(
        cells=[new_raw_cell(f"---\n{lines}\n---"), *(_cell(cell) for cell in cells)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )


def _facts(facts: PageFacts) -> dict[str, str]:
    return {
        "program": facts.program,
        "readers": facts.readers,
        "confidentiality": facts.confidentiality,
        "term": facts.term_line,
        "data": facts.data_line,
        "kind": facts.setting,
        "title-line": facts.boilerplate.title_line or "",
        "footer-line": facts.boilerplate.footer_line or "",
        "acknowledgment": facts.boilerplate.acknowledgment or "",
    }


def _cell(cell: MarkdownCell) -> Any:  # noqa: ANN401 - nbformat's
    # Only the Markdown travels on: neither the code nor the other forms in which a result was stored.
    if cell.origin == "prose":
        return new_markdown_cell(cell.markdown)
    shown = new_output("display_data", data={"text/markdown": cell.markdown})
    return new_code_cell("", execution_count=1, outputs=[shown])


def _relative(file: str) -> str:
    return f"templates/{file}"
