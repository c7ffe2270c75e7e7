"""Text from data is text in every form of the list: nothing in it acts, hides or breaks what is around it."""

from __future__ import annotations

import csv
import io
import json
import re

from bs4 import BeautifulSoup

from groupreport.error_list.as_csv import as_csv
from groupreport.error_list.as_html import as_html
from groupreport.error_list.as_json import as_json
from groupreport.error_list.terminal import as_text
from groupreport.harmless import visible
from groupreport.parameters import Project

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
# What may act on a terminal or hide in a line.
_ACTS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def squeezed(text: str) -> str:
    """The text without the spaces and line breaks that a narrow page may add."""
    return re.sub(r"\s+", "", text)


def test_on_a_terminal_it_is_literal(list_of, payload):
    """Neither the terminal's own codes nor the marks of the library that colors it are obeyed."""
    said = as_text(list_of)

    assert not _ACTS.search(said)
    shown = squeezed(visible(payload[:200]))
    assert squeezed(said).count(shown) >= 8
    assert f"column{shown}" in squeezed(said)


def test_in_json_it_is_the_text_itself(list_of, payload):
    """Another program gets back exactly what stood there."""
    written = as_json(list_of)
    [problem] = json.loads(written)["problems"]

    assert written.isascii()
    assert (problem["value"], problem["column"], problem["suggestion"]) == (payload,) * 3
    assert problem["file"] == f"data/{payload}.csv"
    assert json.loads(written)["quality"][0]["rows"] == [[payload, payload]]


def test_in_csv_no_cell_is_a_formula(list_of, payload):
    """A spreadsheet that opens the list calculates nothing, and every cell stays in its column."""
    written = as_csv(list_of)
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    cells = [cell for row in rows for cell in (*row, *row.values())]

    assert not _ACTS.search(written)
    assert len(written.splitlines()) == 3
    assert not any(_FORMULA.match(cell) for cell in cells)
    assert rows[0]["value"].removeprefix("'") == visible(payload)
    assert (rows[1]["kind"], rows[1]["shown"].removeprefix("'")) == ("quality", visible(payload))


def test_on_the_page_it_is_literal(list_of, payload, tmp_path):
    """No element, attribute or script comes into being, and reading direction stays."""
    page = BeautifulSoup(as_html(list_of, Project(tmp_path)), "html.parser")
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]

    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    text = page.get_text("\n")

    assert len(page.find_all("tr")) == 2 + 2 + 2
    assert page.find_all(["script", "img", "b", "i", "iframe", "object", "form"]) == []
    assert {name for element in page.find_all(True) for name in element.attrs if name.startswith("on")} == set()
    assert not _ACTS.search(text.replace("\t", " "))
    assert visible(payload) in [each.get_text() for each in page.select("tbody th[scope=row]")]
    assert visible(payload[:200]) in page.select_one(".value").get_text()
