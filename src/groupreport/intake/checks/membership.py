"""Rows that name a group, a member or a session that the term does not have."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from groupreport.intake.checks.references import References
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where, texts_of
from groupreport.intake.spelling import nearest
from groupreport.intake.values.identifiers import IdReasons

_NEAR_NAMES = 10

_LISTED = (
    "Write the members' ids exactly as on the roster, joined by ';', or translate the export's ids under "
    "data.tables.events.values."
)
_JOINED = (
    'Where the export joins ids by commas, say so: `member_ids: {joined: …, by: ", "}` in data.tables.events.columns.'
)


def note_unknown_groups(text: TextTable, known: References, findings: Findings) -> None:
    """Note group ids that the table groups does not have: those of one reason and one near name together."""
    if known.groups is None or not text.has("group_id"):
        return
    cells = text.rows["group_id"]
    uncertain = known.uncertain
    strangers = [each for each in texts_of(cells) if each not in known.groups and not uncertain.may_be_group(each)]
    reasons = IdReasons(known.groups)
    alike: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for place, group_id in enumerate(strangers):
        # Where hardly a group is known, the tables are of two terms, and near names say nothing.
        near = nearest(group_id, known.groups, cutoff=0.75) if place < _NEAR_NAMES else None
        alike[reasons.of(group_id), near].add(group_id)
    for (reason, near), group_ids in alike.items():
        how_many = f" ({len(group_ids)} different ids)" if len(group_ids) > 1 else ""
        findings.add_rows(
            "group-unknown",
            text,
            "group_id",
            rows_where(cells, group_ids.__contains__),
            f"names a group that the table groups does not have{reason}{how_many}",
            "Correct the id, add the group to the table groups, or leave the rows out.",
            suggestion=near,
        )


def note_unknown_members(text: TextTable, known: References, findings: Findings) -> None:
    """Note member ids that the roster does not have, or has in other groups only."""
    if known.members is None or not text.has("member_id"):
        return
    cells = text.rows["member_id"]
    spoken_for = text.rows_of_leaders()
    reasons, uncertain = IdReasons(known.members), known.uncertain
    strangers = [each for each in texts_of(cells) if each not in known.members and not uncertain.may_be_member(each)]
    findings.add_rows(
        "leader-as-member",
        text,
        "member_id",
        rows_where(cells, known.leaders.intersection(strangers).__contains__) & ~spoken_for,
        "names a leader of a group where a member should stand",
        "Leave the row out; where a leader rated, say so in the column rater."
        if text.table.name == "ratings"
        else "Leave the row out.",
    )
    why = {each: reasons.of(each) for each in strangers if each not in known.leaders}
    for reason in sorted(set(why.values()), key=len):
        rows = rows_where(cells, lambda each, reason=reason: why.get(each) == reason) & ~spoken_for  # type: ignore[misc]
        findings.add_rows(
            "member-unknown",
            text,
            "member_id",
            rows,
            f"names a member who is not on the roster{reason}",
            "Export the id as text, exactly as on the roster."
            if reason
            else "Add the member to the roster, or correct the id.",
        )
    if known.groups is None or known.pairs is None or not text.has("group_id"):
        return
    elsewhere = (known.member_places(text) >= 0) & (known.group_places(text) >= 0) & ~known.belongs(text)
    elsewhere &= ~uncertain.may_belong(text)
    findings.add_rows(
        "member-not-in-group",
        text,
        "member_id",
        elsewhere & ~spoken_for,
        "names a member who is on the roster, but in another group",
        "Add the member's stay in this group to the roster, or correct the group.",
    )


def note_unknown_sessions(text: TextTable, known: References, findings: Findings) -> None:
    """Note sessions that the table sessions does not have."""
    if known.sessions is None or text.table.name == "sessions":
        return
    for column in ("session", "resolved_session"):
        if not text.has("group_id", column):
            continue
        named = text.rows[column].notna().to_numpy() & (known.group_places(text) >= 0)
        findings.add_rows(
            "session-unknown",
            text,
            column,
            named & (known.session_places(text, column) < 0) & ~known.uncertain.may_be_session(text, column),
            "names a session that the table sessions does not have for this group",
            "Add the session to the table sessions, or correct its number.",
        )


def note_raters(ratings: TextTable, groups: TextTable | None, known: References, findings: Findings) -> None:
    """Note ratings without a member, and warn of raters whom neither the roster nor the groups' leaders know.

    `ratings` is the table as text: an id that could not be read has been noted and is not empty.
    """
    if not ratings.has("member_id") or known.members is None:
        return
    cells, spoken_for = ratings.rows["member_id"], ratings.rows_of_leaders()
    findings.add_rows(
        "value-missing",
        ratings,
        "member_id",
        cells.isna().to_numpy() & ~spoken_for & ratings.could_read("member_id"),
        "is empty, but every row needs a value here",
        "Fill it in; only a rating by a leader or observer may be about no member.",
    )
    if groups is None or not groups.has("leaders"):
        return
    people = known.leaders.union(known.members)
    findings.add_rows(
        "rater-unknown",
        ratings,
        "member_id",
        spoken_for & rows_where(cells, lambda each: each not in people and not known.uncertain.may_be_member(each)),
        "names somebody who is neither on the roster nor a leader of a group",
        "Write the leader's id as in the table groups, or the id of the member whom the rating is about.",
        "warning",
    )


def note_listed_members(events: TextTable, known: References, findings: Findings) -> None:
    """Note events whose `member_ids` name somebody who is not in the event's group."""
    if known.members is None or known.groups is None or known.pairs is None or not events.has("member_ids", "group_id"):
        return
    cells, groups = events.rows["member_ids"], known.group_places(events)
    pairs = set(known.pairs)
    members = {each: place for place, each in enumerate(known.members)}
    reasons = IdReasons(known.members)
    found: dict[tuple[str, str], Mask] = {}
    for row in np.flatnonzero(cells.notna().to_numpy() & (groups >= 0)):
        for part in str(cells.iloc[row]).split(";"):
            place = members.get(part, -1)
            if _may_be_there(part, known) or (place >= 0 and place * 10**6 + int(groups[row]) in pairs):
                continue
            case = ("" if place >= 0 else reasons.of(part), _JOINED if "," in part else _LISTED)
            found.setdefault(case, np.zeros(len(cells), dtype=bool))[row] = True
    for (reason, remedy), rows in found.items():
        message = f"names somebody who is not on the roster of this group{reason}"
        findings.add_rows("member-unknown", events, "member_ids", rows, message, remedy)


