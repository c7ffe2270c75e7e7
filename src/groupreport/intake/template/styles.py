"""How the template's cells look and which format keeps what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groupreport.intake.contract import Kind

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_DARK, _LIGHT, _EXAMPLE, _GRAY = "#1F3A5F", "#DCE6F1", "#FFF6D6", "#6B6B6B"
# Whatever is no number and no day is text, so that a spreadsheet makes no number of 007 and no day of 10-12.
_NUMBER = {"align": "right", "indent": 1}
_CELLS: dict[Kind, dict[str, Any]] = {
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "whole": {"num_format": "0", **_NUMBER},
    "number": {"num_format": "General", **_NUMBER},
}
_TEXT = {"num_format": "@"}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def header(self, *, required: bool) -> Format:
        """A column's name: dark where the column is needed, light where it is not."""
        colors = {"bg_color": _DARK, "font_color": "white"} if required else {"bg_color": _LIGHT, "font_color": _DARK}
        return self._format(bold=True, border=1, border_color="white", valign="vcenter", **colors)

    def cell(self, kind: Kind) -> Format:
        """A cell to fill in."""
        return self._format(**_CELLS.get(kind, _TEXT))

    def example(self, kind: Kind) -> Format:
        """A cell of the example row."""
        return self._format(**_CELLS.get(kind, _TEXT), italic=True, bg_color=_EXAMPLE, font_color=_GRAY)

    @property
    def title(self) -> Format:
        """The heading of a sheet that explains."""
        return self._format(bold=True, font_size=16, font_color=_DARK)

    @property
    def prose(self) -> Format:
        """Text that may run over several lines."""
        return self._format(text_wrap=True, valign="top")

    @property
    def strong(self) -> Format:
        """A sentence that nobody may overlook."""
        return self._format(bold=True, text_wrap=True, valign="top", font_color="#9C2A00")

    def _format(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own properties
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]
