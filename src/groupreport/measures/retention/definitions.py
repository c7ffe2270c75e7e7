"""Completion and drop-out by several definitions: how many people drop out depends on which one is asked.

Each definition is a name, one number, a source, and a function that says of every enrolled person: completed, dropped
out, or cannot be said, with the reason. Attendance that is not on record is taken both ways, as if the person had
come to all and to none of those sessions; where the two differ, nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.attendance import ENDS
from groupreport.measures.change.shares import wilson_interval
from groupreport.measures.inputs import as_texts
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped

Flags: TypeAlias = npt.NDArray[np.bool_]
Counts: TypeAlias = npt.NDArray[np.intp]
Texts: TypeAlias = npt.NDArray[np.object_]

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
        judge: The courses and the number to what is known of each.
    """

    name: str
    parameter: str | None
    source: str
    judge: Callable[[_Courses, float], _Judged]


@dataclass(frozen=True)
class _Courses:
    """The columns of `courses` as plain arrays."""

    end: Texts
    end_reason: Texts
    open: Flags
    over: Flags
    after_group: Flags
    due: Counts
    present: Counts
    unknown: Counts
    last_attended: Counts
    last_possible: Counts
    later: Counts

    @classmethod
    def of(cls, persons: pd.DataFrame) -> _Courses:
        """The result of `courses`, taken apart."""
        texts: dict[str, Any] = {name: as_texts(persons[name]) for name in ("end", "end_reason")}
        numbers = [one.name for one in fields(cls) if one.name not in texts]
        return cls(**texts, **{name: persons[name].to_numpy() for name in numbers})

    @cached_property
    def without_reason(self) -> Flags:
        """Whose stay ended, and nothing says why."""
        return np.asarray((self.end == "ended_otherwise") & ~_said(self.end_reason))

    @cached_property
    def offered(self) -> Counts:
        """The sessions a person could have come to: the own ones, and after a drop-out those the group went on with.

        A drop-out does not shorten what was offered; a stay that the program ended (completed, transferred, referred)
        does. Without a reason a stay in a closed group counts as left.
        """
        left = (self.end == "dropped_out") | (self.without_reason & ~self.open)
        return self.due + np.where(left, self.later, 0)


@dataclass(frozen=True)
class _Judged:
    """Whether each person completed if every session without a record was missed, and if all were attended.

    `reason` says why it cannot be said for another reason; None: it can.
    """

    surely: Flags
    perhaps: Flags
    reason: Texts


def _therapist_judgement(persons: _Courses, _: float) -> _Judged:
    reason = _first_reason(
        still_enrolled=persons.end == "still_enrolled",
        ended_after_group=persons.without_reason & persons.after_group,
        no_reason=persons.without_reason,
        ended_otherwise=~np.isin(persons.end, ENDS),
    )
    completed = persons.end == "completed"
    return _Judged(completed, completed, reason)


def _per_protocol(persons: _Courses, share: float) -> _Judged:
    # Counts against counts: 6 of 10 must reach 0.6 whatever the last binary digit says.
    needed = persons.offered * (share - 1e-9)
    possible = persons.present + persons.unknown
    return _Judged(persons.present >= needed, possible >= needed, _unfinished(persons, at_least=1))


def _last_session(persons: _Courses, sessions: float) -> _Judged:
    before = np.maximum(persons.offered - int(sessions), 0)
    reason = _unfinished(persons, at_least=1)
    return _Judged(persons.last_attended > before, persons.last_possible > before, reason)


def _fewer_than(persons: _Courses, sessions: float) -> _Judged:
    surely = persons.present >= sessions
    reason = _unfinished(persons, at_least=sessions)
    reason[surely] = None
    return _Judged(surely, persons.present + persons.unknown >= sessions, reason)


def _finished_course(persons: _Courses, contacts: float) -> _Judged:
    reason = _first_reason(
        still_enrolled=(persons.end == "still_enrolled") & ~persons.over,
        ended_otherwise=persons.end_reason == "transferred",
        no_session=persons.offered == 0,
        fewer_offered=persons.offered < contacts,
    )
    return _Judged(persons.present >= contacts, persons.present + persons.unknown >= contacts, reason)


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
    given, reasons, results = _Courses.of(persons), [], []
    for definition in DEFINITIONS:
        number = 0.0 if definition.parameter is None else float(parameters[definition.parameter])
        found = definition.judge(given, number)
        reasons.append(
            np.where(~_said(found.reason) & (found.surely != found.perhaps), "attendance_unknown", found.reason)
        )
        results.append(np.where(found.surely, *RESULTS[:2]).astype(object))
        results[-1][_said(reasons[-1])] = RESULTS[2]
    every = np.tile(np.arange(len(persons)), len(DEFINITIONS))
    names = np.repeat(np.array([definition.name for definition in DEFINITIONS], dtype=object), len(persons))
    texts = {"definition": names, "result": np.concatenate(results), "reason": np.concatenate(reasons)}
    texts = {name: pd.Series(values, dtype=TEXT).array for name, values in texts.items()}
    judged = {"definition": texts["definition"], "member_id": persons["member_id"].array.take(every)}
    return pd.DataFrame(judged | texts, copy=False)


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
    definitions, result, reason = (as_texts(judged[name]) for name in ("definition", "result", "reason"))
    for definition in DEFINITIONS:
        own = definitions == definition.name
        enrolled = int(own.sum())
        results, reasons = Counter(result[own]), Counter(reason[own])
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
    return retyped(pd.DataFrame(rows), {"definition": TEXT, "source": TEXT})


def _unfinished(persons: _Courses, at_least: float) -> Texts:
    """Why attendance alone cannot say it: the course goes on, the program ended it, or too little was offered."""
    without = persons.without_reason
    return _first_reason(
        still_enrolled=(persons.end == "still_enrolled") & ~persons.over,
        ended_otherwise=(persons.end == "ended_otherwise") & ~without,
        no_reason=without & persons.open,
        no_session=persons.offered == 0,
        fewer_offered=persons.offered < at_least,
    )


def _first_reason(**reasons: Flags) -> Texts:
    """The first reason that holds for each person; None where none does."""
    found = np.full(len(next(iter(reasons.values()))), None, dtype=object)
    for name, holds in reversed(reasons.items()):
        found[holds] = name
    return found


def _said(texts: Texts) -> Flags:
    """Which texts are there."""
    return np.array([text is not None for text in texts], dtype=bool)
