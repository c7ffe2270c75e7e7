"""What was noticed while a term was read, as a report tells it: codes and facts, never a value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from groupreport.errors import Fact, Problem

# Notes that say nothing about the data: `check` lists them, reports do not.
ABOUT_FILES_ALONE = frozenset({"file-mark", "delimiter-line"})


@dataclass(frozen=True, kw_only=True)
class DataNote:
    """A warning or a note about the data; its words stand under its rule in `notes.j2`.

    Attributes:
        rule: The rule's id, as `groupreport check` prints it.
        file: The first file's name, without its folder.
        sheet, line, cell, column: Where in it, as far as that is known.
        count: How many rows have it, in all files together.
        files: In how many files.
        facts: What the rule's sentence needs beside these.
    """

    rule: str
    file: str
    sheet: str | None = None
    line: int | None = None
    cell: str | None = None
    column: str | None = None
    count: int = 1
    files: int = 1
    facts: tuple[tuple[str, Fact], ...] = ()

    @property
    def frozen(self) -> dict[str, Any]:
        """The note as it is kept in the frozen term."""
        return asdict(self) | {"facts": dict(self.facts)}

    @classmethod
    def thawed(cls, frozen: Mapping[str, Any]) -> DataNote:
        """The note from what `frozen` gave."""
        facts = {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in frozen["facts"].items()}
        return cls(**{**frozen, "facts": tuple(facts.items())})


def data_notes(problems: Iterable[Problem]) -> list[DataNote]:
    """Each problem as a note; what is the same of one column in many files is one."""
    alike: defaultdict[tuple[object, ...], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.rule not in ABOUT_FILES_ALONE:
            alike[problem.rule, problem.column, problem.message, problem.facts].append(problem)
    return [_note(same) for same in alike.values()]


def _note(same: Sequence[Problem]) -> DataNote:
    first = same[0]
    return DataNote(
        rule=first.rule,
        file=first.file.rsplit("/", 1)[-1],
        sheet=first.sheet,
        line=first.line,
        cell=first.cell,
        column=first.column,
        count=sum(problem.count for problem in same),
        files=len({problem.file for problem in same}),
        facts=first.facts,
    )
