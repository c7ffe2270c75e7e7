"""Many questionnaires, scales, programs and categories: nothing leaves the page, and no number is lost over it."""

from __future__ import annotations

import base64
import dataclasses
import re

import pandas as pd
import pytest

import groupreport
from groupreport.display.group import outcome_slopes, rupture_timeline
from groupreport.display.page_parts import in_equal_parts
from groupreport.display.row_labels import fitted
from groupreport.display.wording import wording

from .conftest import program_view_of, view_of
from .pages import captions, figures, table

_PICTURE = re.compile(r"base64,([^)]*)\)")
_HEIGHT = re.compile(r'height="([0-9.]+)pt"')
_PAGE = 8.2 * 72  # points: a Letter page without margins, header, footer and a caption of three lines
MANY = 16


def _heights(shown):
    pictures = [base64.b64decode(found).decode() for found in _PICTURE.findall(shown.markdown)]
    return [float(_HEIGHT.search(picture)[1]) for picture in pictures]


def _times(frame, number=MANY):
    """Each row so many times, as so many questionnaires."""
    parts = [
        frame.assign(instrument=frame["instrument"] + str(n), short_name=frame["short_name"] + f"-{n}")
        if "short_name" in frame
        else frame.assign(instrument=frame["instrument"] + str(n))
        for n in range(1, number + 1)
    ]
    return pd.concat(parts, ignore_index=True)


def _one_questionnaire(frame):
    return frame[frame["instrument"] == frame["instrument"].iloc[0]]


def _outcomes(outcomes):
    by_instrument, by_member = _one_questionnaire(outcomes.by_instrument), outcomes.by_member
    own = by_member[by_member["instrument"] == by_instrument["instrument"].iloc[0]] if len(by_member) else by_member
    return dataclasses.replace(outcomes, by_instrument=_times(by_instrument), by_member=_times(own))


def _said(shown):
    return " ".join(str(shown).split())


@pytest.fixture(name="crowded_group")
def _crowded_group(group_summary):
    scales = _times(group_summary.scales_by_session, 7)
    outcomes = _outcomes(group_summary.outcomes)
    own = group_summary.term.instruments
    named = tuple(one.model_copy(update={"id": f"{one.id}{number}"}) for number in range(1, 8) for one in own)
    term = dataclasses.replace(group_summary.term, instruments=named)
    return view_of(dataclasses.replace(group_summary, term=term, scales_by_session=scales, outcomes=outcomes))


@pytest.fixture(name="crowded_program")
def _crowded_program(program_summary):
    by_program = _times(_one_questionnaire(program_summary.outcomes_by_program))
    return program_view_of(
        dataclasses.replace(
            program_summary,
            outcomes=_outcomes(program_summary.outcomes),
            outcomes_by_program=by_program,
            equity=_times(_one_questionnaire(program_summary.equity)),
        )
    )


@pytest.mark.parametrize("name", ["show_cohesion", "show_alliance", "show_outcomes"])
def test_no_figure_of_a_group_is_higher_than_a_page(name, crowded_group):
    """Figures that a page cannot hold run over its end; they are several, each with a label of its own."""
    shown = getattr(groupreport, name)(crowded_group)
    labels = [label for label, _ in figures(shown.markdown)]

    assert max(_heights(shown)) < _PAGE
    assert len(labels) > 1
    assert len(labels) == len(set(labels))


def test_no_figure_of_a_program_is_higher_than_a_page(crowded_program):
    """Every average change is in one of the figures, and they are drawn on one scale."""
    shown = groupreport.show_program_outcomes(crowded_program)
    alts = " ".join(alt for _, alt in figures(shown.markdown))

    assert max(_heights(shown)) < _PAGE
    assert all(f"PHQ-9-{n} ({of})" in alts for n in range(1, MANY + 1) for of in ("Anxiety", "Grief", "all programs"))


def test_captions_count_what_they_cannot_name(crowded_group, crowded_program):
    """A caption of twenty names says nothing in ten seconds."""
    parts = [groupreport.show_outcomes(crowded_group), groupreport.show_program_outcomes(crowded_program)]
    climate = captions(groupreport.show_cohesion(crowded_group).markdown)[0]

    assert all(len(caption) < 520 for part in parts for caption in captions(part.markdown))
    assert climate.count("Avoiding") <= 2 * 6
    assert "and 2 more scales: lower is usually better" in climate


def test_a_title_that_several_scales_have_names_the_questionnaire(crowded_group):
    """Seven panels called "Engaged" cannot be told apart."""
    alts = " ".join(alt for _, alt in figures(groupreport.show_cohesion(crowded_group).markdown))

    assert all(f"GCQ-S-{n}: Engaged" in alts for n in range(1, 8))


def test_a_reason_is_given_once_for_all_questionnaires_that_it_holds_for(group_summary):
    """Sixteen times the same sentence is a wall."""
    note, said_once = "no_criterion", "No reliable-change criterion is known"
    outcomes = _outcomes(group_summary.outcomes)
    outcomes = dataclasses.replace(outcomes, by_instrument=outcomes.by_instrument.assign(note=note))
    said = _said(groupreport.show_outcomes(view_of(dataclasses.replace(group_summary, outcomes=outcomes))))

    assert said.count(said_once) == 1


