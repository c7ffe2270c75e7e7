"""The brand file: one for both renderers, checked with the line that is wrong."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest
from fontTools.ttLib import TTFont

from groupreport.errors import ParameterError
from groupreport.parameters import Boilerplate, BrandSettings, Project
from groupreport.parameters.look import contrast_with_white
from groupreport.publishing.brand import read_brand


@pytest.fixture
def write_brand(tmp_path, source_templates):
    """A project whose brand file is the packaged one with a part replaced."""
    text = (source_templates / "brand.yml").read_text(encoding="utf-8")

    def write(old: str, new: str) -> Project:
        templates = tmp_path / "templates"
        templates.mkdir(exist_ok=True)
        assert old in text
        (templates / "brand.yml").write_text(text.replace(old, new), encoding="utf-8")
        return Project(tmp_path)

    return write


def _contrast(first: str, second: str) -> float:
    # WCAG 2.2, relative luminance.
    def luminance(color: str) -> float:
        parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_packaged_brand_is_complete(project):
    """Every color, font file and paper size that the templates use."""
    brand = read_brand(project)

    assert brand.paper == "us-letter"
    assert brand.font == "Source Sans Pro"
    assert brand.logo is None
    assert {"ink", "quiet", "line", "wash", "deep", "note", "tip", "important", "warning", "caution"} <= set(
        brand.colors
    )
    assert "fonts/SourceSansPro-Regular.otf" in brand.files


@pytest.mark.parametrize("name", ["ink", "quiet", "deep", "note", "tip", "important", "warning", "caution"])
def test_every_text_color_can_be_read(project, name):
    """At least 4.5 to 1 on white and on the quiet background (WCAG AA)."""
    colors = read_brand(project).colors

    assert _contrast(colors[name], "#ffffff") >= 4.5
    assert _contrast(colors[name], colors["wash"]) >= 4.5


def test_contrast_formula_on_known_values():
    """Black on white is 21 to 1; #767676 is the lightest gray that passes."""
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_a_color_may_be_named_after_another(write_brand):
    """Names are followed to their value."""
    brand = read_brand(write_brand('note: "#164e63" ', "note: deep "))

    assert brand.colors["note"] == "#164e63"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('tip: "#1b5e43"', "tip: green", "a color is neither #rrggbb nor the name of another color"),
        ('tip: "#1b5e43"', "tip: tip", "a color is neither #rrggbb nor the name of another color"),
        ('tip: "#1b5e43"', 'tip: "red; } body { display: none"', r"brand.yml:\d+:color.palette.tip"),
        ('    tip: "#1b5e43"\n', "", "the palette lacks tip"),
        ("papersize: us-letter", "papersize: legal", r"brand.yml:\d+:defaults.quarto.format.typst.papersize"),
        (
            "base: {family: Source Sans Pro, size: 10.5pt}",
            'base: {family: "A\\"; x", size: 10.5pt}',
            "typography.base.family",
        ),
        ("size: 10.5pt", "size: large", "typography.base.size"),
        ("primary: deep", "primary: deep\n  accent: deep", "unknown key 'accent'"),
        ("SourceSansPro-It.otf", "Missing.otf", "Missing.otf"),
    ],
)
def test_what_is_wrong_is_named(write_brand, old, new, reason):
    """A wrong value is refused before a page is made; nothing but colors, sizes and names can reach CSS or Typst."""
    with pytest.raises(ParameterError, match=reason):
        read_brand(write_brand(old, new))


def test_a_logo_needs_an_alt_text(write_brand):
    """It is a picture like any other."""
    with pytest.raises(ParameterError, match="logo.medium.alt"):
        read_brand(write_brand("# logo:", "logo: {medium: {path: logo.svg, alt: ''}}\n# logo:"))


