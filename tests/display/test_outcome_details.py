"""How evaluators read other units, criteria, denominators, rates, parts of the program and costs."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pandas as pd
import pytest

import groupreport
from groupreport.display.escaping import plain
from groupreport.display.outcome_detail_words import choices_found, choices_table, effect_sentences, missing_sentences
from groupreport.display.program.costs import costs_piece
from groupreport.display.program.equity_shares import equity_shares_piece
from groupreport.display.program.higher_risk import higher_risk_pieces
from groupreport.display.program.talking_therapies import talking_therapies_pieces
from groupreport.display.wording import wording
from groupreport.measures.talking_therapies import talking_therapies_marks, talking_therapies_rates
from groupreport.summaries.records import Costs, OutcomeDetails, ProgramDetails, TalkingTherapies, Unavailable

from .conftest import program_view_of
from .pages import BLOCKS, INLINES, kinds, program_appendix, table

NAMED = {"instrument": "phq9", "short_name": "PHQ-9", "scale": "total", "higher_is": "worse"}
NAN = float("nan")


def choices(*rows: tuple) -> pd.DataFrame:
    columns = ["criterion", "cutoff", "in_use", "recovered", "improved", "unchanged", "deteriorated", "harmed"]
    made = pd.DataFrame(rows, columns=columns)
    return made.assign(**NAMED, pairs=20, criterion_source="A study.", cutoff_label="", cutoff_source="Another study.")


EFFECTS = pd.DataFrame(
    [
        NAMED
        | {"pairs": 20, "change": -4.2, "change_low": -6.65, "change_high": -1.75, "harmed": 1.0}
        | {"smcr": -1.14, "smcr_low": -1.95, "smcr_high": -0.33, "d_z": -1.12, "d_z_low": -1.91, "d_z_high": -0.33}
        | {"d_av": -1.19, "d_av_low": -2.1, "d_av_high": -0.44}
    ]
)
CRITERIA = choices((6.0, 10.0, True, 5, 6, 7, 2, 1.0), (5.0, 10.0, False, 5, 4, 9, 2, 1.0))
MISSING = pd.DataFrame(
    [
        NAMED
        | {"enrolled": 30, "completers": 22, "pairs": 20, "completer_pairs": 18, "improved": 11.0}
        | {"completer_improved": 10.0, "of_pairs": 0.55, "of_pairs_low": 0.34, "of_pairs_high": 0.74}
        | {"of_enrolled": 11 / 30, "of_enrolled_low": 0.22, "of_enrolled_high": 0.54}
        | {"of_completers": 10 / 22, "of_completers_low": 0.27, "of_completers_high": 0.65}
        | {"worst_share": 11 / 30, "best_share": 21 / 30, "lowest_change": -9.0, "highest_change": 3.0}
        | {"with_n": 20, "with_mean": 14.0, "with_sd": 4.0, "without_n": 8, "without_mean": 15.5, "without_sd": 5.0}
        | {"difference": 1.5, "difference_low": -2.0, "difference_high": 5.0, "minimum": 0.0, "maximum": 27.0}
    ]
)
DETAILS = OutcomeDetails(effects=EFFECTS, criteria=CRITERIA, missing=MISSING)
MARKS = talking_therapies_marks(
    [20, 14, 5, 16], [8, 13, 12, None], [12, 6, 4, 9], [5, 6, 4, None], [True, True, True, True]
)
RATES = TalkingTherapies(
    rates=talking_therapies_rates(MARKS), people=6, finished=4, not_known=0, not_at_caseness=1, unscored=1
)
RISK = pd.DataFrame(
    [
        NAMED
        | {
            "line": 15.0,
            "line_side": "at_or_above",
            "line_label": "severe",
            "line_source": "A band.",
            "part": part,
            "members": members,
        }
        | {"completed": 2, "completed_low": 0.2, "completed_high": 0.9, "dropped_out": 1, "dropped_low": 0.1}
        | {"dropped_high": 0.7, "alliance_label": "WAI-SR: Alliance", "alliance_n": members, "alliance_mean": 3.4}
        | {"alliance_low": NAN, "alliance_high": NAN, "pairs": members - 1, "improved": 1.0, "improved_low": 0.1}
        | {"improved_high": 0.8, "change": -3.0, "change_low": -5.0, "change_high": -1.0}
        for part, members in (("higher_risk", 3), ("others", 12), ("no_first_score", 0))
    ]
)
SHARES = pd.DataFrame(
    [
        ("gender", "man", "completed", None, None, 2, 3, 2 / 3, 0.21, 0.94, 15, 20, -0.08, -0.55, 0.25),
        ("gender", "woman", "improved", "phq9", "PHQ-9", 15, 20, 0.75, 0.53, 0.89, 0, 0, NAN, NAN, NAN),
    ],
    columns=["characteristic", "category", "measure", "instrument", "short_name", "count", "n", "share", "low", "high"]
    + ["rest_count", "rest_n", "difference", "difference_low", "difference_high"],
)
COSTS = Costs(
    total=48000.0,
    currency="USD",
    note="rooms",
    enrolled=105,
    rows=pd.DataFrame(
        [
            ("completed", None, None, 70, NAN, 48000 / 70),
            ("recovered", "phq9", "PHQ-9", 0, 55.0, NAN),
            ("improved", "phq9", "PHQ-9", 26, 55.0, 48000 / 26),
        ],
        columns=["counted", "instrument", "short_name", "people", "pairs", "cost"],
    ),
)
DETAILED = ProgramDetails(talking_therapies=RATES, higher_risk=RISK, equity=SHARES, costs=COSTS)


@pytest.fixture(name="detailed", scope="module")
def _detailed(program_summary):
    return dataclasses.replace(program_summary, outcome_details=DETAILS, details=DETAILED)


def test_each_effect_size_is_named_with_what_it_divides_by():
    """The mean change with its interval, three effects of which plus is better (scores fell), and who crossed."""
    (said,) = map(plain, effect_sentences(EFFECTS, wording()))

    assert "the mean changed by −4.2 points (95% interval −6.7 to −1.8)" in said
    assert "of the first scores (SMCR) 1.14 (0.33 to 1.95)" in said
    assert "of the changes (d_z) 1.12" in said
    assert "of both occasions (d_av) 1.19" in said
    assert "1 member got reliably worse and crossed from the functional to the clinical side" in said


def test_effects_that_cannot_be_computed_are_left_out():
    """Two pairs: the mean change alone; no pair: no sentence."""
    two = EFFECTS.assign(**{name: NAN for name in EFFECTS if re.match("smcr|d_z|d_av|change_|harmed", name)})

    assert [plain(said) for said in effect_sentences(two, wording())] == ["PHQ-9: the mean changed by −4.2 points."]
    assert effect_sentences(two.assign(change=NAN), wording()) == []


@pytest.mark.parametrize(
    ("improved", "said"),
    [
        ((6, 4), "Whether more than half improved depends on which published criterion is used on the PHQ-9."),
        ((7, 8), "Whether more than half improved does not depend on which published criterion is used."),
        ((1, 1), "Whether more than half improved does not depend on which published criterion is used."),
    ],
)
def test_whether_the_conclusion_depends_on_the_choice_is_said_once(improved, said):
    """11 of 20 is more than half, 9 is not: the criterion decides. 12 and 13 are, 6 is not."""
    first, second = improved
    rows = choices((6.0, 10.0, True, 5, first, 7, 2, 1.0), (5.0, 10.0, False, 5, second, 9, 2, 1.0))
    piece = choices_table(rows, wording())

    assert piece is not None
    assert piece.text.count("more than half improved") == 1
    assert plain(said) in piece.text


def test_a_single_published_choice_needs_no_sentence():
    """Nothing depends on a choice that is none."""
    assert choices_found(CRITERIA.iloc[:1], wording()) == ""
    assert choices_table(CRITERIA.iloc[:1], wording()) is None


def test_missing_scores_are_bounded_and_described():
    """11 of 30 if none of the ten without both improved, 21 if all; those without a last score began worse."""
    (said,) = missing_sentences(MISSING, wording(), tabled=True)

    assert (
        "11 (if all of them were unchanged or worse) to 21 (if all improved) of 30 enrolled improved reliably." in said
    )
    assert "The mean change of all enrolled lies between −9.0 and +3.0 points." in said
    assert "The 8 members without a last score began on average 1.5 points higher (worse) than the 20 with one" in said
    assert said.endswith("with so few members this says little.")


def test_the_four_rates_stand_together_with_their_denominators():
    """1 of 3 recovered, 1 of 4 improved; beside England's rates, and none where none was found."""
    lead, rates = talking_therapies_pieces(RATES, wording())
    rows = table(rates.markdown, "nhs-rates")

    assert [row[:2] for row in rows[1:]] == [
        ["Recovery", "1 of 3"],
        ["Reliable improvement", "1 of 4"],
        ["Reliable recovery", "1 of 3"],
        ["Reliable deterioration", "1 of 4"],
    ]
    assert [row[3] for row in rows[1:]] == ["50.8%", "66.4%", "48.4%", "–"]
    assert lead.text.startswith("NHS Talking Therapies' rule judges the PHQ-9 and the GAD-7 together")
    assert "for people who finished a course: came at least twice, and ended (4 of 6 people)." in lead.text
    assert "for orientation, not a target" in rates.text


