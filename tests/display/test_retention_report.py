"""Drop-out by definition, the curve, absences and signs: told to evaluators, with their numbers, and to nobody else."""

from __future__ import annotations

import dataclasses
import math
import re

import pandas as pd
import pytest

import groupreport
from groupreport.display.escaping import plain
from groupreport.display.group.signs import apart_sentence, silence_sentences, splits_sentence
from groupreport.display.group.staying import after_drops_sentence
from groupreport.display.program.absence import absence_pieces, left_sentence
from groupreport.display.program.attending_curve import attending_curve
from groupreport.display.program.conditions import conditions_found, conditions_pieces
from groupreport.display.program.feedback_use import feedback_pieces
from groupreport.display.program.retention import depends_sentence
from groupreport.display.wording import wording
from groupreport.measures.retention import kaplan_meier, median_session
from groupreport.summaries.records import AbsenceSigns, Conditions, LeftAfterDrop, ParticipationSigns, SubgroupSigns

from .pages import APPENDIX, figures, program_appendix
from .simulated import frozen_term, small_term

NEW = ("Counted as dropped out", "Own session", "stage of the session", "modality of the group", "With answers")


@pytest.fixture(scope="module", name="summary")
def _summary(tmp_path_factory):
    return groupreport.summarize_program(frozen_term(tmp_path_factory.mktemp("staying"), small_term(), {}))


@pytest.fixture(name="words")
def _words():
    return wording()


def text_of(pieces) -> str:
    return "\n".join(piece.text for piece in pieces if piece is not None)


def test_evaluators_see_every_definition_and_leadership_none(summary):
    """Small counts by definition, own session, stage and modality stay out of leadership's pages."""
    names = ("show_program_attendance", "show_groups", "show_program_ruptures", "show_feedback", "show_program_methods")
    names = (*names, *APPENDIX)
    views = {audience: groupreport.for_audience(summary, audience) for audience in ("evaluator", "leadership")}
    pages = {
        audience: "\n".join(str(getattr(groupreport, name)(view)) for name in names) for audience, view in views.items()
    }

    assert all(said in pages["evaluator"] for said in (*NEW[:1], NEW[2], NEW[4], "depends on the definition"))
    assert not [said for said in (*NEW, "depends on the definition", "Joined late") if said in pages["leadership"]]


def test_every_definitions_counts_stand_in_its_row(summary):
    """What a reader looks up is what was counted."""
    page = str(program_appendix(groupreport.for_audience(summary, "evaluator")))
    lines = [" ".join(line.split()) for line in page.splitlines()]

    for row in summary.retention.definitions.itertuples():
        share = f"{round(100 * row.dropped_out / row.enrolled)}%"
        assert any(f" {row.completed} {row.dropped_out} ({share})" in line for line in lines), row.definition


def retention_with(summary, counts: list[int]):
    found = summary.retention
    return dataclasses.replace(found, definitions=found.definitions.assign(dropped_out=counts))


def test_the_sentence_names_the_two_ends(summary, words):
    """Who asks for the rate learns the lowest and the highest and which definitions they are."""
    enrolled = int(summary.retention.definitions["enrolled"].iloc[0])
    said = depends_sentence(retention_with(summary, [3, 4, 6, 2, 1]), words)

    assert re.search(rf"1 of {enrolled} \(\d+%\) ended with fewer than 2 sessions attended", said)
    assert re.search(rf"6 of {enrolled} \(\d+%\) did not come to the last session offered", said)
    assert "By each of the five" in depends_sentence(retention_with(summary, [2] * 5), words)


def curve_of(summary, times, events, **changed):
    curve = kaplan_meier(times, events)
    changed = {"curve": curve, "median": median_session(curve), "people": len(times)} | changed
    none = summary.retention.curves_by_modality.iloc[:0]
    return dataclasses.replace(summary.retention, **{"curves_by_modality": none} | changed)


def test_the_curve_tells_its_numbers_to_readers_who_do_not_see_it(summary, words):
    """20 people: 2 never came, 8 dropped out after 3, 10 stayed to 5: 90 %, then 10 of 18 of these = 50 %."""
    found = curve_of(summary, [0] * 2 + [3] * 8 + [5] * 10, [True] * 10 + [False] * 10)
    pieces = attending_curve(found, words)
    (alt,) = [alt for _, alt in figures("\n\n".join(piece.markdown for piece in pieces))]
    said = " ".join(text_of(pieces).split())

    assert "after 0, 90% of those 20 at risk; after 3, 50% of those 18 at risk" in alt
    assert "After 5 sessions of their own, 50%" in said
    assert "half had dropped out after 3 sessions" in said
    assert "by modality" not in said


