"""Sessions in which drops of several members began at once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers, rows_that_agree
from groupreport.measures.group_ruptures.able_ratings import PLACE
from groupreport.parameters import GroupRuptureSettings

_NO_SETTINGS_GIVEN = GroupRuptureSettings()
_ROUNDING = 1e-9


def co_ruptures(
    able: pd.DataFrame, onsets: pd.DataFrame, settings: GroupRuptureSettings = _NO_SETTINGS_GIVEN
) -> pd.DataFrame:
    """Count the members whose drop began in a session, of those whose rating there could show one.

    A member counts once, on however many scales or levels a drop began. Two marks, both this package's own: so many
    members at once (`settings.co_members`), and such a share of those who could (`settings.co_share`).

    Args:
        able: The result of `able_ratings`.
        onsets: The sessions in which drops began: member_id, group_id, session (places, as in *able*).
        settings: The thresholds.

    Returns:
        A row a group and session that anybody rated: group_id, session, rated (members), members (whose rating could
        show a drop), dropped (of these, members whose drop began there), share (dropped of members; missing where there
        are none), several (bool: at least co_members), large_share (bool: at least co_share).

    Examples:
        >>> able = pd.DataFrame({"member_id": [*"ABC"] * 2, "group_id": "G", "session": [1, 1, 1, 2, 2, 2]})
        >>> able["able"] = able["session"] > 1
        >>> onsets = pd.DataFrame({"member_id": ["A", "B"], "group_id": "G", "session": 2})
        >>> found = co_ruptures(able, onsets)
        >>> found[["session", "members", "dropped", "several", "large_share"]].values.tolist()
        [[1, 0, 0, False, False], [2, 3, 2, True, True]]
    """
    rows = with_onsets(able, onsets)
    place = ["group_id", "session"]
    _, first, of_row = np.unique(row_numbers(rows, place, sort=True), return_index=True, return_inverse=True)
    flags = {"rated": np.ones(len(rows)), "members": rows["able"].to_numpy(), "dropped": rows["onset"].to_numpy()}
    counts = {
        name: np.bincount(of_row, weights=flag, minlength=len(first)).astype("int64") for name, flag in flags.items()
    }
    share = counts["dropped"] / np.where(counts["members"] > 0, counts["members"], np.nan)
    return (
        rows[place]
        .take(first)
        .reset_index(drop=True)
        .assign(
            **counts,
            share=share,
            several=counts["dropped"] >= settings.co_members,
            large_share=share >= settings.co_share - _ROUNDING,
        )
    )


def with_onsets(able: pd.DataFrame, onsets: pd.DataFrame) -> pd.DataFrame:
    """The rows of *able* with onset (bool: a drop of the member began there); what shows a drop could show one."""
    onset = rows_that_agree(able, onsets, PLACE)
    return able.reset_index(drop=True).assign(onset=onset, able=able["able"].to_numpy(bool) | onset)
