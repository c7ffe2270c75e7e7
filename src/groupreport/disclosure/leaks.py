"""The last look at files for leadership and funders: does anything stand in them that must not leave the house?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from groupreport.disclosure.contents import pieces_of
from groupreport.disclosure.forbidden import ForbiddenTokens
from groupreport.disclosure.matching import Matcher
from groupreport.disclosure.pieces import UnreadableError

__all__ = ["ForbiddenTokens", "Leak", "scan_files"]


@dataclass(frozen=True, order=True)
class Leak:
    """Something forbidden in a file: its kind and where, never what it is, since anybody may read the message."""

    file: str
    kind: str
    where: str

    def __str__(self) -> str:
        """`file: kind (where)`."""
        return f"{self.file}: {self.kind} ({self.where})"


def scan_files(paths: Iterable[str | Path], forbidden: ForbiddenTokens) -> list[Leak]:
    """Everything forbidden that the files hold, in text, attributes, comments, pictures and metadata.

    A file that cannot be looked into counts as a leak: what was not seen is not known to be clean.

    Args:
        paths: HTML, PDF, SVG, PNG, CSV, JSON or text files.
        forbidden: What to look for, from `ForbiddenTokens.of_term`.

    Returns:
        The leaks in order of file, kind and place; empty where all is clean.
    """
    matcher = Matcher(forbidden)
    leaks: set[Leak] = set()
    for path in map(Path, paths):
        try:
            for piece in pieces_of(path):
                leaks |= {Leak(str(path), kind, piece.where) for kind in matcher.kinds(piece)}
        except UnreadableError as error:
            leaks.add(Leak(str(path), "cannot be looked into", str(error)))
        except Exception as error:  # noqa: BLE001 - whatever stops the look is no leave to publish
            leaks.add(Leak(str(path), "cannot be looked into", type(error).__name__))
    return sorted(leaks)
