"""Where pages end: no row or heading alone, short tables and figures whole, and no page left half empty by a table."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdf
import pytest
from bs4 import BeautifulSoup

ROW = re.compile(r"T(\d+)R(\d+)")
HEADER = re.compile(r"T(\d+)H")


@pytest.fixture
def tables(render, sample):
    """The rows of each table by page, for tables of some lengths, each further down its page than the one before."""

    def run(rows, *, steps=24):
        cells = [sample.prose("# Tables")]
        for number in range(steps):
            lines = "\n\n".join("A line of text." for _ in range(3 + number % 5))
            body = [[f"T{number}R{row}", "1.5"] for row in range(rows)]
            made = sample.table(f"t{number}", "**A finding.** A note.", [f"T{number}H", "Value"], body)
            cells += [sample.prose(f"## Part {number}\n\n{lines}"), sample.shown(made)]
        pages = [page.extract_text() for page in pypdf.PdfReader(render(cells, formats=("pdf",))["pdf"]).pages]
        found: dict[int, list[int]] = {number: [0] * len(pages) for number in range(steps)}
        for place, text in enumerate(pages):
            for table, _ in ROW.findall(text):
                found[int(table)][place] += 1
        return pages, {table: [count for count in counts if count] for table, counts in found.items()}

    return run


def test_a_long_table_keeps_three_rows_on_each_side_of_a_break(tables):
    """And its header row stands on every page that it reaches."""
    pages, found = tables(17)
    cut = [counts for counts in found.values() if len(counts) > 1]

    assert len(cut) > 5
    assert min(min(counts) for counts in cut) >= 3
    for text in pages:
        assert {table for table, _ in ROW.findall(text)} == set(HEADER.findall(text))


@pytest.mark.parametrize("rows", [2, 7, 10])
def test_a_short_table_stays_whole(tables, rows):
    """Nobody turns a page for the last rows of eight."""
    _, found = tables(rows)

    assert {tuple(counts) for counts in found.values()} == {(rows,)}


def test_no_heading_stands_alone_at_the_end_of_a_page(tables):
    """What it announces begins on the same page."""
    pages, _ = tables(7)
    bodies = [re.sub(r"\s*Confidential: .*", "", text, flags=re.DOTALL).strip() for text in pages]

    assert len(pages) > 5
    assert [body for body in bodies if re.search(r"Part \d+$", body)] == []


def test_the_caption_stands_above_its_figure(render, sample, read_tagged_pdf):
    """The finding is read first, then the picture; in both pages, for eyes and for screen readers."""
    made = render([sample.shown(sample.figure("one", "**It rose.** By one.", "A line that rises"))])
    figure = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser").figure
    kinds = [part.kind for part in read_tagged_pdf(made["pdf"]).all("Caption", "Figure")]

    assert [child.name for child in figure.find_all(True, recursive=False)] == ["figcaption", "div"]
    assert figure.figcaption.strong.get_text() == "It rose."
    assert kinds == ["Caption", "Figure"]


def test_an_appendix_is_set_denser_than_a_report(render, sample):
    """What is looked up takes less paper; it says the same."""
    cells = [sample.prose("# One\n\n" + "\n\n".join("A line of text." for _ in range(150)))]
    pages = {}
    for kind in ("report", "appendix"):
        made = render(cells, facts=replace(sample.FACTS, kind=kind))
        pages[kind] = len(pypdf.PdfReader(made["pdf"]).pages)
        assert BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser").body["class"] == [kind]

    assert pages["appendix"] < pages["report"]
