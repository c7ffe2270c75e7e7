"""How a group's rating drops were counted: every number that a reader needs to count them again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from groupreport.display.escaping import Markdown
from groupreport.display.rounding import number
from groupreport.display.rows import rows_of
from groupreport.display.rule_words import rule_definition
from groupreport.display.wording import Wording
from groupreport.instruments import Instrument
from groupreport.measures.alliance import FollowedScale, followed_scales
from groupreport.measures.ruptures import Repair, Rule, rule_named
from groupreport.measures.ruptures.members_by_chance import SEED, SHUFFLES
from groupreport.measures.ruptures.spread import FEWEST_DEGREES
from groupreport.parameters import RuptureSettings
from groupreport.summaries.records import Ruptures, TermFacts

_CUTOFFS = {"status_cutoff": "status", "change_cutoff": "change"}


def drop_definitions(ruptures: Ruptures, term: TermFacts, words: Wording) -> list[Markdown]:
    """What counts as a drop and as its repair, its size in points by scale, and how chance is counted."""
    settings = term.parameters.settings.ruptures
    rules = [rule_named(name, settings) for name in ruptures.rules["rule"]]
    leading = rule_named(ruptures.headline, settings)
    said = [_rule(leading, settings, term.instruments, words), _repair(leading, settings, words)]
    if ruptures.criteria is not None:
        sizes = _Sizes(ruptures.criteria, term.instruments, words)
        reliable = [rule for rule in rules if rule.basis == "reliable_change"]
        said += sizes.sentence([leading]) if leading not in reliable else []
        said += sizes.sentence(reliable)
    others = [
        {"rule": rule.name, "fewest": rule.fewest_ratings(settings)}
        for rule in rules
        if rule.fewest_ratings(settings) != leading.fewest_ratings(settings)
    ]
    if others:
        said.append(words.say("drop_methods.fewest", rules=others))
    if any(rule.unit == "within_members" for rule in rules):
        said.append(words.say("drop_methods.within", degrees=FEWEST_DEGREES))
    said += _set_by_program(rules, settings, term.instruments, words)
    return [*said, words.say("drop_methods.chance", orders=SHUFFLES, seed=str(SEED))]


def drops_in_short(ruptures: Ruptures, term: TermFacts, words: Wording) -> Markdown:
    """What counts as a drop and as its repair by the rule that leads, in two sentences."""
    settings = term.parameters.settings.ruptures
    leading = rule_named(ruptures.headline, settings)
    repair = Repair.of(leading, settings)
    return words.say(
        "drop_methods.short",
        rule=leading.name,
        minimum_ratings=leading.fewest_ratings(settings),
        regained=repair.regained,
        partial=repair.partial_share,
        window=repair.window,
        orders=SHUFFLES,
    )


def _rule(leading: Rule, settings: RuptureSettings, instruments: tuple[Instrument, ...], words: Wording) -> Markdown:
    """What counts as a drop, and why this rule leads where the program set another."""
    followed = followed_scales(instruments)
    by_level: dict[str, list[FollowedScale]] = {}
    for one in followed:
        if one.scale.level is not None:
            by_level.setdefault(one.scale.level, []).append(one)
    unknown = [_title(one, words) for one in followed if one.scale.reliable_change is None]
    return words.say(
        "drop_methods.rule",
        rule=leading.name,
        definition=rule_definition(leading.name, leading, words),
        own_numbers=leading.name in settings.numbers,
        counted_once=[[_title(one, words) for one in scales] for scales in by_level.values() if len(scales) > 1],
        in_place_of=settings.headline if settings.headline != leading.name else None,
        unknown=unknown,
        minimum_ratings=leading.fewest_ratings(settings),
        max_gap=settings.max_gap,
    )


def _title(followed: FollowedScale, words: Wording) -> Markdown:
    return words.say("drop_methods.scale_name", short_name=followed.instrument.short_name, label=followed.scale.label)


def _set_by_program(
    rules: Sequence[Rule], settings: RuptureSettings, instruments: tuple[Instrument, ...], words: Wording
) -> list[Markdown]:
    """The cut-offs of alerts, and from where on what members report themselves counts."""
    scales = {(one.id, scale.scale): FollowedScale(one, scale) for one in instruments for scale in one.scales}
    said = []
    for rule in rules:
        if rule.basis in _CUTOFFS:
            cutoffs = [
                {"name": _title(scales[instrument, scale], words), "points": points}
                for instrument, own in settings.alerts.items()
                for scale, given in own.items()
                if (points := getattr(given, _CUTOFFS[rule.basis])) is not None
            ]
            said.append(words.say("drop_methods.cutoffs", rule=rule.name, cutoffs=cutoffs))
        if rule.kind == "reported":
            reported = settings.reported
            said.append(
                words.say("drop_methods.reported", intensity=reported.intensity, resolution=reported.resolution)
            )
    return said


def _repair(leading: Rule, settings: RuptureSettings, words: Wording) -> Markdown:
    repair = Repair.of(leading, settings)
    return words.say(
        "drop_methods.repair", regained=repair.regained, partial=repair.partial_share, window=repair.window
    )


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
