"""The tables of the page about calibration, made from simulated terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groupreport.display.calibration.cells import pair_cell
from groupreport.display.calibration.figure import calibration_alt
from groupreport.display.calibration.tables import (
    design_table,
    details_table,
    found_table,
    untried_table,
    verdict_table,
)
from groupreport.display.escaping import attribute
from groupreport.display.plain_table import PlainTable
from groupreport.display.wording import Wording
from groupreport.measures.calibration import (
    REFERENCE,
    Calibration,
    Cell,
    Recovery,
    calibrate,
    calibrate_depths,
    grid,
    supported_rule,
)

BEGIN, END = "<!-- calibration: begin -->", "<!-- calibration: end -->"
IMAGE = "images/calibration.svg"
SEED = 2026
TERMS = 250  # of 40 members: 2,500 planted falls and 7,500 members without one in each design


@dataclass(frozen=True)
class GridFound:
    """What the page shows: the reference at four depths, and every cell of the grid."""

    reference: Calibration
    cells: tuple[tuple[Cell, tuple[Recovery, ...]], ...]


def find_grid(terms: int = TERMS, seed: int = SEED) -> GridFound:
    """Simulate everything that the page shows."""
    return GridFound(
        calibrate_depths(REFERENCE, terms=terms, seed=seed),
        tuple((cell, calibrate(cell.design, terms=terms, seed=seed)) for cell in grid(REFERENCE)),
    )


def with_calibration(page: str, found: GridFound, words: Wording) -> str:
    """The page with tables and figure between its two marks.

    To write it: `python -m groupreport.display.calibration docs`.

    Raises:
        ValueError: The page lacks one of the marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page needs the marks {BEGIN} and {END}")
    reference = found.reference
    caption, alt = words.text("calibration.figure_caption"), calibration_alt(reference, words)
    tables = [
        design_table(reference, words),
        found_table(reference, words),
        verdict_table(reference, words),
        details_table(reference, words),
        grid_table(found.cells, words),
        *([untried_table(reference, words)] if reference.out_of_reach else []),
    ]
    figure = f"![{caption}]({IMAGE}){{fig-alt={attribute(alt)}}}"
    parts = [part for table in tables for part in (f"**{table.title}**", _markdown(table), table.note) if part]
    return "\n\n".join([f"{before}{begin}", figure, *parts, f"{end}{after}"])


def grid_table(cells: Sequence[tuple[Cell, tuple[Recovery, ...]]], words: Wording) -> PlainTable:
    """A row a design, a column a rule: share found / false alarms, and the rule that is supported."""
    rules = [one.rule for one in cells[0][1]]
    return PlainTable(
        name="calibration-grid",
        title=words.text("calibration.page_grid"),
        columns=(words.text("calibration.head_design"), *rules, words.text("calibration.head_supported")),
        rows=tuple(
            (
                words.text(f"calibration.design_{cell.varies}", value=cell.value),
                *(pair_cell(one, words) for one in found),
                supported_rule(found).rule or words.text("calibration.none"),
            )
            for cell, found in cells
        ),
        note=words.text("calibration.page_missing"),
    )


def _markdown(table: PlainTable) -> str:
    lines = [_line(table.columns), _line(("---",) * len(table.columns))]
    lines += [_line((f"`{first}`" if "_" in first else first, *rest)) for first, *rest in table.rows]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
