"""Which way a questionnaire counts, from the catalog: what funders see does not carry it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from groupreport.display.funder.questionnaires import questionnaires
from groupreport.instruments.records import HigherIs


@cache
def directions(project_folder: Path | None = None) -> dict[str, HigherIs]:
    """By questionnaire: whether high outcome scores are better or worse; left out where its scales differ.

    By scale as well, `own_sleep`, as those of a questionnaire with several outcome scales are called for funders.
    """
    found: dict[str, HigherIs] = {}
    for name, instrument in questionnaires(project_folder).items():
        outcomes = [scale for scale in instrument.scales if scale.domain == "outcome"]
        found |= {f"{name}_{scale.scale}": scale.higher_is for scale in outcomes}
        ways = {scale.higher_is for scale in outcomes}
        if len(ways) == 1:
            found[name] = ways.pop()
    return found
