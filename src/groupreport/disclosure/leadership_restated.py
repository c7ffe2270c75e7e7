"""A report to leadership that is made again from other data: what the two together must not tell."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from groupreport.disclosure.known_sums import Place
from groupreport.disclosure.leadership_blocks import Block
from groupreport.disclosure.leadership_form import in_leadership_form
from groupreport.disclosure.leadership_funder import OF_FUNDERS, same_people
from groupreport.disclosure.leadership_numbers import COUNTED, Key, by_key, frames_of, keys_of
from groupreport.disclosure.leadership_readers import Ledgers
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.read_back import ReadTable, cells_of
from groupreport.errors import DisclosureError
from groupreport.summaries.records import ProgramSummary


def restated(
    summary: ProgramSummary, blocks: Sequence[Block], withheld: set[Place], ledgers: Ledgers, smallest: int
) -> set[Place]:
    """Every measure of which an earlier release shows a count that differs by a few people: all its rows.

    Raises:
        DisclosureError: The term was released to leadership, and has changed by a few people alone: which measures
            would be withheld, or which mean has changed, tells whom the correction was about.
    """
    counts = _counts_now(summary)
    shown = {key: count for key, (place, count) in counts.items() if place not in withheld}
    few: set[Place] = set()
    for release in ledgers.own:
        before = by_key(release.numbers)
        moved = {key: abs(count - before[key]) for key, count in shown.items() if before.get(key, count) != count}
        if moved and max(moved.values()) < smallest:
            raise DisclosureError(
                f"leadership: release {release.number} of this term differs from this report by fewer than {smallest} "
                "people, so the two together would tell whom the correction is about. The first one stands. If it was "
                f"never handed out: groupreport releases --leadership --withdraw {release.number} --why ... (Where "
                "leadership may see what few people changed: audiences.leadership.corrections: shown.)"
            )
        few |= {counts[key][0] for key, people in moved.items() if people < smallest}
    for release in ledgers.to_funders:
        told = _told_to_funders(release.tables)
        now = dict(counts.values())
        for place, cell in same_people(summary, release.tables):
            if 0 < abs(told.get(cell, math.nan) - now.get(place, math.nan)) < smallest:
                few.add(place)
    return {place for block in blocks if not few.isdisjoint(block) for place in block}


def seen_in_funders(
    summary: ProgramSummary, tables: Mapping[str, ReadTable], reports: Iterable[RecordedRelease], smallest: int
) -> list[int]:
    """The numbers of the reports to leadership beside which a release to funders tells what few people changed.

    Args:
        summary: The term that both are about.
        tables: What funders are told of it.
        reports: Reports on the term from other data.
        smallest: The smallest count that leadership is shown.
    """
    told = _told_to_funders(tables)
    keys = {place: key for key, place in keys_of(in_leadership_form(summary), "")}
    pairs = [(keys.get(place), told.get(cell, math.nan)) for place, cell in same_people(summary, tables)]
    found = []
    for report in reports:
        before = by_key(report.numbers)
        if any(key in before and 0 < abs(before[key] - count) < smallest for key, count in pairs if key is not None):
            found.append(report.number)
    return found


def _told_to_funders(tables: Mapping[str, ReadTable]) -> dict[Place, float]:
    return {
        (f"{OF_FUNDERS}{name}", row, column): count
        for name, table in tables.items()
        for row, column, count in cells_of(table)
    }


def sizes_have_changed(groups: pd.DataFrame, own: Sequence[RecordedRelease]) -> bool:
    """Whether an earlier report of the term gives a group another size: what changed is a few people, or one."""
    now = {
        ("groups", "", str(row["group_name"]), end): float(row[end])
        for _, row in groups.iterrows()
        for end in ("size_from", "size_to")
        if not pd.isna(row[end])
    }
    told = [by_key(release.numbers) for release in own]
    return any(before.get(key, count) != count for before in told for key, count in now.items())


def _counts_now(summary: ProgramSummary) -> dict[Key, tuple[Place, float]]:
    frames = dict(frames_of(summary))
    found: dict[Key, tuple[Place, float]] = {}
    for key, (name, row, column) in keys_of(summary, ""):
        if column not in COUNTED.get(name, ()):
            continue
        value = frames[name][column][row]
        if column == "improved_share":
            value = value * frames[name]["pairs"][row]
        if not pd.isna(value):
            found[key] = ((name, row, column), float(round(float(value))))
    return found
