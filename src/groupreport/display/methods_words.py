"""Definitions, missing data, instruments and provenance, as printed at the end of a report."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pandas as pd

from groupreport.display import tables
from groupreport.display.data_quality import answers_table, note_facts, signs
from groupreport.display.escaping import Markdown, literal
from groupreport.display.rounding import NOTHING, percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.trend import SAME_SHARE
from groupreport.display.wording import Wording
from groupreport.instruments.records import Instrument
from groupreport.measures.response_rates import pooled_response_rates
from groupreport.summaries.records import DataQuality, TermFacts, Unavailable

_STATUSES = ("complete", "prorated", "insufficient", "out_of_range")


def package_version() -> str:
    """The version of this package, as installed."""
    try:
        return version("groupreport")
    except PackageNotFoundError:  # a checkout that was never installed
        return "(not installed)"


def trend_rule(words: Wording) -> Markdown:
    """What "rose", "fell" and "about the same" mean."""
    return words.say("methods.rules_trend", same=SAME_SHARE)


def drop_rule(term: TermFacts, rule: str, criterion: str, words: Wording) -> Markdown:
    """What counts as a rating drop consistent with a rupture, and as its repair."""
    settings = term.parameters.settings.ruptures
    return words.say(
        "methods.rules_drop",
        rule=rule,
        criterion=criterion.rstrip("."),
        minimum_ratings=settings.minimum_ratings,
        max_gap=settings.max_gap,
        regained=1 - settings.repair_tolerance,
        partial=settings.partial_share,
        window=settings.repair_window,
    )


def response_table(rates: pd.DataFrame, statuses: pd.DataFrame | Unavailable, words: Wording) -> Piece:
    """Answered of expected questionnaires, and how complete their scores are where that is known."""
    known = statuses if isinstance(statuses, pd.DataFrame) else None
    pooled = pooled_response_rates(rates).set_index("instrument")[["answered", "expected"]]
    totals = rates[["instrument", "short_name"]].drop_duplicates().join(pooled, on="instrument").fillna(0)
    columns = [tables.text(words.text("methods.head_instrument"), 16)]
    columns += [tables.numbers(words.text(f"methods.head_{head}"), 10) for head in ("answered", "rate")]
    if known is not None:
        heads = ("complete", "prorated", "insufficient", "out")
        columns += [tables.numbers(words.text(f"methods.head_{head}"), 9) for head in heads]
    rows = []
    for row in rows_of(totals):
        cells = [str(row.short_name), f"{int(row.answered)}/{int(row.expected)}"]
        cells.append(percent(row.answered / row.expected) if row.expected else NOTHING)
        if known is not None:
            own = known[known["instrument"] == row.instrument]
            cells += [str(int(own[status].sum())) for status in _STATUSES]
        rows.append(cells)
    return tables.table("responses", words.say("methods.rates_caption"), columns, rows)


def quality(
    found: DataQuality | None, instruments: tuple[Instrument, ...], words: Wording, *, groups: bool
) -> list[Piece | None]:
    """How the answers look by questionnaire, and what is worth a look; nothing where nothing was answered."""
    if found is None or found.forms.empty:
        return []
    heads, rows = answers_table(found, words, groups=groups)
    columns = [tables.text(heads[0], 16), *(tables.numbers(head, 9) for head in heads[1:])]
    said = [
        words.say("quality.sign", about=sign.about, sentence=sign.sentence) for sign in signs(found, instruments, words)
    ]
    note = words.say("quality.table_note", **note_facts(found, groups=groups))
    caption = Markdown(f"{words.say('quality.table_title')}. {note}")
    return [
        tables.table("quality", caption, columns, rows),
        paragraph(words.say("quality.signs_intro")) if said else None,
        bullets(said),
    ]


def instruments_list(instruments: tuple[Instrument, ...], words: Wording) -> list[Piece | None]:
    """Every questionnaire with its scales, source and license; unchecked ones are marked."""
    points = [
        words.say(
            "methods.instrument",
            short_name=instrument.short_name,
            verified=instrument.verified,
            scales=[scale.label for scale in instrument.scales],
            citation=instrument.citation.rstrip("."),
            license=instrument.licence.status,
            holder="" if instrument.licence.holder.lower() == "none" else instrument.licence.holder.rstrip("."),
        )
        for instrument in instruments
    ]
    unchecked = any(not instrument.verified for instrument in instruments)
    return [
        paragraph(words.say("methods.instruments_intro", unchecked=unchecked)),
        bullets(points),
    ]


def notes(data_notes: tuple[str, ...], words: Wording) -> list[Piece | None]:
    """What was noticed in the data, where anything was."""
    if not data_notes:
        return []
    return [paragraph(words.say("methods.notes")), bullets(literal(note) for note in data_notes)]


def provenance(term_id: str, data_hash: str, contact: str | None, words: Wording) -> Piece | None:
    """From which data and by which version the numbers were computed, and whom to ask."""
    return paragraph(*provenance_sentences(term_id, data_hash, contact, words))


def provenance_sentences(term_id: str, data_hash: str, contact: str | None, words: Wording) -> list[Markdown]:
    """The same, to stand in a paragraph with others."""
    said = words.say("facts.provenance", term_id=term_id, data_hash=data_hash, version=package_version())
    return [said, *([words.say("facts.contact", contact=contact)] if contact else [])]