def test_half_is_said_only_while_ten_are_followed(summary, words):
    """One person who is followed longest and leaves takes the curve to 0: nobody else has left."""
    for times, events, said in (
        ([5] * 19 + [23], [False] * 19 + [True], "later, fewer than 10 were followed"),
        ([3] * 10 + [5] * 10, [True] * 10 + [False] * 10, "half had dropped out after 3 sessions"),
        ([3] * 5 + [5] * 15, [True] * 5 + [False] * 15, "fewer than half have dropped out at any point"),
    ):
        shown = text_of(attending_curve(curve_of(summary, times, events), words))
        assert [one for one in ("later, fewer", "half had", "fewer than half") if one in shown] == [
            one for one in ("later, fewer", "half had", "fewer than half") if said.startswith(one)
        ]
        assert said in shown


def test_a_curve_that_nobody_leaves_can_be_drawn(summary, words):
    """One person, no drop-out, no interval: a figure and no table."""
    pieces = attending_curve(curve_of(summary, [4], [False]), words)

    assert "fewer than half have dropped out at any point" in text_of(pieces)
    assert pieces[1] is None


def test_an_unknown_last_session_is_told(summary, words):
    """People left out and times that may be later stand in the caption; without anybody a sentence says so."""
    said = text_of(attending_curve(curve_of(summary, [1, 2], [True, False], left_out=3, uncertain=1), words))

    assert "3 people are left out because no attendance of theirs is on record" in said
    assert "For 1 person the last session may have been later" in said
    assert "cannot be shown" in text_of(attending_curve(curve_of(summary, [], []), words))


def test_lines_by_modality_are_called_descriptive(summary, words):
    """Three lines, each in the alt text, and a caution in the caption."""
    curves = pd.concat(
        [kaplan_meier([1, 2, 3], [True, False, False]).assign(modality=name) for name in ("online", "in_person")]
    )
    pieces = attending_curve(
        curve_of(summary, [1, 2, 3] * 2, [True, False, False] * 2, curves_by_modality=curves), words
    )
    (alt,) = [alt for _, alt in figures("\n\n".join(piece.markdown for piece in pieces))]

    assert alt.index("all:") < alt.index("in person:") < alt.index("online:")
    assert "Groups of a modality differ in whom they serve." in text_of(pieces)


LEFT = LeftAfterDrop(
    window=3, with_drop=4, with_drop_left=2, with_drop_left_soon=1, without_drop=5, without_drop_left=1
)


def absence(**rows: tuple[int, int, int, int]) -> AbsenceSigns:
    """Signs with (sessions, absent, members, members absent) by what was followed."""
    names = ("unrepaired", "undetermined", "partially_repaired", "repaired", "no_drop")
    after = pd.DataFrame([(name, *rows.get(name, (0, 0, 0, 0))) for name in names])
    after.columns = ["after", "sessions", "absent", "members", "members_absent"]
    shares = (after["absent"] / after["sessions"].where(after["sessions"] > 0)).astype(float)
    after = after.assign(mean=shares, low=math.nan, high=math.nan)
    return AbsenceSigns(run=2, window=2, members=9, with_run=0, after=after, left=LEFT)


def test_absence_after_drops_is_told_in_exact_counts(words):
    """3 of 4 sessions, never 75 % alone; and that a repair needs somebody who comes."""
    signs = absence(
        unrepaired=(4, 3, 2, 2), repaired=(5, 1, 3, 1), partially_repaired=(1, 0, 1, 0), no_drop=(20, 4, 9, 3)
    )
    group, program = after_drops_sentence(signs, words), " ".join(text_of(absence_pieces(signs, words)).split())

    assert "members were absent 3 of 4 times after a drop that was not repaired, 0 of 1 after a partly" in group
    assert "1 of 5 after a repaired drop and 4 of 20 after ratings without a drop. The numbers" in group
    assert "not be followed" not in group, "of what nothing followed, nothing is said: 0 of 0 is no number"
    assert "too small to compare" in group
    assert "a drop that was not repaired 3 of 4 2 of 2 75%" in program
    assert "a repair is only seen in members who come" in program


def test_without_a_drop_there_is_nothing_to_compare(words):
    """No sentence and no table of zeros."""
    none = dataclasses.replace(absence(), left=dataclasses.replace(LEFT, with_drop=0))

    assert after_drops_sentence(none, words) == ""
    assert after_drops_sentence(None, words) == ""
    assert absence_pieces(none, words) == []


def test_drop_out_after_drops_has_intervals(words):
    """2 of 4 is 15 to 85 %, 1 of 5 is 4 to 62 % (Wilson; R 4.2.2, prop.test without correction)."""
    said = left_sentence(LEFT, words)

    assert "2 of 4 members with a rating drop dropped out, 1 of them within 3 own sessions" in said
    assert "(50%, 95% interval 15% to 85%, against 20%, 4% to 62%)" in said
    assert "interval" not in left_sentence(dataclasses.replace(LEFT, without_drop=0, without_drop_left=0), words)


