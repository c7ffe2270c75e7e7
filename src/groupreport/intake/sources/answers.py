"""A server's rows as a file: CSV in one certain form, so that the same rows have the same hash."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from groupreport.intake.sources.gathered import SourceFile


def as_answer(shown_as: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> SourceFile:
    """The rows below their header: UTF-8, commas, every cell quoted, an empty cell where nothing is known."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return SourceFile.of(shown_as, text.getvalue().encode(), "answer")
