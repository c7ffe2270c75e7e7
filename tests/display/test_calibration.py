"""What rules find of planted falls, as tables and a figure."""

from __future__ import annotations

import dataclasses

import pytest

from groupreport.display.calibration.by_length import length_panels, length_table
from groupreport.display.calibration.figure import depth_alt, depth_panels, draw_panels, length_alt, panels_height
from groupreport.display.calibration.tables import calibration_tables, details_table, found_table, verdict_table
from groupreport.display.drawing.picture import Picture
from groupreport.display.figures import WIDTH
from groupreport.display.wording import documentation_wording
from groupreport.measures.calibration import Calibration, Cell, Design, Recovery, Share, Support
from groupreport.summaries.own_design import OwnDesign


def recovered(rule: str, recall: tuple[int, int], alarms: tuple[int, int]) -> Recovery:
    """What a rule found: planted falls and false alarms, each out of how many."""
    return Recovery(
        rule=rule,
        judged=Share(count=recall[1] + alarms[1], total=500),
        reason=None,
        recall=Share(count=recall[0], total=recall[1]),
        unrated=Share(count=0, total=recall[1]),
        precision=Share(count=3, total=4),
        false_alarms=Share(count=alarms[0], total=alarms[1]),
        flagged=Share(count=5, total=1000),
        right_status=Share(count=0, total=0),
        repairs_seen=Share(count=30, total=40),
        repairs_imagined=Share(count=2, total=5),
        depth_error=float("nan"),
        depth_error_se=float("nan"),
    )


@pytest.fixture(name="found")
def _found() -> Calibration:
    """Two rules at two depths; the chart could judge nobody."""
    nobody = recovered("chart_individuals", (0, 0), (0, 0))
    return Calibration(
        design=Design(depth=2.0),
        depths=(1.0, 2.0),
        found=(
            (recovered("sd_strict", (12, 100), (20, 400)), nobody),
            (recovered("sd_strict", (57, 100), (20, 400)), nobody),
        ),
        out_of_reach={"split_alliance": "it compares two levels"},
        support=Support(
            rule="sd_strict",
            verdicts={"sd_strict": "supported", "chart_individuals": "few_judged"},
            whatever_the_alarms="sd_strict",
        ),
        most_false_alarms=0.25,
        headline="own_level",
        terms=1,
        seed=3,
    )


def test_the_table_says_counts_as_percentages_and_nothing_as_a_dash(found) -> None:
    """57 of 100 are 57%, 20 of 400 are 5%; 3 of 4 are no percentage; out of none there is a dash, not 0%."""
    tables = calibration_tables(found, documentation_wording())
    cells = {table.name: table.rows for table in tables}

    assert cells["calibration-found"] == (
        ("sd_strict", "100%", "12%", "57%", "5%"),
        ("chart_individuals", "0%", "–", "–", "–"),
    )
    assert cells["calibration-verdict"] == (
        ("sd_strict", "3 of 4", "+0.52", "–", "supported"),
        ("chart_individuals", "3 of 4", "–", "–", "no: judges too few"),
    )
    assert cells["calibration-repair"][0] == ("sd_strict", "75%", "2 of 5")
    assert cells["calibration-not-tried"] == (("split_alliance", "it compares two levels"),)
    assert details_table(found, documentation_wording()).rows[0] == ("sd_strict", "0.5%", "–", "0%")
    # 98 over the root of 400: half of a 95 % interval of a share of one half, in percentage points.
    assert "about 4.9 percentage points" in found_table(found, documentation_wording()).note


def test_the_design_is_said_in_the_words_of_a_reader(found) -> None:
    """1.96 * sqrt(2) * .75 = 2.08 points, by hand; trend and ends only where there are any."""
    plain = dict(calibration_tables(found, documentation_wording())[0].rows)
    other = dataclasses.replace(
        found, design=Design(trend=-0.1, minimum=1, maximum=5, step=0.5, low_sessions=1, onset_sessions=3)
    )
    said = dict(calibration_tables(other, documentation_wording())[0].rows)

    assert plain["Reliable change"] == "2.08 points, 2.8 SD of noise"
    assert not {"Trend", "Ratings"} & set(plain)
    assert said["Trend"] == "−0.10 SD of noise a session"
    assert said["Ratings"] == "from 1 to 5 in steps of 0.5"
    assert said["Planted falls"] == "in 25% of members, falling over 3 sessions"
    assert said["They stay low"] == "for 1 session"


