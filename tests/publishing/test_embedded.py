"""The embedded renderer: one executed notebook becomes an HTML page and a PDF that say the same."""

from __future__ import annotations

import re
import stat

import pikepdf
import pypdf
import pytest
from bs4 import BeautifulSoup

from groupreport.errors import ParameterError, RenderError
from groupreport.parameters import Project
from groupreport.publishing.cells import read_cells

pdfua = pytest.importorskip("pdfua")


@pytest.fixture(scope="module")
def html(sample_pages):
    """The sample's HTML, parsed."""
    return BeautifulSoup(sample_pages["html"].read_text(encoding="utf-8"), "html.parser")


def test_html_and_pdf_say_the_same(sample_pages, read_page):
    """Text, headings, captions, table cells, alt texts and references are equal, in the same order."""
    assert read_page(sample_pages["html"]) == read_page(sample_pages["pdf"])


def test_the_sample_says_what_its_notebook_says(sample_pages, read_page):
    """The content is not only equal in both pages but also there."""
    content = read_page(sample_pages["pdf"])

    assert content.headings == [
        (1, "Ataglance"),
        (1, "Groupclimate"),
        (2, "Howfarmembersagreed"),
        (1, "Members"),
        (1, "Sessions"),
        (1, "Appendix:methods"),
    ]
    assert content.captions[:2] == [
        "Figure1:Engagementrosefrom3.1to4.8;conflictpeakedinsession6.",
        "Table1:Agreementofmembersbysessionpart.",
    ]
    assert content.tables[0] == [
        ["Sessionsheld", "Attendance", "Alliance"],
        ["12of13", "82%", "7.4"],
        ["onecanceled", "", "of10"],
    ]
    assert content.tables[1][0] == ["Part", "Sessions", "rWG"]
    assert content.tables[1][3] == ["Lastthird", "4", "0.88"]
    assert [len(table) for table in content.tables] == [3, 4, 11, 31]
    assert content.references == ["Figure1", "Table2", "Table2"]
    assert content.alternatives[0].startswith("Line chart of mean engagement and conflict over 12 sessions.")


def test_a_reference_leads_to_its_figure_and_may_stand_before_it(render, sample):
    """Numbers follow the order of the figures, not of their mention."""
    made = render(
        [
            sample.prose("# Two\n\nSee @fig-second, then @fig-first."),
            sample.shown(sample.figure("first", "One", "A line")),
            sample.shown(sample.figure("second", "Two", "A dot")),
        ]
    )
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")
    links = html.select(".page-text a")

    assert [(link["href"], link.get_text()) for link in links] == [
        ("#fig-second", "Figure\u00a02"),
        ("#fig-first", "Figure\u00a01"),
    ]
    assert html.find(id="fig-second").figcaption.get_text() == "Figure\u00a02: Two"


def test_code_and_other_forms_of_a_result_are_not_shown(sample_pages):
    """Only Markdown travels on to the page."""
    text = sample_pages["html"].read_text(encoding="utf-8")

    assert "groupreport.show" not in text
    assert "for a terminal" not in text
    assert "ignored" not in text


def test_html_is_one_file_without_script(html, sample_pages):
    """Nothing is loaded and nothing runs; the page says so to the browser."""
    text = sample_pages["html"].read_text(encoding="utf-8")
    policy = html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]

    assert "default-src 'none'" in policy
    assert html.find_all(["script", "link", "iframe", "object"]) == []
    assert re.findall(r"(?:src|href)=\"(?!data:image/(?:svg\+xml|png);base64,|#)[^\"]*", text) == []
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text


def test_html_has_landmarks_title_language_and_marked_headers(html):
    """A screen reader finds its way: landmarks, one h1, captions, header cells with a scope."""
    assert html.html["lang"] == "en"
    assert html.title.get_text() == "Tuesday evening grief group – Fall 2026, sessions 1 to 12"
    assert [heading.get_text() for heading in html.find_all("h1")] == ["Tuesday evening grief group"]
    assert all(html.find(name) for name in ("header", "nav", "main", "footer"))
    assert html.find("a", class_="skip")["href"] == f"#{html.main['id']}"
    assert all(table.caption.get_text(strip=True) for table in html.select(".table table"))
    assert {cell["scope"] for cell in html.find_all("th")} == {"col"}


def test_a_report_named_after_its_program_does_not_say_so_twice(render, sample, read_tagged_pdf):
    """The line above the title is left out where it would repeat the title."""
    made = render([sample.prose("# One\n\nText.")], title=sample.FACTS.program)
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")

    assert html.find("p", class_="program") is None
    assert read_tagged_pdf(made["pdf"]).parts[0].parts[0].kind == "Title"


def test_numbers_are_aligned_at_the_right_in_both_pages(html, sample_pages):
    """The alignment of the notebook's table reaches the page."""
    row = html.select_one(".table table").tbody.tr

    assert [cell["class"] for cell in row.find_all("td")] == [["left"], ["right"], ["right"]]