def test_a_program_without_both_questionnaires_has_no_rates():
    """Nothing is said where the rule does not apply; where nobody finished, that is said."""
    assert talking_therapies_pieces(Unavailable("not_collected", "x"), wording()) == []
    (piece,) = talking_therapies_pieces(Unavailable("not_enough_data", "nobody_finished_a_course"), wording())
    assert "Nobody finished a course (came at least twice, and ended)." in piece.text


def test_few_members_at_higher_risk_are_said_to_be_few():
    """Three members: a sentence says that this is little; the part without anybody has no column."""
    _, piece = higher_risk_pieces(RISK, wording())
    rows = table(piece.markdown, "higher-risk")

    assert rows[0] == ["What", "Higher", "Others"]
    assert rows[1] == ["PHQ-9: members", "3", "12"]
    assert rows[2][:2] == ["PHQ-9: completed", "2 of 3 (20% to 90%)"]
    assert "Higher risk is a first score of 15 or more on the PHQ-9 (severe; A band)." in piece.text
    assert "Columns of fewer than 10 members say little." in piece.text


def test_a_share_of_few_people_is_marked_and_no_difference_is_starred():
    """Points with Newcombe's interval; a category with nobody beside it has no difference."""
    piece = equity_shares_piece(SHARES, wording())
    rows = table(piece.markdown, "equity-shares")

    assert rows[1] == ["gender: man", "completed", "2 of 3 (21% to 94%), few", "15 of 20", "−8 (−55 to +25)"]
    assert rows[2] == ["gender: woman", "improved, PHQ-9", "15 of 20 (53% to 89%)", "–", "–"]
    assert "*" not in piece.text
    assert "a reason to look, not a finding" in piece.text


