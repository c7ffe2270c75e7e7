"""What each rule for rating drops found, and the numbers that it went by."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from groupreport.measures.ruptures import STATUSES, Rule
from groupreport.parameters import RuptureSettings


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
        "not_judged": tuple(sorted(reasons.items())),
        "members_judged": len(set(series["member_id"].array[own & judged])),
        "members_with_episode": len(set(episodes["member_id"].array[found])),
        "episodes": int(found.sum()),
        **{status: statuses[status] for status in STATUSES},
    }


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
