"""A table of plain text on a terminal: in columns where these fit, else row by row."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from groupreport.display.plain_table import PlainTable
from groupreport.harmless import visible

_INDENT = 2
_LONGEST = 24  # of a word that is not broken


def literal(text: str, style: str = "") -> Text:
    """The text as it is: neither markup nor the terminal's own codes work in it."""
    return Text(visible(text), style=style, overflow="fold")


class TableOnTerminal:
    """The table as something that a console prints."""

    def __init__(self, table: PlainTable) -> None:
        self._table = table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Title, table and note."""
        table = self._table
        yield literal(table.title, "bold")
        columns = list(zip(table.columns, *table.rows, strict=True))
        room = options.max_width - _INDENT
        widths = [_longest_word(texts) for texts in columns]
        gap = 2 if sum(widths) + 2 * len(widths) <= room else 1
        if sum(widths) + gap * len(widths) <= room:
            whole = [max(map(len, map(visible, texts))) for texts in columns]
            yield Padding(self._columns(_filled(widths, whole, room - gap * len(widths)), gap), (0, 0, 0, _INDENT))
        else:
            yield from self._row_by_row()
        if table.note:
            yield literal(table.note)

    def _columns(self, widths: list[int], gap: int) -> Table:
        table = self._table
        grid = Table(box=None, padding=(0, gap, 0, 0), pad_edge=False, header_style="dim")
        for column, is_number, width in zip(table.columns, table.are_numbers, widths, strict=True):
            justify = "right" if is_number else "left"
            grid.add_column(literal(column), justify=justify, overflow="fold", width=width)  # type: ignore[arg-type]
        for row in table.rows:
            grid.add_row(*map(literal, row))
        return grid

    def _row_by_row(self) -> Iterator[RenderableType]:
        for first, *cells in self._table.rows:
            yield Padding(literal(first), (0, 0, 0, _INDENT))
            for column, cell in zip(self._table.columns[1:], cells, strict=True):
                yield Padding(literal(f"{column}: {cell}"), (0, 0, 0, 2 * _INDENT))


def _filled(widths: list[int], whole: list[int], room: int) -> list[int]:
    """Wider columns, as far as there is room: first those whose cells are broken most often."""
    filled = list(widths)
    for _ in range(room - sum(filled)):
        lines = [wanted / width for wanted, width in zip(whole, filled, strict=True)]
        if max(lines) <= 1:
            break
        filled[lines.index(max(lines))] += 1
    return filled


def _longest_word(texts: tuple[str, ...]) -> int:
    words = [len(word) for text in texts for word in visible(text).split()]
    return min(max(words, default=1), _LONGEST)
