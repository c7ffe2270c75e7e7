"""NHS Talking Therapies' four rates of a program, beside England's."""

from __future__ import annotations

from typing import Any

from groupreport.display import tables
from groupreport.display.benchmark_words import benchmark_facts
from groupreport.display.rounding import NOTHING, is_missing, percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.summaries.records import TalkingTherapies, Unavailable

_PUBLISHED = {
    "recovery": "nhs_recovery",
    "reliable_improvement": "nhs_reliable_improvement",
    "reliable_recovery": "nhs_reliable_recovery",
}


def talking_therapies_pieces(found: TalkingTherapies | Unavailable, words: Wording) -> list[Piece | None]:
    """All four rates with denominators and intervals; nothing where a program does not use both questionnaires."""
    if isinstance(found, Unavailable):
        if found.reason == "not_collected":
            return []
        return [paragraph(words.say("program_details.nhs_absent", detail=words.word("reason", found.detail)))]
    published = {rate: benchmark_facts(name) for rate, name in _PUBLISHED.items()}
    lead = words.say(
        "program_details.nhs_lead",
        people=found.people,
        finished=found.finished,
        not_known=found.not_known,
        not_at_caseness=found.not_at_caseness,
        unscored=found.unscored,
    )
    columns = [tables.text(words.text("program_details.head_rate"), 22)]
    columns += [
        tables.numbers(words.text(f"program_details.head_{head}"), width)
        for head, width in (("people", 12), ("interval", 20), ("england", 9))
    ]
    rows = [
        [
            words.word("rate", row.rate),
            words.say("program.of", count=int(row.count_of), total=int(row.of)) if row.of else NOTHING,
            _share(row, words),
            percent(published[row.rate]["value"], 1) if row.rate in published else NOTHING,
        ]
        for row in rows_of(found.rates.rename(columns={"count": "count_of"}))  # a row's own `count` is a method
    ]
    caption = words.say(
        "program_details.nhs_caption", published=[{"rate": rate, **facts} for rate, facts in published.items()]
    )
    return [paragraph(lead), tables.table("nhs-rates", caption, columns, rows)]


def _share(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    if is_missing(row.share):
        return NOTHING
    return words.say("program_details.share_interval", share=float(row.share), low=float(row.low), high=float(row.high))
