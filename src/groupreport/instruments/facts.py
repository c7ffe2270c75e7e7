"""What is known about a questionnaire's scores, each fact with where it comes from and whether that was read."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from groupreport.parameters import Record

ClinicalSide = Literal["at_or_above", "above", "at_or_below", "below"]
ItemNumber = Annotated[int, Field(ge=1)]


class Sourced(Record):
    """A fact with where it comes from; `verified` is true only where the manual, paper or rights holder was read."""

    source: str
    verified: bool = False


class MissingRule(Sourced):
    """How many items must be answered for a score; an unanswered rest counts as the mean of the answered ones.

    Left out, a single missing item gives no score. A rule that asks for every item says that this was published.
    """

    minimum_answered: Annotated[int, Field(ge=1)]


class ReliableChange(Sourced):
    """A change that is larger than measurement error: a published criterion, or a reliability to compute it from.

    Without `standard_deviation` the SD of the program's own scores stands in. `inclusive` says whether a change
    equal to the criterion counts.
    """

    criterion: Annotated[float, Field(gt=0)] | None = None
    standard_deviation: Annotated[float, Field(gt=0)] | None = None
    reliability: Annotated[float, Field(gt=0, lt=1)] | None = None
    inclusive: bool = True

    @model_validator(mode="after")
    def _has_a_basis(self) -> ReliableChange:
        if self.criterion is None and self.reliability is None:
            raise ValueError("reliable change needs a criterion, or a reliability (with or without an SD)")
        return self


class ImportantChange(Sourced):
    """The smallest change that people notice or that the owners call meaningful, in points.

    It says nothing about measurement error and is never used as a reliable change.
    """

    points: Annotated[float, Field(gt=0)]


class Cutoff(Sourced):
    """A line between the clinical and the functional range: scores `side` of it (or on it) are clinical."""

    label: str
    value: float
    clinical_side: ClinicalSide


class Band(Record):
    """A named stretch of scores, from `lowest` to `highest`, both in it."""

    label: str
    lowest: float
    highest: float


class SeverityBands(Sourced):
    """Named stretches of scores as one publication divides them, lowest first.

    A score between two bands, which only an unanswered item can give, belongs to the lower one.
    """

    bands: Annotated[tuple[Band, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _bands_rise(self) -> SeverityBands:
        for band in self.bands:
            if band.lowest > band.highest:
                raise ValueError(f"the band '{band.label}' ends ({band.highest:g}) below its start ({band.lowest:g})")
        for band, following in pairwise(self.bands):
            if following.lowest <= band.highest:
                raise ValueError(f"the band '{following.label}' begins inside the one before it")
        return self


class Reliability(Sourced):
    """How well scores agree with themselves, in one sample; published ranges give their lower end."""

    kind: Literal["internal_consistency", "retest"]
    value: Annotated[float, Field(gt=0, lt=1)]
    population: str
    people: Annotated[int, Field(ge=2)] | None = None


class NotApplicable(Sourced):
    """Items that do not apply to everybody, and the scale that scores a form without them.

    Such a form has no score on the scales that need these items: a sum of fewer items is another score, and the two
    never stand in one column.
    """

    items: Annotated[tuple[ItemNumber, ...], Field(min_length=1)]
    when: str
    scale: str
