"""How the sizes of groups bind the people of their program, and which of them must stay uncertain."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from groupreport.disclosure.attack import Range
from groupreport.disclosure.known_sums import KnownSums, Place
from groupreport.summaries.records import ALL_PROGRAMS, ProgramSummary


def add_groups(known: KnownSums, summary: ProgramSummary, smallest: int) -> None:
    """The size of each group, which is never shown as a count; whether it is small can be seen on every page.

    So the number of groups binds the people of a program: two small groups of 8 people in all have 4 each.
    """
    groups = summary.groups
    known.take("groups", groups, ("enrolled",))
    fewest, most = known.number(smallest), known.number(smallest - 1)
    for row in groups.index:
        place = _place(row)
        if known.counts.get(place, smallest) < smallest:
            known.at_most(place, most)
        else:
            known.at_most(fewest, place)
        known.protect({place: 1}, smallest)
    for row, program in summary.flows["program"].items():
        rows = groups.index if program == ALL_PROGRAMS else groups.index[groups["program"] == program]
        whole: Place = ("flows", int(str(row)), "enrolled")
        parts = [_place(of_program) for of_program in rows]
        known.add_up(whole, parts)
        # Who is in two groups counts in both: a few of them are a few people as well.
        known.protect({**dict.fromkeys(parts, 1), whole: -1}, smallest)


def sizes_told(groups: pd.DataFrame) -> Iterator[Range]:
    """What `size_from` and `size_to` tell of each group, for an attack on all that is shown."""
    for row in groups.index[groups["size_from"].notna()]:
        yield {_place(row): 1}, float(groups["size_from"][row]), float(groups["size_to"][row])


def _place(row: object) -> Place:
    return "groups", int(str(row)), "enrolled"
