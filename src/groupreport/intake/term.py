"""The frozen term: what every notebook opens instead of the exported files."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from groupreport.errors import InvalidDataError, ParameterError, Problem
from groupreport.instruments import Instrument
from groupreport.intake.contract import TABLES, Table, with_characteristics
from groupreport.intake.data_notes import DataNote
from groupreport.intake.earlier_edition import EarlierEdition
from groupreport.intake.hashes import digest, seal_of
from groupreport.parameters import Parameters

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 6
PREVIOUS = "previous"  # the folder of the term to compare with, inside this one's
_REMEDY = "Freeze the term again: run `groupreport render`, or delete the folder first."


class TermTables(Protocol):
    """What can be summarized: the settings and typed tables of a validated term, wherever they are kept."""

    @property
    def parameters(self) -> Parameters:
        """The program's and the term's settings."""

    @property
    def instruments(self) -> dict[str, Instrument]:
        """The questionnaires in use by id, in the order of program.yml."""

    @property
    def group_ids(self) -> tuple[str, ...]:
        """The groups to report on, in natural order."""

    @property
    def collected(self) -> frozenset[str]:
        """The tables that were given."""

    def table(self, name: str, group_id: str | None = None) -> pd.DataFrame:
        """A table's rows, all of them or one group's, as `Term.table` gives them."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One validated term, as it was on the day it was frozen.

    Attributes:
        folder: Where it lies.
        parameters: The program's and the term's settings.
        instruments: The questionnaires in use by id, in the order of program.yml.
        group_ids: The groups to report on, in natural order (G2 before G10).
        group_names: The name of each of them, by its id.
        group_programs: The program that each of them belongs to, empty where none is named.
        data_hash: SHA-256 over every row that was frozen.
        notes: What was found or assumed while reading, as codes and facts without values.
        restricted: The places in the exports that may identify people; while there is any, only evaluators get
            reports.
        collected: The tables that were given; a report says of the others that they were not collected.
        previous: The term to compare with, or None.
        earlier_edition: How that term was last published; None where nothing of it is.
        inputs: The SHA-256 of every file that was read, by its path from the project's folder.
    """

    folder: Path
    parameters: Parameters
    instruments: dict[str, Instrument]
    group_ids: tuple[str, ...]
    group_names: Mapping[str, str]
    group_programs: Mapping[str, str]
    data_hash: str
    notes: tuple[DataNote, ...]
    restricted: tuple[str, ...]
    collected: frozenset[str]
    previous: Term | None
    earlier_edition: EarlierEdition | None
    inputs: Mapping[str, str]
    _whole: Mapping[str, str] = field(repr=False)
    _parts: Mapping[str, Mapping[str, Any]] = field(repr=False)

    def table(self, name: str, group_id: str | None = None) -> pd.DataFrame:
        """A table's rows, all of them or one group's, with every column of the contract.

        Ids and other text are text, `session` and other whole numbers `Int64`, dates `datetime64[ns]`, numbers
        `float64`, yes/no columns `boolean`; optional columns that were not given are there and missing. Rows are
        sorted by the table's key. Outcomes that name no group stand in each group that the member belongs to, with
        that group's id; in the whole table they stand once, without one.

        Args:
            name: The table's name.
            group_id: One of `group_ids`, or None for the whole term.

        Raises:
            ValueError: The contract has no such table.
            ParameterError: The term has no such group.
            InvalidDataError: The table was not collected (ask `name in term.collected` first), or its file is not
                what was frozen.
        """
        table = self._contract(name)
        if group_id is None:
            return self._read(Path("whole"), table, self._whole[name])
        part = self._part(group_id)
        return self._read(Path("groups", part["folder"]), table, part["files"][name])

    def partition_hash(self, group_id: str) -> str:
        """SHA-256 over the files of one group.

        Raises:
            ParameterError: The term has no such group.
        """
        return str(self._part(group_id)["hash"])

    def _contract(self, name: str) -> Table:
        if name not in TABLES:
            raise ValueError(f"there is no table '{name}'; the tables are {', '.join(TABLES)}")
        if name not in self.collected:
            raise not_collected(name, self.parameters.term.id)
        return with_characteristics(self.parameters.settings.characteristics)[name]

    def _part(self, group_id: str) -> Mapping[str, Any]:
        if group_id in self._parts:
            return self._parts[group_id]
        raise unknown_group(group_id, self.group_ids, self.parameters.term.id)

    def _read(self, folder: Path, table: Table, expected: str) -> pd.DataFrame:
        file = folder / f"{table.name}.parquet"
        try:
            content = (self.folder / file).read_bytes()
        except OSError as error:
            raise _damaged(file.as_posix(), f"cannot be read: {error.strerror}") from error
        if digest(content) != expected:
            raise _damaged(file.as_posix(), "is not the file that was frozen")
        from groupreport.intake.parquet import from_bytes  # heavy, and not needed where nothing has changed

        return from_bytes(content, table)


def open_term(folder: str | Path) -> Term:
    """Open a frozen term.

    Args:
        folder: The folder that `freeze` returned, `build/<term>/frozen`.

    Raises:
        InvalidDataError: There is no frozen term, or it is not whole.
    """
    folder = Path(folder)
    facts = read_facts(folder)
    parameters = Parameters.model_validate(facts["parameters"])
    previous = open_term(folder / facts["previous"]) if facts["previous"] else None
    return Term(
        folder=folder,
        parameters=parameters,
        instruments={entry["id"]: Instrument.model_validate(entry) for entry in facts["instruments"]},
        group_ids=tuple(facts["groups"]),
        group_names={group_id: part["name"] for group_id, part in facts["groups"].items()},
        group_programs={group_id: part["program"] for group_id, part in facts["groups"].items()},
        data_hash=facts["data_hash"],
        notes=tuple(map(DataNote.thawed, facts["notes"])),
        # A term to compare with is read in the same run, so what identifies people there counts as well.
        restricted=tuple(facts["restricted"]) + (previous.restricted if previous else ()),
        collected=frozenset(facts["collected"]),
        previous=previous,
        earlier_edition=EarlierEdition.model_validate(edition) if (edition := facts["earlier_edition"]) else None,
        inputs=facts["inputs"],
        _whole=facts["whole"],
        _parts=facts["groups"],
    )


def read_facts(folder: Path) -> dict[str, Any]:
    """What `term.json` says, after checking that it is whole and of a format that this version knows.

    Raises:
        InvalidDataError: There is no frozen term in the folder, or it is not whole.
    """
    try:
        facts = json.loads((folder / "term.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise _damaged("term.json", f"there is no frozen term in {folder}") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise _damaged("term.json", "cannot be read") from error
    if not isinstance(facts, dict) or facts.pop("seal", None) != seal_of(facts):
        raise _damaged("term.json", "is not whole")
    if facts["format"] != FORMAT:
        raise _damaged("term.json", f"has the format {facts['format']}, this version reads {FORMAT}")
    return facts


def not_collected(name: str, term_id: str) -> InvalidDataError:
    """What to raise when a table is asked for that was not given."""
    problem = Problem(
        rule="table-not-collected",
        message=f"the table '{name}' was not collected in the term {term_id}",
        remedy="Ask whether its name is in `collected` before opening it.",
        file=name,
    )
    return InvalidDataError([problem])


def unknown_group(group_id: str, group_ids: tuple[str, ...], term_id: str) -> ParameterError:
    """What to raise when a group is asked for that the term does not have."""
    close = difflib.get_close_matches(str(group_id), group_ids, n=1)
    problem = Problem(
        rule="group-unknown",
        message=f"the term {term_id} has no group '{group_id}'",
        remedy=f"Its groups are: {', '.join(group_ids)}.",
        file="groups",
        suggestion=close[0] if close else None,
    )
    return ParameterError([problem])


def _damaged(file: str, message: str) -> InvalidDataError:
    return InvalidDataError([Problem(rule="frozen-term", message=message, remedy=_REMEDY, file=file)])
