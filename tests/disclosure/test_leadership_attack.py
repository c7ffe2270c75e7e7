"""The last attack on a report to leadership: leaks planted in its table and its pages, found in the files alone."""

from __future__ import annotations

import base64
import csv

import pytest
import typst

from groupreport.disclosure.leadership_attack import attack_report
from groupreport.disclosure.read_back import COLUMNS, read_numbers

FLOWS = {"enrolled": 105, "started": 98, "completed": 70, "dropped_out": 17}
CLEAN = [("flows", "", "All programs", measure, count) for measure, count in FLOWS.items()]
CLEAN.append(("outcomes.by_instrument", "k10.total", "All programs", "pairs", 60))
CLEAN.append(("rules", "", "All programs", "members_with_episode", 18))
CLEAN += [
    ("groups", "", name, measure, 12)
    for name in ("Monday", "Tuesday", "Friday")
    for measure in ("size_from", "size_to")
]
SENTENCE = "70 of 105 completed; 17 of 105 dropped out."


@pytest.fixture
def attacked(tmp_path):
    """What is wrong with a report of these numbers, and of these pages as HTML or PDF."""

    def attack(numbers=(), *, without="", html=None, pdf=None):
        table = tmp_path / "program.csv"
        with table.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for part, about, row, measure, value in (*(one for one in CLEAN if one[3] != without), *numbers):
                writer.writerow(["2026-fall", part, about, "", row, "", "", measure, value, "published"])
        files = [table]
        if html is not None:
            files.append(tmp_path / "program.html")
            files[-1].write_text(f"<html><body><main>{html}</main></body></html>", encoding="utf-8")
        if pdf is not None:
            (tmp_path / "page.typ").write_text(pdf, encoding="utf-8")
            files.append(tmp_path / "program.pdf")
            typst.compile(tmp_path / "page.typ", output=files[-1])
        return attack_report(files, read_numbers(table), 5, to_funders=None, earlier=())

    return attack


def test_a_clean_report_stands_up(attacked):
    """Every count and every rest on it is of five people or more."""
    assert attacked(html=f"<p>{SENTENCE}</p>", pdf=SENTENCE) == []


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (("flows", "", "Grief", "dropped_out", 3), "a small count is published"),
        (("rules", "", "All programs", "unrepaired", 2), "a small count is published"),
        (("rules", "", "All programs", "episodes", 21), "rules, All programs, episodes less members_with_episode"),
        (("flows", "", "All programs", "dose_reached", 95), "flows, All programs, started less dose_reached"),
        (("flows", "", "All programs", "completed", 95), "started less completed"),
        (("outcomes.by_instrument", "phq9.total", "All programs", "pairs", 95), "pairs less than started"),
        (("flows", "", "Grief", "enrolled", 102), "programs and all of them differ by a few people"),
        (("outcomes_by_program", "k10.total", "Grief", "pairs", 61), "outcomes_by_program, k10.total, pairs: programs"),
        (("equity", "phq9.total", "gender: woman", "improved", 4), "a small count is published"),
    ],
    ids=lambda given: given if isinstance(given, str) else given[3],
)
def test_a_leak_in_the_table_is_found(attacked, planted, told):
    """A small count, or two numbers that leave one."""
    assert any(told in found for found in attacked([planted]))


def test_sizes_that_leave_a_few_people_are_found(attacked):
    """Groups of 12, 12, 12 and 71: two of 105 people are in two groups. With 69 nobody is; with 60, nine in none."""
    found = {
        size: attacked([("groups", "", "Sunday", end, size) for end in ("size_from", "size_to")])
        for size in (71, 69, 60)
    }

    assert found[71] == ["groups, size: the groups together and all people differ by a few people"]
    assert not found[69]
    assert not found[60]


def test_attendance_that_leaves_few_who_stayed_away_is_found(attacked):
    """Where who came is not told: of groups of 12 two each can have stayed away at 85 %, and nobody at 95 %."""
    found = {}
    for share in (0.85, 0.95):
        numbers = []
        for name in ("Monday", "Tuesday", "Friday"):
            numbers += [("groups", "", name, "held_sessions", 10), ("groups", "", name, "attendance_rate", share)]
        found[share] = attacked(numbers, without="started")

    assert found[0.85] == []
    assert found[0.95] == ["groups: few people can have stayed away"]


def test_means_that_leave_few_who_stayed_away_are_found(attacked):
    """Where who came is not told, and five rated in each group: of groups of 12, 6 and 6, nine can have stayed away."""
    found = {}
    for sizes in ((12, 6, 6), (6, 6, 6)):
        numbers = [("scales_by_group", "wai_sr.total", "Monday", "mean", 3.5)]
        for name, size in zip(("Sunday", "Thursday", "Saturday"), sizes, strict=True):
            numbers += [("groups", "", name, end, size) for end in ("size_from", "size_to")]
            numbers += [("groups", "", name, "held_sessions", 10), ("scales_by_group", "gcq_s.total", name, "mean", 4)]
        found[sizes] = attacked(numbers, without="started")

    assert found[12, 6, 6] == []
    assert found[6, 6, 6] == ["groups: few people can have stayed away"]


def test_neither_completed_nor_dropped_out_is_a_rest(attacked):
    """105 less 70 and 32 are three who ended in another way."""
    numbers = [("flows", "", "All programs", "dropped_out", 32)]

    assert any("less completed, dropped_out" in found for found in attacked(numbers))


SVG = '<svg xmlns="http://www.w3.org/2000/svg"><g><text x="1" y="2"><tspan>3 of 105</tspan></text></g></svg>'


@pytest.mark.parametrize(
    "page",
    [
        "<p>Only 3 of 105 moved away.</p>",
        "<p>102 of 105 stayed in town.</p>",
        "<p>Solo 3 de 105 se mudaron.</p>",
        '<img alt="Bars: 3 of 105 moved away" src="">',
        SVG,
        f'<img alt="Bars" src="data:image/svg+xml;base64,{base64.b64encode(SVG.encode()).decode()}">',
    ],
    ids=["text", "rest", "Spanish", "alt text", "picture", "embedded picture"],
)
def test_a_leak_on_the_page_is_found(attacked, page):
    """A small part of the people, or all but a few, in words, in what is read aloud, or in a picture's own text."""
    found = attacked(html=f"<p>{SENTENCE}</p>{page}")

    assert [sentence.split(", ")[0] for sentence in found] == ["program.html"]
    assert "3" not in found[0].rpartition(": ")[2]


def test_a_leak_in_the_pdf_is_found(attacked):
    """The pages are looked at as well as the table."""
    found = attacked(pdf=f"{SENTENCE}\n\nOnly 3 of 105 moved away.")

    assert len(found) == 1
    assert "program.pdf" in found[0]
    assert "page 1" in found[0]


def test_numbers_of_groups_and_of_pages_are_no_people(attacked):
    """2 of 98 group means, where 98 people started as well; of as many people two would be too few."""
    page = "<p>2 of 98 group means are withheld.</p>"

    assert attacked([("groups", "", "All programs", "compared_means", 98)], html=page) == []
    assert attacked(html=page)
