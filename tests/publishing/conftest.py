"""What the tests of pages share: a sample report, and readers of HTML and PDF."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from groupreport.parameters import Project, packaged_folder, read_page_words
from groupreport.publishing.document_reader import read_document
from groupreport.publishing.embedded import render_embedded
from groupreport.publishing.index import IndexEntry, IndexFile, IndexPage
from groupreport.publishing.page import PageSource
from groupreport.publishing.quarto import render_quarto
from groupreport.publishing.quarto_program import find_quarto

TIMESTAMP = 1_797_000_000


def _load(name: str) -> ModuleType:
    # Tests are imported one by one, so a helper beside them is loaded by its path.
    known = f"publishing_tests_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, Path(__file__).with_name(f"{name}.py"))
        module = importlib.util.module_from_spec(spec)
        sys.modules[known] = module
        spec.loader.exec_module(module)
    return sys.modules[known]


@pytest.fixture(scope="session")
def sample():
    """The module that makes a sample notebook."""
    return _load("sample")


@pytest.fixture(scope="session")
def read_page():
    """Read a page of either kind into comparable content."""
    content, tagged = _load("page_content"), _load("tagged_pdf")

    def read(path: Path):
        return (
            content.html_content(path) if path.suffix == ".html" else content.pdf_content(tagged.read_tagged_pdf(path))
        )

    return read


@pytest.fixture(scope="session")
def read_tagged_pdf():
    """Read a PDF's structure tree."""
    return _load("tagged_pdf").read_tagged_pdf


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """A program's folder with nothing in it: every template is the packaged one."""
    return Project(tmp_path_factory.mktemp("program"))


WORDS = read_page_words(Project(packaged_folder()), "en")


@pytest.fixture
def words():
    """The packaged words of a page."""
    return WORDS


@pytest.fixture
def render(tmp_path, sample, project):
    """Render cells with the embedded renderer; returns the file of each format."""

    def run(cells, *, formats=("html", "pdf"), **changed):
        notebook = sample.write_notebook(tmp_path / "executed.ipynb", cells)
        given = {
            "title": sample.TITLE,
            "subtitle": sample.SUBTITLE,
            "facts": sample.FACTS,
            "templates": project,
            "destination": tmp_path,
            "stem": "G07",
            "timestamp": TIMESTAMP,
        }
        return render_embedded(notebook, formats=formats, **(given | changed))

    return run


@pytest.fixture(scope="session")
def sample_pages(tmp_path_factory, sample, project):
    """The sample report, rendered once."""
    folder = tmp_path_factory.mktemp("sample")
    notebook = sample.write_notebook(folder / "executed.ipynb", sample.report_cells())
    return render_embedded(
        notebook,
        title=sample.TITLE,
        subtitle=sample.SUBTITLE,
        facts=sample.FACTS,
        formats=("html", "pdf"),
        templates=project,
        destination=folder,
        stem="G07",
        timestamp=TIMESTAMP,
    )


@pytest.fixture(scope="session")
def quarto():
    """The Quarto program."""
    program = find_quarto()
    if program is None:
        pytest.skip("Quarto is not installed: put `quarto` on PATH or name it with QUARTO_PATH")
    return program


@pytest.fixture(scope="session")
def render_with_quarto():
    """Render one executed notebook with a given Quarto; returns the file of each format."""

    def run(notebook, *, title, subtitle, facts, destination, stem, **given):
        document = read_document(notebook, stem, facts)
        source = PageSource(
            notebook=notebook,
            document=document,
            title=title,
            subtitle=subtitle,
            facts=facts,
            destination=destination,
        )
        (made,) = render_quarto([source], stem=stem, **given)
        return made

    return run


@pytest.fixture(scope="session")
def source_templates():
    """The templates as this repository has them."""
    return packaged_folder() / "templates"


@pytest.fixture(scope="session")
def index_page():
    """An index with a report of every status."""
    files = (
        IndexFile(path="evaluator/G01.html"),
        IndexFile(path="evaluator/G01.pdf", pages=4),
    )
    appendix = (
        IndexFile(path="evaluator/appendix/G01.html"),
        IndexFile(path="evaluator/appendix/G01.pdf", pages=1),
    )
    made = "December 14, 2026"

    def entry(audience, title, status, reason=None, files=(), made_on=None, **of):
        return IndexEntry(
            audience=audience,
            title=title,
            subtitle="Fall 2026",
            status=status,
            reason=reason,
            files=files,
            made_on=made_on,
            **of,
        )

    return IndexPage(
        program="Anxiety and grief groups",
        term="Fall 2026",
        dates="2026-08-24 to 2026-12-11",
        entries=(
            entry("funder", "Outcome summary", "refused", "Fewer than 11 people."),
            entry(
                "evaluator", "Group one", "published", None, files + appendix, made, group_id="G01", program="Anxiété"
            ),
            entry(
                *("evaluator", "Group two", "failed", "G02: ValueError in cell 7", files, made),
                group_id="G02",
                program="Grief",
            ),
            entry("evaluator", "<script>alert(1)</script>", "not_made", group_id='G"3', program="Grief"),
            entry("evaluator", "All programs", "published", None, files, made),
            entry("leadership", "Program report", "published", None, files, made),
        ),
        finished_on=made,
        finished_day=made,
        data="3f9a71c2",
        version="0.1.0",
        renderer="embedded (pandoc 3.9, Typst 0.15.2)",
        language="en",
        words=WORDS,
        confidentiality="Confidential",
    )
