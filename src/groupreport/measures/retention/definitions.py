"""Completion and drop-out by several definitions: how many people drop out depends on which one is asked.

Each definition is a name, one number, a source, and a function that says of every enrolled person: completed, dropped
out, or cannot be said, with the reason. Attendance that is not on record is taken both ways, as if the person had
come to all and to none of those sessions; where the two differ, nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from groupreport.measures.attendance import ENDS
from groupreport.measures.change.shares import wilson_interval
from groupreport.measures.text import TEXT

RESULTS = ("completed", "dropped_out", "cannot_be_said")
REASONS = (
    "still_enrolled",
    "ended_otherwise",
    "no_reason",
    "ended_after_group",
    "no_session",
    "fewer_offered",
    "attendance_unknown",
)


@dataclass(frozen=True)
class Definition:
    """One way to tell completion from drop-out.

    Attributes:
        name: Its code.
        parameter: What its number is called in the settings, None where it has none.
        source: Where it comes from, as a code that words name.
        judge: The courses (of `courses`) and the number to a frame of completed (boolean, missing: attendance decides
            and is not on record) and reason (why it cannot be said for another reason; missing: it can).
    """

    name: str
    parameter: str | None
    source: str
    judge: Callable[[pd.DataFrame, float], pd.DataFrame]


def offered_sessions(persons: pd.DataFrame) -> pd.Series:
    """The sessions a person could have come to: the own ones, and after a drop-out those that the group went on with.

    A drop-out does not shorten what was offered; a stay that the program ended (completed, transferred, referred)
    does. Without a reason a stay in a closed group counts as left.
    """
    left = (persons["end"] == "dropped_out") | (_without_reason(persons) & ~persons["open"])
    return persons["due"] + persons["later"].where(left, 0)


def _therapist_judgement(persons: pd.DataFrame, _: float) -> pd.DataFrame:
    without = _without_reason(persons)
    reason = _first_reason(
        persons,
        still_enrolled=persons["end"] == "still_enrolled",
        ended_after_group=without & persons["after_group"],
        no_reason=without,
        ended_otherwise=~persons["end"].isin(ENDS),
    )
    return pd.DataFrame({"completed": (persons["end"] == "completed").astype("boolean"), "reason": reason})


def _per_protocol(persons: pd.DataFrame, share: float) -> pd.DataFrame:
    offered = offered_sessions(persons)
    # Counts against counts: 6 of 10 must reach 0.6 whatever the last binary digit says.
    needed = offered * (share - 1e-9)
    reason = _unfinished(persons, offered, at_least=1)
    return _by_attendance(persons["present"] >= needed, persons["present"] + persons["unknown"] >= needed, reason)


def _last_session(persons: pd.DataFrame, sessions: float) -> pd.DataFrame:
    offered = offered_sessions(persons)
    before = (offered - int(sessions)).clip(lower=0)
    reason = _unfinished(persons, offered, at_least=1)
    return _by_attendance(persons["last_attended"] > before, persons["last_possible"] > before, reason)


def _fewer_than(persons: pd.DataFrame, sessions: float) -> pd.DataFrame:
    surely = persons["present"] >= sessions
    reason = _unfinished(persons, offered_sessions(persons), at_least=sessions)
    return _by_attendance(surely, persons["present"] + persons["unknown"] >= sessions, reason.mask(surely))


def _finished_course(persons: pd.DataFrame, contacts: float) -> pd.DataFrame:
    offered = offered_sessions(persons)
    reason = _first_reason(
        persons,
        still_enrolled=(persons["end"] == "still_enrolled") & ~persons["over"],
        ended_otherwise=persons["end_reason"].eq("transferred").fillna(False).astype(bool),
        no_session=offered == 0,
        fewer_offered=offered < contacts,
    )
    surely = persons["present"] >= contacts
    return _by_attendance(surely, persons["present"] + persons["unknown"] >= contacts, reason)


DEFINITIONS = (
    Definition("therapist_judgement", None, "record", _therapist_judgement),
    Definition("per_protocol", "dose_share", "median_dose", _per_protocol),
    Definition("last_session", "last_sessions", "no_standard", _last_session),
    Definition("fewer_than", "fewest_sessions", "own_number", _fewer_than),
    Definition("finished_course", "finished_contacts", "nhs_talking_therapies", _finished_course),
)


def judge_courses(persons: pd.DataFrame, parameters: Mapping[str, float]) -> pd.DataFrame:
    """Judge every person by every definition.

    Args:
        persons: The result of `courses`.
        parameters: The number of each definition, by the name of its parameter.

    Returns:
        One row a definition and person: definition, member_id, result (one of `RESULTS`), reason (one of `REASONS`
        where it cannot be said, else missing).

    Examples:
        >>> person = {"member_id": ["A"], "end": ["completed"], "end_reason": ["completed"], "open": [False]}
        >>> person |= {"over": [True], "after_group": [False], "due": [10], "present": [5], "unknown": [0]}
        >>> person |= {"last_attended": [10], "last_possible": [10], "later": [0]}
        >>> numbers = {"dose_share": 0.6, "last_sessions": 1, "fewest_sessions": 4, "finished_contacts": 2}
        >>> judged = judge_courses(pd.DataFrame(person), numbers)
        >>> judged["result"].tolist()  # 5 of 10 sessions are under 60 %
        ['completed', 'dropped_out', 'completed', 'completed', 'completed']
    """
    judged = []
    for definition in DEFINITIONS:
        number = 0.0 if definition.parameter is None else float(parameters[definition.parameter])
        found = definition.judge(persons, number)
        reason = found["reason"].mask(found["reason"].isna() & found["completed"].isna(), "attendance_unknown")
        result = np.where(reason.notna(), RESULTS[2], np.where(found["completed"].fillna(False), *RESULTS[:2]))
        rows = {"definition": definition.name, "member_id": persons["member_id"].to_numpy(), "result": result}
        judged.append(pd.DataFrame(rows, index=persons.index).assign(reason=reason))
    return pd.concat(judged, ignore_index=True).astype({"definition": TEXT, "result": TEXT, "reason": TEXT})


def side_by_side(judged: pd.DataFrame, parameters: Mapping[str, float]) -> pd.DataFrame:
    """Count the people by definition, always of everybody enrolled.

    Args:
        judged: The result of `judge_courses`.
        parameters: As for `judge_courses`.

    Returns:
        One row a definition: definition, number (its parameter, missing where it has none), source, enrolled,
        completed, dropped_out, cannot_be_said (together: enrolled), the counts by `REASONS`, share (dropped out over
        enrolled), low, high (its 95 % Wilson interval), highest (the share if everybody of whom it cannot be said had
        dropped out). Shares are missing where nobody is enrolled.

    Examples:
        >>> judged = {"definition": "therapist_judgement", "member_id": ["A", "B", "C", "D"], "reason": None}
        >>> judged = pd.DataFrame(judged | {"result": ["dropped_out", "completed", "completed", "cannot_be_said"]})
        >>> numbers = {"dose_share": 0.6, "last_sessions": 1, "fewest_sessions": 4, "finished_contacts": 2}
        >>> counted = side_by_side(judged, numbers)
        >>> counted[["definition", "dropped_out", "share", "highest"]].values.tolist()[0]
        ['therapist_judgement', 1, 0.25, 0.5]
    """
    rows = []
    for definition in DEFINITIONS:
        own = judged[judged["definition"] == definition.name]
        enrolled = len(own)
        results, reasons = Counter(own["result"].array), Counter(own["reason"].dropna().array)
        counts = {result: results[result] for result in RESULTS}
        low, high = wilson_interval(counts["dropped_out"], enrolled)
        at_most = counts["dropped_out"] + counts["cannot_be_said"]
        rows.append(
            {
                "definition": definition.name,
                "number": np.nan if definition.parameter is None else float(parameters[definition.parameter]),
                "source": definition.source,
                "enrolled": enrolled,
                **counts,
                **{reason: reasons[reason] for reason in REASONS},
                "share": counts["dropped_out"] / enrolled if enrolled else np.nan,
                "low": low,
                "high": high,
                "highest": at_most / enrolled if enrolled else np.nan,
            }
        )
    return pd.DataFrame(rows).astype({"definition": TEXT, "source": TEXT})


def _without_reason(persons: pd.DataFrame) -> pd.Series:
    return (persons["end"] == "ended_otherwise") & persons["end_reason"].isna()


def _unfinished(persons: pd.DataFrame, offered: pd.Series, at_least: float) -> pd.Series:
    """Why attendance alone cannot say it: the course goes on, the program ended it, or too little was offered."""
    without = _without_reason(persons)
    return _first_reason(
        persons,
        still_enrolled=(persons["end"] == "still_enrolled") & ~persons["over"],
        ended_otherwise=(persons["end"] == "ended_otherwise") & ~without,
        no_reason=without & persons["open"],
        no_session=offered == 0,
        fewer_offered=offered < at_least,
    )


def _first_reason(persons: pd.DataFrame, **reasons: pd.Series) -> pd.Series:
    """The first reason that holds for each person, missing where none does."""
    found = np.full(len(persons), None, dtype=object)
    for name, holds in reversed(reasons.items()):
        found[holds.to_numpy(bool)] = name
    return pd.Series(found, index=persons.index, dtype=object)


def _by_attendance(surely: pd.Series, perhaps: pd.Series, reason: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"completed": surely.astype("boolean").mask(surely != perhaps), "reason": reason})