@pytest.mark.parametrize(
    ("low", "said"),
    [
        (2, "for 2 sessions"),
        ("end", "to the end of the term"),
        ((1, "end"), "for 1 session or to the end of the term, each as likely"),
        ((4, 2, "end"), "for 2, 4 sessions or to the end of the term, each as likely"),
        ((1, 2), "for 1 or 2 sessions, each as likely"),
    ],
)
def test_how_long_falls_stay_low_is_said(found, low, said) -> None:
    """One length, several, and to the end."""
    design = dataclasses.replace(found.design, low_sessions=low)
    rows = dict(calibration_tables(dataclasses.replace(found, design=design), documentation_wording())[0].rows)

    assert rows["They stay low"] == said


def test_the_headline_is_said_beside_the_supported_rule(found) -> None:
    """Whether reports lead with another rule than the supported one must not have to be looked up."""
    own = OwnDesign(
        design=found.design, instrument="wai_sr", scale="total", members=10, ratings=99, criterion_known=True
    )
    same = dataclasses.replace(found, headline="sd_strict")

    notes = [
        verdict_table(*given).note
        for given in (
            (found, documentation_wording()),
            (same, documentation_wording()),
            (same, documentation_wording(), own),
        )
    ]
    assert [note.rpartition("found minus false alarms. ")[2] for note in notes] == [
        "Where a program sets nothing, reports lead with own_level (ruptures.headline).",
        "Where a program sets nothing, reports lead with the same rule (ruptures.headline).",
        "This program's reports lead with the same rule (ruptures.headline).",
    ]


@pytest.fixture(name="cells")
def _cells(found) -> list[tuple[Cell, tuple[Recovery, ...]]]:
    """Falls to the end, of 1 session, and another thing, in no order."""
    lasting, short = (
        Cell(varies="low_sessions", value=value, design=dataclasses.replace(found.design, low_sessions=low))
        for value, low in ((float("inf"), "end"), (1.0, 1))
    )
    nobody = found.decided_on[1]
    return [
        (lasting, (recovered("sd_strict", (80, 100), (40, 400)), nobody)),
        (Cell(varies="depth", value=1.0, design=found.design), found.found[0]),
        (short, (recovered("sd_strict", (30, 100), (20, 400)), nobody)),
    ]


def test_rules_are_compared_by_how_long_the_fall_lasts(found, cells) -> None:
    """.30 - .05, .80 - .10, and .57 - .05 of all; the chart judges nobody and is no candidate."""
    table = length_table(found, cells, documentation_wording())

    assert table.columns == ("Rule", "1 session", "to the end", "mixed")
    assert table.rows == (("sd_strict", "+0.25", "+0.70", "+0.52"),)
    panels = length_panels(found, cells, documentation_wording())
    assert (list(panels.places), panels.labels) == ([0, 1], ["1", "end"])
    assert length_alt(panels, documentation_wording()) == (
        "One panel a rule, by how many sessions the fall stays low, or to the end of the term. "
        "sd_strict: found 30% (1), 80% (end), false alarms 5% to 10% (supported)."
    )


def test_the_figure_has_a_text_of_the_same_numbers(found) -> None:
    """Found 12% to 57%, false alarms 5%; a rule that judged nobody is said to."""
    assert depth_alt(found, documentation_wording()) == (
        "One panel a rule, from 1 to 2 SD of depth. sd_strict: found 12% to 57%, false alarms 5% (supported). "
        "chart_individuals: no member could be judged."
    )


def test_the_figure_is_drawn_the_same_each_time(found) -> None:
    """Also with one depth, and with a rule of which nothing is known."""
    one_depth = dataclasses.replace(found, depths=(2.0,), found=found.found[1:])

    def drawn(calibration: Calibration) -> str:
        panels = depth_panels(calibration, documentation_wording())
        figure = Picture(WIDTH, panels_height(panels))
        draw_panels(figure, panels, documentation_wording())
        return figure.svg()

    assert drawn(found) == drawn(found)
    assert drawn(one_depth) != drawn(found)
