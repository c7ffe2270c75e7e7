"""Outcome questionnaires before, in the middle of and after the group."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.simulation.chance import Chance, Numbers
from groupreport.simulation.courses import Course, Stay
from groupreport.simulation.design import TermDesign
from groupreport.simulation.ratings import as_answer, items_of, scale_of
from groupreport.simulation.ruptures import Planting

_OCCASIONS = ("pre", "mid", "post")
# Before treatment in the moderate range: item means as shares of the item range, and where single items lie off them.
_MIDDLE_AT_PRE = 0.52
_SPREAD = 0.24
_ITEM_NOISE = 0.20
_RARE_ITEMS: dict[tuple[str, int], float] = {("phq9", 9): -0.35, ("phq9", 8): -0.12}
_POST_OF_DROPOUTS = 0.25
_STABILITY = 0.7


def simulate_outcomes(
    design: TermDesign,
    courses: list[Course],
    plantings: list[Planting],
    instruments: dict[str, Instrument],
    seed: int,
) -> pd.DataFrame:
    """The outcomes table: one set of forms a person, from enrollment to the end of the last stay.

    People improve with the sessions they come to; an unrepaired rupture costs about a third of the improvement.
    """
    stays_of: dict[str, list[tuple[Stay, int]]] = {}
    hurt = {
        member
        for planting in plantings
        for rupture in planting.ruptures
        if rupture.repair == "none"
        for member in rupture.members
    }
    for course in courses:
        for stay, sessions in zip(course.stays, course.present.sum(axis=1), strict=True):
            stays_of.setdefault(stay.person.member_id, []).append((stay, int(sessions)))
    chance = Chance(seed, "outcomes")
    rows = [
        row
        for member_id, stays in stays_of.items()
        for row in _of_person(design, member_id, stays, 0.65 if member_id in hurt else 1.0, instruments, chance)
    ]
    return pd.DataFrame(rows, columns=["member_id", "occasion", "measured_on", "instrument", "item", "value"]).astype(
        {"measured_on": "datetime64[ns]", "value": "float64"}
    )


def _of_person(
    design: TermDesign,
    member_id: str,
    stays: list[tuple[Stay, int]],
    benefit: float,
    instruments: dict[str, Instrument],
    chance: Chance,
) -> list[tuple[object, ...]]:
    dates = _dates(stays, chance)
    attended = sum(sessions for _, sessions in stays) / max(stays[0][0].group.sessions, 1)
    gain = design.improvement * (0.45 + 0.7 * attended) * benefit
    shared = float(chance.normal(1)[0])
    shared_change = float(chance.normal(1)[0])
    rows: list[tuple[object, ...]] = []
    for name in design.outcome_instruments:
        own, own_change = (float(effect) for effect in chance.normal(2))
        before = 0.8 * shared + 0.6 * own
        drift = 0.8 * shared_change + 0.6 * own_change
        after = _STABILITY * before + (1 - _STABILITY**2) ** 0.5 * drift - gain
        severity = {"pre": before, "mid": 0.5 * (before + after), "post": after}
        for occasion in _OCCASIONS:
            answers = _answers(instruments[name], severity[occasion], chance)
            if chance.happens(design.incomplete_share):
                answers[chance.whole(0, len(answers) - 1)] = np.nan
            if chance.happens(design.missing_share) or occasion not in dates:
                continue
            rows += [
                (member_id, occasion, dates[occasion], name, str(number), value)
                for number, value in enumerate(answers.tolist(), start=1)
            ]
    return rows


def _dates(stays: list[tuple[Stay, int]], chance: Chance) -> dict[str, datetime.date]:
    """When each form is due: only the first for those who never come, seldom the last for those who drop out."""
    first, last = stays[0][0], stays[-1][0]
    dates = {"pre": first.enrolled_on}
    stays_on = chance.happens(_POST_OF_DROPOUTS)
    if first.never:
        return dates
    middle = first.group.date_of((first.group.sessions + 1) // 2)
    end = last.ended_on or last.group.date_of(last.group.sessions)
    if first.enrolled_on < middle < end:
        dates["mid"] = middle
    if last.end_reason in (None, "completed") or stays_on:
        dates["post"] = end
    return dates


def _answers(instrument: Instrument, severity: float, chance: Chance) -> Numbers:
    items = items_of(instrument)
    width = items.maximum - items.minimum
    noise = chance.normal(items.count)
    answers = np.empty(items.count)
    for number in range(1, items.count + 1):
        scale = scale_of(number, instrument)
        share = _MIDDLE_AT_PRE + _RARE_ITEMS.get((instrument.id, number), 0.0)
        share += _SPREAD * severity + _ITEM_NOISE * float(noise[number - 1])
        keyed = share if scale.higher_is == "worse" else 1 - share
        value = np.array([items.minimum + width * keyed])
        answers[number - 1] = as_answer(value, number in scale.reversed_items, items)[0]
    return answers
