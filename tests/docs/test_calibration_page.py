"""The page about calibration is what its script makes."""

from __future__ import annotations

import re

import pytest

from groupreport.display.calibration.figure import calibration_alt
from groupreport.display.calibration.page import BEGIN, END, IMAGE, SEED, TERMS, find_grid, with_calibration
from groupreport.display.wording import wording
from groupreport.measures.calibration import REFERENCE, calibrate, grid, judged_rules
from groupreport.parameters import packaged_folder

DOCS = packaged_folder() / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not part of an installed package")

# Other terms, and fewer: 1,000 planted falls and 3,000 members without one in a design.
FEWER, ANOTHER_SEED = 100, 1
# Four standard errors of the difference of two shares near a half, by chance once in 16,000, plus rounding.
RECALL_APART = 4 * (0.25 / 1000 + 0.25 / 2500) ** 0.5 + 0.005
ALARMS_APART = 4 * (0.25 / 3000 + 0.25 / 7500) ** 0.5 + 0.005


def page() -> str:
    """The page as it is."""
    return (DOCS / "calibration.md").read_text(encoding="utf-8")


def tables() -> list[list[list[str]]]:
    """The rows of each table between the marks."""
    part = page().partition(BEGIN)[2].partition(END)[0]
    blocks = re.findall(r"(?:^\|.*\n)+", part, re.M)
    rows = [[[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()] for block in blocks]
    return [[row for row in block if set(row[0]) != {"-"}] for block in rows]


def table_with(head: str) -> list[list[str]]:
    """The table that has a column of this name, its header first."""
    (found,) = (table for table in tables() if head in table[0])
    return found


def shown() -> dict[tuple[str, str], list[str]]:
    """What the tables of the grid say: by table and column, a cell a rule and the supported rule."""
    part = page().partition(BEGIN)[2].partition(END)[0]
    titles = re.findall(r"^\*\*(.*)\*\*$", part, re.M)
    return {
        (title, head): [row[place].strip("`") for row in rows]
        for title, (heads, *rows) in zip(titles, tables(), strict=True)
        for place, head in enumerate(heads)
        if title.startswith("Found /")
    }


def test_every_rule_and_every_cell_is_on_the_page() -> None:
    """No rule and no design is left out; the reference stands in the table of each thing that differs."""
    rules = [rule.name for rule in judged_rules()]
    varied = [cell.varies for cell in grid(REFERENCE)[1:]]
    columns = [(title, head) for title, head in shown() if head != "Rule"]

    assert len(columns) == len(varied) + len(set(varied))
    assert all(shown()[title, "Rule"] == [*rules, "Supported"] for title, _ in columns)
    assert [row[0].strip("`") for row in table_with("False alarms")[1:]] == rules
    assert f"{TERMS} terms of {REFERENCE.members} members, seed {SEED}" in page()


@pytest.mark.parametrize(
    ("varies", "value", "column"),
    [
        ("reference", 0, ("by sessions of the term", "12 sessions")),
        ("sessions", 20, ("by sessions of the term", "20 sessions")),
        ("missing", 0.3, ("by the share of ratings that are missing", "30% missing")),
        ("reliability", 0.9, ("by the reliability of the questionnaire, with the same fall in points", "0.90")),
        ("low_sessions", 4, ("by how long the fall stays low", "4 sessions")),
    ],
)
def test_other_terms_agree_with_the_page(varies: str, value: float, column: tuple[str, str]) -> None:
    """Simulated again with another seed and fewer terms, every share of a design lies within Monte Carlo error."""
    (design,) = (cell.design for cell in grid(REFERENCE) if (cell.varies, cell.value) == (varies, value))
    said = shown()[f"Found / false alarms, {column[0]}", column[1]]

    for pair, found in zip(said[:-1], calibrate(design, terms=FEWER, seed=ANOTHER_SEED), strict=True):
        recall, alarms = (float(part.strip(" %")) / 100 for part in pair.split("/"))
        assert found.recall.share == pytest.approx(recall, abs=RECALL_APART), found.rule
        assert found.false_alarms.share == pytest.approx(alarms, abs=ALARMS_APART), found.rule


def test_the_tables_are_put_between_the_marks_and_nothing_else_changes() -> None:
    """Whoever writes around them keeps what they wrote."""
    made = with_calibration(f"before\n{BEGIN}\nold\n{END}\nafter\n", find_grid(terms=1, seed=1), wording())

    assert made.startswith(f"before\n{BEGIN}\n")
    assert made.endswith(f"{END}\nafter\n")
    assert "old" not in made
    with pytest.raises(ValueError, match="marks"):
        with_calibration("no mark", find_grid(terms=1, seed=1), wording())


def test_the_figure_has_a_text_made_from_its_numbers() -> None:
    """Every rule with the shares that are on the page as well."""
    alt = re.search(rf"\]\({re.escape(IMAGE)}\)\{{fig-alt=\"(.*?)\"\}}", page())[1]
    found = table_with("False alarms")

    for name, _, first, *_, last, alarms in found[1:]:
        assert f"{name.strip('`')}: found {first} to {last}, false alarms {alarms}" in alt.replace("\\", "")
    assert (DOCS / IMAGE).read_text(encoding="utf-8").startswith("<svg")
    assert "reliable_change" in calibration_alt(find_grid(terms=1, seed=1).reference, wording())