def note_unknown_leaders(feedback: TextTable, groups: TextTable, known: References, findings: Findings) -> None:
    """Warn of feedback by somebody who is not among the group's leaders, where leaders were given."""
    if not groups.has("leaders", "group_id") or not feedback.has("leader_id", "group_id") or known.groups is None:
        return
    leads = {
        (str(group_id), leader)
        for group_id, leaders in zip(groups.rows["group_id"], groups.rows["leaders"], strict=True)
        if isinstance(leaders, str)
        for leader in leaders.split(";")
    }
    led = {group_id for group_id, _ in leads}
    named = pd.MultiIndex.from_arrays(
        [feedback.rows["group_id"].astype(object), feedback.rows["leader_id"].astype(object)]
    )
    rows = np.array([group_id in led and (group_id, leader) not in leads for group_id, leader in named], dtype=bool)
    findings.add_rows(
        "leader-unknown",
        feedback,
        "leader_id",
        rows & feedback.rows["leader_id"].notna().to_numpy(),
        "names somebody who is not among the leaders of this group",
        "Correct the id, or add the leader to the table groups.",
        "warning",
    )


def note_leaders_among_members(roster: TextTable, known: References, findings: Findings) -> None:
    """Warn of members of the roster whose id is that of a leader."""
    if not roster.has("member_id"):
        return
    message = "is the id of a leader of a group, too"
    remedy = "Leave leaders out of the roster; if leaders and members are numbered apart, write L before leaders' ids."
    rows = rows_where(roster.rows["member_id"], known.leaders.__contains__)
    findings.add_rows("leader-as-member", roster, "member_id", rows, message, remedy, "warning")


def _may_be_there(member_id: str, known: References) -> bool:
    return known.uncertain.may_be_member(member_id) or member_id in known.uncertain.homeless
