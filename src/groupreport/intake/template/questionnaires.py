"""The questionnaires in use, on a sheet of their own: what their answers may be, and who holds the rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groupreport.instruments import Instrument
from groupreport.intake.template.fields import WHERE_GIVEN, answer_range
from groupreport.intake.template.wording import items_of

SHEET = "questionnaires"
COLUMNS = ("instrument", "name", "table", "items", "lowest answer", "highest answer", "rights")
_LOWEST, _HIGHEST = COLUMNS.index("lowest answer") + 1, COLUMNS.index("highest answer") + 1


@dataclass(frozen=True)
class Questionnaires:
    """The sheet's rows below its header: those about sessions first, then those on occasions."""

    instruments: tuple[Instrument, ...]

    @classmethod
    def of(cls, in_use: Sequence[Instrument]) -> Questionnaires:
        """The questionnaires in use, those of one table together, so that a drop-down list can name their cells."""
        return cls(tuple(sorted(in_use, key=lambda instrument: list(WHERE_GIVEN.values()).index(instrument.given))))

    @property
    def rows(self) -> list[tuple[str | float, ...]]:
        """One row a questionnaire, in the order of `COLUMNS`; an unknown end of a range is empty."""
        return [_row(instrument) for instrument in self.instruments]

    def ids_of(self, table: str) -> str:
        """The cells with the ids of a table's questionnaires."""
        places = [place for place, each in enumerate(self.instruments) if each.given == WHERE_GIVEN[table]]
        return f"{SHEET}!$A${places[0] + 2}:$A${places[-1] + 2}"

    def accepts(self, instrument_cell: str, value_cell: str) -> str:
        """A formula: whether a cell holds a number within the range of the questionnaire that another cell names."""
        last = chr(ord("A") + len(COLUMNS) - 1)
        found = f"VLOOKUP({instrument_cell},{SHEET}!$A$2:${last}${len(self.instruments) + 1},{{}},FALSE)"
        lowest, highest = found.format(_LOWEST), found.format(_HIGHEST)
        above = f'OR({lowest}="",{value_cell}>={lowest})'
        below = f'OR({highest}="",{value_cell}<={highest})'
        return f"AND(ISNUMBER({value_cell}),{above},{below})"


def _row(instrument: Instrument) -> tuple[str | float, ...]:
    lowest, highest = answer_range(instrument)
    table = next(table for table, given in WHERE_GIVEN.items() if given == instrument.given)
    licence = instrument.licence
    rights = f"{licence.status.replace('_', ' ')}; {licence.holder}. {licence.note}"
    return (
        instrument.id,
        instrument.name,
        table,
        items_of(instrument),
        "" if lowest is None else lowest,
        "" if highest is None else highest,
        rights,
    )
