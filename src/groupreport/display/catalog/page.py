"""The table of the page about questionnaires, made from the catalog."""

from __future__ import annotations

from groupreport.display.catalog.listing import catalog_tables
from groupreport.display.marked_page import table_lines, with_made_parts
from groupreport.display.wording import Wording
from groupreport.instruments import load_catalog


def with_catalog(page: str, words: Wording) -> str:
    """The page with the table between its two marks as the catalog has it now.

    To write it: `python -m groupreport.display.catalog docs`.

    Raises:
        ValueError: The page lacks one of the marks.
    """
    (table,) = catalog_tables(load_catalog().values(), words)
    rows = [(f"`{first}`", *cells) for first, *cells in table.rows]
    return with_made_parts(page, "catalog", [table_lines([table.columns, *rows]), table.note])
