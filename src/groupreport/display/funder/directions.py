"""Which way a questionnaire counts, from the catalog: what funders see does not carry it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from groupreport.display.funder.questionnaires import questionnaires
from groupreport.instruments.records import HigherIs


@cache
def directions(project_folder: Path | None = None) -> dict[str, HigherIs]:
    """By questionnaire: whether high outcome scores are better or worse; left out where its scales differ."""
    found: dict[str, HigherIs] = {}
    for name, instrument in questionnaires(project_folder).items():
        ways = {scale.higher_is for scale in instrument.scales if scale.domain == "outcome"}
        if len(ways) == 1:
            found[name] = ways.pop()
    return found
