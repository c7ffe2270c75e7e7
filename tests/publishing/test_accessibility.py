"""Accessibility as the law asks (WCAG 2.1 AA, PDF/UA-1), of every page that a real run publishes.

A term of six of the demo's groups is rendered once, by the notebooks themselves, for all audiences.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from groupreport.command_line import exit_code
from groupreport.simulation import write_demo_project

pytestmark = [pytest.mark.slow, pytest.mark.kernel]
TERM = "2026-fall"
GROUPS = ("G01", "G03", "G05", "G06", "G08", "G12")  # both programs; with and without drops, with an event log
# One of each kind of page; the other groups' pages are made by the same notebook.
KINDS = (
    *("index", "evaluator/G05", "evaluator/appendix/G05", "evaluator/program", "evaluator/appendix/program"),
    *("leadership/program", "funder/outcomes"),
)


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """The term's published folder."""
    project = write_demo_project(tmp_path_factory.mktemp("accessible") / "project")
    settings = project / "params" / "terms" / f"{TERM}.yml"
    text = re.sub(r"(?m)^groups:.*$", f"groups: [{', '.join(GROUPS)}]", settings.read_text(encoding="utf-8"))
    settings.write_text(text, encoding="utf-8")
    assert exit_code(["render", "--project", str(project), "--term", TERM, "--renderer", "embedded"]) == 0
    return project / "published" / TERM


@pytest.fixture(scope="module")
def html(published) -> dict[str, BeautifulSoup]:
    """Every HTML page, parsed."""
    return {
        str(path.relative_to(published)): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(published.rglob("*.html"))
    }


@pytest.fixture
def tables(html) -> Iterator[tuple[str, BeautifulSoup]]:
    """Every table with its page; one of key facts needs neither caption nor number."""
    return [(name, table) for name, page in html.items() for table in page.find_all("table")]


@pytest.fixture(scope="module")
def breaches():
    """What veraPDF finds in some files; a line a file says whether it complies."""
    archives, java = os.environ.get("VERAPDF_CLASSPATH"), shutil.which("java")
    if not archives or java is None:
        pytest.skip("veraPDF is not installed: VERAPDF_CLASSPATH names its archives, and Java is needed")

    def check(*files: Path) -> list[str]:
        program = Path(__file__).with_name("CheckPdf.java")
        done = subprocess.run(
            [java, "-cp", archives, str(program), *map(str, files)], capture_output=True, text=True, check=True
        )
        return done.stdout.splitlines()

    return check


def test_every_kind_of_page_is_there(published):
    """No check below passes because there was nothing to check."""
    made = {path.relative_to(published).with_suffix("").as_posix() for path in published.rglob("*.html")}

    assert set(KINDS) <= made
    assert len(list(published.rglob("*.pdf"))) == len(made) - 1  # the index is HTML alone


def test_every_table_has_a_caption_and_marked_headers(tables):
    """A screen reader says what a table shows and, in every cell, under which header it stands."""
    headers = {cell.get("scope") for _, table in tables for cell in table.find_all("th")}
    bare = [
        (name, table.find_parent("div")["class"])
        for name, table in tables
        if table.caption is None or not table.caption.get_text(strip=True)
    ]

    assert headers == {"col"}
    assert {tuple(classes) for _, classes in bare} <= {("key-facts",)}
    assert all(table.thead and table.thead.find_all("th") for _, table in tables)


def test_every_figure_has_an_alt_text_of_its_own(html):
    """Who does not see the picture is told more than its caption."""
    figures = [(name, figure) for name, page in html.items() for figure in page.find_all("figure")]
    said = [(figure.img["alt"].strip(), figure.figcaption.get_text().strip()) for _, figure in figures]

    assert len(said) > 20
    assert [alt for alt, caption in said if not alt or alt in caption] == []


def test_no_heading_level_is_skipped(html):
    """One title a page, and the outline below it has no gaps."""
    for name, page in html.items():
        levels = [int(heading.name[1]) for heading in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]

        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), name


def test_every_pdf_passes_an_independent_check(published):
    """PDF/UA-1 by pdfua, which also finds tables without header cells."""
    pdfua = pytest.importorskip("pdfua")
    found = {
        path.name: [(one.rule_id, one.message) for one in pdfua.validate(str(path)).findings]
        for path in sorted(published.rglob("*.pdf"))
    }

    assert {name: findings for name, findings in found.items() if findings} == {}


