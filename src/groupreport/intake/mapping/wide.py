"""Wide exports, one column an answer (`wai_sr_1` to `wai_sr_12`), made long: one row an answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.parts import stacked
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.text_table import Mask, TextTable, categorical
from groupreport.intake.spelling import listed, nearest

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


def lengthen(
    text: TextTable, wide_columns: WideColumns, named: Mapping[str, str], findings: Findings
) -> TextTable | None:
    """Make one row of every answer; a file that has the columns instrument, item and value is long already.

    `named` gives the item (`wai_sr.3`) for columns that are not called after one. Where it names any, only these
    columns hold answers.

    A questionnaire of which a row holds no answer was not given then and leaves no rows; an empty cell among
    answers stays, as an unanswered item.
    """
    if text.has(*_LONG):
        return text
    answers = _answer_columns(text, wide_columns, named, findings)
    if not answers and not named:
        message = "has no column with answers, such as wai_sr_1"
        remedy = "Name each answer's column <instrument>_<item>, or set data.layout to long in params/program.yml."
        findings.add("wide-answers-missing", text.file, message, remedy, sheet=text.sheet, line=text.header_line)
    if not answers:
        return None
    kept = np.concatenate(list(_answered(text, answers)))
    length, width = len(text.lines), len(answers)
    source = np.tile(np.arange(length), width)[kept]
    column_of = np.repeat(np.arange(width), length)[kept]
    names = list(answers)
    rows = {name: cells.take(source).array for name, cells in text.rows.items() if name not in answers}
    rows["instrument"] = _coded(column_of, [instrument for instrument, _ in answers.values()])
    rows["item"] = _coded(column_of, [item for _, item in answers.values()])
    rows["value"] = stacked([categorical(text.rows[name]) for name in names])[kept]
    return replace(
        text,
        rows=pd.DataFrame(rows, index=pd.RangeIndex(len(source))),
        lines=text.lines[source],
        origin=text.origin[source],
        given=(text.given - set(names)) | set(_LONG),
        value_columns=_coded(column_of, names),
    )


def _answer_columns(
    text: TextTable, wide_columns: WideColumns, named: Mapping[str, str], findings: Findings
) -> dict[str, tuple[str, str]]:
    answers: dict[str, tuple[str, str]] = {}
    strange: defaultdict[str, list[str]] = defaultdict(list)
    for name, (instrument_id, item) in _places(text, wide_columns, named, findings).items():
        item = re.sub(r"^0+(?=\d)", "", item)
        instrument = next((entry for entry in wide_columns.in_use if entry.id == instrument_id), None)
        if instrument is not None and not _is_about(item, instrument):
            strange[instrument_id].append(name)
            continue
        answers[name] = (instrument_id, item)
    for instrument in wide_columns.in_use:
        _note_unknown_items(text, instrument, strange[instrument.id], findings)
    return answers


def _is_about(item: str, instrument: Instrument) -> bool:
    """Whether a column holds answers to an item, or a score that can be compared with those of its items."""
    return item in instrument.answer_names or any(item == scale.scale for scale in instrument.scales)


def _note_unknown_items(text: TextTable, instrument: Instrument, columns: list[str], findings: Findings) -> None:
    if not columns:
        return
    message = (
        f"the column '{columns[0]}' is about no item of '{instrument.id}'"
        if len(columns) == 1
        else f"has {len(columns)} columns that are about no item of '{instrument.id}': {listed(columns)}"
    )
    findings.add(
        "item-unknown",
        text.file,
        message,
        f"Its items are: {listed(instrument.answer_names)}.",
        sheet=text.sheet,
        line=text.header_line,
        column=columns[0],
    )


def _places(
    text: TextTable, wide_columns: WideColumns, named: Mapping[str, str], findings: Findings
) -> dict[str, tuple[str, str]]:
    """The instrument and the item that each column of answers is about, as its name or the program says."""
    columns = [str(name) for name in text.rows.columns if name not in text.table.column_names]
    if not named:
        found = {name: wide_columns.place_of(name) for name in columns}
        return {name: (place[0].id, place[1]) for name, place in found.items() if place is not None}
    places: dict[str, tuple[str, str]] = {}
    for wanted, item in named.items():
        plain = plain_name(wanted)
        if plain in text.rows:
            instrument_id, _, number = item.partition(".")
            places[plain] = (instrument_id, number)
            continue
        findings.add(
            "column-mapped-missing",
            text.file,
            f"has no column '{plain}', which data.tables.{text.table.name}.answers names",
            "Correct the name in params/program.yml, or export the column.",
            sheet=text.sheet,
            line=text.header_line,
            column=plain,
            suggestion=nearest(plain, columns),
        )
    return places


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
