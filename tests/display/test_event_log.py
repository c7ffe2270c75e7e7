"""The event log and what went with drops: told with their numbers, with chance beside them, and never why."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

import pandas as pd
import pytest

import groupreport
from groupreport.display.consequence_words import consequence_pieces, group_sentence
from groupreport.display.event_log_words import (
    cells_table,
    cultural_steps_sentence,
    log_paragraphs,
    resolved_sentence,
    sessions_sentence,
    steps_table,
)
from groupreport.display.wording import wording
from groupreport.measures.change import Estimate
from groupreport.measures.consequences import OutcomeDifference
from groupreport.measures.responses import STEPS, Overlap
from groupreport.measures.retention import kaplan_meier, median_session
from groupreport.summaries.records import (
    Consequences,
    EventLog,
    LogAndRatings,
    MembersInLog,
    OutcomeByDrops,
    Unavailable,
)

from .pages import program_appendix
from .simulated import frozen_term, small_term


@pytest.fixture(name="words")
def _words():
    return wording()


def text_of(*pieces) -> str:
    return " ".join(" ".join(piece.text for piece in pieces if piece is not None).split())


def log_of(**changed: Any) -> EventLog:
    """Twelve ruptures, three of them cultural; nine resolved within 0 to 3 sessions and three not."""
    times, resolved = [0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6], [True] * 9 + [False] * 3
    curve = kaplan_meier(times, resolved)
    steps = pd.DataFrame(
        [("cultural", 3, step, 2, 0, 1) for step in STEPS] + [("not_cultural", 9, step, 0, 0, 9) for step in STEPS],
        columns=["sort", "events", "step", "taken", "not_taken", "not_recorded"],
    )
    cells = pd.DataFrame(
        [
            ("level", "member_member", 12, 3, 4, 3.0, 1.0, 5.0, 8, 2.0),
            ("kind", "withdrawal", 9, 0, 1, 2.5, 2.5, 2.5, 6, 1.0),
            ("kind", None, 3, 3, 0, math.nan, math.nan, math.nan, 2, math.nan),
        ],
        columns=["by", "cell", "events", "cultural", "intensity_recorded", "intensity_median", "intensity_lowest"]
        + ["intensity_highest", "repaired_full", "median_sessions"],
    )
    facts: dict[str, Any] = {
        "events": 12,
        "own_words": 1,
        "cells": cells,
        "steps": steps,
        "starters": pd.DataFrame({"role": ["leader", "member", "not_recorded"], "repairs": [5, 3, 2]}),
        "reporters": pd.DataFrame({"role": ["leader", None], "events": [10, 2]}),
        "thirds": pd.DataFrame({"part": ["early", "middle", "late", "outside"], "events": [2, 7, 2, 1]}).assign(
            sessions=pd.array([12, 16, 12, None], dtype="Int64")
        ),
        "resolution": curve,
        "resolved": 9,
        "unresolved": 3,
        "left_out": 0,
        "median": median_session(curve),
        "with_ratings": beside(both=5),
    }
    return EventLog(**facts | changed)


def beside(both: int) -> LogAndRatings:
    return LogAndRatings(
        sessions=Overlap(both=both, rating_only=9, log_only=11 - both, neither=20, expected=3.5, low=1.0, high=6.0),
        outside=1,
        members=MembersInLog(
            events=12, seen_same=3, seen_next=2, not_seen=4, cannot_be_said=3, expected=2.25, drops=20, drops_logged=5
        ),
    )


@pytest.mark.parametrize(("both", "said"), [(0, "no more than"), (1, "about as many as"), (7, "more than")])
def test_sessions_seen_by_both_stand_beside_chance(both, said, words):
    """0, 1 and 7 against a middle 95 % from 1 to 6."""
    found = str(sessions_sentence(log_of(with_ratings=beside(both)), words))

    assert f"{said} chance alone would give (3.5; 95% of draws 1 to 6" in found
    assert f"both point to {both} of 40 sessions" in found
    assert "At 1 more session a rupture was logged and no rating could show it" in found


def test_every_number_of_the_log_is_in_its_sentence(words):
    """Half of twelve within two sessions; 5, 3 and 2 repairs; 2, 7, 2 and 1 by thirds; 3, 2, 4 and 3 by member."""
    said = text_of(*log_paragraphs(log_of(), words))

    assert "Of 10 ruptures that somebody tried to repair" in said
    assert "by leaders in 5, members in 3; not recorded in 2." in said
    assert "one session with 8 members, in which members started about one third" in said
    assert "9 of 12 logged ruptures were resolved, half of all within 2 held sessions" in said
    assert "2 in the first (12 sessions), 7 in the middle (16 sessions), 2 in the last (12 sessions); 1 at none" in said
    assert "Logged by leaders 10, people not on record 2" in said
    assert "Of 9 logged ruptures" in said
    assert "in the same session in 3, at that member's next rating in 2, and in neither in 4" in said.replace("’", "'")
    assert "drops would be seen in 2.3. Of 3 others it cannot be said. 5 of 20 rating drops" in said
    assert "1 kind written in words that are on no list" in said


def test_few_ruptures_have_no_median(words):
    """Of three, all resolved in the next session, nobody says that half were."""
    curve = kaplan_meier([1, 1, 1], [True] * 3)
    few = log_of(events=3, resolution=curve, resolved=3, unresolved=0, median=1.0)

    assert resolved_sentence(few, words) == ""
    assert "3 of 3 logged ruptures were resolved, too few for a median" in text_of(*log_paragraphs(few, words))


def test_a_half_that_is_never_reached_is_said(words):
    """Two of six resolved: no median, and no sentence that needs one."""
    curve = kaplan_meier([1, 1, 4, 4, 4, 4], [True] * 2 + [False] * 4)
    found = log_of(resolution=curve, resolved=2, unresolved=4, median=math.nan)

    assert resolved_sentence(found, words) == ""
    assert "not half of them were within the sessions held" in text_of(*log_paragraphs(found, words))


def test_a_step_without_a_record_is_a_dash_and_not_a_zero(words):
    """Three cultural ruptures, two of them with a record, all taken; nine others without any."""
    said = text_of(steps_table(log_of(), words))

    assert "Named it 2 of 2 –" in said
    assert "Cultural (3)" in said
    assert "0 of 9" not in said
    assert str(cultural_steps_sentence(log_of(), words)).count("2 of 2") == len(STEPS)


def test_no_record_of_steps_is_no_table(words):
    """A table of dashes says nothing."""
    steps = log_of().steps.assign(taken=0, not_taken=0)
    found = log_of(steps=steps)

    assert steps_table(found, words) is None
    assert "is not on record" in str(cultural_steps_sentence(found, words))


def test_cells_print_intensity_as_it_was_written(words):
    """A median of 3 from 1 to 5; a single 2.5; none; and a kind that is not on record."""
    said = text_of(cells_table(log_of(), words))

    assert "Members with members 12 3 3 (1 to 5) 8 2" in said
    assert "Withdrawal 9 0 2.5 6 1" in said
    assert "Not recorded 3 3 – 2 –" in said


def test_a_groups_few_ruptures_are_not_counted_twice(changed):
    """Under five, the section's table lists each of them; behind it stands only what ratings saw."""
    few = log_of(events=2, steps=log_of().steps[lambda rows: rows["sort"] == "cultural"])
    said = " ".join(str(groupreport.show_log_and_ratings(changed(event_log=few))).split())

    assert "Log and ratings, by session." in said
    assert "Repairs." not in said
    assert "Named it" not in said
    for none in (log_of(events=0), Unavailable("not_collected", "no_log")):
        assert str(groupreport.show_log_and_ratings(changed(event_log=none))) == ""


