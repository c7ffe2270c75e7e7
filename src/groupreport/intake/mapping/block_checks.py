"""The blocks of `data.tables` judged by themselves, before any file is read: names, kinds, and nothing named twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from groupreport.instruments import Instrument
from groupreport.intake.contract import Table
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import Block
from groupreport.intake.mapping.wide import WIDE_TABLES, is_about, item_name
from groupreport.intake.reading.headers import plain_name
from groupreport.intake.spelling import listed, nearest
from groupreport.parameters import PROGRAM_FILE, SessionOfDay

_OF_A_DAY = frozenset({"session", "resolved_session"})
_OF_MEMBERS = frozenset({"attendance", "ratings", "outcomes", "participation"})
_IDS = frozenset({"id", "ids"})


def note_blocks(
    blocks: Iterable[Block],
    contract: Mapping[str, Table],
    in_use: Mapping[str, Instrument],
    catalog: Mapping[str, Instrument],
    findings: Findings,
) -> None:
    """Note what a block of `data.tables` cannot mean, with its line in program.yml."""
    for block in blocks:
        _BlockCheck(block, contract[block.table], in_use, catalog, findings).note()


@dataclass(frozen=True)
class _BlockCheck:
    block: Block
    table: Table
    in_use: Mapping[str, Instrument]
    catalog: Mapping[str, Instrument]
    findings: Findings

    def note(self) -> None:
        self._note_unknown_columns()
        self._note_kinds()
        self._note_columns_twice()
        self._note_answers()
        self._note_values()

    def _add(self, rule: str, message: str, remedy: str, *keys: str | int, suggestion: str | None = None) -> None:
        self.findings.add(
            rule,
            PROGRAM_FILE,
            message,
            remedy,
            line=self.block.line(*keys),
            column=".".join([self.block.name, *(str(key) for key in keys if isinstance(key, str))][:2]),
            suggestion=suggestion,
        )

    def _note_unknown_columns(self) -> None:
        settings, names = self.block.settings, self.table.column_names
        named: list[tuple[tuple[str | int, ...], str]] = [
            *((("columns", column), column) for column in settings.columns),
            *((("constants", column), column) for column in settings.constants),
            *((("carry", place), column) for place, column in enumerate(settings.carry)),
        ]
        for keys, column in named:
            if column not in names:
                message = f"{self.block.name}.{keys[0]} names '{column}', which is no column of {self.table.name}"
                remedy = f"Its columns are: {', '.join(names)}."
                self._add("column-mapped-unknown", message, remedy, *keys, suggestion=nearest(column, names))

    def _note_kinds(self) -> None:
        settings, table = self.block.settings, self.table
        for column, source in settings.columns.items():
            if column not in table.column_names or isinstance(source, str):
                continue
            kind, keys = next(iter(type(source).model_fields)), ("columns", column)
            if isinstance(source, SessionOfDay):
                if column not in _OF_A_DAY or table.name == "sessions":
                    message = f"'{column}' of {table.name} cannot be read from a day"
                    self._add("column-mapped-kind", message, "Only sessions of other tables can.", *keys)
            elif table.column(column).kind != "ids":
                message = f"'{column}' takes one value a row, but `{kind}` gives several"
                self._add("column-mapped-kind", message, "Name the one column of the export that holds it.", *keys)
            if column in settings.carry:
                message = f"'{column}' is read with `{kind}`, so no value of another row can be carried into it"
                self._add("column-mapped-kind", message, "Take it out of carry.", *keys)
        if settings.from_roster and table.name not in _OF_MEMBERS:
            message = f"the roster cannot tell the group of a row of {table.name}, which is about no member"
            remedy = "Name the column with the group, or set it with constants."
            self._add("column-mapped-kind", message, remedy, "from_roster")
        if settings.answers and table.name not in WIDE_TABLES:
            message = f"{table.name} holds no answers to questionnaires"
            remedy = "Name its columns under columns instead; answers belong to ratings and outcomes."
            self._add("column-mapped-kind", message, remedy, "answers")

    def _note_columns_twice(self) -> None:
        settings = self.block.settings
        for column in settings.constants:
            if column in settings.columns:
                message = f"'{column}' is read from a column and set by constants as well"
                self._add("column-mapped-twice", message, "Take one of the two out.", "constants", column)
        sources: defaultdict[str, list[str]] = defaultdict(list)
        for column, source in settings.columns.items():
            if isinstance(source, str):
                sources[plain_name(source)].append(column)
        for theirs, columns in sources.items():
            ids = [name for name in columns if name in self.table.column_names and self.table.column(name).kind in _IDS]
            if len(ids) > 1:
                message = f"{' and '.join(ids)} are read from one column of the export, '{theirs}'"
                self._add("column-mapped-twice", message, "Name the right column for each.", "columns", ids[1])
        answered: dict[str, str] = {}
        for theirs, place in settings.answers.items():
            if plain_name(theirs) in sources:
                message = f"'{plain_name(theirs)}' is read as an answer and as '{sources[plain_name(theirs)][0]}'"
                self._add("column-mapped-twice", message, "Take one of the two out.", "answers", theirs)
            if item_name(place) in answered:
                message = f"two columns of the export are read as '{place}'"
                other = self.block.line("answers", answered[item_name(place)])
                remedy = f"Name the right item for each; the other stands on line {other}."
                self._add("column-mapped-twice", message, remedy, "answers", theirs)
            answered.setdefault(item_name(place), theirs)

    def _note_answers(self) -> None:
        for theirs, place in self.block.settings.answers.items():
            instrument_id, _, item = item_name(place).partition(".")
            keys, named = ("answers", theirs), f"{self.block.name}.answers names '{place}'"
            if instrument_id not in self.catalog:
                remedy = "Describe the questionnaire in params/instruments/, or correct the name."
                near = nearest(instrument_id, [*self.in_use, *self.catalog])
                self._add(
                    "instrument-unknown", f"{named}, but the catalog has no such questionnaire", remedy, *keys,
                    suggestion=near,
                )  # fmt: skip
            elif instrument_id not in self.in_use:
                message = f"{named}, but '{instrument_id}' is not among the instruments"
                self._add("instrument-not-listed", message, f"Add it to instruments in {PROGRAM_FILE}.", *keys)
            elif not is_about(item, self.in_use[instrument_id]):
                items = self.in_use[instrument_id].answer_names
                near = nearest(item, items)
                self._add(
                    "item-unknown", f"{named}, but '{instrument_id}' has no such item",
                    f"Its items are: {listed(items)}.", *keys, suggestion=near and f"{instrument_id}.{near}",
                )  # fmt: skip

    def _note_values(self) -> None:
        known = [*self.table.column_names, *(self.catalog if self.table.name in WIDE_TABLES else ())]
        for key in self.block.settings.values:
            if key not in known:
                what = "neither a column nor a questionnaire" if self.table.name in WIDE_TABLES else "no column"
                message = f"{self.block.name}.values names '{key}', which is {what} of {self.table.name}"
                remedy = "Name the column whose words are translated, or the questionnaire whose answers are."
                self._add("column-mapped-unknown", message, remedy, "values", key, suggestion=nearest(key, known))
