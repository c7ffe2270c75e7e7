"""One questionnaire of the catalog: how it is scored, what its scores mean, and how sure we are of each fact.

Never any item wording: a key is a set of facts (item numbers, range, reversal), the words belong to their authors.
"""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from groupreport.instruments.facts import (
    Cutoff,
    ImportantChange,
    ItemNumber,
    MissingRule,
    NotApplicable,
    Reliability,
    ReliableChange,
    SeverityBands,
    Sourced,
)
from groupreport.instruments.scale import Aspect, Domain, HigherIs, Items, Level, Scale, ScoreStatus, with_range
from groupreport.parameters import Record

__all__ = [
    "Aspect",
    "Cutoff",
    "Domain",
    "HigherIs",
    "ImportantChange",
    "Instrument",
    "Items",
    "Level",
    "Licence",
    "MissingRule",
    "NotApplicable",
    "Reliability",
    "ReliableChange",
    "Scale",
    "ScoreStatus",
    "SeverityBands",
    "Sourced",
]

InstrumentId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Licence(Record):
    """Who holds the rights and what a program needs before it may use the questionnaire."""

    status: Literal["public_domain", "free", "permission", "licence_required"]
    holder: str
    note: str


class Instrument(Record):
    """One questionnaire: its answers, its scales, its licence and its sources.

    `version` is the entry's own: it rises when a number of the entry changes. `verified` is about the key: items,
    range, reversal. `form_missing` is a rule about the whole form: with fewer answers no scale of the form has a score.
    `confusable_with` names questionnaires of as many items that print other numbers: answers that fit one of them
    better are noticed. `safety_items` ask about harm to oneself or others: what is known is counted, and never shown by
    member.
    """

    id: InstrumentId
    version: Annotated[int, Field(ge=1)] = 1
    name: str
    short_name: str
    given: Literal["session", "occasion"]
    items: Items | None = None
    form_missing: MissingRule | None = None
    not_applicable: NotApplicable | None = None
    confusable_with: tuple[InstrumentId, ...] = ()
    safety_items: tuple[ItemNumber, ...] = ()
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

    @field_validator("safety_items")
    @classmethod
    def _safety_items_are_items(cls, numbers: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
        items: Items | None = info.data.get("items")
        beyond = [number for number in numbers if items is None or number > items.count]
        if beyond and "items" in info.data:
            raise ValueError(f"safety_items lists {beyond}, which the form does not have")
        return numbers

    @field_validator("scales")
    @classmethod
    def _scales_fit_the_items(cls, scales: tuple[Scale, ...], info: ValidationInfo) -> tuple[Scale, ...]:
        names = [scale.scale for scale in scales]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"scales of the same name: {twice}")
        labels = [scale.label for scale in scales]
        if same := sorted({label for label in labels if labels.count(label) > 1}):
            raise ValueError(f"scales of the same label, by which reports tell them apart: {same}")
        if "items" not in info.data:
            return scales
        return tuple(with_range(scale, info.data["items"]) for scale in scales)

    @model_validator(mode="after")
    def _outcomes_share_no_items(self) -> Instrument:
        """Whoever has a total has its parts too, so that people counted on both would tell who left items out."""
        outcomes = [scale for scale in self.scales if scale.domain == "outcome" and scale.headline and scale.items]
        for one, other in combinations(outcomes if self.given == "occasion" else [], 2):
            if set(one.items or ()) & set(other.items or ()):
                raise ValueError(
                    f"the outcome scales '{one.scale}' and '{other.scale}' share items; set `headline: false` for the "
                    "total or for its parts, so that nobody counts twice"
                )
        return self

    @model_validator(mode="after")
    def _exception_has_its_scale(self) -> Instrument:
        exception = self.not_applicable
        if exception is None:
            return self
        named = [scale for scale in self.scales if scale.scale == exception.scale]
        if not named or not named[0].items or set(named[0].items) & set(exception.items):
            raise ValueError(f"not_applicable needs a scale '{exception.scale}' that does without its items")
        return self

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
