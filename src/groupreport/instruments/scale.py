"""One score of a questionnaire: from which answers it is made, and what its numbers mean."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, model_validator

from groupreport.instruments.facts import (
    Cutoff,
    ImportantChange,
    ItemNumber,
    MissingRule,
    Reliability,
    ReliableChange,
    SeverityBands,
)
from groupreport.parameters import Record

Level = Literal["member_leader", "member_member", "member_group"]
# Rupture: what members themselves report about a tension in the session.
Domain = Literal["cohesion", "climate", "alliance", "outcome", "rupture"]
Aspect = Literal["goal", "task", "bond", "total", "tension", "intensity", "resolution"]
HigherIs = Literal["better", "worse", "context"]
ScoreStatus = Literal["complete", "prorated", "insufficient", "out_of_range"]
ScaleName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

_CLINICAL_SIDES: dict[HigherIs, tuple[str, ...]] = {
    "worse": ("at_or_above", "above"),
    "better": ("at_or_below", "below"),
    "context": (),
}


class Items(Record):
    """The answers a person gives: items 1 to `count`, each from `minimum` to `maximum`."""

    count: Annotated[int, Field(ge=1)]
    minimum: float
    maximum: float
    whole_numbers: bool = True

    @model_validator(mode="after")
    def _range_rises(self) -> Items:
        if self.minimum >= self.maximum:
            raise ValueError(f"the lowest answer ({self.minimum:g}) must be below the highest ({self.maximum:g})")
        return self


class Scale(Record):
    """One score of a questionnaire.

    `items` is None where the program hands in the score itself (a licensed questionnaire scored elsewhere).
    `weight` multiplies the sum or mean (CORE: 10 times the mean; WHO-5: 4 times the sum). `minimum` and `maximum`
    are the range of the score; with items they follow from the key. `headline` scales are those that figures and
    rules use; the others stand in tables. An `optional` scale that no answer of a term belongs to is left out
    instead of counted as unanswered. `reliable_change` and the first of `cutoffs` are the ones in use,
    `other_reliable_changes` are published alternatives for a sensitivity row. A member whose first score lies on the
    clinical side of `severe`, the edge of a published severity band, counts as at higher risk at intake. `bands` are
    published divisions of the range (the first in use), `reliabilities` those of single samples, and
    `important_changes` what people notice or owners call meaningful: no change is ever judged by them.
    """

    scale: ScaleName
    label: str
    items: tuple[ItemNumber, ...] | None = Field(default=None, min_length=1)
    reversed_items: tuple[ItemNumber, ...] = ()
    aggregation: Literal["sum", "mean"] = "mean"
    weight: Annotated[float, Field(gt=0)] = 1.0
    minimum: float | None = None
    maximum: float | None = None
    higher_is: HigherIs
    domain: Domain
    level: Level | None = None
    aspect: Aspect | None = None
    missing: MissingRule | None = None
    reliable_change: ReliableChange | None = None
    other_reliable_changes: tuple[ReliableChange, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    severe: Cutoff | None = None
    bands: tuple[SeverityBands, ...] = ()
    reliabilities: tuple[Reliability, ...] = ()
    important_changes: tuple[ImportantChange, ...] = ()
    headline: bool = True
    optional: bool = False

    @model_validator(mode="after")
    def _key_fits_together(self) -> Scale:
        items = self.items or ()
        if len(set(items)) < len(items):
            raise ValueError(f"the scale '{self.scale}' lists an item twice")
        strangers = sorted(set(self.reversed_items) - set(items))
        if strangers:
            raise ValueError(f"the scale '{self.scale}' reverses {strangers}, which are not among its items")
        if self.missing and self.missing.minimum_answered > max(len(items), 1):
            raise ValueError(
                f"the scale '{self.scale}' has {len(items)} items but needs {self.missing.minimum_answered} answered"
            )
        if self.minimum is not None and self.maximum is not None and self.minimum >= self.maximum:
            raise ValueError(
                f"the scale '{self.scale}': the lowest score ({self.minimum:g}) must be below "
                f"the highest ({self.maximum:g})"
            )
        return self

    @model_validator(mode="after")
    def _lines_fit_the_direction(self) -> Scale:
        for line in self.lines:
            if line.clinical_side not in _CLINICAL_SIDES[self.higher_is]:
                raise ValueError(
                    f"the scale '{self.scale}': the clinical side of '{line.label}' ({line.clinical_side}) does not go "
                    f"with higher_is: {self.higher_is}"
                )
        return self

    @property
    def lines(self) -> tuple[Cutoff, ...]:
        """Every line through the range of scores: the cut-offs, and that of higher risk at intake."""
        return (*self.cutoffs, *((self.severe,) if self.severe else ()))

    @property
    def key(self) -> tuple[object, ...]:
        """All that decides which score the same answers have, and in which direction; no sources, no thresholds."""
        return (
            self.items,
            self.reversed_items,
            self.aggregation,
            self.weight,
            self.minimum,
            self.maximum,
            self.higher_is,
            self.missing.minimum_answered if self.missing else None,
        )

    @property
    def step(self) -> float:
        """By how much two scores differ at the least, all items answered; 1 where the program hands in the score.

        Examples:
            >>> from groupreport.instruments import load_catalog
            >>> catalog = load_catalog()
            >>> [catalog[name].scale("total").step for name in ("phq9", "who5", "core10")]
            [1.0, 4.0, 1.0]
        """
        return self.weight / (len(self.items) if self.items and self.aggregation == "mean" else 1)

    def score_range(self, items: Items) -> tuple[float, float]:
        """The lowest and the highest score that answers within `items` can give."""
        factor = self.weight * (len(self.items or ()) if self.aggregation == "sum" else 1)
        return items.minimum * factor, items.maximum * factor


def with_range(scale: Scale, items: Items | None) -> Scale:
    """The scale with its range of scores, as a part of a form with these items.

    Raises:
        ValueError: The scale does not fit the form, or a line or band stands where no score can be.
    """
    if (scale.items is None) != (items is None):
        what = "lists no items, but the form has some" if items else "lists items, but the form's `items` are missing"
        raise ValueError(f"the scale '{scale.scale}' {what}")
    if items is None or scale.items is None:
        _refuse_lines_outside(scale)
        return scale
    beyond = [number for number in scale.items if number > items.count]
    if beyond:
        raise ValueError(f"the scale '{scale.scale}' lists {beyond}, but the form has items 1 to {items.count}")
    lowest, highest = scale.score_range(items)
    for given, derived in ((scale.minimum, lowest), (scale.maximum, highest)):
        if given is not None and given != derived:
            raise ValueError(
                f"the scale '{scale.scale}' gives {given:g} as an end of its range, but its key gives "
                f"{lowest:g} to {highest:g}; leave minimum and maximum out"
            )
    ranged = scale.model_copy(update={"minimum": lowest, "maximum": highest})
    _refuse_lines_outside(ranged)
    return ranged


def _refuse_lines_outside(scale: Scale) -> None:
    """A cut-off, band or change that no score can reach belongs to another coding of the form."""
    lowest = -math.inf if scale.minimum is None else scale.minimum
    highest = math.inf if scale.maximum is None else scale.maximum
    reached = [(line.label, line.value) for line in scale.lines]
    reached += [(band.label, end) for one in scale.bands for band in one.bands for end in (band.lowest, band.highest)]
    for label, value in reached:
        if not lowest <= value <= highest:
            raise ValueError(
                f"the scale '{scale.scale}': '{label}' stands at {value:g}, outside the range of scores "
                f"({lowest:g} to {highest:g})"
            )
    changes = (scale.reliable_change, *scale.other_reliable_changes)
    for criterion in (change.criterion for change in changes if change is not None and change.criterion is not None):
        if criterion > highest - lowest:
            raise ValueError(
                f"the scale '{scale.scale}': a reliable change of {criterion:g} is more than its range of scores "
                f"({lowest:g} to {highest:g}) holds"
            )
