"""A report that is not made again byte by byte is explained by its first layer that differs."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from groupreport.publishing.explanation import explanation
from groupreport.publishing.jobs import Job
from groupreport.publishing.layers import Layers, keep_numbers, kept_numbers, layers_of
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.provenance import ReportEntry
from groupreport.publishing.read_pages import read_the_same

JOB = Job(name="evaluator/G04", audience="evaluator", notebook="reports/group.ipynb", title="A group", subtitle="")
RENDERER = "embedded (pandoc 3.9, Typst 0.15.2)"
KEY = {"data": "a", "parameters": "b", "templates": "c", "package": "d", "tools": "e"}
NUMBERS = '{"attendance":{"rate":[0.5,0.75],"sessions":12},"members":7}'


def executed(folder: Path, numbers: str | None = NUMBERS, text: str = "Seven members.") -> Path:
    """A small executed notebook."""
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {"text/markdown": text}}]
    if numbers is not None:
        data = {"text/markdown": "", "application/vnd.groupreport.numbers": numbers}
        outputs.append({"output_type": "display_data", "metadata": {}, "data": data})
    path = JOB.executed(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": "code", "source": "show()", "metadata": {}, "outputs": outputs}]
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


@pytest.fixture
def said(tmp_path):
    """What is said of a report that was published and is made again in another way."""

    def explain(now: dict[str, str] | None = None, *, show_values=False, kept=True, key=None, tools=None) -> str:
        published = executed(tmp_path / "build")
        layers = layers_of(published, RENDERER)
        layers = layers.model_copy(update={"tools": {**layers.tools, **(tools or {})}})
        if kept:
            keep_numbers(tmp_path / "build", JOB.name, published)
        entry = ReportEntry(
            name=JOB.name,
            audience="evaluator",
            title="",
            subtitle="",
            group_id="G04",
            status="published",
            key=KEY,
            layers=layers,
        )
        planned = PlannedReport(job=JOB, key={**KEY, **(key or {})}, reasons=(), published=entry)
        again = executed(tmp_path / "verify", **(now or {}))
        return explanation(planned, again, build=tmp_path / "build", renderer=RENDERER, show_values=show_values)

    return explain


def test_a_number_that_differs_is_named_without_its_value(said):
    """Numbers may be health data: their places say where to look, and values are told when asked for."""
    changed = {"numbers": NUMBERS.replace("0.75", "0.25").replace("12", "13"), "text": "Seven members"}

    masked = said(changed)
    assert "2 numbers differ: attendance.rate[1], attendance.sessions (--show-values shows them)" in masked
    assert "0.25" not in masked
    assert "attendance.rate[1] 0.75 -> 0.25, attendance.sessions 12 -> 13" in said(changed, show_values=True)


def test_the_same_numbers_on_another_page_are_said_to_be_the_same(said):
    """A newer typesetter moves lines; whoever reads that must not fear for the numbers."""
    answer = said(tools={"typst": "0.0.1"}, key={"tools": "f"})

    assert answer.startswith("other versions: typst 0.0.1 -> ")
    assert "all numbers are the same" in answer
    assert "the file differs by how it was laid out" in answer


def test_other_words_about_the_same_numbers_are_told_apart(said):
    """A changed template is the reason, and a text is what it changed."""
    answer = said({"text": "7 members."}, key={"templates": "z"})

    assert answer == (
        "templates changed since it was published; all numbers are the same; texts, tables or pictures differ"
    )


def test_numbers_that_are_not_kept_any_more_still_differ(said):
    """After `groupreport purge` it can be said that numbers differ, and not which."""
    answer = said({"numbers": NUMBERS.replace("7", "8")}, kept=False)

    assert "numbers differ (the published ones are not in build/ any more, so which ones cannot be said)" in answer


def test_a_list_of_another_length_is_one_change(said):
    """A row more would otherwise shift all that follow, and every one of them would seem to differ."""
    assert "1 number differs: attendance.rate (length)" in said({"numbers": NUMBERS.replace("0.5,", "")})


def test_a_notebook_that_keeps_no_numbers_says_so(said, tmp_path):
    """A program's own notebook may lack the cell; that its numbers are the same must not be claimed."""
    assert "its numbers were not kept" in said({"numbers": None})
    assert layers_of(executed(tmp_path / "other", numbers=None), RENDERER).numbers is None
    assert Layers().numbers is None


def test_kept_numbers_can_be_read_by_their_owner_alone(tmp_path):
    """They are members' data like the notebook that they come from."""
    keep_numbers(tmp_path, JOB.name, executed(tmp_path))
    kept = kept_numbers(tmp_path, JOB.name)

    assert json.loads(kept.read_text(encoding="utf-8"))["members"] == 7
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


PAGE = '<html><head><title>x</title></head><body><p class="a" id="b">Seven <b>members</b></p>{}</body></html>'


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ('<img alt="a" src="b">', '<img src="b"   alt="a">', True),
        ("<td data-a=1 data-b=2>5</td>", "<td data-b=2 data-a=1>\n 5</td>", True),
        ('<img alt="a" src="b">', '<img alt="c" src="b">', False),
        ("<td>5</td>", "<td>6</td>", False),
        ("<td>5</td><td>6</td>", "<td>5 6</td>", False),
        ("<script>1</script>", "<script>2</script>", True),
    ],
)
def test_a_page_is_compared_as_it_is_read(tmp_path, one, other, same):
    """Quarto's order of attributes says nothing; a word, a cell or an alternative text does."""
    pages = [tmp_path / "one.html", tmp_path / "other.html"]
    for page, content in zip(pages, (one, other), strict=True):
        page.write_text(PAGE.format(content), encoding="utf-8")

    assert read_the_same(*pages) is same
