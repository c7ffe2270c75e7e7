"""The page about rating drops, with the table of all rules between its two marks."""

from __future__ import annotations

from groupreport.display.marked_page import table_lines, with_made_parts
from groupreport.display.wording import Wording, wording
from groupreport.measures.ruptures import RULES, Repair, Rule
from groupreport.parameters import RuptureSettings

_HEADS = ("rule", "what counts", "from how many ratings", "repaired when", "source, and how sure", "where to doubt it")


def with_rules(page: str) -> str:
    """The page with one row a rule.

    To write it: `python -m groupreport.display.rupture_rules docs`.

    Raises:
        ValueError: The page lacks one of the marks.
    """
    words = wording()
    rows = [_HEADS, *(_row(rule, words) for rule in RULES.values())]
    return with_made_parts(page, "rules", [table_lines(rows)])


def _row(rule: Rule, words: Wording) -> tuple[str, ...]:
    settings = RuptureSettings()
    fewest = settings.minimum_ratings if rule.minimum_ratings is None else rule.minimum_ratings
    role = "" if rule.for_headline else "; for comparison"
    return (
        f"`{rule.name}`<br>{rule.origin}{role}",
        rule.definition[0].upper() + rule.definition[1:],
        str(fewest),
        _repair(rule, settings),
        f"{rule.source}.<br>{words.word('certainty', rule.certainty)}",
        rule.doubt,
    )


def _repair(rule: Rule, settings: RuptureSettings) -> str:
    repair = Repair.of(rule, settings)
    if rule.kind == "reported":
        return f"the member calls it resolved, at the latest {repair.window} sessions after the last report"
    near = (
        f"{100 * repair.regained:g}% of the drop are regained"
        if repair.within is None
        else f"it lies within {100 * repair.within:g}% of the criterion of the level before"
    )
    return f"{near}, at the latest {repair.window} rated sessions after the lowest one"
