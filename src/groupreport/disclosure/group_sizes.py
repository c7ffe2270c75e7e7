"""How large a group is: exactly, unless the groups would add up to a few people in two of them, or in a small one."""

from __future__ import annotations

import pandas as pd

from groupreport.summaries.records import ALL_PROGRAMS

WIDTHS = (5, 10, 20)  # of the ranges otherwise; the narrowest that leaves the small groups open


def with_sizes(groups: pd.DataFrame, flows: pd.DataFrame, smallest: int, *, people_shown: bool) -> pd.DataFrame:
    """The groups with `size_from` and `size_to`, the least and the most that are enrolled: the same, or a range.

    Missing for a group with fewer than `smallest` members. Exact where the people of every program are shown beside
    them and nobody in the program, or at least `smallest` people, are in two of its groups. Where sizes or ranges
    beside the people of a program would narrow what a reader knows of a small group, those of the program are wider,
    and missing where that does not help.

    Args:
        groups: One row a group, with `program` and `enrolled`.
        flows: The people of each program, and of all.
        smallest: The smallest count that is shown.
        people_shown: Whether the number enrolled is shown for every program.
    """
    people = dict(zip(flows["program"], flows["enrolled"], strict=True))
    apart = people_shown and not _few_in_two_programs(people, smallest)
    sizes = []
    for program, of_program in groups.groupby("program", dropna=False):
        in_two = int(of_program["enrolled"].sum()) - int(people.get(program, 0))
        for width in WIDTHS if 0 < in_two < smallest or not apart else (1, *WIDTHS):
            tried = _in_steps_of(width, of_program, smallest)
            if _leaves_small_ones_open(tried, people.get(program), smallest):
                sizes.append(tried)
                break
        else:
            sizes.append(without_sizes(of_program))
    return pd.concat(sizes).loc[groups.index] if sizes else without_sizes(groups)


def without_sizes(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups with sizes that are all missing."""
    nothing = pd.array([pd.NA] * len(groups), dtype="Int64")
    return groups.assign(size_from=nothing, size_to=nothing)


def _in_steps_of(width: int, groups: pd.DataFrame, smallest: int) -> pd.DataFrame:
    enrolled = groups["enrolled"].astype("Int64")
    low = (enrolled // width * width).clip(lower=smallest)
    high = (enrolled // width + 1) * width - 1
    shown = enrolled >= smallest
    return groups.assign(size_from=low.where(shown), size_to=high.where(shown))


def _few_in_two_programs(people: dict[str, int], smallest: int) -> bool:
    """Whether the people of all programs, each counted in every program, leave 1 to smallest - 1 who are in two."""
    of_programs = sum(int(count) for name, count in people.items() if name != ALL_PROGRAMS)
    return 0 < of_programs - int(people.get(ALL_PROGRAMS, of_programs)) < smallest


def _leaves_small_ones_open(groups: pd.DataFrame, people: int | None, smallest: int) -> bool:
    """Whether the small groups of a program can each still have any size below the smallest that is shown."""
    small = int((groups["enrolled"] < smallest).sum())
    if not small or people is None:
        return True
    # Where nobody is in two groups, the small ones together are what the sizes leave of the program.
    least, most = (int(people) - int(groups[end].sum()) for end in ("size_to", "size_from"))
    return least - (small - 1) * (smallest - 1) <= 1 and most - (small - 1) >= smallest - 1
