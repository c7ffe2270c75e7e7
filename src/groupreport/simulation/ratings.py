"""Session questionnaires: lasting differences between groups and people, growth, noise, and planted drops."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument, Items, Scale
from groupreport.simulation.chance import Chance, Flags, Numbers
from groupreport.simulation.courses import Course, progress
from groupreport.simulation.design import TermDesign
from groupreport.simulation.ruptures import RATED_LEVELS, Planting

_SHARED_OVER_LEVELS = 0.7
_GROWTH = 0.7
_CONFLICT_PEAK = 1.2
_TENSION_IN_CONFLICT = 0.35


@dataclass(frozen=True)
class _Answers:
    """How answers to a scale come about: middle, SD that the person's state makes, SD of each item's own noise."""

    middle: float
    spread: float
    noise: float


# Middles and spreads as practice reports show them: alliance high, avoiding and conflict low on a seven-point scale.
_KNOWN: dict[tuple[str, str], _Answers] = {
    ("gcq_s", "engaged"): _Answers(3.5, 0.95, 0.95),
    ("gcq_s", "avoiding"): _Answers(2.2, 0.85, 1.35),
    ("gcq_s", "conflict"): _Answers(1.1, 0.85, 0.95),
    ("wai_sr", "goal"): _Answers(3.5, 0.75, 0.70),
    ("wai_sr", "task"): _Answers(3.4, 0.75, 0.70),
    ("wai_sr", "bond"): _Answers(3.7, 0.75, 0.70),
    ("alliance_1_10", "member_leader"): _Answers(7.4, 1.45, 0.50),
    ("alliance_1_10", "member_member"): _Answers(6.8, 1.55, 0.50),
    ("alliance_1_10", "member_group"): _Answers(6.9, 1.50, 0.50),
}


def simulate_ratings(
    design: TermDesign,
    courses: list[Course],
    plantings: list[Planting],
    instruments: dict[str, Instrument],
    seed: int,
) -> pd.DataFrame:
    """The ratings table, one row an answer, for members who are present and hand the questionnaire in."""
    frames = []
    for course, planting in zip(courses, plantings, strict=True):
        chance = Chance(seed, f"ratings of {course.group.group_id}")
        states = _states(design, course, planting, chance)
        missed = _missed_forms(design, course, planting, chance)
        for place, name in enumerate(design.session_instruments):
            given = course.present & ~missed[place]
            frames.append(_form_answers(course, instruments[name], states, given, planting.rated, design, chance))
    return pd.concat(frames, ignore_index=True)


def _states(design: TermDesign, course: Course, planting: Planting, chance: Chance) -> dict[str, Numbers]:
    """How each stay feels in each session, in SDs: one array (stay, session) a level, and one for conflict."""
    stays, sessions = len(course.stays), course.group.sessions
    group_sd = design.group_variance**0.5
    person_sd = design.person_variance**0.5
    passing_sd = (1 - design.group_variance - design.person_variance) ** 0.5
    warmth = np.array([stay.person.warmth for stay in course.stays])
    group_effect = chance.normal(1)
    passing_mood = _carried_over(chance.normal(stays, sessions), design.carry_over)
    states = {}
    for column, level in enumerate(RATED_LEVELS):
        own = _blend(np.broadcast_to(group_effect, (1,)), chance.normal(1))
        person = _blend(warmth, chance.normal(stays))
        passing = _blend(passing_mood, _carried_over(chance.normal(stays, sessions), design.carry_over))
        state = group_sd * own + person_sd * person[:, None] + passing_sd * passing
        states[level] = state + _GROWTH * (progress(course.group) - 0.5) - planting.fall[:, column, :]
    person = chance.normal(stays)
    passing = _carried_over(chance.normal(stays, sessions), design.carry_over)
    state = group_sd * chance.normal(1) + person_sd * person[:, None] + passing_sd * passing
    hump = 4 * progress(course.group) * (1 - progress(course.group)) - 0.5
    conflict = _CONFLICT_PEAK * hump + _TENSION_IN_CONFLICT * planting.tension
    states["conflict"] = state + conflict + 0.3 * planting.fall.sum(axis=1)
    return states


def _blend(shared: Numbers, own: Numbers) -> Numbers:
    return np.asarray(_SHARED_OVER_LEVELS**0.5 * shared + (1 - _SHARED_OVER_LEVELS) ** 0.5 * own, dtype=np.float64)


def _carried_over(noise: Numbers, correlation: float) -> Numbers:
    """A first-order autoregressive series with SD 1 along the sessions."""
    series = noise.copy()
    for session in range(1, noise.shape[1]):
        series[:, session] = correlation * series[:, session - 1] + (1 - correlation**2) ** 0.5 * noise[:, session]
    return series


def _missed_forms(design: TermDesign, course: Course, planting: Planting, chance: Chance) -> list[Flags]:
    """Which forms are not handed in: mostly the whole evening's, sometimes one of them.

    Forms that a planted drop needs are spared, so the others are missed a little more often.
    """
    spared = (planting.rated & course.present).sum() / max(course.present.sum(), 1)
    share = min(design.missing_share / max(1 - spared, 0.2), 0.9)
    all_forms = 0.7 * share
    one_form = 1 - (1 - share) / (1 - all_forms)
    shape = (len(course.stays), course.group.sessions)
    evening = chance.uniform(*shape) < all_forms
    return [(evening | (chance.uniform(*shape) < one_form)) & ~planting.rated for _ in design.session_instruments]


def _form_answers(
    course: Course,
    instrument: Instrument,
    states: dict[str, Numbers],
    given: Flags,
    spared: Flags,
    design: TermDesign,
    chance: Chance,
) -> pd.DataFrame:
    """One instrument's answers in one group; a form that lacks an item has an empty value for it."""
    items = items_of(instrument)
    answers = np.stack(
        [
            _item_answers(number, instrument, items, states, chance.normal(*given.shape))
            for number in range(1, items.count + 1)
        ],
        axis=2,
    )
    lacks = (chance.uniform(*given.shape) < design.incomplete_share) & ~spared
    skipped = (chance.uniform(*given.shape) * items.count).astype(np.int64)
    places = np.nonzero(lacks)
    answers[places[0], places[1], skipped[places]] = np.nan
    stay_places, session_places = np.nonzero(given)
    members = np.array([stay.person.member_id for stay in course.stays], dtype=object)
    count = len(stay_places)
    return pd.DataFrame(
        {
            "member_id": np.repeat(members[stay_places], items.count).astype(str),
            "group_id": course.group.group_id,
            "session": np.repeat(session_places + 1, items.count).astype(np.int64),
            "instrument": instrument.id,
            "item": np.tile([str(number) for number in range(1, items.count + 1)], count),
            "value": answers[stay_places, session_places, :].ravel(),
        }
    )


