"""The few numbers at the top of a group's report; a part that was not collected has none, and never a 0."""

from __future__ import annotations

from collections.abc import Iterator

from groupreport.display.group import signals
from groupreport.display.outcome_words import facts_of
from groupreport.display.shown import FEWEST_KEY_FACTS, KeyFact, Piece, key_facts
from groupreport.display.wording import Wording
from groupreport.summaries.records import GroupSummary, Unavailable


def group_key_facts(summary: GroupSummary, words: Wording) -> Piece | None:
    """Who came, attendance, answers, rating drops beside chance, improvement; None where hardly any is known."""
    found = [*_attendance(summary, words), *_ratings(summary, words), *_outcome(summary, words)]
    return key_facts(found) if len(found) >= FEWEST_KEY_FACTS else None


def _attendance(summary: GroupSummary, words: Wording) -> Iterator[KeyFact]:
    flow = summary.flow
    if flow.started is not None:
        yield KeyFact(
            words.say("key_facts.came"),
            words.say("key_facts.of", count=flow.started, total=flow.enrolled),
            words.say("key_facts.came_note", dropped_out=flow.dropped_out),
        )
    by_session = summary.attendance_by_session
    if isinstance(by_session, Unavailable) or not by_session["expected"].sum():
        return
    counts = {"count": int(by_session["present"].sum()), "total": int(by_session["expected"].sum())}
    yield KeyFact(
        words.say("key_facts.attendance"),
        words.say("key_facts.share", **counts),
        words.say("key_facts.attendance_note", unrecorded=int(by_session["unrecorded"].sum()), **counts),
    )


def _ratings(summary: GroupSummary, words: Wording) -> Iterator[KeyFact]:
    answered = signals.response_rate(summary)
    if answered is not None:
        counts = {"count": answered[0], "total": answered[1]}
        yield KeyFact(
            words.say("key_facts.answered"),
            words.say("key_facts.share", **counts),
            words.say("key_facts.answered_note", **counts),
        )
    drops = signals.headline_drops(summary)
    if drops is not None and drops.judged:
        yield KeyFact(
            words.say("key_facts.drops"),
            words.say("key_facts.of", count=drops.members, total=drops.judged),
            words.say("key_facts.drops_note", expected=drops.expected, low=drops.low, high=drops.high),
        )


def _outcome(summary: GroupSummary, words: Wording) -> Iterator[KeyFact]:
    row = signals.first_outcome(summary)
    if row is not None:
        facts = facts_of(row)
        yield KeyFact(
            words.say("key_facts.improved"),
            words.say("key_facts.of", count=facts["better"], total=facts["pairs"]),
            words.say("key_facts.improved_note", **facts),
        )
