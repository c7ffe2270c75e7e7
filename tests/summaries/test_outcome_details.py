"""What evaluators read beside outcomes, from terms small enough to count by hand."""

from __future__ import annotations

import dataclasses
import math
import warnings

import pandas as pd
import pytest

from groupreport.disclosure import for_audience
from groupreport.parameters import records as parameters
from groupreport.summaries import summarize_group, summarize_program
from groupreport.summaries.records import Costs, OutcomeDetails, TalkingTherapies, Unavailable

from .conftest import frame, make_term

# member: first and last PHQ-9 and GAD-7 totals, how the stay ended.
PEOPLE = {
    "P1": (20, 8, 12, 5, "completed"),
    "P2": (14, 13, 6, 6, "completed"),
    "P3": (5, 12, 4, 4, "completed"),
    "P4": (16, None, 9, None, "dropped_out"),
    "P5": (9, None, 3, None, "dropped_out"),
    "P6": (18, 11, 10, 6, None),
}
NINE, SEVEN = 9, 7


def _answers(member: str, occasion: str, instrument: str, items: int, total: int | None) -> list[tuple]:
    """Items that add up to the total, none above 3."""
    if total is None:
        return []
    values = [min(3, max(0, total - 3 * place)) for place in range(items)]
    return [(member, occasion, instrument, str(place + 1), value) for place, value in enumerate(values)]


def tables_of(people: dict[str, tuple]) -> dict[str, pd.DataFrame]:
    """One group, three sessions that everybody attended but P5, who came once."""
    outcomes = []
    for member, (phq_first, phq_last, gad_first, gad_last, _) in people.items():
        for instrument, items, first, last in (
            ("phq9", NINE, phq_first, phq_last),
            ("gad7", SEVEN, gad_first, gad_last),
        ):
            outcomes += _answers(member, "pre", instrument, items, first)
            outcomes += _answers(member, "post", instrument, items, last)
    days = ["2026-09-07", "2026-09-14", "2026-09-21"]
    return {
        "groups": frame(
            "group_id group_name program modality enrollment planned_sessions",
            ("G1", "Grief", "Loss", "in_person", "open", 3),
        ),
        "roster": frame(
            "member_id group_id enrolled_on ended_on end_reason gender",
            *[
                (member, "G1", "2026-09-01", "2026-10-01" if end else None, end, "woman" if place % 2 else "man")
                for place, (member, (*_, end)) in enumerate(people.items())
            ],
        ),
        "sessions": frame(
            "group_id session held_on status", *[("G1", n, day, "held") for n, day in enumerate(days, start=1)]
        ),
        "attendance": frame(
            "member_id group_id session status",
            *[
                (member, "G1", n, "attended" if member != "P5" or n == 1 else "no_show")
                for member in people
                for n in (1, 2, 3)
            ],
        ),
        "ratings": frame(
            "member_id group_id session instrument item value",
            *[
                (member, "G1", n, "alliance_1_10", "1", value)
                for member, value in (("P1", 8), ("P2", 6), ("P4", 4), ("P6", 9))
                for n in (1, 2)
            ],
        ),
        "outcomes": frame("member_id occasion instrument item value", *outcomes),
    }


COSTS = parameters.Costs(total=600, currency="USD")
SETTINGS = {"instruments": ["alliance_1_10", "phq9", "gad7"], "characteristics": ["gender"]}


@pytest.fixture(name="program", scope="module")
def _program():
    return summarize_program(_term(PEOPLE))


def _term(people, costs=None, **settings):
    term = make_term(tables_of(people), SETTINGS | settings)
    with_costs = term.parameters.term_settings.model_copy(update={"costs": costs})
    return dataclasses.replace(term, parameters=term.parameters.model_copy(update={"term_settings": with_costs}))


def test_denominators_by_hand(program):
    """PHQ-9: P1 and P6 improved of 4 pairs, 6 enrolled, 3 who completed (P1 of them); bounds 2 to 4 of 6."""
    row = program.outcome_details.missing.iloc[0]

    assert [row[name] for name in ("enrolled", "completers", "pairs", "improved", "completer_improved")] == [
        6,
        3,
        4,
        2,
        1,
    ]
    assert (row["of_pairs"], row["of_enrolled"], row["of_completers"]) == pytest.approx((2 / 4, 2 / 6, 1 / 3))
    assert (row["worst_share"], row["best_share"]) == pytest.approx((2 / 6, 4 / 6))
    # Changes -12, -1, 7 and -7; P4 (16) may have changed by -16 to 11, P5 (9) by -9 to 18.
    assert (row["lowest_change"], row["highest_change"]) == pytest.approx((-38 / 6, 16 / 6))
    # First scores of P4 and P5 (12.5 on average) beside P1, P2, P3 and P6 (14.25).
    assert (row["with_n"], row["with_mean"], row["without_n"], row["without_mean"]) == (4, 14.25, 2, 12.5)
    assert row["difference"] == -1.75


