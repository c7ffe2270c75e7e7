"""Definitions, missing data, instruments and provenance, as printed at the end of a report."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

from groupreport.display import tables
from groupreport.display.data_note_words import data_note
from groupreport.display.data_quality import answers_rows, attendance_sentence, note_facts, signs
from groupreport.display.escaping import Markdown
from groupreport.display.retention_words import definitions
from groupreport.display.shown import Piece, bullets, paragraph
from groupreport.display.trend import SAME_SHARE
from groupreport.display.wording import Wording
from groupreport.instruments import Instrument, unverified_facts
from groupreport.intake import DataNote
from groupreport.summaries.records import DataQuality, LeftOut, Retention


def package_version() -> str | None:
    """The version of this package, as installed; None for a checkout that was never installed."""
    try:
        return version("groupreport")
    except PackageNotFoundError:
        return None


def attendance_rule(dose_share: float, found: DataQuality | None, words: Wording) -> Markdown:
    """What regular attendance means; and, where it is known, how much is on record and how the rest is counted."""
    dose = words.say("methods.rules_dose", share=dose_share)
    return dose if found is None else Markdown(f"{dose} {attendance_sentence(found, words)}")


def retention_rule(found: Retention, words: Wording) -> Markdown:
    """Every definition of drop-out with its number and source."""
    return words.say("retention.rule", definitions=definitions(found, words))


def trend_rule(words: Wording) -> Markdown:
    """What "rose", "fell" and "about the same" mean."""
    return words.say("methods.rules_trend", same=SAME_SHARE)


def answers_table(found: DataQuality, words: Wording) -> Piece | None:
    """How a program's answers look by questionnaire; None where nothing was answered."""
    rows = [
        {name: cell for name, cell in row.cells.items() if name != "answered"}  # a sentence of its own says it
        for row in answers_rows(found, words, groups=True)
    ]
    if not rows:
        return None
    heads = [words.text(f"quality.head_{name}") for name in rows[0]]
    columns = [tables.text(heads[0], 16), *(tables.numbers(head, 9) for head in heads[1:])]
    note = words.say("quality.table_note", **note_facts(found, groups=True))
    caption = Markdown(f"{words.say('quality.table_title')}. {note}")
    return tables.table("quality", caption, columns, [list(row.values()) for row in rows])


def signs_list(found: DataQuality, instruments: tuple[Instrument, ...], words: Wording) -> list[Piece | None]:
    """What is worth a look in the answers; nothing where nothing is."""
    said = [
        words.say("quality.sign", about=sign.about, sentence=sign.sentence) for sign in signs(found, instruments, words)
    ]
    return [paragraph(words.say("quality.signs_intro")) if said else None, bullets(said)]


def instruments_list(instruments: tuple[Instrument, ...], words: Wording) -> list[Piece | None]:
    """Every questionnaire with its scales, source and license, and which of its facts were not checked."""
    points = [
        words.say(
            "methods.instrument",
            **rights_facts(instrument),
            unchecked=unverified_facts(instrument),
            scales=[scale.label for scale in instrument.scales if scale.headline or not scale.optional],
            citation=instrument.citation.rstrip("."),
            version=instrument.version,
        )
        for instrument in instruments
    ]
    unchecked = any(unverified_facts(instrument) for instrument in instruments)
    return [
        paragraph(words.say("methods.instruments_intro", unchecked=unchecked)),
        bullets(points),
    ]


def rights(instruments: Iterable[Instrument], words: Wording) -> Markdown:
    """The questionnaires by name, with the holders of their rights: for reports that do not list them one by one."""
    named = [words.say("methods.rights_of_one", **rights_facts(instrument)) for instrument in instruments]
    return words.say("methods.rights", named=named) if named else Markdown("")


def rights_facts(instrument: Instrument) -> dict[str, str]:
    """What a sentence about the rights in a questionnaire needs; the holder is empty where there is none."""
    holder = instrument.licence.holder.rstrip(".")
    return {
        "short_name": instrument.short_name,
        "holder": "" if holder.lower() == "none" else holder,
        "license": instrument.licence.status,
    }


def notes(data_notes: tuple[DataNote | LeftOut, ...], words: Wording) -> list[Piece | None]:
    """What was noticed in the data, where anything was."""
    if not data_notes:
        return []
    said = [
        words.say("methods.left_out", what=note.what, rows=note.rows)
        if isinstance(note, LeftOut)
        else data_note(note, words)
        for note in data_notes
    ]
    return [paragraph(words.say("methods.notes")), bullets(said)]


def provenance(term_id: str, data_hash: str, contact: str | None, words: Wording) -> Piece | None:
    """From which data and by which version the numbers were computed, and whom to ask."""
    return paragraph(*provenance_sentences(term_id, data_hash, contact, words))


def provenance_sentences(term_id: str, data_hash: str, contact: str | None, words: Wording) -> list[Markdown]:
    """The same, to stand in a paragraph with others."""
    said = words.say("facts.provenance", term_id=term_id, data_hash=data_hash, version=package_version())
    return [said, *([words.say("facts.contact", contact=contact)] if contact else [])]
