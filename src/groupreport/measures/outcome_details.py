"""One scale's change in several units, and what the missing last scores leave open."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from groupreport.measures.change import (
    effect_size_dav,
    effect_size_dz,
    improvement_bounds,
    mean_change,
    mean_change_bounds,
    mean_difference,
    standardized_mean_change,
    wilson_interval,
)
from groupreport.measures.outcomes import OutcomeScale, range_of

_BETTER = ["recovered", "improved"]


def change_by_standardizer(pairs: pd.DataFrame, outcome: OutcomeScale) -> dict[str, float]:
    """The mean change in scale points and by three standardizers, each with its 95 % interval, and who was harmed.

    Args:
        pairs: One row a person with any score on this scale: pre, post, change.
        outcome: The scale.

    Returns:
        pairs; change, smcr, d_z and d_av, each with _low and _high (NaN where they cannot be computed); harmed (how
        many got reliably worse across the cut-off; NaN where that cannot be said).

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> phq9 = load_catalog()["phq9"]
        >>> pairs = pd.DataFrame({"pre": [10.0, 12, 14, 16], "post": [9.0, 13, 11, 11]})
        >>> found = change_by_standardizer(pairs, OutcomeScale(phq9, phq9.scale("total")))
        >>> found["pairs"], found["change"], round(found["smcr"], 4)
        (4, -2.0, -0.5605)
    """
    pre, post = (pairs[name].to_numpy(np.float64) for name in ("pre", "post"))
    marks = outcome.harmed(pairs).dropna()
    found: dict[str, float] = {"pairs": int((~np.isnan(pre) & ~np.isnan(post)).sum())}
    for name, estimate in (
        ("change", mean_change(pre, post)),
        ("smcr", standardized_mean_change(pre, post)),
        ("d_z", effect_size_dz(pre, post)),
        ("d_av", effect_size_dav(pre, post)),
    ):
        found |= {name: estimate.value, f"{name}_low": estimate.low, f"{name}_high": estimate.high}
    return {**found, "harmed": float(marks.sum()) if len(marks) else math.nan}


def missing_last_scores(pairs: pd.DataFrame, persons: pd.DataFrame, outcome: OutcomeScale) -> dict[str, float]:
    """Improvement by three denominators, what missing scores leave possible, and how those without a last one began.

    Args:
        pairs: One row a person with any score on this scale: member_id, pre, post, outcome (class of change).
        persons: One row a person enrolled: member_id, end (completed and others).
        outcome: The scale.

    Returns:
        enrolled, completers, pairs, completer_pairs; improved, completer_improved (recovered among them); for the
        shares of_pairs, of_enrolled and of_completers also _low and _high (Wilson); best_share and worst_share (all,
        or none, of those without a pair improved); lowest_change and highest_change (bounds of everybody's mean
        change); and of the people with a first score, with and without a last one: with_n, with_mean, with_sd,
        without_n, without_mean, without_sd, difference (without less with), difference_low, difference_high (Welch).
        NaN where a number cannot be computed.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> phq9 = load_catalog()["phq9"]
        >>> pairs = pd.DataFrame({"member_id": ["A", "B"], "pre": [18.0, 12], "post": [9.0, None]})
        >>> pairs = pairs.assign(outcome=["recovered", None])
        >>> persons = pd.DataFrame({"member_id": ["A", "B", "C"], "end": ["completed", "dropped_out", "completed"]})
        >>> found = missing_last_scores(pairs, persons, OutcomeScale(phq9, phq9.scale("total")))
        >>> found["of_pairs"], round(found["worst_share"], 3), found["best_share"]  # 1 of 1; 1 to 3 of 3
        (1.0, 0.333, 1.0)
    """
    everyone = pairs[["member_id", "pre", "post", "outcome"]].set_index("member_id").reindex(persons["member_id"])
    pre, post = (everyone[name].to_numpy(np.float64) for name in ("pre", "post"))
    both = ~np.isnan(pre) & ~np.isnan(post)
    completed = (persons["end"] == "completed").to_numpy(bool)
    better = everyone["outcome"].isin(_BETTER).to_numpy(bool)
    classified = not outcome.missing_criterion
    found = {
        "enrolled": len(everyone),
        "completers": int(completed.sum()),
        "pairs": int(both.sum()),
        "completer_pairs": int((both & completed).sum()),
        "improved": int(better.sum()) if classified else math.nan,
        "completer_improved": int((better & completed).sum()) if classified else math.nan,
    }
    for name, count, of in (
        ("of_pairs", found["improved"], found["pairs"]),
        ("of_enrolled", found["improved"], found["enrolled"]),
        ("of_completers", found["completer_improved"], found["completers"]),
    ):
        low, high = wilson_interval(count, of)
        found |= {name: count / of if of else math.nan, f"{name}_low": low, f"{name}_high": high}
    shares = improvement_bounds(found["improved"], found["pairs"], found["enrolled"])
    changes = mean_change_bounds(pre, post, *range_of(outcome.instrument, outcome.scale))
    found |= {"worst_share": shares.low, "best_share": shares.high}
    found |= {"lowest_change": changes.low, "highest_change": changes.high}
    known = ~np.isnan(pre)
    began = {"with": pre[both], "without": pre[known & ~both]}
    for name, scores in began.items():
        found |= {
            f"{name}_n": len(scores),
            f"{name}_mean": float(scores.mean()) if len(scores) else math.nan,
            f"{name}_sd": float(scores.std(ddof=1)) if len(scores) > 1 else math.nan,
        }
    difference = mean_difference(began["without"], began["with"])
    return found | {
        "difference": difference.value,
        "difference_low": difference.low,
        "difference_high": difference.high,
    }