def test_whoever_crossed_the_line_for_the_worse_is_counted_beside_the_classes(program):
    """PHQ-9: P3 went from 5 to 12. The four classes still add up to the pairs."""
    row, classes = program.outcome_details.effects.iloc[0], program.outcomes.by_instrument.iloc[0]

    assert (row["pairs"], row["harmed"], row["change"]) == (4, 1, -13 / 4)
    assert sum(classes[name] for name in ("recovered", "improved", "unchanged", "deteriorated")) == 4


def test_every_published_choice_counts_the_same_pairs(program):
    """PHQ-9 at 6 and 5; GAD-7 at 4 and 6, with cut-offs 8 and 10: P6 fell by 4, from 10."""
    criteria = program.outcome_details.criteria
    gad7 = criteria[criteria["instrument"] == "gad7"]

    assert criteria.groupby("instrument")["in_use"].sum().to_dict() == {"phq9": 1, "gad7": 1}
    assert criteria[criteria["instrument"] == "phq9"]["criterion"].tolist() == [6, 5]
    assert gad7[["criterion", "cutoff", "recovered", "improved", "unchanged"]].to_numpy().tolist() == [
        [4, 8, 2, 0, 2],
        [4, 10, 2, 0, 2],
        [6, 8, 1, 0, 3],
        [6, 10, 1, 0, 3],
    ]
    assert (criteria[["recovered", "improved", "unchanged", "deteriorated"]].sum(axis=1) == criteria["pairs"]).all()


def test_the_four_rates_by_hand(program):
    """P5 came once and P6 has not ended, so four finished: P1 recovered reliably; P3 was below and got worse."""
    found = program.details.talking_therapies
    rates = found.rates.set_index("rate")

    assert isinstance(found, TalkingTherapies)
    assert (found.people, found.finished, found.not_at_caseness, found.unscored) == (6, 4, 1, 1)
    assert list(zip(rates["count"], rates["of"], strict=True)) == [(1, 3), (1, 4), (1, 3), (1, 4)]
    assert rates.index.tolist() == ["recovery", "reliable_improvement", "reliable_recovery", "reliable_deterioration"]


def test_courses_that_attendance_off_the_record_decides_are_counted_apart():
    """P2 has a record of one session out of three: two attended contacts are possible, and not known."""
    tables = tables_of(PEOPLE)
    attendance = tables["attendance"]
    lost = (attendance["member_id"] == "P2") & (attendance["session"] > 1)
    found = summarize_program(make_term(tables | {"attendance": attendance[~lost]}, SETTINGS)).details.talking_therapies

    assert (found.people, found.finished, found.not_known) == (6, 3, 1)


def test_a_closed_group_that_is_over_has_finished_with_everybody():
    """P6 has no end on the roster, but came to all three sessions of a group that takes nobody new and is over."""
    tables = tables_of(PEOPLE)
    closed = tables["groups"].assign(enrollment="closed")
    found = summarize_program(make_term(tables | {"groups": closed}, SETTINGS))
    finished = found.retention.definitions.set_index("definition").loc["finished_course", "completed"]

    assert found.details.talking_therapies.finished == 5 == finished


def test_rates_are_not_made_from_one_questionnaire():
    """The rule needs both."""
    found = summarize_program(_term(PEOPLE, instruments=["alliance_1_10", "phq9"])).details.talking_therapies

    assert found == Unavailable("not_collected", "not_both_phq9_and_gad7")


def test_when_nobody_finished_that_is_said():
    """Everybody still enrolled."""
    open_stays = {member: (*scores, None) for member, (*scores, _) in PEOPLE.items()}

    assert summarize_program(_term(open_stays)).details.talking_therapies.reason == "not_enough_data"


def test_members_at_higher_risk_stand_beside_the_others(program):
    """PHQ-9 of 15 or more at first: P1, P4 and P6; with alliance 8, 4 and 9 (mean 7), P2 alone among the others (6)."""
    rows = program.details.higher_risk
    higher, others, unknown = (
        rows[(rows["instrument"] == "phq9") & (rows["part"] == part)].iloc[0]
        for part in ("higher_risk", "others", "no_first_score")
    )

    assert (higher["members"], others["members"], unknown["members"]) == (3, 3, 0)
    assert (higher["completed"], higher["dropped_out"]) == (1, 1)
    assert (others["completed"], others["dropped_out"]) == (2, 1)
    assert (higher["alliance_n"], higher["alliance_mean"]) == (3, 7.0)
    # t interval of 8, 4, 9: 7 +/- 4.302653 x 2.645751 / sqrt(3).
    assert (higher["alliance_low"], higher["alliance_high"]) == pytest.approx((0.4276, 13.5724), abs=5e-5)
    assert (others["alliance_n"], others["alliance_mean"]) == (1, 6.0)
    assert math.isnan(others["alliance_low"])
    assert (higher["pairs"], higher["improved"], higher["change"]) == (2, 2, -9.5)
    assert (others["pairs"], others["improved"], others["change"]) == (2, 0, 3.0)
    assert math.isnan(unknown["improved_low"])