def test_a_logo_stands_on_both_pages(write_brand, sample, tmp_path, read_tagged_pdf):
    """With its alt text, inside the file."""
    from groupreport.publishing.embedded import render_embedded

    project = write_brand("# logo:", "logo: {medium: {path: logo.svg, alt: Clinic of the East}}\n# logo:")
    (tmp_path / "templates" / "logo.svg").write_text(sample.TINY_SVG, encoding="utf-8")
    made = render_embedded(
        sample.write_notebook(tmp_path / "executed.ipynb", [sample.prose("# One")]),
        title="A",
        subtitle="",
        facts=sample.FACTS,
        formats=("html", "pdf"),
        templates=project,
        destination=tmp_path,
        stem="report",
        timestamp=0,
    )

    assert 'alt="Clinic of the East"' in made["html"].read_text(encoding="utf-8")
    assert [one.alternative for one in read_tagged_pdf(made["pdf"]).all("Figure")] == ["Clinic of the East"]


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


@pytest.fixture
def with_logo(tmp_path):
    """A project whose program.yml names a logo with this content."""

    def write(content: str | bytes, name: str = "logo.svg") -> tuple[Project, BrandSettings]:
        (tmp_path / "params").mkdir(exist_ok=True)
        (tmp_path / "params" / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return Project(tmp_path), BrandSettings(logo=name, logo_alt="North clinic", paper="a4", primary="#7a1f3d")

    return write


def test_program_yml_wins_over_the_brand_file(with_logo):
    """Logo, color and paper are set in params, without a file of templates; the rest stays."""
    project, settings = with_logo(_SVG.format('<path d="M0 0h9v9z"/>'))
    brand = read_brand(project, settings)

    assert brand.logo is not None
    assert (brand.logo.kind, brand.logo.alternative) == ("svg", "North clinic")
    assert (brand.colors["deep"], brand.paper) == ("#7a1f3d", "a4")
    assert brand.colors["ink"] == read_brand(project).colors["ink"]
    for said in ("#7a1f3d", "papersize: a4", "logo.svg", "North clinic"):
        assert said in brand.written


def test_the_contrast_that_is_asked_for_is_that_of_wcag():
    """By WebAIM's checker: #767676 on white is 4.54 to 1, the lightest gray that passes; #777777 is 4.48 to 1."""
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.005)
    assert contrast_with_white("#777777") == pytest.approx(4.48, abs=0.005)
    assert contrast_with_white("#000000") == pytest.approx(21)


def test_a_color_that_is_too_light_is_refused_with_its_contrast():
    """Whoever chose it sees how far it is from what can be read."""
    with pytest.raises(ValueError, match=r"its contrast is 4\.47 to 1|its contrast is 4\.48 to 1"):
        BrandSettings(primary="#777777")


def test_a_logo_needs_words():
    """A picture that says nothing to those who do not see it is refused."""
    with pytest.raises(ValueError, match="needs `logo` and `logo_alt`"):
        BrandSettings(logo="logo.svg")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("GIF89a", "logo.png", "no PNG picture"),
        ("no picture", "logo.svg", "no SVG picture"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "logo.svg", "no SVG picture"),
        (_SVG.format("<script>1</script>"), "logo.svg", "<script>"),
        (_SVG.format('<g onload="x()"/>'), "logo.svg", "onload"),
        (_SVG.format('<image xlink:href="https://example.org/x.png"/>'), "logo.svg", "from outside"),
        (_SVG.format('<image href="file:///etc/hostname"/>'), "logo.svg", "from outside"),
        (_SVG.format("<style>@import 'x.css';</style>"), "logo.svg", "from outside"),
        (_SVG.format('<g style="fill:url(https://example.org/a)"/>'), "logo.svg", "from outside"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + _SVG.format("&a;"), "logo.svg", "document type"),
    ],
    ids=["png", "svg", "html", "script", "handler", "image", "file", "import", "url", "entity"],
)
def test_a_logo_shows_itself_and_does_nothing_else(with_logo, content, name, said):
    """A page loads nothing and runs nothing, and neither does the picture in it."""
    with pytest.raises(ParameterError) as raised:
        read_brand(*with_logo(content, name))
    (problem,) = raised.value.problems

    assert problem.file == f"params/{name}"
    assert said in problem.message


def test_a_missing_logo_is_refused(tmp_path):
    """A report without the logo that was asked for is not what was asked for."""
    with pytest.raises(ParameterError, match="nothing was run") as raised:
        read_brand(Project(tmp_path), BrandSettings(logo="logo.svg", logo_alt="North clinic"))
    assert "cannot be read" in raised.value.problems[0].message


