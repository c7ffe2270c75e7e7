"""The two renderers held against each other, with the real Quarto."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import nbformat
import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup

from groupreport.display.escaping import attribute, literal
from groupreport.parameters import Project, packaged_folder, read_page_words
from groupreport.publishing.embedded import render_embedded

pytestmark = [pytest.mark.quarto, pytest.mark.slow]
_spec = importlib.util.spec_from_file_location("publishing_payloads", Path(__file__).with_name("payloads.py"))
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
PAYLOADS = _module.PAYLOADS
TIMESTAMP = 1_797_000_000
WORDS = read_page_words(Project(packaged_folder()), "en")


@pytest.fixture(scope="module")
def quarto_pages(tmp_path_factory, sample, project, quarto, render_with_quarto):
    """The sample report as Quarto makes it."""
    folder = tmp_path_factory.mktemp("quarto")
    return render_with_quarto(
        sample.write_notebook(folder / "executed.ipynb", sample.report_cells()),
        title=sample.TITLE,
        subtitle=sample.SUBTITLE,
        facts=sample.FACTS,
        formats=("html", "pdf"),
        templates=project,
        destination=folder,
        stem="G07",
        timestamp=TIMESTAMP,
        quarto=quarto,
    )


@pytest.fixture(scope="module")
def payload_pages(tmp_path_factory, sample, project, quarto, render_with_quarto):
    """Every payload everywhere, by both renderers; all of them together are the title."""
    folder = tmp_path_factory.mktemp("payloads")
    cells = [sample.prose("# Payloads")]
    for name, raw in PAYLOADS.items():
        text = literal(raw)
        box = f"::: {{.callout-note title={attribute(raw)}}}\n{text}\n:::"
        picture = sample.picture(sample.TINY_SVG)
        cells.append(sample.shown(f"Before {text} after.\n\n{text}\n\n- {text}\n\n{box}"))
        cells.append(sample.shown(f"![{text}]({picture}){{#fig-{name} fig-alt={attribute('Alt ' + raw)}}}"))
        cells.append(sample.shown(sample.table(name, str(text), ["Member", str(text)], [[str(text), "1"]])))
    title = " ".join(PAYLOADS.values())
    given = {
        "title": title,
        "subtitle": f"- {title}",
        "facts": replace(sample.FACTS, program=f"P {title}", confidentiality=title, term=title, data=title),
        "formats": ("html", "pdf"),
        "templates": project,
        "destination": folder,
        "timestamp": TIMESTAMP,
    }
    notebook = sample.write_notebook(folder / "executed.ipynb", cells)
    return {
        "title": title,
        "embedded": render_embedded(notebook, stem="embedded", **given),
        "quarto": render_with_quarto(notebook, stem="quarto", quarto=quarto, **given),
    }


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_both_renderers_say_the_same(sample_pages, quarto_pages, read_page, kind):
    """Text, headings, captions with numbers, cells, alt texts and references, in the same order."""
    assert read_page(quarto_pages[kind]) == read_page(sample_pages[kind])


@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_both_renderers_print_payloads_alike(payload_pages, read_page, kind):
    """What the embedded renderer prints literally, Quarto does too."""
    assert read_page(payload_pages["quarto"][kind]) == read_page(payload_pages["embedded"][kind])


def test_payloads_in_titles_stay_text(payload_pages, read_tagged_pdf):
    """Title, subtitle, program and confidentiality line in both formats."""
    title = payload_pages["title"]
    html = BeautifulSoup(payload_pages["quarto"]["html"].read_text(encoding="utf-8"), "html.parser")
    document = read_tagged_pdf(payload_pages["quarto"]["pdf"])
    squeezed = "".join(title.split())

    assert html.h1.get_text() == title
    assert html.title.get_text() == f"{title} – - {title}"
    assert html.find("p", class_="subtitle").get_text() == f"- {title}"
    assert html.find("p", class_="program").get_text() == f"P {title}"
    assert html.find("p", class_="confidentiality").get_text() == title
    assert document.all("Title")[0].text == squeezed
    assert [one.text for one in document.all("P")][:2] == [f"P{squeezed}", f"-{squeezed}"]
    with pikepdf.open(payload_pages["quarto"]["pdf"]) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == title


def test_quartos_pdf_passes_an_independent_accessibility_check(quarto_pages):
    """PDF/UA-1 from this renderer as well."""
    pdfua = pytest.importorskip("pdfua")
    report = pdfua.validate(str(quarto_pages["pdf"]))

    assert [(one.rule_id, one.message) for one in report.findings if one.severity.name == "ERROR"] == []


def test_quartos_html_is_one_file_without_script(quarto_pages):
    """The same promise as the embedded page's."""
    html = BeautifulSoup(quarto_pages["html"].read_text(encoding="utf-8"), "html.parser")

    assert html.find_all(["script", "link", "iframe", "object"]) == []
    assert html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"].startswith(
        "default-src 'none'"
    )
    assert [heading.get_text() for heading in html.find_all("h1")] == ["Tuesday evening grief group"]
    assert {cell["scope"] for cell in html.find_all("th")} == {"col"}
    assert {element.name for element in html.find_all(alt=True)} == {"img"}
    assert "script-src" not in html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert [link["href"] for link in html.select("nav a")] == [f"#{one['id']}" for one in html.select("main h2")]


