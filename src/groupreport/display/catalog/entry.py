"""One questionnaire with everything that is known of it, each fact with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from groupreport.display.catalog.scale import scale_rows
from groupreport.display.plain_table import PlainTable
from groupreport.display.wording import Wording
from groupreport.instruments import Instrument, unverified_facts

Row = tuple[str, str]


def entry_tables(instrument: Instrument, file: str, words: Wording) -> tuple[PlainTable, ...]:
    """The form, each of its scales, and what nobody has checked, as tables of two columns.

    Args:
        instrument: The questionnaire.
        file: Where its entry stands.
        words: The wording.
    """
    form = words.text("catalog.entry_title", short_name=instrument.short_name, id=instrument.id, name=instrument.name)
    tables = [_table("form", form, _form_rows(instrument, file, words), words)]
    for scale in instrument.scales:
        title = words.text("catalog.scale_title", scale=scale.scale, label=scale.label)
        name = f"scale-{scale.scale}".replace("_", "-")
        tables.append(_table(name, title, scale_rows(scale, words), words))
    unchecked = [
        (words.word("fact", kind), words.text(f"catalog.verify_{kind}", citation=instrument.citation))
        for kind in unverified_facts(instrument)
    ]
    if unchecked:
        own = f"params/instruments/{instrument.id}.yml"
        note = words.text("catalog.verify_note", file=own)
        tables.append(_table("not-checked", words.text("catalog.verify_title"), unchecked, words, note))
    return tuple(tables)


def _table(name: str, title: str, rows: Iterable[Row], words: Wording, note: str = "") -> PlainTable:
    heads = (words.text("catalog.head_fact"), words.text("catalog.head_what"))
    return PlainTable(name=name, title=title, columns=heads, rows=tuple(rows), note=note)


def _form_rows(instrument: Instrument, file: str, words: Wording) -> Iterator[Row]:
    def row(name: str, said: str) -> Row:
        return words.text(f"catalog.row_{name}"), said

    items = instrument.items
    yield row("given", words.word("given", instrument.given))
    if items is None:
        yield row("answers", words.text("catalog.answers_none"))
    else:
        yield row("answers", words.text("catalog.answers", **items.model_dump()))
    if instrument.form_missing:
        yield row("form", words.text("catalog.form_rule", **instrument.form_missing.model_dump()))
    if instrument.not_applicable:
        yield row("not_applicable", words.text("catalog.not_applicable", **instrument.not_applicable.model_dump()))
    if instrument.safety_items:
        yield row("safety", words.text("catalog.safety", items=[str(number) for number in instrument.safety_items]))
    if instrument.confusable_with:
        yield row("confusable", ", ".join(instrument.confusable_with))
    yield row("license", words.text("catalog.license", **instrument.licence.model_dump()))
    yield row("citation", instrument.citation)
    yield row("key_source", words.text("catalog.fact", source=instrument.key_source, verified=instrument.verified))
    yield row("version", words.text("catalog.version", version=instrument.version, file=file))
    yield from (row("note", note) for note in instrument.notes)
