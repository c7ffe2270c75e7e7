"""What a rule for rating drops is: its numbers, and how sure we are of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from groupreport.parameters import RuptureSettings

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

    What it counts, where it comes from and where to doubt it is worded by its name: `rules.j2`, `rule_source` and
    `rule_doubt` in the folder of the language.

    Attributes:
        name: How parameters and reports call it.
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
        certainty: formula_read (the formula was read in code, its use for ratings of alliance is known from an
            abstract), inferred (from how another paper restates it), read_in_part (the paper was), memory (numbers as
            commonly cited, not seen in the paper), package (this package's own choice).
        for_headline: False for a rule that is shown for comparison only.
        by_chance: Whether shuffled ratings can say how often it finds something where nothing is.
    """

    name: str
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
    certainty: Certainty
    for_headline: bool = True
    by_chance: bool = True

    def fewest_ratings(self, settings: RuptureSettings) -> int:
        """With how many ratings of a member a series can be judged.

        Examples:
            >>> from groupreport.measures.ruptures import rule_named
            >>> [rule_named(name).fewest_ratings(RuptureSettings()) for name in ("own_level", "chart_individuals")]
            [4, 8]
        """
        return settings.minimum_ratings if self.minimum_ratings is None else self.minimum_ratings
