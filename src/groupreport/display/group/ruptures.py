"""Ruptures and repairs of one group: drops in ratings by every rule, and what people saw and logged."""

from __future__ import annotations

from typing import Any

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.chance import against_chance
from groupreport.display.consequence_words import group_sentence
from groupreport.display.escaping import Markdown
from groupreport.display.group.event_log import log_pieces, log_statistics
from groupreport.display.group.group_ruptures import at_once_sentence
from groupreport.display.group.rupture_tables import episodes_table, not_judged, rules_table
from groupreport.display.group.rupture_timeline import timeline
from groupreport.display.group.staying import after_drops_sentence
from groupreport.display.repair_tables import repair_pieces, warned_scales
from groupreport.display.rounding import is_missing
from groupreport.display.rows import rows_of
from groupreport.display.rules_table import other_rules_sentence, rules_explained
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, ObservedRuptures, Repairs, Ruptures, Unavailable

_STATUSES = ("repaired", "partially_repaired", "unrepaired", "undetermined")


def show_ruptures(view: EvaluatorGroupView) -> Shown:
    """Drops and repairs over time, what other rules find, and the event log with its repair steps."""
    words, summary = wording(), view.summary
    pieces: list[Piece | None] = []
    if isinstance(summary.ruptures, Unavailable):
        pieces.append(absent_piece(words, "ruptures", summary.ruptures))
    else:
        pieces.append(paragraph(*_in_short(summary.ruptures, summary.repairs, words), at_once_sentence(summary, words)))
    pieces.append(timeline(summary, words))
    if isinstance(summary.ruptures, Ruptures):
        short_names = {instrument.id: instrument.short_name for instrument in summary.term.instruments}
        marks = summary.repairs.marks if isinstance(summary.repairs, Repairs) else None
        pieces += [
            episodes_table(summary.ruptures, marks, short_names, words),
            paragraph(other_rules_sentence(summary.ruptures.rules, words)),
        ]
    if isinstance(summary.observed, ObservedRuptures):
        pieces += log_pieces(summary.observed, summary.event_log, words)
    else:
        pieces.append(absent_piece(words, "observed", summary.observed))
    return shown(*pieces)


def rule_pieces(summary: GroupSummary, words: Wording) -> list[Piece | None]:
    """Every rule side by side, what could not be judged, repairs watched longer, what went with drops, and the log."""
    logged = log_statistics(summary.event_log, words)
    if not isinstance(summary.ruptures, Ruptures):
        return logged
    after, missing = after_drops_sentence(summary.absence, words), not_judged(summary.ruptures, words)
    return [
        paragraph(words.say("statistics.rules"), *missing) if missing else None,
        rules_table(summary.ruptures, words),
        *rules_explained(summary.ruptures.rules, words),
        *repair_pieces(summary.repairs, summary.term.parameters.settings.ruptures.repair_tolerance, words),
        paragraph(after, group_sentence(summary.consequences, words)),
        *logged,
    ]


def _in_short(ruptures: Ruptures, repairs: Repairs | Unavailable | None, words: Wording) -> list[Markdown]:
    """Members with a drop beside chance, what became of the drops, and what speaks against some of them."""
    headline = next(row for row in rows_of(ruptures.rules) if row.headline)
    said = [drops_sentence(headline, words)]
    if not int(headline.episodes):
        return said
    counts = {name: int(getattr(headline, name)) for name in ("episodes", *_STATUSES)}
    said.append(words.say("repairs.became", **counts))
    if isinstance(repairs, Repairs):
        if repairs.from_high:
            facts = {"episodes": repairs.episodes, "anchored": repairs.anchored, "from_high": repairs.from_high}
            said.append(words.say("repairs.from_high", **facts))
        if scales := warned_scales(repairs.top, words):
            said.append(words.say("repairs.from_top", scales=scales))
    return [*said, words.say("ruptures.caution")]


def drops_sentence(headline: Any, words: Wording) -> Markdown:  # noqa: ANN401 - a row of `rows_of` of the rules
    """How many members had a drop by the headline rule, and how many would by chance."""
    judged, members = int(headline.members_judged), int(headline.members_with_episode)
    chance = {"expected": None, "low": None, "high": None}
    against = None
    if not is_missing(headline.expected_members):
        chance = {name: getattr(headline, f"expected_{name}") for name in ("low", "high")}
        chance["expected"] = headline.expected_members
        against = against_chance(members, headline.expected_low, headline.expected_high)
    if not int(headline.episodes):
        said = words.say("ruptures.none", judged=judged, rule=headline.rule)
        return words.say("repairs.none", said=said, **chance) if judged else said
    return words.say("repairs.found", rule=headline.rule, members=members, judged=judged, against=against, **chance)