@pytest.fixture
def html_of_both(tmp_path, sample, project, quarto, render_with_quarto):
    """The HTML page of these cells, by the embedded renderer and by Quarto."""

    def make(cells):
        given = {
            "title": "A",
            "subtitle": "",
            "facts": sample.FACTS,
            "formats": ("html",),
            "templates": project,
            "destination": tmp_path,
            "timestamp": TIMESTAMP,
        }
        notebook = sample.write_notebook(tmp_path / "executed.ipynb", cells)
        made = (
            render_embedded(notebook, stem="e", **given),
            render_with_quarto(notebook, stem="q", quarto=quarto, **given),
        )
        return [BeautifulSoup(pages["html"].read_text(encoding="utf-8"), "html.parser") for pages in made]

    return make


def test_a_single_part_needs_no_list_of_contents(sample, html_of_both):
    """As on the embedded page."""
    pages = html_of_both([sample.prose("# One\n\n## Below\n\nText.")])

    assert [page.nav for page in pages] == [None, None]


def test_what_a_report_opens_with_stands_before_the_list_of_contents(sample, html_of_both):
    """As on the embedded page, though Quarto puts what a cell shows inside two boxes of its own."""
    cells = [
        sample.shown("**G07** met in person."),
        sample.shown(
            "::: {.headline}\nAttendance went down.\n:::\n\n"
            + sample.key_facts(["Came", "Forms"], ["7 of 8", "82%"], ["1 left", "73 of 89"])
            + "\n\n"
            + sample.box("note", "At a glance", "Nothing else changed.")
        ),
        sample.prose("# One"),
        sample.shown("Text."),
        sample.prose("# Two"),
    ]
    mains = [page.main for page in html_of_both(cells)]
    openings = [" ".join(main.find("div", class_="opening").stripped_strings) for main in mains]

    assert openings == ["G07 met in person. Attendance went down. Came Forms 7 of 8 82% 1 left 73 of 89"] * 2
    assert [list(main.stripped_strings) for main in mains] == [list(mains[0].stripped_strings)] * 2


@pytest.mark.parametrize("language", ["en", "es"])
def test_quotation_marks_are_the_notebooks(tmp_path, sample, project, quarto, language, render_with_quarto):
    """In the PDF too, where Typst would set those of the language, and an apostrophe as if something was quoted."""
    text = "She said \"so\", 'or so', “thus” and ‘thus’, in the ’90s."
    given = {
        "title": "The ’90s “group”",
        "subtitle": "",
        "facts": replace(sample.FACTS, language=language, words=read_page_words(Project(packaged_folder()), language)),
        "formats": ("pdf",),
        "templates": project,
        "destination": tmp_path,
        "timestamp": TIMESTAMP,
    }
    notebook = sample.write_notebook(tmp_path / "executed.ipynb", [sample.prose("# One"), sample.shown(text)])
    made = [
        render_embedded(notebook, stem="e", **given),
        render_with_quarto(notebook, stem="q", quarto=quarto, **given),
    ]

    for pages in made:
        printed = pypdf.PdfReader(pages["pdf"]).pages[0].extract_text()
        assert "The ’90s “group”" in printed
        assert "She said “so”, ‘or so’, “thus” and ‘thus’, in the ’90s." in printed


def test_two_reports_at_once_do_not_disturb_each_other(
    tmp_path, sample, project, quarto, read_page, render_with_quarto
):
    """Each has a folder of its own, so neither gets the other's figure or text."""

    def run(name):
        cells = [sample.prose(f"# {name}"), sample.shown(sample.figure("one", name, f"Alt of {name}"))]
        folder = tmp_path / name
        folder.mkdir()
        return render_with_quarto(
            sample.write_notebook(folder / "executed.ipynb", cells),
            title=name,
            subtitle="",
            facts=sample.FACTS,
            formats=("html", "pdf"),
            templates=project,
            destination=folder,
            stem="report",
            timestamp=TIMESTAMP,
            quarto=quarto,
        )

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(run, ["First", "Second"])
    again = run("Third")

    for name, made in (("First", first), ("Second", second), ("Third", again)):
        for page in made.values():
            assert read_page(page).captions == [f"Figure1:{name}"]
            assert read_page(page).alternatives == [f"Alt of {name}"]


