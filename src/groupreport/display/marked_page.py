"""Pages of the documentation, parts of which are made from the package itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def with_made_parts(page: str, name: str, parts: Sequence[str]) -> str:
    """The page with these parts, a blank line between them, in the place between the two marks of this name.

    Raises:
        ValueError: The page lacks one of the marks.
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, begun, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"the page needs the marks {begin} and {end}")
    return "\n\n".join([f"{before}{begin}", *parts, f"{end}{after}"])


def table_lines(rows: Iterable[Sequence[str]]) -> str:
    """A pipe table; the first row is its head. A bar in a cell does not end it."""
    head, *body = rows
    return "\n".join(f"| {' | '.join(_cells(row))} |" for row in (head, ("---",) * len(head), *body))


def _cells(row: Sequence[str]) -> list[str]:
    return [cell.replace("|", "&#124;") for cell in row]
