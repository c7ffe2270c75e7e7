"""One questionnaire of the catalog: how it is scored, what its scores mean, and how sure we are of each fact.

Never any item wording: a key is a set of facts (item numbers, range, reversal), the words belong to their authors.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from groupreport.parameters import Record

Level = Literal["member_leader", "member_member", "member_group"]
Domain = Literal["cohesion", "climate", "alliance", "outcome"]
Aspect = Literal["goal", "task", "bond", "total"]
HigherIs = Literal["better", "worse", "context"]
ScoreStatus = Literal["complete", "prorated", "insufficient", "out_of_range"]
ItemNumber = Annotated[int, Field(ge=1)]


class Sourced(Record):
    """A fact with where it comes from; `verified` is true only where the manual, paper or rights holder was read."""

    source: str
    verified: bool = False


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


class MissingRule(Sourced):
    """How many items must be answered for a score; an unanswered rest counts as the mean of the answered ones.

    Left out, a single missing item gives no score.
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


class Cutoff(Sourced):
    """A line between the clinical and the functional range: scores `side` of it (or on it) are clinical."""

    label: str
    value: float
    clinical_side: Literal["at_or_above", "above", "at_or_below", "below"]


class Scale(Record):
    """One score of a questionnaire.

    `items` is None where the program hands in the score itself (a licensed questionnaire scored elsewhere).
    `weight` multiplies the sum or mean (CORE: 10 times the mean; WHO-5: 4 times the sum). `minimum` and `maximum`
    are the range of the score; with items they follow from the key. `headline` scales are those that figures and
    rules use; the others stand in tables. An `optional` scale that no answer of a term belongs to is left out
    instead of counted as unanswered. `reliable_change` and the first of `cutoffs` are the ones in use,
    `other_reliable_changes` are published alternatives for a sensitivity row. A member whose first score lies on the
    clinical side of `severe`, the edge of a published severity band, counts as at higher risk at intake.
    """

    scale: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
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

    def score_range(self, items: Items) -> tuple[float, float]:
        """The lowest and the highest score that answers within `items` can give."""
        factor = self.weight * (len(self.items or ()) if self.aggregation == "sum" else 1)
        return items.minimum * factor, items.maximum * factor


class Licence(Record):
    """Who holds the rights and what a program needs before it may use the questionnaire."""

    status: Literal["public_domain", "free", "permission", "licence_required"]
    holder: str
    note: str


class Instrument(Record):
    """One questionnaire: its answers, its scales, its licence and its sources.

    `verified` is about the key: items, range, reversal. `form_missing` is a rule about the whole form: with fewer
    answers no scale of the form has a score.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    short_name: str
    given: Literal["session", "occasion"]
    items: Items | None = None
    form_missing: MissingRule | None = None
    scales: tuple[Scale, ...] = Field(min_length=1)
    licence: Licence
    citation: str
    key_source: str
    verified: bool
    notes: tuple[str, ...] = ()

    @field_validator("form_missing")
    @classmethod
    def _form_rule_fits_the_items(cls, rule: MissingRule | None, info: ValidationInfo) -> MissingRule | None:
        items: Items | None = info.data.get("items")
        if rule and "items" in info.data and (items is None or rule.minimum_answered > items.count):
            raise ValueError("form_missing asks for more answers than the form has items")
        return rule

    @field_validator("scales")
    @classmethod
    def _scales_fit_the_items(cls, scales: tuple[Scale, ...], info: ValidationInfo) -> tuple[Scale, ...]:
        names = [scale.scale for scale in scales]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"scales of the same name: {twice}")
        if "items" not in info.data:
            return scales
        return tuple(_with_range(scale, info.data["items"]) for scale in scales)

    def scale(self, name: str) -> Scale:
        """The scale of this name.

        Raises:
            KeyError: The instrument has no such scale.
        """
        for scale in self.scales:
            if scale.scale == name:
                return scale
        raise KeyError(f"{self.id} has no scale '{name}'; its scales are {[scale.scale for scale in self.scales]}")

    @property
    def answer_names(self) -> tuple[str, ...]:
        """What `item` may hold for this instrument: item numbers as text, or scale names where scores come in."""
        if self.items is None:
            return tuple(scale.scale for scale in self.scales)
        return tuple(str(number) for number in range(1, self.items.count + 1))


def _with_range(scale: Scale, items: Items | None) -> Scale:
    if (scale.items is None) != (items is None):
        what = "lists no items, but the form has some" if items else "lists items, but the form's `items` are missing"
        raise ValueError(f"the scale '{scale.scale}' {what}")
    if items is None or scale.items is None:
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
    return scale.model_copy(update={"minimum": lowest, "maximum": highest})
