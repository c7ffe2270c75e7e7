"""Answers that fit another questionnaire's range better: forms that the catalog calls easily taken for each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from groupreport.errors import Fact
from groupreport.instruments import Instrument, Items
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable

_ENOUGH_FOR_A_NARROWER_RANGE = 100
_ENOUGH_FOR_A_SHIFTED_RANGE = 300


def likely_questionnaire(instrument: Instrument, values: np.ndarray, catalog: Mapping[str, Instrument]) -> str | None:
    """The confusable questionnaire whose range holds every answer that is there; None where there is none.

    Args:
        instrument: The questionnaire that the answers are called.
        values: Its answers, without codes for missing ones.
        catalog: All questionnaires.
    """
    given = values[np.isfinite(values)]
    if not len(given):
        return None
    return next((other.id for other, items in _confusable(instrument, catalog) if _holds(items, given)), None)


def note_other_coding(
    text: TextTable, instrument: Instrument, rows: Mask, catalog: Mapping[str, Instrument], findings: Findings
) -> None:
    """Warn where many answers never leave the range of a form that is easily taken for this one.

    Two signs count: the other range is narrower (WAI-SR answers called WAI-S), or it begins higher and nobody ever gave
    the lowest answer (answers from 1 to 5 called 0 to 4). That nobody gave the highest answer is no sign: in earnest it
    is rare, while the lowest of a whole form hardly ever is.

    Args:
        text: Ratings or outcomes, typed.
        instrument: A questionnaire with items.
        rows: Its answers.
        catalog: All questionnaires.
        findings: Gains what is found.
    """
    values = text.rows["value"].to_numpy(dtype=float)
    given = values[rows & np.isfinite(values)]
    own = instrument.items
    if own is None or not len(given):
        return
    for other, items in _confusable(instrument, catalog):
        narrower = items.maximum - items.minimum < own.maximum - own.minimum
        enough = _ENOUGH_FOR_A_NARROWER_RANGE if narrower else _ENOUGH_FOR_A_SHIFTED_RANGE
        if len(given) < enough or not _holds(items, given) or not (narrower or items.minimum > own.minimum):
            continue
        message = (
            f"every answer to '{instrument.id}' ({own.minimum:g} to {own.maximum:g}) lies within {items.minimum:g} to "
            f"{items.maximum:g}, the range of '{other.id}', which is easily taken for it"
        )
        remedy = f"Make sure that the questionnaire was not '{other.id}', which is scored in another way."
        facts: Mapping[str, Fact] = {"instrument": instrument.id, "other": other.id}
        findings.add_rows("instrument-doubtful", text, "instrument", rows, message, remedy, "warning", facts=facts)


def _confusable(instrument: Instrument, catalog: Mapping[str, Instrument]) -> Iterator[tuple[Instrument, Items]]:
    """Those that either of the two names, of as many items: a program's own entry may have changed one of them."""
    for other in catalog.values():
        named = other.id in instrument.confusable_with or instrument.id in other.confusable_with
        if not named or other.id == instrument.id or other.items is None or instrument.items is None:
            continue
        if other.items.count == instrument.items.count:
            yield other, other.items


def _holds(items: Items, given: np.ndarray) -> bool:
    return bool(items.minimum <= given.min() and given.max() <= items.maximum)
