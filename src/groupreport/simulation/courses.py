"""Who is in which group from when to when, and which sessions they come to."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from groupreport.simulation.chance import Chance, Numbers
from groupreport.simulation.design import GroupDesign, TermDesign

PRESENT = ("attended", "late", "left_early")
_PRESENT_SHARES = {"attended": 0.88, "late": 0.08, "left_early": 0.04}
_ABSENT_SHARES = {"excused": 0.55, "no_show": 0.45}
_AGE_BANDS = {"18-24": 0.30, "25-34": 0.28, "35-49": 0.24, "50 and over": 0.18}
_GENDERS = {"woman": 0.58, "man": 0.35, "nonbinary": 0.07}


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member with what stays the same over groups and sessions (in SDs)."""

    member_id: str
    age_band: str
    gender: str
    warmth: float
    talkativeness: float


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A person's time in a group: expected at sessions `first` to `last`, unless `never` there at all."""

    person: Person
    group: GroupDesign
    enrolled_on: datetime.date
    first: int
    last: int
    ended_on: datetime.date | None = None
    end_reason: str | None = None
    never: bool = False


@dataclass(frozen=True)
class Course:
    """One group's stays and what they did: `status` has one row a stay, one column a planned session, "" for none."""

    group: GroupDesign
    stays: tuple[Stay, ...]
    status: npt.NDArray[np.str_]

    @property
    def present(self) -> npt.NDArray[np.bool_]:
        """Who was there, by stay and session."""
        return np.isin(self.status, PRESENT)


def simulate_courses(design: TermDesign, seed: int) -> list[Course]:
    """Enroll people, let some come late, drop out, move, or never come, and fill the attendance sheets."""
    stays = _enrolled(design, Chance(seed, "people"))
    stays = _with_fates(design, stays, Chance(seed, "fates"))
    stays = _with_transfers(design, stays, Chance(seed, "transfers"))
    chance = Chance(seed, "attendance")
    courses = []
    for group in design.groups:
        own = tuple(stay for stay in stays if stay.group == group)
        sheet = [[_status_at(stay, session, chance) for session in range(1, group.sessions + 1)] for stay in own]
        courses.append(Course(group, own, np.array(sheet, dtype="U10").reshape(len(own), group.sessions)))
    return courses


def _enrolled(design: TermDesign, chance: Chance) -> list[Stay]:
    stays = []
    number = design.first_member
    for group in design.groups:
        for _ in range(group.members):
            warmth, talkativeness = (float(effect) for effect in chance.normal(2))
            person = Person(
                member_id=f"M{number:04d}",
                age_band=chance.one_of(_AGE_BANDS),
                gender=chance.one_of(_GENDERS),
                warmth=warmth,
                talkativeness=talkativeness,
            )
            enrolled_on = group.first_session - datetime.timedelta(days=chance.whole(3, 17))
            stays.append(Stay(person=person, group=group, enrolled_on=enrolled_on, first=1, last=group.sessions))
            number += 1
    return stays


def _with_fates(design: TermDesign, stays: list[Stay], chance: Chance) -> list[Stay]:
    everybody = list(range(len(stays)))
    never = chance.pick(everybody, round(design.never_attend_share * len(stays)))
    others = [place for place in everybody if place not in never]
    able_to_drop_out = [place for place in others if stays[place].group.sessions >= 6]
    leavers = chance.pick(able_to_drop_out, round(design.dropout_share * len(stays)))
    in_open_groups = [place for place in others if stays[place].group.enrollment == "open"]
    can_be_late = [place for place in in_open_groups if stays[place].group.sessions >= 8]
    late = chance.pick(can_be_late, round(design.late_share * len(in_open_groups)))
    fated = []
    for place, stay in enumerate(stays):
        fate = _late(stay, chance) if place in late else stay
        if place in never:
            fate = _never_attending(fate, chance)
        elif place in leavers:
            fate = _dropping_out(fate, chance)
        else:
            fate = _staying(fate, chance)
        fated.append(fate)
    return fated


def _late(stay: Stay, chance: Chance) -> Stay:
    first = chance.whole(3, min(6, stay.group.sessions - 4))
    joined = stay.group.date_of(first) - datetime.timedelta(days=chance.whole(0, 5))
    return replace(stay, first=first, enrolled_on=joined)


def _never_attending(stay: Stay, chance: Chance) -> Stay:
    if chance.happens(0.4):
        return replace(stay, never=True)
    last = min(stay.first + chance.whole(1, 2), stay.group.sessions)
    reason = "dropped_out" if chance.happens(0.7) else "other"
    return replace(stay, never=True, last=last, ended_on=stay.group.date_of(last), end_reason=reason)


def _dropping_out(stay: Stay, chance: Chance) -> Stay:
    """The last expected session is the one missed without notice, after which the leader closes the file."""
    last = chance.whole(min(stay.first + 2, stay.group.sessions - 2), stay.group.sessions - 2)
    reason = chance.one_of({"dropped_out": 0.85, "referred": 0.10, "other": 0.05})
    return replace(stay, last=last, ended_on=stay.group.date_of(last), end_reason=reason)


def _staying(stay: Stay, chance: Chance) -> Stay:
    if stay.group.enrollment == "open" and chance.happens(0.3):
        return stay
    return replace(stay, ended_on=stay.group.date_of(stay.group.sessions), end_reason="completed")


def _with_transfers(design: TermDesign, stays: list[Stay], chance: Chance) -> list[Stay]:
    moved = list(stays)
    for transfer in design.transfers:
        target = design.group(transfer.to_group)
        movers = [
            place
            for place, stay in enumerate(moved)
            if stay.group.group_id == transfer.from_group
            and stay.end_reason == "completed"
            and stay.first < transfer.session
        ]
        joined_on = design.group(transfer.from_group).date_of(transfer.session) + datetime.timedelta(days=1)
        ahead = [number for number in target.held if target.date_of(number) >= joined_on]
        if not movers or not ahead:
            raise ValueError(
                f"nobody can move as planned: {transfer} needs a member who stays and a session to come to"
            )
        place = chance.pick(movers, 1)[0]
        arrival = replace(
            moved[place],
            group=target,
            enrolled_on=joined_on,
            first=ahead[0],
            last=target.sessions,
            ended_on=target.date_of(target.sessions),
        )
        moved[place] = replace(
            moved[place],
            last=transfer.session,
            ended_on=joined_on - datetime.timedelta(days=1),
            end_reason="transferred",
        )
        moved.append(arrival)
    return moved


def _status_at(stay: Stay, session: int, chance: Chance) -> str:
    if session in stay.group.canceled or not stay.first <= session <= stay.last:
        return ""
    absent = chance.one_of(_ABSENT_SHARES)
    present = chance.one_of(_PRESENT_SHARES)
    comes = chance.happens(_reliability(stay.person))
    if stay.never:
        return absent
    if session == stay.first or (session == stay.last and stay.end_reason == "transferred"):
        return present
    if session == stay.last and stay.end_reason in ("dropped_out", "other"):
        return "no_show"
    return present if comes else absent


def _reliability(person: Person) -> float:
    return min(max(0.86 + 0.06 * person.warmth, 0.60), 0.98)


def progress(group: GroupDesign) -> Numbers:
    """How far the group is at each planned session: 0 at the first, 1 at the last."""
    return np.arange(group.sessions) / max(group.sessions - 1, 1)