def test_the_programs_lines_are_on_both_pages(render, sample, with_logo):
    """The line below the title, the footer's line and the acknowledgment are printed literally."""
    project, settings = with_logo(_SVG.format('<path d="M0 0h9v9z"/>'))
    lines = Boilerplate(title_line="For *the* foundation", footer_line="Grant {{< x >}}", acknowledgment="Paid by #1.")
    facts = replace(sample.FACTS, brand=settings, boilerplate=lines)
    made = render([sample.prose("# One"), sample.shown("Text.")], facts=facts, templates=project)
    page = made["html"].read_text(encoding="utf-8")
    printed = subprocess.run(["pdftotext", made["pdf"], "-"], check=True, capture_output=True, text=True).stdout

    for said in ("For *the* foundation", "Grant {{< x >}}", "Paid by #1."):
        assert said in page.replace("&lt;", "<").replace("&gt;", ">")
        assert said in printed
    assert 'alt="North clinic"' in page
    assert "#7a1f3d" in page


def test_quarto_gets_the_programs_look_and_lines(tmp_path, sample, with_logo, quarto, render_with_quarto):
    """Both renderers print the same logo, color, paper and lines."""
    project, settings = with_logo(_SVG.format('<path d="M0 0h9v9z"/>'))
    lines = Boilerplate(title_line="For *the* foundation", footer_line="Grant {{< x >}}", acknowledgment="Paid by #1.")
    made = render_with_quarto(
        sample.write_notebook(tmp_path / "executed.ipynb", [sample.prose("# One"), sample.shown("Text.")]),
        title="T",
        subtitle="S",
        facts=replace(sample.FACTS, brand=settings, boilerplate=lines),
        formats=("html", "pdf"),
        templates=project,
        destination=tmp_path,
        stem="G07",
        timestamp=1_797_000_000,
        quarto=quarto,
    )
    page = made["html"].read_text(encoding="utf-8")
    printed = subprocess.run(["pdftotext", made["pdf"], "-"], check=True, capture_output=True, text=True).stdout
    size = subprocess.run(["pdfinfo", made["pdf"]], check=True, capture_output=True, text=True).stdout

    for said in ("For *the* foundation", "Grant {{< x >}}", "Paid by #1."):
        assert said in page.replace("&lt;", "<").replace("&gt;", ">")
        assert said in printed
    assert 'alt="North clinic"' in page
    assert "#7a1f3d" in page
    assert "A4" in size


def test_html_carries_the_pdfs_typeface_and_stays_small(project):
    """The same three cuts as in print, with every letter that Western languages and the reports' signs need."""
    fonts = read_brand(project).web_fonts
    letters = "abcXYZ019 äéñçøßłő¿¡–—−±≤≥≈…“”‘’·•→↑↓%€"

    assert [(one.family, one.weight, one.style) for one in fonts] == [
        ("Source Sans Pro", 400, "normal"),
        ("Source Sans Pro", 400, "italic"),
        ("Source Sans Pro", 600, "normal"),
    ]
    assert sum(one.path.stat().st_size for one in fonts) < 90_000  # 120 kB as text in the page
    for one in fonts:
        with TTFont(one.path) as font:
            assert [letter for letter in letters if ord(letter) not in font.getBestCmap()] == []
            assert "Source" not in font["name"].getDebugName(1)  # the license reserves the name
            assert "Open Font License" in font["name"].getDebugName(13)


def test_a_font_without_a_cut_for_html_stays_out_of_the_page(write_brand):
    """A program's own font is not given away in a page unless the program puts a file for it beside the other."""
    project = write_brand("fonts/SourceSansPro-It.otf", "fonts/Own.otf")
    (project.folder / "templates" / "fonts").mkdir()
    (project.folder / "templates" / "fonts" / "Own.otf").write_bytes(b"otf")

    assert "italic" not in {one.style for one in read_brand(project).web_fonts}
    (project.folder / "templates" / "fonts" / "Own.woff").write_bytes(b"woff")
    assert "italic" in {one.style for one in read_brand(project).web_fonts}