def test_every_questionnaire_stands_in_one_equity_table_that_fits_the_page(crowded_program):
    """Eighteen columns print over each other; four questionnaires a table do not, and none is left out."""
    markdown = groupreport.show_equity(crowded_program).markdown
    heads = [table(markdown, label)[0] for label in ("equity", "equity-2", "equity-3", "equity-4")]
    named = [head for columns in heads for head in columns if "PHQ-9-" in head]

    assert max(len(columns) for columns in heads) <= 7
    assert sorted(named) == sorted(f"PHQ-9-{n} improved" for n in range(1, MANY + 1))


def test_a_characteristic_with_one_category_is_not_compared(program_summary):
    """A single row beside no other is no comparison, and says so."""
    equity = program_summary.equity
    alone = equity[(equity["characteristic"] != "gender") | (equity["category"] == "woman")].reset_index(drop=True)
    shown = groupreport.show_equity(program_view_of(dataclasses.replace(program_summary, equity=alone)))

    assert "one category" in _said(shown)
    assert not any(row[0].startswith("gender") for row in table(shown.markdown, "equity"))


def test_a_questionnaire_without_a_criterion_says_that_and_not_that_numbers_are_withheld(program_summary):
    """An evaluator's report withholds nothing."""
    shares = ("improved_share", "improved_low", "improved_high")
    none = dict.fromkeys(("criterion", "recovered", "improved", "unchanged", "deteriorated", *shares), float("nan"))
    outcomes = dataclasses.replace(
        program_summary.outcomes, by_instrument=program_summary.outcomes.by_instrument.assign(**none)
    )
    said = _said(
        groupreport.show_program_outcomes(program_view_of(dataclasses.replace(program_summary, outcomes=outcomes)))
    )

    assert "no criterion for reliable change is known" in said
    assert "withheld" not in said


def test_one_program_is_not_drawn_twice(program_summary):
    """Where there is one program, all programs together are the same people."""
    flows = program_summary.flows
    one = flows[flows["program"].isin(["Anxiety", "All programs"])].reset_index(drop=True)
    shown = groupreport.show_program_attendance(program_view_of(dataclasses.replace(program_summary, flows=one)))
    alt = dict(figures(shown.markdown))["fig-drop-out"]

    assert "Anxiety" in alt
    assert "All programs" not in alt


def test_everything_written_in_the_timeline_of_drops_lies_within_it(group_summary, monkeypatch):
    """Four fates, three levels, both kinds of logged ruptures: the key takes more lines instead of being cut off."""
    drawn = []
    whole = rupture_timeline.figure_piece

    def caught(label, caption, alt, figure):
        drawn.append(figure)
        return whole(label, caption, alt, figure)

    monkeypatch.setattr(rupture_timeline, "figure_piece", caught)
    levels = ["member_leader", "member_member", "member_group", "member_member", "member_leader"]
    episodes = group_summary.ruptures.episodes.assign(level=levels)
    ruptures = dataclasses.replace(group_summary.ruptures, episodes=episodes)
    summary = dataclasses.replace(group_summary, ruptures=ruptures)
    assert rupture_timeline.timeline(summary, wording()) is not None
    figure = drawn[0]

    assert {"logged, fully repaired", "logged, not fully"} <= {text.content for text in figure.texts}
    for text in figure.texts:
        assert text.left >= 0, text.content
        assert text.right <= figure.width, text.content


def _ids(member):
    return f"member-2026-north-clinic-{member}" if isinstance(member, str) else member


@pytest.mark.parametrize("longest", [10, 26])
def test_long_ids_that_begin_alike_stay_apart(longest):
    """Eleven rows with the same shortened name say nothing of anybody."""
    names = [f"member-2026-north-clinic-{number:06d}" for number in range(300, 312)]
    short = fitted(names, longest=longest)

    assert len(set(short)) == len(names)
    assert all(len(name) == longest for name in short)


def test_long_ids_beside_the_lines_of_outcomes_lie_within_the_figure(group_summary, monkeypatch):
    """An id that runs over the edge of the figure is cut off without a sign."""
    drawn = []
    whole = outcome_slopes.figure_piece

    def caught(label, caption, alt, figure):
        drawn.append(figure)
        return whole(label, caption, alt, figure)

    monkeypatch.setattr(outcome_slopes, "figure_piece", caught)
    outcomes = group_summary.outcomes
    by_member = outcomes.by_member.assign(member_id=outcomes.by_member["member_id"].map(_ids))
    assert outcome_slopes.slopes(dataclasses.replace(outcomes, by_member=by_member), wording())
    figure = drawn[0]
    ids = [text for text in figure.texts if text.content.startswith("mem")]

    assert ids
    assert all(text.right <= figure.width for text in ids)


@pytest.mark.parametrize("number", [0, 1, 17, 18, 19, 60])
def test_parts_hold_everything_in_order_and_are_alike(number):
    """No page with one row after a full one."""
    parts = in_equal_parts(list(range(number)), 18)

    assert [item for part in parts for item in part] == list(range(number))
    assert all(len(part) <= 18 for part in parts)
    assert not parts or len(parts) == -(-number // 18)
