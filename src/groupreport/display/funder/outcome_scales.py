"""The outcome scales by what tables for funders call them: what funders see carries neither direction nor cut-off."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from groupreport.display.funder.questionnaires import questionnaires
from groupreport.instruments.records import HigherIs
from groupreport.measures.outcomes import OutcomeScale, outcome_scales


@cache
def scales_by_key(project_folder: Path | None = None) -> dict[str, OutcomeScale]:
    """By `OutcomeScale.key`; left out where two questionnaires of the catalog, not both in use, have the same."""
    found: dict[str, list[OutcomeScale]] = {}
    for scale in outcome_scales(questionnaires(project_folder).values()):
        found.setdefault(scale.key, []).append(scale)
    return {key: same[0] for key, same in found.items() if len(same) == 1}


def direction(key: str) -> HigherIs | None:
    """Whether high scores are better or worse; None where it is not known."""
    scale = scales_by_key().get(key)
    return None if scale is None else scale.scale.higher_is


def has_no_line(key: str) -> bool:
    """Whether the scale is known to have no cut-off: then nobody can be said to have recovered, or not to."""
    scale = scales_by_key().get(key)
    return scale is not None and scale.cutoff is None
