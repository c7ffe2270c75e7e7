"""The same pairs of scores by every published criterion and cut-off: does the conclusion depend on the choice?"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pandas as pd

from groupreport.measures.outcomes import CLASSES, OutcomeScale


def published_choices(outcome: OutcomeScale) -> tuple[OutcomeScale, ...]:
    """The scale with each published criterion and each published cut-off, the ones in use first.

    A criterion without a number (no SD or reliability) is left out; so is a choice that classifies like another.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> phq9 = load_catalog()["phq9"]
        >>> choices = published_choices(OutcomeScale(phq9, phq9.scale("total")))
        >>> [(chosen.criterion, chosen.cutoff.value) for chosen in choices]
        [(6.0, 10.0), (5.0, 10.0)]
    """
    scale = outcome.scale
    criteria = (scale.reliable_change, *scale.other_reliable_changes)
    cutoffs = scale.cutoffs or (None,)
    found: dict[tuple[object, ...], OutcomeScale] = {}
    for criterion in criteria:
        for cutoff in cutoffs:
            rules = {"reliable_change": criterion, "cutoffs": () if cutoff is None else (cutoff,)}
            chosen = replace(outcome, scale=scale.model_copy(update=rules))
            if criterion is None or chosen.missing_criterion:
                continue
            line = (cutoff.value, cutoff.clinical_side) if cutoff else None
            found.setdefault((chosen.criterion, criterion.inclusive, line), chosen)
    return tuple(found.values())


def classes_by_choice(pairs: pd.DataFrame, outcome: OutcomeScale) -> pd.DataFrame:
    """Count the classes of the same pairs by every published criterion and cut-off.

    Args:
        pairs: One row a person with any score on this scale: pre, post.
        outcome: The scale.

    Returns:
        One row a choice: criterion, criterion_source, cutoff (NaN without one), cutoff_label, cutoff_source, in_use,
        pairs, recovered, improved, unchanged, deteriorated, harmed (missing without a cut-off). No row where the
        scale has no criterion.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> phq9 = load_catalog()["phq9"]
        >>> pairs = pd.DataFrame({"pre": [18.0, 14.0, 8.0], "post": [9.0, 9.0, 8.0]})
        >>> found = classes_by_choice(pairs, OutcomeScale(phq9, phq9.scale("total")))
        >>> found[["criterion", "recovered", "unchanged"]].values.tolist()  # the second fell by 5
        [[6.0, 1.0, 2.0], [5.0, 2.0, 1.0]]
    """
    rows = []
    for place, chosen in enumerate(published_choices(outcome)):
        classes = chosen.classify(pairs).dropna()
        found, line = Counter(classes.array), chosen.cutoff
        counts: dict[str, object] = {name: found[name] for name in CLASSES}
        rows.append(
            {
                "criterion": chosen.criterion,
                "criterion_source": chosen.source,
                "cutoff": line.value if line else math.nan,
                "cutoff_label": line.label if line else "",
                "cutoff_source": line.source if line else "",
                "in_use": place == 0,
                "pairs": len(classes),
                **counts,
                "harmed": float(chosen.harmed(pairs).sum()) if line else math.nan,
            }
        )
    columns = ["criterion", "criterion_source", "cutoff", "cutoff_label", "cutoff_source", "in_use", "pairs"]
    return pd.DataFrame(rows, columns=[*columns, *CLASSES, "harmed"])