def outcome_of(difference: OutcomeDifference, **changed: Any) -> OutcomeByDrops:
    rows = pd.DataFrame(
        [
            ("no_drop", 30, 25, 4.0, 2.0, 6.0, 0.8, 5, 6, 12, 2),
            ("repaired", 12, 9, 5.0, 1.5, 8.5, 1.0, 3, 2, 4, 0),
            ("unrepaired", 8, 6, 1.2, -3.0, 5.4, 0.24, 0, 1, 4, 1),
            ("undetermined", 4, 0, math.nan, math.nan, math.nan, math.nan, 0, 0, 0, 0),
        ],
        columns=["status", "members", "pairs", "change", "low", "high", "d"]
        + ["recovered", "improved", "unchanged", "deteriorated"],
    )
    facts: dict[str, Any] = {"instrument": "phq9", "short_name": "PHQ-9", "scale": "total", "by_status": rows}
    left = rows.assign(members=[30, 12, 10, 2], pairs=[25, 9, 7, 0])
    changed_by = dict(zip(("change", "low", "high", "d"), (0.4, -3.5, 4.3, 0.08), strict=True))
    left.loc[left["status"] == "unrepaired", list(changed_by)] = list(changed_by.values())
    facts |= {"difference": difference, "if_left": left, "difference_if_left": difference}
    return OutcomeByDrops(**facts | changed)


