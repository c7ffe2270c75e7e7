"""The brand file: one for both renderers, checked with the line that is wrong."""

from __future__ import annotations

import pytest

from groupreport.errors import ParameterError
from groupreport.parameters import Project
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
