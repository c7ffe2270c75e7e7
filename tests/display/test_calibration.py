"""What rules find of planted falls, as tables and a figure."""

from __future__ import annotations

import dataclasses

import pytest

from groupreport.display.calibration.figure import calibration_alt, draw_calibration, figure_height
from groupreport.display.calibration.tables import calibration_tables, details_table, found_table
from groupreport.display.figures import drawing, svg
from groupreport.display.wording import wording
from groupreport.measures.calibration import Calibration, Design, Recovery, Share, Support


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
        terms=1,
        seed=3,
    )


def test_the_table_says_counts_as_percentages_and_nothing_as_a_dash(found) -> None:
    """57 of 100 are 57%, 20 of 400 are 5%; 3 of 4 are no percentage; out of none there is a dash, not 0%."""
    tables = calibration_tables(found, wording())
    cells = {table.name: table.rows for table in tables}

    assert cells["calibration-found"] == (
        ("sd_strict", "100%", "12%", "57%", "5%"),
        ("chart_individuals", "0%", "–", "–", "–"),
    )
    assert cells["calibration-verdict"] == (
        ("sd_strict", "3 of 4", "+0.52", "–", "supported"),
        ("chart_individuals", "3 of 4", "–", "–", "no: judges too few"),
    )
    assert cells["calibration-not-tried"] == (("split_alliance", "it compares two levels"),)
    assert details_table(found, wording()).rows[0] == ("sd_strict", "0.5%", "–", "0%")
    # 98 over the root of 400: half of a 95 % interval of a share of one half, in percentage points.
    assert "about 4.9 percentage points" in found_table(found, wording()).note


def test_the_design_is_said_in_the_words_of_a_reader(found) -> None:
    """1.96 * sqrt(2) * .75 = 2.08 points, by hand; trend and ends only where there are any."""
    plain = dict(calibration_tables(found, wording())[0].rows)
    other = dataclasses.replace(
        found, design=Design(trend=-0.1, minimum=1, maximum=5, step=0.5, low_sessions=1, onset_sessions=3)
    )
    said = dict(calibration_tables(other, wording())[0].rows)

    assert plain["Reliable change"] == "2.08 points, 2.8 SD of noise"
    assert not {"Trend", "Ratings"} & set(plain)
    assert said["Trend"] == "−0.10 SD of noise a session"
    assert said["Ratings"] == "from 1 to 5 in steps of 0.5"
    assert said["Planted falls"] == "in 25% of members, low for 1 session after falling over 3"


def test_the_figure_has_a_text_of_the_same_numbers(found) -> None:
    """Found 12% to 57%, false alarms 5%; a rule that judged nobody is said to."""
    assert calibration_alt(found, wording()) == (
        "One panel a rule, from 1 to 2 SD of depth. sd_strict: found 12% to 57%, false alarms 5% (supported). "
        "chart_individuals: no member could be judged."
    )


def test_the_figure_is_drawn_the_same_each_time(found) -> None:
    """Also with one depth, and with a rule of which nothing is known."""
    one_depth = dataclasses.replace(found, depths=(2.0,), found=found.found[1:])

    def drawn(calibration: Calibration) -> str:
        with drawing(figure_height(calibration)) as figure:
            draw_calibration(figure, calibration, wording())
            return svg(figure)

    assert drawn(found) == drawn(found)
    assert drawn(one_depth) != drawn(found)
