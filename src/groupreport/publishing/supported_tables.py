"""Tables: one header row, one body, plain cells, a label and a caption."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groupreport.publishing.document import Alignment, Inline, Table
from groupreport.publishing.inlines import Place, inlines, plain_text

_ALIGNMENTS: dict[str, Alignment] = {
    "AlignLeft": "left",
    "AlignDefault": "left",
    "AlignRight": "right",
    "AlignCenter": "center",
}
Cells = tuple[tuple[Inline, ...], ...]


def labelled_table(label: str, content: Sequence[Any], place: Place) -> Table:
    """The table in a `::: {#tbl-name}` block, with the block's last paragraph as its caption.

    Raises:
        RenderError: The block holds something else, or the table is not a plain one.
    """
    if [node["t"] for node in content] != ["Table", "Para"]:
        raise place.refusal(f"{label} is not one table followed by one paragraph, its caption")
    header, rows = plain_grid(content[0], label, place)
    columns = content[0]["c"][2]
    alignments = tuple(_ALIGNMENTS[alignment["t"]] for alignment, _ in columns)
    # pandoc gives shares, from the dashes of the rule, where a line of the table is long; else no column has one.
    widths = tuple(float(width["c"]) for _, width in columns if width["t"] == "ColWidth")
    return Table(label, place.cell, inlines(content[1]["c"], place), alignments, header, rows, widths)


def plain_grid(node: Any, label: str, place: Place) -> tuple[Cells, tuple[Cells, ...]]:  # noqa: ANN401 - JSON
    """The header cells and the rows of a table.

    Raises:
        RenderError: It has a caption of its own, not one header row and one body, a foot, a column without a header, no
            rows, or a cell that is more than a line of text.
    """
    _, (_, own_caption), _, (_, head), bodies, (_, foot) = node["c"]
    if own_caption:
        raise place.refusal(f"{label} has a caption inside the table")
    if len(head) != 1 or len(bodies) != 1 or foot or bodies[0][2]:
        raise place.refusal(f"{label} needs one header row and one body")
    header = _cells(head[0], label, place)
    if not all(plain_text(cell).strip() for cell in header):
        raise place.refusal(f"{label} has a column without a header")
    rows = tuple(_cells(row, label, place) for row in bodies[0][3])
    if not rows:
        raise place.refusal(f"{label} has no rows")
    return header, rows


def _cells(row: Any, label: str, place: Place) -> Cells:  # noqa: ANN401 - JSON
    return tuple(_cell(cell, label, place) for cell in row[1])


def _cell(cell: Any, label: str, place: Place) -> tuple[Inline, ...]:  # noqa: ANN401 - JSON
    _, _, row_span, column_span, content = cell
    if (row_span, column_span) != (1, 1):
        raise place.refusal(f"{label} has a cell across rows or columns, which is not supported")
    if not content:
        return ()
    if [block["t"] for block in content] != ["Plain"]:
        raise place.refusal(f"{label} has a cell with more than a line of text, which is not supported")
    return inlines(content[0]["c"], place)