def difference_of(value: float, low: float, high: float, *, clusters: bool = True) -> OutcomeDifference:
    ends = {"cluster_low": low - 1, "cluster_high": high + 1} if clusters else {}
    sides = {"unrepaired": 6, "repaired": 9, "groups": 7 if clusters else 3}
    return OutcomeDifference(**sides, difference=value, low=low, high=high, d=value / 5, **ends)


FEW = OutcomeDifference(unrepaired=3, repaired=9, groups=4)


def consequences_of(difference: OutcomeDifference, **changed: Any) -> Consequences:
    nan = math.nan
    drop_out = pd.DataFrame(
        [
            ("no_drop", 30, 6, 0.2, 0.1, 0.37, None, None, nan, nan, nan),
            ("repaired", 12, 1, 1 / 12, 0.02, 0.35, 11, 1, 1 / 11, 0.02, 0.38),
            ("unrepaired", 8, 3, 0.375, 0.14, 0.69, 6, 2, 1 / 3, 0.1, 0.7),
            ("undetermined", 4, 2, 0.5, 0.15, 0.85, 0, 0, nan, nan, nan),
        ],
        columns=["status", "known", "left", "share", "low", "high", "stayed", "stayed_left"]
        + ["stayed_share", "stayed_low", "stayed_high"],
    ).astype({"stayed": "Int64", "stayed_left": "Int64"})
    facts: dict[str, Any] = {"window": 3, "members": 54, "moved": 2, "drop_out": drop_out}
    facts |= {"drop_out_difference": Estimate(value=0.242, low=-0.12, high=0.6), "outcome": outcome_of(difference)}
    return Consequences(**facts | changed)


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (difference_of(-3.8, -6.5, -1.1), "went with 3.8 points less improvement than repaired drops"),
        (difference_of(2.0, 0.5, 3.5), "went with 2.0 points more improvement than repaired drops"),
        (difference_of(-0.02, -2.0, 2.0), "improved alike (6 and 9 members)"),
        (FEW, "not enough members to compare outcome after drops that were not and drops that were repaired: 3 and 9"),
    ],
)
def test_outcome_after_drops_has_its_direction(difference, said, words):
    """Less where the difference is negative, more where it is positive, alike where it is printed as zero."""
    assert said in text_of(*consequence_pieces(consequences_of(difference), words)).replace("\\", "")


@pytest.mark.parametrize(("low", "high", "unclear"), [(-6.5, -1.1, False), (-6.5, 0.4, True), (-6.5, -0.04, True)])
def test_a_difference_that_may_be_chance_says_so(low, high, unclear, words):
    """Where the interval holds 0, as it is printed: a limit of -0.04 is printed as 0.0."""
    said = text_of(*consequence_pieces(consequences_of(difference_of(-3.0, low, high)), words))

    assert ("which may be chance" in said) is unclear


def test_the_table_and_its_sentences_hold_every_number(words):
    """Counts, intervals, and what was published beside them."""
    said = text_of(*consequence_pieces(consequences_of(difference_of(-3.8, -6.5, -1.1)), words))

    assert "Repaired 12 9 +5.0 (+1.5 to +8.5) +1.00 5 / 0 1 of 12 (2% to 35%) 1 of 11" in said
    assert "Not repaired 8 6 +1.2 (−3.0 to +5.4) +0.24 1 / 1 3 of 8 (14% to 69%) 2 of 6" in said
    assert "Open 4 0 – – – 2 of 4 –" in said
    assert "With the group as the unit of chance (7 groups) the interval is −7.5 to −0.1" in said
    assert "2 of 6 with a drop that was not repaired then dropped out, and 1 of 11 whose drops were repaired" in said
    assert "difference +24 percentage points, 95% interval −12 to +60" in said
    assert "2 members are added to those whose drops were not repaired" in said
    assert "Not repaired, or left 10 7 +0.4 (−3.5 to +4.3) +0.08 1 / 1 – –" in said
    assert "r 0.29 (95% 0.10 to 0.47; Eubanks et al., 2018)" in said
    assert "McLaughlin et al., 2014" in said
    assert "Nothing here says what came first or why" in said


