"""The tables of the page about calibration, made from simulated terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from groupreport.display.calibration.cells import share_cell, signed_cell
from groupreport.display.calibration.figure import calibration_alt
from groupreport.display.calibration.tables import design_note, reading_note, rules_table, supported_note
from groupreport.display.plain_table import PlainTable
from groupreport.display.rounding import NOTHING, is_missing
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
    first = rules_table(reference, words, "")
    caption, alt = words.text("calibration.figure_caption"), calibration_alt(reference, words)
    parts = [
        design_note(reference, words),
        f"![{caption}]({IMAGE}){{fig-alt=\"{alt.replace(chr(34), '')}\"}}",
        f"**{words.text('calibration.page_reference')}**",
        _markdown(first),
        reading_note(reference, words),
        supported_note(reference, words),
        f"**{words.text('calibration.page_found', depth=reference.design.depth)}**",
        _markdown(found_table(reference, words)),
        f"**{words.text('calibration.page_grid')}**",
        _markdown(grid_table(found.cells, words)),
        words.text("calibration.page_missing"),
    ]
    untried = [f"- `{name}`: {why}" for name, why in reference.out_of_reach.items()]
    if untried:
        parts += [f"**{words.text('calibration.untried_title')}**", "\n".join(untried)]
    return "\n\n".join([f"{before}{begin}", *parts, f"{end}{after}"])


def found_table(found: Calibration, words: Wording) -> PlainTable:
    """Of what each rule finds: how often its status is right, how much too deep it looks."""
    names = ("rule", "flagged", "status", "depth_error", "unrated")
    return PlainTable(
        name="of-what-is-found",
        title=words.text("calibration.page_found", depth=found.design.depth),
        columns=tuple(words.text(f"calibration.head_{name}") for name in names),
        rows=tuple(
            (
                one.rule,
                words.text("calibration.percent_fine", value=one.flagged.share) if one.flagged.total else NOTHING,
                share_cell(one.right_status, words),
                _depth_error(one, words),
                share_cell(one.unrated, words),
            )
            for one in found.decided_on
        ),
    )


def grid_table(cells: Sequence[tuple[Cell, tuple[Recovery, ...]]], words: Wording) -> PlainTable:
    """A row a design, a column a rule: share found / false alarms, and the rule that is supported."""
    rules = [one.rule for one in cells[0][1]]
    return PlainTable(
        name="grid",
        title=words.text("calibration.page_grid"),
        columns=(words.text("calibration.head_design"), *rules, words.text("calibration.head_supported")),
        rows=tuple(
            (
                words.text(f"calibration.design_{cell.varies}", value=cell.value),
                *(_pair(one, words) for one in found),
                supported_rule(found).rule or words.text("calibration.none"),
            )
            for cell, found in cells
        ),
    )


def _pair(one: Recovery, words: Wording) -> str:
    if not one.recall.total or not one.false_alarms.total:
        return NOTHING
    return words.text("calibration.pair", recall=one.recall.share, alarms=one.false_alarms.share)


def _depth_error(one: Recovery, words: Wording) -> str:
    if is_missing(one.depth_error_se):
        return signed_cell(one.depth_error, words)
    return words.text("calibration.with_error", value=one.depth_error, error=one.depth_error_se)


def _markdown(table: PlainTable) -> str:
    lines = [_line(table.columns), _line(("---",) * len(table.columns))]
    return "\n".join([*lines, *(_line((f"`{first}`" if "_" in first else first, *rest)) for first, *rest in table.rows)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"
