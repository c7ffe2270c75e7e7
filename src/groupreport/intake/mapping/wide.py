"""Wide exports, one column an answer (`wai_sr_1` to `wai_sr_12`), made long: one row an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, categorical
from groupreport.intake.spelling import did_you_mean

WIDE_TABLES = frozenset({"ratings", "outcomes"})
_LONG = ("instrument", "item", "value")


@dataclass(frozen=True)
class WideColumns:
    """Which questionnaire's columns a wide file may have: those in use, and the catalog's others to explain a name."""

    in_use: tuple[Instrument, ...]
    others: tuple[Instrument, ...]

    def place_of(self, column: str) -> tuple[Instrument, str] | None:
        """The instrument and the rest of the name, which should be an item; the longest id that fits wins."""
        fitting = [entry for entry in (*self.in_use, *self.others) if column.startswith(f"{entry.id}_")]
        if not fitting:
            return None
        instrument = max(fitting, key=lambda entry: len(entry.id))
        return instrument, column.removeprefix(f"{instrument.id}_")


def lengthen(text: TextTable, wide_columns: WideColumns, findings: Findings) -> TextTable | None:
    """Make one row of every answer; a file that has the columns instrument, item and value is long already.

    A questionnaire of which a row holds no answer was not given then and leaves no rows; an empty cell among
    answers stays, as an unanswered item.
    """
    if text.has(*_LONG):
        return text
    answers = _answer_columns(text, wide_columns, findings)
    if not answers:
        message = "has no column of an answer, such as wai_sr_1"
        remedy = "Name each answer's column <instrument>_<item>, or set data.layout to long in params/program.yml."
        findings.add("wide-answers-missing", text.file, message, remedy, line=text.header_line)
        return None
    kept = np.concatenate(list(_answered(text, answers)))
    length, width = len(text.lines), len(answers)
    source = np.tile(np.arange(length), width)[kept]
    column_of = np.repeat(np.arange(width), length)[kept]
    names = list(answers)
    rows = {name: cells.take(source).array for name, cells in text.rows.items() if name not in answers}
    rows["instrument"] = _coded(column_of, [instrument for instrument, _ in answers.values()])
    rows["item"] = _coded(column_of, [item for _, item in answers.values()])
    rows["value"] = _stacked([text.rows[name] for name in names])[kept]
    return replace(
        text,
        rows=pd.DataFrame(rows, index=pd.RangeIndex(len(source))),
        lines=text.lines[source],
        given=(text.given - set(names)) | set(_LONG),
        value_columns=_coded(column_of, names),
    )


def _answer_columns(text: TextTable, wide_columns: WideColumns, findings: Findings) -> dict[str, tuple[str, str]]:
    answers: dict[str, tuple[str, str]] = {}
    for name in map(str, text.rows.columns):
        place = None if name in text.table.column_names else wide_columns.place_of(name)
        if place is None:
            continue
        instrument, item = place
        item = re.sub(r"^0+(?=\d)", "", item)
        if instrument in wide_columns.in_use and item not in instrument.answer_names:
            remedy = did_you_mean(item, instrument.answer_names, "Its items are")
            message = f"'{instrument.id}' has no item '{item}'"
            findings.add("item-unknown", text.file, message, remedy, line=text.header_line, column=name)
            continue
        answers[name] = (instrument.id, item)
    return answers


def _answered(text: TextTable, answers: dict[str, tuple[str, str]]) -> Iterable[Mask]:
    """For each answer's column, the rows in which its questionnaire has at least one answer."""
    given: dict[str, Mask] = {}
    for name, (instrument, _) in answers.items():
        filled: Mask = categorical(text.rows[name]).codes >= 0
        given[instrument] = given.get(instrument, np.zeros(len(filled), dtype=bool)) | filled
    return [given[instrument] for instrument, _ in answers.values()]


def _coded(column_of: np.ndarray, texts: list[str]) -> pd.Categorical:
    codes, different = pd.factorize(np.array(texts, dtype=object))
    return pd.Categorical.from_codes(codes[column_of], categories=pd.Index(different, dtype=object))


def _stacked(columns: list[pd.Series]) -> pd.Categorical:
    values = [categorical(cells) for cells in columns]
    texts = np.array([text for value in values for text in value.categories], dtype=object)
    codes, different = pd.factorize(texts)
    begins = np.cumsum([0, *(len(value.categories) for value in values)])
    stacked = [
        np.append(codes[begins[place] : begins[place + 1]], -1)[value.codes] for place, value in enumerate(values)
    ]
    return pd.Categorical.from_codes(np.concatenate(stacked), categories=pd.Index(different, dtype=object))
