"""Text from data is printed as it is, wherever it stands: it never becomes markup, a link, code or a file's content."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from bs4 import BeautifulSoup

from groupreport.display.escaping import attribute, literal

_spec = importlib.util.spec_from_file_location("publishing_payloads", Path(__file__).with_name("payloads.py"))
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
PAYLOADS = _module.PAYLOADS


@pytest.fixture(scope="module")
def pages(tmp_path_factory, sample, project):
    """Two reports in which every payload stands in prose, a list, a table, a caption, an alt text and a box's title."""
    from groupreport.publishing.embedded import render_embedded

    folder = tmp_path_factory.mktemp("payloads")
    safe = {name: literal(text) for name, text in PAYLOADS.items()}
    cells = [sample.prose("# Payloads")]
    for name, text in safe.items():
        box = f"::: {{.callout-note title={attribute(PAYLOADS[name])}}}\n{text}\n:::"
        cells.append(sample.shown(f"Before {text} after.\n\n- {text}\n\n{box}"))
        picture = sample.picture(sample.TINY_SVG)
        cells.append(sample.shown(f"![{text}]({picture}){{#fig-{name} fig-alt={attribute('Alt ' + PAYLOADS[name])}}}"))
        cells.append(sample.shown(sample.table(name, str(text), ["Member", str(text)], [[str(text), "1"]])))
    notebook = sample.write_notebook(folder / "executed.ipynb", cells)
    return render_embedded(
        notebook,
        title="Payloads",
        subtitle="",
        facts=sample.FACTS,
        formats=("html", "pdf"),
        templates=project,
        destination=folder,
        stem="payloads",
        timestamp=0,
    )


@pytest.fixture(scope="module")
def html(pages):
    """The HTML page, parsed."""
    return BeautifulSoup(pages["html"].read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def pdf(pages, read_tagged_pdf):
    """The PDF's structure tree."""
    return read_tagged_pdf(pages["pdf"])


def squeezed(text):
    """The text without white space."""
    return "".join(text.split())


@pytest.mark.parametrize("name", PAYLOADS)
def test_payload_is_printed_literally_in_html(html, name):
    """In prose, list, box, caption, header and cell; the browser shows exactly the data."""
    text = PAYLOADS[name]
    figure, table = html.find(id=f"fig-{name}"), html.find(id=f"tbl-{name}")

    assert [one.get_text() for one in html.find_all("p") if one.get_text() == f"Before {text} after."]
    assert text in [one.get_text() for one in html.find_all("li")]
    assert text in [one.get_text() for one in html.find_all("p", class_="box-title")]
    assert figure.figcaption.get_text().endswith(f": {text}")
    assert figure.img["alt"] == f"Alt {text}"
    assert table.caption.get_text().endswith(f": {text}")
    assert [cell.get_text() for cell in table.find_all(["th", "td"])] == ["Member", text, text, "1"]


@pytest.mark.parametrize("name", PAYLOADS)
def test_payload_is_printed_literally_in_pdf(pdf, name):
    """The same in the PDF, where lines may break anywhere."""
    text = squeezed(PAYLOADS[name])
    place = list(PAYLOADS).index(name)

    assert f"Before{text}after." in [one.text for one in pdf.all("P")]
    assert text in [one.text for one in pdf.all("LBody")]
    assert [one.text for one in pdf.all("P")].count(text) >= 2  # a box's title and its content
    assert pdf.all("Figure")[place].alternative == f"Alt {PAYLOADS[name]}"
    assert [one.text for one in pdf.all("Table")[place].all("TH", "TD")] == ["Member", text, text, "1"]


@pytest.mark.parametrize("name", PAYLOADS)
def test_payload_in_titles_is_printed_literally(render, sample, read_tagged_pdf, name):
    """A group may be named anything: title, subtitle, program and confidentiality line stay text."""
    text = PAYLOADS[name]
    facts = replace(sample.FACTS, program=f"P {text}", confidentiality=text, term=text, data=text)
    made = render([sample.prose("# One")], title=text, subtitle=text, facts=facts)
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")
    with pikepdf.open(made["pdf"]) as pdf, pdf.open_metadata() as metadata:
        stored = metadata["dc:title"]

    assert (html.h1.get_text(), html.find("p", class_="subtitle").get_text()) == (text, text)
    assert html.title.get_text() == f"{text} – {text}"
    assert html.find("p", class_="program").get_text() == f"P {text}"
    assert stored == text
    assert read_tagged_pdf(made["pdf"]).all("Title")[0].text == squeezed(text)


def test_no_payload_made_an_element_or_read_a_file(html, pages):
    """No script, handler, link or outside source came from data."""
    text = pages["html"].read_text(encoding="utf-8")

    assert html.find_all(["script", "iframe", "object", "form"]) == []
    assert [tag for tag in html.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []
    assert {link["href"][0] for link in html.find_all("a")} == {"#"}
    assert "<!--" not in text.partition("<main")[2]


def test_control_characters_in_a_title_become_spaces(render, sample):
    """A line break, a NUL or a mark that reverses the reading direction never reaches a page."""
    made = render([sample.prose("# One")], title="Group\n\x00 seven\u202e \u2028end", formats=("html", "pdf"))
    html = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")

    assert html.h1.get_text() == "Group seven end"
