"""Ruptures planted into a group's course: who drops, when, how far, for how long, and whom it spreads to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from groupreport.simulation.chance import Chance, Flags, Numbers
from groupreport.simulation.courses import Course
from groupreport.simulation.design import EventLevel, PlannedRupture, Repair

RATED_LEVELS = ("member_leader", "member_member", "member_group")
# How much of a rupture between some shows in the ratings of each level.
_SHOWS_AT: dict[EventLevel, tuple[float, float, float]] = {
    "member_leader": (1.0, 0.2, 0.5),
    "member_member": (0.2, 1.0, 0.6),
    "member_group": (0.4, 0.6, 1.0),
    "leader_leader": (1.0, 0.2, 0.8),
    "subgroup": (0.2, 1.0, 0.8),
}
_REGAINED: dict[Repair, float] = {"full": 1.0, "partial": 0.6, "none": 0.0}
_SHARE_THAT_CATCHES_IT = 0.6
# What an uninvolved member catches of the depth, in the next session and in the one after.
_CONTAGION = np.array([0.7, 0.35])


@dataclass(frozen=True, kw_only=True)
class PlantedRupture:
    """The truth about one planted rupture.

    `depth` is in SDs of session ratings at its own level. `members` drop at `onset_session`; `contaminated` ones
    drop at `contagion_session` (None: not contagious). `repaired_session` is the first session with everything (or,
    partially, six tenths) regained; None where nothing is, or where the group ends before.
    """

    group_id: str
    level: EventLevel
    onset_session: int
    depth: float
    members: tuple[str, ...]
    repair: Repair
    repaired_session: int | None
    contagious: bool
    contagion_session: int | None
    contaminated: tuple[str, ...]
    cultural: bool
    event_id: str | None
    plan: PlannedRupture = field(repr=False)

    @property
    def repaired(self) -> bool:
        """Whether everything comes back before the group ends."""
        return self.repair == "full" and self.repaired_session is not None


@dataclass(frozen=True)
class Planting:
    """Ruptures of one group: `fall` is how far each stay is down at each level and session (stay, level, session).

    `tension` is how much of a rupture the whole group feels in each session. `rated` marks stays and sessions that
    must be present and rated, so that a planted drop can be seen at all.
    """

    ruptures: tuple[PlantedRupture, ...]
    fall: Numbers
    tension: Numbers
    rated: Flags


def plant_ruptures(course: Course, first_event: int, chance: Chance) -> Planting:
    """Plant a group's planned ruptures; logged ones are numbered from `first_event` on.

    Raises:
        ValueError: Nobody is in the group both before and at a planned rupture.
    """
    group, stays = course.group, course.stays
    enrolled = [[stay.first <= session <= stay.last for session in range(1, group.sessions + 1)] for stay in stays]
    planting = Planting(
        ruptures=(),
        fall=np.zeros((len(stays), len(RATED_LEVELS), group.sessions)),
        tension=np.zeros(group.sessions),
        rated=np.zeros((len(stays), group.sessions), bool),
    )
    ruptures = []
    event = first_event
    for plan in sorted(group.ruptures, key=lambda plan: plan.session):
        ruptures.append(_plant(course, plan, f"E{event:03d}" if plan.logged else None, planting, chance))
        event += plan.logged
    within = np.array(enrolled, dtype=bool).reshape(planting.rated.shape)
    return replace(planting, ruptures=tuple(ruptures), rated=planting.rated & within)


def _plant(
    course: Course, plan: PlannedRupture, event_id: str | None, planting: Planting, chance: Chance
) -> PlantedRupture:
    """Plant one rupture into the arrays of `planting`, and say what was planted."""
    sessions = [session for session in course.group.held if session >= plan.session]
    before = max(session for session in course.group.held if session < sessions[0])
    back = plan.sessions_to_repair
    involved = _involved(course, plan, before, sessions, chance)
    shape = _shape(plan, len(sessions))
    _lower(planting.fall, involved, plan, sessions, shape)
    watched = [before, *sessions[: back + 1]]
    planting.rated[np.ix_(involved, [session - 1 for session in watched])] = True
    caught = _caught(course, plan, involved, sessions, chance)
    if caught:
        _lower(planting.fall, caught, plan, sessions[1:3], _CONTAGION[: len(sessions) - 1])
        planting.rated[np.ix_(caught, [sessions[0] - 1, sessions[1] - 1])] = True
    planting.tension[[session - 1 for session in sessions]] += plan.depth * shape
    return PlantedRupture(
        group_id=course.group.group_id,
        level=plan.level,
        onset_session=sessions[0],
        depth=plan.depth,
        members=_ids(course, involved),
        repair=plan.repair,
        repaired_session=sessions[back] if plan.repair != "none" and back < len(sessions) else None,
        contagious=bool(caught),
        contagion_session=sessions[1] if caught else None,
        contaminated=_ids(course, caught),
        cultural=plan.identity_domain is not None,
        event_id=event_id,
        plan=plan,
    )


def _ids(course: Course, places: list[int]) -> tuple[str, ...]:
    return tuple(course.stays[place].person.member_id for place in places)


def _involved(course: Course, plan: PlannedRupture, before: int, sessions: list[int], chance: Chance) -> list[int]:
    """Members who are there before and at the rupture, preferably for some sessions on both sides."""
    there = [
        place
        for place, stay in enumerate(course.stays)
        if not stay.never and stay.first <= before and stay.last >= sessions[0]
    ]
    if not there:
        raise ValueError(f"group {course.group.group_id}: nobody to plant the rupture in session {plan.session} with")
    watched_until = sessions[min(plan.sessions_to_repair + 1, len(sessions) - 1)]
    best = [
        place
        for place in there
        if course.stays[place].last >= watched_until and course.stays[place].first <= max(before - 2, 1)
    ]
    chosen = chance.pick(best, plan.involved)
    return sorted(chosen + chance.pick([place for place in there if place not in chosen], plan.involved - len(chosen)))


def _shape(plan: PlannedRupture, sessions: int) -> Numbers:
    """The share of the drop that is still there in each held session from the onset on."""
    regained = np.where(np.arange(sessions) >= plan.sessions_to_repair, _REGAINED[plan.repair], 0.0)
    return np.asarray(1.0 - regained, dtype=np.float64)


def _lower(fall: Numbers, places: list[int], plan: PlannedRupture, sessions: list[int], shape: Numbers) -> None:
    for column, share in enumerate(_SHOWS_AT[plan.level]):
        for session, left in zip(sessions, shape, strict=True):
            fall[places, column, session - 1] += plan.depth * share * left


def _caught(
    course: Course, plan: PlannedRupture, involved: list[int], sessions: list[int], chance: Chance
) -> list[int]:
    if not plan.contagious or len(sessions) < 2:
        return []
    others = [
        place
        for place, stay in enumerate(course.stays)
        if place not in involved and not stay.never and stay.first <= sessions[0] and stay.last >= sessions[1]
    ]
    return chance.pick(others, round(_SHARE_THAT_CATCHES_IT * len(others)))
