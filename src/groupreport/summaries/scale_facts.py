"""What a reader needs to know of each scale beside its scores."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.measures.alliance import level_of
from groupreport.measures.outcomes import range_of
from groupreport.measures.text import TEXT

PROCESS_DOMAINS = ("cohesion", "climate", "alliance")
SCALE = ["instrument", "scale", "level"]
SCALE_FACTS = [
    "instrument",
    "short_name",
    "scale",
    "label",
    "domain",
    "level",
    "aspect",
    "higher_is",
    "minimum",
    "maximum",
]
_ABOUT = {"leader": "about the leader", "members": "about other members", "group": "about the group"}


@cache
def scale_facts(instrument: Instrument) -> pd.DataFrame:
    """What a reader needs to know of each scale, in the questionnaire's order."""
    scales = instrument.scales
    texts = {
        name: pd.array([getattr(scale, name) for scale in scales], dtype=TEXT)
        for name in ("scale", "label", "domain", "level", "aspect", "higher_is")
    }
    ends = np.array([range_of(instrument, scale) for scale in scales], dtype="float64").reshape(-1, 2)
    whose = {"instrument": instrument.id, "short_name": instrument.short_name}
    named = {name: pd.array([text] * len(scales), dtype=TEXT) for name, text in whose.items()}
    return pd.DataFrame(texts | {"minimum": ends[:, 0], "maximum": ends[:, 1]} | named)


def about_targets(rows: pd.DataFrame) -> pd.DataFrame:
    """Whom an answer is about decides its level; the label says so where the questionnaire's own level is another."""
    level = level_of(rows["target"], rows["level"])
    suffix = " (" + rows["target"].map(_ABOUT) + ")"
    return rows.assign(
        label=rows["label"].where(level == rows["level"], rows["label"] + suffix.fillna("")), level=level
    )
