"""The contract's tables as a person fills them in: long or wide, with this program's own columns and questionnaires."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from groupreport.instruments import Instrument
from groupreport.intake.contract import EXAMPLE_ID, OCCASIONS, Column, Table, with_characteristics
from groupreport.parameters import ProgramSettings

WHERE_GIVEN = {"ratings": "session", "outcomes": "occasion"}
Range = tuple[float | None, float | None]
_ANSWER = ("instrument", "item", "value")
_MARKED = frozenset({"group_id", "member_id", "event_id"})


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a table that is handed in.

    Attributes:
        column: What the contract says of it; for a wide table's column of answers, the same in its words.
        maximum: The largest number allowed.
        sample: What stands in the table's example row.
        instruments: The questionnaires that the column is about.
    """

    column: Column
    sample: str
    maximum: float | None = None
    instruments: tuple[Instrument, ...] = ()

    @property
    def name(self) -> str:
        """The column's name."""
        return self.column.name

    @property
    def example(self) -> str:
        """A cell as a person would write it, about a questionnaire that the program uses."""
        return self.column.example if self.name in _MARKED else self.sample or self.column.example

    @property
    def words(self) -> tuple[str, ...]:
        """The words that may stand there; empty where there is no list of them."""
        if self.column.kind == "yes_no":
            return ("yes", "no")
        if self.column.kind == "occasion":
            return OCCASIONS
        if self.name == "instrument":
            return tuple(instrument.id for instrument in self.instruments)
        return self.column.allowed


@dataclass(frozen=True, kw_only=True)
class HandedTable:
    """One table that is handed in: what the contract says of it, and its columns."""

    table: Table
    fields: tuple[Field, ...]
    is_wide: bool = False

    @property
    def name(self) -> str:
        """The table's name, which is that of its sheet or file as well."""
        return self.table.name

    def letter_of(self, column: str) -> str:
        """The letter of a column's place in a sheet; the tables' own columns lie among the first twenty-six."""
        return chr(ord("A") + [field.name for field in self.fields].index(column))

    @property
    def row(self) -> str:
        """What one row is."""
        return self.table.row.replace("an answer", "a member's answers") if self.is_wide else self.table.row

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of which no two rows may hold the same."""
        names = {field.name for field in self.fields}
        return tuple(name for name in self.table.key if name in names)


def handed_tables(settings: ProgramSettings, in_use: Iterable[Instrument]) -> tuple[HandedTable, ...]:
    """Each table of the contract as the program hands it in, in the contract's order.

    Where the layout is wide and questionnaires are in use, each answer has a column of its own (`wai_sr_1`).
    """
    instruments = tuple(in_use)
    tables = []
    for table in with_characteristics(settings.characteristics).values():
        own = tuple(each for each in instruments if each.given == WHERE_GIVEN.get(table.name))
        first_part = settings.data.parts_of(table.name)[0]
        is_wide = bool(own) and settings.data.dialect_of(first_part).layout == "wide"
        columns = [column for column in table.columns if not (is_wide and column.name in _ANSWER)]
        fields = [_field(column, own) for column in columns]
        if is_wide:
            place = next((place for place, column in enumerate(columns) if column.name == "rater"), len(columns))
            fields[place:place] = [field for instrument in own for field in _answers(instrument)]
        tables.append(HandedTable(table=table, fields=tuple(fields), is_wide=is_wide))
    return tuple(tables)


def answer_range(instrument: Instrument, item: str | None = None) -> Range:
    """The lowest and the highest answer to a questionnaire, or to one of its items; None where nobody has said."""
    if instrument.items is not None:
        return _plain(instrument.items.minimum), _plain(instrument.items.maximum)
    scales = [scale for scale in instrument.scales if item in {None, scale.scale}]
    return widest([(_plain(scale.minimum), _plain(scale.maximum)) for scale in scales])


def widest(ranges: Sequence[Range]) -> Range:
    """The range that holds all of several; None at both ends where one of them is not known."""
    lowest = [low for low, _ in ranges if low is not None]
    highest = [high for _, high in ranges if high is not None]
    known = len(lowest) == len(highest) == len(ranges)
    return (min(lowest), max(highest)) if known else (None, None)


def _plain(number: float | None) -> float | None:
    """A whole number without decimals, as files tell 1 from 1.0."""
    return int(number) if number is not None and float(number).is_integer() else number


def _field(column: Column, own: tuple[Instrument, ...]) -> Field:
    """A column of the contract; the example is about the first of the questionnaires that may stand there."""
    sample = EXAMPLE_ID if column.name in _MARKED else column.example
    if column.name == "instrument" and own:
        return Field(column=column, sample=own[0].id, instruments=own)
    if column.name == "item" and own:
        return Field(column=column, sample=own[0].answer_names[0], instruments=own)
    if column.name == "value" and own:
        sample = _middle(*answer_range(own[0], own[0].answer_names[0])) or sample
        return Field(column=column, sample=sample, instruments=own)
    # Few programs ask one questionnaire about several people, so the example does not either.
    return Field(column=column, sample="" if column.name == "target" else sample)


def _answers(instrument: Instrument) -> list[Field]:
    """One column for each answer to a questionnaire."""
    fields = []
    for item in instrument.answer_names:
        lowest, highest = answer_range(instrument, item)
        if instrument.items is not None:
            what = f"item {item}: the number that was marked, before any item is reversed"
        else:
            what = f"{instrument.scale(item).label}: the score"
        column = Column(
            name=f"{instrument.id}_{item}",
            kind="whole" if instrument.items is not None and instrument.items.whole_numbers else "number",
            meaning=f"{instrument.short_name}, {what}; empty if there is none.",
            example=_middle(lowest, highest),
            required=not _is_optional(instrument, item),
            minimum=lowest,
        )
        fields.append(Field(column=column, sample=column.example, maximum=highest))
    return fields


def _is_optional(instrument: Instrument, item: str) -> bool:
    """Whether an answer belongs to scales alone that a program need not ask for."""
    own = [scale for scale in instrument.scales if item in {scale.scale, *map(str, scale.items or ())}]
    return all(scale.optional for scale in own)


def _middle(lowest: float | None, highest: float | None) -> str:
    """A whole number in the middle of a range, or nothing where the range is not known."""
    return "" if lowest is None or highest is None else str(round((lowest + highest) / 2))
