"""What each rule for rating drops found, and what it counts as a drop, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from groupreport.measures.alliance import FollowedScale
from groupreport.measures.ruptures import STATUSES, Rule
from groupreport.parameters import RuptureSettings

_CUTOFFS = {"status_cutoff": "status", "change_cutoff": "change"}


def rule_counts(name: str, headline: str, episodes: pd.DataFrame, series: pd.DataFrame) -> dict[str, object]:
    """What one rule found: how many series and members it could judge, how many episodes, and their statuses."""
    own, found = ((rows["rule"] == name).to_numpy(bool) for rows in (series, episodes))
    judged = series["judged"].to_numpy(bool)
    reasons = Counter(series["reason"].array[own & ~judged])
    statuses = Counter(episodes["status"].array[found])
    return {
        "rule": name,
        "headline": name == headline,
        "series": int(own.sum()),
        "series_judged": int((own & judged).sum()),
        "not_judged_reason": "; ".join(f"{reason} ({count})" for reason, count in sorted(reasons.items())),
        "members_judged": len(set(series["member_id"].array[own & judged])),
        "members_with_episode": len(set(episodes["member_id"].array[found])),
        "episodes": int(found.sum()),
        **{status: statuses[status] for status in STATUSES},
    }


def rule_definition(rule: Rule) -> str:
    """What the rule counts, with its numbers, and where it is from."""
    return f"{rule.definition[0].upper()}{rule.definition[1:]} ({rule.source})."


def rule_text(rule: Rule, headline: str, settings: RuptureSettings, followed: Sequence[FollowedScale]) -> str:
    """What the rule counts as a drop, on which basis, and why it is the headline where the program set another."""
    sentences = [rule_definition(rule)]
    if rule.name in settings.numbers:
        sentences.append("Its numbers are those that the program sets.")
    if rule.basis == "reliable_change":
        sentences += [_basis(one) for one in followed]
    if rule.basis in _CUTOFFS:
        sentences += _set_cutoffs(_CUTOFFS[rule.basis], settings)
    if rule.kind == "reported":
        reported = settings.reported
        sentences.append(
            f"A report counts from an intensity of {reported.intensity:g} on, and is resolved from a resolution of"
            f" {reported.resolution:g} on."
        )
    sentences += _counted_once(followed)
    if rule.name == headline and headline != settings.headline:
        unknown = ", ".join(_title(one) for one in followed if one.scale.reliable_change is None)
        sentences.append(
            f"It leads in place of {settings.headline}, which the program sets but which cannot judge"
            f" every level of alliance: no reliability is known for {unknown}."
        )
    return " ".join(sentences)


def _set_cutoffs(name: str, settings: RuptureSettings) -> list[str]:
    """The cut-offs of every scale, as program.yml sets them."""
    said = [
        f"{instrument} {scale}: {getattr(cutoffs, name):g} points."
        for instrument, scales in settings.alerts.items()
        for scale, cutoffs in scales.items()
        if getattr(cutoffs, name) is not None
    ]
    return said or ["The program sets no such cut-off, so nothing is judged."]


def _counted_once(followed: Sequence[FollowedScale]) -> list[str]:
    """Of scales on one level of alliance, the reader must know why a drop on the later one may not be listed."""
    by_level: dict[str, list[str]] = {}
    for one in followed:
        if one.scale.level is not None:
            by_level.setdefault(one.scale.level, []).append(_title(one))
    return [
        f"Where {' and '.join(titles)} fall in the same sessions, only the drop on the first is counted."
        for titles in by_level.values()
        if len(titles) > 1
    ]


def _basis(followed: FollowedScale) -> str:
    known = followed.scale.reliable_change
    if known is None:
        return f"{_title(followed)} cannot be judged, because no reliability is known."
    if known.criterion is not None:
        return f"{_title(followed)}: {known.criterion:g} points. {known.source}"
    sd = (
        f"a standard deviation of {known.standard_deviation:g}"
        if known.standard_deviation is not None
        else "the standard deviation between the group's own members"
    )
    return f"{_title(followed)}: from a reliability of {known.reliability:g} and {sd}. {known.source}"


def _title(followed: FollowedScale) -> str:
    return f"{followed.instrument.short_name} {followed.scale.label}"
