"""How a program lets rating drops and repairs be found."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from groupreport.parameters.record import Record

Share = Annotated[float, Field(gt=0, le=1)]

RuleName = Literal[
    "reliable_change",
    "reliable_cumulated",
    "own_level",
    "sd_strict",
    "sd_lenient",
    "sd_cumulated",
    "fixed_points",
    "sudden_loss",
    "chart_individuals",
    "chart_western_electric",
    "change_point",
    "person_centered",
    "split_alliance",
    "reported",
    "alert_status",
    "alert_change",
]

# Rules that find much by chance, or nothing about a drop: they stand beside the others and lead no report.
FOR_COMPARISON: tuple[RuleName, ...] = (
    "sd_lenient",
    "fixed_points",
    "split_alliance",
    "reported",
    "alert_status",
    "alert_change",
)


class RuleNumbers(Record):
    """The numbers of one rule that the program sets itself; those left out stay the rule's own.

    `factor`: how many SDs, sigmas or criteria a drop must have. `cumulative`: whether steps down in a row are added
    up. `minimum_ratings`: fewest ratings of a member. `share`: smallest share of the rating before (sudden losses).
    `shortest`: fewest ratings on either side of a change of the mean. `regained`: which share of a drop a repair must
    regain. `repair_window`: within how many rated sessions after the lowest one.
    """

    factor: Annotated[float, Field(gt=0, le=10)] | None = None
    cumulative: bool | None = None
    minimum_ratings: Annotated[int, Field(ge=2, le=50)] | None = None
    share: Annotated[float, Field(ge=0, le=1)] | None = None
    shortest: Annotated[int, Field(ge=1, le=10)] | None = None
    regained: Share | None = None
    repair_window: Annotated[int, Field(ge=1, le=10)] | None = None


class AlertCutoffs(Record):
    """The program's own cut-offs of one scale, in its points.

    `status`: a score at it or on its worse side is an alert. `change`: so many points worse than at the session
    before is one.
    """

    status: Annotated[float, Field(allow_inf_nan=False)] | None = None
    change: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None


class ReportedRuptures(Record):
    """From which intensity on a member's own report of a tension counts, and from which resolution on it is over."""

    intensity: Annotated[float, Field(gt=0)] = 1
    resolution: Annotated[float, Field(gt=0)] = 4


# The only numbers that a rule has beside those that every rule has.
_OWN_NUMBERS: dict[str, tuple[RuleName, ...]] = {
    "factor": (
        "reliable_change",
        "reliable_cumulated",
        "sd_strict",
        "sd_lenient",
        "sd_cumulated",
        "fixed_points",
        "sudden_loss",
        "chart_individuals",
        "person_centered",
        "own_level",
        "split_alliance",
    ),
    "cumulative": (
        "reliable_change",
        "reliable_cumulated",
        "sd_strict",
        "sd_lenient",
        "sd_cumulated",
        "fixed_points",
        "alert_change",
    ),
    "share": ("sudden_loss",),
    "shortest": ("change_point",),
}


class RuptureSettings(Record):
    """How rating drops and repairs are told apart from noise.

    `repair_window` is in rated sessions after the nadir, `max_gap` in missed sessions between two ratings of a
    pair, `repair_tolerance` and `partial_share` are shares of the drop (regained 1 - tolerance: repaired; regained
    at least the partial share: partially repaired). `numbers` are what the program changes of single rules, `alerts`
    its cut-offs by questionnaire and scale, `reported` what counts of what members report themselves.
    """

    headline: RuleName = "own_level"
    rules: tuple[RuleName, ...] = (
        "own_level",
        "person_centered",
        "reliable_change",
        "sd_strict",
        "sd_lenient",
        "chart_individuals",
        "sudden_loss",
    )
    repair_window: Annotated[int, Field(ge=1, le=10)] = 3
    repair_tolerance: Annotated[float, Field(ge=0, lt=0.5)] = 0.25
    partial_share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    max_gap: Annotated[int, Field(ge=0, le=10)] = 2
    minimum_ratings: Annotated[int, Field(ge=2)] = 4
    numbers: dict[RuleName, RuleNumbers] = {}
    alerts: dict[str, dict[str, AlertCutoffs]] = {}
    reported: ReportedRuptures = ReportedRuptures()

    @model_validator(mode="after")
    def _headline_is_computed(self) -> RuptureSettings:
        if self.headline not in self.rules:
            raise ValueError(f"headline '{self.headline}' must be one of rules {list(self.rules)}")
        if self.headline in FOR_COMPARISON:
            raise ValueError(f"'{self.headline}' is a rule for comparison and cannot be the headline")
        return self

    @model_validator(mode="after")
    def _rules_stand_once(self) -> RuptureSettings:
        twice = sorted({rule for rule in self.rules if self.rules.count(rule) > 1})
        if twice:
            raise ValueError(f"rules lists {', '.join(twice)} twice: its drops would be counted twice")
        return self

    @model_validator(mode="after")
    def _part_is_less_than_whole(self) -> RuptureSettings:
        for rule, regained in [
            ("", 1 - self.repair_tolerance),
            *((f" of '{name}'", numbers.regained) for name, numbers in self.numbers.items() if numbers.regained),
        ]:
            if self.partial_share >= regained:
                raise ValueError(
                    f"partial_share ({self.partial_share:g}) must be below what counts as repaired{rule} ({regained:g})"
                )
        return self

    @model_validator(mode="after")
    def _numbers_are_the_rules_own(self) -> RuptureSettings:
        for rule, numbers in self.numbers.items():
            for name in numbers.model_dump(exclude_none=True):
                if rule not in _OWN_NUMBERS.get(name, (rule,)):
                    raise ValueError(f"the rule '{rule}' has no {name}: {name} belongs to {list(_OWN_NUMBERS[name])}")
        return self


class GroupRuptureSettings(Record):
    """How a group is looked at as a whole; no public threshold was found, all of these are this package's own.

    `co_members` and `co_share` mark sessions in which drops of several members began at once (the share is of the
    members whose ratings could show one), `minimum_followed` is how many must be followed on each side before drops
    after others' drops are compared. Means and spreads are those of members who rated both sessions, at least
    `minimum_members`: `mean_fall_sds` in SDs of the group's other mean changes (at least `minimum_changes`),
    `mean_fall_sigmas` in standard errors of so many members; `spread_rise` and `mean_stays` are shares of the scale's
    range.
    """

    co_members: Annotated[int, Field(ge=2, le=50)] = 2
    co_share: Share = 1 / 3
    minimum_followed: Annotated[int, Field(ge=2, le=1000)] = 10
    minimum_members: Annotated[int, Field(ge=3, le=50)] = 4
    minimum_changes: Annotated[int, Field(ge=3, le=100)] = 5
    mean_fall_sds: Annotated[float, Field(gt=0, le=10)] = 2.0
    mean_fall_sigmas: Annotated[float, Field(gt=0, le=10)] = 3.0
    spread_rise: Share = 0.05
    mean_stays: Share = 0.05
