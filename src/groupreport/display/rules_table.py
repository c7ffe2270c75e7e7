"""Every rule for rating drops side by side, as both reports show it: a word says at a glance which beat chance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.chance import against_chance, chance_cell
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.rule_words import rule_definition
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.wording import Wording

_MOST_LISTED = 3  # other rules that a sentence can name
# In this order a row gives its cells after the rule's name.
_HEADS = {"judged": 6, "members": 7, "chance": 11, "against": 8}
_COUNTS = {"drops": 5, "repaired": 8, "partly": 6, "not": 4, "open": 5}


def rule_name(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of` of a summary's rules
    """The rule's name, marked where it is the headline."""
    return words.say("ruptures.headline_mark", rule=row.rule) if row.headline else words.word("rule", row.rule)


def chance_cells(row: Any, words: Wording) -> list[str]:  # noqa: ANN401
    """What chance alone would give, and whether there are more than that: a word, and a dash where it is not known."""
    if is_missing(row.expected_members) or is_missing(row.members_with_episode):
        return [chance_cell(row, words), NOTHING]
    against = against_chance(row.members_with_episode, row.expected_low, row.expected_high)
    return [chance_cell(row, words), words.say("repairs.against", against=against)]


def other_rules_sentence(rules: pd.DataFrame, words: Wording) -> Markdown | str:
    """How many members have a drop by the rules that are not the headline; a range where they are many."""
    others = [
        row
        for row in rows_of(rules)
        if not (row.headline or is_missing(row.members_with_episode) or is_missing(row.members_judged))
        and row.members_judged  # a rule that judged nobody found nothing out
    ]
    if len(others) <= _MOST_LISTED:
        listed = [
            {"rule": str(row.rule), "members": int(row.members_with_episode), "judged": int(row.members_judged)}
            for row in others
        ]
        return words.say("ruptures.other_rules", others=listed) if listed else ""
    against = [
        against_chance(row.members_with_episode, row.expected_low, row.expected_high)
        for row in others
        if not is_missing(row.expected_members)
    ]
    members = [int(row.members_with_episode) for row in others]
    return words.say(
        "repairs.other_rules",
        others=len(others),
        low=min(members),
        high=max(members),
        known=len(against),
        more=against.count("more"),
    )


def carried_over(rules: pd.DataFrame) -> float | None:
    """How much carries over in the orders that stand for chance; None where it is not known."""
    row = next(row for row in rows_of(rules) if row.headline)
    return None if is_missing(row.autocorrelation) else float(row.autocorrelation)


def rules_explained(rules: pd.DataFrame, words: Wording) -> list[Piece | None]:
    """What each rule counts, how sure it is, and where to doubt it, after a line that says so."""
    return [paragraph(words.say("statistics.rules_explained")), rules_in_words(rules, words)]


def rules_in_words(rules: pd.DataFrame, words: Wording) -> Piece | None:
    """What each rule counts, how sure it is, and where to doubt it."""
    return bullets(
        words.say(
            "ruptures.explained",
            rule=str(row.rule),
            definition=rule_definition(row.rule, row, words),
            certainty=str(row.certainty),
        )
        for row in rows_of(rules)
    )


def rules_side_by_side(caption: str, rows: Sequence[Sequence[str]], words: Wording) -> Piece:
    """The table: rule, judged, members, by chance, than chance, drops, and what became of them."""
    columns = [tables.text(words.text("ruptures.head_rule"), 16)]
    for head, width in _HEADS.items():
        theme = "repairs" if head == "against" else "ruptures"
        column = tables.text if head == "against" else tables.numbers
        columns.append(column(words.text(f"{theme}.head_{head}"), width))
    columns += [tables.numbers(words.text(f"ruptures.head_{head}"), width) for head, width in _COUNTS.items()]
    return tables.table("rules", words.say("repairs.rules_caption", said=caption), columns, rows)
