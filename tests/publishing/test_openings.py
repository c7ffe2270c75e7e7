"""How a report opens: the headline and the key facts, the same words in both pages and real tables in both."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from groupreport.display.escaping import Markdown
from groupreport.display.shown import KeyFact, headline, key_facts

FACTS = (
    KeyFact("Sessions | held", "12 of 13", "one was {canceled}"),
    KeyFact("*Attendance*", "82 %", ""),
    KeyFact("Alliance", Markdown("**7.4**"), "of 10, n = 9"),
)


@pytest.fixture
def made(render, sample):
    """A page with a headline and key facts that are full of signs."""
    pieces = (headline("Members *grew* 1_000 @fig-x {{< x >}}"), key_facts(FACTS))
    return render([sample.shown(piece.markdown) for piece in pieces])


def test_facts_print_as_they_were_given(made, read_page):
    """Data in a fact stays text, Markdown stays Markdown, and both pages say the same."""
    html, pdf = read_page(made["html"]), read_page(made["pdf"])

    assert html == pdf
    assert html.text.startswith("Members*grew*1_000@fig-x{{<x>}}")
    assert html.tables == [
        [
            ["Sessions|held", "*Attendance*", "Alliance"],
            ["12of13", "82%", "7.4"],
            ["onewas{canceled}", "", "of10,n=9"],
        ]
    ]


def test_facts_are_a_table_with_header_cells_and_no_number(made, read_tagged_pdf):
    """A screen reader reads the label with each value; the first numbered table is not made the second one."""
    table = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser").select_one(".key-facts table")
    (tagged,) = read_tagged_pdf(made["pdf"]).all("Table")

    assert [(cell.name, cell.get("scope")) for cell in table.thead.find_all(["th", "td"])] == [("th", "col")] * 3
    assert [[cell.kind for cell in row.parts] for row in tagged.all("TR")] == [["TH"] * 3, ["TD"] * 3, ["TD"] * 3]
    assert table.caption is None


def test_facts_read_well_in_a_terminal():
    """Label, value and note on a line each."""
    assert str(key_facts(FACTS[:2]).text) == "Sessions | held: 12 of 13 (one was {canceled})\n*Attendance*: 82 %"


@pytest.mark.parametrize("facts", [(), FACTS[:1], FACTS * 2], ids=["none", "one", "six"])
def test_too_few_or_too_many_facts_are_refused(facts):
    """One number is a sentence and six are a table."""
    with pytest.raises(ValueError, match="there are 2 to 5"):
        key_facts(facts)


@pytest.mark.parametrize("fact", [KeyFact("", "3"), KeyFact("Sessions", " ")])
def test_a_fact_without_label_or_value_is_refused(fact):
    """A number nobody can name, or a name without a number, is a mistake."""
    with pytest.raises(ValueError, match="lacks its label or value"):
        key_facts((fact, fact))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_facts_stay_a_table_at_every_width(browser, made, width):
    """Below each other on a phone, beside each other on a screen, and for a screen reader the same table."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(made["html"].as_uri())
    tree = page.locator(".key-facts").aria_snapshot()
    boxes = [cell.bounding_box() for cell in page.locator(".key-facts :is(th, td)").all()]
    page.close()
    columns = list(zip(boxes[:3], boxes[3:6], boxes[6:], strict=True))

    assert [line.strip("- ").partition(" ")[0] for line in tree.splitlines()][0].startswith("table")
    assert tree.count("columnheader") == 3
    assert tree.count("cell ") + tree.count("- cell") >= 6
    for label, value, note in columns:
        assert label["y"] < value["y"] < note["y"]
        assert label["x"] == value["x"] == note["x"] >= 0
    beside = columns[0][0]["y"] == columns[1][0]["y"]
    assert beside is (width == 1280)
    assert columns[0][2]["y"] <= columns[1][0]["y"] or beside
    assert all(box["x"] + box["width"] <= width for box in boxes)
