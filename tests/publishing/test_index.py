"""The index: what a director opens, with every report and every failure on it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from groupreport.errors import ParameterError
from groupreport.parameters import Project
from groupreport.publishing.index import IndexEntry, IndexFile, index_parts, render_index, summary


@pytest.fixture
def html(index_page, project):
    """The index, parsed."""
    return BeautifulSoup(render_index(index_page, project), "html.parser")


def test_reports_stand_by_audience_in_order(html):
    """The two short ones first, so that a director need not look below a dozen groups."""
    assert [heading.get_text() for heading in html.find_all("h2")] == [
        "For clinic leadership",
        "For funders",
        "For evaluators and group leaders",
        "What the reports were made from",
    ]


def test_groups_stand_by_program_below_the_reports_on_all_of_them(html):
    """With 60 groups, a director looks for the program first."""
    part = html.select_one("section[aria-labelledby=for-evaluator]")
    lists = [
        (part.h3.get_text() if part.h3 else "", len(part.find_all("li", attrs={"data-text": True})))
        for part in part.select("div.part")
    ]

    assert lists == [("", 1), ("Anxiété", 1), ("Grief", 2)]


def test_every_file_is_linked_with_kind_and_length(html):
    """A reader knows what a click opens; an appendix stands with its report."""
    row = html.find("li", attrs={"data-text": lambda text: text and text.startswith("Group one")})
    files = [
        (link["href"], link.get_text(), link.find_next_sibling("span").get_text() if link.find_next_sibling() else "")
        for link in row.select(".files a")
    ]

    assert files == [
        ("evaluator/G01.html", "HTML", ""),
        ("evaluator/G01.pdf", "PDF", "4 pages"),
        ("evaluator/appendix/G01.html", "HTML", ""),
        ("evaluator/appendix/G01.pdf", "PDF", "1 page"),
    ]
    assert [one["aria-label"] for one in row.select("ul.files")] == [
        "Files of Group one, Fall 2026",
        "Technical appendix of Group one, Fall 2026",
    ]


def test_a_title_opens_the_report_itself(html):
    """A click on the title is enough; a report without files has a title that opens nothing."""
    titles = {
        one["data-text"].split(" Fall")[0]: one.select_one(".report-title a") for one in html.select("[data-text]")
    }

    assert titles["Group one"]["href"] == "evaluator/G01.html"
    assert titles["Group one"]["aria-label"].startswith(titles["Group one"].get_text())
    assert titles["<script>alert(1)</script>"] is None


def test_the_day_is_said_only_of_what_the_last_run_did_not_make(index_page, project):
    """One day for all stands at the top; what is older says so itself."""
    older = tuple(
        replace(entry, made_on="December 1, 2026") if entry.group_id == "G02" else entry for entry in index_page.entries
    )
    html = BeautifulSoup(render_index(replace(index_page, entries=older), project), "html.parser")

    assert [one.get_text() for one in html.select(".report-made")] == ["Made December 1, 2026"]
    assert "Made December 14, 2026" in html.header.get_text()


def test_link_names_tell_reports_apart(html):
    """Read out of context, no two links sound alike."""
    names = [link.get("aria-label") for link in html.select(".files a")]

    assert len(set(names)) == len(names)


def test_failures_are_at_the_top_with_their_reason(html):
    """What needs attention is not hidden between what went well."""
    text = html.find("section", class_="box").get_text(" ", strip=True)

    assert "Group two" in text
    assert "Failed. G02: ValueError in cell 7" in text
    assert "Withheld. Fewer than 11 people." in text
    assert "alert" not in text


def test_reports_that_were_not_asked_for_are_counted_and_marked(html):
    """They are no failure, so they stand in their place and not in the warning."""
    counted = "3 of 6 reports are published and up to date. 1 has not been made yet."

    assert html.find("p", class_="summary").get_text() == counted
    assert [one.get_text() for one in html.find_all("span", class_="status-not_made")] == ["Not made"]


def test_older_files_of_a_failed_report_are_called_older(html):
    """Nobody takes last week's page for today's."""
    assert "These files are older" in html.find("p", class_="report-reason").get_text()


def test_a_run_without_failures_shows_no_warning(index_page, project):
    """The box appears only where it is needed."""
    good = tuple(entry for entry in index_page.entries if entry.status == "published")
    html = BeautifulSoup(render_index(replace(index_page, entries=good), project), "html.parser")

    assert html.find("section", class_="box") is None
    assert html.find("p", class_="summary").get_text() == "All 3 reports are published."


def test_names_and_reasons_are_escaped(html):
    """A group's name is text here too."""
    titles = [" ".join(one.get_text().split()) for one in html.select(".report-title")]

    assert len(html.find_all("script")) == 1
    assert '<script>alert(1)</script> G"3 Not made' in titles


def test_page_loads_nothing_and_runs_only_the_search(html):
    """One file, and a policy that forbids everything but the one script, which it knows by its hash."""
    policy = html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    (script,) = html.find_all("script")
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()

    assert policy.startswith("default-src 'none'")
    assert f"script-src 'sha256-{digest}';" in policy
    assert script.attrs == {}
    assert html.find_all(["link", "img"]) == []


def test_a_script_that_could_end_its_element_is_refused(tmp_path, index_page):
    """A program's own script cannot smuggle markup into the page."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "index.js").write_text("'</script><p>'", encoding="utf-8")

    with pytest.raises(ParameterError, match="load nothing and run nothing"):
        render_index(index_page, Project(tmp_path))


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("evaluator/G 01.pdf", "evaluator/G%2001.pdf"),
        ("evaluator/a?b#c.pdf", "evaluator/a%3Fb%23c.pdf"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
    ],
)
def test_links_lead_into_the_folder(path, link):
    """A file name cannot become another kind of link."""
    assert IndexFile(path=path).link == link


def test_an_audience_without_reports_is_left_out(index_page, words):
    """No empty heading."""
    only = tuple(entry for entry in index_page.entries if entry.audience == "funder")

    assert [part.heading for part in index_parts(only, words)] == ["For funders"]


def test_one_report_is_counted_in_the_singular(words):
    """The sentence is right for one."""
    one = IndexEntry(audience="funder", title="A", subtitle="", status="published", reason=None, files=(), made_on=None)

    assert summary([one], words.index) == "1 report is published."
