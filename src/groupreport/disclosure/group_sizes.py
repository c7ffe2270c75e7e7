"""How large a group is, as a range: exact numbers of groups add up to a few people in two groups, or in a small one."""

from __future__ import annotations

import pandas as pd

WIDTH = 5


def with_sizes(groups: pd.DataFrame, flows: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """The groups with `size_from` and `size_to`: the range of five in which the number enrolled lies.

    Missing for a group with fewer than `smallest` members, and for all groups where the ranges beside the people of a
    program would narrow what a reader knows of a small one.
    """
    enrolled = groups["enrolled"].astype("Int64")
    low = (enrolled // WIDTH * WIDTH).clip(lower=smallest)
    high = (enrolled // WIDTH + 1) * WIDTH - 1
    shown = enrolled >= smallest
    sizes = groups.assign(size_from=low.where(shown), size_to=high.where(shown))
    if all(_leaves_small_ones_open(of_program, flows, smallest) for of_program in sizes.groupby("program")):
        return sizes
    return sizes.assign(size_from=pd.array([pd.NA] * len(sizes), dtype="Int64"), size_to=pd.NA)


def _leaves_small_ones_open(of_program: tuple[object, pd.DataFrame], flows: pd.DataFrame, smallest: int) -> bool:
    """Whether the small groups of a program can each still have any size below the smallest that is shown."""
    program, groups = of_program
    small = int((groups["enrolled"] < smallest).sum())
    people = flows.loc[flows["program"] == program, "enrolled"]
    if not small or people.empty:
        return True
    # Where nobody is in two groups, the small ones together are what the ranges leave of the program.
    least, most = (int(people.iloc[0]) - int(groups[end].sum()) for end in ("size_to", "size_from"))
    return least - (small - 1) * (smallest - 1) <= 1 and most - (small - 1) >= smallest - 1