def test_pdf_passes_an_independent_accessibility_check(sample_pages):
    """A checker that shares no code with Typst finds nothing wrong."""
    report = pdfua.validate(str(sample_pages["pdf"]))

    assert [(one.rule_id, one.message) for one in report.findings if one.severity.name == "ERROR"] == []


def test_pdf_is_tagged_titled_and_has_its_fonts_inside(sample_pages):
    """PDF/UA-1 with title and language; every font is embedded."""
    with pikepdf.open(sample_pages["pdf"]) as pdf:
        with pdf.open_metadata() as metadata:
            title, conformance = metadata["dc:title"], metadata["pdfuaid:part"]
        fonts = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]

        assert (title, conformance) == ("Tuesday evening grief group", "1")
        assert str(pdf.Root.Lang) == "en"
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        assert "/Names" not in pdf.Root or "/JavaScript" not in pdf.Root.Names


def test_figures_stay_vector_pictures_in_the_pdf(sample_pages):
    """An SVG is drawn, not turned into pixels."""
    with pikepdf.open(sample_pages["pdf"]) as pdf:
        images = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"]

    assert images == []


def test_a_long_table_goes_on_over_pages_with_its_header(render, sample, read_page):
    """No row is lost at the end of a page."""
    rows = [[f"M{number:03}", str(number)] for number in range(150)]
    made = render(
        [sample.prose("# Long"), sample.shown(sample.table("long", "Many rows.", ["Member", "Number"], rows))]
    )

    with pikepdf.open(made["pdf"]) as pdf:
        assert len(pdf.pages) > 2
    assert read_page(made["pdf"]).tables == [[["Member", "Number"], *rows]]
    assert all("Member" in page.extract_text() for page in pypdf.PdfReader(made["pdf"]).pages)


def test_the_same_input_gives_the_same_bytes(render, sample, tmp_path):
    """Two runs in two folders differ in nothing."""
    first = {name: path.read_bytes() for name, path in render(sample.report_cells()).items()}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    second = {name: path.read_bytes() for name, path in render(sample.report_cells(), destination=elsewhere).items()}

    assert first == second


