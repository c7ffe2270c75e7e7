"""One questionnaire of the catalog: how it is scored, what its scores mean, and how sure we are of each fact.

Never any item wording: a key is a set of facts (item numbers, range, reversal), the words belong to their authors.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from groupreport.parameters import Record

Level = Literal["member_leader", "member_member", "member_group"]
Domain = Literal["cohesion", "climate", "alliance", "outcome"]
Aspect = Literal["goal", "task", "bond", "total"]
HigherIs = Literal["better", "worse", "context"]
ScoreStatus = Literal["complete", "prorated", "insufficient", "out_of_range"]


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


class MissingRule(Sourced):
    """How many items must be answered for a score; an unanswered rest counts as the mean of the answered ones.

    Left out (`minimum_answered` equal to the number of items) a single missing item gives no score.
    """

    minimum_answered: Annotated[int, Field(ge=1)]


class ReliableChange(Sourced):
    """A change that is larger than measurement error: a published criterion, or SD and reliability to compute it.

    `inclusive` says whether a change equal to the criterion counts.
    """

    criterion: float | None = None
    standard_deviation: float | None = None
    reliability: float | None = None
    inclusive: bool = True


class Cutoff(Sourced):
    """A line between the clinical and the functional range: scores `side` of it (or on it) are clinical."""

    label: str
    value: float
    clinical_side: Literal["at_or_above", "above", "at_or_below", "below"]


class Scale(Record):
    """One score of a questionnaire.

    `items` is None where the program hands in the score itself (a licensed questionnaire scored elsewhere).
    `weight` multiplies the sum or mean (CORE: 10 times the mean; WHO-5: 4 times the sum).
    """

    scale: str
    label: str
    items: tuple[int, ...] | None = None
    reversed_items: tuple[int, ...] = ()
    aggregation: Literal["sum", "mean"] = "mean"
    weight: float = 1.0
    minimum: float | None = None
    maximum: float | None = None
    higher_is: HigherIs
    domain: Domain
    level: Level | None = None
    aspect: Aspect | None = None
    missing: MissingRule | None = None
    reliable_change: ReliableChange | None = None
    cutoffs: tuple[Cutoff, ...] = ()
    headline: bool = True


class Licence(Record):
    """Who holds the rights and what a program needs before it may use the questionnaire."""

    status: Literal["public_domain", "free", "permission", "licence_required"]
    holder: str
    note: str


class Instrument(Record):
    """One questionnaire: its answers, its scales, its licence and its sources."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    short_name: str
    given: Literal["session", "occasion"]
    items: Items | None = None
    scales: tuple[Scale, ...] = Field(min_length=1)
    licence: Licence
    citation: str
    key_source: str
    verified: bool
    notes: tuple[str, ...] = ()

    def scale(self, name: str) -> Scale:
        """The scale of this name."""
        return next(scale for scale in self.scales if scale.scale == name)
