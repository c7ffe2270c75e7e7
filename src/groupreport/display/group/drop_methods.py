"""How a group's rating drops were counted: every number that a reader needs to count them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from groupreport.display.escaping import Markdown
from groupreport.display.rounding import number
from groupreport.display.rows import rows_of
from groupreport.display.wording import Wording
from groupreport.instruments import Instrument
from groupreport.measures.ruptures import Repair, Rule, rule_named
from groupreport.measures.ruptures.members_by_chance import SEED, SHUFFLES
from groupreport.measures.ruptures.spread import FEWEST_DEGREES
from groupreport.parameters import RuptureSettings
from groupreport.summaries.records import Ruptures, TermFacts


def drop_definitions(ruptures: Ruptures, term: TermFacts, words: Wording) -> list[Markdown]:
    """What counts as a drop and as its repair, its size in points by scale, and how chance is counted."""
    settings = term.parameters.settings.ruptures
    rules = [rule_named(name, settings) for name in ruptures.rules["rule"]]
    leading = rule_named(ruptures.headline, settings)
    said = [_rule(ruptures, leading, settings, words), _repair(leading, settings, words)]
    if ruptures.criteria is not None:
        sizes = _Sizes(ruptures.criteria, term.instruments, words)
        reliable = [rule for rule in rules if rule.basis == "reliable_change"]
        said += sizes.sentence([leading]) if leading not in reliable else []
        said += sizes.sentence(reliable)
    others = [
        {"rule": rule.name, "fewest": _fewest(rule, settings)}
        for rule in rules
        if _fewest(rule, settings) != _fewest(leading, settings)
    ]
    if others:
        said.append(words.say("drop_methods.fewest", rules=others))
    if any(rule.unit == "within_members" for rule in rules):
        said.append(words.say("drop_methods.within", degrees=FEWEST_DEGREES))
    return [*said, words.say("drop_methods.chance", orders=SHUFFLES, seed=str(SEED))]


def drops_in_short(ruptures: Ruptures, term: TermFacts, words: Wording) -> Markdown:
    """What counts as a drop and as its repair by the rule that leads, in two sentences."""
    settings = term.parameters.settings.ruptures
    leading = rule_named(ruptures.headline, settings)
    repair = Repair.of(leading, settings)
    return words.say(
        "drop_methods.short",
        rule=leading.name,
        minimum_ratings=_fewest(leading, settings),
        regained=repair.regained,
        partial=repair.partial_share,
        window=repair.window,
        orders=SHUFFLES,
    )


def _rule(ruptures: Ruptures, leading: Rule, settings: RuptureSettings, words: Wording) -> Markdown:
    rules = ruptures.rules
    criterion = str(rules.loc[rules["rule"] == leading.name, "criterion"].iloc[0])
    return words.say(
        "drop_methods.rule",
        rule=leading.name,
        criterion=criterion.rstrip("."),
        minimum_ratings=_fewest(leading, settings),
        max_gap=settings.max_gap,
    )


def _repair(leading: Rule, settings: RuptureSettings, words: Wording) -> Markdown:
    repair = Repair.of(leading, settings)
    return words.say(
        "drop_methods.repair", regained=repair.regained, partial=repair.partial_share, window=repair.window
    )


def _fewest(rule: Rule, settings: RuptureSettings) -> int:
    return settings.minimum_ratings if rule.minimum_ratings is None else rule.minimum_ratings


class _Sizes:
    """How large a fall rules ask for on each scale that they could judge."""

    def __init__(self, criteria: pd.DataFrame, instruments: tuple[Instrument, ...], words: Wording) -> None:
        self._criteria, self._words = criteria[criteria["highest"] > 0], words
        self._scales = {(one.id, scale.scale): (one, scale) for one in instruments for scale in one.scales}

    def sentence(self, rules: Sequence[Rule]) -> list[Markdown]:
        """One sentence for rules with the same criterion, and where a reliable change is from; none without a size."""
        own = self._criteria[self._criteria["rule"].isin([rule.name for rule in rules])]
        scales = [self._facts(row) for row in rows_of(own.drop_duplicates(["instrument", "scale"]))]
        if not scales:
            return []
        named = [rule.name for rule in rules]
        growing = any(rule.kind == "below_own_past" for rule in rules)
        sources = [one for one in scales if rules[0].basis == "reliable_change" and one["source"]]
        return [self._words.say("drop_methods.sizes", rules=named, scales=scales, sources=sources, growing=growing)]

    def _facts(self, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of `rows_of` of the criteria
        instrument, scale = self._scales[row.instrument, row.scale]
        lowest, highest = float(row.lowest), float(row.highest)
        change = scale.reliable_change
        from_reliability = change is not None and change.criterion is None
        return {
            "name": self._words.say("drop_methods.scale_name", short_name=instrument.short_name, label=scale.label),
            "lowest": lowest,
            "highest": highest,
            "varies": number(lowest, 2) != number(highest, 2),
            "source": None if change is None else change.source.rstrip("."),
            "reliability": change.reliability if change is not None and from_reliability else None,
            "deviation": change.standard_deviation if change is not None and from_reliability else None,
        }
