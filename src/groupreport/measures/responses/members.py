"""Whether the ratings of the members involved in a logged rupture fell then, and whether drops were logged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped

SEEN = ("same_session", "next_rating", "not_seen", "cannot_be_said")
_Key = tuple[str, str]


def events_in_ratings(events: pd.DataFrame, rated: pd.DataFrame, onsets: pd.DataFrame) -> pd.DataFrame:
    """Say of each logged rupture whether a drop of an involved member began in that session or at the next rating.

    There is no window to choose: the next rating is the next one that the member gave, however many sessions later. A
    drop cannot begin with a member's first rating, so that one cannot show anything.

    Args:
        events: event_id, group_id, session, member_ids (joined by semicolons; missing: not recorded).
        rated: The ratings that could show a drop: member_id, group_id, session; one row a member and session.
        onsets: One row a drop: member_id, group_id, onset_session.

    Returns:
        One row an event: event_id, named (members on record), seen (one of `SEEN`; cannot_be_said: no member is on
        record, or none of them has a rating from then on that could show a drop), chance (the share of the group's
        sessions from which on the same members' ratings would have shown a drop, had the event been logged there;
        missing where nothing can be said); other sessions than its own. No member's id.

    Examples:
        >>> events = pd.DataFrame({"event_id": ["E1", "E2"], "group_id": "G", "session": 2, "member_ids": ["A;B", "B"]})
        >>> rated = pd.DataFrame({"member_id": list("AAAABBB"), "group_id": "G", "session": [1, 2, 3, 4, 1, 3, 4]})
        >>> drops = pd.DataFrame({"member_id": ["A"], "group_id": "G", "onset_session": 3})
        >>> found = events_in_ratings(events, rated, drops)  # A's drop began at the rating after the event
        >>> found[["event_id", "named", "seen", "chance"]].round(2).values.tolist()
        [['E1', 2, 'next_rating', 0.33], ['E2', 1, 'not_seen', 0.0]]
    """
    ratings, begun = _ratings(rated, events), _onsets(onsets)
    by_group = rated.groupby("group_id", observed=True)["session"]
    sessions = {str(group): sorted(set(map(int, own))) for group, own in by_group}
    rows = []
    for event_id, group, session, ids in events[["event_id", "group_id", "session", "member_ids"]].itertuples(
        index=False, name=None
    ):
        keys = [(str(group), member) for member in _listed(ids)]
        seen = _seen(keys, int(session), ratings, begun)
        others = [other for other in sessions.get(str(group), []) if other != int(session)]
        answers = [_seen(keys, other, ratings, begun) for other in others]
        could = [answer for answer in answers if answer != "cannot_be_said"]
        shown = sum(answer != "not_seen" for answer in could)
        chance = shown / len(could) if could and seen != "cannot_be_said" else np.nan
        rows.append((event_id, len(keys), seen, chance))
    found = pd.DataFrame(rows, columns=["event_id", "named", "seen", "chance"])
    return retyped(found, {"event_id": TEXT, "named": "int64", "seen": TEXT, "chance": "float64"})


def drops_in_log(events: pd.DataFrame, rated: pd.DataFrame, onsets: pd.DataFrame) -> pd.Series:
    """Say of each drop whether a rupture that involves its member was logged in that session or since the last rating.

    Args:
        events: As for `events_in_ratings`.
        rated: As for `events_in_ratings`.
        onsets: As for `events_in_ratings`.

    Returns:
        A boolean for each row of `onsets`.

    Examples:
        >>> events = pd.DataFrame({"event_id": ["E1"], "group_id": "G", "session": 2, "member_ids": ["A;B"]})
        >>> rated = pd.DataFrame({"member_id": "A", "group_id": "G", "session": [1, 2, 3, 4]})
        >>> drops = pd.DataFrame({"member_id": "A", "group_id": "G", "onset_session": [3, 4]})
        >>> drops_in_log(events, rated, drops).tolist()
        [True, False]
    """
    ratings = _ratings(rated, events)
    logged: dict[_Key, list[int]] = {}
    for group, session, ids in events[["group_id", "session", "member_ids"]].itertuples(index=False, name=None):
        for member in _listed(ids):
            logged.setdefault((str(group), member), []).append(int(session))
    answers = []
    for member, group, onset in onsets[["member_id", "group_id", "onset_session"]].itertuples(index=False, name=None):
        key = (str(group), str(member))
        targets = [_targets(ratings.get(key, ()), session) for session in logged.get(key, [])]
        answers.append(any(int(onset) in target for target in targets))
    return pd.Series(answers, index=onsets.index, dtype=bool)


def members_in_log(events: pd.DataFrame) -> pd.DataFrame:
    """List who the log names as involved in which rupture; a rupture without members on record has no row.

    Args:
        events: event_id, session, member_ids (joined by semicolons; missing: not recorded).

    Returns:
        One row a rupture and member, each member once: event_id, session, member_id.

    Example:
        >>> events = pd.DataFrame({"event_id": ["E1", "E2"], "session": [2, 3], "member_ids": ["A; B;A", None]})
        >>> members_in_log(events)[["event_id", "session", "member_id"]].values.tolist()
        [['E1', 2, 'A'], ['E1', 2, 'B']]
    """
    rows = [
        (event_id, session, member)
        for event_id, session, ids in events[["event_id", "session", "member_ids"]].itertuples(index=False, name=None)
        for member in _listed(ids)
    ]
    found = pd.DataFrame(rows, columns=["event_id", "session", "member_id"])
    return retyped(found, {"event_id": TEXT, "session": "int64", "member_id": TEXT})


def _listed(ids: object) -> list[str]:
    """The members on record, each once."""
    return [] if pd.isna(ids) else list(dict.fromkeys(part.strip() for part in str(ids).split(";") if part.strip()))  # type: ignore[call-overload]


def _ratings(rated: pd.DataFrame, events: pd.DataFrame) -> dict[_Key, list[int]]:
    """The rated sessions of each member whom an event names, by group, in order."""
    named = {member for ids in events["member_ids"] for member in _listed(ids)}
    own = rated[rated["member_id"].isin(named)]
    found: dict[_Key, set[int]] = {}
    for group, member, session in zip(own["group_id"], own["member_id"], own["session"], strict=True):
        found.setdefault((str(group), str(member)), set()).add(int(session))
    return {key: sorted(sessions) for key, sessions in found.items()}


def _onsets(onsets: pd.DataFrame) -> dict[_Key, set[int]]:
    begun: dict[_Key, set[int]] = {}
    for member, group, session in onsets[["member_id", "group_id", "onset_session"]].itertuples(index=False, name=None):
        begun.setdefault((str(group), str(member)), set()).add(int(session))
    return begun


def _targets(sessions: Sequence[int], event: int) -> tuple[int, ...]:
    """The rated sessions whose drop an event would be seen in: that of the event and the next one, never the first."""
    after = bisect_right(sessions, event)
    same = [event] if event in sessions[1:] else []
    following = [sessions[after]] if 0 < after < len(sessions) else []
    # Who had not rated yet gave the first rating after the event, and no drop can begin with that.
    return tuple(same + following)


def _seen(
    keys: Sequence[_Key], event: int, ratings: Mapping[_Key, Sequence[int]], begun: Mapping[_Key, set[int]]
) -> str:
    able, later = False, False
    for key in keys:
        own = begun.get(key, set())
        for target in _targets(ratings.get(key, ()), event):
            able = True
            if target in own and target == event:
                return "same_session"
            later = later or target in own
    return "next_rating" if later else "not_seen" if able else "cannot_be_said"
