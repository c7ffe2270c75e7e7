"""The outcomes by other units, criteria and denominators, for evaluators."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.outcome_criteria import classes_by_choice
from groupreport.measures.outcome_details import change_by_standardizer, missing_last_scores
from groupreport.measures.outcomes import OutcomeScale, pairs_of_scale, range_of
from groupreport.summaries.outcome_scores import why_no_outcomes
from groupreport.summaries.records import OutcomeDetails, Unavailable
from groupreport.summaries.scope import Scope


def outcome_details(scope: Scope) -> OutcomeDetails | Unavailable:
    """Effect sizes by standardizer, classes by every published choice, and what missing last scores leave open."""
    missing = why_no_outcomes(scope)
    if missing:
        return missing
    effects: list[dict[str, object]] = []
    criteria: list[pd.DataFrame] = []
    left_open: list[dict[str, object]] = []
    for outcome in scope.outcome_scales:
        named = scale_names(outcome)
        pairs = pairs_of_scale(scope.outcome_pairs, outcome)
        effects.append({**named, **change_by_standardizer(pairs, outcome)})
        criteria.append(classes_by_choice(pairs, outcome).assign(**named))
        lowest, highest = range_of(outcome.instrument, outcome.scale)
        found = missing_last_scores(pairs, scope.people, outcome)
        left_open.append({**named, "minimum": lowest, "maximum": highest, **found})
    choices = pd.concat(criteria, ignore_index=True)
    first = list(scale_names(scope.outcome_scales[0]))
    return OutcomeDetails(
        effects=pd.DataFrame(effects),
        criteria=choices[[*first, *(name for name in choices.columns if name not in first)]],
        missing=pd.DataFrame(left_open),
    )


def scale_names(outcome: OutcomeScale) -> dict[str, str]:
    """What identifies a scale in a frame."""
    return {
        "instrument": outcome.instrument.id,
        "short_name": outcome.short_name,
        "scale": outcome.scale.scale,
        "higher_is": outcome.scale.higher_is,
    }
