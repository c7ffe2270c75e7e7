"""The page around a report speaks the report's language, and its words are checked before anything is made."""

from __future__ import annotations

import datetime
import re
import subprocess
from dataclasses import replace

import pytest
import yaml
from bs4 import BeautifulSoup

from groupreport.errors import ParameterError
from groupreport.parameters import Project, packaged_folder, read_page_words
from groupreport.publishing.index import render_index
from groupreport.publishing.page import confidentiality_of

ENGLISH = packaged_folder() / "templates" / "wording" / "en" / "page.yml"
_FACT = re.compile(r"\{[a-z]+\}")


def _marked(value):
    """The same words with every letter outside braces turned into an x of a foreign alphabet."""
    if isinstance(value, dict):
        return {name: _marked(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_marked(one) for one in value]
    facts = iter(_FACT.findall(value))
    return (
        "".join("ж" if sign.isalpha() else sign for sign in _FACT.sub("\0", value)).replace("\0", "{}").format(*facts)
    )


@pytest.fixture
def foreign(tmp_path):
    """A project with one more language, whose every letter is the same."""
    file = tmp_path / "templates" / "wording" / "xx" / "page.yml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(_marked(yaml.safe_load(ENGLISH.read_text(encoding="utf-8"))), allow_unicode=True))
    return Project(tmp_path)


@pytest.fixture
def facts(sample, foreign):
    """A report whose own facts hold no letter."""
    given = {"program": "1", "confidentiality": "2", "term": "3", "data": "4", "headings": {"What changed": "5"}}
    return replace(sample.FACTS, language="xx", words=read_page_words(foreign, "xx"), **given)


def _letters(text):
    return set(re.findall(r"[A-Za-z]+", text))


def _cells(sample):
    picture = sample.picture(sample.TINY_SVG)
    table = sample.table("t", "7", ["8", "9"], [["1", "2"]])
    return [
        sample.prose("# What changed"),
        sample.shown(f'@fig-a @tbl-t\n\n![6]({picture}){{#fig-a fig-alt="6"}}'),
        sample.shown(table),
        sample.prose("# 6"),
        sample.shown("1"),
    ]


def test_no_english_word_is_left_on_a_page(render, sample, facts):
    """Title block, contents, numbers of figures and tables, page numbers and footers are all of the language."""
    made = render(_cells(sample), facts=facts, title="10", subtitle="11")
    page = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")
    page.style.decompose()
    labels = " ".join(element["aria-label"] for element in page.find_all(attrs={"aria-label": True}))
    printed = subprocess.run(["pdftotext", made["pdf"], "-"], check=True, capture_output=True, text=True).stdout

    assert page.html["lang"] == "xx"
    assert _letters(page.get_text(" ")) | _letters(labels) == set()
    assert _letters(printed) == set()
    assert printed.count("ж") > 20


def test_no_english_word_is_left_on_a_page_of_quarto(tmp_path, sample, facts, project, quarto, render_with_quarto):
    """What Quarto itself writes, such as the word before a figure's number, is of the language as well."""
    made = render_with_quarto(
        sample.write_notebook(tmp_path / "executed.ipynb", _cells(sample)),
        title="10",
        subtitle="11",
        facts=facts,
        formats=("html", "pdf"),
        templates=project,
        destination=tmp_path,
        stem="G07",
        timestamp=1_797_000_000,
        quarto=quarto,
    )
    page = BeautifulSoup(made["html"].read_text(encoding="utf-8"), "html.parser")
    for style in page.find_all("style"):
        style.decompose()
    labels = " ".join(element["aria-label"] for element in page.find_all(attrs={"aria-label": True}))
    printed = subprocess.run(["pdftotext", made["pdf"], "-"], check=True, capture_output=True, text=True).stdout

    assert _letters(page.get_text(" ")) | _letters(labels) == set()
    assert _letters(printed) == set()
    assert printed.count("ж") > 20


def test_no_english_word_is_left_on_the_index(index_page, foreign, project):
    """The index is the first page that anybody opens."""
    words = read_page_words(foreign, "xx")
    named = {"title": "1", "subtitle": "2", "reason": None, "made_on": "3", "group_id": None, "program": ""}
    entries = [replace(entry, **named) for entry in index_page.entries]
    given = {"program": "3", "term": "4", "dates": "5", "finished_on": "6", "finished_day": "6"}
    given |= {"data": "7", "version": "8"}
    page = replace(
        index_page, entries=tuple(entries), words=words, renderer="9", confidentiality="10", language="xx", **given
    )
    html = BeautifulSoup(render_index(page, project), "html.parser")
    html.style.decompose()
    labels = " ".join(element["aria-label"] for element in html.find_all(attrs={"aria-label": True}))

    assert _letters(html.get_text(" ")) | _letters(labels) == {
        "HTML",
        "PDF",
        "groupreport",
        "manifest",
        "json",
    }


def test_a_program_changes_single_words(tmp_path):
    """What its own file does not say stays as it is packaged."""
    file = tmp_path / "templates" / "wording" / "en" / "page.yml"
    file.parent.mkdir(parents=True)
    file.write_text("readers: {funder: For our foundation}\n", encoding="utf-8")
    words = read_page_words(Project(tmp_path), "en")

    assert (words.readers.funder, words.readers.leadership) == ("For our foundation", "For clinic leadership")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("readers:\n  founder: For us\n", 2, "unknown key 'founder'"),
        ("date: '{day}. {month}'\n", 1, "{month}, {day}, {year}"),
        ("data: 'Data {daten}'\n", 1, "{data}"),
        ("data: 'Data {data.__class__}'\n", 1, "{data}"),
        ("months: [Jan, Feb]\n", 1, "it has 2"),
        ("figure: '{{< x >}}'\n", 1, "one or more words"),
    ],
    ids=["key", "lost fact", "unknown fact", "attribute", "months", "markup"],
)
def test_a_slip_is_refused_by_its_line(tmp_path, text, line, said):
    """A misspelt word or fact never falls back to English in silence."""
    file = tmp_path / "templates" / "wording" / "en" / "page.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as raised:
        read_page_words(Project(tmp_path), "en")
    (problem,) = raised.value.problems

    assert (problem.file, problem.line) == ("templates/wording/en/page.yml", line)
    assert said in problem.message


def test_a_day_does_not_follow_the_machine(words):
    """By hand: the month's name comes from the words, not from the machine's language."""
    assert words.day_in_words(datetime.date(2026, 8, 4)) == "August 4, 2026"


def test_who_may_read_is_said_in_the_language_unless_the_program_says_it(foreign):
    """A line that a program did not write is no reason for English; an empty one is its own choice."""
    words = read_page_words(foreign, "xx")
    assert _letters(confidentiality_of(None, words)) == set()
    assert confidentiality_of(None, words)
    assert (confidentiality_of("Ours.", words), confidentiality_of("", words)) == ("Ours.", "")


@pytest.mark.parametrize(
    ("audience", "kind", "setting"),
    [
        ("evaluator", "report", "report"),
        ("evaluator", "appendix", "appendix"),
        ("leadership", "report", "short"),
        ("funder", "report", "short"),
    ],
)
def test_reports_that_promise_a_few_pages_are_set_tighter(sample, audience, kind, setting):
    """Leadership's four pages and the funder's two hold in a language that needs more room, too."""
    assert replace(sample.FACTS, audience=audience, kind=kind).setting == setting
