"""Wide exports, one column an answer (`wai_sr_1` to `wai_sr_12`), made long: one row an answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.export_columns import column_of
from groupreport.intake.mapping.parts import stacked
from groupreport.intake.mapping.system_columns import is_of_system
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.reading.text_table import Mask, TextTable, categorical, rows_where
from groupreport.intake.spelling import listed

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

    def answers_of(self, text: TextTable, block: Block) -> list[str]:
        """The columns of a file that hold answers, as the block names them or else as they are called."""
        if block.settings.answers:
            return [name for wanted in block.settings.answers if (name := plain_name(wanted)) in text.rows]
        columns = [str(name) for name in text.rows.columns if name not in text.table.column_names]
        # A REDCap form may be called after its questionnaire: phq9_complete is its status, no answer.
        own = [name for name in columns if not is_of_system(name, block.settings.format)]
        return [name for name in own if self.place_of(name) is not None]

    def lists(self, instrument_id: str) -> bool:
        """Whether the catalog has such a questionnaire, in use or not."""
        return any(entry.id == instrument_id for entry in (*self.in_use, *self.others))

    def knows(self, instrument_id: str, item: str) -> bool:
        """Whether a questionnaire in use has such an item or score."""
        return any(entry.id == instrument_id and is_about(item, entry) for entry in self.in_use)


def item_name(place: str) -> str:
    """An item as the catalog names it: `wai_sr.03` is `wai_sr.3`."""
    return re.sub(r"(?<=\.)0+(?=\d)", "", place)


def lengthen(
    text: TextTable, wide_columns: WideColumns, block: Block, missing_codes: Collection[str], findings: Findings
) -> TextTable | None:
    """Make one row of every answer; a file that has the columns instrument, item and value is long already.

    The block's `answers` give the item (`wai_sr.3`) for columns that are not called after one. Where they name any,
    only these columns hold answers.

    A questionnaire of which a row holds no answer was not given then and leaves no rows; an empty cell among
    answers stays, as an unanswered item. A declared missing code is no answer.
    """
    named = block.settings.answers
    if text.has(*_LONG) and not named:
        return text
    answers = _answer_columns(text, wide_columns, block, findings)
    if not answers and not named:
        message = "has no column with answers, such as wai_sr_1"
        remedy = "Name each answer's column <instrument>_<item>, or set data.layout to long in params/program.yml."
        findings.add("wide-answers-missing", text.file, message, remedy, sheet=text.sheet, line=text.header_line)
    if not answers:
        return None
    kept = np.concatenate(list(_answered(text, answers, missing_codes)))
    length, width = len(text.lines), len(answers)
    source = np.tile(np.arange(length), width)[kept]
    place_of = np.repeat(np.arange(width), length)[kept]
    names = list(answers)
    rows = {name: cells.take(source).array for name, cells in text.rows.items() if name not in answers}
    rows["instrument"] = _coded(place_of, [instrument for instrument, _ in answers.values()])
    rows["item"] = _coded(place_of, [item for _, item in answers.values()])
    rows["value"] = stacked([categorical(text.rows[name]) for name in names])[kept]
    return replace(
        text,
        rows=pd.DataFrame(rows, index=pd.RangeIndex(len(source))),
        lines=text.lines[source],
        origin=text.origin[source],
        given=(text.given - set(names)) | set(_LONG),
        value_columns=_coded(place_of, names),
        unread={column: rows[source] for column, rows in text.unread.items()},
    )


def _answer_columns(
    text: TextTable, wide_columns: WideColumns, block: Block, findings: Findings
) -> dict[str, tuple[str, str]]:
    """The instrument and the item that each column of answers is about; what is about none is noted."""
    answers: dict[str, tuple[str, str]] = {}
    for wanted, place in block.settings.answers.items():
        instrument_id, _, item = item_name(place).partition(".")
        name = column_of(text, wanted, block, ("answers", wanted), findings)
        # An item that there is not, or twice, was noted with its line in program.yml, for all files at once.
        is_new = (instrument_id, item) not in answers.values()
        if name is not None and is_new and wide_columns.knows(instrument_id, item):
            answers[name] = (instrument_id, item)
    if block.settings.answers:
        return answers
    strange: defaultdict[str, list[str]] = defaultdict(list)
    for name in wide_columns.answers_of(text, block):
        instrument, item = wide_columns.place_of(name) or (None, "")
        item = re.sub(r"^0+(?=\d)", "", item)
        if instrument in wide_columns.in_use and not is_about(item, instrument):
            strange[instrument.id].append(name)
        elif instrument is not None:
            answers[name] = (instrument.id, item)
    for instrument in wide_columns.in_use:
        _note_unknown_items(text, instrument, strange[instrument.id], findings)
    return answers


def is_about(item: str, instrument: Instrument) -> bool:
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


def _answered(text: TextTable, answers: dict[str, tuple[str, str]], missing_codes: Collection[str]) -> Iterable[Mask]:
    """For each answer's column, the rows in which its questionnaire has at least one answer."""
    given: dict[str, Mask] = {}
    for name, (instrument, _) in answers.items():
        filled = rows_where(text.rows[name], lambda cell: cell not in missing_codes)
        given[instrument] = given.get(instrument, np.zeros(len(filled), dtype=bool)) | filled
    return [given[instrument] for instrument, _ in answers.values()]


def _coded(column_of: np.ndarray, texts: list[str]) -> pd.Categorical:
    codes, different = pd.factorize(np.array(texts, dtype=object))
    return pd.Categorical.from_codes(codes[column_of], categories=pd.Index(different, dtype=object))
