"""The response checklist: which steps were taken, of the events for which that was recorded."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.text import TEXT

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
    taken_steps, not_taken, not_recorded = [], [], []
    for step in STEPS:
        recorded = [bool(taken) for taken in events[step].array if not pd.isna(taken)]
        taken_steps.append(sum(recorded))
        not_taken.append(len(recorded) - sum(recorded))
        not_recorded.append(len(events) - len(recorded))
    counts = {"taken": taken_steps, "not_taken": not_taken, "not_recorded": not_recorded}
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
    cultural = events["cultural"]
    known = cultural.notna()
    flags = (known & cultural.eq(True), known & ~cultural.eq(True), ~known)
    rows = []
    for sort, flag in zip(SORTS, flags, strict=True):
        own = events[flag.fillna(False).astype(bool)]
        counts = count_steps(own)
        counts.insert(0, "events", len(own))
        counts.insert(0, "sort", sort)
        rows.append(counts)
    return pd.concat(rows, ignore_index=True).astype({"sort": TEXT, "step": TEXT, "events": "int64"})
