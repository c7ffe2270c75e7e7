"""A term that was validated and not written: its tables in memory, to be looked at before anything is made."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from groupreport.instruments import Instrument
from groupreport.intake.contract import Table
from groupreport.intake.final_tables import given_to_groups
from groupreport.intake.parquet import to_arrow, to_frame
from groupreport.intake.term import not_collected, unknown_group
from groupreport.parameters import Parameters


@dataclass(frozen=True, kw_only=True)
class CheckedTerm:
    """The same tables as those of the frozen term that would be made, as long as the program runs.

    Attributes:
        parameters: The program's and the term's settings.
        instruments: The questionnaires in use by id, in the order of program.yml.
        group_ids: The groups to report on, in natural order.
    """

    parameters: Parameters
    instruments: dict[str, Instrument]
    group_ids: tuple[str, ...]
    _tables: dict[str, Table] = field(repr=False)
    _frames: dict[str, pd.DataFrame] = field(repr=False)

    @property
    def collected(self) -> frozenset[str]:
        """The tables that were given."""
        return frozenset(self._frames)

    def table(self, name: str, group_id: str | None = None) -> pd.DataFrame:
        """A table's rows, all of them or one group's, typed and sorted as in `Term.table`.

        Raises:
            ParameterError: The term has no such group.
            InvalidDataError: The table was not collected.
        """
        if name not in self._frames:
            raise not_collected(name, self.parameters.term.id)
        rows = self._frames[name]
        if group_id is not None:
            if group_id not in self.group_ids:
                raise unknown_group(group_id, self.group_ids, self.parameters.term.id)
            spread = given_to_groups(rows, self._frames["roster"]) if name == "outcomes" else rows
            rows = spread[(spread["group_id"] == group_id).to_numpy()]
        return to_frame(to_arrow(rows, self._tables[name]), self._tables[name])
