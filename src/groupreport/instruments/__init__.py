"""The questionnaires: a catalog of keys as data, and scoring with a status for every score. Never any item wording."""

from groupreport.instruments.catalog import load_catalog
from groupreport.instruments.records import (
    Aspect,
    Cutoff,
    Domain,
    HigherIs,
    Instrument,
    Items,
    Level,
    Licence,
    MissingRule,
    ReliableChange,
    Scale,
    ScoreStatus,
)
from groupreport.instruments.scoring import score

__all__ = [
    "Aspect",
    "Cutoff",
    "Domain",
    "HigherIs",
    "Instrument",
    "Items",
    "Level",
    "Licence",
    "MissingRule",
    "ReliableChange",
    "Scale",
    "ScoreStatus",
    "load_catalog",
    "score",
]
