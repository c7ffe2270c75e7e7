"""Who completed and who improved, by the characteristics that the program records."""

from __future__ import annotations

import pandas as pd

from groupreport.measures.outcomes import pairs_of_scale
from groupreport.summaries.outcome_scores import why_no_outcomes
from groupreport.summaries.records import Unavailable
from groupreport.summaries.scope import Scope

NOT_RECORDED = "Not recorded"


def equity(scope: Scope) -> pd.DataFrame | Unavailable:
    """One row a characteristic, category and outcome scale, of different people; a missing category has its own row."""
    names = scope.term.parameters.settings.characteristics
    if not names:
        return Unavailable("not_collected", "no_characteristics")
    missing = why_no_outcomes(scope)
    if missing:
        return missing
    persons = with_characteristics(scope)
    pairs = scope.outcome_pairs
    parts = []
    for name in names:
        enrolled = persons.groupby(name, sort=True).agg(
            enrolled=("member_id", "size"), completed=("end", lambda ends: int((ends == "completed").sum()))
        )
        for outcome in scope.outcome_scales:
            of_scale = pairs_of_scale(pairs, outcome).merge(persons[["member_id", name]], on="member_id")
            parts.append(
                _with_changes(enrolled, of_scale, name, known=not outcome.missing_criterion).assign(
                    characteristic=name,
                    instrument=outcome.instrument.id,
                    scale=outcome.scale.scale if outcome.one_of_several else None,
                    short_name=outcome.short_name,
                )
            )
    return pd.concat(parts, ignore_index=True)[
        ["characteristic", "category", "enrolled", "completed", "instrument", "scale", "short_name"]
        + ["pairs", "improved", "deteriorated"]
    ]


def with_characteristics(scope: Scope) -> pd.DataFrame:
    """One row a person with each characteristic: what the last stay says, else an earlier one, else `Not recorded`."""
    names = list(scope.term.parameters.settings.characteristics)
    known = scope.stays.sort_values("enrolled_on", kind="stable").groupby("member_id")[names].last()
    persons = scope.people.drop(columns=names).join(known, on="member_id")
    return persons.assign(**{name: persons[name].fillna(NOT_RECORDED) for name in names})


def _with_changes(enrolled: pd.DataFrame, pairs: pd.DataFrame, name: str, *, known: bool) -> pd.DataFrame:
    both = pairs[pairs["change"].notna()]
    better = both["outcome"].isin(["recovered", "improved"])
    counts = {
        "pairs": both.groupby(name).size(),
        "improved": better.groupby(both[name]).sum(),
        "deteriorated": (both["outcome"] == "deteriorated").groupby(both[name]).sum(),
    }
    changes = pd.DataFrame(counts).reindex(enrolled.index).fillna(0).astype("float64")
    changes = changes.astype({"pairs": "int64"})
    if not known:
        changes[["improved", "deteriorated"]] = float("nan")
    return enrolled.join(changes).rename_axis("category").reset_index()
