"""What a source gives: bytes that are read once and hashed, and which table each of them is a part of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from groupreport.parameters import DataSource, Project, TableSource, TermFacts

# `answer`: what a server gave, written by this package as UTF-8 with commas and quotes.
FileKind = Literal["delimited", "workbook", "answer"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """Whose exports are wanted: the program's folder, how its data are described, and the term."""

    project: Project
    data: DataSource
    term: TermFacts


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """One file, or one answer of a server: its name as a person knows it, its bytes and their SHA-256."""

    shown_as: str
    content: bytes
    sha256: str
    kind: FileKind

    @classmethod
    def of(cls, shown_as: str, content: bytes, kind: FileKind) -> SourceFile:
        """The file with its hash."""
        return cls(shown_as=shown_as, content=content, sha256=hashlib.sha256(content).hexdigest(), kind=kind)


@dataclass(frozen=True, kw_only=True)
class SourcePart:
    """A part of a table: a file, and how the program describes what stands in it.

    Attributes:
        table: The contract's table.
        file: Where the rows stand.
        settings: How the columns become the contract's.
    """

    table: str
    file: SourceFile
    settings: TableSource


@dataclass(frozen=True, kw_only=True)
class Sources:
    """What was found of a term: the parts of its tables, and the place as a person knows it."""

    shown_folder: str
    parts: tuple[SourcePart, ...]

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 of each file by its name as a person knows it."""
        return {part.file.shown_as: part.file.sha256 for part in self.parts}

    @property
    def tables(self) -> frozenset[str]:
        """The tables that have a part."""
        return frozenset(part.table for part in self.parts)