def test_silent_and_quiet_members_are_signs_to_ask_about(words):
    """Growing quiet is labelled exploratory; nobody is named where there is no sign."""
    members = pd.DataFrame(
        [("M1", 8, 3, True, pd.NA, pd.NA, 0), ("M2", 8, 0, False, 5, 7, 2), ("M3", 8, 1, False, pd.NA, pd.NA, 0)],
        columns=["member_id", "sessions", "silent", "often_silent", "quiet_from", "quiet_until", "quiet_sessions"],
    ).astype({"quiet_from": "Int64", "quiet_until": "Int64"})
    ends = pd.DataFrame({"part": ["early", "late"], "gini": math.nan, "variation": math.nan, "top_share": math.nan})
    said = " ".join(silence_sentences(ParticipationSigns(by_member=members, early_and_late=ends), words))

    assert "M1 was present and did not speak in two or more sessions" in said
    assert "Exploratory: M2 (sessions 5 to 7) grew quiet" in said
    assert "M3" not in said
    none = ParticipationSigns(by_member=members.iloc[2:], early_and_late=ends)
    assert not any(silence_sentences(none, words))
    assert silence_sentences(None, words) == []


def test_subgroups_are_exploratory_and_nameless(words):
    """The number of sessions stands beside what one crowd would give by chance."""
    sessions = pd.DataFrame({"session": [1, 2], "members": [8, 9], "strong": [True, False], "chance": [0.2, 0.17]})
    signs = SubgroupSigns(
        label="Engaged",
        short_name="GCQ-S",
        by_session=sessions,
        polarized=True,
        early_mean=3.1,
        late_mean=3.2,
        early_spread=0.6,
        late_spread=1.4,
    )
    said = f"{splits_sentence(signs, words)} {apart_sentence(signs, words)}"

    assert said.count("Exploratory") == 2
    assert "in 1 of 2 sessions with at least six answers" in said
    assert "in about 0.4 by chance" in said
    assert "(standard deviation 0.6 to 1.4)" in said
    none = dataclasses.replace(signs, by_session=sessions.iloc[:0], polarized=None)
    assert splits_sentence(none, words) == apart_sentence(none, words) == ""


def test_a_modality_of_one_group_has_a_dash(summary, words):
    """A simulated term has all groups in person; one online group is not enough for a mean."""
    cells = summary.conditions.cells
    online = cells[(cells["by"] == "modality") & (cells["measure"] == "attendance")].assign(
        cell="online", groups=1, mean=math.nan, low=math.nan, high=math.nan
    )
    found = Conditions(cells=pd.concat([cells, online], ignore_index=True), differences=summary.conditions.differences)
    said = text_of(conditions_pieces(found, [], words))

    (line,) = [line for line in said.splitlines() if "online (1)" in line]
    assert "in person (3)" in line
    attendance = [line.split() for line in said.splitlines() if line.startswith("Attendance")]
    assert attendance[-1][-1] == "\N{EN DASH}"
    assert "not enough data to say whether modalities differ" in conditions_found(found, [], words)


def test_a_difference_between_modalities_says_how_many_were_looked_at(summary, words):
    """One of two intervals misses zero; the reader is told that some do by chance."""
    differences = pd.DataFrame(
        [
            ("attendance", "in_person", "online", 8, 0.12, 0.02, 0.22),
            ("drops", "in_person", "online", 8, -1.0, -3.0, 1.0),
        ],
        columns=["measure", "first", "second", "groups", "difference", "low", "high"],
    ).assign(label=None, short_name=None)
    cells = summary.conditions.cells
    both = pd.concat([cells, cells[cells["by"] == "modality"].assign(cell="online")], ignore_index=True)
    said = plain(conditions_found(Conditions(cells=both, differences=differences), [], words))

    assert "Attendance higher in person than online (difference +12 points, 95% interval +2 to +22)" in said
    assert "2 intervals were looked at" in said


def test_a_limit_that_is_printed_as_zero_is_no_difference(summary, words):
    """0.04 is above 0 and printed as 0.0: for the reader the interval does not exclude it."""
    differences = pd.DataFrame(
        [("drops", "in_person", "online", 8, 0.4, 0.04, 0.8)],
        columns=["measure", "first", "second", "groups", "difference", "low", "high"],
    ).assign(label=None, short_name=None)
    cells = summary.conditions.cells
    both = pd.concat([cells, cells[cells["by"] == "modality"].assign(cell="online")], ignore_index=True)
    said = plain(conditions_found(Conditions(cells=both, differences=differences), [], words))

    assert "No difference between modalities" in said


def test_feedback_use_is_of_sessions_with_answers(words):
    """Nothing is said where no use was recorded."""
    use = pd.DataFrame(
        [("G1", "Grief", 10, 8, 6, 4, 3, 3, 2, 0, 0.9)],
        columns=[
            *("group_id", "group_name", "with_answers", "recorded", "viewed", "discussed"),
            *("early_recorded", "early_discussed", "late_recorded", "late_discussed", "response_rate"),
        ],
    )
    said = " ".join(text_of(feedback_pieces(use, words)).split())

    assert "only sessions about which members answered (10), the use of the answers was recorded for 8 of 10" in said
    assert "in the first third of the sessions 3 of 3, in the last third 0 of 2 were discussed" in said
    assert "Grief 10 8 6 4 3 of 3 0 of 2 90%" in said
    assert feedback_pieces(use.assign(recorded=0), words) == []
