"""How complete a term's records are and how its answers look, as `groupreport check` shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from groupreport.display.plain_table import PlainTable

if TYPE_CHECKING:
    from groupreport.intake import TermTables


def tables_of_quality(term: TermTables, project: Path) -> tuple[PlainTable, ...]:
    """The tables about a term that has no error, in the project's own wording."""
    from groupreport.display.quality_tables import quality_tables
    from groupreport.display.wording import wording
    from groupreport.summaries import summarize_data_quality

    return quality_tables(summarize_data_quality(term), tuple(term.instruments.values()), wording("en", project))
