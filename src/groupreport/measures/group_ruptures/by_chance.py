"""How often drops of several members would begin at once if members had nothing to do with each other."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.group_ruptures.co_ruptures import with_onsets
from groupreport.parameters import GroupRuptureSettings
from groupreport.seeds import GROUPS_BY_CHANCE

SHUFFLES, SEED = 1000, GROUPS_BY_CHANCE
_NO_SETTINGS_GIVEN = GroupRuptureSettings()


@dataclass(frozen=True, kw_only=True)
class AtOnceByChance:
    """Sessions with drops of several members, and the most members in one session: as seen, and by chance.

    Of each: seen, expected (the mean over the shuffles), low and high (their middle 95 %). NaN where no rating of the
    group could show a drop.
    """

    sessions: float
    sessions_expected: float
    sessions_low: float
    sessions_high: float
    most: float
    most_expected: float
    most_low: float
    most_high: float


def at_once_by_chance(
    able: pd.DataFrame,
    onsets: pd.DataFrame,
    settings: GroupRuptureSettings = _NO_SETTINGS_GIVEN,
    *,
    shuffles: int = SHUFFLES,
    seed: int = SEED,
) -> AtOnceByChance:
    """Put the onsets of every member of one group at random among the sessions at which that member could have had one.

    Each member keeps the number of onsets and the sessions; only which of them is random, and every choice is as likely
    as any other. What a stage of the term does to every group (a hard week for all) is therefore not chance here, and
    drops at once need not be about this group. Members count as in `co_ruptures`.

    Args:
        able: The result of `able_ratings` for one group.
        onsets: member_id, group_id, session of every onset of the group.
        settings: `co_members` says how many are several.
        shuffles: How many random choices.
        seed: The same seed gives the same numbers.

    Raises:
        ValueError: There are rows of several groups.

    Examples:
        >>> able = pd.DataFrame({"member_id": ["A"] * 4 + ["B"] * 4, "group_id": "G", "session": [2, 3, 4, 5] * 2})
        >>> onsets = pd.DataFrame({"member_id": ["A", "B"], "group_id": "G", "session": 3})
        >>> found = at_once_by_chance(able.assign(able=True), onsets)
        >>> found.sessions, 0.2 < found.sessions_expected < 0.3  # two members meet with a chance of one in four
        (1.0, True)
    """
    rows = with_onsets(able, onsets)
    rows = rows[rows["able"].astype(bool)].sort_values(["group_id", "member_id", "session"], ignore_index=True)
    if rows["group_id"].nunique() > 1:
        raise ValueError("chance is worked out for one group at a time")
    if rows.empty or shuffles < 1:
        return AtOnceByChance(**dict.fromkeys(AtOnceByChance.__dataclass_fields__, math.nan))
    sessions, session = np.unique(rows["session"].to_numpy("int64"), return_inverse=True)
    onset = rows["onset"].to_numpy(bool)
    seen = np.bincount(session[onset], minlength=len(sessions))
    by_chance = _shuffled_counts(rows, session, len(sessions), shuffles, np.random.default_rng(seed))
    several = (by_chance >= settings.co_members).sum(axis=1)
    most = by_chance.max(axis=1)
    low, high = np.quantile(several, [0.025, 0.975])
    most_low, most_high = np.quantile(most, [0.025, 0.975])
    return AtOnceByChance(
        sessions=float((seen >= settings.co_members).sum()),
        sessions_expected=float(several.mean()),
        sessions_low=float(low),
        sessions_high=float(high),
        most=float(seen.max()),
        most_expected=float(most.mean()),
        most_low=float(most_low),
        most_high=float(most_high),
    )


def _shuffled_counts(
    rows: pd.DataFrame, session: npt.NDArray[np.intp], sessions: int, shuffles: int, random: np.random.Generator
) -> npt.NDArray[np.intp]:
    """Members with an onset, by shuffle and session."""
    number = row_numbers(rows, ["member_id"], sort=True)
    onset = rows["onset"].to_numpy(bool)
    lengths = np.bincount(number)
    starts = np.cumsum(lengths) - lengths
    begun = np.bincount(number, weights=onset, minlength=len(lengths))
    # A single onset needs one random number; several are placed by shuffling, which takes one a session.
    once, often = begun == 1, np.flatnonzero(begun > 1)
    drawn = starts[once] + random.integers(0, lengths[once], size=(shuffles, int(once.sum())))
    base = np.arange(shuffles, dtype=np.intp)[:, np.newaxis] * sessions
    cells = [(base + session[drawn]).ravel()]
    for member in often:
        places = np.arange(starts[member], starts[member] + lengths[member])
        placed = random.permuted(np.tile(onset[places], (shuffles, 1)), axis=-1)
        shuffle, place = np.nonzero(placed)
        cells.append(shuffle * sessions + session[places[place]])
    counts = np.bincount(np.concatenate(cells), minlength=shuffles * sessions)
    return counts.reshape(shuffles, sessions)
