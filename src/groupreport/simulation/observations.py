"""What leaders note beside the questionnaires: the event log, who spoke how much, and how feedback was used."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.simulation.chance import Chance
from groupreport.simulation.courses import Course
from groupreport.simulation.ruptures import PlantedRupture, Planting

_STEPS = ("named", "disarmed", "supported_target", "educated", "supported_other", "corrective")
_STEP_TAKEN = {"full": 0.85, "partial": 0.55, "none": 0.15}
_NOTES = {"Talked over in supervision.": 0.2, "Leader followed up by phone; see the chart.": 0.1, "": 0.7}
_MINUTES_FOR_MEMBERS = 70.0
_SILENT_SHARE = 0.03
_VIEWED_SHARE = 0.75
_DISCUSSED_SHARE = 0.5
_FEEDBACK_NOT_NOTED = 0.1


def simulate_events(plantings: list[Planting], seed: int) -> pd.DataFrame:
    """The events table: logged ruptures with the repair steps and what became of them."""
    chance = Chance(seed, "events")
    rows = [_event(rupture, chance) for planting in plantings for rupture in planting.ruptures if rupture.event_id]
    columns = ["event_id", "group_id", "session", "reported_by", "level", "kind", "cultural", "identity_domain"]
    columns += ["intensity", "member_ids", *_STEPS, "repair_started_by", "repair_status", "resolved_session", "note"]
    types: dict[str, str] = dict.fromkeys(("cultural", *_STEPS), "boolean")
    types |= {"intensity": "float64", "session": "int64", "resolved_session": "Int64"}
    return pd.DataFrame(rows, columns=columns).astype(types)


def _event(rupture: PlantedRupture, chance: Chance) -> dict[str, object]:
    steps: dict[str, object] = {step: chance.happens(_STEP_TAKEN[rupture.repair]) for step in _STEPS}
    if not rupture.cultural:
        # These three answer a microaggression; elsewhere leaders leave the boxes empty.
        steps |= {"disarmed": None, "educated": None, "supported_other": None}
    tried = chance.happens(0.5)
    status: str = rupture.repair
    if rupture.repaired_session is None:
        status = "attempted" if tried or rupture.repair != "none" else "none"
    starter = chance.one_of({"leader": 0.65, "member": 0.35})
    note = chance.one_of(_NOTES)
    return {
        "event_id": rupture.event_id,
        "group_id": rupture.group_id,
        "session": rupture.onset_session,
        "reported_by": chance.one_of({"leader": 0.7, "member": 0.15, "observer": 0.15}),
        "level": rupture.level,
        "kind": rupture.plan.kind,
        "cultural": rupture.cultural,
        "identity_domain": rupture.plan.identity_domain,
        "intensity": chance.whole(2, 5),
        "member_ids": ";".join(rupture.members),
        **steps,
        "repair_started_by": None if status == "none" else starter,
        "repair_status": status,
        "resolved_session": rupture.repaired_session,
        "note": note or None,
    }


def simulate_participation(courses: list[Course], plantings: list[Planting], seed: int) -> pd.DataFrame:
    """The participation table: turns and minutes of present members; who is hurt speaks less."""
    rows = []
    for course, planting in zip(courses, plantings, strict=True):
        chance = Chance(seed, f"participation in {course.group.group_id}")
        if not course.group.participation_counted:
            continue
        talkativeness = np.array([stay.person.talkativeness for stay in course.stays])
        shape = course.status.shape
        weight = np.maximum(1 + 0.4 * talkativeness[:, None] + 0.2 * chance.normal(*shape), 0.1)
        weight = np.where(planting.fall.max(axis=1) > 1, 0.3 * weight, weight)
        weight = np.where(chance.uniform(*shape) < _SILENT_SHARE, 0.0, weight)
        rhythm = 1 + 0.15 * chance.normal(*shape)
        for session in course.group.held:
            there = np.nonzero(course.present[:, session - 1])[0]
            total = sum(weight[there, session - 1].tolist())
            for place in there.tolist():
                share = weight[place, session - 1] / total if total else 0.0
                minutes = float(np.rint(_MINUTES_FOR_MEMBERS * share * 10) / 10)
                turns = float(max(np.rint(1.4 * minutes * rhythm[place, session - 1]), minutes > 0))
                member_id = course.stays[place].person.member_id
                rows.append((member_id, course.group.group_id, session, turns, minutes))
    return pd.DataFrame(rows, columns=["member_id", "group_id", "session", "turns", "minutes"]).astype(
        {"session": "int64", "turns": "float64", "minutes": "float64"}
    )


def simulate_feedback(courses: list[Course], seed: int) -> pd.DataFrame:
    """The feedback table: whether each leader looked at the session's scores, and talked about them in the group."""
    chance = Chance(seed, "feedback")
    rows = []
    for course in courses:
        for leader in course.group.leaders:
            eagerness = 0.12 * float(chance.normal(1)[0])
            for session in course.group.held:
                viewed = chance.happens(_VIEWED_SHARE + eagerness)
                discussed = chance.happens(_DISCUSSED_SHARE + eagerness) and viewed
                if not chance.happens(_FEEDBACK_NOT_NOTED):
                    rows.append((course.group.group_id, session, leader, viewed, discussed))
    return pd.DataFrame(rows, columns=["group_id", "session", "leader_id", "viewed", "discussed"]).astype(
        {"session": "int64", "viewed": "boolean", "discussed": "boolean"}
    )
