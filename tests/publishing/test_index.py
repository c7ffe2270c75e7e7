"""The index: what a director opens, with every report and every failure on it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from groupreport.publishing.index import IndexEntry, IndexFile, index_parts, render_index, summary


@pytest.fixture
def html(index_page, project):
    """The index, parsed."""
    return BeautifulSoup(render_index(index_page, project), "html.parser")


def test_reports_stand_by_audience_in_order(html):
    """Evaluators first, then leadership, then funders."""
    assert [heading.get_text() for heading in html.find_all("h2")] == [
        "For evaluators and group leaders",
        "For clinic leadership",
        "For funders",
        "What the reports were made from",
    ]


def test_every_file_is_linked_with_kind_and_size(html):
    """A reader knows what a click opens."""
    links = html.select("section[aria-labelledby=for-evaluator] .files a")

    assert [(link["href"], link.get_text()) for link in links[:2]] == [
        ("evaluator/G01.html", "HTML"),
        ("evaluator/G01.pdf", "PDF"),
    ]
    assert [one.get_text() for one in html.select(".files span")[:2]] == ["58 kB", "1.2 MB, 4 pages"]


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
    counted = "2 of 5 reports are published and up to date. 1 has not been made yet."

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
    assert html.find("p", class_="summary").get_text() == "All 2 reports are published."


def test_names_and_reasons_are_escaped(html):
    """A group's name is text here too."""
    assert html.find("script") is None
    assert "<script>alert(1)</script> Not made" in [one.get_text() for one in html.select("h3")]


def test_page_loads_and_runs_nothing(html, index_page, project):
    """One file, no script, a policy that forbids both."""
    policy = html.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]

    assert policy.startswith("default-src 'none'")
    assert html.find_all(["script", "link", "img"]) == []


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
    assert IndexFile(path=path, bytes=1).link == link


@pytest.mark.parametrize(
    ("size", "pages", "shown"),
    [
        (1, None, "1 kB"),
        (1499, 1, "1 kB, 1 page"),
        (48_200, 3, "48 kB, 3 pages"),
        (999_499, None, "999 kB"),
        (999_500, None, "1.0 MB"),
    ],
)
def test_sizes_are_in_words(size, pages, shown, words):
    """Kilobytes below a megabyte, with the number of pages where there are pages."""
    assert IndexFile(path="a.pdf", bytes=size, pages=pages).size(words) == shown


def test_an_audience_without_reports_is_left_out(index_page, words):
    """No empty heading."""
    only = tuple(entry for entry in index_page.entries if entry.audience == "funder")

    assert [part.heading for part in index_parts(only, words)] == ["For funders"]


def test_one_report_is_counted_in_the_singular(words):
    """The sentence is right for one."""
    one = IndexEntry(audience="funder", title="A", subtitle="", status="published", reason=None, files=(), made_on=None)

    assert summary([one], words.index) == "1 report is published."