def test_shares_by_characteristic_stand_beside_everybody_else(program):
    """Men are P1, P3 and P5, women P2, P4 and P6; 2 of 3 men completed and 1 of 3 women: difference 1/3."""
    shares = program.details.equity
    row = shares[(shares["measure"] == "completed") & (shares["category"] == "man")].iloc[0]

    assert (row["count"], row["n"], row["rest_count"], row["rest_n"]) == (2, 3, 1, 3)
    # From the limits of prop.test(correct = FALSE) in R 4.2.2.
    assert (row["low"], row["high"]) == pytest.approx((0.20765960, 0.93850806), abs=5e-8)
    assert (row["difference"], row["difference_low"], row["difference_high"]) == pytest.approx(
        (1 / 3, -0.31580068, 0.71777511), abs=5e-8
    )
    improved = shares[(shares["measure"] == "improved") & (shares["instrument"] == "phq9")].set_index("category")
    assert improved[["count", "n"]].to_numpy().tolist() == [[1, 2], [1, 2]]


def test_costs_are_divided_by_people_of_whom_it_is_known():
    """600 for 3 who completed; PHQ-9: 1 recovered (P1) and 2 improved of 4; GAD-7: 2 recovered."""
    found = summarize_program(_term(PEOPLE, costs=COSTS)).details.costs

    assert isinstance(found, Costs)
    assert (found.total, found.currency, found.enrolled, found.note) == (600, "USD", 6, "")
    assert found.rows[["counted", "people", "cost"]].to_numpy().tolist() == [
        ["completed", 3, 200.0],
        ["recovered", 1, 600.0],
        ["improved", 2, 300.0],
        ["recovered", 2, 300.0],
        ["improved", 2, 300.0],
    ]


def test_a_cost_for_each_of_nobody_is_missing():
    """Nobody completed: no division, no infinite cost."""
    dropped = {member: (*scores, "dropped_out") for member, (*scores, _) in PEOPLE.items()}
    found = summarize_program(_term(dropped, costs=COSTS)).details.costs

    assert found.rows["people"].iloc[0] == 0
    assert math.isnan(found.rows["cost"].iloc[0])


def test_without_costs_there_is_no_cost(program):
    """Nothing is assumed."""
    assert program.details.costs.reason == "not_collected"


def test_leadership_gets_none_of_it(program):
    """Counts of one or two people, and costs from which they follow, are evaluators' alone."""
    seen = for_audience(program, "leadership").summary

    assert seen.outcome_details is None
    assert seen.details is None
    assert for_audience(program, "evaluator").summary.details is program.details


def test_a_groups_details_are_the_programs_where_it_is_the_only_group(program):
    """The same people, measured the same way."""
    of_group = summarize_group(_term(PEOPLE), "G1").outcome_details

    for name in ("effects", "criteria", "missing"):
        pd.testing.assert_frame_equal(getattr(of_group, name), getattr(program.outcome_details, name))


@pytest.mark.parametrize(
    "people",
    [
        pytest.param({"P1": (12, 12, 8, 8, "completed")}, id="one-member"),
        pytest.param({name: (12, None, 8, None, None) for name in ("P1", "P2", "P3")}, id="no-last-score"),
        pytest.param({name: (12, 12, 8, 8, "completed") for name in ("P1", "P2", "P3", "P4")}, id="nothing-varies"),
        pytest.param({name: (None, 9, None, 5, "completed") for name in ("P1", "P2", "P3")}, id="no-first-score"),
    ],
)
def test_thin_terms_have_missing_numbers_and_no_warning(people):
    """One member, nobody measured twice, everybody alike: NaN where nothing can be said, and never an exception."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = summarize_program(_term(people, costs=COSTS))

    assert isinstance(found.outcome_details, OutcomeDetails)
    assert found.outcome_details.effects[["d_z", "d_av", "smcr"]].isna().all(axis=None)
    assert found.outcome_details.effects["change_low"].isna().all()


def test_people_have_no_order():
    """The same members written in another order give the same numbers."""
    turned = {f"P{number}": PEOPLE[f"P{number}"] for number in (5, 6, 4, 3, 2, 1)}
    first, second = summarize_program(_term(PEOPLE)), summarize_program(_term(turned, characteristics=[]))

    for name in ("effects", "criteria", "missing"):
        pd.testing.assert_frame_equal(
            getattr(first.outcome_details, name), getattr(second.outcome_details, name), check_exact=False
        )
    pd.testing.assert_frame_equal(first.details.talking_therapies.rates, second.details.talking_therapies.rates)
