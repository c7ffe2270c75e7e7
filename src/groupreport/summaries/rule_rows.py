"""What each rule for rating drops found, and the numbers that it went by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from groupreport.measures.ruptures import STATUSES, Rule
from groupreport.parameters import RuptureSettings


def counts_of_rules(
    names: Sequence[str], headline: str, episodes: pd.DataFrame, series: pd.DataFrame
) -> list[dict[str, object]]:
    """What each rule found: how many series and members it could judge, how many episodes, and their statuses."""
    rule, reason, member = (series[name].to_numpy(object) for name in ("rule", "reason", "member_id"))
    rule_of_episode, status, who = (episodes[name].to_numpy(object) for name in ("rule", "status", "member_id"))
    judged = series["judged"].to_numpy(bool)
    rows: list[dict[str, object]] = []
    for name in names:
        own, found = rule == name, rule_of_episode == name
        reasons, statuses = Counter(reason[own & ~judged]), Counter(status[found])
        rows.append(
            {
                "rule": name,
                "headline": name == headline,
                "series": int(own.sum()),
                "series_judged": int((own & judged).sum()),
                "not_judged": tuple(sorted(reasons.items())),
                "members_judged": len(set(member[own & judged])),
                "members_with_episode": len(set(who[found])),
                "episodes": int(found.sum()),
                **{one: statuses[one] for one in STATUSES},
            }
        )
    return rows


def rule_numbers(rule: Rule, settings: RuptureSettings) -> dict[str, object]:
    """The numbers that a rule goes by, with which its sentence is told, and how sure they are."""
    return {
        "factor": rule.factor,
        "cumulative": rule.cumulative,
        "share": rule.share,
        "shortest": rule.shortest,
        "minimum_ratings": rule.fewest_ratings(settings),
        "max_gap": settings.max_gap,
        "certainty": rule.certainty,
    }
