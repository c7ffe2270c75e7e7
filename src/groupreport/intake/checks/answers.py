"""Answers against the catalog: questionnaires in use, their items, and the range of their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from groupreport.instruments import Instrument
from groupreport.intake.checks.handed_in_scores import note_scores
from groupreport.intake.checks.items_given import note_items_never_given
from groupreport.intake.checks.other_coding import likely_questionnaire, note_other_coding
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, rows_where, texts_of
from groupreport.intake.spelling import nearest

_SENTINELS = (-1.0, -9.0, -99.0, -999.0, 9.0, 77.0, 88.0, 99.0, 777.0, 888.0, 999.0, 9999.0)
WHERE_GIVEN: dict[str, Literal["session", "occasion"]] = {"ratings": "session", "outcomes": "occasion"}


def note_answers(
    text: TextTable, in_use: Mapping[str, Instrument], catalog: Mapping[str, Instrument], findings: Findings
) -> TextTable:
    """Note answers to unknown questionnaires or items, and answers outside their range.

    The result has no scores beside the items that they are made of, which were compared.
    """
    if not text.has("instrument"):
        return text
    cells = text.rows["instrument"]
    _note_unknown_instruments(text, catalog, findings)
    scores: Mask = np.zeros(len(text.lines), dtype=bool)
    for name in catalog:
        rows = rows_where(cells, name.__eq__)
        if not rows.any():
            continue
        if name not in in_use:
            findings.add_rows(
                "instrument-not-listed",
                text,
                "instrument",
                rows,
                f"'{name}' is in the data but not among the instruments in params/program.yml",
                "List it there under instruments, or leave its rows out of the export.",
            )
            continue
        instrument = in_use[name]
        _note_place(text, instrument, rows, findings)
        if not text.has("item", "value"):
            continue
        if instrument.items is not None:
            scores |= note_scores(text, instrument, rows, findings)
            note_items_never_given(text, instrument, rows, findings)
        _note_items(text, instrument, rows & ~scores, findings)
        answers = rows & rows_where(text.rows["item"], instrument.answer_names.__contains__)
        _note_range(text, instrument, answers, catalog, findings)
    return text.keep(~scores)


def instruments_with_data(tables: Mapping[str, TextTable]) -> set[str]:
    """The questionnaires that have at least one row."""
    return {
        name
        for table in WHERE_GIVEN
        if table in tables and tables[table].has("instrument")
        for name in categorical(tables[table].rows["instrument"]).remove_unused_categories().categories
    }


def _note_unknown_instruments(text: TextTable, catalog: Mapping[str, Instrument], findings: Findings) -> None:
    cells = text.rows["instrument"]
    strange = {name: nearest(name, catalog) for name in texts_of(cells) if name not in catalog}
    for suggestion in dict.fromkeys(strange.values()):
        findings.add_rows(
            "instrument-unknown",
            text,
            "instrument",
            rows_where(cells, {name for name, near in strange.items() if near == suggestion}.__contains__),
            "names an instrument that the catalog does not have",
            "Correct its name, or describe it in a file in params/instruments/ and list it in params/program.yml.",
            suggestion=suggestion,
        )


def _note_items(text: TextTable, instrument: Instrument, rows: Mask, findings: Findings) -> None:
    names = instrument.answer_names
    shown = f"1 to {names[-1]}" if instrument.items else ", ".join(names)
    strange = rows & rows_where(text.rows["item"], lambda item: item not in names)
    message = f"is not an item of '{instrument.id}'"
    findings.add_rows("item-unknown", text, "item", strange, message, f"Its items are: {shown}.")


def _note_place(text: TextTable, instrument: Instrument, rows: Mask, findings: Findings) -> None:
    if instrument.given == WHERE_GIVEN[text.table.name]:
        return
    right = next(table for table, given in WHERE_GIVEN.items() if given == instrument.given)
    message = (
        f"'{instrument.id}' is filled in once {_a(instrument.given)}, so reports look for it in the table '{right}'"
    )
    findings.add_rows(
        "instrument-place",
        text,
        "instrument",
        rows,
        message,
        f"Move its rows to '{right}'.",
        "warning",
        facts={"instrument": instrument.id, "table": right},
    )


def _note_range(
    text: TextTable, instrument: Instrument, rows: Mask, catalog: Mapping[str, Instrument], findings: Findings
) -> None:
    values = text.rows["value"].to_numpy(dtype=float)
    if instrument.items is None:
        for scale in instrument.scales:
            scored = rows & rows_where(text.rows["item"], scale.scale.__eq__)
            lowest = -np.inf if scale.minimum is None else scale.minimum
            highest = np.inf if scale.maximum is None else scale.maximum
            outside = scored & ((values < lowest) | (values > highest))
            what = f"the range of '{instrument.id}' {scale.scale} ({lowest:g} to {highest:g})"
            _note_outside(text, outside, values, what, None, findings)
        return
    lowest, highest = instrument.items.minimum, instrument.items.maximum
    outside = rows & ((values < lowest) | (values > highest))
    what = f"the range of '{instrument.id}' ({lowest:g} to {highest:g})"
    answers = values[rows & ~(outside & np.isin(values, _SENTINELS))]
    _note_outside(text, outside, values, what, likely_questionnaire(instrument, answers, catalog), findings)
    if instrument.items.whole_numbers:
        broken = rows & ~outside & np.isfinite(values) & (values != np.floor(values))
        message = f"is not a whole number, as every answer to '{instrument.id}' is"
        remedy = "Export the answer to each item, not a mean of several."
        findings.add_rows("answer-not-whole", text, "value", broken, message, remedy)
    note_other_coding(text, instrument, rows, catalog, findings)


def _note_outside(
    text: TextTable, outside: Mask, values: np.ndarray, what: str, other: str | None, findings: Findings
) -> None:
    """Note answers outside the range; numbers that often stand for missing ones apart, as they have another cause."""
    codes = outside & np.isin(values, _SENTINELS)
    remedy = "If the number stands for a missing answer, list it under data.missing_codes in params/program.yml."
    findings.add_rows("answer-out-of-range", text, "value", codes, f"lies outside {what}", remedy)
    remedy = (
        f"If the questionnaire was '{other}', write that as its instrument; otherwise correct the answers."
        if other
        else "Correct the answers, or write the instrument that was really given."
    )
    findings.add_rows("answer-out-of-range", text, "value", outside & ~codes, f"lies outside {what}", remedy)


def _a(given: str) -> str:
    return "a session" if given == "session" else "an occasion"
