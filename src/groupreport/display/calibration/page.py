"""The tables of the page about calibration, made from simulated terms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from groupreport.display.calibration.by_chance import equal_table, flat_table, nobody_table
from groupreport.display.calibration.by_length import length_panels, length_table
from groupreport.display.calibration.cells import pair_cell, share_cell, signed_cell
from groupreport.display.calibration.figure import Panels, depth_alt, length_alt
from groupreport.display.calibration.tables import (
    design_table,
    details_table,
    found_table,
    repair_table,
    untried_table,
    verdict_table,
)
from groupreport.display.escaping import attribute
from groupreport.display.marked_page import table_lines, with_made_parts
from groupreport.display.plain_table import PlainTable
from groupreport.display.wording import Wording
from groupreport.measures.calibration import (
    REFERENCE,
    AtAlarms,
    Calibration,
    Cell,
    Recovery,
    at_alarms,
    by_length,
    calibrate,
    calibrate_depths,
    flat_falls,
    grid,
    judged_rules,
    nobody_falls,
    planted_term,
    supported_rule,
)
from groupreport.measures.ruptures import RULES, rated_series
from groupreport.parameters import RuptureSettings

IMAGE, LENGTH_IMAGE = "images/calibration.svg", "images/calibration-length.svg"
SEED = 2026
TERMS = 250  # of 40 members: 2,500 planted falls and 7,500 members without one in each design

EQUAL_ALARMS = (0.10, 0.15)

Found: TypeAlias = tuple[Cell, tuple[Recovery, ...]]
FoundAtAlarms: TypeAlias = tuple[Cell, tuple[AtAlarms, ...]]


@dataclass(frozen=True)
class GridFound:
    """What the page shows.

    Attributes:
        reference: The reference at four depths.
        cells: Every cell of the grid.
        nobody: Terms in which nobody has a fall.
        flat: Falls of no depth.
        equal: For each share of false alarms what the rules find that are set to it, by the length of the fall.
    """

    reference: Calibration
    cells: tuple[Found, ...]
    nobody: tuple[Found, ...]
    flat: tuple[Found, ...]
    equal: dict[float, tuple[FoundAtAlarms, ...]]

    def length_panels(self, words: Wording) -> Panels:
        """The figure over lengths."""
        return length_panels(self.reference, self.cells, words)


def find_grid(terms: int = TERMS, seed: int = SEED) -> GridFound:
    """Simulate everything that the page shows."""

    def tried(cells: tuple[Cell, ...]) -> tuple[Found, ...]:
        return tuple((cell, calibrate(cell.design, terms=terms, seed=seed)) for cell in cells)

    lengths = by_length(REFERENCE)
    set_alike = [_set_alike(cell, terms, seed) for cell in lengths]
    return GridFound(
        reference=calibrate_depths(REFERENCE, terms=terms, seed=seed),
        cells=tried(grid(REFERENCE)),
        nobody=tried(nobody_falls(REFERENCE)),
        flat=tried(flat_falls(REFERENCE)),
        equal={
            alarms: tuple((cell, found[alarms]) for cell, found in zip(lengths, set_alike, strict=True))
            for alarms in EQUAL_ALARMS
        },
    )


def _set_alike(cell: Cell, terms: int, seed: int) -> dict[float, tuple[AtAlarms, ...]]:
    """The rules that may lead, each set to the same shares of false alarms on one design."""
    term = planted_term(cell.design, seed=seed, terms=terms)
    series = rated_series(term.ratings)
    rules = [rule for rule in judged_rules() if rule.for_headline]
    return {alarms: tuple(at_alarms(term, rule, alarms, series=series) for rule in rules) for alarms in EQUAL_ALARMS}


def with_calibration(page: str, found: GridFound, words: Wording) -> str:
    """The page with tables and figure between its two marks.

    To write it: `python -m groupreport.display.calibration docs`.

    Raises:
        ValueError: The page lacks one of the marks.
    """
    reference = found.reference
    parts = [
        words.text("calibration.part_reference"),
        _figure("figure_caption", IMAGE, depth_alt(reference, words), words),
        *_as_parts(design_table(reference, words), found_table(reference, words), verdict_table(reference, words)),
        words.text("calibration.part_length"),
        _figure("figure_length_caption", LENGTH_IMAGE, length_alt(found.length_panels(words), words), words),
        *_as_parts(
            length_table(reference, found.cells, words),
            *(equal_table(alarms, cells, words) for alarms, cells in found.equal.items()),
        ),
        words.text("calibration.note_equal"),
        words.text("calibration.part_chance"),
        *_as_parts(nobody_table(found.nobody, words), flat_table(reference, found.flat, words)),
        words.text("calibration.part_repair"),
        *_as_parts(repair_table(reference, words), details_table(reference, words)),
        words.text("calibration.part_designs"),
        *_as_parts(
            default_table(found.cells, words),
            *grid_tables(found.cells, words),
            *([untried_table(reference, words)] if reference.out_of_reach else []),
        ),
        words.text("calibration.page_note"),
    ]
    return with_made_parts(page, "calibration", parts)


def default_table(cells: Sequence[Found], words: Wording) -> PlainTable:
    """The rule that leads where a program sets none, on every design of the grid, beside the one supported there."""
    name = RuptureSettings().headline
    heads = ("thing", "value", "found", "alarms", "youden", "supported", "its_youden")
    return PlainTable(
        name="calibration-default",
        title=words.text("calibration.title_default", rule=name),
        columns=tuple(words.text(f"calibration.head_{head}") for head in heads),
        rows=tuple(_default_row(cell, found, name, words) for cell, found in cells),
    )


def _default_row(cell: Cell, found: Sequence[Recovery], name: str, words: Wording) -> tuple[str, ...]:
    by_rule = {one.rule: one for one in found}
    own, support = by_rule[name], supported_rule(found)
    varies = cell.varies != "reference"
    return (
        words.text(f"calibration.thing_{cell.varies}"),
        _value(cell.varies, cell, words) if varies else "",
        share_cell(own.recall, words),
        share_cell(own.false_alarms, words),
        signed_cell(own.youden, words),
        support.rule or words.text("calibration.none"),
        signed_cell(by_rule[support.rule].youden if support.rule else math.nan, words),
    )


def grid_tables(cells: Sequence[Found], words: Wording) -> tuple[PlainTable, ...]:
    """One table a thing that differs: a row a rule, a column a value, and below which rule is supported."""
    reference, *others = cells
    names = dict.fromkeys(cell.varies for cell, _ in others)
    return tuple(
        _of_one_thing(name, [_as_value_of(name, reference), *(one for one in others if one[0].varies == name)], words)
        for name in names
    )


def _of_one_thing(name: str, cells: Sequence[Found], words: Wording) -> PlainTable:
    ordered = sorted(cells, key=lambda one: one[0].value)
    supported = (supported_rule(found).rule or words.text("calibration.none") for _, found in ordered)
    rules = zip(*(found for _, found in ordered), strict=True)
    return PlainTable(
        name=f"calibration-{name.replace('_', '-')}",
        title=words.text(f"calibration.page_{name}"),
        columns=(
            words.text("calibration.head_rule"),
            *(_value(name, cell, words) for cell, _ in ordered),
        ),
        rows=(
            *((same[0].rule, *(pair_cell(one, words) for one in same)) for same in rules),
            (words.text("calibration.head_supported"), *supported),
        ),
    )


def _value(name: str, cell: Cell, words: Wording) -> str:
    return words.text(f"calibration.design_{name}", value=cell.value, to_the_end=math.isinf(cell.value))


def _as_value_of(name: str, reference: Found) -> Found:
    """The reference in the table of one thing, at its place among the values of that thing."""
    cell, found = reference
    # A mix of lengths has no length of its own and stands first.
    known = {"reliability": cell.design.scale_reliability, "whole_points": 0.0, "low_sessions": 0.0}
    value = known[name] if name in known else float(getattr(cell.design, name))
    return Cell(varies=name, value=value, design=cell.design), found


def _figure(caption: str, image: str, alt: str, words: Wording) -> str:
    return f"![{words.text(f'calibration.{caption}')}]({image}){{fig-alt={attribute(alt)}}}"


def _as_parts(*tables: PlainTable) -> list[str]:
    return [part for table in tables for part in (f"**{table.title}**", _markdown(table), table.note) if part]


def _markdown(table: PlainTable) -> str:
    rows = [tuple(f"`{cell}`" if cell in RULES else cell for cell in row) for row in table.rows]
    return table_lines([table.columns, *rows])