def test_few_groups_say_that_the_interval_is_too_narrow(words):
    """With three groups nothing allows for members of a group being alike."""
    found = consequences_of(difference_of(-3.8, -6.5, -1.1, clusters=False))

    assert "so the interval is too narrow" in text_of(*consequence_pieces(found, words))


def test_few_are_not_compared_in_drop_out_either(words):
    """The counts are told, and how many are asked for."""
    found = consequences_of(FEW, drop_out_difference=Estimate(value=math.nan, low=math.nan, high=math.nan), moved=0)
    said = text_of(*consequence_pieces(found, words))

    assert "not enough members to compare drop-out: it takes 5 with a drop that was not repaired" in said
    assert "and there are 6 and 11." in said
    assert "would change nothing" in said
    assert "the interval is too narrow" not in said


def test_without_outcomes_the_table_has_drop_out_alone(words):
    """The reason stands where the comparison would."""
    absent = Unavailable("not_collected", "no_outcomes")
    said = text_of(*consequence_pieces(consequences_of(FEW, outcome=absent), words))

    assert "Outcome cannot be set beside drops: Outcome questionnaires" in said
    assert "Both scores" not in said
    assert "Repaired 12 1 of 12 (2% to 35%) 1 of 11" in said


def test_without_a_drop_there_is_nothing_to_say(words):
    """No drop, no judged member, nothing collected: no empty table."""
    found = consequences_of(FEW)
    none = dataclasses.replace(
        found,
        drop_out=found.drop_out.assign(known=[54, 0, 0, 0]),
        outcome=outcome_of(FEW, by_status=outcome_of(FEW).by_status.assign(members=[54, 0, 0, 0])),
    )

    for nothing in (none, None, Unavailable("not_enough_data", "nobody_judged_for_log")):
        assert consequence_pieces(nothing, words) == []
        assert group_sentence(nothing, words) == ""


def test_a_group_tells_counts_and_compares_nothing(words):
    """A sentence of counts, in which a kind of member with nobody is left out."""
    found = consequences_of(FEW)
    found = dataclasses.replace(found, drop_out=found.drop_out.assign(known=[30, 12, 8, 0]))
    said = str(group_sentence(found, words))

    assert "1 of 12 with repaired drops dropped out and 5 of 9 improved reliably" in said
    assert "could not be followed" not in said
    assert "not enough members in one group to compare" in said


@pytest.fixture(scope="module", name="term")
def _term(tmp_path_factory):
    simulated = small_term()
    events = simulated.tables["events"].copy()
    events.loc[events.index[0], ["kind", "note"]] = ["Kim shouted at Lee", "Kim was hurt"]
    return frozen_term(tmp_path_factory.mktemp("log"), simulated, {"events": events})


def test_a_real_terms_pages_tell_the_log_to_evaluators_alone(term):
    """Kinds, resolution and members' drops are on evaluators' pages; leadership's say what they said before."""
    summary = groupreport.summarize_program(term)
    views = {audience: groupreport.for_audience(summary, audience) for audience in ("evaluator", "leadership")}
    pages = {
        audience: str(groupreport.show_program_ruptures(view)) + str(program_appendix(view))
        for audience, view in views.items()
    }

    for said in ("Log and ratings, by session.", "By member.", "Half resolved", "Nothing here says what came first"):
        assert said in pages["evaluator"].replace("**", "")
        assert said not in pages["leadership"]
    assert "kind written in words that are on no list" in pages["evaluator"]


def test_a_kind_in_somebodys_own_words_is_on_no_page(term):
    """A name that staff wrote as the kind of a rupture is printed nowhere, in a group's report or in the program's."""
    group = groupreport.for_audience(groupreport.summarize_group(term, "G01"), "evaluator")
    pages = [groupreport.show_ruptures(group), groupreport.show_log_and_ratings(group)]
    program = groupreport.for_audience(groupreport.summarize_program(term), "evaluator")
    pages += [groupreport.show_program_ruptures(program), program_appendix(program)]

    assert "another kind" in str(pages[0])
    assert not [page for page in pages if "Kim" in page.markdown]
