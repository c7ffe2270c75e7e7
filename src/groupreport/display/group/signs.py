"""Exploratory signs in one group: who was silent or grew quiet, subgroups, drifting apart."""

from __future__ import annotations

from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import MOST_NAMES, Wording
from groupreport.summaries.records import ParticipationSigns, SubgroupSigns


def participation_pieces(signs: ParticipationSigns | None, words: Wording) -> list[Piece | None]:
    """Silent and quiet members; nothing without a record."""
    if signs is None:
        return []
    members = signs.by_member
    silent = [str(member) for member in members.loc[members["often_silent"].astype(bool), "member_id"]]
    quiet = [
        {"member": str(row.member_id), "first": int(row.quiet_from), "last": int(row.quiet_until)}
        for row in rows_of(members[members["quiet_sessions"] > 0])
    ]
    return [
        paragraph(
            words.say("signs.silent", names=silent) if silent else "",
            words.say("signs.quiet", members=quiet[:MOST_NAMES], more=max(0, len(quiet) - MOST_NAMES)) if quiet else "",
        )
    ]


def sharing_sentence(signs: ParticipationSigns | None, words: Wording) -> str:
    """How the sharing of talk changed from the first to the last third; nothing where one has no record."""
    if signs is None:
        return ""
    parts = signs.early_and_late
    if parts[["gini", "variation", "top_share"]].isna().any(axis=None):
        return ""
    facts = {
        row.part: {
            "gini": float(row.gini),
            "variation": float(row.variation),
            "top": float(row.top_share),
            "members": float(row.members),
        }
        for row in rows_of(parts)
    }
    return words.say("signs.sharing", **facts)


def subgroup_pieces(signs: SubgroupSigns | None, words: Wording) -> list[Piece | None]:
    """One or two sentences; nothing where no session has six answers."""
    if signs is None:
        return []
    sessions = signs.by_session
    splits = (
        words.say(
            "signs.splits",
            label=signs.label,
            short_name=signs.short_name,
            strong=int(sessions["strong"].sum()),
            sessions=len(sessions),
            expected=float(sessions["chance"].sum()),
        )
        if len(sessions)
        else ""
    )
    apart = (
        words.say(
            "signs.apart",
            label=signs.label,
            **{name: getattr(signs, name) for name in ("early_mean", "late_mean", "early_spread", "late_spread")},
        )
        if signs.polarized
        else ""
    )
    return [paragraph(splits, apart)]
