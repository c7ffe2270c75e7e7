"""The page about calibration is what its script makes."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from groupreport.display.calibration.figure import depth_alt
from groupreport.display.calibration.page import (
    IMAGE,
    LENGTH_IMAGE,
    SEED,
    TERMS,
    find_grid,
    with_calibration,
)
from groupreport.display.wording import documentation_wording
from groupreport.measures.calibration import (
    REFERENCE,
    at_alarms,
    calibrate,
    grid,
    judged_rules,
    nobody_falls,
    planted_term,
)
from groupreport.measures.ruptures import find_episodes, rated_series
from groupreport.parameters import RuptureSettings, packaged_folder

BEGIN, END = "<!-- calibration: begin -->", "<!-- calibration: end -->"
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
    assert [row[0].strip("`") for row in table_with("Judged")[1:]] == rules
    assert f"{TERMS} terms of {REFERENCE.members} members, seed {SEED}" in page()


@pytest.mark.parametrize(
    ("varies", "value", "column"),
    [
        ("reference", 0, ("by sessions of the term", "12 sessions")),
        ("sessions", 20, ("by sessions of the term", "20 sessions")),
        ("missing", 0.3, ("by the share of ratings that are missing", "30% missing")),
        ("reliability", 0.9, ("by the reliability of the questionnaire, with the same fall in points", "0.90")),
        ("low_sessions", 4, ("by how long the fall stays low", "4 sessions")),
        ("low_sessions", math.inf, ("by how long the fall stays low", "to the end")),
        ("trend", -0.1, ("by trend", "−0.1 SD a session")),
        (
            "scales",
            4,
            ("by the number of scales followed (noise correlated by 0.5, the fall in one of them)", "4 scales"),
        ),
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


@pytest.mark.parametrize(
    ("varies", "value", "column"),
    [("sessions", 12, "12 sessions"), ("sessions", 20, "20 sessions"), ("scales", 3, "3 scales")],
)
def test_other_terms_without_a_fall_agree_with_the_page(varies: str, value: float, column: str) -> None:
    """With another seed and 4,000 members in whom nothing changes, false alarms lie within Monte Carlo error."""
    (design,) = (cell.design for cell in nobody_falls(REFERENCE) if (cell.varies, cell.value) == (varies, value))
    said = {name: row[column] for name, row in rows_of("3 unrelated scales").items()}

    for found in calibrate(design, terms=FEWER, seed=ANOTHER_SEED):
        assert found.false_alarms.share == pytest.approx(float(said[found.rule].strip("%")) / 100, abs=ALARMS_APART)


@pytest.mark.parametrize("rule", ["own_level", "person_centered"])
def test_other_terms_at_equal_alarms_agree_with_the_page(rule: str) -> None:
    """Another seed, 1,000 planted falls: the share found with a tenth flagged lies within Monte Carlo error."""
    for design, column in ((REFERENCE, "mixed"), (replace(REFERENCE, low_sessions="end"), "to the end")):
        at = at_alarms(planted_term(design, seed=ANOTHER_SEED, terms=FEWER), rule, 0.10)
        said = equal(10)[rule][column]

        assert at.found is not None
        # The factor is uncertain too.
        assert at.found.recall.share == pytest.approx(said / 100, abs=RECALL_APART + 0.02)


def equal(alarms: int) -> dict[str, dict[str, int]]:
    """Percent found by rule and length where every rule is set to flag the same share."""
    title = f"**Found of falls of 2 SD if every rule is set to flag {alarms}% of the members without a fall**"
    lines = page().partition(title)[2].strip().partition("\n\n")[0].splitlines()
    rows = [[cell.strip(" `%") for cell in line.strip("|").split("|")] for line in lines]
    heads = rows[0][1:-1]
    return {row[0]: dict(zip(heads, map(int, row[1:-1]), strict=True)) for row in rows[2:]}


def test_the_tables_are_put_between_the_marks_and_nothing_else_changes() -> None:
    """Whoever writes around them keeps what they wrote."""
    made = with_calibration(
        f"before\n{BEGIN}\nold\n{END}\nafter\n", find_grid(terms=1, seed=1), documentation_wording()
    )

    assert made.startswith(f"before\n{BEGIN}\n")
    assert made.endswith(f"{END}\nafter\n")
    assert "\nold\n" not in made
    with pytest.raises(ValueError, match="marks"):
        with_calibration("no mark", find_grid(terms=1, seed=1), documentation_wording())


def test_the_figure_has_a_text_made_from_its_numbers() -> None:
    """Every rule with the shares that are on the page as well."""
    alt = re.search(rf"\]\({re.escape(IMAGE)}\)\{{fig-alt=\"(.*?)\"\}}", page())[1]
    found = table_with("Judged")

    for name, _, first, *_, last, alarms in found[1:]:
        assert f"{name.strip('`')}: found {first} to {last}, false alarms {alarms}" in alt.replace("\\", "")
    assert (DOCS / IMAGE).read_text(encoding="utf-8").startswith("<svg")
    assert "reliable_change" in depth_alt(find_grid(terms=1, seed=1).reference, documentation_wording())
    of_length = re.search(rf"\]\({re.escape(LENGTH_IMAGE)}\)\{{fig-alt=\"(.*?)\"\}}", page())[1].replace("\\", "")
    lengths = "by how long the fall stays low"
    for rule in ("own_level", "person_centered"):
        said = [of(lengths, head, rule)[0] for head in ("1 session", "2 sessions", "4 sessions", "to the end")]
        shares = zip(said, (1, 2, 4, "end"), strict=True)
        assert f"{rule}: found {', '.join(f'{share}% ({length})' for share, length in shares)}" in of_length
    assert (DOCS / LENGTH_IMAGE).read_text(encoding="utf-8").startswith("<svg")


def of(by: str, head: str, rule: str) -> tuple[int, int]:
    """Percent found and percent of false alarms that a table of the grid says of a rule."""
    title = f"Found / false alarms, {by}"
    found, alarms = shown()[title, head][shown()[title, "Rule"].index(rule)].split(" / ")
    return int(found.strip("%")), int(alarms.strip("%"))


def written() -> str:
    """What is written about the rules above and below the tables, in one line."""
    return " ".join(f"{page().partition(BEGIN)[0]} {page().partition(END)[2]}".split())


def rows_of(head: str) -> dict[str, dict[str, str]]:
    """A table by rule and column."""
    heads, *rows = table_with(head)
    return {row[0].strip("`"): dict(zip(heads, row, strict=True)) for row in rows}


def test_what_is_written_about_the_headline_is_what_the_tables_say() -> None:
    """Whoever makes the tables again must not leave sentences behind that were true of other numbers."""
    youden = {name: row["Found minus alarms"] for name, row in rows_of("Precision").items()}
    found, alarms = of("by the depth of the planted fall", "2 SD", "own_level")
    lasting = "by how long the fall stays low"
    stayed = {name: row["Stayed low, called repaired"] for name, row in rows_of("Stayed low, called repaired").items()}
    regained = {name: row["Regained, called repaired"] for name, row in rows_of("Stayed low, called repaired").items()}
    sessions = "by sessions of the term"
    own_8, cumulated_8 = of(sessions, "8 sessions", "own_level"), of(sessions, "8 sessions", "reliable_cumulated")
    rises, declines = (of("by trend", f"{sign}0.1 SD a session", "own_level") for sign in "+−")
    sentences = [
        (
            f"`own_level` finds {found}% of falls of 2 SD and flags {alarms}% of the members in whom nothing changed: "
            f"{youden['own_level']}, against {youden['person_centered']} for `person_centered`, "
            f"{youden['reliable_cumulated']} for `reliable_cumulated`"
        ),
        f"{youden['reliable_change']} for `reliable_change`",
        (
            f"from {of(lasting, '1 session', 'own_level')[0]}% of those of one session to "
            f"{of(lasting, 'to the end', 'own_level')[0]}% of those that stay"
        ),
        f"of falls that stay to the end it finds {of(lasting, 'to the end', 'person_centered')[0]}%",
        f"it calls {stayed['person_centered']} repaired, `own_level` {stayed['own_level']}.",
        (
            f"`own_level` calls {stayed['own_level']} of them repaired, `reliable_change` {stayed['reliable_change']}, "
            f"`person_centered` {stayed['person_centered']}."
        ),
        f"`own_level` calls {regained['own_level']} repaired, `reliable_change` {regained['reliable_change']}.",
        f"at twice the false alarms ({cumulated_8[1]}% against {own_8[1]}%)",
        (
            f"With 20 sessions `own_level` flags {of(sessions, '20 sessions', 'own_level')[1]}% of the members in whom "
            f"nothing changed, with 30 sessions {of(sessions, '30 sessions', 'own_level')[1]}%"
        ),
        f"`person_centered` with {of(sessions, '20 sessions', 'person_centered')[1]}%",
        f"finds {rises[0]}% instead of {found}% (and flags {rises[1]}%)",
        f"it flags {declines[1]}%",
        f"`person_centered` flags {of('by trend', '−0.1 SD a session', 'person_centered')[1]}%",
    ]

    for sentence in sentences:
        assert sentence in written()


def test_what_is_written_of_chance_and_of_equal_alarms_is_what_the_tables_say() -> None:
    """The objections to the leading rule carry numbers too."""
    own, centered = (rows_of("3 unrelated scales")[rule] for rule in ("own_level", "person_centered"))
    reference = "by the depth of the planted fall"
    found, alarms = of(reference, "2 SD", "own_level")
    (flat,) = (table for table in tables() if table[0][-1] == "False alarms" and "to the end" in table[0])
    by_chance = dict(zip(flat[0], flat[1], strict=True))
    ten, fifteen = equal(10), equal(15)
    pairs = [
        f"{ten['own_level'][length]}% against {ten['person_centered'][length]}%"
        for length in ("1 session", "2 sessions", "4 sessions", "to the end")
    ]
    sentences = [
        f"finds {found}% of falls of 2 SD (the size of a clear drop in one member's ratings) and flags {alarms}%",
        f"Where nobody has one it is {own['12 sessions']}, and {own['20 sessions']} with 20 sessions.",
        f"({own['3 scales']} and {own['4 scales']} where nobody has a fall)",
        f"`own_level` finds {ten['own_level']['mixed']}% and `person_centered` {ten['person_centered']['mixed']}% of",
        f"at 15% it is {fifteen['own_level']['mixed']}% and {fifteen['person_centered']['mixed']}%",
        f"{pairs[0]} of falls of one session, {pairs[1]} of two, {pairs[2]} of four, and {pairs[3]} of those that stay",
        f"`own_level` meets {by_chance['to the end']} by chance, and flags {by_chance['False alarms']} of the others",
        (
            f"{own['12 sessions']} where nobody has (`person_centered` {of(reference, '2 SD', 'person_centered')[1]}%"
            f" and {centered['12 sessions']}), {own['14 sessions']} with 14 sessions and {own['20 sessions']} with 20"
        ),
        f"{own['3 scales']} of the members are flagged on one of three scales or more, and {own['4 scales']} on one of",
        (
            f"which find {of(reference, '2 SD', 'chart_western_electric')[0]}% and"
            f" {of(reference, '2 SD', 'sudden_loss')[0]}% of the falls"
        ),
        f"{own['3 unrelated scales']} and {own['4 unrelated scales']} if it does not at all",
    ]

    assert flat[1][0].strip("`") == "own_level"
    for sentence in sentences:
        assert sentence in written()
    several = "by the number of scales followed (noise correlated by 0.5, the fall in one of them)"
    for scales in ("3 scales", "4 scales"):
        assert 2 <= of(several, scales, "own_level")[1] / alarms <= 3.3  # "two to three times as many"


def test_the_default_rule_is_the_one_that_the_reference_supports() -> None:
    """Reports must not lead with a rule that the page does not support; where another is supported is written too."""
    headline = RuptureSettings().headline
    table = table_with("Its found minus alarms")[1:]
    others = {(what, value): rule.strip("`") for what, value, *_, rule, _ in table if rule.strip("`") != headline}

    assert table[0][5].strip("`") == headline
    assert f"**The rule that leads where a program sets none, {headline}, on every design**" in page()
    for title, value in (("by sessions of the term", "20 sessions"), ("by how long the fall stays low", "to the end")):
        (row,) = (row for row in table if row[1] == value)
        assert row[2:4] == [f"{share}%" for share in of(title, value, headline)]
    assert rows_of("Precision")[headline]["Headline"] == "supported"
    assert len(table) == len(grid(REFERENCE))
    assert others == {
        ("how long it stays low", "1 session"): "person_centered",
        ("how long it stays low", "2 sessions"): "person_centered",
        ("length of the term", "8 sessions"): "reliable_cumulated",
        ("length of the term", "20 sessions"): "person_centered",
        ("length of the term", "30 sessions"): "chart_western_electric",
        ("trend", "+0.1 SD a session"): "reliable_cumulated",
        ("scales followed", "3 scales"): "chart_western_electric",
        ("scales followed", "4 scales"): "sudden_loss",
    }
    assert all(f"`{rule}`" in written() for rule in others.values())


@pytest.mark.parametrize(("rule", "said"), [("own_level", 0.82), ("person_centered", 0.99), ("reliable_change", 0.55)])
def test_chance_drops_come_back_as_often_as_is_written(rule: str, said: float) -> None:
    """Where nobody has a fall: called repaired of those with a known end, with another seed."""
    term = planted_term(replace(REFERENCE, share=0.0), seed=ANOTHER_SEED, terms=FEWER)
    criterion = REFERENCE.reliable_change if rule == "reliable_change" else None
    status = find_episodes(rated_series(term.ratings), rule, criterion=criterion)["status"]
    known = status[status != "undetermined"]

    assert (
        "82% of the drops of `own_level` with a known end are called repaired, 99% of those of `person_centered`,"
        " 55% of `reliable_change`"
    ) in written()
    # Some 600 episodes and more: 4 standard errors at a half.
    assert (known == "repaired").mean() == pytest.approx(said, abs=0.08)


@pytest.mark.parametrize(("sessions", "said"), [(20, (0.42, 0.12)), (30, (0.49, 0.17))])
def test_a_stricter_limit_does_in_long_terms_what_is_written(sessions: int, said: tuple[float, float]) -> None:
    """2.33, one-sided 1 %, simulated here; the page says it of no table."""
    settings = RuptureSettings(numbers={"own_level": {"factor": 2.33}})
    design = replace(REFERENCE, sessions=sessions)
    (found,) = calibrate(design, rules=["own_level"], terms=FEWER, seed=ANOTHER_SEED, settings=settings)

    assert "finds 42% and flags 12% with 20 sessions, and 49% and 17% with 30" in written()
    assert (found.recall.share, found.false_alarms.share) == pytest.approx(said, abs=0.04)