def test_a_cost_for_each_of_nobody_is_not_enough_data():
    """48,000 over 70 and over 26; nobody recovered."""
    said = costs_piece(COSTS, wording()).text

    assert "686 USD for each of 70 people who completed" in said
    assert "nobody recovered, so there is not enough data for a cost for each" in said
    assert "1,846 USD for each of 26 who improved reliably (of 55 with both measurements)" in said


def test_evaluators_read_all_of_it_and_leadership_none(detailed):
    """Also where leadership's summary was handed the details by mistake."""
    evaluator, leadership = program_view_of(detailed), program_view_of(detailed, "leadership")
    labels = ("tbl-choices", "tbl-missing-scores", "tbl-nhs-rates", "tbl-higher-risk")
    shown = program_appendix(evaluator).markdown
    section = groupreport.show_program_outcomes(evaluator).markdown

    assert all(f"#{label}" in shown for label in labels)
    assert kinds(shown) <= BLOCKS | INLINES
    assert "48,000" in section
    hidden = groupreport.show_program_outcomes(leadership).markdown
    assert not any(label in hidden for label in (*labels, "48,000"))
    assert program_appendix(leadership).markdown == ""
    assert "Equity, every category" in groupreport.show_equity(evaluator).markdown
    assert "#tbl-equity-shares" in shown
    assert "tbl-equity-shares" not in groupreport.show_equity(leadership).markdown
    assert "No published rate for groups was found" in str(groupreport.show_program_rules(evaluator))
    assert "No published rate for groups was found" not in str(groupreport.show_program_ruptures(leadership))


def test_a_groups_report_has_them_in_short(changed):
    """The sentences and the table of criteria, without the program's parts."""
    view = changed(outcome_details=DETAILS)
    page, section = groupreport.show_outcome_details(view), str(groupreport.show_outcomes(view))

    assert kinds(page.markdown) <= BLOCKS | INLINES
    assert "#tbl-choices" in page.markdown
    assert "Whether more than half improved depends on which published criterion is used on the PHQ-9." in str(page)
    assert "Whatever became of those without both measurements, 11 to 21 of 30 enrolled improved reliably" in section
    assert "of 22 who completed, 10 are known to have" in str(page)
    assert "tbl-nhs-rates" not in page.markdown


def test_nothing_that_is_missing_is_printed(detailed):
    """A questionnaire without criterion, cut-off, pairs or scale range still has its sentences."""
    bare = OutcomeDetails(
        effects=EFFECTS.assign(**{name: NAN for name in EFFECTS.columns.difference(list(NAMED))}),
        criteria=CRITERIA.iloc[:0],
        missing=MISSING.assign(
            **{name: NAN for name in MISSING.select_dtypes(np.float64)}, pairs=0, with_n=0, without_n=0
        ),
    )
    nothing = ProgramDetails(
        talking_therapies=Unavailable("not_collected", "x"),
        higher_risk=Unavailable("not_collected", "no_line_of_higher_risk"),
        equity=Unavailable("not_collected", "x"),
        costs=Unavailable("not_collected", "x"),
    )
    view = program_view_of(dataclasses.replace(detailed, outcome_details=bare, details=nothing))
    page = f"{groupreport.show_program_outcomes(view)}\n{program_appendix(view)}"

    assert not re.findall(r"\b(?:nan|None|NaT|NA|inf)\b", page)
    assert "30 of 30 enrolled lack one or both measurements" in page
