"""All questionnaires as one table, or as two where a program has some of its own."""

from __future__ import annotations

from collections.abc import Container, Iterable

from groupreport.display.plain_table import PlainTable
from groupreport.display.wording import Wording
from groupreport.instruments import Instrument, unverified_facts

_COLUMNS = ("id", "name", "given", "scales", "license", "not_checked")


def catalog_tables(
    instruments: Iterable[Instrument], words: Wording, own: Container[str] = frozenset()
) -> tuple[PlainTable, ...]:
    """One row a questionnaire: first a program's own, then those of the catalog.

    Args:
        instruments: What is listed.
        words: The wording.
        own: The ids of those that the program describes itself.
    """
    listed = list(instruments)
    parts = {
        "own": [instrument for instrument in listed if instrument.id in own],
        "packaged": [instrument for instrument in listed if instrument.id not in own],
    }
    return tuple(_table(name, part, words) for name, part in parts.items() if part)


def _table(name: str, instruments: list[Instrument], words: Wording) -> PlainTable:
    return PlainTable(
        name=f"instruments-{name}",
        title=words.text(f"catalog.title_{name}", count=len(instruments)),
        columns=tuple(words.text(f"catalog.head_{column}") for column in _COLUMNS),
        rows=tuple(_row(instrument, words) for instrument in instruments),
        note=words.text("catalog.note") if name == "packaged" else "",
    )


def _row(instrument: Instrument, words: Wording) -> tuple[str, ...]:
    headline = [scale.label for scale in instrument.scales if scale.headline]
    items = instrument.items.model_dump() if instrument.items else None
    unchecked = [words.word("fact_short", kind) for kind in unverified_facts(instrument)]
    return (
        instrument.id,
        instrument.name,
        words.word("given", instrument.given),
        words.text("catalog.scales", items=items, labels=headline, others=len(instrument.scales) - len(headline)),
        words.word("licence", instrument.licence.status),
        ", ".join(unchecked) or words.text("catalog.all_checked"),
    )
