"""The questionnaires: a catalog of keys as data, and scoring with a status for every score. Never any item wording."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from groupreport.instruments.catalog import load_catalog
from groupreport.instruments.records import (
    Aspect,
    Cutoff,
    Domain,
    HigherIs,
    ImportantChange,
    Instrument,
    Items,
    Level,
    Licence,
    MissingRule,
    NotApplicable,
    Reliability,
    ReliableChange,
    Scale,
    ScoreStatus,
    SeverityBands,
)
from groupreport.instruments.titles import with_titles
from groupreport.instruments.unverified import KindOfFact, unverified_facts

if TYPE_CHECKING:
    from groupreport.instruments.scoring import score

__all__ = [
    "Aspect",
    "Cutoff",
    "Domain",
    "HigherIs",
    "ImportantChange",
    "Instrument",
    "Items",
    "KindOfFact",
    "Level",
    "Licence",
    "MissingRule",
    "NotApplicable",
    "Reliability",
    "ReliableChange",
    "Scale",
    "ScoreStatus",
    "SeverityBands",
    "load_catalog",
    "score",
    "unverified_facts",
    "with_titles",
]


def __getattr__(name: str) -> object:
    """`score` is imported on first use: whoever needs the catalog alone does not pay for pandas."""
    if name != "score":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(f"{__name__}.scoring").score
