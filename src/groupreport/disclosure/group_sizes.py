"""How large a group is: exactly, unless the groups would add up to a few people in two of them, or in a small one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from groupreport.summaries.records import ALL_PROGRAMS

WIDTHS = (5, 10, 20)  # of the ranges otherwise, the narrowest that leaves everything open
EXACT = 1


def with_sizes(groups: pd.DataFrame, flows: pd.DataFrame, smallest: int, *, people_shown: bool) -> pd.DataFrame:
    """The groups with `size_from` and `size_to`, the least and the most that are enrolled: the same, or a range.

    Missing for a group with fewer than `smallest` members. Exact where the people of every program are shown beside
    them and nobody in the program, or at least `smallest` people, are in two of its groups. Otherwise ranges, of which
    the sum with the people of the program must tell nothing: whatever number up to `smallest` - 1 a reader takes to be
    in two groups, every group can have any size of its range, and a small one any from 1 to `smallest` - 1. Ranges for
    which that does not hold are wider, and missing where no width helps: for all groups of the program, or for all
    there are where the people of all programs are what tells.

    Args:
        groups: One row a group, with `program` and `enrolled`.
        flows: The people of each program, and of all.
        smallest: The smallest count that is shown.
        people_shown: Whether the number enrolled is shown for every program.
    """
    people = dict(zip(flows["program"], map(int, flows["enrolled"]), strict=True))
    programs = [of_program for _, of_program in groups.groupby("program", dropna=False)]
    apart = people_shown and not _few_in_two_programs(people, smallest) and set(groups["program"]) <= set(people)
    if not programs:
        return without_sizes(groups)
    if apart:
        return pd.concat([_sizes(one, people, (EXACT, *WIDTHS), smallest) for one in programs]).loc[groups.index]
    for position in range(len(WIDTHS)):
        sized = pd.concat([_sizes(one, people, WIDTHS[position:], smallest) for one in programs]).loc[groups.index]
        if _open(sized, people.get(ALL_PROGRAMS), smallest):
            return sized
    return without_sizes(groups)


def without_sizes(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups with sizes that are all missing."""
    nothing = pd.array([pd.NA] * len(groups), dtype="Int64")
    return groups.assign(size_from=nothing, size_to=nothing)


def _sizes(groups: pd.DataFrame, people: Mapping[str, int], widths: Iterable[int], smallest: int) -> pd.DataFrame:
    """The sizes of one program's groups by the first of these widths of which the sum tells nothing."""
    of_program = people.get(groups["program"].iloc[0])
    small = bool((groups["enrolled"] < smallest).any())
    in_two = int(groups["enrolled"].sum()) - (of_program or 0)
    for width in widths:
        tried = _in_steps_of(width, groups, smallest)
        if width == EXACT:
            tells = 0 < in_two < smallest or (small and not _leaves_any_size(tried, of_program, [0], smallest))
        else:
            # The size of a single group is the number of the program's people: there is nothing more to tell.
            tells = (small or len(groups) > 1) and not _open(tried, of_program, smallest)
        if not tells:
            return tried
    return without_sizes(groups)


def _in_steps_of(width: int, groups: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """Ranges of one width, the first from the smallest size that is shown."""
    enrolled = groups["enrolled"].astype("Int64")
    low = (enrolled - smallest) // width * width + smallest
    shown = enrolled >= smallest
    return groups.assign(size_from=low.where(shown), size_to=(low + width - 1).where(shown))


def _few_in_two_programs(people: Mapping[str, int], smallest: int) -> bool:
    """Whether the people of all programs, each counted in every program, leave 1 to smallest - 1 who are in two."""
    of_programs = sum(count for name, count in people.items() if name != ALL_PROGRAMS)
    return 0 < of_programs - people.get(ALL_PROGRAMS, of_programs) < smallest


def _open(groups: pd.DataFrame, people: int | None, smallest: int) -> bool:
    """Whether the ranges beside so many people tell neither a size nor how few people are in two groups."""
    if people is None:
        return True
    in_two = int(groups["enrolled"].sum()) - people
    # Many people in two groups are no secret; then their true number stands for all that readers may suppose.
    return _leaves_any_size(groups, people, range(smallest) if in_two < smallest else [in_two], smallest)


def _leaves_any_size(groups: pd.DataFrame, people: int | None, in_two: Iterable[int], smallest: int) -> bool:
    """Whether, however many of these are in two groups, every group can still have any size that is told of it."""
    if people is None:
        return True
    nothing_told = groups.groupby("program", dropna=False)["size_from"].transform("count") == 0
    small = groups["size_from"].isna() & ~nothing_told
    low = groups["size_from"].fillna(1).astype("int64")
    high = groups["size_to"].mask(small, smallest - 1).mask(nothing_told, people).astype("int64")
    slack = int((high - low)[~nothing_told].max()) if not nothing_told.all() else 0
    return all(int(low.sum()) + slack <= people + two <= int(high.sum()) - slack for two in in_two)
