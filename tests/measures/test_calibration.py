"""What rules find of planted falls: against normal theory in R, another program's simulation, and worked by hand."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from groupreport.measures.calibration import (
    REFERENCE,
    Design,
    Planted,
    Recovery,
    Share,
    at_alarms,
    calibrate,
    calibrate_depths,
    candidates,
    flat_falls,
    grid,
    judged_rules,
    nobody_falls,
    planted_term,
    recovery,
    supported_rule,
    why_out_of_reach,
)
from groupreport.measures.ruptures import RULES, rule_named
from groupreport.parameters import RuptureSettings

ONE_STEP = replace(rule_named("reliable_change"), cumulative=False)


@pytest.mark.parametrize(
    ("depth", "carries", "share"),
    [(0, 0.0, 0.0250), (1, 0.0, 0.1051), (2, 0.0, 0.2926), (3, 0.0, 0.5641), (2, 0.5, 0.2201), (0, 0.5, 0.0028)],
)
def test_two_sessions_find_what_the_normal_distribution_says(depth: float, carries: float, share: float) -> None:
    """R 4.2.2: pnorm((depth - 1.96 * sqrt(2)) / sqrt(2 * (1 - rho))), the difference of two ratings.

    With two sessions the fall is in the second one, and nothing can be added up. Jacobson and Truax's criterion leaves
    2.5 % on its lower side where nothing changes.
    """
    design = Design(members=20000, sessions=2, depth=depth, autocorrelation=carries, share=0.5, missing=0.0)
    settings = RuptureSettings(minimum_ratings=2)

    found = recovery(planted_term(design, seed=11), "reliable_change", settings=settings)

    assert found.recall.share == pytest.approx(share, abs=0.012)
    assert found.false_alarms.share == pytest.approx(0.025 if carries == 0 else 0.0028, abs=0.004)


@pytest.mark.parametrize(
    ("rule", "given", "flagged"),
    [
        ("one_sd", (97, 99.7, 98, 100), None),
        ("two_sd", (57, 73, 47, 89), (0.088, 0.084, 0.049, 0.082)),
        ("reliable_change", (16, 25, 6, 39), (0.025, 0.025, 0.005, 0.025)),
        ("chart_two_sigma", (12, 21, 43, 37), (0.016, 0.019, 0.045, 0.021)),
        ("chart_three_sigma", (1, 1, 6, 3), (0.001, 0.001, 0.006, 0.001)),
        ("sudden_loss", (0.7, 0.7, 1.3, 2), (0.001, 0.001, 0.001, 0.001)),
    ],
)
def test_false_alarms_are_those_of_an_earlier_simulation(
    rule: str, given: tuple[float, ...], flagged: tuple[float, ...] | None
) -> None:
    """This project's own simulation of steady members in another program, before there was any code here.

    Percent of members with a flag, and share of intervals flagged, with 8 and 12 sessions, 12 with .4 carried over, and
    20. It looked at single steps and at the SD of the member's own ratings alone, so rules add nothing up here and
    every member is a group. A chart counted the first rating and those that stayed below the limit as well, so ours
    flags up to 5 percentage points fewer members. Episodes never overlap, which takes steps from the 1 SD rule.
    """
    rules = {
        "one_sd": replace(rule_named("sd_lenient"), cumulative=False),
        "two_sd": replace(rule_named("sd_strict"), cumulative=False),
        "reliable_change": ONE_STEP,
        "chart_two_sigma": replace(rule_named("chart_individuals"), factor=2.0),
        "chart_three_sigma": rule_named("chart_individuals"),
        "sudden_loss": replace(rule_named("sudden_loss"), share=0.0),
    }
    designs = [
        Design(members=3000, group_size=1, sessions=sessions, autocorrelation=carries, share=0.0, missing=0.0)
        for sessions, carries in ((8, 0.0), (12, 0.0), (12, 0.4), (20, 0.0))
    ]

    found = [recovery(planted_term(design, seed=5), rules[rule]) for design in designs]

    assert [100 * one.false_alarms.share for one in found] == pytest.approx(given, abs=5 if "chart" in rule else 3)
    if flagged is not None:
        assert [one.flagged.share for one in found] == pytest.approx(flagged, abs=0.01)


def test_a_planted_fall_has_its_depth_its_length_and_its_onset() -> None:
    """By hand: without noise to speak of, over two sessions to 3 points and three sessions low, then back at once."""
    design = Design(
        members=300,
        person_sd=0.0,
        noise_sd=1e-6,
        depth=3e6,
        onset_sessions=2,
        low_sessions=3,
        share=0.5,
        missing=0.0,
        sessions=8,
    )
    term = planted_term(design, seed=3)
    score = np.round(term.ratings["score"].to_numpy().reshape(-1, 8), 3)

    for fall, row in zip(term.truth.itertuples(), score, strict=True):
        course = [7.0] * (fall.onset - 1) + [5.5, 4.0, 4.0, 4.0] + [7.0] * 8
        assert row.tolist() == (course[:8] if fall.planted else [7.0] * 8)
        assert (fall.nadir, fall.last, fall.over) == (
            (fall.onset + 1, min(fall.onset + 3, 8), fall.onset + 3 < 8) if fall.planted else (0, 0, False)
        )
    assert set(term.truth.loc[term.truth["planted"], "onset"]) == set(range(2, 8))  # 7 is the last to reach its depth


def test_a_planted_fall_may_last_to_the_end() -> None:
    """By hand: low from the onset on, wherever it is, and never over."""
    design = Design(
        members=200,
        person_sd=0.0,
        noise_sd=1e-6,
        depth=3e6,
        low_sessions="end",
        share=0.5,
        missing=0.0,
        sessions=8,
    )
    term = planted_term(design, seed=3)
    score = np.round(term.ratings["score"].to_numpy().reshape(-1, 8), 3)

    for fall, row in zip(term.truth.itertuples(), score, strict=True):
        before = fall.onset - 1 if fall.planted else 8
        assert row.tolist() == [7.0] * before + [4.0] * (8 - before)
        assert (fall.last, fall.over) == (8 if fall.planted else 0, False)


def test_falls_of_several_lengths_are_as_likely_and_the_members_stay_the_same() -> None:
    """A third each within four standard errors; of who falls, when, and all noise, nothing is another draw."""
    base = Design(members=6000, share=0.5, sessions=40, depth=1.0)
    mixed, short = (planted_term(replace(base, low_sessions=low), seed=9) for low in ((1, 3, "end"), 1))
    truth = mixed.truth[mixed.truth["planted"] & (mixed.truth["onset"] < 37)]
    lasted = np.where(truth["over"], truth["last"] - truth["nadir"] + 1, 0)

    assert set(lasted) == {0, 1, 3}
    for length in (0, 1, 3):
        assert np.mean(lasted == length) == pytest.approx(1 / 3, abs=4 * math.sqrt(2 / 9 / len(truth)))
    assert mixed.truth[["planted", "onset", "nadir"]].equals(short.truth[["planted", "onset", "nadir"]])
    steady = ~mixed.truth["planted"]
    both = (term.ratings["score"].to_numpy().reshape(-1, 40)[steady] for term in (mixed, short))
    np.testing.assert_array_equal(*both)
    # Onset and length have nothing to do with each other: no length begins later than another.
    means = [truth["onset"][lasted == length].mean() for length in (0, 1, 3)]
    assert max(means) - min(means) < 4 * math.sqrt(2 * 35**2 / 12 / 900)


def test_draws_made_before_lengths_could_be_mixed_are_still_the_same() -> None:
    """As this simulation gave them when every fall had one length: the last draw moves none before it."""
    term = planted_term(Design(members=2, sessions=6, share=1.0, missing=0.0, low_sessions=2), seed=1)

    assert term.truth[["onset", "nadir", "last", "over"]].to_numpy().tolist() == [[2, 2, 3, True], [4, 4, 5, True]]


def test_terms_have_the_designs_spread_gaps_and_groups() -> None:
    """SDs, what carries over, share and gaps within four standard errors; groups of eight, of one term each."""
    design = Design(members=20, sessions=20, autocorrelation=0.4, share=0.3, missing=0.25, depth=0.0, trend=0.1)
    term = planted_term(design, seed=8, terms=200)
    score = term.ratings["score"].to_numpy().reshape(-1, 20)
    complete = planted_term(replace(design, missing=0.0), seed=8, terms=200).ratings["score"].to_numpy().reshape(-1, 20)
    noise = complete - 7.0 - 0.1 * 0.75 * np.arange(20)

    assert np.isnan(score).mean() == pytest.approx(0.25, abs=0.008)
    assert term.truth["planted"].mean() == pytest.approx(0.3, abs=0.03)
    assert noise.std() == pytest.approx(math.hypot(1.5, 0.75), rel=0.04)
    steps = np.diff(noise, axis=1)
    assert steps.var() == pytest.approx(2 * 0.75**2 * (1 - 0.4), rel=0.02)
    sizes = term.ratings.groupby("group_id")["member_id"].nunique()
    assert sizes.tolist() == [8, 8, 4] * 200


def test_members_may_differ_in_their_noise() -> None:
    """Log-normal: the SD of the logarithm is .4, and the mean variance stays (.75 squared) within four errors."""
    design = Design(
        members=4000, person_sd=0.0, sessions=60, autocorrelation=0.0, missing=0.0, share=0.0, noise_spread=0.4
    )
    score = planted_term(design, seed=2).ratings["score"].to_numpy().reshape(-1, 60)
    variance = ((score - 7.0) ** 2).mean(axis=1)

    assert variance.mean() == pytest.approx(0.75**2, rel=0.06)
    # The logarithm of a variance from 60 ratings has a variance of 2 / 60 of its own.
    assert math.sqrt((np.log(variance).var() - 2 / 60) / 4) == pytest.approx(0.4, rel=0.05)


def test_ratings_are_rounded_and_end_where_the_scale_ends() -> None:
    """Whole points from 1 to 10."""
    design = Design(members=200, center=9.0, step=1.0, minimum=1.0, maximum=10.0, missing=0.0)
    score = planted_term(design, seed=1).ratings["score"]

    assert set(score) <= set(range(1, 11))
    assert (score == 10).mean() > 0.2


def test_scales_correlate_as_asked_and_the_fall_is_in_the_first() -> None:
    """Noise of two scales in a session correlates by .5 within four standard errors; the first scale stays the same."""
    design = Design(members=4000, person_sd=0.0, autocorrelation=0.3, share=0.0, scales=3, scale_correlation=0.5)
    term = planted_term(design, seed=6)
    score = term.ratings["score"].to_numpy().reshape(3, 4000, 12)
    alone = planted_term(replace(design, scales=1), seed=6).ratings["score"].to_numpy().reshape(4000, 12)

    np.testing.assert_array_equal(score[0], alone)
    assert (np.isnan(score) == np.isnan(alone)).all()  # who was away rated nothing
    for one, other in itertools.combinations(score, 2):
        given = ~np.isnan(one)
        assert np.corrcoef(one[given], other[given])[0, 1] == pytest.approx(0.5, abs=0.02)
        assert other[given].std() == pytest.approx(0.75, rel=0.02)
    fallen = (
        planted_term(replace(design, share=1.0, depth=4.0), seed=6).ratings["score"].to_numpy().reshape(3, 4000, 12)
    )
    np.testing.assert_array_equal(fallen[1:], score[1:])
    assert np.nanmax(score[0] - fallen[0]) == pytest.approx(3.0)


def test_members_are_flagged_on_any_scale_as_often_as_independent_scales_say() -> None:
    """1 - (1 - p) to the power of 4, the chance of one alarm or more on four unrelated scales; one scale gives p.

    Two sessions and the reliable change criterion: p is 2.5 % (Jacobson and Truax), so 9.6 % on four scales.
    """
    design = Design(members=20000, sessions=2, share=0.0, missing=0.0, autocorrelation=0.0, scale_correlation=0.0)
    settings = RuptureSettings(minimum_ratings=2)
    one, four = (
        recovery(planted_term(replace(design, scales=scales), seed=11), "reliable_change", settings=settings)
        for scales in (1, 4)
    )

    assert one.false_alarms.share == pytest.approx(0.025, abs=0.0045)
    assert four.false_alarms.share == pytest.approx(1 - 0.975**4, abs=0.0085)
    assert one.false_alarms.total == four.false_alarms.total == 20000
    assert four.flagged.total == 4 * one.flagged.total


def test_only_an_episode_on_the_scale_of_the_fall_finds_it() -> None:
    """By hand: the fall is on the first scale in session 3; a drop on the second in the same session is another one."""
    design = Design(members=2, sessions=6, scales=2, noise_sd=1.0, depth=4.0, criterion=3.0)
    courses = [[8, 8, 7, 8, 8, 8], [8, 8, 8, 8, 8, 8], [8, 8, 4, 8, 8, 8], [8, 8, 4, 8, 8, 8]]
    rows = [
        {"member_id": place % 2, "group_id": 0, "level": place // 2, "session": session, "score": float(rating)}
        for place, course in enumerate(courses)
        for session, rating in enumerate(course, start=1)
    ]
    truth = pd.DataFrame(
        {
            "member_id": [0, 1],
            "planted": [True, False],
            "onset": [3, 0],
            "nadir": [3, 0],
            "last": [3, 0],
            "over": [True, False],
        }
    )
    found = recovery(Planted(ratings=pd.DataFrame(rows), truth=truth, design=design), "reliable_change")

    assert (found.recall.count, found.recall.total) == (0, 1)
    assert (found.precision.count, found.precision.total) == (0, 2)
    assert (found.false_alarms.count, found.false_alarms.total) == (1, 1)


@pytest.mark.parametrize(("alarms", "factor"), [(0.025, 1.0), (0.10, 0.6539), (0.20, 0.4294)])
def test_a_rule_is_set_to_the_share_that_the_normal_distribution_gives(alarms: float, factor: float) -> None:
    """R 4.2.2: -qnorm(alarms) / 1.96, the criteria under which a difference of two ratings falls so often.

    With this factor it finds pnorm(qnorm(alarms) + 2 / sqrt(2)) of falls of 2 SD.
    """
    found_share = {0.025: 0.2926, 0.10: 0.5529, 0.20: 0.7164}[alarms]
    design = Design(members=20000, sessions=2, depth=2.0, autocorrelation=0.0, share=0.5, missing=0.0)
    settings = RuptureSettings(minimum_ratings=2)

    at = at_alarms(planted_term(design, seed=11), "reliable_change", alarms, settings=settings)

    assert at.factor == pytest.approx(factor, abs=0.05)
    assert alarms - 0.005 < at.found.false_alarms.share <= alarms
    assert at.found.recall.share == pytest.approx(found_share, abs=0.02)


def test_what_cannot_be_set_to_a_share_says_so() -> None:
    """No factor, or none that leads there: no number; a share must be one."""
    term = planted_term(REFERENCE, seed=1, terms=5)

    for rule in ("change_point", "chart_western_electric", "sudden_loss"):
        at = at_alarms(term, rule, 0.15)
        assert (at.factor, at.found) == (None, None)
    with pytest.raises(ValueError, match="above 0 and below 1"):
        at_alarms(term, "own_level", 1.0)


def test_a_flag_that_knows_nothing_finds_less_than_it_flags() -> None:
    """By hand: falls begin in any of sessions 2 to 12, flags of a reliable change too.

    Of flags in one session drawn among these, 6 in 11 lie in a fall that stays to the end and 1 in 11 in one of one
    session; so less than that share of the flagged members is found where the fall has no depth.
    """
    cells = {cell.value: cell.design for cell in flat_falls(REFERENCE)}
    for value, most in ((math.inf, 6 / 11), (1.0, 1 / 11)):
        design = replace(cells[value], missing=0.0, autocorrelation=0.0, share=0.5)
        (found,) = calibrate(design, rules=["reliable_change"], terms=250, seed=2)

        assert found.recall.share / found.false_alarms.share == pytest.approx(most, abs=0.09)


def test_nobody_falls_where_nobody_should() -> None:
    """No planted fall at all: nothing to find, and more flagged with every scale."""
    found = {
        (cell.varies, cell.value): calibrate(cell.design, rules=["own_level"], terms=10, seed=1)[0]
        for cell in nobody_falls(REFERENCE)
    }

    assert all(one.recall.total == 0 for one in found.values())
    shares = [found[key].false_alarms.share for key in (("sessions", 12), ("scales", 3), ("scales", 4))]
    assert shares == sorted(shares)
    assert found["scales", 4].false_alarms.share < found["scales_apart", 4].false_alarms.share


def handmade(*courses: tuple[list[float | None], int, int], depth: float = 4.0, low: int = 1) -> Planted:
    """Members with typed ratings, the session in which a fall begins (0: none) and its last low session."""
    sessions = len(courses[0][0])
    rows = [
        {"member_id": member, "group_id": 0, "level": 0, "session": place + 1, "score": rating}
        for member, (ratings, _, _) in enumerate(courses)
        for place, rating in enumerate(ratings)
    ]
    truth = pd.DataFrame(
        {
            "member_id": range(len(courses)),
            "planted": [onset > 0 for _, onset, _ in courses],
            "onset": [onset for _, onset, _ in courses],
            "nadir": [onset for _, onset, _ in courses],
            "last": [last for _, _, last in courses],
            "over": [0 < last < sessions for _, _, last in courses],
        }
    )
    design = Design(members=len(courses), sessions=sessions, noise_sd=1.0, depth=depth, low_sessions=low, criterion=3.0)
    return Planted(ratings=pd.DataFrame(rows).astype({"score": float}), truth=truth, design=design)


def test_what_was_found_is_counted_by_hand() -> None:
    """One met, one met twice, one missed because nobody rated it, one steady with an alarm, one steady, one too short.

    Found: the first member's at session 3, the second's at 2 and 5 (one of which matches), the fourth's at 6: so two of
    three planted falls, two of four episodes, one of two steady members.
    """
    term = handmade(
        ([8, 8, 4, 8, 8, 8, 8], 3, 3),
        ([8, 4, 8, 8, 4, 8, 8], 2, 5),
        ([8, 8, None, 8, 8, 8, 8], 3, 3),
        ([8, 8, 8, 8, 8, 4, 8], 0, 0),
        ([8, 8, 8, 8, 8, 8, 8], 0, 0),
        ([8, None, None, None, None, None, None], 0, 0),
    )

    found = recovery(term, "reliable_change")

    counts = {
        name: (getattr(found, name).count, getattr(found, name).total)
        for name in ("judged", "recall", "unrated", "precision", "false_alarms", "flagged", "right_status")
    }
    assert counts == {
        "judged": (5, 6),
        "recall": (2, 3),
        "unrated": (1, 3),
        "precision": (2, 4),
        "false_alarms": (1, 2),
        "flagged": (1, 12),
        "right_status": (1, 2),  # the second's planted fall lasts to session 5: not regained in the window
    }
    assert found.reason == "too_few_ratings"
    assert found.depth_error == 0
    assert found.youden == pytest.approx(2 / 3 - 1 / 2)


@pytest.mark.parametrize(
    ("ratings", "onset", "last", "met"),
    [
        ([8, 8, 8, 4, 8, 8], 3, 4, True),  # seen at the second low session
        ([8, 8, 7, 4, 8, 8], 4, 4, True),  # added up from one noisy step early
        ([8, 8, 8, 8, 4, 8], 3, 3, False),  # begins after it
        ([8, 4, 8, 8, 8, 8], 3, 4, False),  # over before
    ],
)
def test_an_episode_matches_where_it_meets_the_low_phase(
    ratings: list[float | None], onset: int, last: int, met: bool
) -> None:
    """Some session from onset to lowest rating is one from the planted onset to its last low session."""
    assert recovery(handmade((ratings, onset, last)), "reliable_change").recall.count == int(met)


def test_repairs_that_were_not_are_counted_by_hand() -> None:
    """Window 3. Of four met falls two were regained in it and one of these is called so; of two that stayed low, one.

    The second member's rating after the fall is half of the way back, the fourth's noise comes back at once although
    the fall lasts to session 6; the fifth's is cut off by the term's end and counts in neither.
    """
    term = handmade(
        ([8, 4, 8, 8, 8, 8], 2, 2),
        ([8, 4, 6, 6, 6, 6], 2, 2),
        ([8, 4, 4, 4, 4, 4], 2, 6),
        ([8, 4, 8, 4, 4, 4], 2, 6),
        ([8, 8, 8, 8, 8, 4], 6, 6),
    )

    found = recovery(term, "reliable_change")

    assert found.recall.count == 5
    assert (found.repairs_seen.count, found.repairs_seen.total) == (1, 2)
    assert (found.repairs_imagined.count, found.repairs_imagined.total) == (1, 2)


@pytest.mark.parametrize(
    ("ratings", "last", "right"),
    [
        ([8, 4, 8, 8, 8, 8], 2, 1),  # repaired, and is
        ([8, 4, 4, 4, 4, 8], 5, 1),  # the window of three ratings passes first: unrepaired, and is
        ([8, 4, 4, 4, 4, 8], 2, 0),  # noise keeps it low, so it is called unrepaired, but would have been repaired
        ([8, 8, 8, 8, 4, 4], 6, 1),  # the term ends: nobody can say, and nobody does
        ([8, 4, None, None, 8, 8], 2, 1),  # the first rating after it counts, whenever it comes
    ],
)
def test_the_status_is_held_against_the_fall_without_noise(ratings: list[float | None], last: int, right: int) -> None:
    """Repair window 3, worked by hand."""
    onset = next(place for place, rating in enumerate(ratings, start=1) if rating == 4)
    found = recovery(handmade((ratings, onset, last)), "reliable_change")

    assert (found.right_status.count, found.right_status.total) == (right, 1)


def test_deeper_falls_are_found_more_often_and_alarms_stay() -> None:
    """The noise is the same at every depth, so no luck is in the difference."""
    found = calibrate_depths(replace(REFERENCE, missing=0.0), depths=[3, 1, 2], terms=10, seed=4)

    for one in found.found[0]:
        of_rule = [next(rule for rule in rules if rule.rule == one.rule) for rules in found.found]
        assert all(low.recall.count <= high.recall.count for low, high in itertools.pairwise(of_rule)), one.rule
    alarms = {rules[0].false_alarms for rules in found.found}
    assert found.found[0][0].rule == "reliable_change"
    assert len(alarms) == 1
    assert (found.depths, found.design.depth) == ((1.0, 2.0, 3.0), 2.0)


def test_the_same_seed_gives_the_same_numbers_and_another_one_others() -> None:
    """Nothing else decides."""
    first, again, other = (calibrate(REFERENCE, terms=3, seed=seed) for seed in (1, 1, 2))

    assert [one.recall for one in first] == [one.recall for one in again]
    assert [one.recall for one in first] != [one.recall for one in other]


def test_every_rule_is_tried_or_has_a_reason() -> None:
    """All rules of the package are in the calibration, or it says why one is not."""
    tried = {rule.name for rule in judged_rules()}
    reasons = {name: why_out_of_reach(name) for name in RULES}

    assert tried == {name for name, why in reasons.items() if why is None}
    assert {one.rule for one in calibrate(Design(members=4), terms=1, seed=1)} == tried


def test_the_grid_changes_one_thing_at_a_time() -> None:
    """Depth, length, onset, series, gaps, carrying over, trend, noise, scales, reliability, whole points."""
    varied = {name: sorted(cell.value for cell in cells) for name, cells in _by_what_varies().items()}

    assert varied == {
        "reference": [0],
        "depth": [1, 1.5, 3],
        "low_sessions": [1, 2, 4, math.inf],
        "onset_sessions": [3],
        "sessions": [8, 20, 30],
        "missing": [0, 0.3],
        "autocorrelation": [0, 0.4],
        "trend": [-0.1, 0.1],
        "noise_spread": [0.4],
        "scales": [3, 4],
        "reliability": [0.7, 0.9],
        "whole_points": [1],
    }


def _by_what_varies() -> dict[str, list[Any]]:
    cells = sorted(grid(REFERENCE), key=lambda cell: cell.varies)
    return {name: list(group) for name, group in itertools.groupby(cells, key=lambda cell: cell.varies)}


def test_a_better_questionnaire_leaves_the_fall_and_the_spread() -> None:
    """Of a variance of 2.8125 a tenth is noise: SD .5303, so 1.5 points are 2.83 of them. By hand."""
    better = REFERENCE.measured_with(0.9)

    assert better.depth_in_points == pytest.approx(1.5)
    assert better.noise_sd == pytest.approx(0.5303, abs=1e-4)
    assert better.depth == pytest.approx(2.828, abs=1e-3)
    assert better.scale_reliability == pytest.approx(0.9)


def test_the_criterion_is_that_of_the_scale_or_the_one_given() -> None:
    """Jacobson & Truax: 1.96 * sqrt(2) * SD * sqrt(1 - reliability); SD 5, reliability .75 give 6.93."""
    design = Design(person_sd=4.0, noise_sd=3.0)

    assert replace(design, reliability=0.75).reliable_change == pytest.approx(6.93, abs=0.005)
    assert replace(design, reliability=0.75, criterion=2.0).reliable_change == 2.0
    assert design.reliable_change == pytest.approx(1.96 * math.sqrt(2) * 3)


def test_a_point_of_seven_is_a_sixth_of_the_range() -> None:
    """1 to 10: 1.5 points. A scale whose ends are not known has none, and the rule that needs it judges nobody."""
    ended = Design(minimum=1, maximum=10)

    assert (ended.answer_point, replace(ended, answer_range=3.0).answer_point) == (1.5, 0.5)
    found = recovery(planted_term(Design(), seed=1), "fixed_points")
    assert (found.judged.count, found.reason) == (0, "no_criterion")


def test_a_programs_own_numbers_of_a_rule_are_tried() -> None:
    """With 4 SDs instead of 2 the strict rule finds less; a changed rule can also be handed in itself."""
    settings = RuptureSettings(numbers={"sd_strict": {"factor": 4.0}})

    usual, own = (
        calibrate(REFERENCE, rules=["sd_strict"], terms=10, seed=1, settings=one)
        for one in (RuptureSettings(), settings)
    )
    assert own[0].recall.count < usual[0].recall.count
    led = calibrate_depths(REFERENCE, terms=1, seed=1, rules=[], settings=RuptureSettings(headline="sd_strict"))
    assert led.headline == "sd_strict"
    changed = replace(rule_named("sd_strict"), factor=4.0)
    assert calibrate(REFERENCE, rules=[changed], terms=10, seed=1) == own


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"members": 0}, "members must be 1 or more"),
        ({"scales": 0}, "scales must be 1 or more"),
        ({"scale_correlation": 1.0}, "scale_correlation must be 0 or more and below 1"),
        ({"sessions": 1}, "sessions must be 2 or more"),
        ({"sessions": 3, "onset_sessions": 3}, "does not fit into 3"),
        ({"low_sessions": 0}, "low_sessions must be 1 or more or 'end', it is 0"),
        ({"low_sessions": (2, 0)}, "low_sessions must be 1 or more or 'end', it is 0"),
        ({"low_sessions": "begin"}, "low_sessions must be 1 or more or 'end', it is 'begin'"),
        ({"low_sessions": ()}, "low_sessions must be one length or several"),
        ({"onset_sessions": 0}, "onset_sessions must be 1 or more"),
        ({"depth": -1.0}, "depth must not be negative"),
        ({"depth": math.nan}, "depth must be a number"),
        ({"noise_sd": 0.0}, "noise_sd must be more than 0"),
        ({"noise_spread": 1.1}, "noise_spread must lie between"),
        ({"person_sd": -1.0}, "person_sd must be 0 or more"),
        ({"autocorrelation": 1.0}, "autocorrelation must lie between"),
        ({"share": 1.1}, "share must lie between"),
        ({"missing": 1.0}, "missing must be 0 or more and below 1"),
        ({"missing": math.nan}, "missing must be 0 or more and below 1"),
        ({"trend": math.inf}, "trend must be a number"),
        ({"step": 0.0}, "step must be more than 0"),
        ({"minimum": 5.0, "maximum": 5.0}, "minimum must lie below maximum"),
        ({"reliability": 1.0}, "reliability must be 0 or more and below 1"),
        ({"criterion": 0.0}, "criterion must be more than 0"),
        ({"answer_range": 0.0}, "answer_range must be more than 0"),
    ],
)
def test_what_cannot_be_simulated_is_refused(changed: dict[str, Any], message: str) -> None:
    """The message names the number and its range."""
    with pytest.raises(ValueError, match=message):
        Design(**changed)


def share(count: int, total: int = 1000) -> Share:
    """A share of a thousand."""
    return Share(count=count, total=total)


def of_rule(name: str, recall: int, alarms: int, judged: int = 1000) -> Recovery:
    """What a rule would have found."""
    return Recovery(
        rule=name,
        judged=share(judged),
        reason=None,
        recall=share(recall),
        unrated=share(0),
        precision=share(500),
        false_alarms=share(alarms),
        flagged=share(10),
        right_status=share(500),
        repairs_seen=share(500),
        repairs_imagined=share(500),
        depth_error=0.0,
        depth_error_se=0.1,
    )


def test_the_supported_rule_has_the_largest_youden_index_of_those_that_qualify() -> None:
    """Youden 1950: recall minus false alarms; a rule over the limit, for comparison, or rarely judging is left out."""
    found = supported_rule(
        [
            of_rule("reliable_change", 900, 300),
            of_rule("sd_strict", 400, 100),
            of_rule("sd_lenient", 990, 10),
            of_rule("chart_individuals", 500, 0, judged=499),
            of_rule("sudden_loss", 100, 90),
        ]
    )

    assert found.rule == "sd_strict"
    assert found.whatever_the_alarms == "reliable_change"
    assert found.verdicts == {
        "reliable_change": "false_alarms",
        "sd_strict": "supported",
        "sd_lenient": "for_comparison",
        "chart_individuals": "few_judged",
        "sudden_loss": "finds_no_more_than_noise",
    }


def test_the_candidates_are_the_nearest_to_a_headline_whatever_their_alarms() -> None:
    """By hand: .45, .30, .20; one for comparison, one that judges few and one that is no better than noise are none."""
    found = [
        of_rule("sd_strict", 400, 100),
        of_rule("reliable_change", 700, 500),
        of_rule("sd_lenient", 990, 10),
        of_rule("chart_individuals", 500, 0, judged=499),
        of_rule("sudden_loss", 100, 90),
        of_rule("own_level", 600, 150),
    ]

    assert candidates(found, at_most=6) == ("own_level", "sd_strict", "reliable_change")
    assert candidates(found, at_most=2) == ("own_level", "sd_strict")


def test_no_rule_may_be_supported() -> None:
    """ "None" is an answer."""
    found = supported_rule([of_rule("reliable_change", 300, 300), of_rule("sudden_loss", 0, 0, judged=0)])

    assert found.rule is None
    assert found.whatever_the_alarms is None


def test_nothing_out_of_nothing_is_missing() -> None:
    """No steady member: a share of false alarms is missing, not 0."""
    found = recovery(handmade(([8, 8, 4, 8, 8, 8], 3, 3)), "reliable_change")

    assert math.isnan(found.false_alarms.share)
    assert all(math.isnan(limit) for limit in found.false_alarms.interval)
    assert math.isnan(found.youden)
    assert math.isnan(found.depth_error_se)
    assert supported_rule([found]).rule is None


@pytest.mark.parametrize("terms", [0, -1])
def test_no_term_is_no_simulation(terms: int) -> None:
    """At least one."""
    with pytest.raises(ValueError, match="terms must be 1 or more"):
        planted_term(REFERENCE, seed=1, terms=terms)


def test_no_depth_is_no_calibration() -> None:
    """At least one."""
    with pytest.raises(ValueError, match="at least one depth"):
        calibrate_depths(REFERENCE, depths=[], terms=1, seed=1)
