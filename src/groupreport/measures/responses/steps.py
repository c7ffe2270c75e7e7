"""The response checklist: which steps were taken, of the events for which that was recorded."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.text import TEXT

Flags: TypeAlias = npt.NDArray[np.bool_]

# What leaders can do about a rupture, above all a cultural one (Miles et al. 2021).
STEPS = ("named", "disarmed", "supported_target", "educated", "supported_other", "corrective")
SORTS = ("cultural", "not_cultural", "not_recorded")


def count_steps(events: pd.DataFrame) -> pd.DataFrame:
    """Count for each response step how often it was taken, not taken, and not recorded.

    Returns:
        One row a step: step, taken, not_taken, not_recorded (together: all events).

    Examples:
        >>> none = dict.fromkeys(STEPS, [None, None, None])
        >>> count_steps(pd.DataFrame(none | {"named": [True, False, None]})).values.tolist()[0]
        ['named', 1, 1, 1]
    """
    return _counted(*steps_of_events(events))


def steps_of_events(events: pd.DataFrame) -> tuple[Flags, Flags]:
    """Which steps were taken, and for which that was recorded: a row an event, a column a step."""
    recorded = np.column_stack([events[step].notna().to_numpy(bool) for step in STEPS])
    given = np.column_stack([events[step].to_numpy(dtype=object) for step in STEPS])
    return np.where(recorded, given, False).astype(bool), recorded


def _counted(taken: Flags, recorded: Flags) -> pd.DataFrame:
    counts = {
        "taken": taken.sum(axis=0),
        "not_taken": (recorded & ~taken).sum(axis=0),
        "not_recorded": (~recorded).sum(axis=0),
    }
    return pd.DataFrame({"step": pd.Series(STEPS, dtype=TEXT), **counts})


def steps_by_sort(events: pd.DataFrame) -> pd.DataFrame:
    """Count the steps apart for cultural ruptures, for which they were written, and for others.

    Args:
        events: The step columns and cultural (boolean, missing: not recorded).

    Returns:
        One row a sort and step: sort (one of `SORTS`), events (of that sort), and the columns of `count_steps`.

    Source: the steps are those of Miles et al. 2021, who wrote them for cultural ruptures.

    Examples:
        >>> events = pd.DataFrame(dict.fromkeys(STEPS, [True, None, False]) | {"cultural": [True, True, False]})
        >>> found = steps_by_sort(events)
        >>> found[found["step"] == "named"].values.tolist()[:2]  # one of the two cultural ones has no record
        [['cultural', 2, 'named', 1, 0, 1], ['not_cultural', 1, 'named', 0, 1, 0]]
    """
    known = events["cultural"].notna().to_numpy(bool)
    cultural = np.where(known, events["cultural"].to_numpy(dtype=object), False).astype(bool)
    flags = (cultural, known & ~cultural, ~known)
    taken, recorded = steps_of_events(events)
    counts = pd.concat([_counted(taken[flag], recorded[flag]) for flag in flags], ignore_index=True)
    counts.insert(0, "events", np.repeat([flag.sum() for flag in flags], len(STEPS)))
    counts.insert(0, "sort", [sort for sort in SORTS for _ in STEPS])
    return counts
