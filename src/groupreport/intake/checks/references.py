"""The groups, members and sessions that the term has, and the rows of other tables that name them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.intake.checks.uncertain import Uncertain, find_uncertain
from groupreport.intake.reading.text_table import TextTable, categorical, texts_of

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class References:
    """What the tables groups, roster and sessions know; a table that could not be read knows nothing (None).

    Attributes:
        groups: The group ids.
        members: The ids on the roster.
        pairs: A number for each member and group of the roster, as `pair_key` makes it.
        sessions: One row a session: group (place in `groups`), session, held_on, status.
        session_keys: A number for each row of `sessions`, as `session_key` makes it.
        leaders: The ids of the groups' leaders.
        uncertain: What may be known besides, in rows that could not be read.
    """

    groups: pd.Index | None
    members: pd.Index | None
    pairs: pd.Index | None
    sessions: pd.DataFrame | None
    session_keys: pd.Index | None
    leaders: frozenset[str]
    uncertain: Uncertain

    def group_places(self, text: TextTable) -> Places:
        """Where each row's group stands in `groups`, -1 for an unknown or missing one."""
        return places_in(self.groups, text.rows["group_id"])

    def member_places(self, text: TextTable) -> Places:
        """Where each row's member stands in `members`, -1 for an unknown or missing one."""
        return places_in(self.members, text.rows["member_id"])

    def session_places(self, text: TextTable, column: str = "session") -> Places:
        """Where each row's group and session stand in `sessions`, -1 where either is unknown or missing."""
        keys = session_key(self.group_places(text), text.rows[column])
        known = pd.Index([], dtype="int64") if self.session_keys is None else self.session_keys
        return known.get_indexer(pd.Index(keys)).astype(np.int64)

    def belongs(self, text: TextTable) -> npt.NDArray[np.bool_]:
        """Whether each row's member has a stay in its group."""
        keys = pair_key(self.member_places(text), self.group_places(text))
        return np.asarray(pd.Index(keys).isin([] if self.pairs is None else self.pairs))


def find_references(tables: dict[str, TextTable], texts: dict[str, TextTable]) -> References:
    """Collect the ids that other tables may name.

    Args:
        tables: The tables with typed cells.
        texts: The same rows as text.
    """
    groups = _different(tables.get("groups"), "group_id")
    members = _different(tables.get("roster"), "member_id")
    pairs = sessions = keys = None
    roster, planned = tables.get("roster"), tables.get("sessions")
    if roster is not None and roster.has("member_id", "group_id"):
        pairs = pd.Index(
            pair_key(places_in(members, roster.rows["member_id"]), places_in(groups, roster.rows["group_id"]))
        ).unique()
    if planned is not None and planned.has("group_id", "session"):
        sessions = planned.rows[["session", "held_on"]].assign(
            group=places_in(groups, planned.rows["group_id"]), status=planned.rows["status"].astype(object)
        )
        sessions = sessions[(sessions["group"] >= 0) & sessions["session"].notna()]
        sessions = sessions.drop_duplicates(["group", "session"]).reset_index(drop=True)
        keys = pd.Index(session_key(sessions["group"].to_numpy(), sessions["session"]))
    return References(
        groups=groups,
        members=members,
        pairs=pairs,
        sessions=sessions,
        session_keys=keys,
        leaders=_leaders(tables.get("groups")),
        uncertain=find_uncertain(tables, texts),
    )


def places_in(known: pd.Index | None, cells: pd.Series) -> Places:
    """Where each row's text stands in an index of texts; -1 for one that is not there, and for missing."""
    found = pd.Index([] if known is None else known, dtype=object).get_indexer(pd.Index(texts_of(cells), dtype=object))
    places: Places = np.append(found, -1)[categorical(cells).codes].astype(np.int64)
    return places


def session_key(groups: Places, sessions: pd.Series) -> Places:
    """One number for a group and a session number; -1 where either is missing."""
    numbers = sessions.fillna(-1).to_numpy(dtype=np.int64)
    return np.where((groups < 0) | (numbers < 0), -1, groups * 10**9 + numbers)


def pair_key(members: Places, groups: Places) -> Places:
    """One number for a member and a group; -1 where either is missing."""
    return np.where((members < 0) | (groups < 0), -1, members * 10**6 + groups)


def _leaders(groups: TextTable | None) -> frozenset[str]:
    if groups is None or not groups.has("leaders"):
        return frozenset()
    return frozenset(leader for leaders in texts_of(groups.rows["leaders"]) for leader in leaders.split(";"))


def _different(text: TextTable | None, column: str) -> pd.Index | None:
    if text is None or not text.has(column):
        return None
    cells = text.rows[column]
    codes, texts = categorical(cells).codes, texts_of(cells)
    known: pd.Index = pd.Index([texts[code] for code in np.unique(codes[codes >= 0])], dtype=object)
    return known
