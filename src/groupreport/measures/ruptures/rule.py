"""What a rule for rating drops is: its numbers, its source, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Certainty = Literal["formula_read", "inferred", "read_in_part", "memory", "package"]
Kind = Literal[
    "decline",
    "below_limit",
    "western_electric",
    "below_own_mean",
    "below_own_past",
    "step_down",
    "lasting_shift",
    "split_levels",
    "crossing",
    "reported",
]
Unit = Literal["points", "standard_deviations", "within_members", "chart_sigmas", "level_deviations", "none"]
Basis = Literal["reliable_change", "answer_range", "status_cutoff", "change_cutoff", "intensity"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, as data; `dataclasses.replace` makes a variant of it.

    Attributes:
        name: How parameters and reports call it.
        says: The rule in one sentence for a reader of the report, with its numbers in braces.
        kind: decline (a fall of at least the criterion from one rated session to the next, or added up while the
            ratings do not rise), below_limit (under the lower limit of the member's own chart), western_electric
            (one of four patterns under the center of that chart), below_own_mean (so far under the member's own
            mean), below_own_past (so far under the mean of the member's earlier ratings), step_down (the mean of the
            ratings changes to a lower one), lasting_shift (a sudden loss), split_levels (lower on one level of alliance
            than on the others), crossing (from above a cut-off to it or under it), reported (the member says so).
        unit: What the criterion is measured in: points (given by the caller), standard_deviations (the larger of the
            member's own and that of all ratings in the group), within_members (the SD of the ratings of a group and
            level around each member's own mean), chart_sigmas (moving range), level_deviations (the SD
            of a level's ratings in the group), none (no size is asked).
        basis: Which number of a scale the caller gives, for rules in points.
        factor: How many of the unit.
        cumulative: Whether steps down in a row are added up (declines only). With it a rule finds more, and more by
            chance: of members who never change, with 12 ratings and errors as large as the scale's reliability
            says, 25 % show a reliable fall in one step, 42 % in one or several.
        inclusive: Whether a fall equal to the criterion counts.
        minimum_ratings: Fewest ratings with which a series can be judged; None leaves it to the program's setting.
        share: Smallest fall as a share of the rating before it (sudden losses only).
        shortest: Fewest ratings on either side of a step down.
        regained: Which share of the drop a repair must regain; None leaves it to the program's setting.
        within: Instead, how near to the level before a repair must come, in criteria.
        repair_window: Within how many rated sessions after the lowest one; None leaves it to the program's setting.
        source: Where the rule comes from.
        certainty: formula_read (the formula was read in code, its use for ratings of alliance is known from an
            abstract), inferred (from how another paper restates it), read_in_part (the paper was), memory (numbers as
            commonly cited, not seen in the paper), package (this package's own choice).
        doubt: What to think of when reading what it found.
        for_headline: False for a rule that is shown for comparison only.
        by_chance: Whether shuffled ratings can say how often it finds something where nothing is.
    """

    name: str
    says: str
    kind: Kind
    unit: Unit
    basis: Basis | None = None
    factor: float = 1.0
    cumulative: bool = False
    inclusive: bool = True
    minimum_ratings: int | None = None
    share: float = 0.0
    shortest: int = 3
    regained: float | None = None
    within: float | None = None
    repair_window: int | None = None
    source: str
    certainty: Certainty
    doubt: str
    for_headline: bool = True
    by_chance: bool = True

    @property
    def definition(self) -> str:
        """The rule in one sentence, with the numbers that it goes by.

        Examples:
            >>> from groupreport.measures.ruptures import rule_named
            >>> rule_named("chart_individuals").definition
            "a rating under the lower 3-sigma limit of the member's own individuals chart"
        """
        return self.says.format(
            factor=f"{self.factor:g}",
            deviations="standard deviation" if self.factor == 1 else "standard deviations",
            share=f"{100 * self.share:g}",
            shortest=self.shortest,
            added_up="in one step or added up while ratings do not rise" if self.cumulative else "in one step",
        )
