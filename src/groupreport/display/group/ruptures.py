"""Ruptures and repairs of one group: drops in ratings by every rule, and what people saw and logged."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.chance import chance_sentence
from groupreport.display.escaping import Markdown
from groupreport.display.group.event_log import log_pieces
from groupreport.display.group.group_ruptures import at_once_sentence
from groupreport.display.group.rupture_tables import episodes_table, not_judged, rules_table
from groupreport.display.group.rupture_timeline import timeline
from groupreport.display.group.staying import after_drops_sentence
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, ObservedRuptures, Ruptures, Unavailable

_STATUSES = ("repaired", "partially_repaired", "unrepaired", "undetermined")


def show_ruptures(view: EvaluatorGroupView) -> Shown:
    """Drops and repairs over time, what other rules find, and the event log with its repair steps."""
    words, summary = wording(), view.summary
    pieces: list[Piece | None] = []
    if isinstance(summary.ruptures, Unavailable):
        pieces.append(absent_piece(words, "ruptures", summary.ruptures))
    else:
        headline = next(row for row in rows_of(summary.ruptures.rules) if row.headline)
        said: list[str] = [drops_sentence(summary.ruptures, words), chance_sentence(headline, words)]
        said.append(at_once_sentence(summary, words))
        pieces.append(paragraph(*said, words.say("ruptures.caution")))
    pieces.append(timeline(summary, words))
    if isinstance(summary.ruptures, Ruptures):
        short_names = {instrument.id: instrument.short_name for instrument in summary.term.instruments}
        pieces += [episodes_table(summary.ruptures, short_names, words), paragraph(_other_rules(summary, words))]
    if isinstance(summary.observed, ObservedRuptures):
        pieces += log_pieces(summary.observed, words, rated=isinstance(summary.ruptures, Ruptures))
    else:
        pieces.append(absent_piece(words, "observed", summary.observed))
    return shown(*pieces)


def rule_pieces(summary: GroupSummary, words: Wording) -> list[Piece | None]:
    """Every rule side by side, what could not be judged and why, and absences after drops."""
    if not isinstance(summary.ruptures, Ruptures):
        return []
    after, missing = after_drops_sentence(summary.absence, words), not_judged(summary.ruptures, words)
    return [
        paragraph(words.say("statistics.rules"), *missing) if missing else None,
        rules_table(summary.ruptures, words),
        paragraph(after),
    ]


def _other_rules(summary: GroupSummary, words: Wording) -> Markdown | str:
    """How many members have a drop by the rules that are not the headline."""
    if not isinstance(summary.ruptures, Ruptures):
        return ""
    others = [
        {"rule": str(row.rule), "members": int(row.members_with_episode), "judged": int(row.members_judged)}
        for row in rows_of(summary.ruptures.rules)
        if not row.headline
    ]
    return words.say("ruptures.other_rules", others=others) if others else ""


def drops_sentence(ruptures: Ruptures, words: Wording) -> Markdown:
    """How many drops the headline rule found, in how many members, and what became of them."""
    headline = ruptures.rules[ruptures.rules["rule"] == ruptures.headline].iloc[0]
    if not int(headline["episodes"]):
        return words.say("ruptures.none", judged=int(headline["members_judged"]), rule=ruptures.headline)
    said = words.say(
        "ruptures.found",
        rule=ruptures.headline,
        episodes=int(headline["episodes"]),
        members=int(headline["members_with_episode"]),
        judged=int(headline["members_judged"]),
        **{status: int(headline[status]) for status in _STATUSES},
    )
    return Markdown(said.rstrip(", ") + ".")