def test_only_the_asked_formats_are_made_and_nothing_else_is_left(render, sample, tmp_path):
    """The work folder is gone afterwards."""
    made = render([sample.prose("# Small\n\nText.")], formats=("pdf",))

    assert list(made) == ["pdf"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["G07.pdf", "executed.ipynb"]


def test_a_failure_leaves_neither_page_nor_work_folder(render, sample, tmp_path):
    """A page under its final name is always whole."""
    with pytest.raises(RenderError, match="G07"):
        render([sample.prose("# Small\n\n<b>bold</b>")])

    assert [path.name for path in tmp_path.iterdir()] == ["executed.ipynb"]


def test_the_work_folder_is_private(render, sample, tmp_path, monkeypatch):
    """Nobody else on the machine can read the parts of a report."""
    modes = []
    write = type(tmp_path).write_text
    monkeypatch.setattr(
        type(tmp_path),
        "write_text",
        lambda path, *given, **named: (
            modes.append(stat.S_IMODE(path.parent.stat().st_mode)) or write(path, *given, **named)
        ),
    )
    render([sample.prose("# Small\n\nText.")])

    assert set(modes) == {0o700}


def test_sections_may_start_at_level_one_or_two(render, sample, read_page):
    """Notebooks that follow Quarto's habit (the title is level 1) look the same as others."""
    first = read_page(render([sample.prose("# One\n\n## Two")])["pdf"])
    second = read_page(render([sample.prose("## One\n\n### Two")])["pdf"])

    assert first == second
    assert first.headings == [(1, "One"), (2, "Two")]


def test_a_heading_under_which_nothing_is_shown_is_left_out(sample, tmp_path):
    """What an audience may not see leaves no heading; a heading before one that shows something stays."""
    cells = [
        sample.prose("# Outcomes"),
        sample.shown("Nobody was measured twice."),
        sample.prose("# Statistics"),
        sample.shown(""),
        sample.shown(" "),
        sample.prose("# Part"),
        sample.prose("## Methods"),
        sample.shown("Wilson intervals."),
    ]
    kept = [cell.markdown for cell in read_cells(sample.write_notebook(tmp_path / "a.ipynb", cells), "sample")]

    assert kept == ["# Outcomes", "Nobody was measured twice.", "", " ", "# Part", "## Methods", "Wilson intervals."]


def test_two_headings_with_the_same_words_get_different_targets(render, sample):
    """The table of contents leads to the right one."""
    made = render([sample.prose("# Members\n\nHere."), sample.prose("# Members\n\nThere.")], formats=("html",))
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")

    assert [link["href"] for link in html.select("nav a")] == ["#members", "#members-1"]
    assert [heading["id"] for heading in html.find_all("h2")] == ["members", "members-1"]


def test_a_page_break_starts_a_new_page(render, sample):
    """The notebook decides where a page ends in print."""
    made = render([sample.prose("# One\n\n{{< pagebreak >}}\n\n# Two")])

    with pikepdf.open(made["pdf"]) as pdf:
        assert len(pdf.pages) == 2
    assert 'class="page-break"' in made["html"].read_text(encoding="utf-8")


def test_a_programs_own_brand_colors_both_pages(render, sample, source_templates, tmp_path):
    """A brand file in a program's folder wins over the packaged one."""
    templates = tmp_path / "own" / "templates"
    templates.mkdir(parents=True)
    brand = (source_templates / "brand.yml").read_text(encoding="utf-8")
    (templates / "brand.yml").write_text(
        brand.replace("us-letter", "a4").replace("#164e63", "#7a1f5c"), encoding="utf-8"
    )
    made = render([sample.prose("# One")], templates=Project(tmp_path / "own"))

    with pikepdf.open(made["pdf"]) as pdf:
        assert round(float(pdf.pages[0].mediabox[3])) == 842
    assert "--deep: #7a1f5c;" in made["html"].read_text(encoding="utf-8")


def test_a_style_sheet_that_loads_from_outside_is_refused(render, sample, tmp_path):
    """A page loads nothing, whoever wrote its style."""
    templates = tmp_path / "own" / "templates"
    templates.mkdir(parents=True)
    (templates / "report.css").write_text("@import 'https://example.org/a.css';", encoding="utf-8")

    with pytest.raises(ParameterError, match="@import"):
        render([sample.prose("# One")], templates=Project(tmp_path / "own"))


def test_a_heading_on_top_of_a_box_is_its_title(render, sample):
    """Quarto's usual way to write a callout; it is no part of the report."""
    box = '::: {.callout-tip}\n## The leaders\u2019 "turn"\n\nText.\n:::'
    made = render([sample.prose("# One"), sample.prose(box), sample.prose("# Two")], formats=("html",))
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")

    assert html.find("section", class_="box-tip")["aria-label"] == "The leaders\u2019 \u201cturn\u201d"
    assert html.find("p", class_="box-title").get_text() == "The leaders\u2019 \u201cturn\u201d"
    assert [heading.get_text() for heading in html.main.find_all(["h2", "h3"])] == ["One", "Two"]


def _groups(names):
    columns = ["Group", "Sessions", "Enrolled", "Came", "Completed", "Dropped out", "Viewed", "Discussed"]
    lines = [f"| {' | '.join(columns)} |", "|:" + "-" * 40 + ("|" + "-" * 9 + ":") * 7 + "|"]
    lines += [f"| {name} | 13 | 12 | 9 | 6 | 1 | 12 | 7 |" for name in names]
    return "::: {#tbl-groups}\n" + "\n".join(lines) + "\n\nEvery group.\n:::"


def test_headers_stand_on_two_lines_before_long_names_do(render, sample):
    """A table wider than the page follows the shares that its rule's dashes give, in both pages."""
    name = "Wednesday noon worry skills group"
    made = render([sample.prose("# Groups"), sample.shown(_groups([name]))])
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")
    printed = pypdf.PdfReader(made["pdf"]).pages[0].extract_text()

    # 41 and 10 of 111 signs, in whole percents that are cut, as Quarto cuts them.
    assert [column["style"] for column in html.find_all("col")] == ["width: 36%", *["width: 9%"] * 7]
    assert name in printed
    assert "Dropped out" not in printed


def test_a_column_is_never_narrower_than_its_longest_word(render, sample):
    """Shares that would cut a word are not followed."""
    table = (
        "::: {#tbl-a}\n| "
        + "Long text " * 12
        + "| Completed |\n|"
        + "-" * 90
        + "|-:|\n| a | 0.8 (0.5 to 1.0) |\n\nOne.\n:::"
    )
    made = render([sample.prose("# Groups"), sample.shown(table)], formats=("pdf",))
    printed = pypdf.PdfReader(made["pdf"]).pages[0].extract_text()

    assert "Completed" in printed
    assert "0.8 (0.5 to 1.0)" in printed


def test_the_page_line_says_which_value_is_what(sample_pages):
    """The term's dates and the data's hash stand behind their names, on both pages."""
    html = BeautifulSoup(sample_pages["html"].read_text(encoding="utf-8"), "html.parser")
    line = "Term: Fall 2026 (2026-08-24 to 2026-12-11) · Data: 3f9a71c2"

    assert line in html.find("p", class_="facts").get_text()
    assert all(line in page.extract_text() for page in pypdf.PdfReader(sample_pages["pdf"]).pages)


def test_a_short_table_is_never_cut(render, sample):
    """Three rows at the end of a page go to the next one together with their caption."""
    rows = [["First", "1"], ["Second", "2"], ["Third", "3"]]
    short = [sample.shown(sample.table(f"t{place}", f"Number {place}.", ["Row", "Value"], rows)) for place in range(30)]
    pages = pypdf.PdfReader(render([sample.prose("# Tables"), *short], formats=("pdf",))["pdf"]).pages

    assert len(pages) > 2
    assert all(page.extract_text().count("Number") == page.extract_text().count("Third") for page in pages)