@pytest.fixture
def render_in(sample, quarto, render_with_quarto):
    """Render a notebook of these cells with what a program's folder has of its own."""

    def render(folder, cells):
        return render_with_quarto(
            sample.write_notebook(folder / "executed.ipynb", cells),
            title="A",
            subtitle="",
            facts=sample.FACTS,
            formats=("html", "pdf"),
            templates=Project(folder),
            destination=folder,
            stem="report",
            timestamp=TIMESTAMP,
            quarto=quarto,
        )

    return render


def test_a_programs_brand_and_logo_reach_quartos_pages(tmp_path, sample, source_templates, read_tagged_pdf, render_in):
    """The same brand file, the same logo with its alt text, the same paper."""
    templates = tmp_path / "templates"
    templates.mkdir()
    brand = (source_templates / "brand.yml").read_text(encoding="utf-8").replace("us-letter", "a4")
    brand = brand.replace("#164e63", "#7a1f5c").replace(
        "# logo:", 'logo: {medium: {path: own.svg, alt: "A & \\"B\\" *<b>* {{< meta x >}}"}}\n# logo:'
    )
    (templates / "brand.yml").write_text(brand, encoding="utf-8")
    (templates / "own.svg").write_text(sample.TINY_SVG, encoding="utf-8")
    made = render_in(tmp_path, [sample.prose("# One\n\nText.")])
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")

    assert "--deep: #7a1f5c;" in made["html"].read_text(encoding="utf-8")
    assert html.find("img", class_="logo")["src"].startswith("data:image/svg+xml;base64,")
    assert html.find("img", class_="logo")["alt"] == 'A & "B" *<b>* {{< meta x >}}'
    assert [one.alternative for one in read_tagged_pdf(made["pdf"]).all("Figure")] == ['A & "B" *<b>* {{< meta x >}}']
    with pikepdf.open(made["pdf"]) as pdf:
        assert round(float(pdf.pages[0].mediabox[3])) == 842


def test_a_filter_of_the_programs_own_sees_every_word(tmp_path, sample, render_in):
    """Words that Quarto has nothing to do for are kept out of its way, but not out of a program's."""
    (tmp_path / "templates").mkdir()
    own = tmp_path / "templates" / "own.lua"
    own.write_text("return {{Str = function(word) word.text = word.text:upper() return word end}}", encoding="utf-8")
    packaged = (packaged_folder() / "_quarto.yml").read_text(encoding="utf-8")
    with_own = packaged.replace("filters:\n", "filters:\n  - {path: templates/own.lua, at: pre-quarto}\n")
    (tmp_path / "_quarto.yml").write_text(with_own, encoding="utf-8")
    text = "A paragraph.\n\n- in a list\n\n" + sample.table("one", "In a caption", ["In a head"], [["in a row"]])
    made = render_in(tmp_path, [sample.prose("# One"), sample.shown(text)])

    printed = pypdf.PdfReader(made["pdf"]).pages[0].extract_text()
    shown = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser").get_text(" ")
    for words in ("A PARAGRAPH.", "IN A LIST", "IN A CAPTION", "IN A HEAD", "IN A ROW"):
        assert words in printed
        assert words in shown


def test_the_pdf_can_be_repeated(tmp_path, sample, project, quarto, render_with_quarto):
    """The same input gives the same bytes."""
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        pages = render_with_quarto(
            sample.write_notebook(folder / "executed.ipynb", sample.report_cells()),
            title=sample.TITLE,
            subtitle=sample.SUBTITLE,
            facts=sample.FACTS,
            formats=("pdf",),
            templates=project,
            destination=folder,
            stem="report",
            timestamp=TIMESTAMP,
            quarto=quarto,
        )
        made.append(pages["pdf"].read_bytes())

    assert made[0] == made[1]


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_quartos_page_has_no_accessibility_violation(browser, quarto_pages, width):
    """axe-core finds nothing, and the page never scrolls sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    page.goto(quarto_pages["html"].as_uri())
    found = axe.Axe().run(page).response["violations"]
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.close()

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert needed <= width


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A copy of what makes this repository a Quarto project, without any program's data."""
    folder = tmp_path_factory.mktemp("repository")
    for part in ("reports", "templates"):
        shutil.copytree(packaged_folder() / part, folder / part)
    shutil.copy(packaged_folder() / "_quarto.yml", folder)
    return folder


