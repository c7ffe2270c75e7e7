"""Exploratory signs in one group: who was silent or grew quiet, subgroups, drifting apart."""

from __future__ import annotations

from groupreport.display.rows import rows_of
from groupreport.display.wording import MOST_NAMES, Wording
from groupreport.summaries.records import ParticipationSigns, SubgroupSigns


def silence_sentences(signs: ParticipationSigns | None, words: Wording) -> list[str]:
    """Silent members, and those who grew quiet; nothing without a record."""
    if signs is None:
        return []
    members = signs.by_member
    silent = [str(member) for member in members.loc[members["often_silent"].astype(bool), "member_id"]]
    quiet = [
        {"member": str(row.member_id), "first": int(row.quiet_from), "last": int(row.quiet_until)}
        for row in rows_of(members[members["quiet_sessions"] > 0])
    ]
    return [
        words.say("signs.silent", names=silent) if silent else "",
        words.say("signs.quiet", members=quiet[:MOST_NAMES], more=max(0, len(quiet) - MOST_NAMES)) if quiet else "",
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


def apart_sentence(signs: SubgroupSigns | None, words: Wording) -> str:
    """That answers moved apart while their mean stayed; nothing where they did not, or that cannot be said."""
    if signs is None or not signs.polarized:
        return ""
    means = {name: getattr(signs, name) for name in ("early_mean", "late_mean", "early_spread", "late_spread")}
    return words.say("signs.apart", label=signs.label, **means)


def splits_sentence(signs: SubgroupSigns | None, words: Wording) -> str:
    """In how many sessions answers fell into two parts, and by chance; nothing where no session has six answers."""
    if signs is None or signs.by_session.empty:
        return ""
    return words.say(
        "signs.splits",
        label=signs.label,
        short_name=signs.short_name,
        strong=int(signs.by_session["strong"].sum()),
        sessions=len(signs.by_session),
        expected=float(signs.by_session["chance"].sum()),
    )
