"""A figure that an evaluator draws with seaborn, as the documentation shows, is part of the group's report."""

from __future__ import annotations

import re

import nbformat
import pytest
from bs4 import BeautifulSoup

from groupreport.parameters import packaged_folder

PAGE = packaged_folder() / "docs" / "wording.md"
TERM = "2026-fall"


@pytest.mark.kernel
@pytest.mark.slow
@pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not part of an installed package")
def test_the_documented_figure_stands_in_the_page(small_project, run):
    """In a copy of the packaged notebook: once, with alt text and number; and it can be made again alike."""
    example = next(text for text in re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.S | re.M))
    book = nbformat.read(packaged_folder() / "reports" / "group.ipynb", as_version=4)
    place = next(place for place, cell in enumerate(book.cells) if "show_attendance" in cell.source)
    book.cells.insert(place + 1, nbformat.v4.new_code_cell(example))
    (small_project / "reports").mkdir(exist_ok=True)
    nbformat.write(book, small_project / "reports" / "group.ipynb")
    named = ("--project", small_project, "--term", TERM)

    code, _, complaints = run("render", *named, "--group", "G04", "--renderer", "embedded")
    assert code == 0, complaints
    published = small_project / "published" / TERM
    page = BeautifulSoup((published / "evaluator" / "G04.html").read_text("utf-8"), "html.parser")
    captions = [caption.get_text(" ", strip=True) for caption in page.find_all("figcaption")]
    whose = [figure for figure in page.find_all("figure") if "Who came, session by session." in figure.get_text()]

    assert sum("Who came, session by session." in caption for caption in captions) == 1
    assert re.match(r"Figure\s\d+", whose[0].figcaption.get_text(strip=True))
    assert "Bars of the members who came to" in str(whose[0])
    assert (published / "evaluator" / "G04.pdf").stat().st_size > 0
    code, answer, _ = run("verify", *named)
    assert code == 0, answer
