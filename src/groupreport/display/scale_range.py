"""The range that a scale is drawn on: the questionnaire's own, or what was seen where it is not published."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from groupreport.display.rounding import is_missing


@dataclass(frozen=True)
class ScaleRange:
    """Lowest and highest value; `known` is False where they are only what was seen."""

    low: float
    high: float
    known: bool

    @property
    def span(self) -> float:
        """From the lowest to the highest value; never 0, so that it can be divided by."""
        return self.high - self.low or 1.0

    @property
    def facts(self) -> dict[str, float | None]:
        """For sentences: the ends, or None where the questionnaire's range is not known."""
        return {"minimum": self.low if self.known else None, "maximum": self.high if self.known else None}


def range_of(rows: pd.DataFrame, seen: Sequence[str]) -> ScaleRange:
    """The range of one scale.

    Args:
        rows: One scale's rows with `minimum` and `maximum`, missing where the questionnaire does not publish them.
        seen: Columns of values, used where the range is missing.
    """
    return known_or_seen(
        rows["minimum"].iloc[0], rows["maximum"].iloc[0], (value for name in seen for value in rows[name])
    )


def known_or_seen(minimum: float | None, maximum: float | None, seen: Iterable[float | None]) -> ScaleRange:
    """The range that a questionnaire publishes; where either end is missing, that of the values that were seen."""
    if minimum is not None and maximum is not None and not is_missing(minimum) and not is_missing(maximum):
        return ScaleRange(float(minimum), float(maximum), known=True)
    values = [float(value) for value in seen if value is not None and not is_missing(value)]
    return ScaleRange(min(values, default=math.nan), max(values, default=math.nan), known=False)