@pytest.mark.parametrize("name", ["group", "program", "funder"])
def test_a_notebook_that_has_not_been_run_renders_to_its_headings(repository, quarto, name, read_tagged_pdf):
    """`quarto render reports/group.ipynb` works in the repository itself, with nothing of the program running."""
    subprocess.run([quarto, "render", f"reports/{name}.ipynb"], cwd=repository, check=True, capture_output=True)
    book = nbformat.read(repository / "reports" / f"{name}.ipynb", as_version=4)
    written = [cell.source.removeprefix("# ") for cell in book.cells if cell.cell_type == "markdown"]
    made = repository / "build" / "quarto" / "reports" / name
    html = BeautifulSoup(made.with_suffix(".html").read_text(encoding="utf-8"), "html.parser")
    printed = read_tagged_pdf(made.with_suffix(".pdf"))

    assert [heading.get_text() for heading in html.select("main h2")] == written
    assert [heading.text for heading in printed.all("H1")] == ["".join(heading.split()) for heading in written]
    assert "groupreport" not in html.main.get_text()


def test_a_notebook_that_has_been_run_renders_in_the_repository_as_in_a_run(repository, quarto, sample, quarto_pages):
    """What `groupreport render` publishes is what Quarto shows by hand, but for the title."""
    sample.write_notebook(repository / "reports" / "mine.ipynb", sample.report_cells())
    command = [quarto, "render", "reports/mine.ipynb"]
    done = subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True, encoding="utf-8")
    made = repository / "build" / "quarto" / "reports" / "mine.html"
    published, shown = (
        BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").main for page in (quarto_pages["html"], made)
    )

    assert shown.get_text() == published.get_text()
    assert "warning:" not in done.stderr  # Typst's, about the page that it was given
    assert [picture["alt"] for picture in shown.find_all("img")] == [one["alt"] for one in published.find_all("img")]


def test_a_page_shown_by_hand_has_its_words(repository, quarto, sample, read_tagged_pdf):
    """Without a run there is no report's title line, but the page's own words are there, in the notebook's language."""
    sample.write_notebook(repository / "reports" / "worded.ipynb", sample.report_cells())
    subprocess.run([quarto, "render", "reports/worded.ipynb"], cwd=repository, check=True, capture_output=True)
    made = repository / "build" / "quarto" / "reports" / "worded.html"
    html = BeautifulSoup(made.read_text(encoding="utf-8"), "html.parser")

    assert html.find("a", class_="skip").get_text() == WORDS.skip
    assert html.nav["aria-label"] == WORDS.contents
    assert html.find("p", class_="nav-title").get_text() == WORDS.in_this_report
    printed = pypdf.PdfReader(made.with_suffix(".pdf")).pages
    assert f"Page 1 of {len(printed)}" in printed[0].extract_text()


@contextmanager
def _preview(quarto, notebook, folder):
    # Quarto says where it serves the page, and ends with what it started.
    command = [quarto, "preview", notebook, "--to", "html", "--no-browser"]
    said = folder / "preview.log"
    with (
        said.open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True) as process,
    ):
        try:
            ends = time.monotonic() + 60
            while not (found := re.search(r"http://localhost:\d+/[^\s\x1b]+", said.read_text(encoding="utf-8"))):
                assert process.poll() is None, said.read_text(encoding="utf-8")
                assert time.monotonic() < ends, said.read_text(encoding="utf-8")
                time.sleep(0.2)
            yield found[0]
        finally:
            os.killpg(process.pid, signal.SIGTERM)


@pytest.mark.browser
def test_preview_reloads_a_notebook_that_changes(repository, quarto, sample, browser):
    """`quarto preview` shows the change by itself; the page's policy lets its script talk to its own server only."""
    notebook = repository / "reports" / "watched.ipynb"
    sample.write_notebook(notebook, [sample.prose("# Before")])
    with _preview(quarto, "reports/watched.ipynb", repository) as address:
        page = browser.new_page()
        page.goto(address)
        assert page.inner_text("main h2") == "Before"
        sample.write_notebook(notebook, [sample.prose("# After")])
        page.wait_for_selector("main h2:text('After')", timeout=60_000)
        policy = page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
        page.close()

    assert {"default-src 'none'", "connect-src 'self'", "img-src data:"} <= set(policy.split("; "))
