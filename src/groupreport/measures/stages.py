"""Which stage of the group's life a session belongs to: commitment, process, change, termination."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from groupreport.measures.text import TEXT
from groupreport.parameters import Stage

STAGES: tuple[Stage, ...] = ("commitment", "process", "change", "termination")


def stage_of_sessions(
    sessions: pd.Series, recorded: pd.Series, ranges: Mapping[Stage, tuple[int, int]] | None
) -> pd.Series:
    """Take the stage a group recorded for a session, else the one the program sets for its number.

    Args:
        sessions: Session numbers.
        recorded: The stage in the sessions table, missing where none is given; same index.
        ranges: First and last session of each stage, both included; None where the program sets none.

    Returns:
        The stage of each session, missing where neither says one.

    Examples:
        >>> recorded = pd.Series([None, "change"], dtype="str")
        >>> stage_of_sessions(pd.Series([2, 3]), recorded, {"commitment": (1, 4)}).tolist()
        ['commitment', 'change']
    """
    by_number = pd.Series(None, index=sessions.index, dtype=TEXT)
    for stage, (first, last) in (ranges or {}).items():
        by_number = by_number.mask(sessions.between(first, last), stage)
    return recorded.astype(TEXT).where(recorded.notna(), by_number)


def thirds(sessions: pd.Series) -> tuple[list[int], list[int]]:
    """Return the first and the last third of the held sessions (a third is rounded down); empty under 3 sessions.

    Examples:
        >>> thirds(pd.Series([1, 2, 4, 5, 6, 7, 9]))  # seven held sessions: two a third
        ([1, 2], [7, 9])
    """
    ordered = sorted(int(session) for session in sessions.unique())
    length = len(ordered) // 3
    return (ordered[:length], ordered[-length:]) if length else ([], [])