def _item_answers(
    number: int, instrument: Instrument, items: Items, states: dict[str, Numbers], noise: Numbers
) -> Numbers:
    scale = scale_of(number, instrument)
    shape = _KNOWN.get((instrument.id, scale.scale)) or _usual(scale, items)
    name = "conflict" if scale.higher_is == "context" else scale.level or "member_group"
    state = -states[name] if scale.higher_is == "worse" else states[name]
    return as_answer(shape.middle + shape.spread * state + shape.noise * noise, number in scale.reversed_items, items)


def as_answer(keyed: Numbers, is_reversed: bool, items: Items) -> Numbers:
    """What the person ticks: a whole number in range, turned round for a reversed item."""
    # Adding 0 turns the -0 that rounding can leave into 0.
    ticked = np.clip(np.rint(keyed), items.minimum, items.maximum) + 0.0
    return np.asarray(items.minimum + items.maximum - ticked if is_reversed else ticked, dtype=np.float64)


def items_of(instrument: Instrument) -> Items:
    """The instrument's items.

    Raises:
        ValueError: The instrument comes as scores; only answers to items are simulated.
    """
    if instrument.items is None:
        raise ValueError(f"{instrument.id} comes as scores; only questionnaires with items can be simulated")
    return instrument.items


def scale_of(number: int, instrument: Instrument) -> Scale:
    """The narrowest scale that an item belongs to."""
    scales = [scale for scale in instrument.scales if number in (scale.items or ())]
    return min(scales, key=lambda scale: len(scale.items or ()))


def _usual(scale: Scale, items: Items) -> _Answers:
    width = items.maximum - items.minimum
    middle = items.minimum + width * (0.65 if scale.higher_is == "better" else 0.3)
    return _Answers(middle, 0.18 * width, 0.17 * width)
