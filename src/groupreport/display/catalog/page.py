"""The table of the page about questionnaires, made from the catalog."""

from __future__ import annotations

from groupreport.display.catalog.listing import catalog_tables
from groupreport.display.wording import Wording
from groupreport.instruments import load_catalog

BEGIN, END = "<!-- catalog: begin -->", "<!-- catalog: end -->"


def with_catalog(page: str, words: Wording) -> str:
    """The page with the table between its two marks as the catalog has it now.

    To write it: `python -m groupreport.display.catalog docs`.

    Raises:
        ValueError: The page lacks one of the marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs the marks {BEGIN} and {END}")
    (table,) = catalog_tables(load_catalog().values(), words)
    lines = [_line(table.columns), _line(("---",) * len(table.columns))]
    lines += [_line((f"`{first}`", *cells)) for first, *cells in table.rows]
    return "\n".join([f"{before}{begin}", "", *lines, "", table.note, "", f"{end}{after}"])


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
