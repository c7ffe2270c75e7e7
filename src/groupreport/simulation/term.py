"""A whole simulated term: the contract's tables and the truth about the ruptures planted in them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.instruments import Instrument, load_catalog
from groupreport.simulation.chance import Chance
from groupreport.simulation.courses import Course, simulate_courses
from groupreport.simulation.design import TermDesign
from groupreport.simulation.observations import simulate_events, simulate_feedback, simulate_participation
from groupreport.simulation.outcomes import simulate_outcomes
from groupreport.simulation.ratings import simulate_ratings
from groupreport.simulation.ruptures import PlantedRupture, Planting, plant_ruptures


@dataclass(frozen=True)
class SimulatedTerm:
    """The tables of a term by name, in the contract's columns, and the truth behind the ratings."""

    design: TermDesign
    tables: dict[str, pd.DataFrame]
    ruptures: tuple[PlantedRupture, ...]

    @property
    def ruptures_by_member(self) -> pd.DataFrame:
        """The truth, one row a planted rupture and member whose ratings drop.

        Columns: member_id, group_id, level, onset_session (of this member's drop), depth (of the involved, in SDs of
        session ratings), repaired, contagious, caught (dropped in the session after, without being involved),
        cultural, event_id (missing: not logged).
        """
        rows = [
            {
                "member_id": member,
                "group_id": rupture.group_id,
                "level": rupture.level,
                "onset_session": onset,
                "depth": rupture.depth,
                "repaired": rupture.repaired,
                "contagious": rupture.contagious,
                "caught": caught,
                "cultural": rupture.cultural,
                "event_id": rupture.event_id,
            }
            for rupture in self.ruptures
            for members, onset, caught in (
                (rupture.members, rupture.onset_session, False),
                (rupture.contaminated, rupture.contagion_session, True),
            )
            for member in members
        ]
        columns = ["member_id", "group_id", "level", "onset_session", "depth", "repaired", "contagious", "caught"]
        return pd.DataFrame(rows, columns=[*columns, "cultural", "event_id"])


def simulate_term(design: TermDesign, seed: int, catalog: dict[str, Instrument] | None = None) -> SimulatedTerm:
    """Simulate a term of therapy groups.

    A member's state in a session, in SDs, is the sum of a lasting effect of the group, a lasting effect of the
    person, growth over the sessions, a passing mood that carries over a little, and planted drops; three levels of
    alliance share most of it. Engagement follows the state, avoidance runs against it, conflict rises to the middle
    and falls again. Answers are rounded to the questionnaire's range, and reversed items are turned round. Parts
    draw from streams of their own, so the same seed gives the same people whatever is rated.

    Args:
        design: The groups, shares and ruptures.
        seed: Any whole number from 0 up; the same seed gives the same bytes on every machine.
        catalog: The questionnaires; the packaged ones if left out.

    Raises:
        ValueError: A questionnaire is not in the catalog or has no items, or a rupture cannot be planted.

    Examples:
        >>> from groupreport.simulation import even_design
        >>> term = simulate_term(even_design(groups=3, members=8, sessions=10), seed=1)
        >>> len(term.tables["attendance"])
        240
    """
    instruments = catalog or load_catalog()
    unknown = sorted({*design.session_instruments, *design.outcome_instruments} - set(instruments))
    if unknown:
        raise ValueError(f"no questionnaire {unknown} in the catalog; known are {sorted(instruments)}")
    courses = simulate_courses(design, seed)
    plantings = _plantings(courses, seed)
    courses = [_with_witnesses(course, planting) for course, planting in zip(courses, plantings, strict=True)]
    tables = {
        "groups": _groups(design),
        "roster": _roster(courses),
        "sessions": _sessions(design),
        "attendance": _attendance(courses),
        "ratings": simulate_ratings(design, courses, plantings, instruments, seed),
        "outcomes": simulate_outcomes(design, courses, plantings, instruments, seed),
        "events": simulate_events(plantings, seed),
        "participation": simulate_participation(courses, plantings, seed),
        "feedback": simulate_feedback(courses, seed),
    }
    return SimulatedTerm(design, tables, tuple(rupture for planting in plantings for rupture in planting.ruptures))


def _plantings(courses: list[Course], seed: int) -> list[Planting]:
    plantings: list[Planting] = []
    for course in courses:
        logged = sum(rupture.event_id is not None for planting in plantings for rupture in planting.ruptures)
        plantings.append(plant_ruptures(course, logged + 1, Chance(seed, f"ruptures in {course.group.group_id}")))
    return plantings


def _with_witnesses(course: Course, planting: Planting) -> Course:
    """Involved members are there before and at the rupture; without them nothing would be planted."""
    status = course.status.copy()
    status[planting.rated & ~course.present & (status != "")] = "attended"
    return Course(course.group, course.stays, status)


def _groups(design: TermDesign) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "group_id": group.group_id,
                "group_name": group.name,
                "program": group.program,
                "site": group.site,
                "modality": group.modality,
                "enrollment": group.enrollment,
                "planned_sessions": group.sessions,
                "leaders": ";".join(group.leaders),
            }
            for group in design.groups
        ]
    )


def _roster(courses: list[Course]) -> pd.DataFrame:
    roster = pd.DataFrame(
        [
            {
                "member_id": stay.person.member_id,
                "group_id": course.group.group_id,
                "enrolled_on": stay.enrolled_on,
                "ended_on": stay.ended_on,
                "end_reason": stay.end_reason,
                "age_band": stay.person.age_band,
                "gender": stay.person.gender,
            }
            for course in courses
            for stay in course.stays
        ]
    )
    return roster.astype({"enrolled_on": "datetime64[ns]", "ended_on": "datetime64[ns]"})


def _sessions(design: TermDesign) -> pd.DataFrame:
    sessions = pd.DataFrame(
        [
            {
                "group_id": group.group_id,
                "session": session,
                "held_on": group.date_of(session),
                "status": "canceled" if session in group.canceled else "held",
                "modality": ("online" if session % 2 == 0 else "in_person")
                if group.modality == "hybrid"
                else group.modality,
            }
            for group in design.groups
            for session in range(1, group.sessions + 1)
        ]
    )
    return sessions.astype({"held_on": "datetime64[ns]"})


def _attendance(courses: list[Course]) -> pd.DataFrame:
    rows = [
        (stay.person.member_id, course.group.group_id, session, str(status))
        for course in courses
        for stay, statuses in zip(course.stays, course.status, strict=True)
        for session, status in enumerate(statuses, start=1)
        if status
    ]
    return pd.DataFrame(rows, columns=["member_id", "group_id", "session", "status"])