def test_every_pdf_complies_with_the_reference_checker(breaches, published, tmp_path):
    """PDF/UA-1 by veraPDF: not one rule is broken; a file without the standard shows that the check can fail."""
    blank = tmp_path / "blank.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(blank)
    files = sorted(published.rglob("*.pdf"))
    said = breaches(*files, blank)

    assert [line for line in said if not line.startswith(str(blank))] == [f"{path}: compliant" for path in files]
    assert said[-1] == f"{blank}: not compliant"


@pytest.mark.quarto
def test_quartos_pdf_complies_with_the_reference_checker(
    breaches, tmp_path, sample, project, quarto, render_with_quarto
):
    """The same from the other renderer."""
    made = render_with_quarto(
        sample.write_notebook(tmp_path / "executed.ipynb", sample.report_cells()),
        title=sample.TITLE,
        subtitle=sample.SUBTITLE,
        facts=sample.FACTS,
        formats=("pdf",),
        templates=project,
        destination=tmp_path,
        stem="G07",
        timestamp=1_797_000_000,
        quarto=quarto,
    )

    assert breaches(made["pdf"]) == [f"{made['pdf']}: compliant"]


def test_every_pdf_tells_what_its_figures_show(published, read_tagged_pdf):
    """Each picture has an alt text, and each table's header cells are tagged as such."""
    for path in sorted(published.rglob("*.pdf")):
        tagged = read_tagged_pdf(path)
        captions = "".join(one.text for one in tagged.all("Caption"))

        assert all("".join(one.alternative.split()) for one in tagged.all("Figure")), path
        assert [one for one in tagged.all("Figure") if "".join(one.alternative.split()) in captions] == [], path
        assert all(table.all("TH") for table in tagged.all("Table")), path


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("medium", ["screen", "print"])
def test_axe_finds_nothing_on_any_page(browser, published, width, medium):
    """WCAG 2.1 AA and axe-core's best practices, and no page is wider than the window."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found, wide = {}, {}
    paths = sorted(published.rglob("*.html")) if (width, medium) == (1280, "screen") else _kinds(published)
    page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    page.emulate_media(media=medium)
    for path in paths:
        page.goto(path.as_uri())
        violations = axe.run(page).response["violations"]
        found[path.name] = [(one["id"], [node["target"] for node in one["nodes"]]) for one in violations]
        wide[path.name] = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert {name: violations for name, violations in found.items() if violations} == {}
    assert medium == "print" or max(wide.values()) <= width, wide


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_keyboard_reaches_all_that_scrolls_or_links_and_shows_where_it_is(browser, published, width):
    """Tab goes through everything that a mouse can use, in the order of the page, with a ring around it."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in _kinds(published):
        page.goto(path.as_uri())
        wanted = page.evaluate(_MARK_WHAT_A_MOUSE_CAN_USE)
        reached, ringed = [], []
        for _ in range(wanted + 60):
            page.keyboard.press("Tab")
            number, ring = page.evaluate(_FOCUSED)
            if number is None or (reached and number == reached[0]):
                break
            reached.append(number)
            ringed.append(ring)

        assert wanted > 0, path
        assert sorted(set(reached) - {-1}) == list(range(wanted)), path
        assert [one for one in reached if one >= 0] == sorted(one for one in reached if one >= 0), path
        assert all(ringed), path
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_reading_order_is_the_visual_order(browser, published, width):
    """What comes later in the document stands lower on the page."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in _kinds(published):
        page.goto(path.as_uri())
        tops = page.evaluate(
            "[...document.querySelectorAll('body > header > *, main .opening > *, main nav, main .page-text > *, '"
            "+ 'main > section > *, main > footer')]"
            ".filter(one => one.getClientRects().length && !one.matches('main > section'))"
            ".map(one => Math.round(one.getBoundingClientRect().top))"
        )

        assert len(tops) > 5, path
        assert tops == sorted(tops), path
    page.close()


def _kinds(published: Path) -> list[Path]:
    return [published / f"{name}.html" for name in KINDS]


_MARK_WHAT_A_MOUSE_CAN_USE = """() => {
  const usable = [...document.querySelectorAll('*')].filter(one => one.getClientRects().length && (
    one.matches(':is(a[href], button, input, select, summary):not(:disabled)') ||
    (['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1)));
  usable.forEach((one, number) => one.dataset.number = number);
  return usable.length;
}"""
_FOCUSED = """() => {
  const one = document.activeElement, look = getComputedStyle(one);
  if (one === document.body) return [null, false];
  const ring = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2;
  return [one.dataset.number === undefined ? -1 : Number(one.dataset.number), ring];
}"""
