"""Ruptures and repairs of one group: drops in ratings, and what people saw and logged."""

from __future__ import annotations

from typing import Any

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.chance import against_chance, repaired_by_chance
from groupreport.display.escaping import Markdown
from groupreport.display.group.event_log import log_pieces
from groupreport.display.group.group_ruptures import at_once_sentence
from groupreport.display.group.rupture_tables import episodes_table
from groupreport.display.group.rupture_timeline import timeline
from groupreport.display.repair_tables import warned_scales
from groupreport.display.rounding import is_missing
from groupreport.display.rows import rows_of
from groupreport.display.rule_words import why_not_judged
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.unavailable import absent_piece
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import GroupSummary, ObservedRuptures, Repairs, Ruptures, Unavailable

_TOO_FEW = {"too_few_ratings", "no_ratings"}  # the reasons that more ratings would do away with


def show_ruptures(view: EvaluatorGroupView) -> Shown:
    """Who had drops beside chance, over time and one by one, what became of them; and what people saw and logged."""
    words, summary = wording(view.language), view.summary
    pieces: list[Piece | None] = []
    if isinstance(summary.ruptures, Unavailable):
        pieces.append(absent_piece(words, "ruptures", summary.ruptures))
    else:
        pieces.append(paragraph(*_in_short(summary, summary.ruptures, words), at_once_sentence(summary, words)))
    pieces.append(timeline(summary, words))
    if isinstance(summary.ruptures, Ruptures):
        marks = summary.repairs.marks if isinstance(summary.repairs, Repairs) else None
        pieces.append(episodes_table(summary.ruptures, marks, summary.term.instruments, words))
    if isinstance(summary.observed, ObservedRuptures):
        pieces += log_pieces(summary.observed, summary.logged_members, summary.event_log, words)
    else:
        pieces.append(absent_piece(words, "observed", summary.observed))
    return shown(*pieces)


def _in_short(summary: GroupSummary, ruptures: Ruptures, words: Wording) -> list[Markdown]:
    """Members with a drop beside chance, and what a drop is and is not."""
    headline = next(row for row in rows_of(ruptures.rules) if row.headline)
    said = [drops_sentence(headline, summary.flow.started, words)]
    if not int(headline.episodes):
        return said
    if isinstance(summary.repairs, Repairs) and (scales := warned_scales(summary.repairs.top, words)):
        said.append(words.say("repairs.from_top", scales=scales))
    return [*said, words.say("ruptures.group_caution", repaired=repaired_by_chance(headline))]


def drops_sentence(headline: Any, started: int | None, words: Wording) -> Markdown:  # noqa: ANN401 - a row of the rules
    """How many members had a drop by the rule that leads, and how many would by chance.

    Args:
        headline: The rule's row of the group's rules.
        started: Members who came at least once; None where that is not known.
        words: The wording.
    """
    judged, members = int(headline.members_judged), int(headline.members_with_episode)
    missing = is_missing(headline.expected_members)
    chance = {
        name: None if missing else float(getattr(headline, f"expected_{column}"))
        for name, column in (("expected", "members"), ("low", "low"), ("high", "high"))
    }
    if not int(headline.episodes):
        everyone = started if started is not None and started >= judged else None
        reasons = [] if judged else _other_reasons(headline, words)
        return words.say("ruptures.none", judged=judged, members=everyone, reasons=reasons, **chance)
    return words.say(
        "ruptures.found",
        rule=headline.rule,
        members=members,
        judged=judged,
        episodes=int(headline.episodes),
        against=None if missing else against_chance(members, headline.expected_low, headline.expected_high),
        **chance,
    )


def _other_reasons(headline: Any, words: Wording) -> list[Markdown]:  # noqa: ANN401 - a row of the rules
    """Why nobody could be judged; nothing if all were too few ratings."""
    if {reason for reason, _ in headline.not_judged} <= _TOO_FEW:
        return []
    # A reader of the report does not know the sets of ratings that a count would be of.
    return why_not_judged(headline, words, counted=False)
