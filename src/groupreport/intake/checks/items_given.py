"""Items of a questionnaire that nobody was asked, as far as the export says."""

from __future__ import annotations

import numpy as np

from groupreport.instruments import Instrument
from groupreport.intake.checks.duplicates import combined_codes
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, rows_where, texts_of
from groupreport.intake.spelling import listed

_ENOUGH_FORMS = 5


def note_items_never_given(text: TextTable, instrument: Instrument, rows: Mask, findings: Findings) -> None:
    """Warn where no form has an answer to an item that a score needs: its column was probably not exported.

    Args:
        text: Ratings or outcomes, typed.
        instrument: A questionnaire with items.
        rows: Its rows.
        findings: Gains what is found.
    """
    known = set(instrument.answer_names)
    answered = rows & rows_where(text.rows["item"], known.__contains__) & text.rows["value"].notna().to_numpy()
    needed = {str(number) for scale in instrument.scales if not scale.optional for number in scale.items or ()}
    codes = np.unique(categorical(text.rows["item"]).codes[answered])
    never = needed.difference(texts_of(text.rows["item"])[code] for code in codes if code >= 0)
    if not never:
        return
    forms = combined_codes(text.rows[name][answered] for name in text.table.key if name != "item")
    count = len(np.unique(forms))
    if count < _ENOUGH_FORMS:
        return
    items = sorted(never, key=int)
    which = f"item {items[0]}" if len(items) == 1 else f"the items {listed(items)}"
    findings.add(
        "items-never-given",
        text.file,
        f"none of the {count} forms of '{instrument.id}' has an answer to {which}",
        "Export all items; or make sure that this questionnaire was given, and not one with fewer items.",
        severity="warning",
        sheet=text.sheet,
        column="item",
        facts={"instrument": instrument.id, "forms": count, "items": tuple(items)},
    )
